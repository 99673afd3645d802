//! The articles of a project as they were read, by path; each is read again only when its file may
//! have changed, and parsed again only when its text did.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::parse::{self, Document};
use crate::source::{self, SourceTree};
use crate::text::fingerprint;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// All articles.
#[derive(Debug, Default)]
pub(super) struct Documents(BTreeMap<SourcePath, Read>);

/// One of them, as it was read.
#[derive(Debug)]
struct Read {
    /// Of its text; 0 when it could not be read.
    fingerprint: u64,
    /// What it says; `None` when it could not be read.
    document: Option<Arc<Document>>,
    problems: Vec<Problem>,
}

impl Documents {
    /// Reads those of `paths` that `changed` names or that are new, in parallel, and lets go of all
    /// that are not among `paths`. Gives the documents that are others now, and whether some came or
    /// went.
    pub(super) fn update(
        &mut self,
        tree: &SourceTree,
        paths: &BTreeSet<SourcePath>,
        changed: &BTreeSet<SourcePath>,
    ) -> Update {
        let before = self.0.len();
        self.0.retain(|path, _| paths.contains(path));
        let mut update = Update { came_or_went: self.0.len() < before, ..Update::default() };
        let is_stale = |path: &&SourcePath| changed.contains(*path) || !self.0.contains_key(*path);
        let stale: Vec<&SourcePath> = paths.iter().filter(is_stale).collect();
        let read: Vec<Option<Read>> =
            stale.par_iter().map(|path| read(tree, path, self.0.get(*path))).collect();
        for (path, new) in stale.into_iter().zip(read) {
            let Some(new) = new else { continue };
            let old = self.0.get(path).is_some_and(|old| old.document.is_some());
            match &new.document {
                Some(document) if old => update.changed.push(Arc::clone(document)),
                Some(_) => update.came_or_went = true,
                None => update.came_or_went |= old,
            }
            self.0.insert(path.clone(), new);
        }
        update
    }

    /// Everything that could be read, in order of path.
    pub(super) fn all(&self) -> impl Iterator<Item = Arc<Document>> {
        self.0.values().filter_map(|article| article.document.clone())
    }

    pub(super) fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.0.values().flat_map(|article| &article.problems)
    }

    /// The text an article was parsed from, read again for the places of problems; `None` when it
    /// has another one meanwhile.
    pub(super) fn text(&self, tree: &SourceTree, path: &SourcePath) -> Option<String> {
        let known = self.0.get(path)?;
        let text = source::article(tree, path).ok()?;
        (fingerprint::number(text.as_bytes()) == known.fingerprint).then_some(text)
    }
}

/// What reading again has changed.
#[derive(Debug, Default)]
pub(super) struct Update {
    /// Documents with another text.
    pub(super) changed: Vec<Arc<Document>>,
    /// Whether there are others than before.
    pub(super) came_or_went: bool,
}

/// The article at `path`; `None` when its text is that of `old`.
fn read(tree: &SourceTree, path: &SourcePath, old: Option<&Read>) -> Option<Read> {
    let text = match source::article(tree, path) {
        Ok(text) => text,
        Err(problem) => {
            return Some(Read { fingerprint: 0, document: None, problems: vec![problem] });
        }
    };
    let fingerprint = fingerprint::number(text.as_bytes());
    if old.is_some_and(|old| old.document.is_some() && old.fingerprint == fingerprint) {
        return None;
    }
    let parsed = parse::document(path, &text);
    let document = Some(Arc::new(parsed.value));
    Some(Read { fingerprint, document, problems: parsed.problems })
}
