//! What the writer of the site could not do. Each sentence says what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use crate::text::path::{OutputPath, SourcePath};

/// A failure to write the site. The old site is whole whenever one of these is returned.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The system refused.
    #[error("cannot {action} {}: {cause}", path.display())]
    System {
        /// What was tried, to follow "cannot".
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// A file of the project that is to be copied cannot be read.
    #[error("cannot read {path}: {cause}")]
    Source {
        /// The file.
        path: SourcePath,
        /// Why not.
        cause: io::Error,
    },
    /// The output folder holds what dopo did not write, and has never been an output folder.
    #[error(
        "{} is not empty and was not written by dopo; name another folder with --output-dir, \
         or use --force, which puts aside what is in it",
        .0.display()
    )]
    NotOurs(PathBuf),
    /// A person put something into the site.
    #[error(
        "{} holds what dopo did not write: {}; move it to `static/`, where it becomes part of the \
         site, or use --force, which puts it aside",
        folder.display(), named(found)
    )]
    Foreign {
        /// The output folder.
        folder: PathBuf,
        /// What is in it, as paths below it.
        found: Vec<PathBuf>,
    },
    /// A person put something where the new site has a file of its own.
    #[error(
        "{} holds what dopo did not write where the new site has something else: {}; remove it \
         there, or use --force, which puts it aside",
        folder.display(), named(found)
    )]
    InTheWay {
        /// The output folder.
        folder: PathBuf,
        /// What is in the way, as paths below it.
        found: Vec<PathBuf>,
    },
    /// Something is mounted where the site has files.
    #[error("{} is a mount; unmount it, or name another folder with --output-dir", .0.display())]
    Mounted(PathBuf),
    /// The output folder is a symbolic link.
    #[error(
        "{} is a symbolic link; name the folder itself with --output-dir {}",
        path.display(), end.display()
    )]
    Link {
        /// The output folder.
        path: PathBuf,
        /// Where it leads.
        end: PathBuf,
    },
    /// Something is where dopo works, beside or in the output folder, and is not dopo's.
    #[error(
        "{} is {what}, where dopo keeps what is its own; move it away, or name another folder with \
         --output-dir",
        path.display()
    )]
    Taken {
        /// Where.
        path: PathBuf,
        /// What is there, with its article.
        what: &'static str,
    },
    /// The output folder is a file.
    #[error("{} is a file, not a folder; name another folder with --output-dir", .0.display())]
    NotAFolder(PathBuf),
    /// Replacing the output folder would remove the project.
    #[error(
        "publishing into {} would remove {}; name another folder with --output-dir",
        folder.display(), held.display()
    )]
    HoldsTheProject {
        /// The output folder.
        folder: PathBuf,
        /// What is in it.
        held: PathBuf,
    },
    /// The output folder has no name or no folder around it (`/`).
    #[error("{} cannot be an output folder; name another one with --output-dir", .0.display())]
    NoPlace(PathBuf),
    /// Another build writes the same folder.
    #[error("another build is writing {}; wait until it is done", .0.display())]
    Busy(PathBuf),
    /// An output would be written outside the site.
    #[error("the output path `{0}` leaves the site")]
    Escapes(OutputPath),
    /// Two outputs have one path.
    #[error("two outputs have the path `{0}`")]
    Twice(OutputPath),
}

/// How many things are named before the rest is counted.
const NAMED: usize = 5;

/// `CNAME, shop and 12 more`.
fn named(found: &[PathBuf]) -> String {
    let names: Vec<_> = found.iter().take(NAMED).map(|path| path.to_string_lossy()).collect();
    let names = names.join(", ");
    match found.len().saturating_sub(NAMED) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}

impl Failure {
    /// For `map_err`, where a file of the project is read.
    pub fn source(path: &SourcePath) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Source { path: path.clone(), cause }
    }

    /// For `map_err`: `action` follows "cannot".
    pub(super) fn system(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::System { action, path: path.to_owned(), cause }
    }
}
