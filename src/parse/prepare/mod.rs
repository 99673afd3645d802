//! What stands in an article and is not Markdown is taken out before the Markdown parser sees it:
//! container lines, left-over template tags, staff blocks.
//!
//! Text goes, text comes, and every place is still known: [`Prepared::place`] leads from a byte of
//! the prepared text back to the file. What has to become a node (a container that opens, an
//! embed) leaves a mark: an HTML comment with a word that stands nowhere else in the article. A
//! comment can begin and end a block at any depth of lists and quotes, which is just what a
//! container line does. Articles without any of it pass through untouched.

mod arguments;
mod code;
mod containers;
mod tags;

use std::borrow::Cow;
use std::ops::Range;

use super::body::AsideKind;
use super::problems::Problems;
use crate::text::problem::Problem;
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
        let mut found = Found { offset, marks: Vec::new(), edits: Vec::new(), problems };
        found.search(text);
        let Found { marks, edits, .. } = found;
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

/// What was found so far.
struct Found<'a, 'p> {
    /// Where the text begins in the file.
    offset: usize,
    marks: Vec<Mark>,
    edits: Vec<Edit>,
    problems: &'a mut Problems<'p>,
}

impl Found<'_, '_> {
    /// Other text instead of some bytes.
    fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.edits.push(Edit { range, change: Change::Text(text.into()) });
    }

    /// A mark instead of some bytes. Gives its number.
    fn mark(&mut self, range: Range<usize>, mark: Mark) -> usize {
        let number = self.marks.len();
        self.marks.push(mark);
        self.edits.push(Edit { range, change: Change::Mark(number) });
        number
    }

    fn tell(&mut self, problem: Problem, range: Range<usize>, label: &str) {
        let span = self.place(range);
        self.problems.add(problem.at(self.problems.file, span, label));
    }

    fn place(&self, range: Range<usize>) -> Span {
        Span::new(range).shifted(self.offset)
    }

    /// Finds everything in `text`.
    fn search(&mut self, text: &str) {
        let holds_containers = containers::may_hold(text);
        if !holds_containers && !tags::may_hold(text) {
            return;
        }
        let code = code::find(text);
        if holds_containers {
            containers::find(text, &code, self);
        }
        tags::find(text, &code, self);
        // In order of place; what lies in a block that goes as a whole goes with it.
        self.edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
        let mut end = 0;
        self.edits.retain(|edit| {
            let is_free = edit.range.start >= end;
            if is_free {
                end = edit.range.end;
            }
            is_free
        });
    }
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
