//! `%%` of Obsidian. It begins a comment and ends one, and in a text of technical data it is also the
//! sign of a hundredth that somebody wrote twice: `100%% cotton`.
//!
//! In Obsidian a pair within a paragraph is a comment, and one that begins a line goes on to the
//! next `%%`, whatever lies between. So it is here; what differs hides more. A `%%` behind a number
//! ends no comment while there is another that can; and where it may begin one, what lies up to the
//! last of its paragraph goes. Alone behind a word, among its like or beside formulas it is text.

use super::comments::{Ends, Extent};
use super::formula;

const MARK: &str = "%%";

/// How many signs may stand in a comment.
const SIGNS: usize = 64;

impl Ends {
    /// Where the comment ends that begins at byte `at`.
    pub(super) fn percents(&mut self, text: &str, at: usize) -> Extent {
        let paragraph = self.end_of_paragraph(text, at);
        if is_sign(text, at) {
            return self.behind_number(text, at, paragraph);
        }
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let is_behind_word = before.is_some_and(char::is_alphanumeric);
        let limit = if is_behind_word { paragraph } else { text.len() };
        match self.end_of_pair(text, at, limit) {
            Some(end) => Extent::Closed(end),
            None if is_behind_word => Extent::Text,
            None => Extent::Unclosed,
        }
    }

    /// Behind a number: nobody knows whether it begins a comment or is a sign and the next begins one.
    fn behind_number(&mut self, text: &str, at: usize, paragraph: usize) -> Extent {
        if at < self.signs {
            return Extent::Text;
        }
        let mut marks = 0usize;
        let (mut first, mut last) = (at, at);
        let mut from = at + MARK.len();
        while let Some(mark) = self.next_mark(text, from, paragraph) {
            from = mark + MARK.len();
            if !is_sign(text, mark) && !formula::holds(text, mark) {
                first = if marks == 0 { from } else { first };
                last = from;
                marks += 1;
            }
        }
        match marks {
            0 => {
                self.signs = paragraph;
                Extent::Text
            }
            odd if odd % 2 == 1 => Extent::Closed(first),
            _ => Extent::Closed(last),
        }
    }

    /// Where the pair ends that begins at byte `at`: behind the next mark that is no sign, else
    /// behind the next.
    fn end_of_pair(&mut self, text: &str, at: usize, limit: usize) -> Option<usize> {
        let mut sign = None;
        let mut from = at + MARK.len();
        for _ in 0..SIGNS {
            let Some(mark) = self.next_mark(text, from, limit) else { break };
            from = mark + MARK.len();
            if !is_sign(text, mark) {
                return Some(from);
            }
            sign = sign.or(Some(from));
        }
        sign
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

/// Whether a mark stands right behind a number and before no word: `100%% cotton`.
fn is_sign(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    let after = text.get(at + MARK.len()..).unwrap_or("");
    before.ends_with(|letter: char| letter.is_ascii_digit())
        && !after.starts_with(char::is_alphanumeric)
}
