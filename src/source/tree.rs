//! The files of a project and the way to their bytes.
//!
//! Only files of the tree are ever opened, whoever asks, and each under the name it really lies
//! at: a link was worked out when the tree was made.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use super::trace::{Asked, Trace};
use crate::text::path::SourcePath;

/// No file larger than this is held in memory whole. Larger ones can only be copied.
pub const LARGEST_IN_MEMORY: u64 = 64 * 1024 * 1024;

/// What is known of a file without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEntry {
    /// Length in bytes.
    pub size: u64,
    /// The file whose bytes these are, when a link leads to it.
    pub target: Option<SourcePath>,
    /// What shows that its bytes may be others.
    pub state: FileState,
}

/// What shows without reading that a file is no more what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// The fingerprint of its bytes, which are in memory anyway.
    Bytes(u64),
    /// On disk: its inode, and when anything about it last changed, in seconds and nanoseconds.
    Disk(u64, (i64, i64)),
}

/// Opens files: on the disk, or in a map in memory.
pub trait SourceReader: Send + Sync + std::fmt::Debug {
    /// Opens the file that really lies at `path`.
    ///
    /// # Errors
    /// When the file cannot be read, or is none.
    fn open(&self, path: &SourcePath) -> io::Result<OpenFile>;
}

/// All files of a project that could be content, data, theme or static files, in path order.
#[derive(Clone, Debug)]
pub struct SourceTree {
    name: String,
    entries: Arc<BTreeMap<SourcePath, SourceEntry>>,
    reader: Arc<dyn SourceReader>,
    trace: Option<Arc<Trace>>,
}

/// A file of a project, opened when its bytes are wanted.
#[derive(Clone, Debug)]
pub struct SourceFile {
    path: SourcePath,
    /// Where it really lies.
    real: SourcePath,
    reader: Arc<dyn SourceReader>,
}

/// A file that is open: as many bytes as it had when it was opened, should it grow meanwhile.
pub struct OpenFile {
    bytes: Box<dyn ReadSeek>,
    length: u64,
    rest: u64,
}

trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl SourceTree {
    /// A tree of `entries` whose bytes `reader` gives.
    pub fn new(entries: BTreeMap<SourcePath, SourceEntry>, reader: Arc<dyn SourceReader>) -> Self {
        Self { name: String::new(), entries: Arc::new(entries), reader, trace: None }
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

    /// The same tree, which notes in the trace what of it is asked for.
    pub fn traced(&self) -> (Self, Arc<Trace>) {
        let trace = Arc::new(Trace::default());
        (Self { trace: Some(Arc::clone(&trace)), ..self.clone() }, trace)
    }

    /// The files that came, went, or may have other bytes than in `old`.
    ///
    /// What may surprise: a file changed within two seconds of the newest is always among them. A
    /// clock of the file system can stand still for some milliseconds, and a second edit in that
    /// time would leave no other sign.
    pub fn changed_since(&self, old: &Self) -> BTreeSet<SourcePath> {
        const UNSURE: i64 = 2;
        let seconds = |entry: &SourceEntry| match entry.state {
            FileState::Disk(_, (seconds, _)) => Some(seconds),
            FileState::Bytes(_) => None,
        };
        let newest = self.entries.values().filter_map(seconds).max();
        let is_unsure = |entry: &SourceEntry| {
            newest.zip(seconds(entry)).is_some_and(|(newest, own)| newest - own <= UNSURE)
        };
        let mut changed = BTreeSet::new();
        let mut before = old.entries.iter().peekable();
        for (path, entry) in self.entries.iter() {
            while let Some((gone, _)) = before.next_if(|(other, _)| *other < path) {
                changed.insert(gone.clone());
            }
            let known = before.next_if(|(other, _)| *other == path);
            if known.is_none_or(|(_, known)| known != entry) || is_unsure(entry) {
                changed.insert(path.clone());
            }
        }
        changed.extend(before.map(|(gone, _)| gone.clone()));
        changed
    }

    fn note(&self, asked: impl FnOnce() -> Asked) {
        if let Some(trace) = &self.trace {
            trace.note(asked());
        }
    }

    fn get(&self, path: &str) -> Option<&SourceEntry> {
        self.note(|| Asked::File(path.to_owned()));
        self.entries.get(path)
    }

    /// All files, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &SourceEntry)> {
        self.note(|| Asked::Below(String::new()));
        self.entries.iter()
    }

    /// The files below `folder` (without a slash at its end; the empty string is the root).
    pub fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a SourcePath, &'a SourceEntry)> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let first = SourcePath::new(&start);
        self.note(|| Asked::Below(start.clone()));
        self.entries.range(first..).take_while(move |(path, _)| path.as_str().starts_with(&start))
    }

    /// Whether there is such a file.
    pub fn contains(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    /// What is known of a file without reading it.
    pub fn entry(&self, path: &str) -> Option<&SourceEntry> {
        self.get(path)
    }

    /// A file, to be opened later or by somebody else.
    pub fn file(&self, path: &SourcePath) -> Option<SourceFile> {
        let entry = self.get(path.as_str())?;
        let real = entry.target.as_ref().unwrap_or(path).clone();
        Some(SourceFile { path: path.clone(), real, reader: self.reader.clone() })
    }

    fn open(&self, path: &SourcePath) -> io::Result<OpenFile> {
        self.file(path).ok_or(io::ErrorKind::NotFound)?.open()
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When the file is not there, cannot be read, or is larger than [`LARGEST_IN_MEMORY`].
    pub fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.open(path)?.into_bytes()
    }

    /// The first `length` bytes of a file, fewer when it is shorter.
    ///
    /// # Errors
    /// When the file is not there or cannot be read.
    pub fn read_start(&self, path: &SourcePath, length: usize) -> io::Result<Vec<u8>> {
        let mut start = Vec::new();
        self.open(path)?.take(length as u64).read_to_end(&mut start)?;
        Ok(start)
    }
}

impl SourceFile {
    /// Its path in the project.
    pub fn path(&self) -> &SourcePath {
        &self.path
    }

    /// Opens it.
    ///
    /// # Errors
    /// When the file is not there any more, cannot be read, or something else took its place.
    pub fn open(&self) -> io::Result<OpenFile> {
        self.reader.open(&self.real)
    }
}

impl OpenFile {
    /// The first `length` bytes of `bytes`.
    pub fn new(bytes: impl Read + Seek + Send + 'static, length: u64) -> Self {
        Self { bytes: Box::new(bytes), length, rest: length }
    }

    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Goes on reading at byte `at`.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn seek_to(&mut self, at: u64) -> io::Result<()> {
        let at = at.min(self.length);
        self.bytes.seek(SeekFrom::Start(at))?;
        self.rest = self.length - at;
        Ok(())
    }

    /// All that is left of it.
    ///
    /// # Errors
    /// When it cannot be read, or is larger than [`LARGEST_IN_MEMORY`].
    pub fn into_bytes(mut self) -> io::Result<Vec<u8>> {
        if self.rest > LARGEST_IN_MEMORY {
            let text = format!("{} bytes are too many to hold in memory", self.rest);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, text));
        }
        let mut bytes = Vec::with_capacity(self.rest as usize);
        self.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Read for OpenFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.rest).map_or(buffer.len(), |rest| rest.min(buffer.len()));
        let count = self.bytes.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.rest -= count as u64;
        Ok(count)
    }
}

impl std::fmt::Debug for OpenFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenFile").field("length", &self.length).finish_non_exhaustive()
    }
}
