//! Whether a folder may be replaced by a site, and the right to do so: one build at a time.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::Failure;
use super::manifest::Manifest;
use crate::source::MARKER;

/// Where a site is to be written, and what is allowed on the way.
#[derive(Clone, Debug)]
pub struct Place {
    /// The output folder.
    pub folder: PathBuf,
    /// Replaces a folder that dopo did not write.
    pub force: bool,
    /// Accepts a moment without a site, where folders cannot be exchanged in one step.
    pub without_exchange: bool,
    /// The project: the output folder must not hold it, nor a folder that is of it.
    pub project: PathBuf,
}

/// An output folder that may be replaced, locked against other builds.
///
/// The lock and the staged site are in a hidden folder beside it (`.public.dopo` for `public`),
/// which is gone when the build is over. What a killed build left there is removed by the next.
#[derive(Debug)]
pub struct Target {
    folder: PathBuf,
    around: PathBuf,
    work: PathBuf,
    lock: File,
}

impl Target {
    /// Judges the place and locks it. `parts` are the folders of the project with its sources,
    /// relative to it.
    ///
    /// # Errors
    /// When the folder is not ours, holds the project, is being written, or cannot be reached.
    pub fn claim(place: &Place, parts: &[&str]) -> Result<Self, Failure> {
        let folder =
            std::path::absolute(&place.folder).map_err(Failure::system("find", &place.folder))?;
        let no_place = || Failure::NoPlace(folder.clone());
        let name = folder.file_name().ok_or_else(no_place)?;
        let around = folder.parent().ok_or_else(no_place)?;
        fs::create_dir_all(around).map_err(Failure::system("make", around))?;
        let around = fs::canonicalize(around).map_err(Failure::system("find", around))?;
        let folder = around.join(name);
        judge(&folder, place, parts)?;

        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(".dopo");
        let work = around.join(hidden);
        let lock = lock(&work, &folder)?;
        let target = Self { folder, around, work, lock };
        target.bring_back()?;
        target.clean()?;
        Ok(target)
    }

    /// The output folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder around it.
    pub(super) fn around(&self) -> &Path {
        &self.around
    }

    /// Where the new site is staged.
    pub(super) fn staged(&self) -> PathBuf {
        self.work.join("new")
    }

    /// Where the old site goes when it cannot be exchanged.
    pub(super) fn aside(&self) -> PathBuf {
        self.work.join("old")
    }

    /// The manifest of the site that is there, and when it was written.
    pub(super) fn manifest(&self) -> Option<(Manifest, std::time::SystemTime)> {
        let path = self.folder.join(MARKER);
        let written = fs::metadata(&path).and_then(|metadata| metadata.modified()).ok()?;
        Some((Manifest::parse(&fs::read_to_string(&path).ok()?)?, written))
    }

    /// A build without exchange, killed between its two renames, left the old site aside.
    fn bring_back(&self) -> Result<(), Failure> {
        let aside = self.aside();
        if aside.is_dir() && !self.folder.exists() {
            fs::rename(&aside, &self.folder).map_err(Failure::system("make", &self.folder))?;
        }
        Ok(())
    }

    /// Removes what this build or a killed one staged.
    fn clean(&self) -> Result<(), Failure> {
        for folder in [self.staged(), self.aside()] {
            remove(&folder).map_err(Failure::system("remove", &folder))?;
        }
        Ok(())
    }
}

impl Drop for Target {
    /// What cannot be removed now is removed by the next build.
    fn drop(&mut self) {
        let _ = self.clean();
        let _ = fs::remove_file(lock_file(&self.work));
        let _ = fs::remove_dir(&self.work);
        let _ = self.lock.unlock();
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// Whether `folder` may be replaced by a site.
fn judge(folder: &Path, place: &Place, parts: &[&str]) -> Result<(), Failure> {
    for part in [""].iter().chain(parts) {
        let held = place.project.join(part);
        let held = fs::canonicalize(&held).unwrap_or(held);
        if held.starts_with(folder) {
            return Err(Failure::HoldsTheProject { folder: folder.to_owned(), held });
        }
    }
    let kind = match fs::symlink_metadata(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        result => result.map_err(Failure::system("look at", folder))?.file_type(),
    };
    if !kind.is_dir() {
        let kind = if kind.is_symlink() { "a symbolic link" } else { "a file" };
        return Err(Failure::NotAFolder { path: folder.to_owned(), kind });
    }
    let mut inside = fs::read_dir(folder).map_err(Failure::system("read", folder))?;
    if place.force || inside.next().is_none() || folder.join(MARKER).is_file() {
        Ok(())
    } else {
        Err(Failure::NotOurs(folder.to_owned()))
    }
}

fn lock_file(work: &Path) -> PathBuf {
    work.join("lock")
}

/// Makes the hidden folder and locks it. The lock belongs to the process and dies with it.
fn lock(work: &Path, folder: &Path) -> Result<File, Failure> {
    let path = lock_file(work);
    loop {
        fs::create_dir_all(work).map_err(Failure::system("make", work))?;
        let lock = match File::create(&path) {
            // The build that held it removed the folder just now.
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
            result => result.map_err(Failure::system("write", &path))?,
        };
        match lock.try_lock() {
            Ok(()) if is_still(&lock, &path) => return Ok(lock),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Failure::Busy(folder.to_owned())),
            Err(TryLockError::Error(cause)) => return Err(Failure::system("lock", &path)(cause)),
        }
    }
}

/// Whether the locked file is the one `path` names: the build before removes its own.
fn is_still(lock: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        match (lock.metadata(), fs::metadata(path)) {
            (Ok(held), Ok(named)) => held.ino() == named.ino() && held.dev() == named.dev(),
            _ => false,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = lock;
        path.exists()
    }
}
