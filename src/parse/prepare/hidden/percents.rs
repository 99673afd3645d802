//! `%%` of Obsidian. It begins a comment and ends one, and in a text of technical data it is also the
//! sign of a hundredth that somebody wrote twice: `100%% cotton`.
//!
//! In Obsidian a pair within a paragraph is a comment, and one that begins a line goes on to the
//! next `%%`, whatever lies between. So it is here: a number before a `%%` may keep it from
//! beginning a comment, never from ending one. What differs hides more: where two readings are
//! possible, what either hides is hidden.

use super::comments::{Ends, Extent, end_of_block};
use super::{cells, formula};
use crate::parse::prepare::code::{Code, Kind as CodeKind};
use crate::parse::prepare::lines::Margin;

const MARK: &str = "%%";

/// A mark that may begin or end a comment.
#[derive(Debug)]
pub(super) struct Percents {
    at: usize,
    is_sign: bool,
    /// Whether a comment stays open at the end of the text when none is open here.
    leaves_open: bool,
}

impl Ends {
    /// Where the comment ends that begins at byte `at`.
    pub(super) fn percents(&mut self, text: &str, code: &Code, at: usize) -> Extent {
        let paragraph = self.end_of_paragraph(text, at);
        if is_sign(text, at) {
            return self.behind_number(text, code, at, paragraph);
        }
        let before = text.get(..at).unwrap_or("");
        let is_behind_word = before.ends_with(char::is_alphanumeric);
        let limit = if is_behind_word { paragraph } else { text.len() };
        match self.next_mark(text, at + MARK.len(), limit) {
            Some(mark) if is_sign(text, mark) => {
                let is_alone = text
                    .get(at + MARK.len()..)
                    .is_some_and(|after| after.trim_start_matches([' ', '\t']).starts_with('\n'));
                let end = mark + MARK.len();
                Extent::Closed(self.end_at_sign(text, code, end, paragraph, is_alone))
            }
            Some(mark) => Extent::Closed(mark + MARK.len()),
            None if is_behind_word => Extent::Text,
            None if is_block(text, at) => Extent::Unclosed,
            None => Extent::Paragraph(end_of_block(text, at)),
        }
    }

    /// The end of a comment whose next mark, which ends before byte `end`, may have been meant for
    /// a sign within it. It was not where every later comment has its end without it.
    fn end_at_sign(
        &mut self,
        text: &str,
        code: &Code,
        end: usize,
        paragraph: usize,
        is_alone: bool,
    ) -> usize {
        let later = self.marks_from(text, code, end);
        if !later.first().is_some_and(|mark| mark.leaves_open) {
            return end;
        }
        let closing = later.iter().find(|mark| !mark.is_sign).map(|mark| mark.at + MARK.len());
        match closing {
            Some(closing) if closing <= paragraph => {
                let within = later.partition_point(|mark| mark.at < paragraph);
                let last = within.checked_sub(1).and_then(|last| later.get(last));
                let last = last.map_or(closing, |last| last.at + MARK.len());
                self.end_in_doubt(text, code, last)
            }
            Some(closing) if is_alone => self.end_in_doubt(text, code, closing),
            _ => end,
        }
    }

    /// Behind a number: nobody knows whether it begins a comment or is a sign and the next begins one.
    fn behind_number(&mut self, text: &str, code: &Code, at: usize, paragraph: usize) -> Extent {
        if at < self.signs {
            return Extent::Text;
        }
        let paragraph = paragraph.min(end_of_row(text, at));
        let mut marks = 0usize;
        let (mut first, mut last) = (at, at);
        // A sign that may be the end of a comment.
        let mut is_doubtful = false;
        let mut from = at + MARK.len();
        while let Some(mark) = self.next_mark(text, from, paragraph) {
            from = mark + MARK.len();
            if formula::holds(text, mark) {
                continue;
            }
            if !is_sign(text, mark) {
                first = if marks == 0 { from } else { first };
                marks += 1;
            } else if marks > 0 {
                is_doubtful = true;
            }
            last = from;
        }
        if marks == 0 {
            self.signs = paragraph;
            return Extent::Text;
        }
        let end = self.end_in_doubt(text, code, last);
        let is_one_pair = marks % 2 == 1 && !is_doubtful && end == last;
        Extent::Closed(if is_one_pair { first } else { end })
    }

    /// Where what is hidden in doubt up to byte `last` ends: there, or behind the next mark where
    /// that is the end of a comment rather than the beginning of one.
    fn end_in_doubt(&mut self, text: &str, code: &Code, last: usize) -> usize {
        let next = self.marks_from(text, code, last).iter().find(|mark| !mark.is_sign);
        next.filter(|next| next.leaves_open).map_or(last, |next| next.at + MARK.len())
    }

    /// The marks at byte `from` and after it.
    fn marks_from(&mut self, text: &str, code: &Code, from: usize) -> &[Percents] {
        if self.marks.is_none() {
            self.marks = Some(self.all_marks(text, code));
        }
        let marks = self.marks.as_deref().unwrap_or_default();
        marks.get(marks.partition_point(|mark| mark.at < from)..).unwrap_or_default()
    }

    fn all_marks(&mut self, text: &str, code: &Code) -> Vec<Percents> {
        let mut marks = Vec::new();
        let mut from = 0;
        while let Some(at) = self.next_mark(text, from, text.len()) {
            from = at + MARK.len();
            if code.kind(at) != Some(CodeKind::Fenced) {
                marks.push(Percents { at, is_sign: is_sign(text, at), leaves_open: false });
            }
        }
        // What the next mark leaves open, and the one after it.
        let (mut next, mut second) = (false, true);
        for mark in marks.iter_mut().rev() {
            mark.leaves_open = if mark.is_sign { next } else { second };
            (next, second) = (mark.leaves_open, next);
        }
        marks
    }

    /// The next mark without a backslash before it.
    fn next_mark(&mut self, text: &str, from: usize, limit: usize) -> Option<usize> {
        let mut from = from;
        loop {
            let mark = self.find(MARK, text, from).filter(|&mark| mark < limit)?;
            let before = text.get(..mark).unwrap_or("");
            let slashes = before.len() - before.trim_end_matches('\\').len();
            if slashes % 2 == 0 {
                return Some(mark);
            }
            from = mark + MARK.len();
        }
    }
}

/// Where the row of a table ends that byte `at` stands in: what another row holds is no end of it.
fn end_of_row(text: &str, at: usize) -> usize {
    let line = text.get(at..).and_then(|rest| rest.find('\n')).map(|length| at + length);
    line.filter(|_| cells::is_in_row(text, &(at..at))).unwrap_or(text.len())
}

/// Whether a mark stands alone on its line and so begins a comment of whole blocks.
fn is_block(text: &str, at: usize) -> bool {
    let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let after = text.get(at + MARK.len()..).unwrap_or("").split('\n').next().unwrap_or("");
    after.trim().is_empty() && Margin::of(text, line).end == at
}

/// Whether a mark stands right behind a number and before no word: `100%% cotton`.
fn is_sign(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    let after = text.get(at + MARK.len()..).unwrap_or("");
    before.ends_with(|letter: char| letter.is_ascii_digit())
        && !after.starts_with(char::is_alphanumeric)
}
