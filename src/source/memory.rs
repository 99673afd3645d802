//! A project in memory, for tests.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::tree::{SourceEntry, SourceReader, SourceTree};
use crate::text::path::SourcePath;

#[derive(Debug)]
struct Memory(BTreeMap<SourcePath, Vec<u8>>);

impl SourceReader for Memory {
    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn read_start(&self, path: &SourcePath, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = self.read(path)?;
        bytes.truncate(length);
        Ok(bytes)
    }

    fn on_disk(&self, _: &SourcePath) -> Option<PathBuf> {
        None
    }
}

/// A tree of `(path, bytes)`.
pub fn tree<P: AsRef<str>, B: Into<Vec<u8>>>(
    files: impl IntoIterator<Item = (P, B)>,
) -> SourceTree {
    let files: BTreeMap<SourcePath, Vec<u8>> =
        files.into_iter().map(|(path, bytes)| (SourcePath::new(path), bytes.into())).collect();
    let entries = files
        .iter()
        .map(|(path, bytes)| (path.clone(), SourceEntry { size: bytes.len() as u64 }))
        .collect();
    SourceTree::new(entries, Arc::new(Memory(files)))
}
