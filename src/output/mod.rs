//! Outputs, one by one as they are made → the output folder: the only writer of the site.
//!
//! Everything is staged beside the target and exchanged in one step; what did not change keeps its
//! inode and time.

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Where it goes.
    pub path: crate::text::path::OutputPath,
    /// Its bytes.
    pub bytes: Vec<u8>,
}
