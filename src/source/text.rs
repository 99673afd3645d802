//! The text of a file in which a person writes settings, data or a theme: never more than 4 MiB of
//! it.

use super::SourceTree;
use super::decoded::decoded;
use super::unreadable::unreadable;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static FILE_TOO_LARGE: Rule = Rule::error(
    "file-too-large",
    "a file of settings, data, strings or a theme is larger than 4 MiB",
);

/// A larger text is refused by its size, unread.
const LARGEST_TEXT: u64 = 4 * 1024 * 1024;

/// The text of the file at `path`; `None` when there is no such file.
///
/// # Errors
/// An error when the file is too large (`file-too-large`), cannot be read
/// (`unreadable`) or is not UTF-8 (`not-utf-8`).
pub fn text(tree: &SourceTree, path: &SourcePath) -> Result<Option<String>, Problem> {
    let Some(entry) = tree.entry(path.as_str()) else { return Ok(None) };
    if entry.size > LARGEST_TEXT {
        let headline = "a file of settings, data or a theme is larger than 4 MiB";
        return Err(Problem::of(&FILE_TOO_LARGE, headline)
            .in_file(path, format!("{} bytes", entry.size))
            .help("is it the file that was meant? divide it, or take it away"));
    }
    let bytes = tree.read(path).map_err(|cause| unreadable(path, cause))?;
    decoded(path, bytes).map(Some)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::source::memory;

    #[test]
    fn what_is_no_text_is_told_with_its_place() {
        let tree = memory::tree([
            ("good.toml", b"a = 1\n".to_vec()),
            ("lines.toml", b"a = 1\r\nb = 2\r".to_vec()),
            ("latin.toml", b"\na = \"caf\xe8\"\n".to_vec()),
            ("large.toml", vec![b'#'; LARGEST_TEXT as usize + 1]),
            ("just.toml", vec![b'#'; LARGEST_TEXT as usize]),
        ]);
        let read = |path: &str| text(&tree, &SourcePath::new(path));
        assert_eq!(read("gone.toml").unwrap(), None);
        assert_eq!(read("good.toml").unwrap().as_deref(), Some("a = 1\n"));
        assert_eq!(read("lines.toml").unwrap().as_deref(), Some("a = 1\nb = 2\n"));
        assert!(read("just.toml").is_ok());
        let large = read("large.toml").unwrap_err();
        assert_eq!((large.rule.name, large.is_error()), ("file-too-large", true));
        let latin = read("latin.toml").unwrap_err();
        assert_eq!((latin.rule.name, latin.is_error()), ("not-utf-8", true));
    }
}
