//! Names of languages in themselves, for the language switch: a reader looks for the word they know.

use crate::text::locale::Locale;

/// Tag → name, in order of tag.
const NAMES: [(&str, &str); 51] = [
    ("ar", "العربية"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("bs", "Bosanski"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gl", "Galego"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("id", "Bahasa Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("ms", "Bahasa Melayu"),
    ("mt", "Malti"),
    ("nb", "Norsk bokmål"),
    ("nl", "Nederlands"),
    ("nn", "Norsk nynorsk"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
];

/// The name of a language in itself: `Italiano`, `English (GB)`; the tag where no name is known.
pub(super) fn name(locale: &Locale) -> String {
    let tag = locale.as_str();
    let known = |tag: &str| {
        NAMES.binary_search_by_key(&tag, |&(known, _)| known).ok().and_then(|at| NAMES.get(at))
    };
    if let Some((_, name)) = known(tag) {
        return (*name).to_owned();
    }
    match known(locale.language()) {
        Some((language, name)) => {
            let rest = tag.get(language.len() + 1..).unwrap_or_default();
            format!("{name} ({})", rest.to_uppercase())
        }
        None => tag.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn languages_are_called_as_their_speakers_call_them() {
        for (tag, expected) in [
            ("it", "Italiano"),
            ("en-GB", "English (GB)"),
            ("pt-br", "Português (BR)"),
            ("zh-Hant", "繁體中文"),
            ("tlh", "tlh"),
        ] {
            assert_eq!(name(&Locale::parse(tag).unwrap()), expected);
        }
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(NAMES.is_sorted_by(|left, right| left.0 < right.0));
    }
}
