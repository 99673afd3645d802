//! The folder that was the site, after the exchange → nothing: what goes along is moved back into
//! the site, what dopo wrote is removed name by name, and what is then left is put aside.
//!
//! The same is done with what a killed build left. It may be the old site, with a `.git` in it, or
//! a new one that never came to its place: here that makes no difference, so nobody has to know.

use std::fs;
use std::path::PathBuf;

use super::manifest::Manifest;
use super::survey::{Sides, Survey};
use super::target::Target;
use super::{Failure, step, work};
use crate::source::MARKER;

impl Target {
    /// Clears away what a killed build left. Gives the place of what was put aside.
    ///
    /// # Errors
    /// As [`clear_away`](Self::clear_away).
    pub(super) fn clear(&self) -> Result<Option<PathBuf>, Failure> {
        let old = self.work.ready();
        if fs::symlink_metadata(&old).is_err() {
            return Ok(None);
        }
        let known =
            |folder| work::marker(folder).and_then(|marker| self.work.known(marker, folder));
        let (ours, coming) = (known(&old), known(self.folder()));
        self.clear_away(&ours.unwrap_or_default(), &coming.unwrap_or_default())
    }

    /// Clears the folder away, of which `ours` is the list and `coming` that of the site. Where its
    /// list is lost nobody knows whose a file is: only what the site has too, byte for byte, goes for
    /// good. Gives the place of what was put aside.
    ///
    /// # Errors
    /// When something in it can be neither moved nor removed. It stays, and the next build tries
    /// again.
    pub(super) fn clear_away(
        &self,
        ours: &Manifest,
        coming: &Manifest,
    ) -> Result<Option<PathBuf>, Failure> {
        let old = self.work.ready();
        if fs::symlink_metadata(&old).is_err() {
            return Ok(None);
        }
        let survey = Survey::of(&old, Sides { ours, coming, own: None })?;
        for path in &survey.carried {
            let (from, to) = (old.join(path), self.folder().join(path));
            if fs::symlink_metadata(&to).is_ok() {
                continue;
            }
            let moved = match to.parent() {
                Some(above) if !above.is_dir() => step::make_folders(above),
                _ => Ok(()),
            };
            moved
                .and_then(|()| step::rename(&from, &to))
                .map_err(Failure::system("move", &from))?;
        }
        for path in survey.files.iter().map(|path| old.join(path)) {
            step::remove_file(&path).map_err(Failure::system("remove", &path))?;
        }
        for path in survey.folders.iter().rev().map(|path| old.join(path)) {
            step::remove_empty(&path).map_err(Failure::system("remove", &path))?;
        }
        let marker = old.join(MARKER);
        step::remove_file(&marker).map_err(Failure::system("remove", &marker))?;
        step::remove_empty(&old).map_err(Failure::system("remove", &old))?;
        if fs::symlink_metadata(&old).is_err() {
            return Ok(None);
        }
        let aside = self.aside();
        step::rename(&old, &aside).map_err(Failure::system("move", &old))?;
        Ok(Some(aside))
    }
}
