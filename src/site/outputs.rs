//! The table of outputs: every file the site will write, and whose it is.
//!
//! It is whole before anything is written. Not in it, one by one, are the files whose names are made
//! from their bytes: all that lies below [`HASHED`] is dopo's. The output folder's own manifest is
//! no file of the site.

use std::collections::BTreeMap;

use crate::text::path::{HASHED, OutputPath, SourcePath};

/// Whose a file of the site is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A person wrote it, or what it is made of: the file, or the folder whose list it is.
    Written(SourcePath),
    /// Every site has it.
    Dopo,
}

/// Every file of the site with its owner.
#[derive(Clone, Debug, Default)]
pub struct Outputs(BTreeMap<OutputPath, Owner>);

impl Outputs {
    pub(super) fn new(owned: impl IntoIterator<Item = (OutputPath, Owner)>) -> Self {
        Self(owned.into_iter().collect())
    }

    /// Whose `path` is; `None` when the site has no such file.
    pub fn owner(&self, path: &OutputPath) -> Option<&Owner> {
        let is_hashed = path.as_str().starts_with(HASHED.trim_start_matches('/'));
        self.0.get(path).or(is_hashed.then_some(&Owner::Dopo))
    }

    /// Whether dopo writes `path` itself: it is not a person's, and the site has it.
    pub fn is_own(&self, path: &OutputPath) -> bool {
        self.owner(path) == Some(&Owner::Dopo)
    }

    /// Every file but those named by their bytes, in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (&OutputPath, &Owner)> {
        self.0.iter()
    }
}
