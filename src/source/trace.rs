//! What was asked of a tree: the files that were read, those that were looked for and are not there,
//! and the folders whose names were listed. What was made from the answers is as good as new while
//! none of them changed.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::text::path::SourcePath;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    /// For a file, which may not have been there.
    File(String),
    /// For the names of all files below a folder, which is written with a slash at its end; the
    /// empty string is the root.
    Below(String),
}

/// All questions.
#[derive(Debug, Default)]
pub struct Trace(Mutex<BTreeSet<Asked>>);

impl Trace {
    pub(super) fn note(&self, asked: Asked) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(asked);
    }

    /// Whether one of the answers may be another when `path` changed. `came_or_went` says that it
    /// was not there before, or is not there any more: only then is a list of names another.
    pub fn concerns(&self, path: &SourcePath, came_or_went: bool) -> bool {
        let asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let path = path.as_str();
        if asked.contains(&Asked::File(path.to_owned())) {
            return true;
        }
        let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..=at));
        came_or_went
            && std::iter::once("")
                .chain(folders)
                .any(|folder| asked.contains(&Asked::Below(folder.to_owned())))
    }
}
