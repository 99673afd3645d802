//! The text of an article, read when it is to be parsed, and never more than 8 MiB of it.
//! A byte order mark stays where it is: front matter looks for it.

use super::SourceTree;
use super::decoded::decoded;
use super::unreadable::unreadable;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static ARTICLE_TOO_LARGE: Rule =
    Rule::error("article-too-large", "an article is larger than 8 MiB");

/// An article larger than this is refused by its size, unread.
const LARGEST_ARTICLE: u64 = 8 * 1024 * 1024;

/// The text of the article at `path`, its line ends all LF.
///
/// # Errors
/// An error when the file is too large (`article-too-large`), cannot be read
/// (`unreadable`) or is not UTF-8 (`not-utf-8`).
pub fn article(tree: &SourceTree, path: &SourcePath) -> Result<String, Problem> {
    let size = tree.entry(path.as_str()).map_or(0, |entry| entry.size);
    if size > LARGEST_ARTICLE {
        return Err(Problem::of(&ARTICLE_TOO_LARGE, "an article is larger than 8 MiB")
            .in_file(path, format!("{size} bytes"))
            .help("split it, or name it in `ignore` if it is not an article"));
    }
    let bytes = tree.read(path).map_err(|cause| unreadable(path, cause))?;
    decoded(path, bytes)
}
