//! Outputs, one by one as they are made → the output folder: the only writer of the site.
//!
//! A [`Sink`] takes outputs from many threads and is published once at the end. [`Stager`] is the
//! sink of `build`: it writes into a folder beside the target, links what did not change to the old
//! site (inode and time stay), and exchanges the two folders in one step; where that cannot be, it
//! moves file by file (`moving`). [`Memory`] is the sink of `serve` and of the tests.
//!
//! Files below [`HASHED`](crate::text::path::HASHED) are named by their content; they stay for one
//! publish after the last that made them, for visitors who have an old page open.
//!
//! What may surprise: a site is known by a list of its files that lies beside it (`manifest`), and
//! only what is on the list is ever removed, name by name (`survey`, `clearing`). A folder is never
//! removed with all that is in it, but for the one that nobody else writes to.

#![allow(clippy::disallowed_methods, reason = "the only writer of the site")]

mod clearing;
mod failure;
mod manifest;
mod memory;
mod mounts;
mod moving;
mod own;
pub mod picture;
mod stager;
mod stamp;
mod step;
mod survey;
mod target;
#[cfg(test)]
mod tests;
mod work;

pub use failure::Failure;
pub use manifest::{Catalogue, CatalogueFile, CataloguePage, CatalogueSearch};
pub use memory::{Files, Held, Memory};
pub use stager::{Published, Stager};
pub use target::Place;

use crate::source::SourceFile;
use crate::text::fingerprint;
use crate::text::path::OutputPath;

/// One file of the site that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Where it goes.
    pub path: OutputPath,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What tells one file from another of the same path: the fingerprint of its bytes and their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    /// See [`fingerprint::number`].
    pub fingerprint: u64,
    /// In bytes.
    pub length: u64,
}

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self { fingerprint: fingerprint::number(bytes), length: bytes.len() as u64 }
    }
}

/// Where outputs go. Callable from many threads at once.
pub trait Sink: Sync {
    /// Takes one output. The order does not matter; a path may come only once.
    ///
    /// # Errors
    /// When it cannot be written, its path would leave the site, or it came before.
    fn put(&self, output: Output) -> Result<(), Failure>;

    /// Takes a file of the project as it is. It is never in memory whole.
    ///
    /// # Errors
    /// As [`put`](Self::put), and when the file cannot be read ([`Failure::Source`]).
    fn copy(&self, path: OutputPath, file: &SourceFile) -> Result<(), Failure>;

    /// Takes the output at `path` from the site before, where that has one of this digest. Whether
    /// it did; when not, the output is to be made.
    ///
    /// # Errors
    /// As [`put`](Self::put).
    fn as_before(&self, _path: &OutputPath, _digest: Digest) -> Result<bool, Failure> {
        Ok(false)
    }
}

/// Whether `path` stays inside the site on every system: no empty, `.` or `..` part, no
/// backslash, drive, NUL or line end.
fn is_confined(path: &OutputPath) -> bool {
    let plain = |letter: char| !matches!(letter, '\\' | '\0' | '\n' | '\r');
    let mut parts = path.as_str().split('/');
    path.as_str().chars().all(plain) && parts.all(|part| !matches!(part, "" | "." | ".."))
}
