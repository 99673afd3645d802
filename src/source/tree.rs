//! The files of a project and the way to their bytes.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use crate::text::path::SourcePath;

/// What is known of a file without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEntry {
    /// Length in bytes.
    pub size: u64,
}

/// Gives the bytes of files: the disk, or a map in memory.
pub trait SourceReader: Send + Sync + std::fmt::Debug {
    /// The bytes of `path`.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>>;

    /// Where the file lies on disk, for those that can copy without reading.
    fn on_disk(&self, path: &SourcePath) -> Option<std::path::PathBuf>;
}

/// All files of a project that could be content, data, theme or static files, in path order.
#[derive(Clone, Debug)]
pub struct SourceTree {
    entries: BTreeMap<SourcePath, SourceEntry>,
    reader: Arc<dyn SourceReader>,
}

impl SourceTree {
    /// A tree of `entries` whose bytes `reader` gives.
    pub fn new(entries: BTreeMap<SourcePath, SourceEntry>, reader: Arc<dyn SourceReader>) -> Self {
        Self { entries, reader }
    }

    /// All files, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &SourceEntry)> {
        self.entries.iter()
    }

    /// The files below `folder` (without a slash at its end; the empty string is the root).
    pub fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a SourcePath, &'a SourceEntry)> {
        self.entries.iter().filter(move |(path, _)| is_below(path.as_str(), folder))
    }

    /// Whether there is such a file.
    pub fn contains(&self, path: &str) -> bool {
        self.entries.contains_key(path)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When the file is not there or cannot be read.
    pub fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.reader.read(path)
    }

    /// The text of a file, when it can be read and is UTF-8.
    pub fn text(&self, path: &SourcePath) -> Option<String> {
        String::from_utf8(self.read(path).ok()?).ok()
    }

    /// Where a file lies on disk, if it does.
    pub fn on_disk(&self, path: &SourcePath) -> Option<std::path::PathBuf> {
        self.reader.on_disk(path)
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
