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

    /// The first `length` bytes of `path`, fewer when it is shorter.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn read_start(&self, path: &SourcePath, length: usize) -> io::Result<Vec<u8>>;

    /// Where the file lies on disk, for those that can copy without reading.
    fn on_disk(&self, path: &SourcePath) -> Option<std::path::PathBuf>;
}

/// All files of a project that could be content, data, theme or static files, in path order.
#[derive(Clone, Debug)]
pub struct SourceTree {
    name: String,
    entries: BTreeMap<SourcePath, SourceEntry>,
    reader: Arc<dyn SourceReader>,
}

impl SourceTree {
    /// A tree of `entries` whose bytes `reader` gives.
    pub fn new(entries: BTreeMap<SourcePath, SourceEntry>, reader: Arc<dyn SourceReader>) -> Self {
        Self { name: String::new(), entries, reader }
    }

    /// The same tree with the name of its root folder.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// The name of the root folder; empty when it has none.
    pub fn name(&self) -> &str {
        &self.name
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
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let first = SourcePath::new(&start);
        self.entries.range(first..).take_while(move |(path, _)| path.as_str().starts_with(&start))
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

    /// What is known of a file without reading it.
    pub fn entry(&self, path: &str) -> Option<&SourceEntry> {
        self.entries.get(path)
    }

    /// The first `length` bytes of a file, fewer when it is shorter.
    ///
    /// # Errors
    /// When the file is not there or cannot be read.
    pub fn read_start(&self, path: &SourcePath, length: usize) -> io::Result<Vec<u8>> {
        self.reader.read_start(path, length)
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
