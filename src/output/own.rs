//! Whether the folder a build works in is dopo's own: asked before anything is written into it or
//! removed from it.
//!
//! The folder stands beside the site, where a project from elsewhere can put what it likes: a link
//! to a person's folder, or a folder called `stage` with that person's work. So neither it nor what
//! dopo keeps in it may be a link, and it holds a site in the making only where a build was: a build
//! has the lock before it makes anything, and leaves the lock or a list for as long as there is more.
//!
//! What has a name that dopo never uses stays where it is: dopo does not touch it.

use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io;
use std::path::Path;

use super::Failure;

/// What a name in the folder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A file that shows that a build was here.
    Sign,
    /// Another file.
    File,
    /// A folder with a site, which is cleared away.
    Site,
    /// What dopo never touches, once it is there.
    Left,
}

/// Refuses a folder, or what is in it, that dopo did not make. None at all is as good as its own.
///
/// # Errors
/// When it is not dopo's own, or cannot be read.
pub(super) fn judge(folder: &Path, part: impl Fn(&OsStr) -> Part) -> Result<(), Failure> {
    let found = match fs::symlink_metadata(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        result => result.map_err(Failure::system("look at", folder))?,
    };
    if !found.is_dir() {
        return Err(taken(folder, kind(found.file_type())));
    }
    if is_of_another(&found, folder) {
        return Err(taken(folder, "another user's folder"));
    }
    let inside = match fs::read_dir(folder) {
        // The build that held it removed the folder just now.
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        result => result.map_err(Failure::system("read", folder))?,
    };
    let (mut has_sign, mut site) = (false, None);
    for found in inside {
        let found = found.map_err(Failure::system("read", folder))?;
        let file_type = match found.file_type() {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
            result => result.map_err(Failure::system("look at", &found.path()))?,
        };
        let part = part(&found.file_name());
        let is_right = match part {
            Part::Sign | Part::File => file_type.is_file(),
            Part::Site => file_type.is_dir(),
            Part::Left => true,
        };
        if !is_right {
            return Err(taken(&found.path(), kind(file_type)));
        }
        has_sign |= part == Part::Sign;
        if part == Part::Site {
            site = Some(found.path());
        }
    }
    match site {
        Some(site) if !has_sign => Err(taken(&site, "a folder that no build has left")),
        _ => Ok(()),
    }
}

fn taken(path: &Path, what: &'static str) -> Failure {
    Failure::Taken { path: path.to_owned(), what }
}

fn kind(of: FileType) -> &'static str {
    if of.is_symlink() {
        "a symbolic link"
    } else if of.is_dir() {
        "a folder"
    } else if of.is_file() {
        "a file"
    } else {
        "no file and no folder"
    }
}

/// Whether it belongs neither to who builds nor to who has the folder around it, who may put there
/// what he likes.
#[cfg(unix)]
fn is_of_another(found: &fs::Metadata, folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let around = folder.parent().and_then(|around| fs::metadata(around).ok());
    let is_around = around.is_some_and(|around| around.uid() == found.uid());
    !is_around && found.uid() != rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_of_another(_found: &fs::Metadata, _folder: &Path) -> bool {
    false
}
