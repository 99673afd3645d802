//! The walk over a project: which files are in it, and where each of them really lies.
//!
//! Links are followed only to what could be part of the project by its own name: nothing outside
//! the root is named, a link is no way around the rules about names, and settings, data and themes
//! are no content by way of a link. A link to a folder counts once on a way: links that lead through
//! each other would multiply the project beyond measure.

use std::collections::BTreeMap;
use std::fs::{self, FileType, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::beneath::Root;
use super::left_out::{self, Reason};
use crate::source::MARKER;
use crate::source::tree::{FileState, SourceEntry};
use crate::source::unreadable::{self, UNREADABLE};
use crate::text::path::SourcePath;
use crate::text::problem::{Checked, Problem};
use crate::text::rule::Rule;

pub(crate) static OUTSIDE_LINK: Rule = Rule::warning(
    "outside-link",
    "a symbolic link leads out of the project, nowhere, to what is left out, or to a file that \
     it cannot stand for",
);
pub(crate) static OUTSIDE_SETTING: Rule = Rule::error(
    "outside-setting",
    "a symbolic link in the place of settings, data or a theme leads to where they may not be",
);
pub(crate) static SPECIAL_FILE: Rule =
    Rule::warning("special-file", "a pipe, a socket or a device lies among the files");
pub(crate) static UNREADABLE_NAME: Rule =
    Rule::error("unreadable-name", "the name of an article is not UTF-8");
pub(crate) static LEFT_OUT_NAME: Rule =
    Rule::warning("left-out-name", "the name of a file or folder is not UTF-8");
pub(crate) static SECRET_FILE: Rule = Rule::warning(
    "secret-file",
    "a file below `static/` whose name says that it holds passwords (`.env`, `.htpasswd`, \
     `.netrc`, …) is not published",
);
pub(crate) static TOO_MANY_FILES: Rule =
    Rule::error("too-many-files", "more than 1,000,000 files lie below the project's root");

/// What a folder begins its `CACHEDIR.TAG` with to say that it is a cache (Cargo's `target`).
pub(super) const CACHE_SIGNATURE: &[u8] = b"Signature: 8a477f597d28d172789f06886806bc55";

/// So many files are no help centre, but a walk through somebody's whole disk.
const MOST_FILES: usize = 1_000_000;

/// So deep nobody files an article; what lies deeper is told and not looked at.
const DEEPEST: usize = 100;

/// Folders in which a project says how its site is made.
const SETTING_FOLDERS: [&str; 4] = ["data", "strings", "templates", "themes"];

/// One walk, and what it has found so far.
pub(super) struct Walk<'a> {
    root: &'a Path,
    output: Option<PathBuf>,
    beneath: &'a Root,
    files: BTreeMap<SourcePath, SourceEntry>,
    problems: Vec<Problem>,
}

/// A folder to walk through.
struct Start {
    /// Its path in the project.
    shown: String,
    /// Where it lies.
    real: PathBuf,
    is_linked: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(root: &'a Path, output: Option<&Path>, beneath: &'a Root) -> Self {
        let output = output.and_then(|output| fs::canonicalize(output).ok());
        Self { root, output, beneath, files: BTreeMap::new(), problems: Vec::new() }
    }

    /// All files of the project.
    pub(super) fn files(mut self) -> Checked<BTreeMap<SourcePath, SourceEntry>> {
        let root = Start { shown: String::new(), real: self.root.to_owned(), is_linked: false };
        let mut folders = vec![root];
        while let Some(folder) = folders.pop() {
            self.folder(&folder, &mut folders);
        }
        Checked { value: self.files, problems: self.problems }
    }

    fn folder(&mut self, start: &Start, linked: &mut Vec<Start>) {
        let mut walk = WalkDir::new(&start.real).sort_by_file_name().min_depth(1).into_iter();
        while let Some(entry) = walk.next() {
            if self.files.len() >= MOST_FILES {
                self.problems.push(too_many(&start.shown));
                linked.clear();
                return;
            }
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.problems.extend(unreadable(start, &error));
                    continue;
                }
            };
            let kind = entry.file_type();
            let is_content = self.entry(start, &entry, kind, linked);
            if kind.is_dir() && !is_content {
                walk.skip_current_dir();
            }
        }
    }

    /// Takes in one entry of a folder. Whether it can be part of the project.
    fn entry(
        &mut self,
        start: &Start,
        entry: &DirEntry,
        kind: FileType,
        linked: &mut Vec<Start>,
    ) -> bool {
        let path = start.named(entry.path());
        match left_out::reason(path.as_str()) {
            Some(Reason::Litter) => return false,
            Some(Reason::Secret) => {
                self.problems.push(secret(&path));
                return false;
            }
            None => {}
        }
        if kind.is_dir() {
            let is_content = !self.is_never_content(entry.path());
            if is_content && entry.depth() >= DEEPEST {
                self.problems.push(too_deep(&path));
                return false;
            }
            return is_content;
        }
        if entry.path().to_str().is_none() {
            self.problems.push(unreadable_name(&path));
        } else if kind.is_symlink() {
            match self.link(start, &path, entry.path()) {
                Ok(End::File(entry)) => {
                    self.files.insert(path, entry);
                }
                Ok(End::Folder(folder)) => linked.push(folder),
                Err(problem) => self.problems.push(problem),
            }
        } else if kind.is_file() {
            match entry.metadata() {
                Ok(metadata) => {
                    let target = start.is_linked.then(|| self.inside(entry.path())).flatten();
                    self.files.insert(path, entry_of(&metadata, target));
                }
                Err(error) => self.problems.extend(unreadable(start, &error)),
            }
        } else {
            self.problems.push(no_file(&path));
        }
        true
    }

    /// Where a link leads, or why it is not followed.
    fn link(&self, start: &Start, path: &SourcePath, link: &Path) -> Result<End, Problem> {
        let real = fs::canonicalize(link).map_err(|cause| match cause.kind() {
            io::ErrorKind::NotFound => not_followed(path, "leads nowhere"),
            _ => not_followed(path, "cannot be followed").help(cause.to_string()),
        })?;
        let copy = "copy what it points at into the project";
        let Some(target) = self.inside(&real) else {
            return Err(not_followed(path, "leads out of the project").help(copy));
        };
        if !left_out::can_be_part(target.as_str()) || self.lies_in_no_content(&real) {
            let headline = "leads to what is never part of a project";
            return Err(not_followed(path, headline).help(copy));
        }
        if !is_setting(path) && is_setting(&target) {
            let help = "links among articles may lead to articles and published files";
            return Err(not_followed(path, "leads to settings, data or a theme").help(help));
        }
        let metadata = fs::symlink_metadata(&real)
            .map_err(|cause| not_followed(path, "cannot be followed").help(cause.to_string()))?;
        if metadata.is_file() {
            let target = Some(target);
            return Ok(End::File(entry_of(&metadata, target)));
        }
        if !metadata.is_dir() {
            return Err(no_file(path));
        }
        if link.parent().is_some_and(|folder| folder.starts_with(&real)) {
            return Err(not_followed(path, "leads to a folder it is in"));
        }
        if start.is_linked {
            return Err(not_followed(path, "is below another symbolic link"));
        }
        Ok(End::Folder(Start { shown: path.to_string(), real, is_linked: true }))
    }

    /// The name without links of what lies at `real`, if that is in the project.
    fn inside(&self, real: &Path) -> Option<SourcePath> {
        let inside = real.strip_prefix(self.root).ok()?.to_str()?;
        Some(SourcePath::new(inside.replace(std::path::MAIN_SEPARATOR, "/")))
    }

    /// Whether the end of a link, or a folder around it, is none that a walk would go into.
    fn lies_in_no_content(&self, real: &Path) -> bool {
        real.ancestors()
            .take_while(|folder| *folder != self.root)
            .any(|folder| folder.is_dir() && self.is_never_content(folder))
    }

    /// Folders that say themselves that they are no content: sites, and caches.
    fn is_never_content(&self, folder: &Path) -> bool {
        self.output.as_deref() == Some(folder)
            || folder.join(MARKER).exists()
            || self.is_cache(folder)
    }

    fn is_cache(&self, folder: &Path) -> bool {
        let tag = folder.join("CACHEDIR.TAG");
        let Some(path) = self.inside(&tag) else { return false };
        let Ok((file, _)) = self.beneath.file(path.as_str()) else { return false };
        let mut start = Vec::new();
        file.take(CACHE_SIGNATURE.len() as u64).read_to_end(&mut start).is_ok()
            && start == CACHE_SIGNATURE
    }
}

/// What a link leads to.
enum End {
    File(SourceEntry),
    Folder(Start),
}

impl Start {
    /// The path in the project of what lies at `real`, with what is not UTF-8 replaced.
    fn named(&self, real: &Path) -> SourcePath {
        let below = real.strip_prefix(&self.real).unwrap_or(real).components();
        let below = below.map(|part| part.as_os_str().to_string_lossy().into_owned());
        let above = Some(self.shown.clone()).filter(|shown| !shown.is_empty());
        SourcePath::new(above.into_iter().chain(below).collect::<Vec<_>>().join("/"))
    }
}

/// Whether a file or a folder can say how the site is made: read by us, never published.
fn is_setting(path: &SourcePath) -> bool {
    let (first, is_below) = match path.as_str().split_once('/') {
        Some((first, _)) => (first, true),
        None => (path.as_str(), false),
    };
    let is_folder = SETTING_FOLDERS.contains(&first)
        && matches!(path.extension(), "toml" | "html" | "css" | "js" | "");
    is_folder || (!is_below && path.extension() == "toml")
}

/// A link that is not followed. Where that would change how the site is made, it is an error.
fn not_followed(path: &SourcePath, how: &str) -> Problem {
    let headline = format!("a symbolic link {how}");
    let rule = if is_setting(path) { &OUTSIDE_SETTING } else { &OUTSIDE_LINK };
    Problem::of(rule, headline).in_file(path, "not followed")
}

/// A pipe, a socket or a device.
fn no_file(path: &SourcePath) -> Problem {
    let is_needed = is_setting(path) || path.is_markdown();
    let rule = if is_needed { &UNREADABLE } else { &SPECIAL_FILE };
    Problem::of(rule, "what is no regular file cannot be read")
        .in_file(path, "a pipe, a socket or a device")
        .help("put a file in its place")
}

/// An article with such a name would be lost, which is an error; of other files it is told.
fn unreadable_name(path: &SourcePath) -> Problem {
    let rule = if path.is_markdown() { &UNREADABLE_NAME } else { &LEFT_OUT_NAME };
    Problem::of(rule, "a file name is not UTF-8").in_file(path, "left out").help("rename the file")
}

fn secret(path: &SourcePath) -> Problem {
    Problem::of(&SECRET_FILE, "a file that usually holds passwords is not published")
        .in_file(path, "left out")
        .help("take it out of `static/`, or give it another name if it is for everybody")
}

fn too_deep(path: &SourcePath) -> Problem {
    let headline = format!("folders lie more than {DEEPEST} deep");
    Problem::of(&UNREADABLE, headline)
        .in_file(path, "what is in it was not looked at")
        .help("move it up")
}

fn too_many(folder: &str) -> Problem {
    let headline = format!("there are more than {MOST_FILES} files");
    let folder = SourcePath::new(if folder.is_empty() { "." } else { folder });
    Problem::of(&TOO_MANY_FILES, headline)
        .in_file(&folder, "the rest was not looked at")
        .help("name the folder of the help centre with --root")
}

fn unreadable(start: &Start, error: &walkdir::Error) -> Option<Problem> {
    let path = start.named(error.path()?);
    let reason = error.io_error().map_or_else(String::new, ToString::to_string);
    Some(unreadable::unreadable(&path, reason))
}

fn entry_of(found: &Metadata, target: Option<SourcePath>) -> SourceEntry {
    SourceEntry { size: found.len(), target, state: state_of(found) }
}

#[cfg(unix)]
fn state_of(found: &Metadata) -> FileState {
    use std::os::unix::fs::MetadataExt as _;
    FileState::Disk(found.ino(), (found.ctime(), found.ctime_nsec()))
}

#[cfg(not(unix))]
fn state_of(found: &Metadata) -> FileState {
    let time = found.modified().ok();
    let since = time.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let since = since.unwrap_or_default();
    FileState::Disk(0, (since.as_secs() as i64, i64::from(since.subsec_nanos())))
}
