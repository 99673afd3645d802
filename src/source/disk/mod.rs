//! The project on disk: the names of its files, found once by a walk, and their bytes, opened when
//! asked for.
//!
//! The walk decides what is part of a project (`walk`, `left_out`) and notes of each file under
//! which name without links it lies; only that name is ever opened (`beneath`).

mod beneath;
mod left_out;
mod walk;

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

pub use left_out::can_be_part;
pub(crate) use walk::OUTSIDE_LINK;
pub(super) use walk::{
    LEFT_OUT_NAME, OUTSIDE_SETTING, SECRET_FILE, SPECIAL_FILE, TOO_MANY_FILES, UNREADABLE_NAME,
};

use super::tree::{OpenFile, SourceReader, SourceTree};
use crate::text::path::SourcePath;
use crate::text::problem::Checked;
use beneath::Root;
use walk::Walk;

#[derive(Debug)]
struct Disk(Root);

impl SourceReader for Disk {
    fn open(&self, path: &SourcePath) -> io::Result<OpenFile> {
        let (file, length) = self.0.file(path.as_str())?;
        Ok(OpenFile::new(file, length))
    }
}

/// Names every file below `root` that can be part of the project. `output` is the folder the site
/// goes to, left out even before it carries the marker.
///
/// Problems: names that are not UTF-8, links that lead where they may not, folders and files that
/// cannot be read, passwords below `static/`, more files than can be a help centre.
///
/// # Errors
/// When `root` itself is not a folder that can be read.
pub fn read(root: &Path, output: Option<&Path>) -> io::Result<Checked<SourceTree>> {
    let root = fs::canonicalize(root)?;
    fs::read_dir(&root)?;
    let beneath = Root::open(&root)?;
    let Checked { value: files, problems } = Walk::new(&root, output, &beneath).files();
    let name = telling_name(&root);
    let tree = SourceTree::new(files, Arc::new(Disk(beneath))).named(name);
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

#[cfg(test)]
mod tests;
