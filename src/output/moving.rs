//! The new site file by file into a folder that has to stay: because something is mounted there,
//! because the system cannot exchange folders, or because it was asked for.
//!
//! A visitor gets each file whole, and what a page needs is there before the page; but for a moment
//! some pages are of the old site and some of the new. A build that is killed then leaves such a
//! mixture. Both lists are kept until all is done, so that the next build knows every file of it.

use std::fs;
use std::path::{Path, PathBuf};

use super::manifest::{Manifest, Marker};
use super::survey::{Survey, slashed};
use super::target::Target;
use super::{Failure, step, work};
use crate::source::MARKER;
use crate::text::path::{HASHED, OutputPath};

impl Target {
    /// Moves what is in `stage` into the folder and removes what `new` does not list. Files that
    /// are not in `stage` stay as they are. Gives the place of what was put aside.
    ///
    /// # Errors
    /// When the system refuses. What has come so far stays; the next build goes on from there.
    pub(super) fn move_in(
        &self,
        stage: &Path,
        new: &Manifest,
        survey: &Survey,
    ) -> Result<Option<PathBuf>, Failure> {
        self.work.keep_coming(new)?;
        step::sync(stage).map_err(Failure::system("sync", stage))?;
        if work::marker(self.folder()).is_none() {
            self.mark(stage, new)?;
        }
        let aside = self.put_aside(&survey.foreign)?;
        let gone = survey.files.iter().filter(|path| !is(path, |path| new.get(path).is_some()));
        // A folder is to be where a file is, or a file where a folder is.
        let becomes_file =
            |path: &Path| path.ancestors().any(|path| is(path, |path| new.get(path).is_some()));
        let becomes_folder = |path: &Path| is(path, |path| new.is_folder(path));
        let (in_the_way, gone): (Vec<_>, Vec<_>) =
            gone.partition(|path| becomes_folder(path) || becomes_file(path));
        let folders = || survey.folders.iter().rev();
        self.remove(&in_the_way, folders().filter(|path| becomes_file(path)))?;
        self.move_all(stage, new)?;
        self.remove(&gone, folders().filter(|path| !becomes_folder(path)))?;
        self.mark(stage, new)?;
        self.work.has_come(new)?;
        // A second name of a file in the site may be left there.
        step::remove_all(stage).map_err(Failure::system("remove", stage))?;
        step::sync(self.folder()).map_err(Failure::system("sync", self.folder()))?;
        Ok(aside)
    }

    fn put_aside(&self, foreign: &[PathBuf]) -> Result<Option<PathBuf>, Failure> {
        if foreign.is_empty() {
            return Ok(None);
        }
        let aside = self.aside();
        for path in foreign {
            let (from, to) = (self.folder().join(path), aside.join(path));
            let above = to.parent().unwrap_or(&aside);
            let made = if above.is_dir() { Ok(()) } else { step::make_private(above) };
            made.and_then(|()| step::rename(&from, &to)).map_err(Failure::system("move", &from))?;
        }
        Ok(Some(aside))
    }

    /// Removes files, and those of `folders` that are then empty.
    fn remove<'a>(
        &self,
        files: &[&PathBuf],
        folders: impl Iterator<Item = &'a PathBuf>,
    ) -> Result<(), Failure> {
        for path in files.iter().map(|path| self.folder().join(path)) {
            step::remove_file(&path).map_err(Failure::system("remove", &path))?;
        }
        for path in folders.map(|path| self.folder().join(path)) {
            step::remove_empty(&path).map_err(Failure::system("remove", &path))?;
        }
        Ok(())
    }

    fn move_all(&self, stage: &Path, new: &Manifest) -> Result<(), Failure> {
        let mut paths: Vec<&OutputPath> = new.entries().iter().map(|entry| &entry.path).collect();
        paths.sort_by_key(|path| turn(path));
        for path in paths {
            let (from, to) = (stage.join(path.as_str()), self.folder().join(path.as_str()));
            if fs::symlink_metadata(&from).is_err() {
                continue;
            }
            let above = match to.parent() {
                Some(above) if !above.is_dir() => step::make_folders(above),
                _ => Ok(()),
            };
            above.and_then(|()| step::rename(&from, &to)).map_err(Failure::system("write", &to))?;
        }
        Ok(())
    }

    /// Says in the folder which list is its own.
    fn mark(&self, stage: &Path, new: &Manifest) -> Result<(), Failure> {
        let (from, to) = (stage.join(MARKER), self.folder().join(MARKER));
        step::remove_file(&from)
            .and_then(|()| step::write(&from, Marker::render(&new.generation()).as_bytes()))
            .and_then(|_| step::rename(&from, &to))
            .map_err(Failure::system("write", &to))
    }
}

fn is(path: &Path, test: impl Fn(&str) -> bool) -> bool {
    slashed(path).is_some_and(|path| test(&path))
}

/// When a file's turn comes: what pages need, then pages, then what leads to all of them.
fn turn(path: &OutputPath) -> u8 {
    let path = path.as_str();
    if path.starts_with(HASHED.trim_start_matches('/')) {
        0
    } else if !path.contains('/') {
        3
    } else if path.ends_with(".html") || path.ends_with("/index.md") {
        2
    } else {
        1
    }
}
