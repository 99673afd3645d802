//! Text → words, the same in Rust and in the browser.
//!
//! One rule for every language, with no list in it: a *unit* is a run of letters, digits and marks,
//! joined by single `.`, `-`, `_` (`wi-fi`, `2.4.1`, `E-42`, `stk500_recv`). A unit has its whole
//! form and, where it has several, its parts; both are searched. At an apostrophe a unit ends
//! (`dell'acqua` is `dell` and `acqua`) but for the English endings: `'s` and its like are dropped
//! and `n't` stays one word. Scripts without spaces become overlapping pairs of characters.
//!
//! Two spellings of a word matter: its *surface* (lower case, accents kept: what a stemmer wants)
//! and its *folded* form (accents gone: what is stored, typed and compared). The twin of this file
//! is the first part of `themes/default/scripts/search-engine.js`; `tests/search/words.json` holds
//! cases that both must answer alike.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are not searched: they are keys, hashes and attacks.
pub(super) const LONGEST_WORD: usize = 48;

/// A stretch of text that is looked up as one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// Where it stands in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Its surface as one word: `wifi` of `Wi-Fi`, `2.4.1` of `2.4.1`.
    pub whole: String,
    /// Its parts, when it has several: `wi` and `fi`; `k` and `200` of `K200`.
    pub parts: Vec<String>,
}

/// What a character is to the segmenter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Pair,
    Joint,
    Apostrophe,
    Other,
}

fn class(character: char) -> Class {
    match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
        '.' | '-' | '_' | '\u{2010}' | '\u{2011}' => Class::Joint,
        '\'' | '\u{2019}' | '\u{02bc}' => Class::Apostrophe,
        _ if character.is_ascii() => Class::Other,
        _ if character.is_alphanumeric() || is_combining_mark(character) => {
            if is_written_without_spaces(character) {
                Class::Pair
            } else {
                Class::Letter
            }
        }
        _ => Class::Other,
    }
}

/// Thai, Lao, Myanmar, Khmer, kana, Han, Hangul (whose particles cling to the word).
fn is_written_without_spaces(character: char) -> bool {
    matches!(character,
        '\u{0e00}'..='\u{0eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

/// The units of `text`, which must be NFC, in order.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let mut found = Vec::new();
    each_unit(text, |unit| found.push(unit));
    found
}

/// Calls `take` for every unit of `text`.
pub(super) fn each_unit(text: &str, mut take: impl FnMut(Unit)) {
    let mut at = 0;
    while at < text.len() {
        at = units_at(text, at, &mut take);
    }
}

/// Calls `take` with the surface of every unit of `text` and of its parts: what [`each_unit`] finds,
/// ten times as fast where words are plain ones.
pub(super) fn each_surface(text: &str, mut take: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut lower = String::new();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let between =
            rest.iter().take_while(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
        at += between.count();
        let rest = bytes.get(at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if length > 0 && ends_a_plain_word(rest.get(length), rest.get(length + 1)) {
            lower.clear();
            lower.push_str(text.get(at..at + length).unwrap_or_default());
            lower.make_ascii_lowercase();
            take(&lower);
            at += length;
        } else if !rest.is_empty() {
            at = units_at(text, at, &mut |unit: Unit| {
                take(&unit.whole);
                unit.parts.iter().for_each(|part| take(part));
            });
        }
    }
}

/// Whether a word of plain letters ends before these two bytes for certain.
fn ends_a_plain_word(next: Option<&u8>, after: Option<&u8>) -> bool {
    let ends = |byte: Option<&u8>| {
        byte.is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
    };
    match next {
        Some(b'.' | b'-' | b'_' | b'\'') => ends(after),
        next => ends(next),
    }
}

/// Takes the units that begin at `at` and tells where to go on.
fn units_at(text: &str, at: usize, take: &mut impl FnMut(Unit)) -> usize {
    let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else {
        return text.len();
    };
    match class(character) {
        Class::Letter => {
            let end = chunk_end(text, at);
            chunk(text, at, end, take);
            end
        }
        Class::Pair => {
            let end = run_end(text, at, Class::Pair);
            pairs(text, at, end, take);
            end
        }
        _ => at + character.len_utf8(),
    }
}

/// The end of the run of characters of `wanted` class that starts at `start`.
fn run_end(text: &str, start: usize, wanted: Class) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    rest.char_indices()
        .find(|&(_, character)| class(character) != wanted)
        .map_or(text.len(), |(at, _)| start + at)
}

/// The end of the chunk that starts at `start`: runs of letters with single joints or apostrophes
/// between them.
fn chunk_end(text: &str, start: usize) -> usize {
    let mut end = run_end(text, start, Class::Letter);
    loop {
        let mut following = text.get(end..).unwrap_or_default().chars();
        let Some(joint) = following.next() else { return end };
        let joins = matches!(class(joint), Class::Joint | Class::Apostrophe)
            && following.next().is_some_and(|next| class(next) == Class::Letter);
        if !joins {
            return end;
        }
        end = run_end(text, end + joint.len_utf8(), Class::Letter);
    }
}

/// Cuts a chunk at its apostrophes and hands on the units between them.
fn chunk(text: &str, start: usize, end: usize, take: &mut impl FnMut(Unit)) {
    let mut pending: Option<(usize, usize)> = None;
    let mut at = start;
    while at < end {
        let rest = text.get(at..end).unwrap_or_default();
        let cut = rest
            .char_indices()
            .find(|&(_, character)| class(character) == Class::Apostrophe)
            .map(|(offset, character)| (at + offset, at + offset + character.len_utf8()));
        let (piece_end, next) = cut.unwrap_or((end, end));
        let piece = text.get(at..piece_end).unwrap_or_default();
        let ending = ENGLISH_ENDINGS.iter().any(|known| piece.eq_ignore_ascii_case(known));
        match pending.as_mut() {
            Some(before) if piece.eq_ignore_ascii_case("t") => before.1 = piece_end,
            Some(_) if ending => {}
            _ => {
                if let Some((from, to)) = pending.replace((at, piece_end)) {
                    take(unit(text, from, to));
                }
            }
        }
        at = next;
    }
    if let Some((from, to)) = pending {
        take(unit(text, from, to));
    }
}

/// What follows an apostrophe in English without being a word.
const ENGLISH_ENDINGS: [&str; 6] = ["s", "re", "ll", "ve", "d", "m"];

fn unit(text: &str, start: usize, end: usize) -> Unit {
    let written = text.get(start..end).unwrap_or_default();
    if written.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Unit { start, end, whole: written.to_ascii_lowercase(), parts: Vec::new() };
    }
    let lower = written.to_lowercase();
    let mut parts: Vec<String> = lower
        .split(|character| class(character) == Class::Joint)
        .map(|part| part.replace(|character| class(character) == Class::Apostrophe, ""))
        .collect();
    let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let whole = parts.join(if digits { "." } else { "" });
    if parts.len() == 1 {
        parts = letters_and_digits(&whole);
    }
    Unit { start, end, whole, parts }
}

/// `K200` is `k` and `200`; a word that changes between letters and digits more than twice is a
/// key, and has no parts.
fn letters_and_digits(word: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut previous = None;
    for character in word.chars() {
        let digit = character.is_ascii_digit();
        match parts.last_mut() {
            Some(part) if previous == Some(digit) => part.push(character),
            _ => parts.push(character.into()),
        }
        previous = Some(digit);
    }
    if (2..=3).contains(&parts.len()) { parts } else { Vec::new() }
}

/// Overlapping pairs of characters; a lone one is a unit of its own.
fn pairs(text: &str, start: usize, end: usize, take: &mut impl FnMut(Unit)) {
    let run = text.get(start..end).unwrap_or_default();
    let ends: Vec<usize> =
        run.char_indices().map(|(at, character)| start + at + character.len_utf8()).collect();
    if ends.len() < 2 {
        take(Unit { start, end, whole: run.to_lowercase(), parts: Vec::new() });
        return;
    }
    let mut from = start;
    for pair in ends.windows(2) {
        if let [first, second] = *pair {
            let whole = text.get(from..second).unwrap_or_default().to_lowercase();
            take(Unit { start: from, end: second, whole, parts: Vec::new() });
            from = first;
        }
    }
}

/// The folded form of a surface: accents and ligatures gone, nothing but letters and digits left.
pub(super) fn fold(surface: &str) -> String {
    if surface
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.')
    {
        return surface.to_owned();
    }
    let mut plain = String::with_capacity(surface.len());
    for character in surface.nfkd() {
        match character {
            '\u{0300}'..='\u{036f}' => {}
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' => plain.push('d'),
            'ı' => plain.push('i'),
            'ς' => plain.push('σ'),
            '.' => plain.push('.'),
            other if matches!(class(other), Class::Letter | Class::Pair) => plain.push(other),
            _ => {}
        }
    }
    plain.nfc().collect::<String>().to_lowercase()
}

/// Whether a word is long enough to be completed: two letters, or one character of a script in
/// which one is a word.
pub(super) fn may_complete(folded: &str) -> bool {
    let mut characters = folded.chars();
    let first = characters.next();
    first.is_some_and(is_written_without_spaces) || characters.next().is_some()
}

/// Whether near words may be looked for: letters only, and enough of them.
pub(super) fn is_correctable(folded: &str) -> bool {
    let mut length = 0;
    for character in folded.chars() {
        if !character.is_alphabetic() || is_written_without_spaces(character) {
            return false;
        }
        length += 1;
    }
    (4..=24).contains(&length)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// Units as the shared cases write them: whole, then parts in brackets.
    fn shown(text: &str) -> String {
        let text: String = text.nfc().collect();
        let shown: Vec<String> = units(&text)
            .iter()
            .map(|unit| {
                let parts: Vec<String> = unit.parts.iter().map(|part| fold(part)).collect();
                let whole = fold(&unit.whole);
                if parts.is_empty() { whole } else { format!("{whole}[{}]", parts.join(" ")) }
            })
            .collect();
        shown.join(" ")
    }

    #[test]
    fn units_are_those_of_the_shared_cases() {
        let cases: Vec<(String, String)> =
            serde_json::from_str(include_str!("../../tests/search/words.json")).unwrap();
        for (text, wanted) in cases {
            assert_eq!(shown(&text), wanted, "{text}");
        }
    }

    #[test]
    fn the_fast_way_finds_the_same() {
        let cases: Vec<(String, String)> =
            serde_json::from_str(include_str!("../../tests/search/words.json")).unwrap();
        let together =
            cases.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" é-x's ");
        for text in cases.iter().map(|(text, _)| text).chain([&together]) {
            let slow: Vec<String> = units(text)
                .into_iter()
                .flat_map(|unit| std::iter::once(unit.whole).chain(unit.parts))
                .collect();
            let mut fast = Vec::new();
            each_surface(text, |surface| fast.push(surface.to_owned()));
            assert_eq!(fast, slow, "{text}");
        }
    }

    #[test]
    fn units_know_their_place() {
        let text = "Là, l’acqua Wi-Fi";
        let places: Vec<&str> =
            units(text).iter().map(|unit| &text[unit.start..unit.end]).collect();
        assert_eq!(places, ["Là", "l", "acqua", "Wi-Fi"]);
    }

    #[test]
    fn only_words_of_letters_are_corrected() {
        for (word, correctable) in [
            ("serbatoio", true),
            ("k200", false),
            ("tè", false),
            ("設定設定", false),
            ("e42", false),
        ] {
            assert_eq!(is_correctable(word), correctable, "{word}");
        }
    }
}
