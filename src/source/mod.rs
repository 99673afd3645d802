//! Disk → [`SourceTree`]: the only reader of the project, with a twin in memory for tests.
//!
//! The tree names files; their bytes are read when asked for, so that ten thousand articles are
//! never all in memory at once. Nothing outside the root is ever read: links that leave it are
//! not followed.

mod article;
pub mod disk;
pub mod memory;
mod tree;

pub use article::article;
pub use tree::{SourceEntry, SourceReader, SourceTree};

/// The file in an output folder that says dopo made it: such a folder is never content.
pub const MARKER: &str = ".dopo-manifest";
