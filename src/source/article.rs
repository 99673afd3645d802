//! The text of an article, read when it is to be parsed, and never more than 8 MiB of it.
//!
//! What comes out is text as every later stage takes it: UTF-8, and every line ends with LF,
//! whatever the file has. Nothing after this knows CR, so nothing can cut a line, a comment or a
//! staff block elsewhere because of it. Lines and columns are the same in text and file; byte `n` of
//! the text is byte `n` of the file plus the CRs that stood before an LF up to there. A byte order
//! mark stays where it is: front matter looks for it.

use super::SourceTree;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// An article larger than this is refused by its size, unread.
const LARGEST_ARTICLE: u64 = 8 * 1024 * 1024;

/// The text of the article at `path`, its line ends all LF.
///
/// # Errors
/// A problem of severity error when the file is too large (`article-too-large`), cannot be read
/// (`unreadable`) or is not UTF-8 (`not-utf-8`).
pub fn article(tree: &SourceTree, path: &SourcePath) -> Result<String, Problem> {
    let size = tree.entry(path.as_str()).map_or(0, |entry| entry.size);
    if size > LARGEST_ARTICLE {
        return Err(Problem::error("article-too-large", "an article is larger than 8 MiB")
            .in_file(path, format!("{size} bytes"))
            .help("split it, or name it in `ignore` if it is not an article"));
    }
    let bytes = tree.read(path).map_err(|error| {
        Problem::error("unreadable", "a file or folder cannot be read")
            .in_file(path, error.to_string())
    })?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(with_line_feeds(text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            Err(not_utf8(path, error.as_bytes(), valid))
        }
    }
}

/// The same lines, each ended by LF: neither CRLF nor a CR alone is left.
pub(super) fn with_line_feeds(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Text that is not UTF-8, with the line the first bad byte is on.
fn not_utf8(path: &SourcePath, bytes: &[u8], valid: usize) -> Problem {
    let what = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "this is UTF-16".to_owned(),
        _ => format!("byte {} on line {} is not", valid + 1, line_of(bytes, valid)),
    };
    Problem::error("not-utf-8", "text that is not UTF-8")
        .in_file(path, what)
        .help("save the file again with the encoding UTF-8")
}

/// The line byte `at` is on, from 1, whatever the lines end with.
fn line_of(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or(bytes);
    let ends = before.iter().enumerate().filter(|&(at, &byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::memory;

    fn read(bytes: &[u8]) -> Result<String, Problem> {
        article(&memory::tree([("a.md", bytes)]), &SourcePath::new("a.md"))
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
    fn text_that_is_not_utf_8_is_an_error() {
        for (bytes, told) in [
            (b"a\n\xff".as_slice(), "byte 3 on line 2 is not"),
            (b"a\r\nb\r\xc3\x28", "byte 6 on line 3 is not"),
            (b"\xff\xfea\0", "this is UTF-16"),
        ] {
            let problem = read(bytes).err();
            let label = problem.as_ref().and_then(|problem| problem.labels.first());
            assert_eq!(label.map(|label| label.text.as_str()), Some(told));
            assert!(problem.is_some_and(|one| one.rule == "not-utf-8" && one.is_error()));
        }
    }
}
