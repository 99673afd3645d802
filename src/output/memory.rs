//! A site in memory: what `serve` sends and tests look at.
//!
//! What may surprise: files that are only copied are not in it. It holds where they are, and they
//! are read when somebody asks for them; so the films of a help centre cost the preview no memory.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Digest, Failure, Output, Sink, is_confined};
use crate::source::SourceFile;
use crate::text::path::OutputPath;

/// The files of a site by path.
pub type Files = BTreeMap<OutputPath, Held>;

/// All outputs of a build by path.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<Files>,
    /// The site before.
    before: Arc<Files>,
}

/// One file of a site in memory.
#[derive(Clone, Debug)]
pub enum Held {
    /// What was made. A site and the one after it share what is the same.
    Bytes(Arc<[u8]>),
    /// What is as it is in the project.
    File(SourceFile),
}

impl Held {
    /// Its bytes.
    ///
    /// # Errors
    /// When they have to be read and cannot be.
    pub fn into_bytes(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.to_vec()),
            Self::File(file) => file.open()?.into_bytes(),
        }
    }
}

impl Memory {
    /// Takes a site that comes after another, which is still at hand.
    pub fn after(before: Arc<Files>) -> Self {
        Self { files: Mutex::default(), before }
    }

    /// The finished site.
    pub fn into_files(self) -> Files {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn hold(&self, path: OutputPath, held: Held) -> Result<(), Failure> {
        if !is_confined(&path) {
            return Err(Failure::Escapes(path));
        }
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if files.contains_key(&path) {
            return Err(Failure::Twice(path));
        }
        files.insert(path, held);
        Ok(())
    }
}

impl Sink for Memory {
    fn put(&self, output: Output) -> Result<(), Failure> {
        self.hold(output.path, Held::Bytes(output.bytes.into()))
    }

    fn copy(&self, path: OutputPath, file: &SourceFile) -> Result<(), Failure> {
        // A file that cannot be read is told now, as a build that writes would tell it.
        file.open().map_err(Failure::source(file.path()))?;
        self.hold(path, Held::File(file.clone()))
    }

    fn as_before(&self, path: &OutputPath, digest: Digest) -> Result<bool, Failure> {
        match self.before.get(path) {
            Some(Held::Bytes(bytes)) if Digest::of(bytes) == digest => {
                self.hold(path.clone(), Held::Bytes(Arc::clone(bytes)))?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}
