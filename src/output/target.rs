//! Whether a site may be written into a folder, by which way, and the right to do so: one build at
//! a time.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::stamp::Moment;
use super::survey::{Sides, Survey};
use super::work::{self, Work};
use super::{Failure, manifest, mounts};

/// Where a site is to be written, and what is allowed on the way.
#[derive(Clone, Debug)]
pub struct Place {
    /// The output folder.
    pub folder: PathBuf,
    /// Takes a folder that holds what dopo did not write, which is put aside.
    pub force: bool,
    /// Moves file by file, even where folders can be exchanged in one step.
    pub without_exchange: bool,
    /// The project: the output folder must not hold it, nor a folder that is of it.
    pub project: PathBuf,
}

/// How the new site comes to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The folder is exchanged with the new one.
    Exchange,
    /// The folder stays, and files are moved into it.
    MoveIn,
}

/// What is in the folder before.
#[derive(Debug)]
pub(super) enum Standing {
    /// Nothing, or only what goes along with any site.
    Free,
    /// A site of ours, with the list of its files, and since when they are as they are.
    Listed(Manifest, Option<Moment>),
    /// A site of ours whose list is lost.
    Unlisted,
    /// What dopo did not write.
    Foreign,
}

/// An output folder that a site may be written into, locked against other builds.
#[derive(Debug)]
pub(super) struct Target {
    folder: PathBuf,
    around: PathBuf,
    way: Way,
    /// The folder it works in is in the output folder: something is mounted there.
    is_inside: bool,
    pub(super) work: Work,
}

/// What the folder it works in is called where it is in the output folder.
const INSIDE: &str = ".dopo";

impl Target {
    /// Judges the place and locks it. `parts` are the folders of the project with its sources,
    /// relative to it.
    ///
    /// # Errors
    /// When the folder is none of ours, is or holds a part of the project, is being written, or
    /// cannot be reached.
    pub(super) fn claim(place: &Place, parts: &[&str]) -> Result<Self, Failure> {
        let folder =
            std::path::absolute(&place.folder).map_err(Failure::system("find", &place.folder))?;
        let no_place = || Failure::NoPlace(folder.clone());
        let name = folder.file_name().ok_or_else(no_place)?;
        let around = folder.parent().ok_or_else(no_place)?;
        fs::create_dir_all(around).map_err(Failure::system("make", around))?;
        let around = fs::canonicalize(around).map_err(Failure::system("find", around))?;
        let folder = around.join(name);
        judge(&folder, place, parts)?;

        let is_inside = mounts::is_mounted(&folder);
        let work = if is_inside { folder.join(INSIDE) } else { hidden(&around, name, "dopo") };
        let work = Work::claim(work, &folder)?;
        let moves = place.without_exchange || is_inside || mounts::is_shown_elsewhere(&folder);
        let way = if moves { Way::MoveIn } else { Way::Exchange };
        Ok(Self { folder, around, way, is_inside, work })
    }

    /// The output folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder around it.
    pub(super) fn around(&self) -> &Path {
        &self.around
    }

    pub(super) fn way(&self) -> Way {
        self.way
    }

    /// What is in the folder now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn standing(&self) -> Result<Standing, Failure> {
        if let Some(marker) = work::marker(&self.folder) {
            let settled = match &marker {
                manifest::Marker::Generation(generation) => self.work.settled(generation),
                _ => None,
            };
            let known = self.work.known(marker, &self.folder);
            return Ok(known.map_or(Standing::Unlisted, |list| Standing::Listed(list, settled)));
        }
        let none = Manifest::default();
        let survey = self.survey(&none, &none)?;
        Ok(if survey.foreign.is_empty() { Standing::Free } else { Standing::Foreign })
    }

    /// What is in the folder, by whose it is.
    pub(super) fn survey(&self, ours: &Manifest, coming: &Manifest) -> Result<Survey, Failure> {
        if !self.folder.exists() {
            return Ok(Survey::default());
        }
        let own = self.is_inside.then_some(OsStr::new(INSIDE));
        Survey::of(&self.folder, Sides { ours, coming, own })
    }

    /// A folder, not yet there, for what is not dopo's and cannot stay.
    pub(super) fn aside(&self) -> PathBuf {
        let name = self.folder.file_name().unwrap_or_default();
        let numbered = (1..).map(|number: u32| {
            // Beside a mount is another file system; in it only the hidden folder is closed.
            if self.is_inside {
                self.work.aside(number)
            } else {
                hidden(&self.around, name, &format!("before-{number}"))
            }
        });
        let mut free = numbered.filter(|path| fs::symlink_metadata(path).is_err());
        free.next().unwrap_or_default()
    }
}

impl Drop for Target {
    /// A new site that did not come to its place. What cannot be removed now is removed by the next
    /// build.
    fn drop(&mut self) {
        let _ = self.clear();
    }
}

/// `.public.dopo` for `public` and `dopo`.
fn hidden(around: &Path, name: &OsStr, ending: &str) -> PathBuf {
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".");
    hidden.push(ending);
    around.join(hidden)
}

/// Whether `folder` is one that a site could be written into, whatever is in it.
fn judge(folder: &Path, place: &Place, parts: &[&str]) -> Result<(), Failure> {
    let is_new = fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_none());
    for part in [""].iter().chain(parts) {
        let held = place.project.join(part);
        let held = fs::canonicalize(&held).unwrap_or(held);
        if held.starts_with(folder) {
            return Err(Failure::HoldsTheProject { folder: folder.to_owned(), held });
        }
        let is_source = !part.is_empty() && folder.starts_with(&held);
        if is_source && folder.exists() && !is_new && work::marker(folder).is_none() {
            return Err(Failure::HoldsTheProject {
                folder: folder.to_owned(),
                held: folder.to_owned(),
            });
        }
    }
    let kind = match fs::symlink_metadata(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        result => result.map_err(Failure::system("look at", folder))?.file_type(),
    };
    if kind.is_symlink() {
        let end = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        return Err(Failure::Link { path: folder.to_owned(), end });
    }
    if kind.is_dir() { Ok(()) } else { Err(Failure::NotAFolder(folder.to_owned())) }
}
