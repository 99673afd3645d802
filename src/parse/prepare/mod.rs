//! What stands in an article and is not Markdown is taken out before the Markdown parser sees it:
//! comments and staff blocks, container lines, left-over template tags.
//!
//! Text goes, text comes, and every place is still known: [`Prepared::place`] leads from a byte of
//! the prepared text back to the file. What has to become a node (a container that opens, an
//! embed) leaves a mark: an HTML comment with a letter that stands nowhere else in the article. A
//! comment can begin and end a block at any depth of lists and quotes, which is just what a
//! container line does. Articles without any of it pass through untouched.

mod arguments;
mod code;
mod containers;
mod draft;
mod hidden;
mod lines;
mod places;
mod tags;

use std::borrow::Cow;
use std::ops::Range;

use super::body::AsideKind;
use super::problems::Problems;
use crate::text::path::SourcePath;
use crate::text::span::Span;
use code::Stage;
use draft::Draft;
use places::Places;

pub(super) use containers::{
    Container, STRAY_CONTAINER_END, UNCLOSED_CONTAINER, UNKNOWN_CONTAINER,
};
pub(super) use hidden::{STAFF_BLOCK, STRAY_COMMENT, UNCLOSED_CODE, UNCLOSED_COMMENT};
pub(super) use tags::TEMPLATE_TAG;

/// An article ready for the Markdown parser.
pub(super) struct Prepared<'a> {
    pub(super) text: Cow<'a, str>,
    /// What the marks in `text` stand for, by number.
    marks: Vec<Mark>,
    /// What a mark begins with; empty when there is none.
    opening: String,
    places: Places,
    /// Widths written behind images, by the byte where the image ends in the text as it was after
    /// `widths_after` passes.
    widths: Vec<(usize, u32)>,
    widths_after: usize,
}

/// What a mark stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A container begins. Its number is that of the mark.
    Open(Container),
    /// The container of this number ends.
    Close(usize),
    /// The quotation is an alert of a kind GitHub does not know.
    Alert(AsideKind),
    /// Something of another site.
    Embed { address: String, span: Span },
    /// Something readers must not see.
    Hidden,
}

impl<'a> Prepared<'a> {
    /// Prepares `text`, which begins at byte `offset` of the file.
    pub(super) fn new(text: &'a str, offset: usize, problems: &mut Problems<'_>) -> Self {
        let mut draft = Draft::new(text, offset, problems);
        let code = hidden::cut(&mut draft, Stage::Written);
        let hides = code.is_some();
        let has_containers = containers::may_hold(draft.text());
        let mut has_changed = false;
        if has_containers || tags::may_hold(draft.text()) {
            let code = code.unwrap_or_else(|| code::find(draft.text(), Stage::Written));
            has_changed = draft.pass(|text, _, found| {
                if has_containers {
                    containers::find(text, &code, found);
                }
                tags::find(text, &code, found);
            });
        }
        // What was code before the lines and tags went may be none now, and what hid there shows.
        if has_changed || hides && has_containers {
            hidden::cut(&mut draft, Stage::Ready);
        }
        draft.finish()
    }

    /// What `html` stands for, when it is one of our marks, and the number of the mark.
    pub(super) fn mark(&self, html: &str) -> Option<(usize, &Mark)> {
        if self.marks.is_empty() {
            return None;
        }
        let number = html.trim().strip_prefix(&self.opening)?.strip_suffix("-->")?.parse().ok()?;
        self.marks.get(number).map(|mark| (number, mark))
    }

    /// `text` without marks. They end up in text where taking something out made code of what was
    /// none before.
    pub(super) fn without_marks<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.marks.is_empty() || !text.contains(&self.opening) {
            return Cow::Borrowed(text);
        }
        let mut pieces = text.split(&self.opening);
        let mut clean = pieces.next().unwrap_or("").to_owned();
        for piece in pieces {
            clean.push_str(piece.split_once("-->").map_or("", |(_, rest)| rest));
        }
        Cow::Owned(clean)
    }

    /// The container that the mark of this number opens.
    pub(super) fn container(&self, number: usize) -> Option<&Container> {
        match self.marks.get(number)? {
            Mark::Open(container) => Some(container),
            _ => None,
        }
    }

    /// The place in the file of some bytes of the prepared text.
    pub(super) fn place(&self, range: Range<usize>) -> Span {
        Span::new(self.places.of(range))
    }

    /// The width written behind an image that ends at byte `at` of the prepared text.
    pub(super) fn width(&self, at: usize) -> Option<u32> {
        let at = self.places.after(self.widths_after, at);
        let found = self.widths.binary_search_by_key(&at, |&(at, _)| at).ok()?;
        self.widths.get(found).map(|&(_, width)| width)
    }
}

/// A line of text (a title) without comments and tags; in code they are text.
pub(super) fn without_tags(line: &str) -> Cow<'_, str> {
    let file = SourcePath::new("");
    let mut nobody = Problems::new(&file);
    let mut draft = Draft::new(line, 0, &mut nobody);
    hidden::cut(&mut draft, Stage::Written);
    if draft.passes() == 0 {
        return tags::without_tags(line);
    }
    let shown = draft.finish();
    Cow::Owned(tags::without_tags(&shown.without_marks(&shown.text)).trim().to_owned())
}
