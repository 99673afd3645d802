//! Putting the new folder in the place of the old one. All that only some systems can do is here.

use std::io;
use std::path::Path;

/// Writes what is staged in `folder` through to the disk: one call for the whole file system (a
/// sync per file takes a thousand times as long). Other systems write it in their own time.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(std::fs::File::open(folder)?)?;
    #[cfg(not(target_os = "linux"))]
    let _ = folder;
    Ok(())
}

/// Makes the renames in `folder` last.
pub(super) fn sync_names(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Exchanges two folders in one step: nobody ever sees neither.
pub(super) fn exchange(new: &Path, old: &Path) -> io::Result<()> {
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

/// The same by way of `aside`, with a moment in which `old` is not there.
pub(super) fn rename_twice(new: &Path, old: &Path, aside: &Path) -> io::Result<()> {
    std::fs::rename(old, aside)?;
    std::fs::rename(new, old).inspect_err(|_| {
        // Better the old site than none.
        let _ = std::fs::rename(aside, old);
    })
}
