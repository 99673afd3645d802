//! The sink of `build`: stages a site beside the old one and exchanges the two.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::manifest::{Entry, Life, Manifest};
use super::{Failure, Output, Place, Sink, Target, exchange, is_confined};
use crate::source::{MARKER, OpenFile, SourceFile};
use crate::text::fingerprint::{self, Running};
use crate::text::path::{OutputPath, SourcePath};

/// Stages outputs as they come and publishes them together. Dropped unpublished, it leaves nothing
/// behind and the old site as it was.
#[derive(Debug)]
pub struct Stager {
    target: Target,
    staged: PathBuf,
    without_exchange: bool,
    /// The site now in the target, when dopo wrote it.
    old: Option<OldSite>,
    entries: Mutex<Vec<Entry>>,
    unchanged: AtomicUsize,
}

/// What a publication did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Files of the site, without the manifest and without those kept from the publish before.
    pub files: usize,
    /// How many of them did not change and kept their inode and time.
    pub unchanged: usize,
    /// Their length together.
    pub bytes: u64,
}

#[derive(Debug)]
struct OldSite {
    manifest: Manifest,
    /// When its manifest was written: a file of a later time was changed by somebody else.
    written: SystemTime,
}

impl Stager {
    /// Claims the place and makes room for the new site. `parts` are the folders of the project
    /// with its sources, relative to it: never replaced, not even by force.
    ///
    /// # Errors
    /// When the place may not be replaced or cannot be written.
    pub fn new(place: &Place, parts: &[&str]) -> Result<Self, Failure> {
        let target = Target::claim(place, parts)?;
        let staged = target.staged();
        fs::create_dir(&staged).map_err(Failure::system("make", &staged))?;
        let old = target.manifest().map(|(manifest, written)| OldSite { manifest, written });
        Ok(Self {
            target,
            staged,
            without_exchange: place.without_exchange,
            old,
            entries: Mutex::default(),
            unchanged: AtomicUsize::new(0),
        })
    }

    /// Puts the staged site in the place of the old one, in one step.
    ///
    /// # Errors
    /// When the system refuses; the old site is then still there, whole.
    pub fn publish(self) -> Result<Published, Failure> {
        let mut entries =
            std::mem::take(&mut *self.entries.lock().unwrap_or_else(PoisonError::into_inner));
        let published = Published {
            files: entries.len(),
            unchanged: self.unchanged.load(Ordering::Relaxed),
            bytes: entries.iter().map(|entry| entry.length).sum(),
        };
        let kept = self.keep_hashed(&entries);
        entries.extend(kept);
        let manifest = self.staged.join(MARKER);
        write(&manifest, Manifest::new(entries).render().as_bytes())
            .map_err(Failure::system("write", &manifest))?;
        exchange::sync(&self.staged).map_err(Failure::system("sync", &self.staged))?;
        self.exchange()?;
        let around = self.target.around();
        exchange::sync_names(around).map_err(Failure::system("sync", around))?;
        Ok(published)
    }

    fn exchange(&self) -> Result<(), Failure> {
        let folder = self.target.folder();
        if !folder.exists() {
            fs::rename(&self.staged, folder).map_err(Failure::system("make", folder))
        } else if self.without_exchange {
            exchange::rename_twice(&self.staged, folder, &self.target.aside())
                .map_err(Failure::system("replace", folder))
        } else {
            exchange::exchange(&self.staged, folder)
                .map_err(|cause| Failure::NoExchange { folder: folder.to_owned(), cause })
        }
    }

    /// Links the hashed files of the old site that this build did not make.
    fn keep_hashed(&self, made: &[Entry]) -> Vec<Entry> {
        let Some(old) = &self.old else { return Vec::new() };
        let made: std::collections::BTreeSet<&OutputPath> =
            made.iter().map(|entry| &entry.path).collect();
        old.manifest
            .entries()
            .iter()
            .filter(|entry| entry.life == Life::Hashed && !made.contains(&entry.path))
            .filter(|entry| self.link(entry, old.written))
            .map(|entry| Entry { life: Life::Kept, ..entry.clone() })
            .collect()
    }

    /// Links a file of the old site into the new one, if it is still as it was written.
    fn link(&self, entry: &Entry, written: SystemTime) -> bool {
        let from = self.target.folder().join(entry.path.as_str());
        let untouched = fs::symlink_metadata(&from).is_ok_and(|found| {
            found.is_file()
                && found.len() == entry.length
                && found.modified().is_ok_and(|modified| modified <= written)
        });
        let to = self.staged.join(entry.path.as_str());
        untouched && in_folder(&to, || fs::hard_link(&from, &to)).is_ok()
    }

    /// Whether the old site has the same file and it could be taken over.
    fn take_over(&self, entry: &Entry) -> bool {
        let Some(old) = &self.old else { return false };
        let same =
            |old: &&Entry| old.fingerprint == entry.fingerprint && old.length == entry.length;
        let known = old.manifest.get(&entry.path).filter(same);
        let taken = known.is_some_and(|_| self.link(entry, old.written));
        self.unchanged.fetch_add(usize::from(taken), Ordering::Relaxed);
        taken
    }

    /// Whether the old site has a file of this path and length.
    fn had_length(&self, path: &OutputPath, length: u64) -> bool {
        let known = self.old.as_ref().and_then(|old| old.manifest.get(path));
        known.is_some_and(|known| known.length == length)
    }

    /// Makes a file of the new site, and says where it is.
    fn create(&self, path: &OutputPath) -> Result<(PathBuf, fs::File), Failure> {
        let at = self.staged.join(path.as_str());
        let file = in_folder(&at, || OpenOptions::new().write(true).create_new(true).open(&at));
        match file {
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
        let entry = Entry {
            fingerprint: fingerprint::number(&bytes),
            length: bytes.len() as u64,
            life: Life::of(&path),
            path,
        };
        if !self.take_over(&entry) {
            let (at, mut file) = self.create(&entry.path)?;
            file.write_all(&bytes).map_err(Failure::system("write", &at))?;
        }
        self.enter(entry);
        Ok(())
    }

    /// Most files are as they were: one whose length did not change is read first, to be linked.
    /// Any other is read once, while it is written.
    fn copy(&self, path: OutputPath, file: &SourceFile) -> Result<(), Failure> {
        if !is_confined(&path) {
            return Err(Failure::Escapes(path));
        }
        let mut open = file.open().map_err(Failure::source(file.path()))?;
        let entry = |path: &OutputPath, (fingerprint, length)| Entry {
            path: path.clone(),
            fingerprint,
            length,
            life: Life::of(path),
        };
        if self.had_length(&path, open.length()) {
            let read = read_through(&mut open, file.path(), |_| Ok(()))?;
            let entry = entry(&path, read);
            if self.take_over(&entry) {
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
        let read = read.inspect_err(|_| drop(fs::remove_file(&at)))?;
        self.enter(entry(&path, read));
        Ok(())
    }
}

/// How much of a file is in memory while it is copied.
const PART: usize = 256 * 1024;

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

/// Writes a file that must not be there yet.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

/// Does `work` on `path`, and once more when its folder had to be made first. Most folders are
/// there already, so asking beforehand would cost more than the rare second try.
fn in_folder<T>(path: &Path, work: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match work() {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            work()
        }
        result => result,
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeMap;
    use std::os::unix::fs::MetadataExt as _;

    use super::*;
    use crate::source::memory;

    const PARTS: &[&str] = &["content"];

    fn place(folder: &Path) -> Place {
        Place {
            folder: folder.join("public"),
            force: false,
            without_exchange: false,
            project: folder.join("project"),
        }
    }

    fn stage(place: &Place, files: &[(&str, &str)]) -> Stager {
        let stager = Stager::new(place, PARTS).unwrap();
        for (path, text) in files {
            stager.put(output(path, text)).unwrap();
        }
        stager
    }

    fn output(path: &str, text: &str) -> Output {
        Output { path: OutputPath::new(path), bytes: text.into() }
    }

    fn publish(place: &Place, files: &[(&str, &str)]) -> Published {
        stage(place, files).publish().unwrap()
    }

    /// Text and inode of every file but the manifest.
    fn site(folder: &Path) -> BTreeMap<String, (String, u64)> {
        walkdir::WalkDir::new(folder.join("public"))
            .into_iter()
            .map(Result::unwrap)
            .filter(|found| found.file_type().is_file() && found.file_name() != MARKER)
            .map(|found| {
                let path = found.path().strip_prefix(folder.join("public")).unwrap();
                let text = fs::read_to_string(found.path()).unwrap();
                (path.to_string_lossy().into_owned(), (text, found.metadata().unwrap().ino()))
            })
            .collect()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|found| found.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_did_not_change_keeps_its_inode_and_what_went_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        publish(&place, &[("a/index.html", "a"), ("b/index.html", "b"), ("c.txt", "c")]);
        let before = site(folder.path());
        let published = publish(&place, &[("a/index.html", "a"), ("b/index.html", "B")]);
        assert_eq!(published, Published { files: 2, unchanged: 1, bytes: 2 });
        let after = site(folder.path());
        assert_eq!(after["a/index.html"], before["a/index.html"]);
        assert_eq!(after["b/index.html"].0, "B");
        assert_ne!(after["b/index.html"].1, before["b/index.html"].1);
        assert!(!after.contains_key("c.txt"));
        assert_eq!(names(folder.path()), ["public"], "nothing is left beside the site");
    }

    #[test]
    fn a_copied_file_is_written_once_and_linked_when_it_did_not_change() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let long = |letter: u8| vec![letter; PART * 2 + 17];
        let publish = |files: &[(&str, Vec<u8>)]| {
            let tree = memory::tree(files.iter().map(|(path, bytes)| (path, bytes.clone())));
            let stager = Stager::new(&place, PARTS).unwrap();
            for (path, _) in files {
                let file = tree.file(&SourcePath::new(path)).unwrap();
                stager.copy(OutputPath::new(path), &file).unwrap();
            }
            stager.publish().unwrap()
        };
        let length = long(b'a').len() as u64;
        publish(&[("same", long(b'a')), ("other", long(b'a')), ("longer", long(b'a'))]);
        let before = site(folder.path());
        let published = publish(&[
            ("same", long(b'a')),
            ("other", long(b'b')),
            ("longer", [long(b'a'), long(b'b')].concat()),
        ]);
        assert_eq!(published, Published { files: 3, unchanged: 1, bytes: 4 * length });
        let after = site(folder.path());
        assert_eq!(after["same"], before["same"]);
        for (path, text) in [("other", long(b'b')), ("longer", [long(b'a'), long(b'b')].concat())] {
            assert_eq!(after[path].0.as_bytes(), text, "{path}");
            assert_ne!(after[path].1, before[path].1, "{path}");
        }
        // Put or copied, a file is the same to the next build.
        let stager = Stager::new(&place, PARTS).unwrap();
        let bytes = long(b'a');
        stager.put(Output { path: OutputPath::new("same"), bytes }).unwrap();
        assert_eq!(stager.publish().unwrap().unchanged, 1);
    }

    #[test]
    fn a_copy_that_cannot_be_read_leaves_no_half_file() {
        #[derive(Debug)]
        struct Broken;
        impl io::Read for Broken {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                if buffer.len() < PART { Err(io::Error::other("gone")) } else { Ok(PART) }
            }
        }
        impl io::Seek for Broken {
            fn seek(&mut self, _: io::SeekFrom) -> io::Result<u64> {
                Ok(0)
            }
        }
        #[derive(Debug)]
        struct Reader;
        impl crate::source::SourceReader for Reader {
            fn open(&self, _: &SourcePath) -> io::Result<OpenFile> {
                Ok(OpenFile::new(Broken, PART as u64 + 1))
            }
        }
        let entry = crate::source::SourceEntry { size: 1, target: None };
        let path = SourcePath::new("static/film");
        let entries = BTreeMap::from([(path.clone(), entry)]);
        let tree = crate::source::SourceTree::new(entries, std::sync::Arc::new(Reader));
        let folder = tempfile::tempdir().unwrap();
        let stager = stage(&place(folder.path()), &[("a.html", "a")]);
        let copied = stager.copy(OutputPath::new("film"), &tree.file(&path).unwrap());
        assert!(matches!(copied, Err(Failure::Source { .. })), "{copied:?}");
        assert_eq!(stager.publish().unwrap().files, 1);
        assert_eq!(site(folder.path()).into_keys().collect::<Vec<_>>(), ["a.html"]);
    }

    #[test]
    fn a_file_changed_by_somebody_else_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        publish(&place, &[("a.html", "good"), ("b.html", "good")]);
        let file = fs::File::options().write(true).open(place.folder.join("a.html")).unwrap();
        (&file).write_all(b"evil").unwrap();
        file.set_modified(SystemTime::now() + std::time::Duration::from_secs(1)).unwrap();
        fs::remove_file(place.folder.join("b.html")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", place.folder.join("b.html")).unwrap();
        let published = publish(&place, &[("a.html", "good"), ("b.html", "good")]);
        assert_eq!(published.unchanged, 0);
        let texts: Vec<String> = site(folder.path()).into_values().map(|(text, _)| text).collect();
        assert_eq!(texts, ["good", "good"]);
    }

    #[test]
    fn an_unpublished_site_leaves_the_old_one_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        publish(&place, &[("a.html", "old")]);
        let before = site(folder.path());
        drop(stage(&place, &[("a.html", "new"), ("b.html", "new")]));
        assert_eq!(site(folder.path()), before);
        assert_eq!(names(folder.path()), ["public"]);
    }

    #[test]
    fn hashed_files_stay_for_one_publish_more() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        publish(&place, &[("_dopo/hashed/1/x", "1"), ("a", "a")]);
        let first = site(folder.path());
        publish(&place, &[("_dopo/hashed/2/x", "2"), ("a", "a")]);
        let second = site(folder.path());
        assert_eq!(second["_dopo/hashed/1/x"], first["_dopo/hashed/1/x"]);
        let manifest = fs::read_to_string(place.folder.join(MARKER)).unwrap();
        assert!(manifest.contains(" kept _dopo/hashed/1/x\n"), "{manifest}");
        publish(&place, &[("_dopo/hashed/2/x", "2"), ("a", "a")]);
        let paths: Vec<String> = site(folder.path()).into_keys().collect();
        assert_eq!(paths, ["_dopo/hashed/2/x", "a"]);
    }

    #[test]
    fn what_dopo_did_not_write_is_touched_only_by_force() {
        let folder = tempfile::tempdir().unwrap();
        let mut place = place(folder.path());
        fs::create_dir(&place.folder).unwrap();
        fs::write(place.folder.join("mine.txt"), "mine").unwrap();
        assert!(matches!(Stager::new(&place, PARTS), Err(Failure::NotOurs(_))));
        assert_eq!(site(folder.path())["mine.txt"].0, "mine");
        assert_eq!(names(folder.path()), ["public"]);
        place.force = true;
        publish(&place, &[("a.html", "a")]);
        assert_eq!(site(folder.path()).into_keys().collect::<Vec<_>>(), ["a.html"]);
    }

    #[test]
    fn an_empty_folder_is_taken_and_other_things_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        fs::create_dir(&place.folder).unwrap();
        publish(&place, &[("a.html", "a")]);
        let at = |name: &str| Place { folder: folder.path().join(name), ..place.clone() };
        fs::write(folder.path().join("file"), "").unwrap();
        std::os::unix::fs::symlink(&place.folder, folder.path().join("link")).unwrap();
        assert!(matches!(Stager::new(&at("file"), PARTS), Err(Failure::NotAFolder { .. })));
        assert!(matches!(Stager::new(&at("link"), PARTS), Err(Failure::NotAFolder { .. })));
        assert!(matches!(Stager::new(&at(".."), PARTS), Err(Failure::NoPlace(_))));
        assert!(matches!(Stager::new(&at("/"), PARTS), Err(Failure::NoPlace(_))));
    }

    #[test]
    fn a_folder_that_holds_sources_is_refused_even_by_force() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("around/project");
        fs::create_dir_all(project.join("content")).unwrap();
        fs::create_dir(project.join("notes")).unwrap();
        for (output, refused) in [
            ("around", true),
            ("around/project", true),
            ("around/project/content", true),
            ("around/project/notes", false),
            ("around/project/content/../notes", false),
        ] {
            let folder = folder.path().join(output);
            let place = Place { folder, force: true, project: project.clone(), ..place(&project) };
            let held = matches!(Stager::new(&place, PARTS), Err(Failure::HoldsTheProject { .. }));
            assert_eq!(held, refused, "{output}");
        }
    }

    #[test]
    fn two_builds_at_once_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let first = stage(&place, &[("a.html", "first")]);
        assert!(matches!(Stager::new(&place, PARTS), Err(Failure::Busy(_))));
        first.publish().unwrap();
        publish(&place, &[("a.html", "second")]);
        assert_eq!(site(folder.path())["a.html"].0, "second");
    }

    #[test]
    fn leftovers_of_a_killed_build_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        publish(&place, &[("a.html", "a")]);
        let hidden = folder.path().join(".public.dopo");
        fs::create_dir_all(hidden.join("new/deep")).unwrap();
        fs::write(hidden.join("lock"), "").unwrap();
        // Killed between two renames: the old site stands aside.
        fs::rename(&place.folder, hidden.join("old")).unwrap();
        drop(Stager::new(&place, PARTS).unwrap());
        assert_eq!(site(folder.path())["a.html"].0, "a");
        assert_eq!(names(folder.path()), ["public"]);
    }

    #[test]
    fn without_exchange_the_site_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place { without_exchange: true, ..place(folder.path()) };
        publish(&place, &[("a.html", "a"), ("b.html", "b")]);
        assert_eq!(publish(&place, &[("a.html", "a"), ("b.html", "B")]).unchanged, 1);
        assert_eq!(site(folder.path())["b.html"].0, "B");
        assert_eq!(names(folder.path()), ["public"]);
    }

    #[test]
    fn a_path_comes_once_and_stays_inside() {
        let folder = tempfile::tempdir().unwrap();
        let stager = stage(&place(folder.path()), &[("a.html", "a")]);
        let twice = stager.put(output("a.html", "b"));
        assert!(matches!(twice, Err(Failure::Twice(_))));
        let escapes = stager.put(output("../a.html", "b"));
        assert!(matches!(escapes, Err(Failure::Escapes(_))));
    }
}
