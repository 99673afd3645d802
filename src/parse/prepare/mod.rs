//! What stands in an article and is not Markdown is taken out before the Markdown parser sees it:
//! container lines, left-over template tags, staff blocks.
//!
//! Text goes, text comes, and every place is still known: [`Prepared::place`] leads from a byte of
//! the prepared text back to the file. What has to become a node (a container that opens, an
//! embed) leaves a mark: an HTML comment with a word that stands nowhere else in the article. A
//! comment can begin and end a block at any depth of lists and quotes, which is just what a
//! container line does. Articles without any of it pass through untouched.

mod code;
mod containers;
mod tags;

use std::borrow::Cow;
use std::ops::Range;

use super::body::AsideKind;
use super::problems::Problems;
use crate::text::span::Span;

pub(super) use containers::Container;
pub(super) use tags::without_tags;

/// An article ready for the Markdown parser.
pub(super) struct Prepared<'a> {
    pub(super) text: Cow<'a, str>,
    /// What the marks in `text` stand for, by number.
    marks: Vec<Mark>,
    /// What a mark begins with.
    opening: String,
    places: Places,
    /// Widths written behind images, by the byte of `text` where the image ends.
    widths: Vec<(usize, u32)>,
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
}

/// One change to the text.
#[derive(Debug, PartialEq, Eq)]
struct Edit {
    range: Range<usize>,
    change: Change,
}

#[derive(Debug, PartialEq, Eq)]
enum Change {
    /// Other text instead.
    Text(String),
    /// A mark instead, by number.
    Mark(usize),
    /// The text goes; it was the width of the image before it.
    Width(u32),
}

impl<'a> Prepared<'a> {
    /// Prepares `text`, which begins at byte `offset` of the file.
    pub(super) fn new(text: &'a str, offset: usize, problems: &mut Problems<'_>) -> Self {
        let mut marks = Vec::new();
        let edits = edits(text, offset, &mut marks, problems);
        let opening = format!("<!--{}:", unused_word(text, !marks.is_empty()));
        let mut prepared = Self {
            text: Cow::Borrowed(text),
            marks,
            opening,
            places: Places { offset, edits: Vec::with_capacity(edits.len()) },
            widths: Vec::new(),
        };
        if !edits.is_empty() {
            prepared.apply(text, edits);
        }
        prepared
    }

    /// What `html` stands for, when it is one of our marks, and the number of the mark.
    pub(super) fn mark(&self, html: &str) -> Option<(usize, &Mark)> {
        if self.marks.is_empty() {
            return None;
        }
        let number = html.trim().strip_prefix(&self.opening)?.strip_suffix("-->")?.parse().ok()?;
        self.marks.get(number).map(|mark| (number, mark))
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
        Span::new(self.places.start(range.start)..self.places.end(range.end))
    }

    /// The width written behind an image that ends at byte `at` of the prepared text.
    pub(super) fn width(&self, at: usize) -> Option<u32> {
        let found = self.widths.binary_search_by_key(&at, |&(at, _)| at).ok()?;
        self.widths.get(found).map(|&(_, width)| width)
    }

    fn apply(&mut self, text: &str, edits: Vec<Edit>) {
        let mut prepared = String::with_capacity(text.len());
        let mut copied = 0;
        for Edit { range, change } in edits {
            prepared.push_str(text.get(copied..range.start).unwrap_or(""));
            copied = range.end;
            let start = prepared.len();
            match change {
                Change::Text(text) => prepared.push_str(&text),
                Change::Mark(number) => {
                    prepared.push_str(&self.opening);
                    prepared.push_str(&number.to_string());
                    prepared.push_str("-->");
                }
                Change::Width(width) => {
                    if self.widths.last().is_none_or(|&(at, _)| at != start) {
                        self.widths.push((start, width));
                    }
                }
            }
            self.places.edits.push((start..prepared.len(), range));
        }
        prepared.push_str(text.get(copied..).unwrap_or(""));
        self.text = Cow::Owned(prepared);
    }
}

/// All changes, in order of place, none overlapping another.
fn edits(
    text: &str,
    offset: usize,
    marks: &mut Vec<Mark>,
    problems: &mut Problems<'_>,
) -> Vec<Edit> {
    let holds_containers = text.contains(":::") || text.contains("+++");
    if !holds_containers && !tags::may_hold(text) {
        return Vec::new();
    }
    let code = code::find(text);
    let mut edits = Vec::new();
    if holds_containers {
        containers::find(text, offset, &code, marks, &mut edits, problems);
    }
    tags::find(text, offset, &code, marks, &mut edits, problems);
    edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
    let mut end = 0;
    edits.retain(|edit| {
        let is_free = edit.range.start >= end;
        if is_free {
            end = edit.range.end;
        }
        is_free
    });
    edits
}

/// A word that does not stand in `text`, so that no writer can write our marks.
pub(super) fn unused_word(text: &str, is_needed: bool) -> String {
    const STEM: &str = "dopo";
    let mut next = 0u64;
    if is_needed {
        let text = text.to_ascii_lowercase();
        for (at, _) in text.match_indices(STEM) {
            let digits = text.get(at + STEM.len()..).unwrap_or("");
            let end = digits.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(digits.len());
            // A number too large to be read is too large to be ours.
            if let Some(number) = digits.get(..end).and_then(|digits| digits.parse().ok()) {
                next = next.max(u64::saturating_add(number, 1));
            }
        }
    }
    format!("{STEM}{next}")
}

/// The way back from the prepared text to the file.
struct Places {
    /// Where the unprepared text begins in the file.
    offset: usize,
    /// Bytes of the prepared text, and the bytes of the unprepared text they stand for.
    edits: Vec<(Range<usize>, Range<usize>)>,
}

impl Places {
    fn start(&self, at: usize) -> usize {
        self.find(
            at,
            |prepared| prepared.start < at,
            |prepared, source| {
                if at < prepared.end { source.start } else { source.end + (at - prepared.end) }
            },
        )
    }

    fn end(&self, at: usize) -> usize {
        self.find(
            at,
            |prepared| prepared.start < at,
            |prepared, source| {
                if at <= prepared.end { source.end } else { source.end + (at - prepared.end) }
            },
        )
    }

    /// Applies `place` to the last edit that begins `before` the byte.
    fn find(
        &self,
        at: usize,
        before: impl Fn(&Range<usize>) -> bool,
        place: impl Fn(&Range<usize>, &Range<usize>) -> usize,
    ) -> usize {
        let count = self.edits.partition_point(|(prepared, _)| before(prepared));
        let source = match count.checked_sub(1).and_then(|last| self.edits.get(last)) {
            Some((prepared, source)) => place(prepared, source),
            None => at,
        };
        self.offset + source
    }
}
