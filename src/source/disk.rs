//! The project on disk.
//!
//! The walk decides what can be part of a project at all: never dot files, `node_modules`, the
//! output folder, folders that carry our marker (the output of an earlier build, wherever it lies)
//! or that say themselves they are a cache. Symbolic links are followed only to what could be part
//! of the project by its own name: nothing outside the root is read, and a link is no way around
//! the rule about dot files either.

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::MARKER;
use super::tree::{SourceEntry, SourceReader, SourceTree};
use crate::text::path::SourcePath;
use crate::text::problem::{Checked, Problem};

/// What a folder begins its `CACHEDIR.TAG` with to say that it is a cache (Cargo's `target`).
const CACHE_SIGNATURE: &[u8] = b"Signature: 8a477f597d28d172789f06886806bc55";

#[derive(Debug)]
struct Disk {
    root: PathBuf,
}

impl SourceReader for Disk {
    #[allow(clippy::disallowed_methods, reason = "this is where the project is read")]
    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        fs::read(self.root.join(path.as_str()))
    }

    fn read_start(&self, path: &SourcePath, length: usize) -> io::Result<Vec<u8>> {
        let mut start = Vec::new();
        let file = fs::File::open(self.root.join(path.as_str()))?;
        file.take(length as u64).read_to_end(&mut start)?;
        Ok(start)
    }

    fn on_disk(&self, path: &SourcePath) -> Option<PathBuf> {
        Some(self.root.join(path.as_str()))
    }
}

/// Names every file below `root` that can be part of the project. `output` is the folder the site
/// goes to, left out even before it carries the marker.
///
/// Problems: names that are not UTF-8 (`unreadable-name`), links that lead out (`outside-link`),
/// folders and files that cannot be read (`unreadable`).
///
/// # Errors
/// When `root` itself is not a folder that can be read.
pub fn read(root: &Path, output: Option<&Path>) -> io::Result<Checked<SourceTree>> {
    let root = fs::canonicalize(root)?;
    fs::read_dir(&root)?;
    let output = output.and_then(|output| fs::canonicalize(output).ok());
    let mut files = std::collections::BTreeMap::new();
    let mut problems = Vec::new();

    let mut walk = WalkDir::new(&root).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.extend(unreadable(&root, &error));
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        let is_folder = entry.file_type().is_dir();
        if entry.path_is_symlink()
            && let Some(problem) = not_to_follow(&root, &entry)
        {
            problems.push(problem);
            if is_folder {
                walk.skip_current_dir();
            }
            continue;
        }
        if is_folder {
            if is_never_content(&entry, output.as_deref()) {
                walk.skip_current_dir();
            }
            continue;
        }
        if !entry.file_type().is_file() || is_dotted(entry.file_name()) {
            continue;
        }
        let path = named(&root, entry.path());
        if entry.path().to_str().is_none() {
            problems.push(unreadable_name(&path));
            continue;
        }
        match entry.metadata() {
            Ok(metadata) => {
                files.insert(path, SourceEntry { size: metadata.len() });
            }
            Err(error) => problems.extend(unreadable(&root, &error)),
        }
    }
    let name = root.file_name().map(|name| name.to_string_lossy().into_owned());
    let tree = SourceTree::new(files, Arc::new(Disk { root })).named(name.unwrap_or_default());
    Ok(Checked { value: tree, problems })
}

/// The project-relative path of `path`, with what is not UTF-8 replaced.
fn named(root: &Path, path: &Path) -> SourcePath {
    let parts: Vec<_> = path
        .strip_prefix(root)
        .unwrap_or(path)
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    SourcePath::new(parts.join("/"))
}

fn is_dotted(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

fn is_never_content(entry: &DirEntry, output: Option<&Path>) -> bool {
    is_dotted(entry.file_name())
        || entry.file_name() == "node_modules"
        || output.is_some_and(|output| fs::canonicalize(entry.path()).is_ok_and(|at| at == output))
        || entry.path().join(MARKER).exists()
        || is_cache(entry.path())
}

fn is_cache(folder: &Path) -> bool {
    let mut start = Vec::new();
    fs::File::open(folder.join("CACHEDIR.TAG"))
        .and_then(|tag| tag.take(CACHE_SIGNATURE.len() as u64).read_to_end(&mut start))
        .is_ok_and(|_| start == CACHE_SIGNATURE)
}

/// Why a symbolic link is not followed, if so. A link to a folder counts only once on a way: links
/// that lead through each other would multiply the project beyond measure.
fn not_to_follow(root: &Path, link: &DirEntry) -> Option<Problem> {
    let path = named(root, link.path());
    if !leads_inside(root, link.path()) {
        return Some(
            Problem::warning("outside-link", "a symbolic link leads out of the project")
                .in_file(&path, "not followed")
                .help("copy what it points at into the project"),
        );
    }
    let folder = link.path().parent()?;
    let is_below_link = fs::canonicalize(folder).is_ok_and(|end| end != folder);
    (link.file_type().is_dir() && is_below_link).then(|| {
        Problem::warning("outside-link", "a symbolic link below a symbolic link")
            .in_file(&path, "not followed")
    })
}

/// Whether the end of a link lies below `root` and on the way there is nothing that never is
/// content by its name.
fn leads_inside(root: &Path, link: &Path) -> bool {
    let Ok(end) = fs::canonicalize(link) else { return false };
    end.strip_prefix(root).is_ok_and(|inside| {
        inside.components().all(|part| match part {
            Component::Normal(name) => !is_dotted(name) && name != "node_modules",
            _ => false,
        })
    })
}

/// An article with such a name would be lost, which is an error; of other files it is told.
fn unreadable_name(path: &SourcePath) -> Problem {
    let headline = "a file name is not UTF-8";
    let problem = if path.as_str().ends_with(".md") {
        Problem::error("unreadable-name", headline)
    } else {
        Problem::warning("unreadable-name", headline)
    };
    problem.in_file(path, "left out").help("rename the file")
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Option<Problem> {
    let path = named(root, error.path()?);
    if error.loop_ancestor().is_some() {
        return Some(
            Problem::warning("outside-link", "a symbolic link leads to a folder it is in")
                .in_file(&path, "not followed"),
        );
    }
    let reason = error.io_error().map_or_else(String::new, ToString::to_string);
    let is_dead_link =
        error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound);
    let problem = if is_dead_link {
        Problem::warning("outside-link", "a symbolic link leads nowhere")
    } else {
        Problem::error("unreadable", "a file or folder cannot be read")
    };
    Some(problem.in_file(&path, reason))
}
