//! Where the code of an article is: there nothing is a comment, a tag or a container. It is the
//! Markdown parser that says what is code, so that what is hidden and what is shown are told apart
//! by the same eye.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag as Block};

use super::lines;
use crate::parse::markdown::DIALECT;
use crate::parse::tag::Tag;

/// The code of an article, in order of place.
#[derive(Debug, Default)]
pub(super) struct Code {
    ranges: Vec<(Range<usize>, Kind)>,
    /// Raw HTML, where a backslash escapes nothing.
    html: Vec<Range<usize>>,
    /// What stands in elements for code, as exporters write it: there only a comment of HTML is one.
    elements: Vec<Range<usize>>,
    /// Nobody has looked: what seems to be code may be some.
    is_unknown: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Fenced,
    /// Between fences of which one seems to be missing: the parser takes for code what was written
    /// as text.
    Doubtful,
    Indented,
    Inline,
}

impl Code {
    /// The code of a text at which nobody looks.
    pub(super) fn unknown() -> Self {
        Self { is_unknown: true, ..Self::default() }
    }

    /// Whether `bytes` of `text` may hold code that nobody has looked for.
    pub(super) fn may_be_in(&self, text: &str, bytes: Range<usize>) -> bool {
        let text = text.get(bytes).unwrap_or("");
        self.is_unknown && (text.contains('`') || text.contains("~~~"))
    }

    /// Whether byte `at` is code.
    pub(super) fn holds(&self, at: usize) -> bool {
        self.kind(at).is_some() || self.is_element(at)
    }

    /// Whether byte `at` stands in an element for code.
    pub(super) fn is_element(&self, at: usize) -> bool {
        let count = self.elements.partition_point(|range| range.start <= at);
        let element = count.checked_sub(1).and_then(|last| self.elements.get(last));
        element.is_some_and(|range| range.contains(&at))
    }

    /// The kind of code that byte `at` is.
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        let count = self.ranges.partition_point(|(range, _)| range.start <= at);
        let (range, kind) = self.ranges.get(count.checked_sub(1)?)?;
        range.contains(&at).then_some(*kind)
    }

    /// Whether all of `bytes` is one piece of code of this kind.
    pub(super) fn is_one(&self, bytes: Range<usize>, kind: Kind) -> bool {
        let count = self.ranges.partition_point(|(range, _)| range.start <= bytes.start);
        let code = count.checked_sub(1).and_then(|last| self.ranges.get(last));
        code.is_some_and(|(range, found)| *found == kind && range.end >= bytes.end)
    }

    /// Whether some code has one end in `range` and the other outside of it.
    pub(super) fn is_cut_by(&self, range: &Range<usize>) -> bool {
        let around = |at: usize| {
            let count = self.ranges.partition_point(|(code, _)| code.start < at);
            let code = self.ranges.get(count.checked_sub(1)?)?;
            (code.0.end > at).then_some(())
        };
        around(range.start).is_some() || around(range.end).is_some()
    }

    /// Whether byte `at` is raw HTML.
    pub(super) fn is_html(&self, at: usize) -> bool {
        let count = self.html.partition_point(|range| range.start <= at);
        let before = count.checked_sub(1).and_then(|last| self.html.get(last));
        before.is_some_and(|range| range.contains(&at))
    }
}

/// How far a text is prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Container lines still stand in it.
    Written,
    /// It is as the parser will read it.
    Ready,
}

/// Finds the code in `text`. The parser is not asked when there can be none.
pub(super) fn find(text: &str, stage: Stage) -> Code {
    let elements = elements(text);
    let may_hold = text.contains(['`', '\\'])
        || text.contains("~~~")
        || text.lines().any(|line| line.starts_with("    ") || line.contains('\t'));
    if !may_hold {
        return Code { elements, ..Code::default() };
    }
    let text = match stage {
        Stage::Written => without_colons(text),
        Stage::Ready => Cow::Borrowed(text),
    };
    let text = with_bodies_as_items(&text);
    let mut code = Code { elements, ..Code::default() };
    for (event, range) in Parser::new_ext(&text, DIALECT).into_offset_iter() {
        match event {
            Event::Start(Block::CodeBlock(CodeBlockKind::Fenced(_))) => {
                let is_closed = is_closed(text.get(range.clone()).unwrap_or(""));
                code.ranges.push((range, if is_closed { Kind::Fenced } else { Kind::Doubtful }));
            }
            Event::Start(Block::CodeBlock(CodeBlockKind::Indented)) => {
                code.ranges.push((range, Kind::Indented));
            }
            Event::Code(_) => code.ranges.push((range, Kind::Inline)),
            Event::Start(Block::HtmlBlock) | Event::InlineHtml(_) => code.html.push(range),
            _ => {}
        }
    }
    code
}

/// What stands in the elements of HTML that hold code. One that is not closed holds nothing.
fn elements(text: &str) -> Vec<Range<usize>> {
    const NAMES: [&str; 4] = ["pre", "code", "kbd", "samp"];
    let mut elements: Vec<Range<usize>> = Vec::new();
    let mut open: Option<(String, usize)> = None;
    for (at, _) in text.match_indices('<') {
        let Some(tag) = text.get(at..).and_then(Tag::near) else { continue };
        match &open {
            Some((name, start)) if tag.is_end && tag.name == *name => {
                elements.push(*start..at);
                open = None;
            }
            None if !tag.is_end && NAMES.contains(&tag.name.as_str()) => {
                open = Some((tag.name, at));
            }
            _ => {}
        }
    }
    elements
}

/// The text with its container lines as plain text: to the parser they would be definitions of the
/// lines above them. All bytes stay where they are.
fn without_colons(text: &str) -> Cow<'_, str> {
    if !text.contains(":::") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for line in lines::containers(text).filter(|line| line.fence.0 == ':') {
        plain.push_str(text.get(plain.len()..line.fence_at).unwrap_or(""));
        plain.push('.');
    }
    plain.push_str(text.get(plain.len()..).unwrap_or(""));
    Cow::Owned(plain)
}

/// The text with what opens an indented body as an item of a list: the body of a note of MkDocs, or
/// of a footnote in another, is code to the parser, and text to whoever wrote it. All bytes stay
/// where they are.
fn with_bodies_as_items(text: &str) -> Cow<'_, str> {
    if !["!!!", "???", "===", "[^"].iter().any(|mark| text.contains(mark)) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(mark) = lines::body_mark(line) {
            plain.push_str(text.get(plain.len()..start + mark.start).unwrap_or(""));
            plain.push_str("-   ");
            plain.extend(std::iter::repeat_n('x', mark.len().saturating_sub(4)));
        }
        start += line.len();
    }
    plain.push_str(text.get(plain.len()..).unwrap_or(""));
    Cow::Owned(plain)
}

/// Whether a code block ends with a fence, and no other begins in it that is as long.
fn is_closed(block: &str) -> bool {
    let margin = [' ', '\t', '>'];
    let block = block.trim_start_matches(margin);
    let letter = if block.starts_with('~') { '~' } else { '`' };
    let fence = |line: &str| line.len() - line.trim_start_matches(letter).len();
    let length = fence(block);
    let mut is_closed = false;
    for line in block.lines().skip(1) {
        let line = line.trim_start_matches(margin).trim_end();
        is_closed = fence(line) >= length;
        if is_closed && fence(line) < line.len() {
            return false;
        }
    }
    is_closed
}
