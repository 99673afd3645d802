//! A text while it is prepared: passes find what is to change, then all of it changes at once.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::places::Places;
use super::{Mark, Prepared};
use crate::parse::problems::Problems;
use crate::text::problem::Problem;
use crate::text::span::Span;

/// A text that is being prepared.
pub(super) struct Draft<'a, 'd, 'p> {
    text: Cow<'a, str>,
    marks: Vec<Mark>,
    /// What a mark begins with; empty while there is none.
    opening: String,
    places: Places,
    widths: Vec<(usize, u32)>,
    /// How many passes there were when the widths were found.
    widths_after: usize,
    problems: &'d mut Problems<'p>,
}

/// What a pass found.
pub(super) struct Found<'f, 'p> {
    pub(super) problems: &'f mut Problems<'p>,
    pub(super) edits: Vec<Edit>,
    marks: &'f mut Vec<Mark>,
    places: &'f Places,
}

/// One change to the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) change: Change,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Other text instead.
    Text(String),
    /// A mark instead, by number.
    Mark(usize),
    /// The text goes; it was the width of the image before it.
    Width(u32),
}

impl<'a, 'd, 'p> Draft<'a, 'd, 'p> {
    /// `text`, which begins at byte `offset` of the file, before anything was changed.
    pub(super) fn new(text: &'a str, offset: usize, problems: &'d mut Problems<'p>) -> Self {
        Self {
            text: Cow::Borrowed(text),
            marks: Vec::new(),
            opening: String::new(),
            places: Places::new(offset),
            widths: Vec::new(),
            widths_after: 0,
            problems,
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What a mark begins with; empty while there is none.
    pub(super) fn opening(&self) -> &str {
        &self.opening
    }

    /// How many passes changed something.
    pub(super) fn passes(&self) -> usize {
        self.places.passes()
    }

    /// Lets `find` look at the text and at what a mark begins with, and makes the changes it found.
    /// Whether there were any.
    pub(super) fn pass(&mut self, find: impl FnOnce(&str, &str, &mut Found<'_, 'p>)) -> bool {
        let mut found = Found {
            problems: self.problems,
            edits: Vec::new(),
            marks: &mut self.marks,
            places: &self.places,
        };
        find(&self.text, &self.opening, &mut found);
        let edits = in_order(found.edits);
        let has_changed = !edits.is_empty();
        if has_changed {
            self.apply(edits);
        }
        has_changed
    }

    pub(super) fn finish(self) -> Prepared<'a> {
        let Self { text, marks, opening, places, widths, widths_after, .. } = self;
        Prepared { text, marks, opening, places, widths, widths_after }
    }

    fn apply(&mut self, edits: Vec<Edit>) {
        if self.opening.is_empty() && !self.marks.is_empty() {
            self.opening = format!("<!--{}", unused_letter(&self.text));
        }
        let text = &self.text;
        let mut prepared = String::with_capacity(text.len());
        let mut pass = Vec::with_capacity(edits.len());
        let mut widths = Vec::new();
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
                Change::Width(width) => widths.push((start, width)),
            }
            pass.push((start..prepared.len(), range));
        }
        prepared.push_str(text.get(copied..).unwrap_or(""));
        self.text = Cow::Owned(prepared);
        self.places.add(pass);
        if !widths.is_empty() {
            widths.dedup_by_key(|&mut (at, _)| at);
            self.widths = widths;
            self.widths_after = self.places.passes();
        }
    }
}

impl Found<'_, '_> {
    /// Other text instead of some bytes.
    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.edits.push(Edit { range, change: Change::Text(text.into()) });
    }

    /// A mark instead of some bytes. Gives its number.
    pub(super) fn mark(&mut self, range: Range<usize>, mark: Mark) -> usize {
        let number = self.marks.len();
        self.marks.push(mark);
        self.edits.push(Edit { range, change: Change::Mark(number) });
        number
    }

    pub(super) fn tell(&mut self, problem: Problem, range: Range<usize>, label: &str) {
        let span = self.place(range);
        self.problems.add(problem.at(self.problems.file, span, label));
    }

    /// The place in the file.
    pub(super) fn place(&self, range: Range<usize>) -> Span {
        Span::new(self.places.of(range))
    }
}

/// The edits in order of place. What lies in a range that goes as a whole goes with it, and of what
/// begins in one the rest goes too.
fn in_order(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
    let mut end = 0;
    edits.retain_mut(|edit| {
        let is_free = edit.range.start >= end || edit.range.end > end;
        if is_free {
            edit.range.start = edit.range.start.max(end);
            end = edit.range.end;
        }
        is_free
    });
    edits
}

/// A letter that does not stand in `text`: no writer can write our marks with it, not even by what
/// is left when something between two pieces is cut out.
fn unused_letter(text: &str) -> char {
    const PRIVATE: char = '\u{e000}';
    let used: BTreeSet<char> = text.chars().filter(|&letter| letter >= PRIVATE).collect();
    (PRIVATE..=char::MAX).find(|letter| !used.contains(letter)).unwrap_or(PRIVATE)
}
