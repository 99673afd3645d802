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
    let name = telling_name(&root);
    let tree = SourceTree::new(files, Arc::new(Disk { root })).named(name);
    Ok(Checked { value: tree, problems })
}

/// The name of a folder; of the folder above, where its own only says that documents are in it.
fn telling_name(root: &Path) -> String {
    let name_of =
        |folder: &Path| folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let own = name_of(root).unwrap_or_default();
    let says_nothing = matches!(own.as_str(), "content" | "docs" | "_docs" | "doc");
    let above = root.parent().and_then(name_of).filter(|_| says_nothing);
    above.unwrap_or(own)
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
    let problem = if path.is_markdown() {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]

    use super::*;

    /// Lays `files` out in a new folder.
    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        root
    }

    fn paths(checked: &Checked<SourceTree>) -> Vec<&str> {
        checked.value.iter().map(|(path, _)| path.as_str()).collect()
    }

    #[test]
    fn what_never_is_content_is_not_there() {
        let cache = String::from_utf8(CACHE_SIGNATURE.to_vec()).unwrap();
        let root = folder(&[
            ("b.md", "text"),
            ("a/c.md", ""),
            ("è.md", ""),
            (".env", ""),
            (".git/config", ""),
            ("a/.hidden/x.md", ""),
            ("node_modules/x/README.md", ""),
            ("public/index.html", ""),
            ("old-site/.dopo-manifest", ""),
            ("old-site/index.md", ""),
            ("target/CACHEDIR.TAG", &cache),
            ("target/x.md", ""),
            ("targets/CACHEDIR.TAG", "another"),
        ]);
        let read = read(root.path(), Some(&root.path().join("public"))).unwrap();
        assert_eq!(paths(&read), ["a/c.md", "b.md", "targets/CACHEDIR.TAG", "è.md"]);
        assert!(read.problems.is_empty());
        let b = SourcePath::new("b.md");
        assert_eq!(read.value.entry("b.md"), Some(&SourceEntry { size: 4 }));
        assert_eq!(read.value.read(&b).unwrap(), b"text");
        assert_eq!(read.value.read_start(&b, 2).unwrap(), b"te");
        assert_eq!(read.value.read_start(&b, 9).unwrap(), b"text");
        assert_eq!(read.value.name(), root.path().file_name().unwrap().to_str().unwrap());
    }

    #[test]
    fn a_folder_named_after_its_kind_is_told_by_the_one_above() {
        assert_eq!(telling_name(Path::new("/home/kettle-help/_docs")), "kettle-help");
        assert_eq!(telling_name(Path::new("/home/kettle-help")), "kettle-help");
        assert_eq!(telling_name(Path::new("/docs")), "docs");
    }

    #[test]
    fn a_root_that_is_no_folder_is_a_failure() {
        let root = folder(&[("a.md", "")]);
        assert!(read(&root.path().join("a.md"), None).is_err());
        assert!(read(&root.path().join("gone"), None).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_only_to_what_could_be_content_anyway() {
        use std::os::unix::fs::symlink;
        let outside = folder(&[("secret.md", ""), ("deep/secret.md", "")]);
        let root = folder(&[("a.md", ""), (".env", ""), ("b/c.md", ""), ("d/e.md", "")]);
        let at = |path: &str| root.path().join(path);
        symlink(outside.path().join("secret.md"), at("file.md")).unwrap();
        symlink(outside.path(), at("folder")).unwrap();
        symlink("../../../../../../etc", at("b/etc")).unwrap();
        symlink(".env", at("env.md")).unwrap();
        symlink("gone.md", at("dead.md")).unwrap();
        symlink("..", at("b/loop")).unwrap();
        symlink("a.md", at("good.md")).unwrap();
        symlink("../b", at("d/b")).unwrap();
        let read = read(root.path(), None).unwrap();
        assert_eq!(paths(&read), ["a.md", "b/c.md", "d/b/c.md", "d/e.md", "good.md"]);
        let mut told: Vec<&str> =
            read.problems.iter().map(|problem| problem.labels[0].file.as_str()).collect();
        told.sort_unstable();
        assert_eq!(
            told,
            ["b/etc", "b/loop", "d/b/etc", "d/b/loop", "dead.md", "env.md", "file.md", "folder"]
        );
        assert!(read.problems.iter().all(|problem| problem.rule == "outside-link"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_utf8_is_told() {
        use std::os::unix::ffi::OsStrExt;
        let root = folder(&[("a.md", "")]);
        for name in [&b"caff\xe8.md"[..], b"caff\xe8.png"] {
            fs::write(root.path().join(std::ffi::OsStr::from_bytes(name)), "").unwrap();
        }
        let read = read(root.path(), None).unwrap();
        assert_eq!(paths(&read), ["a.md"]);
        let told: Vec<(&str, bool)> = read
            .problems
            .iter()
            .map(|problem| (problem.labels[0].file.as_str(), problem.is_error()))
            .collect();
        assert_eq!(told, [("caff\u{fffd}.md", true), ("caff\u{fffd}.png", false)]);
    }
}
