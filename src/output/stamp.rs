//! What shows without reading that a file is still the one dopo wrote.
//!
//! A file keeps its inode and its time until somebody writes to it, replaces it or restores it. Who
//! wants to can set the time of a changed file back; the time of its last change of any kind
//! (`ctime`) no program can. Linking and unlinking changes that too, so it is not recorded a file:
//! one moment is, when the publication had done all it does to files. What changed since then, or
//! in that same instant, is read and compared.

use std::fs::Metadata;

use serde::{Deserialize, Serialize};

/// A moment of the file system's own clock: seconds and nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Moment(i64, i64);

/// Inode and time of a file when it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp(u64, Moment);

impl Stamp {
    /// `None` where the system has no inodes: there every file is read.
    #[cfg(unix)]
    pub(super) fn of(found: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Some(Self(found.ino(), Moment::modified(found)?))
    }

    #[cfg(not(unix))]
    pub(super) fn of(_found: &Metadata) -> Option<Self> {
        None
    }
}

impl Moment {
    /// When the bytes of a file were last written.
    #[cfg(unix)]
    pub(super) fn modified(found: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Some(Self(found.mtime(), found.mtime_nsec()))
    }

    /// When anything about a file last changed.
    #[cfg(unix)]
    pub(super) fn changed(found: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Some(Self(found.ctime(), found.ctime_nsec()))
    }

    #[cfg(not(unix))]
    pub(super) fn modified(_found: &Metadata) -> Option<Self> {
        None
    }

    #[cfg(not(unix))]
    pub(super) fn changed(_found: &Metadata) -> Option<Self> {
        None
    }
}
