//! What was typed → the words to look up.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::search::words::{self, Unit, fold};

/// Longer queries are cut: nobody types them.
pub(super) const LONGEST_QUERY: usize = 300;
/// No more words than this are looked up: a long sentence, or a dozen Japanese words in pairs.
pub(super) const MOST_WORDS: usize = 24;

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

/// What a minus before a word does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Minus {
    /// Articles with the word are left out.
    Excludes,
    /// Nothing: the word is searched like any other.
    Counts,
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
pub(super) fn parse(text: &str, minus: Minus, is_function_word: impl Fn(&str) -> bool) -> Query {
    let text: String = text.nfc().take(LONGEST_QUERY).collect();
    let mut query = Query::default();
    let mut all: Vec<QueryWord> = Vec::new();
    let quotes = quotes(&text);
    for (place, unit) in words::units(&text).into_iter().enumerate() {
        let form = fold(&unit.whole);
        if form.is_empty() {
            continue;
        }
        // Odd: a quote before it is open. An unclosed quote is a quote to come.
        let before = quotes.iter().filter(|&&quote| quote < unit.start).count();
        let quoted = before % 2 == 1 && before < quotes.len();
        if minus == Minus::Excludes && !quoted && is_excluded(&text, &unit, &form) {
            query.excluded.push(form);
            continue;
        }
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

/// Where quotes open and close, in turn. After a number none opens: it is a number of inches.
fn quotes(text: &str) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        if is_quote(character) && (found.len() % 2 == 1 || !before.is_numeric()) {
            found.push(at);
        }
        before = character;
    }
    found
}

fn is_quote(character: char) -> bool {
    "\"“”„‟«»＂「」『』".contains(character)
}

/// Whether a word is excluded: a minus stands right before it, nothing before the minus, and the
/// word is one of several letters with nothing else up to the next blank. So numbers and codes
/// (`-43`, `-K200`), options (`-v`, `--force`), dashes and `-l'acqua` exclude nothing.
fn is_excluded(text: &str, unit: &Unit, form: &str) -> bool {
    let (before, after) = (text.get(..unit.start), text.get(unit.end..));
    let starts = before
        .and_then(|before| before.strip_suffix('-'))
        .is_some_and(|rest| rest.is_empty() || rest.ends_with(char::is_whitespace));
    let ends = !after
        .unwrap_or_default()
        .chars()
        .take_while(|character| !character.is_whitespace())
        .any(|character| character.is_alphanumeric() || is_combining_mark(character));
    starts && ends && form.chars().nth(1).is_some() && !unit.whole.contains(char::is_numeric)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn shown(query: &Query) -> String {
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
        shown.join(" ")
    }

    #[test]
    fn queries_are_taken_apart_as_the_shared_cases_say() {
        let cases: Vec<(String, String)> =
            serde_json::from_str(include_str!("../../../tests/search/queries.json")).unwrap();
        let function_words = ["how", "do", "i", "la", "ma", "not"];
        for (text, wanted) in cases {
            let query = parse(&text, Minus::Excludes, |word| function_words.contains(&word));
            assert_eq!(shown(&query), wanted, "{text}");
        }
    }

    #[test]
    fn a_minus_that_only_counts_excludes_nothing() {
        let query = parse("wi-fi -router ", Minus::Counts, |_| false);
        assert_eq!(shown(&query), "wifi[wi fi] router");
    }
}
