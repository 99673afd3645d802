//! The sink of `build`: stages a site and puts it in its place.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::manifest::{Catalogue, Entry, Life, Manifest, Marker};
use super::stamp::{Moment, Stamp};
use super::survey::{Survey, has_bytes_of, slashed};
use super::target::{Standing, Target, Way};
use super::{Digest, Failure, Output, Place, Sink, is_confined, step};
use crate::source::{MARKER, OpenFile, SourceFile};
use crate::text::fingerprint::{self, Running};
use crate::text::path::{OutputPath, SourcePath};

/// Stages outputs as they come and publishes them together. Dropped unpublished, it leaves nothing
/// behind and the old site as it was.
#[derive(Debug)]
pub struct Stager {
    target: Target,
    stage: PathBuf,
    force: bool,
    standing: Standing,
    entries: Mutex<Vec<Entry>>,
    unchanged: AtomicUsize,
    /// What a killed build left that is not ours.
    aside: Vec<PathBuf>,
}

/// What a publication did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Files of the site, without the marker and without those kept from the publish before.
    pub files: usize,
    /// How many of them did not change and kept their inode and time.
    pub unchanged: usize,
    /// Their length together.
    pub bytes: u64,
    /// Where that is now which was in the folder, is not dopo's and could not stay.
    pub aside: Vec<PathBuf>,
}

impl Stager {
    /// Claims the place, mends what a killed build left, and makes room for the new site. `parts`
    /// are the folders of the project with its sources, relative to it: never replaced, not even by
    /// force.
    ///
    /// # Errors
    /// When the place may not be replaced or cannot be written.
    pub fn new(place: &Place, parts: &[&str]) -> Result<Self, Failure> {
        let target = Target::claim(place, parts)?;
        let aside = target.clear()?;
        let standing = target.standing()?;
        if matches!(standing, Standing::Foreign) && !place.force {
            return Err(Failure::NotOurs(target.folder().to_owned()));
        }
        let stage = target.work.stage();
        step::remove_all(&stage).map_err(Failure::system("remove", &stage))?;
        step::make_folders(&stage).map_err(Failure::system("make", &stage))?;
        Ok(Self {
            target,
            stage,
            force: place.force,
            standing,
            entries: Mutex::default(),
            unchanged: AtomicUsize::new(0),
            aside: aside.into_iter().collect(),
        })
    }

    /// The pages and files of the site that is there, when dopo knows it. They are given away: while
    /// the new site is made nobody needs them.
    pub fn take_former(&mut self) -> Option<Catalogue> {
        match &mut self.standing {
            Standing::Listed(list, _) => Some(list.take_addresses()),
            _ => None,
        }
    }

    /// Puts the staged site, which says `catalogue` of itself, in the place of the old one.
    ///
    /// # Errors
    /// When the system refuses, or something is in the folder that dopo did not write. The old site
    /// is then still there, whole; but see `moving`.
    pub fn publish(mut self, catalogue: Catalogue) -> Result<Published, Failure> {
        let mut entries =
            std::mem::take(&mut *self.entries.lock().unwrap_or_else(PoisonError::into_inner));
        let mut published = Published {
            files: entries.len(),
            unchanged: self.unchanged.load(Ordering::Relaxed),
            bytes: entries.iter().map(|entry| entry.length).sum(),
            aside: std::mem::take(&mut self.aside),
        };
        entries.extend(self.kept(&entries, &catalogue));
        let new = Manifest::new(entries, catalogue);
        let survey = self.survey(&new)?;
        let is_new = fs::symlink_metadata(self.target.folder()).is_err();
        let aside = if !is_new && (self.target.way() == Way::MoveIn || survey.has_mounts) {
            self.target.move_in(&self.stage, &new, &survey)?
        } else {
            self.exchange(&new, &survey)?
        };
        published.aside.extend(aside);
        self.target.work.settle(&new)?;
        Ok(published)
    }

    /// Looks at what is in the folder, and refuses what would not be there any more.
    fn survey(&self, new: &Manifest) -> Result<Survey, Failure> {
        let none = Manifest::default();
        let (ours, is_unlisted) = match &self.standing {
            Standing::Listed(list, _) => (list, false),
            Standing::Unlisted => (&none, true),
            Standing::Free | Standing::Foreign => (&none, false),
        };
        let survey = self.target.survey(ours, new)?;
        // Without its list, what a site no longer has, or has with other bytes, looks like what a
        // person put there. It is put aside then; but of files at the top few are ours, and some are
        // what servers ask for: of those the new site has not one may go.
        let is_top = |path: &Path| path.parent().is_some_and(|above| above.as_os_str().is_empty());
        let is_folder = |path: &Path| self.target.folder().join(path).is_dir();
        let comes = |path: &Path| slashed(path).is_some_and(|path| new.get(&path).is_some());
        let is_refused =
            |path: &&PathBuf| !is_unlisted || (is_top(path) && !is_folder(path) && !comes(path));
        let mut found: Vec<PathBuf> = survey.foreign.iter().filter(is_refused).cloned().collect();
        if found.is_empty() || self.force {
            return Ok(survey);
        }
        found.sort();
        let folder = self.target.folder().to_owned();
        let (in_the_way, found): (Vec<_>, Vec<_>) = found.into_iter().partition(|path| comes(path));
        Err(match found.is_empty() {
            true => Failure::InTheWay { folder, found: in_the_way },
            false => Failure::Foreign { folder, found },
        })
    }

    /// Exchanges the folder with the staged one. Where the system turns out not to be able to, its
    /// files are moved.
    fn exchange(&self, new: &Manifest, survey: &Survey) -> Result<Option<PathBuf>, Failure> {
        let (folder, ready) = (self.target.folder(), self.target.work.ready());
        self.target.work.keep(new)?;
        let marker = self.stage.join(MARKER);
        step::write(&marker, Marker::render(&new.generation()).as_bytes())
            .map_err(Failure::system("write", &marker))?;
        if let Ok(found) = fs::metadata(folder) {
            // Not everywhere can a folder be given what another has; then it has what is usual.
            let _ = fs::set_permissions(&self.stage, found.permissions());
        }
        step::sync(&self.stage).map_err(Failure::system("sync", &self.stage))?;
        step::rename(&self.stage, &ready).map_err(Failure::system("make", &ready))?;
        let exchanged = if fs::symlink_metadata(folder).is_ok() {
            step::exchange(&ready, folder)
        } else {
            step::rename(&ready, folder)
        };
        match exchanged {
            Err(cause) if cannot_exchange(&cause) => {
                step::rename(&ready, &self.stage).map_err(Failure::system("move", &ready))?;
                return self.target.move_in(&self.stage, new, survey);
            }
            result => result.map_err(Failure::system("replace", folder))?,
        }
        let around = self.target.around();
        step::sync_names(around).map_err(Failure::system("sync", around))?;
        let nothing = Manifest::default();
        let old = match &self.standing {
            Standing::Listed(list, _) => list,
            Standing::Unlisted | Standing::Free | Standing::Foreign => &nothing,
        };
        self.target.clear_away(old, new)
    }

    /// Takes over the hashed files of the old site that this build did not make, but for a search
    /// index with an article that is not to be found any more: its texts go at once.
    fn kept(&self, made: &[Entry], new: &Catalogue) -> Vec<Entry> {
        let Standing::Listed(old, _) = &self.standing else { return Vec::new() };
        if *old.catalogue() == Catalogue::default() {
            return Vec::new();
        }
        let gone = old.catalogue().searches.iter().filter(|old| {
            !new.searches.iter().any(|new| {
                new.locale == old.locale && {
                    let found: std::collections::HashSet<_> = new.found.iter().collect();
                    old.found.iter().all(|address| found.contains(address))
                }
            })
        });
        let gone: Vec<OutputPath> = gone.map(|search| search.folder.output()).collect();
        let gone: Vec<&str> =
            gone.iter().filter_map(|index| index.as_str().strip_suffix("index.html")).collect();
        let made: std::collections::BTreeSet<&OutputPath> =
            made.iter().map(|entry| &entry.path).collect();
        let former = old.entries().iter().filter(|entry| entry.life == Life::Hashed);
        former
            .filter(|entry| !made.contains(&entry.path))
            .filter(|entry| !gone.iter().any(|folder| entry.path.as_str().starts_with(folder)))
            .filter_map(|entry| {
                let stamp = self.take_over(entry)?;
                Some(Entry { life: Life::Kept, stamp, ..entry.clone() })
            })
            .collect()
    }

    /// Takes over a file of the old site, if it has the bytes of `entry`. Gives what it looks like.
    fn take_over(&self, entry: &Entry) -> Option<Option<Stamp>> {
        let Standing::Listed(old, settled) = &self.standing else { return None };
        let old = old.get(entry.path.as_str())?;
        let from = self.target.folder().join(entry.path.as_str());
        let found = fs::symlink_metadata(&from).ok()?;
        let stamp = Stamp::of(&found);
        let is_as_written = stamp.is_some()
            && stamp == old.stamp
            && Moment::changed(&found).is_some_and(|changed| Some(changed) < *settled);
        let is_same = if is_as_written {
            old.fingerprint == entry.fingerprint && old.length == entry.length
        } else {
            has_bytes_of(&from, entry)
        };
        if !is_same {
            return None;
        }
        if self.target.way() == Way::MoveIn {
            return Some(stamp);
        }
        let to = self.stage.join(entry.path.as_str());
        in_folder(&to, || step::link(&from, &to)).ok().map(|()| stamp)
    }

    /// Whether the old site has the same file and it was taken over.
    fn takes_over(&self, entry: &mut Entry) -> bool {
        let Some(stamp) = self.take_over(entry) else { return false };
        entry.stamp = stamp;
        // Both lists are held until the end: of most files they share the path.
        if let Standing::Listed(old, _) = &self.standing
            && let Some(old) = old.get(entry.path.as_str())
        {
            entry.path = old.path.clone();
        }
        self.unchanged.fetch_add(1, Ordering::Relaxed);
        true
    }

    /// Whether the old site has a file of this path and length.
    fn had_length(&self, path: &OutputPath, length: u64) -> bool {
        let Standing::Listed(old, _) = &self.standing else { return false };
        old.get(path.as_str()).is_some_and(|known| known.length == length)
    }

    /// Makes a file of the new site, and says where it is.
    fn create(&self, path: &OutputPath) -> Result<(PathBuf, fs::File), Failure> {
        let at = self.stage.join(path.as_str());
        match in_folder(&at, || step::create(&at)) {
            Ok(file) => Ok((at, file)),
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
                Err(Failure::Twice(path.clone()))
            }
            Err(cause) => Err(Failure::system("write", &at)(cause)),
        }
    }

    fn enter(&self, entry: Entry) {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }
}

impl Sink for Stager {
    fn put(&self, output: Output) -> Result<(), Failure> {
        let Output { path, bytes } = output;
        if !is_confined(&path) {
            return Err(Failure::Escapes(path));
        }
        let mut entry = entry(path, (fingerprint::number(&bytes), bytes.len() as u64));
        if !self.takes_over(&mut entry) {
            let (at, file) = self.create(&entry.path)?;
            let written = step::write_to(file, &bytes).map_err(Failure::system("write", &at))?;
            entry.stamp = Stamp::of(&written);
        }
        self.enter(entry);
        Ok(())
    }

    fn as_before(&self, path: &OutputPath, digest: Digest) -> Result<bool, Failure> {
        let mut entry = entry(path.clone(), (digest.fingerprint, digest.length));
        let is_taken = self.takes_over(&mut entry);
        if is_taken {
            self.enter(entry);
        }
        Ok(is_taken)
    }

    /// Most files are as they were: one whose length did not change is read first, to be linked.
    /// Any other is read once, while it is written.
    fn copy(&self, path: OutputPath, file: &SourceFile) -> Result<(), Failure> {
        if !is_confined(&path) {
            return Err(Failure::Escapes(path));
        }
        let mut open = file.open().map_err(Failure::source(file.path()))?;
        if self.had_length(&path, open.length()) {
            let read = read_through(&mut open, file.path(), |_| Ok(()))?;
            let mut entry = entry(path.clone(), read);
            if self.takes_over(&mut entry) {
                self.enter(entry);
                return Ok(());
            }
            open.seek_to(0).map_err(Failure::source(file.path()))?;
        }
        let (at, mut copy) = self.create(&path)?;
        let read = read_through(&mut open, file.path(), |part| {
            copy.write_all(part).map_err(Failure::system("write", &at))
        });
        // Half a file is none.
        let read = read.inspect_err(|_| drop(step::remove_file(&at)))?;
        let mut entry = entry(path, read);
        let written = copy.metadata().map_err(Failure::system("write", &at))?;
        entry.stamp = Stamp::of(&written);
        self.enter(entry);
        Ok(())
    }
}

fn entry(path: OutputPath, (fingerprint, length): (u64, u64)) -> Entry {
    Entry { fingerprint, length, life: Life::of(&path), path, stamp: None }
}

/// How much of a file is in memory while it is copied.
pub(super) const PART: usize = 256 * 1024;

/// Reads `file` to its end, part by part. Gives its fingerprint and its length.
fn read_through(
    file: &mut OpenFile,
    path: &SourcePath,
    mut take: impl FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<(u64, u64), Failure> {
    let mut buffer = vec![0; PART];
    let (mut fingerprint, mut length) = (Running::default(), 0);
    loop {
        let count = match file.read(&mut buffer) {
            Ok(0) => return Ok((fingerprint.number(), length)),
            Ok(count) => count,
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
            Err(cause) => return Err(Failure::source(path)(cause)),
        };
        let part = buffer.get(..count).unwrap_or_default();
        fingerprint.add(part);
        length += count as u64;
        take(part)?;
    }
}

/// Whether a system or a place says that it does not exchange folders.
fn cannot_exchange(cause: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidInput, ResourceBusy, Unsupported};
    matches!(cause.kind(), CrossesDevices | InvalidInput | ResourceBusy | Unsupported)
}

/// Does `work` on `path`, and once more when its folder had to be made first. Most folders are
/// there already, so asking beforehand would cost more than the rare second try.
fn in_folder<T>(path: &Path, work: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match work() {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                step::make_folders(folder)?;
            }
            work()
        }
        result => result,
    }
}
