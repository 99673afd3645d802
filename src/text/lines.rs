//! A text as people see it: in lines and columns, and a few lines around a place.
//!
//! Made once for a text and asked for many places. Neither the length of the text nor that of its
//! lines makes an answer slower: there is a mark every thousand bytes to count from, and an excerpt
//! looks no further than it is long.

use serde::Serialize;

use super::span::{Position, Span};

/// So far two marks lie apart, in bytes.
const STRIDE: usize = 1024;

/// An excerpt is not longer than this, in bytes.
const LONGEST_EXCERPT: usize = 400;

/// So much of a long line stands before the place, in bytes.
const BEFORE: usize = 120;

/// What stands where a line was cut.
const CUT: char = '…';

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A few lines of a text, from the line a place begins on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Excerpt {
    /// The lines; of long ones what is near the place, with `…` where they were cut.
    pub text: String,
    /// The place in it.
    pub mark: Span,
}

/// The lines of a text.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Where some characters stand, in order; never empty.
    marks: Vec<(usize, Position)>,
}

impl<'a> Lines<'a> {
    /// Counts the lines of `text` once.
    pub fn new(text: &'a str) -> Self {
        let mut position = Position { line: 1, column: 1 };
        let mut marks = vec![(0, position)];
        let mut next = STRIDE;
        for (at, letter) in text.char_indices() {
            if at >= next {
                marks.push((at, position));
                next = at + STRIDE;
            }
            position = after(position, at, letter);
        }
        Self { text, marks }
    }

    /// The position of byte `at`; past the end it is the end.
    pub fn position(&self, at: u32) -> Position {
        let at = floor(self.text, at as usize);
        let behind = self.marks.partition_point(|&(mark, _)| mark <= at);
        let Some(&(mark, position)) = behind.checked_sub(1).and_then(|last| self.marks.get(last))
        else {
            return Position { line: 1, column: 1 };
        };
        let between = self.text.get(mark..at).unwrap_or("");
        let letters = between.char_indices();
        letters.fold(position, |position, (by, letter)| after(position, mark + by, letter))
    }

    /// The text around `span`, when it lies in the text and there is something to see.
    pub fn excerpt(&self, span: Span) -> Option<Excerpt> {
        let range = span.range();
        self.text.get(range.clone())?;
        let (before, is_cut_before) = self.line_before(range.start);
        let last = floor(self.text, before + LONGEST_EXCERPT);
        let marked = range.end.min(last);
        let rest = self.text.get(marked..last)?;
        let line_end = rest.find('\n').map_or(last, |at| marked + at);
        let after = self.text.get(line_end..)?;
        let is_cut_after = !after.is_empty() && !after.starts_with('\n');

        let mut text = String::with_capacity(line_end - before + 2 * CUT.len_utf8());
        if is_cut_before {
            text.push(CUT);
        }
        let lead = text.len();
        text.push_str(self.text.get(before..line_end)?);
        if is_cut_after {
            text.push(CUT);
        }
        let mark = Span::new(range.start - before..marked - before).shifted(lead);
        (!text.trim().is_empty()).then_some(Excerpt { text, mark })
    }

    /// Where the line of byte `at` begins, or where it is cut, and whether it is cut.
    fn line_before(&self, at: usize) -> (usize, bool) {
        let far = floor(self.text, at.saturating_sub(LONGEST_EXCERPT / 2));
        let near = self.text.get(far..at).unwrap_or("");
        match near.rfind('\n') {
            Some(end) => (far + end + 1, false),
            None if far > 0 => (floor(self.text, at.saturating_sub(BEFORE)), true),
            None if near.starts_with(BYTE_ORDER_MARK) => (BYTE_ORDER_MARK.len_utf8(), false),
            None => (0, false),
        }
    }
}

/// The last place at or before byte `at` where a character begins or the text ends.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The position behind `letter`, which stands at byte `at` and at `position`.
fn after(position: Position, at: usize, letter: char) -> Position {
    match letter {
        '\n' => Position { line: position.line + 1, column: 1 },
        BYTE_ORDER_MARK if at == 0 => position,
        _ => Position { column: position.column + 1, ..position },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: usize, column: usize) -> Position {
        Position { line, column }
    }

    #[test]
    fn positions_count_characters_from_one() {
        let text = "uno\nperché no";
        let no = text.rfind("no").unwrap_or(0) as u32;
        let lines = Lines::new(text);
        for (byte, position) in [(0, at(1, 1)), (3, at(1, 4)), (4, at(2, 1)), (no, at(2, 8))] {
            assert_eq!(lines.position(byte), position, "{byte}");
        }
        assert_eq!(lines.position(no - 2), at(2, 6), "within a character");
        assert_eq!(lines.position(9999), at(2, 10));
        assert_eq!(Lines::new("").position(3), at(1, 1));
        assert_eq!(Lines::new("\u{feff}uno").position(3), at(1, 1));
        assert_eq!(Lines::new("\u{feff}uno\ndue").position(8), at(2, 2));
    }

    #[test]
    fn marks_do_not_change_what_is_counted() {
        let text = "perché\nno ".repeat(700);
        let lines = Lines::new(&text);
        for (byte, letter) in text.char_indices().filter(|(_, letter)| *letter == 'n') {
            let before = text.get(..byte).unwrap_or("");
            let line = before.matches('\n').count() + 1;
            assert_eq!(lines.position(byte as u32), at(line, 1), "{byte} {letter}");
        }
    }

    #[test]
    fn an_excerpt_is_the_line_or_what_is_near_in_it() {
        let long = format!("a\n{}here{}\nb", "è".repeat(300), "é".repeat(300));
        let here = long.find("here").unwrap_or(0);
        for (text, range, shown) in [
            ("one\ntwo\nthree", 4..7, ("two".to_owned(), "two")),
            ("one\ntwo\nthree", 4..10, ("two\nthree".to_owned(), "two\nth")),
            ("\u{feff}one", 3..6, ("one".to_owned(), "one")),
            ("one", 3..3, ("one".to_owned(), "")),
            (
                &long,
                here..here + 4,
                (format!("…{}here{}…", "è".repeat(60), "é".repeat(138)), "here"),
            ),
        ] {
            let excerpt = Lines::new(text).excerpt(Span::new(range));
            let shows = excerpt.map(|one| (one.text.clone(), one.mark.of(&one.text).to_owned()));
            assert_eq!(shows, Some((shown.0, shown.1.to_owned())), "{text:?}");
        }
        assert_eq!(Lines::new("one").excerpt(Span::new(2..9)), None);
        assert_eq!(Lines::new("one\n\n").excerpt(Span::new(4..4)), None);
        assert_eq!(Lines::new("è").excerpt(Span::new(1..2)), None);
    }
}
