//! What was typed → the words to look up.

use unicode_normalization::UnicodeNormalization;

use crate::search::words::{self, Unit, fold};

/// Longer queries are cut: nobody types them.
const LONGEST_QUERY: usize = 300;
/// No more words than this are looked up: a long sentence, or a dozen Japanese words in pairs.
const MOST_WORDS: usize = 24;

/// A query, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// The words to look up, in order.
    pub(super) words: Vec<QueryWord>,
    /// Words between quotes, which must stand next to each other.
    pub(super) phrases: Vec<Vec<String>>,
    /// Words after a minus: articles with them are left out.
    pub(super) excluded: Vec<String>,
}

/// A word of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct QueryWord {
    /// Folded.
    pub(super) form: String,
    /// In small letters, with its accents.
    pub(super) surface: String,
    /// Folded parts, when it has several.
    pub(super) parts: Vec<String>,
    /// It is still being typed: words that begin with it count.
    pub(super) open: bool,
    /// A function word that is here only because it may become another word.
    pub(super) function: bool,
    /// Its place among all words of the query.
    pub(super) place: usize,
    /// Between quotes: never corrected.
    pub(super) quoted: bool,
}

/// Takes `text` apart. Function words are dropped unless there is nothing else.
pub(super) fn parse(text: &str, is_function_word: impl Fn(&str) -> bool) -> Query {
    let text: String = text.nfc().take(LONGEST_QUERY).collect();
    let mut query = Query::default();
    let mut all: Vec<QueryWord> = Vec::new();
    let quotes: Vec<usize> =
        text.char_indices().filter(|(_, c)| is_quote(*c)).map(|(at, _)| at).collect();
    for (place, unit) in words::units(&text).into_iter().enumerate() {
        let form = fold(&unit.whole);
        if form.is_empty() {
            continue;
        }
        if is_minus(&text, &unit) {
            query.excluded.push(form);
            continue;
        }
        // Odd: a quote before it is open. An unclosed quote is a quote to come.
        let before = quotes.iter().filter(|&&quote| quote < unit.start).count();
        let quoted = before % 2 == 1 && before < quotes.len();
        if quoted {
            if query.phrases.len() < before.div_ceil(2) {
                query.phrases.resize(before.div_ceil(2), Vec::new());
            }
            if let Some(phrase) = query.phrases.get_mut(before / 2) {
                phrase.push(form.clone());
            }
        }
        let open = unit.end == text.len();
        let function = is_function_word(&form);
        let parts = unit.parts.iter().map(|part| fold(part)).collect();
        all.push(QueryWord { form, surface: unit.whole, parts, open, function, place, quoted });
    }
    query.phrases.retain(|phrase| phrase.len() > 1);
    let content = all.iter().any(|word| !word.function);
    for mut word in all {
        let known = query.words.iter().any(|before| before.form == word.form);
        let dropped = content && word.function && !(word.open && word.form.chars().count() > 1);
        if !known && !dropped && query.words.len() < MOST_WORDS {
            word.function &= content;
            query.words.push(word);
        }
    }
    query
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\u{201c}' | '\u{201d}')
}

/// Whether a minus stands right before the unit and nothing right before the minus.
fn is_minus(text: &str, unit: &Unit) -> bool {
    let before = text.get(..unit.start).unwrap_or_default();
    before.strip_suffix('-').is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_taken_apart() {
        let cases = [
            ("how do I reset", "reset*"),
            ("how do I reset ", "reset"),
            ("how do I", "how do i*"),
            ("alzare la ma", "alzare ma*?"),
            ("wi-fi -router \"not found\"", "wifi[wi fi] \"found -router (not found)"),
            ("\"open quote", "open quote*"),
            ("reset reset RESET", "reset"),
        ];
        for (text, wanted) in cases {
            let query = parse(text, |word| ["how", "do", "i", "la", "ma", "not"].contains(&word));
            let mut shown: Vec<String> = Vec::new();
            for word in &query.words {
                let mut one = String::new();
                one.push_str(if word.quoted { "\"" } else { "" });
                one.push_str(&word.form);
                if !word.parts.is_empty() {
                    one.push_str(&format!("[{}]", word.parts.join(" ")));
                }
                one.push_str(if word.open { "*" } else { "" });
                one.push_str(if word.function { "?" } else { "" });
                shown.push(one);
            }
            shown.extend(query.excluded.iter().map(|word| format!("-{word}")));
            shown.extend(query.phrases.iter().map(|phrase| format!("({})", phrase.join(" "))));
            assert_eq!(shown.join(" "), wanted, "{text}");
        }
    }
}
