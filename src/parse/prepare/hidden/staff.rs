//! Staff blocks: what opens one, and where it ends.
//!
//! Here every doubt is decided for hiding. A line that may open an inner container is taken to do
//! so; a line that may be code, may stand in a comment, has fewer colons than what is open, or is
//! indented deeper than the line that opened the block does not end it.

use std::ops::Range;

use super::comments::{self, Extent};
use super::{Scan, names};
use crate::parse::prepare::arguments::name_of;
use crate::parse::prepare::code::{self, Kind, Stage};
use crate::parse::prepare::containers::is_known;
use crate::parse::prepare::lines::{Fence, Line, Margin, ended_by, opens};
use crate::parse::tape::DEEPEST;

/// The beginning of a staff block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Beginning {
    pub(super) fence: Fence,
    /// The name as it is written, when it is not `staff`.
    pub(super) misspelt: Option<String>,
}

/// Where a staff block ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct End {
    /// The first byte behind it.
    pub(super) at: usize,
    /// No line ended it: it goes as far as what is around it.
    pub(super) is_unclosed: bool,
    /// A comment that never ends begins in it.
    pub(super) holds_open_comment: bool,
    /// The first line that would have ended it, were it not indented deeper.
    pub(super) deeper: Option<Range<usize>>,
}

/// The staff block that `rest` begins; `is_first`: nothing but marks stands before it on its line.
pub(super) fn begins(rest: &str, is_first: bool) -> Option<Beginning> {
    let named = rest.trim_start_matches(':');
    let count = rest.len() - named.len();
    if count < 2 || count == 2 && !is_first {
        return None;
    }
    let unseen = |letter: char| {
        matches!(letter, ' ' | '\t' | '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    let named = named.trim_start_matches(unseen);
    let fence = (':', count);
    if name_of(named).0.eq_ignore_ascii_case("staff") {
        return Some(Beginning { fence, misspelt: None });
    }
    let misspelt = names::hiding_word(named).filter(|_| is_first && count > 2)?;
    Some(Beginning { fence, misspelt: Some(misspelt.to_owned()) })
}

/// Code between fences as a first look sees it: whatever the lines around make of it.
#[derive(Debug, Default)]
struct Fenced(Option<(u8, usize)>);

impl Fenced {
    /// Whether the line whose text is `line` is code or a fence of it.
    fn passes(&mut self, line: &str) -> bool {
        let letter = line.bytes().next().filter(|letter| matches!(letter, b'`' | b'~'));
        let count = line.bytes().take_while(|&byte| Some(byte) == letter).count();
        let info = line.get(count..).unwrap_or("");
        match (self.0, letter) {
            (Some((open, length)), letter) => {
                if letter == Some(open) && count >= length && info.trim().is_empty() {
                    self.0 = None;
                }
                true
            }
            (None, Some(letter)) if count >= 3 && !(letter == b'`' && info.contains('`')) => {
                self.0 = Some((letter, count));
                true
            }
            _ => false,
        }
    }
}

impl Scan<'_> {
    /// Where the staff block ends whose fence stands at byte `start`, in `column`.
    pub(super) fn end_of_staff(&mut self, start: usize, fence: Fence, column: usize) -> End {
        let text = self.text;
        // A stray backtick or fence before it makes code of the block; what is code in it is then
        // seen without what stands before.
        let (own, own_start) = match self.code.kind(start) {
            Some(_) => (Some(code::find(text.get(start..).unwrap_or(""), Stage::Written)), start),
            None => (None, 0),
        };
        let outer = self.containers.open.len();
        let mut open = self.containers.open.clone();
        open.push(fence);
        let mut end = End { at: text.len(), is_unclosed: true, ..End::default() };
        let mut fenced = Fenced::default();
        // Up to here a comment hides what ends a block.
        let mut comment = start;
        let mut at = start;
        for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
            let begin = at;
            at += line.len();
            let is_hidden = begin < comment;
            if let Some(hidden) = self.comment_within(begin.max(comment)..at) {
                comment = hidden;
                end.holds_open_comment |= hidden == text.len();
            }
            if begin == start || is_hidden {
                continue;
            }
            let margin = Margin::of(text, begin);
            let is_fenced = fenced.passes(text.get(margin.end..at).unwrap_or(""));
            let Some(container) = Line::of(line, begin).filter(|line| line.fence.0 == ':') else {
                continue;
            };
            let code = own.as_ref().unwrap_or(&self.code).kind(container.fence_at - own_start);
            if !is_end(container.rest) {
                let is_code = is_fenced && code == Some(Kind::Fenced);
                if !is_code && opens(&container, is_known) {
                    open.push(container.fence);
                }
                if open.len() > outer + DEEPEST {
                    return end;
                }
                continue;
            }
            let is_short = open.last().is_some_and(|&(_, count)| container.fence.1 < count);
            if is_fenced || is_short || code.is_some() {
                continue;
            }
            match ended_by(container.fence, &open) {
                Some(inner) if inner > outer => open.truncate(inner),
                Some(_) if margin.column > column => {
                    end.deeper.get_or_insert(container.content());
                }
                Some(ended) if ended == outer => {
                    return End { at: container.range.end, is_unclosed: false, ..end };
                }
                Some(_) => return End { at: begin, ..end },
                None => {}
            }
        }
        end
    }

    /// Where what is hidden ends when staff blocks begin in the comment `range` that end behind it:
    /// then it was not this comment that ended there.
    pub(super) fn end_of_staff_in(&mut self, range: Range<usize>) -> Option<usize> {
        let text = self.text;
        let comment = text.get(range.clone()).filter(|comment| comment.contains("::"))?;
        // The opening stands in it again, as it does when its own end was forgotten.
        let opens_again = comment.get(..2).is_some_and(|open| {
            comment.get(2..).is_some_and(|rest| {
                let rest = rest.get(..rest.len().saturating_sub(2)).unwrap_or(rest);
                open == "%%" || rest.contains(open)
            })
        });
        let mut at = range.start;
        let mut seen = range.start + 1;
        for line in comment.split_inclusive('\n') {
            let begin = at;
            at += line.len();
            if begin < seen {
                continue;
            }
            let margin = Margin::of(text, begin);
            let rest = text.get(margin.end..).unwrap_or("");
            let Some(beginning) = begins(rest, true) else { continue };
            let end = self.end_of_staff(margin.end, beginning.fence, margin.column);
            seen = end.at;
            if end.at <= range.end {
                continue;
            }
            if opens_again || !end.is_unclosed || end.holds_open_comment || self.doubts == 0 {
                return Some(end.at);
            }
            self.doubts -= 1;
        }
        None
    }

    /// Where the last comment ends that begins in `lines`.
    fn comment_within(&mut self, lines: Range<usize>) -> Option<usize> {
        let mut last = None;
        let mut at = lines.start;
        while let Some(start) = self.next_comment(at..lines.end) {
            at = start + 1;
            if self.is_text(start) || self.code.holds(start) {
                continue;
            }
            let Some(kind) = comments::begins(self.text, start, false) else { continue };
            match self.ends.of(kind, self.text, &self.code, start) {
                Extent::Closed(end) | Extent::Paragraph(end) => {
                    at = end;
                    last = Some(end);
                }
                Extent::Unclosed => return Some(self.text.len()),
                Extent::Pieces(_) | Extent::Text | Extent::None => {}
            }
        }
        last
    }
}

/// Whether what follows the colons leaves them the end of a container: nothing, or a comment.
fn is_end(rest: &str) -> bool {
    let rest = rest.trim();
    rest.is_empty() || rest.starts_with("<!--") && rest.ends_with("-->")
}
