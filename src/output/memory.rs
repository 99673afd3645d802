//! A site in memory: what `serve` sends and tests look at.
//!
//! What may surprise: files that are only copied are not in it. It holds where they are, and they
//! are read when somebody asks for them; so the films of a help centre cost the preview no memory.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use super::{Failure, Output, Sink, is_confined};
use crate::source::SourceFile;
use crate::text::path::OutputPath;

/// All outputs of a build by path.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<OutputPath, Held>>,
}

/// One file of a site in memory.
#[derive(Debug)]
pub enum Held {
    /// What was made.
    Bytes(Vec<u8>),
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
            Self::Bytes(bytes) => Ok(bytes),
            Self::File(file) => file.open()?.into_bytes(),
        }
    }
}

impl Memory {
    /// The finished site.
    pub fn into_files(self) -> BTreeMap<OutputPath, Held> {
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
        self.hold(output.path, Held::Bytes(output.bytes))
    }

    fn copy(&self, path: OutputPath, file: &SourceFile) -> Result<(), Failure> {
        // A file that cannot be read is told now, as a build that writes would tell it.
        file.open().map_err(Failure::source(file.path()))?;
        self.hold(path, Held::File(file.clone()))
    }
}
