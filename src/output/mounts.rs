//! Where other file systems begin, and which folders are shown in a second place.
//!
//! A folder that is mounted somewhere, at its own place or at another, must stay the folder it is:
//! exchanged with another, it would be the old one that the mount goes on showing. What another
//! name space has mounted (a container) cannot be seen from here.

use std::path::Path;

/// Whether something is mounted at `folder`.
#[cfg(target_os = "linux")]
pub(super) fn is_mounted(folder: &Path) -> bool {
    use rustix::fs::StatxAttributes;
    let Some(found) = look(folder) else { return false };
    if found.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT) {
        found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT)
    } else {
        is_other_device(folder)
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
pub(super) fn is_mounted(folder: &Path) -> bool {
    is_other_device(folder)
}

/// What systems and kernels that say no more can say.
#[cfg(unix)]
fn is_other_device(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let device = |path: &Path| std::fs::symlink_metadata(path).ok().map(|found| found.dev());
    folder.parent().is_some_and(|around| device(around) != device(folder))
}

#[cfg(not(unix))]
pub(super) fn is_mounted(_folder: &Path) -> bool {
    false
}

/// Whether `folder`, or a folder in it, is mounted somewhere else too.
#[cfg(target_os = "linux")]
pub(super) fn is_shown_elsewhere(folder: &Path) -> bool {
    let Some(found) = look(folder) else { return false };
    std::fs::read("/proc/self/mountinfo")
        .is_ok_and(|table| shows_elsewhere(&table, found.stx_mnt_id, folder))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn is_shown_elsewhere(_folder: &Path) -> bool {
    false
}

#[cfg(target_os = "linux")]
fn look(folder: &Path) -> Option<rustix::fs::Statx> {
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::MNT_ID).ok()
}

/// Reads the table of mounts. `mount` is the one that `folder` is in.
#[cfg(target_os = "linux")]
fn shows_elsewhere(table: &[u8], mount: u64, folder: &Path) -> bool {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;
    use std::path::PathBuf;

    // Mount, device, what of the device is shown, and where.
    let lines = table.split(|&byte| byte == b'\n').filter_map(|line| {
        let mut fields = line.split(|&byte| byte == b' ');
        let id: u64 = std::str::from_utf8(fields.next()?).ok()?.parse().ok()?;
        let device = fields.nth(1)?;
        let mut path = || Some(PathBuf::from(OsString::from_vec(unescaped(fields.next()?))));
        Some((id, device, path()?, path()?))
    });
    let mounts: Vec<_> = lines.collect();
    let own = mounts.iter().find(|(id, ..)| *id == mount);
    let inner = own.and_then(|(_, device, root, place)| {
        Some((device, root.join(folder.strip_prefix(place).ok()?)))
    });
    inner.is_some_and(|(device, inner)| {
        mounts
            .iter()
            .any(|(id, other, root, _)| *id != mount && other == device && root.starts_with(&inner))
    })
}

/// Blanks and the like stand as `\040`.
#[cfg(target_os = "linux")]
fn unescaped(field: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..3).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 8).ok());
        match byte.filter(|_| first == b'\\') {
            Some(byte) => {
                out.push(byte);
                rest = after.get(3..).unwrap_or_default();
            }
            None => {
                out.push(first);
                rest = after;
            }
        }
    }
    out
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_a_second_mount_shows_is_told_apart() {
        let table = b"22 1 254:0 / / rw - ext4 /dev/vda rw\n\
            30 22 0:40 / /srv rw - tmpfs none rw\n\
            31 22 254:0 /home/a\\040b/public /www rw - ext4 /dev/vda rw\n\
            32 22 254:0 /home/c/public/fix /fix rw - ext4 /dev/vda rw\n\
            33 22 0:40 /site /www2 rw - tmpfs none rw\n";
        for (mount, folder, elsewhere) in [
            (22, "/home/a b/public", true),
            (22, "/home/a b", true),
            (22, "/home/a b/public/fix", false),
            (22, "/home/c/public", true),
            (22, "/home/d/public", false),
            (30, "/srv/site", true),
            (30, "/srv/other", false),
            (22, "/site", false),
            (99, "/home/a b/public", false),
        ] {
            assert_eq!(shows_elsewhere(table, mount, Path::new(folder)), elsewhere, "{folder}");
        }
    }

    #[test]
    fn proc_is_a_mount_and_a_folder_in_it_is_none() {
        assert!(is_mounted(Path::new("/proc")));
        assert!(!is_mounted(Path::new("/proc/self/fd")));
    }
}
