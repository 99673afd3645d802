//! What a sink has of a project from before: for each page what it showed, and for each file what
//! came of it. A page that shows the same need not be rendered again when the sink still has its
//! file.
//!
//! Nothing here holds a byte of an output, and nothing is believed of one: the sink says whether it
//! has a file of that fingerprint and length.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use crate::output::{Digest, Failure, Sink};
use crate::pages::Page;
use crate::text::path::OutputPath;
use crate::theme::Theme;

/// What was made of pages, by the file each was written to.
#[derive(Debug, Default)]
pub(super) struct Before(Mutex<HashMap<OutputPath, PageBefore>>);

/// What was made of one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageBefore {
    pub(super) appearance: Appearance,
    pub(super) page: Digest,
    /// The Markdown twin, where it has one.
    pub(super) twin: Option<(OutputPath, Digest)>,
}

/// What of a page need not be made.
#[derive(Debug, Default)]
pub(super) struct Stands {
    pub(super) page: bool,
    pub(super) twin: bool,
    /// What was made of it when it showed the same.
    pub(super) before: Option<PageBefore>,
}

/// The hash of everything that decides the bytes of a page and of its twin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Appearance([u8; 32]);

impl Appearance {
    /// What `page` shows with `theme`.
    pub(super) fn of(page: &Page, theme: &Theme) -> Self {
        let mut hasher = Blake(blake3::Hasher::new());
        hasher.write(theme.fingerprint().as_bytes());
        page.hash(&mut hasher);
        Self(*hasher.0.finalize().as_bytes())
    }
}

/// So that what derives `Hash` can be hashed for longer than a run of the program.
struct Blake(blake3::Hasher);

impl Hasher for Blake {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}

impl Before {
    /// What `sink` still has, and takes, of what was made of the page at `path` when it showed the
    /// same.
    pub(super) fn stands(
        &self,
        path: &OutputPath,
        appearance: Appearance,
        sink: &impl Sink,
    ) -> Result<Stands, Failure> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        let Some(known) = known.filter(|known| known.appearance == appearance) else {
            return Ok(Stands::default());
        };
        let page = sink.as_before(path, known.page)?;
        let twin = match &known.twin {
            Some((path, digest)) => sink.as_before(path, *digest)?,
            None => true,
        };
        Ok(Stands { page, twin, before: Some(known) })
    }

    pub(super) fn remember(&self, path: OutputPath, page: PageBefore) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path, page);
    }
}
