//! What cannot be read.

use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static UNREADABLE: Rule = Rule::error(
    "unreadable",
    "a file or folder cannot be read or lies more than 100 folders deep, or an article, settings, \
     data or a theme is a pipe, a socket or a device",
);

/// A file or folder that the system does not give.
pub fn unreadable(path: &SourcePath, reason: impl ToString) -> Problem {
    Problem::of(&UNREADABLE, "a file or folder cannot be read")
        .in_file(path, reason.to_string())
        .from_system()
}
