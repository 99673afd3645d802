//! A project in memory, for tests.

use std::collections::BTreeMap;
use std::io::{self, Cursor};
use std::sync::Arc;

use super::tree::{FileState, OpenFile, SourceEntry, SourceReader, SourceTree};
use crate::text::fingerprint;
use crate::text::path::SourcePath;

#[derive(Debug)]
struct Memory(BTreeMap<SourcePath, Arc<[u8]>>);

impl SourceReader for Memory {
    fn open(&self, path: &SourcePath) -> io::Result<OpenFile> {
        let bytes = self.0.get(path).ok_or(io::ErrorKind::NotFound)?.clone();
        let length = bytes.len() as u64;
        Ok(OpenFile::new(Cursor::new(bytes), length))
    }
}

/// A tree of `(path, bytes)`.
pub fn tree<P: AsRef<str>, B: Into<Vec<u8>>>(
    files: impl IntoIterator<Item = (P, B)>,
) -> SourceTree {
    let files: BTreeMap<SourcePath, Arc<[u8]>> = files
        .into_iter()
        .map(|(path, bytes)| (SourcePath::new(path), bytes.into().into()))
        .collect();
    let entry = |bytes: &[u8]| SourceEntry {
        size: bytes.len() as u64,
        target: None,
        state: FileState::Bytes(fingerprint::number(bytes)),
    };
    let entries = files.iter().map(|(path, bytes)| (path.clone(), entry(bytes))).collect();
    SourceTree::new(entries, Arc::new(Memory(files)))
}
