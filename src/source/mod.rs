//! Disk → [`SourceTree`]: the only reader of the project, with a twin in memory for tests.
//!
//! The tree names files; their bytes are read when asked for, so that ten thousand articles are
//! never all in memory at once. Nothing outside the root is ever read, only files of the tree are,
//! and each kind has a size it may not pass: articles 8 MiB, settings, data and themes 4 MiB,
//! pictures 64 MiB. What is larger can only be copied.

mod article;
mod decoded;
pub mod disk;
pub mod memory;
mod text;
mod trace;
mod tree;
mod unreadable;

pub use article::article;
pub use text::text;
pub use trace::Trace;
pub use tree::{
    FileState, LARGEST_IN_MEMORY, OpenFile, SourceEntry, SourceFile, SourceReader, SourceTree,
};
pub use unreadable::unreadable;

pub(crate) use disk::OUTSIDE_LINK;

use crate::text::rule::Rule;

/// What can be wrong with files.
pub const RULES: &[&Rule] = &[
    &article::ARTICLE_TOO_LARGE,
    &decoded::NOT_UTF_8,
    &disk::LEFT_OUT_NAME,
    &disk::OUTSIDE_LINK,
    &disk::OUTSIDE_SETTING,
    &disk::SECRET_FILE,
    &disk::SPECIAL_FILE,
    &disk::TOO_MANY_FILES,
    &disk::UNREADABLE_NAME,
    &text::FILE_TOO_LARGE,
    &unreadable::UNREADABLE,
];

/// The file in an output folder that says dopo made it: such a folder is never content.
pub const MARKER: &str = ".dopo-manifest";
