//! What is in an output folder, and whose it is: looked at before anything in it changes, and again
//! before anything of it is removed.
//!
//! Ours is a file that the list of the folder names, and a folder that such a file is below. Of the
//! rest, what has a name with a dot in front, or is below such a name, belongs to a tool or a server
//! (`.git`, `.nojekyll`, `.well-known`) and goes along with the site; so does what systems make by
//! themselves. Anything else was put there by a person who does not know that the folder is replaced
//! as a whole.
//!
//! Links are never followed. A link, a pipe or a folder where dopo wrote a file is not ours.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::manifest::{Entry, Manifest};
use super::{Failure, mounts};
use crate::source::MARKER;
use crate::text::fingerprint::Running;

/// All that is in a folder, as paths below it.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Files dopo wrote, without the marker.
    pub(super) files: Vec<PathBuf>,
    /// Folders with such files, before what is in them.
    pub(super) folders: Vec<PathBuf>,
    /// What goes along: the topmost of each.
    pub(super) carried: Vec<PathBuf>,
    /// What does not go along: the topmost of each.
    pub(super) foreign: Vec<PathBuf>,
    /// Whether another file system begins at something that goes along.
    pub(super) has_mounts: bool,
}

/// What the folder is compared with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<'a> {
    /// What dopo wrote into it.
    pub(super) ours: &'a Manifest,
    /// What is to be there.
    pub(super) coming: &'a Manifest,
    /// A folder at its top that is dopo's own.
    pub(super) own: Option<&'a OsStr>,
}

impl Survey {
    /// Looks at all that is in `folder`.
    ///
    /// # Errors
    /// When it, or a folder with files of ours, cannot be read.
    pub(super) fn of(folder: &Path, sides: Sides<'_>) -> Result<Self, Failure> {
        let mut survey = Self::default();
        survey.folder(folder, Path::new(""), false, sides)?;
        Ok(survey)
    }

    /// `hidden`: below a name that goes along.
    fn folder(
        &mut self,
        root: &Path,
        below: &Path,
        hidden: bool,
        sides: Sides<'_>,
    ) -> Result<(), Failure> {
        let folder = root.join(below);
        let failed = |cause| Failure::system("read", &folder)(cause);
        for found in fs::read_dir(&folder).map_err(failed)? {
            let found = found.map_err(failed)?;
            let name = found.file_name();
            let is_top = below.as_os_str().is_empty();
            if is_top && (name == MARKER || Some(name.as_os_str()) == sides.own) {
                continue;
            }
            let kind = found.file_type().map_err(failed)?;
            let hidden = hidden || goes_along(&name);
            self.one(root, below.join(&name), kind, hidden, sides)?;
        }
        Ok(())
    }

    fn one(
        &mut self,
        root: &Path,
        path: PathBuf,
        kind: fs::FileType,
        hidden: bool,
        sides: Sides<'_>,
    ) -> Result<(), Failure> {
        let named = slashed(&path);
        let is_in = |list: &Manifest| named.as_ref().is_some_and(|path| list.get(path).is_some());
        let is_above = |list: &Manifest| named.as_ref().is_some_and(|path| list.is_folder(path));
        if kind.is_file() && is_in(sides.ours) {
            self.files.push(path);
        } else if kind.is_dir() && (is_above(sides.ours) || is_above(sides.coming)) {
            if mounts::is_mounted(&root.join(&path)) {
                return Err(Failure::Mounted(root.join(path)));
            }
            self.folders.push(path.clone());
            self.folder(root, &path, hidden, sides)?;
        } else if hidden {
            let wanted = is_in(sides.coming) || is_above(sides.coming);
            if wanted && !is_same(&root.join(&path), named.as_deref(), sides.coming) {
                self.foreign.push(path);
            } else if wanted {
                self.files.push(path);
            } else if has_no_place(&path, sides.coming) {
                self.foreign.push(path);
            } else {
                self.has_mounts |= kind.is_dir() && mounts::is_mounted(&root.join(&path));
                self.carried.push(path);
            }
        } else if kind.is_dir() && !is_in(sides.coming) && holds_only_hidden(&root.join(&path)) {
            self.folders.push(path.clone());
            self.folder(root, &path, hidden, sides)?;
        } else if kind.is_file()
            && is_in(sides.coming)
            && is_same(&root.join(&path), named.as_deref(), sides.coming)
        {
            self.files.push(path);
        } else {
            self.foreign.push(path);
        }
        Ok(())
    }
}

/// What systems put into folders without anybody having asked: the root of a new volume is never
/// quite empty.
const OF_SYSTEMS: [&str; 3] = ["lost+found", "Thumbs.db", "desktop.ini"];

/// Whether what has this name, and is not ours, stays with the site.
fn goes_along(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".") || OF_SYSTEMS.iter().any(|known| name == *known)
}

/// The path with `/` between its parts, as lists name it.
pub(super) fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(OsStr::to_str).collect();
    Some(parts?.join("/"))
}

/// Whether a file that dopo did not write has just the bytes that are to be there: then nothing is
/// lost with it.
fn is_same(file: &Path, path: Option<&str>, coming: &Manifest) -> bool {
    path.and_then(|path| coming.get(path)).is_some_and(|entry| has_bytes_of(file, entry))
}

/// Whether a regular file has the bytes of an entry.
pub(super) fn has_bytes_of(file: &Path, entry: &Entry) -> bool {
    let is_candidate = fs::symlink_metadata(file)
        .is_ok_and(|found| found.is_file() && found.len() == entry.length);
    is_candidate && number_of(file).is_ok_and(|number| number == entry.fingerprint)
}

/// The fingerprint of a file, read part by part.
fn number_of(file: &Path) -> io::Result<u64> {
    let mut file = File::open(file)?;
    let mut running = Running::default();
    let mut part = vec![0; 64 * 1024];
    loop {
        match file.read(&mut part) {
            Ok(0) => return Ok(running.number()),
            Ok(count) => running.add(part.get(..count).unwrap_or_default()),
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
}

/// Whether a folder it is in will be a file.
fn has_no_place(path: &Path, coming: &Manifest) -> bool {
    let above = path.ancestors().skip(1).filter_map(slashed);
    above.filter(|above| !above.is_empty()).any(|above| coming.get(&above).is_some())
}

/// Whether there is something in a folder, and every file in it, however deep, has a name or is in a
/// folder that goes along.
fn holds_only_hidden(folder: &Path) -> bool {
    if mounts::is_mounted(folder) {
        return false;
    }
    let Ok(inside) = fs::read_dir(folder) else { return false };
    let mut is_empty = true;
    for found in inside {
        is_empty = false;
        let Ok(found) = found else { return false };
        let is_folder = found.file_type().is_ok_and(|kind| kind.is_dir());
        let is_hidden =
            goes_along(&found.file_name()) || (is_folder && holds_only_hidden(&found.path()));
        if !is_hidden {
            return false;
        }
    }
    !is_empty
}
