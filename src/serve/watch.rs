//! Waits until something of the project changes.
//!
//! Events are only hints that something did: the build reads the tree anew, so a lost or doubled
//! event does no harm. Only folders that hold something of the project are watched (never the
//! output, `.git` or `node_modules`), and the root itself for folders that are new.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::source::{self, SourceTree};

/// Editors save in several steps; after so long without another event they are done.
const QUIET: Duration = Duration::from_millis(8);

/// A folder that never comes to rest is built all the same after this time.
const PATIENCE: Duration = Duration::from_millis(400);

/// Why a wait is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Woken {
    /// Something changed.
    Changed,
    /// The time was up.
    InTime,
    /// Nothing can change any more.
    Over,
}

#[derive(Debug)]
pub(super) struct Watch {
    root: PathBuf,
    output: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    watched: BTreeSet<String>,
}

impl Watch {
    /// Watches `root`; nothing below `output` counts.
    pub(super) fn new(root: &Path, output: &Path) -> notify::Result<Self> {
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        watcher.watch(root, RecursiveMode::NonRecursive)?;
        Ok(Self {
            root: root.to_owned(),
            output: output.to_owned(),
            watcher,
            events,
            watched: BTreeSet::new(),
        })
    }

    /// Watches the folders of `tree` and no others. True when one is new: what happened in it
    /// before is unknown, so the tree is to be read once more.
    pub(super) fn follow(&mut self, tree: &SourceTree) -> notify::Result<bool> {
        let folders: BTreeSet<String> = tree
            .iter()
            .filter_map(|(path, _)| Some(path.as_str().split_once('/')?.0.to_owned()))
            .collect();
        for gone in self.watched.difference(&folders) {
            // It may be gone from the disk, and its watch with it.
            let _ = self.watcher.unwatch(&self.root.join(gone));
        }
        let mut has_new = false;
        for folder in folders.difference(&self.watched) {
            self.watcher.watch(&self.root.join(folder), RecursiveMode::Recursive)?;
            has_new = true;
        }
        self.watched = folders;
        Ok(has_new)
    }

    /// Blocks until something changed and came to rest.
    pub(super) fn wait(&mut self) -> Woken {
        loop {
            let Ok(event) = self.events.recv() else { return Woken::Over };
            if self.take(&event) {
                return self.rest();
            }
        }
    }

    /// The same, but not for longer than `time`.
    pub(super) fn wait_at_most(&mut self, time: Duration) -> Woken {
        let end = Instant::now() + time;
        loop {
            match self.events.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(event) if self.take(&event) => return self.rest(),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return Woken::InTime,
                Err(RecvTimeoutError::Disconnected) => return Woken::Over,
            }
        }
    }

    /// Waits until nothing more happens.
    fn rest(&mut self) -> Woken {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => self.forget_moved(&event),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return Woken::Over,
            }
        }
        Woken::Changed
    }

    /// Takes an event in. Whether it matters.
    fn take(&mut self, event: &notify::Result<Event>) -> bool {
        self.forget_moved(event);
        self.matters(event)
    }

    /// A folder that was removed or renamed took its watch with it; when one of its name is there
    /// again, it is watched anew.
    fn forget_moved(&mut self, event: &notify::Result<Event>) {
        let Ok(event) = event else { return };
        if matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))) {
            for path in &event.paths {
                let name = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
                if name.is_some_and(|name| self.watched.remove(name)) {
                    let _ = self.watcher.unwatch(path);
                }
            }
        }
    }

    fn matters(&self, event: &notify::Result<Event>) -> bool {
        // An error is a hint too: events were lost.
        let Ok(event) = event else { return true };
        let is_change = !matches!(event.kind, EventKind::Access(_));
        is_change
            && (event.paths.is_empty()
                || event.paths.iter().any(|path| is_of_project(&self.root, &self.output, path)))
    }
}

/// Whether a path can be part of the project by its name.
fn is_of_project(root: &Path, output: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(root) else { return true };
    let inside = inside.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    !path.starts_with(output) && (inside.is_empty() || source::disk::can_be_part(&inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_the_output_and_of_hidden_files_do_not_matter() {
        let root = Path::new("/p/site");
        for (path, matters) in [
            ("/p/site/content/a.md", true),
            ("/p/site", true),
            ("/p/site/publicity/a.md", true),
            ("/p/site/public", false),
            ("/p/site/public/a/index.html", false),
            ("/p/site/.public.dopo", false),
            ("/p/site/.git/index.lock", false),
            ("/p/site/content/.a.md.swp", false),
            ("/p/site/static/.well-known/security.txt", true),
            ("/p/site/static/.git/index.lock", false),
            ("/p/site/content/.gitbook/assets/a.png", true),
            ("/p/site/node_modules/x", false),
        ] {
            let output = Path::new("/p/site/public");
            assert_eq!(is_of_project(root, output, Path::new(path)), matters, "{path}");
        }
    }
}
