//! Opening the files of the project: beneath one folder that was opened at the start, never through
//! a symbolic link, and regular files only.
//!
//! Where links lead is worked out and judged by the walk; here only names without links are opened.
//! So what is read is what was judged, even when somebody puts a link in the place of a folder
//! while a build runs. A pipe, a device or a socket is refused and not waited for.

use std::fs::File;
use std::io;
use std::path::Path;

/// The folder everything is opened beneath.
#[derive(Debug)]
pub(super) struct Root(system::Folder);

impl Root {
    /// Opens the folder at `path`.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        system::Folder::open(path).map(Self)
    }

    /// Opens the file at `path`, relative to the root with `/` between its parts, and says how long
    /// it is.
    pub(super) fn file(&self, path: &str) -> io::Result<(File, u64)> {
        let is_plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\0');
        if !path.split('/').all(is_plain) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let file = self.0.file(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        Ok((file, metadata.len()))
    }
}

#[cfg(unix)]
mod system {
    use std::fs::File;
    use std::io;
    use std::os::fd::{AsFd, OwnedFd};
    use std::path::Path;

    use rustix::fs::{CWD, Mode, OFlags, openat};
    use rustix::io::Errno;

    /// An open folder.
    #[derive(Debug)]
    pub(super) struct Folder(OwnedFd);

    /// Without `NONBLOCK`, opening a pipe would wait for somebody to write into it.
    const FILE: OFlags = OFlags::RDONLY
        .union(OFlags::NONBLOCK)
        .union(OFlags::NOCTTY)
        .union(OFlags::NOFOLLOW)
        .union(OFlags::CLOEXEC);

    const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

    impl Folder {
        pub(super) fn open(path: &Path) -> io::Result<Self> {
            Ok(Self(openat(CWD, path, FOLDER, Mode::empty())?))
        }

        pub(super) fn file(&self, path: &str) -> io::Result<File> {
            let opened = at_once(&self.0, path).unwrap_or_else(|| step_by_step(&self.0, path));
            match opened {
                Ok(file) => Ok(File::from(file)),
                Err(Errno::LOOP | Errno::XDEV) => {
                    Err(io::Error::other("a symbolic link has taken its place"))
                }
                Err(cause) => Err(cause.into()),
            }
        }
    }

    /// One call of the system that follows no link. `None` where it has no such call, or where a
    /// container does not allow it.
    #[cfg(target_os = "linux")]
    fn at_once(root: impl AsFd, path: &str) -> Option<Result<OwnedFd, Errno>> {
        use rustix::fs::{ResolveFlags, openat2};
        let within = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        match openat2(root, path, FILE, Mode::empty(), within) {
            Err(Errno::NOSYS | Errno::PERM) => None,
            opened => Some(opened),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn at_once(_: impl AsFd, _: &str) -> Option<Result<OwnedFd, Errno>> {
        None
    }

    /// The same on every system: each folder on the way is opened in the one before.
    pub(super) fn step_by_step(root: &OwnedFd, path: &str) -> Result<OwnedFd, Errno> {
        let Some((folders, name)) = path.rsplit_once('/') else {
            return openat(root, path, FILE, Mode::empty());
        };
        let within = FOLDER | OFlags::NOFOLLOW;
        let mut folder: Option<OwnedFd> = None;
        for part in folders.split('/') {
            let around = folder.as_ref().unwrap_or(root);
            // A link in the place of a folder is "no folder" to some systems.
            let opened = openat(around, part, within, Mode::empty());
            folder = Some(opened.map_err(|cause| match cause {
                Errno::NOTDIR => Errno::LOOP,
                cause => cause,
            })?);
        }
        openat(folder.as_ref().unwrap_or(root), name, FILE, Mode::empty())
    }

    #[cfg(test)]
    impl Folder {
        /// What systems without one call do.
        pub(super) fn file_step_by_step(&self, path: &str) -> Result<File, Errno> {
            step_by_step(&self.0, path).map(File::from)
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::{self, File};
    use std::io;
    use std::path::{Path, PathBuf};

    /// The name of a folder: this system gives no handle to open beneath, so each part of a path is
    /// looked at before it is used.
    #[derive(Debug)]
    pub(super) struct Folder(PathBuf);

    impl Folder {
        pub(super) fn open(path: &Path) -> io::Result<Self> {
            fs::read_dir(path)?;
            Ok(Self(path.to_owned()))
        }

        pub(super) fn file(&self, path: &str) -> io::Result<File> {
            let mut at = self.0.clone();
            for part in path.split('/') {
                at.push(part);
                if fs::symlink_metadata(&at)?.file_type().is_symlink() {
                    return Err(io::Error::other("a symbolic link has taken its place"));
                }
            }
            if !fs::symlink_metadata(&at)?.is_file() {
                return Err(io::Error::other("it is not a regular file"));
            }
            File::open(at)
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]

    use std::fs;
    use std::io::Read as _;
    use std::os::unix::fs::symlink;

    use rustix::fs::{CWD, FileType, Mode, mknodat};

    use super::*;

    #[test]
    fn only_regular_files_beneath_are_opened_and_no_link_is_followed() {
        let around = tempfile::tempdir().unwrap();
        let at = |path: &str| around.path().join(path);
        fs::create_dir_all(at("root/a/b")).unwrap();
        fs::write(at("root/a/b/file"), "inside").unwrap();
        fs::write(at("outside"), "outside").unwrap();
        symlink("../outside", at("root/out")).unwrap();
        symlink("a", at("root/link")).unwrap();
        symlink("b/file", at("root/a/link")).unwrap();
        symlink("/dev/zero", at("root/zero")).unwrap();
        mknodat(CWD, at("root/pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let root = Root::open(&at("root")).unwrap();
        for (path, opens) in [
            ("a/b/file", true),
            ("a/b/gone", false),
            ("a/b", false),
            ("", false),
            ("out", false),
            ("link/b/file", false),
            ("a/link", false),
            ("zero", false),
            ("pipe", false),
            ("../outside", false),
            ("a/../../outside", false),
            ("a//b/file", false),
            ("/etc/hostname", false),
        ] {
            let opened = root.file(path);
            assert_eq!(opened.is_ok(), opens, "{path}: {opened:?}");
            let plain = opens || !path.split('/').all(|part| !matches!(part, "" | ".."));
            if !plain && !matches!(path, "a/b" | "pipe") {
                assert!(root.0.file_step_by_step(path).is_err(), "{path}, step by step");
            }
        }
        let mut text = String::new();
        root.file("a/b/file").unwrap().0.read_to_string(&mut text).unwrap();
        assert_eq!(text, "inside");
        text.clear();
        root.0.file_step_by_step("a/b/file").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "inside");
    }

    #[test]
    fn what_is_opened_stays_in_the_folder_that_was_opened() {
        let around = tempfile::tempdir().unwrap();
        let at = |path: &str| around.path().join(path);
        fs::create_dir(at("root")).unwrap();
        fs::write(at("root/file"), "first").unwrap();
        let root = Root::open(&at("root")).unwrap();
        fs::rename(at("root"), at("moved")).unwrap();
        fs::create_dir(at("root")).unwrap();
        fs::write(at("root/file"), "second, and longer").unwrap();
        assert_eq!(root.file("file").unwrap().1, 5);
    }
}
