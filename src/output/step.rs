//! The calls that change the disk, a function each, so that a publication is a list of them.
//!
//! A build may be killed between any two. The tests of this stage stop at each of these calls in
//! turn, as a kill would, and look at what the next build makes of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Gives a file or folder another name; a file there is replaced.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    go()?;
    fs::rename(from, to)
}

/// Exchanges two folders in one step: nobody ever sees neither.
pub(super) fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    go()?;
    #[cfg(test)]
    stop::may_exchange()?;
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE)?)
    }
    #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
    {
        let _ = (new, old);
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Writes what is in `folder` through to the disk: one call for the whole file system (a sync per
/// file takes a thousand times as long). Other systems write it in their own time.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    go()?;
    // No test sees the difference, and hundreds of kills would wait for the disk.
    #[cfg(all(target_os = "linux", not(test)))]
    rustix::fs::syncfs(File::open(folder)?)?;
    #[cfg(not(all(target_os = "linux", not(test))))]
    let _ = folder;
    Ok(())
}

/// Makes the renames in `folder` last.
pub(super) fn sync_names(folder: &Path) -> io::Result<()> {
    go()?;
    #[cfg(all(unix, not(test)))]
    File::open(folder)?.sync_all()?;
    #[cfg(not(all(unix, not(test))))]
    let _ = folder;
    Ok(())
}

/// A second name for a file.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    go()?;
    fs::hard_link(from, to)
}

/// Makes a file that must not be there yet.
pub(super) fn create(path: &Path) -> io::Result<File> {
    go()?;
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Writes all of a file, and gives what the system then says of it.
pub(super) fn write_to(mut file: File, bytes: &[u8]) -> io::Result<fs::Metadata> {
    let (start, end) = bytes.split_at(bytes.len() / 2);
    file.write_all(start)?;
    // A kill may leave half of it.
    go()?;
    file.write_all(end)?;
    file.metadata()
}

/// Makes a file that must not be there yet, with all that is in it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<fs::Metadata> {
    write_to(create(path)?, bytes)
}

/// Makes a folder and those above it.
pub(super) fn make_folders(folder: &Path) -> io::Result<()> {
    go()?;
    fs::create_dir_all(folder)
}

/// The same, for nobody else to look into.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    go()?;
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Removes a file or a link, if it is there.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    go()?;
    unless_gone(fs::remove_file(path))
}

/// Removes a folder if it is there and empty; one that holds something stays.
pub(super) fn remove_empty(folder: &Path) -> io::Result<()> {
    go()?;
    match fs::remove_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
        result => unless_gone(result),
    }
}

/// Removes a folder with all that is in it: only for what dopo alone ever writes to.
pub(super) fn remove_all(folder: &Path) -> io::Result<()> {
    go()?;
    unless_gone(fs::remove_dir_all(folder))
}

fn unless_gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(cause) if is_gone(&cause) => Ok(()),
        result => result,
    }
}

/// Not there, or a file is where its folder was.
fn is_gone(cause: &io::Error) -> bool {
    matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(not(test))]
fn go() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use stop::go;

/// How a test stops a publication.
#[cfg(test)]
pub(super) mod stop {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
        static CAN_EXCHANGE: Cell<bool> = const { Cell::new(true) };
    }

    /// Does `work` as on a system that cannot exchange folders.
    pub(in crate::output) fn without_exchange<T>(work: impl FnOnce() -> T) -> T {
        CAN_EXCHANGE.set(false);
        let result = work();
        CAN_EXCHANGE.set(true);
        result
    }

    pub(super) fn may_exchange() -> io::Result<()> {
        if CAN_EXCHANGE.get() { Ok(()) } else { Err(io::ErrorKind::InvalidInput.into()) }
    }

    /// Does `work` as a process that is killed after `steps` calls: later ones do nothing. Says
    /// whether it came to that.
    pub(in crate::output) fn after<T>(steps: usize, work: impl FnOnce() -> T) -> (T, bool) {
        LEFT.set(Some(steps));
        let result = work();
        let left = LEFT.replace(None);
        (result, left == Some(0))
    }

    pub(super) fn go() -> io::Result<()> {
        match LEFT.get() {
            Some(0) => Err(io::Error::other("stopped by a test")),
            left => {
                LEFT.set(left.map(|left| left - 1));
                Ok(())
            }
        }
    }
}
