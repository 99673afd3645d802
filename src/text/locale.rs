//! A locale: one language of the site, as a BCP 47 tag.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// A language tag such as `it`, `en-GB` or `zh-Hant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Locale(Arc<str>);

/// Which way a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 9] = ["ar", "dv", "fa", "he", "ks", "ps", "ug", "ur", "yi"];

impl Locale {
    /// Reads a tag: a language of two or three letters, then parts of letters and digits.
    /// `None` when it has another form. `_` is read as `-`.
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.trim().replace('_', "-");
        let mut parts = tag.split('-');
        let language = parts.next()?;
        let fits = |part: &str, sizes: std::ops::RangeInclusive<usize>| {
            sizes.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let language_fits =
            fits(language, 2..=3) && language.bytes().all(|byte| byte.is_ascii_alphabetic());
        let known = language_fits && parts.all(|part| fits(part, 2..=8));
        known.then(|| {
            let rest = &tag[language.len()..];
            Self(format!("{}{rest}", language.to_ascii_lowercase()).into())
        })
    }

    /// English: the language of the interface where no other is known.
    pub fn english() -> Self {
        Self("en".into())
    }

    /// The tag, as `lang` attributes want it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without region or script: `en` of `en-GB`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Which way its script runs.
    pub fn direction(&self) -> Direction {
        if RIGHT_TO_LEFT.contains(&self.language()) || self.0.to_lowercase().contains("-arab") {
            Direction::Rtl
        } else {
            Direction::Ltr
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Function words that tell languages apart; a few dozen are enough for a page of text.
const FUNCTION_WORDS: [(&str, &[&str]); 7] = [
    ("en", &["the", "and", "you", "your", "with", "this", "that", "for", "are", "is", "to", "of"]),
    (
        "it",
        &["il", "che", "per", "con", "della", "sono", "una", "gli", "nel", "questo", "più", "è"],
    ),
    (
        "de",
        &["der", "die", "und", "das", "ist", "nicht", "mit", "sie", "für", "auf", "eine", "den"],
    ),
    (
        "fr",
        &["les", "des", "vous", "est", "pour", "dans", "une", "avec", "votre", "sur", "et", "du"],
    ),
    ("es", &["los", "las", "para", "con", "una", "que", "del", "por", "está", "su", "el", "puede"]),
    ("pt", &["os", "para", "com", "uma", "não", "você", "seu", "dos", "em", "ao", "está", "são"]),
    (
        "nl",
        &["het", "een", "van", "niet", "voor", "met", "zijn", "deze", "wordt", "aan", "op", "de"],
    ),
];

/// Fewer than this are chance: a text of a few words is English until it says otherwise.
const FEWEST_FUNCTION_WORDS: usize = 2;

/// The language a text is most likely written in, by its script and then by its function words.
/// English when nothing speaks for another.
pub fn detect(text: &str) -> Locale {
    let (mut kana, mut han, mut hangul, mut cyrillic, mut arabic, mut hebrew) = (0, 0, 0, 0, 0, 0);
    for letter in text.chars() {
        match letter {
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' => han += 1,
            '\u{ac00}'..='\u{d7af}' => hangul += 1,
            '\u{0400}'..='\u{04ff}' => cyrillic += 1,
            '\u{0600}'..='\u{06ff}' => arabic += 1,
            '\u{0590}'..='\u{05ff}' => hebrew += 1,
            _ => {}
        }
    }
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count().max(1);
    let scripts = [
        ("ja", if kana > 0 { kana + han } else { 0 }),
        ("zh", if kana == 0 { han } else { 0 }),
        ("ko", hangul),
        ("ru", cyrillic),
        ("ar", arabic),
        ("he", hebrew),
    ];
    if let Some((tag, _)) = scripts.into_iter().find(|&(_, count)| count * 5 > letters) {
        return Locale(tag.into());
    }
    let mut best = ("en", FEWEST_FUNCTION_WORDS - 1);
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphabetic()).collect();
    for (tag, function_words) in FUNCTION_WORDS {
        let count = words.iter().filter(|word| function_words.contains(word)).count();
        if count > best.1 {
            best = (tag, count);
        }
    }
    Locale(best.0.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_and_directions_known() {
        assert_eq!(Locale::parse("pt_BR").map(|l| l.to_string()), Some("pt-BR".to_owned()));
        assert_eq!(Locale::parse("overview"), None);
        assert_eq!(Locale::parse("ar").map(|l| l.direction()), Some(Direction::Rtl));
    }

    #[test]
    fn languages_are_told_by_their_function_words() {
        assert_eq!(
            detect("La macchina non scalda: controlla che il serbatoio sia pieno").as_str(),
            "it"
        );
        assert_eq!(
            detect("The machine does not heat up; check that the tank is full").as_str(),
            "en"
        );
        assert_eq!(detect("コーヒーが温まらない場合は電源を確認").as_str(), "ja");
        assert_eq!(detect("").as_str(), "en");
        assert_eq!(detect("A kettle em").as_str(), "en");
    }
}
