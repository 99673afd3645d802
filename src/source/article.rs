//! The bytes of an article, read when it is to be parsed, and never more than 8 MiB of them.

use super::SourceTree;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// An article larger than this is refused by its size, unread.
const LARGEST_ARTICLE: u64 = 8 * 1024 * 1024;

/// The bytes of the article at `path`.
///
/// # Errors
/// A problem of severity error when the file is too large (`article-too-large`) or cannot be read
/// (`unreadable`).
pub fn article(tree: &SourceTree, path: &SourcePath) -> Result<Vec<u8>, Problem> {
    let size = tree.entry(path.as_str()).map_or(0, |entry| entry.size);
    if size > LARGEST_ARTICLE {
        return Err(Problem::error("article-too-large", "an article is larger than 8 MiB")
            .in_file(path, format!("{size} bytes"))
            .help("split it, or name it in `ignore` if it is not an article"));
    }
    tree.read(path).map_err(|error| {
        Problem::error("unreadable", "a file or folder cannot be read")
            .in_file(path, error.to_string())
    })
}
