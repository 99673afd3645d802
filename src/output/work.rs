//! The folder a build works in, hidden beside the output folder (`.public.dopo` for `public`) or,
//! where something is mounted, in it (`public/.dopo`); and what stays there between builds.
//!
//! | name | what |
//! | --- | --- |
//! | `lock` | held while a build runs |
//! | `stage` | the new site while it is made; never anything else |
//! | `ready` | the new site when it is whole; after the exchange, the old one |
//! | `list-GENERATION` | what dopo wrote into the output folder whose marker names it |
//! | `coming-GENERATION` | what it began to move there; the folder may hold any part of it |
//! | `settled` | since when the files of a generation are as they are |
//! | `before-NUMBER` | in a mount: what was put aside, which dopo never touches again |
//!
//! Nobody but the builder may look into it: the lists name pages that nothing else names.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{Manifest, Marker, is_generation};
use super::own::{self, Part};
use super::stamp::Moment;
use super::{Failure, step};
use crate::source::MARKER;

/// The folder, locked against other builds.
#[derive(Debug)]
pub(super) struct Work {
    folder: PathBuf,
    lock: File,
}

const LOCK: &str = "lock";
const STAGE: &str = "stage";
const READY: &str = "ready";
const UNFINISHED: &str = "unfinished";
const LIST: &str = "list-";
const COMING: &str = "coming-";
const SETTLED: &str = "settled";
const ASIDE: &str = "before-";
/// Keeps the folder out of repositories, and of what Apache shows: with what it may be told in such
/// a file where the site's own works.
const NOTES: [(&str, &str); 2] =
    [(".gitignore", "*\n"), (".htaccess", "RedirectMatch 404 \".*\"\n")];

impl Work {
    /// Makes the folder, unless it is there and is dopo's own, and locks it. `output` is named when
    /// another build has it.
    pub(super) fn claim(folder: PathBuf, output: &Path) -> Result<Self, Failure> {
        let path = folder.join(LOCK);
        loop {
            own::judge(&folder, part)?;
            step::make_private(&folder).map_err(Failure::system("make", &folder))?;
            let lock = match File::create(&path) {
                // The build that held it removed the folder just now.
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
                result => result.map_err(Failure::system("write", &path))?,
            };
            match lock.try_lock() {
                Ok(()) if is_still(&lock, &path) => return Ok(Self { folder, lock }),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Failure::Busy(output.to_owned())),
                Err(TryLockError::Error(cause)) => {
                    return Err(Failure::system("lock", &path)(cause));
                }
            }
        }
    }

    /// Where the new site is made.
    pub(super) fn stage(&self) -> PathBuf {
        self.folder.join(STAGE)
    }

    /// Where the new site waits to be exchanged, and the old one to be cleared away.
    pub(super) fn ready(&self) -> PathBuf {
        self.folder.join(READY)
    }

    /// Where something is put aside.
    pub(super) fn aside(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{ASIDE}{number}"))
    }

    /// What dopo wrote into `folder`, which has the marker `marker`; `None` when that is not known.
    pub(super) fn known(&self, marker: Marker, folder: &Path) -> Option<Manifest> {
        let coming: Vec<Manifest> = self
            .named(COMING)
            .iter()
            .filter_map(|name| Some(self.read(&self.file(COMING, name), name)?.come_to(folder)))
            .collect();
        let list = match marker {
            Marker::Generation(name) => match self.read(&self.file(LIST, &name), &name) {
                Some(list) => list,
                None if self.named(COMING).contains(&name) => Manifest::default(),
                None => return None,
            },
            Marker::List(list) => list,
            Marker::Unreadable => return None,
        };
        // What came last is the likelier.
        Some(coming.into_iter().fold(list, |all, more| more.and(all)))
    }

    /// Keeps the list of a site that is about to be exchanged.
    pub(super) fn keep(&self, list: &Manifest) -> Result<(), Failure> {
        self.write(&self.file(LIST, &list.generation()), list)
    }

    /// Keeps the list of a site whose files are about to be moved in.
    pub(super) fn keep_coming(&self, list: &Manifest) -> Result<(), Failure> {
        self.write(&self.file(COMING, &list.generation()), list)
    }

    /// The files of `list` have all come.
    pub(super) fn has_come(&self, list: &Manifest) -> Result<(), Failure> {
        let generation = list.generation();
        let to = self.file(LIST, &generation);
        step::rename(&self.file(COMING, &generation), &to).map_err(Failure::system("write", &to))
    }

    /// Forgets the lists of all sites but this, and notes that its files are now as they stay.
    pub(super) fn settle(&self, list: &Manifest) -> Result<(), Failure> {
        let generation = list.generation();
        self.forget(LIST, &generation)?;
        self.forget(COMING, "")?;
        let path = self.folder.join(SETTLED);
        let failed = |cause| Failure::system("write", &path)(cause);
        step::remove_file(&path).map_err(failed)?;
        let written = step::write(&path, format!("{generation}\n").as_bytes()).map_err(failed)?;
        // The clock of the file system itself: another may go before or after.
        let Some(moment) = Moment::modified(&written) else { return Ok(()) };
        let note =
            format!("{generation}\n{}\n", serde_json::to_string(&moment).unwrap_or_default());
        step::remove_file(&path).map_err(failed)?;
        step::write(&path, note.as_bytes()).map_err(failed)?;
        Ok(())
    }

    /// Since when the files of a generation are as they are.
    pub(super) fn settled(&self, generation: &str) -> Option<Moment> {
        let note = fs::read_to_string(self.folder.join(SETTLED)).ok()?;
        let (of, moment) = note.split_once('\n')?;
        if of == generation { serde_json::from_str(moment).ok() } else { None }
    }

    fn forget(&self, kind: &str, but: &str) -> Result<(), Failure> {
        for generation in self.named(kind).iter().filter(|generation| *generation != but) {
            let path = self.file(kind, generation);
            step::remove_file(&path).map_err(Failure::system("remove", &path))?;
        }
        Ok(())
    }

    fn file(&self, kind: &str, generation: &str) -> PathBuf {
        self.folder.join(format!("{kind}{generation}"))
    }

    /// The generations of which there is a list of this kind, in order of name.
    fn named(&self, kind: &str) -> Vec<String> {
        let names = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let names = names.filter_map(|found| found.file_name().into_string().ok());
        let of_kind = names.filter_map(|name| Some(name.strip_prefix(kind)?.to_owned()));
        let mut found: Vec<String> = of_kind.filter(|name| is_generation(name)).collect();
        found.sort();
        found
    }

    fn read(&self, path: &Path, generation: &str) -> Option<Manifest> {
        Manifest::parse(&fs::read(path).ok()?, generation)
    }

    /// Whole or not at all: a list of the same name may be the one of the site that is there.
    fn write(&self, path: &Path, list: &Manifest) -> Result<(), Failure> {
        for (name, text) in NOTES {
            let note = self.folder.join(name);
            if !note.exists() {
                step::write(&note, text.as_bytes()).map_err(Failure::system("write", &note))?;
            }
        }
        let unfinished = self.folder.join(UNFINISHED);
        step::remove_file(&unfinished)
            .and_then(|()| step::write(&unfinished, &list.render()))
            .and_then(|_| step::rename(&unfinished, path))
            .map_err(Failure::system("write", path))
    }
}

impl Drop for Work {
    /// What cannot be removed now is removed by the next build.
    fn drop(&mut self) {
        let is_cleared = step::remove_all(&self.stage()).is_ok();
        let _ = step::remove_file(&self.folder.join(UNFINISHED));
        let is_needed = !self.named(LIST).is_empty()
            || !self.named(COMING).is_empty()
            || self.ready().exists()
            || self.aside(1).exists();
        if !is_needed {
            for (name, _) in NOTES {
                let _ = step::remove_file(&self.folder.join(name));
            }
            let _ = step::remove_file(&self.folder.join(SETTLED));
        }
        // What is left of a stage is known by the lock.
        if is_cleared {
            let _ = step::remove_file(&self.folder.join(LOCK));
        }
        let _ = step::remove_empty(&self.folder);
        let _ = self.lock.unlock();
    }
}

/// What a name in the folder stands for.
fn part(name: &OsStr) -> Part {
    let Some(name) = name.to_str() else { return Part::Left };
    let is_list = || name.starts_with(LIST) || name.starts_with(COMING);
    match name {
        STAGE | READY => Part::Site,
        LOCK => Part::Sign,
        UNFINISHED | SETTLED => Part::File,
        _ if is_list() => Part::Sign,
        _ if NOTES.iter().any(|(note, _)| *note == name) => Part::File,
        _ => Part::Left,
    }
}

/// The marker of a folder, if it has one.
pub(super) fn marker(folder: &Path) -> Option<Marker> {
    let path = folder.join(MARKER);
    let is_file = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
    is_file
        .then(|| fs::read_to_string(&path).map_or(Marker::Unreadable, |text| Marker::parse(&text)))
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
