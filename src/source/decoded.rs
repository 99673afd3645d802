//! Bytes → text as every stage takes it: UTF-8, and every line ends with LF, whatever the file has.
//!
//! Nothing after this knows CR, so nothing can cut a line, a comment or a staff block elsewhere
//! because of it. Lines and columns are the same in text and file; byte `n` of the text is byte `n`
//! of the file plus the CRs that stood before an LF up to there.

use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(super) static NOT_UTF_8: Rule = Rule::error(
    "not-utf-8",
    "an article, settings, data or a file of the theme is in another encoding",
);

/// The text that `bytes`, the content of the file at `path`, are.
///
/// # Errors
/// An error when they are not UTF-8 (`not-utf-8`).
pub(super) fn decoded(path: &SourcePath, bytes: Vec<u8>) -> Result<String, Problem> {
    String::from_utf8(bytes).map(with_line_feeds).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        not_utf8(path, error.as_bytes(), valid)
    })
}

/// The same lines, each ended by LF: neither CRLF nor a CR alone is left.
fn with_line_feeds(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Text that is not UTF-8 from byte `valid` on.
fn not_utf8(path: &SourcePath, bytes: &[u8], valid: usize) -> Problem {
    let problem = Problem::of(&NOT_UTF_8, "text that is not UTF-8")
        .help("save the file again with the encoding UTF-8");
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = bytes {
        return problem.in_file(path, "this is UTF-16");
    }
    let shown = |bytes: &[u8]| with_line_feeds(String::from_utf8_lossy(bytes).into_owned());
    let start = shown(bytes.get(..valid).unwrap_or(bytes)).len();
    let span = Span::new(start..start + char::REPLACEMENT_CHARACTER.len_utf8());
    let label = format!("byte {} of the file is not", valid + 1);
    problem.at(path, span, label).located_in(&shown(bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(bytes: &[u8]) -> Result<String, Problem> {
        decoded(&SourcePath::new("a.md"), bytes.to_vec())
    }

    #[test]
    fn every_line_ends_with_a_line_feed() {
        for (file, text) in [
            ("a\nb", "a\nb"),
            ("a\r\nb\r\n", "a\nb\n"),
            ("a\rb\r", "a\nb\n"),
            ("a\r\r\nb\n\rc", "a\n\nb\n\nc"),
            ("\u{feff}---\r\n", "\u{feff}---\n"),
            ("\r", "\n"),
            ("", ""),
        ] {
            assert_eq!(read(file.as_bytes()).as_deref(), Ok(text), "{file:?}");
        }
    }

    #[test]
    fn text_that_is_not_utf_8_is_an_error_at_its_place() {
        for (bytes, label, place) in [
            (b"a\n\xff".as_slice(), "byte 3 of the file is not", Some((2, 1))),
            (b"a\r\nb\rcaf\xe8 x", "byte 9 of the file is not", Some((3, 4))),
            (b"\xc3\xa8\xc3\x28", "byte 3 of the file is not", Some((1, 2))),
            (b"\xff\xfea\0", "this is UTF-16", None),
        ] {
            let problem = read(bytes).unwrap_err();
            assert_eq!((problem.rule.name, problem.is_error()), ("not-utf-8", true));
            let [told] = problem.labels.as_slice() else { panic!("{problem:?}") };
            let position = told.position.map(|position| (position.line, position.column));
            assert_eq!((told.text.as_str(), position), (label, place));
        }
    }
}
