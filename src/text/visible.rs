//! Text of a person's on a terminal: what would act there instead of being seen is written out.
//!
//! A title, a file name or a link may hold characters that move the cursor, turn the direction of
//! what follows or begin a new line; and build servers take what programs print for commands:
//! `::error::` where a line begins, `##[…]`, `##vso[…]` and `##teamcity[…]` wherever they stand.
//! All of it is shown as Rust writes it (`\n`, `\u{1b}`). Other text, in any script, stays as it is.

use std::borrow::Cow;

/// `text` on one line, with whatever would act written out, also where a line begins.
pub fn visible(text: &str) -> String {
    let text = without_commands(&written_out(text, acts)).into_owned();
    match text.strip_prefix("::") {
        Some(rest) => format!("\\u{{3a}}:{rest}"),
        None => text,
    }
}

/// Lines of a file with every character that would act written out; line ends and tabs stay.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    written_out(text, |letter| acts(letter) && !matches!(letter, '\n' | '\t'))
}

/// `text` without commands that need no place of their own.
pub fn without_commands(text: &str) -> Cow<'_, str> {
    const BEGINNINGS: [&str; 3] = ["##[", "##vso[", "##teamcity["];
    let mut text = Cow::Borrowed(text);
    for beginning in BEGINNINGS {
        if text.contains(beginning) {
            text = text.replace(beginning, &beginning.replacen("##", "#\\u{23}", 1)).into();
        }
    }
    text
}

fn written_out(text: &str, is_meant: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_meant) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match is_meant(letter) {
            true if matches!(letter, '\n' | '\r' | '\t') => out.extend(letter.escape_default()),
            true => out.extend(letter.escape_unicode()),
            false => out.push(letter),
        }
    }
    Cow::Owned(out)
}

/// Whether a terminal, or whoever reads its lines, does something at this character.
fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            // Line and paragraph separators.
            '\u{2028}' | '\u{2029}'
            // What turns the direction: marks, embeddings and overrides, isolates, and the old ones.
            | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_written_out() {
        for (text, shown) in [
            ("x\n::error::X", r"x\n::error::X"),
            ("::error::X", r"\u{3a}:error::X"),
            ("a ##[error]b", r"a #\u{23}[error]b"),
            ("###vso[a]##teamcity[b]", r"##\u{23}vso[a]#\u{23}teamcity[b]"),
            ("a\r\tb", r"a\r\tb"),
            ("\u{1b}[2J", r"\u{1b}[2J"),
            ("\u{9b}2J\u{7f}\0", r"\u{9b}2J\u{7f}\u{0}"),
            ("a\u{85}b\u{2028}c\u{2029}", r"a\u{85}b\u{2028}c\u{2029}"),
            ("\u{202e}evil\u{202c}", r"\u{202e}evil\u{202c}"),
            ("\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}", r"\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}"),
        ] {
            assert_eq!(visible(text), shown);
        }
        assert_eq!(visible_lines("a\n\tb\r\u{1b}"), "a\n\tb\\r\\u{1b}");
    }

    #[test]
    fn text_of_any_script_stays() {
        for text in [
            "",
            "caffè",
            "日本語",
            "مرحبا",
            "नमस्ते",
            "می\u{200c}خواهم",
            "👩\u{200d}🔧 \\ {u} a::b # ## [x]",
        ] {
            assert_eq!(visible(text), text);
        }
    }
}
