//! The text of an article, read when it is to be parsed: at most 8 MiB, and UTF-8.

use super::SourceTree;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::span::Span;

/// An article larger than this is refused by its size, unread.
const LARGEST_ARTICLE: u64 = 8 * 1024 * 1024;

/// The text of the article at `path`.
///
/// # Errors
/// A problem of severity error when the file is too large (`article-too-large`), is not UTF-8
/// (`not-utf-8`) or cannot be read (`unreadable`).
pub fn article_text(tree: &SourceTree, path: &SourcePath) -> Result<String, Problem> {
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
    String::from_utf8(bytes).map_err(|error| not_utf8(path, error.as_bytes(), error.utf8_error()))
}

fn not_utf8(path: &SourcePath, bytes: &[u8], error: std::str::Utf8Error) -> Problem {
    let at = error.valid_up_to();
    let what = match bytes.get(at) {
        Some(byte) => format!("byte {at} is {byte:#04x}"),
        None => format!("ends in the middle of a character at byte {at}"),
    };
    let problem = Problem::error("not-utf-8", "an article is not UTF-8");
    let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let help = if is_utf16 {
        "it looks like UTF-16: save it as UTF-8 in your editor"
    } else {
        "save it as UTF-8 in your editor"
    };
    problem.at(path, Span::new(at..at + 1), what).help(help)
}
