//! A site in memory: what `serve` sends and tests look at.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::{Failure, Output, Sink, is_confined};
use crate::text::path::OutputPath;

/// All outputs of a build by path.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<OutputPath, Vec<u8>>>,
}

impl Memory {
    /// The finished site.
    pub fn into_files(self) -> BTreeMap<OutputPath, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Sink for Memory {
    fn put(&self, output: Output) -> Result<(), Failure> {
        if !is_confined(&output.path) {
            return Err(Failure::Escapes(output.path));
        }
        let mut files = self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if files.contains_key(&output.path) {
            return Err(Failure::Twice(output.path));
        }
        files.insert(output.path, output.bytes);
        Ok(())
    }
}
