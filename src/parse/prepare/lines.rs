//! Lines: what stands before the text of one (indentation, marks of quotations, lists, definitions
//! and footnotes), and the fences of containers.

use std::ops::Range;

use super::arguments::name_of;
use crate::parse::tape::DEEPEST;

/// What stands before the text of a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Margin {
    /// Where the line begins.
    pub(super) start: usize,
    /// Where its text begins.
    pub(super) end: usize,
    /// The column its text begins in.
    pub(super) column: usize,
    /// How many marks of lists, definitions and footnotes stand before it.
    pub(super) marks: usize,
}

impl Margin {
    /// Reads the line that begins at byte `start`.
    pub(super) fn of(text: &str, start: usize) -> Self {
        let mut margin = Self { start, end: start, column: 0, marks: 0 };
        let rest = text.get(start..).unwrap_or("");
        let mut rest = rest.split('\n').next().unwrap_or("");
        while let Some(letter) = rest.chars().next() {
            let (length, width) = match letter {
                ' ' | '>' => (1, 1),
                '\t' => (1, 4 - margin.column % 4),
                // Letters nobody sees.
                '\u{200b}' | '\u{2060}' | '\u{feff}' => (letter.len_utf8(), 0),
                _ => match mark(rest) {
                    Some(length) => {
                        margin.marks += 1;
                        (length, length)
                    }
                    None => break,
                },
            };
            margin.end += length;
            margin.column += width;
            rest = rest.get(length..).unwrap_or("");
        }
        margin
    }
}

/// The length of the mark `line` begins with: of a list item, a task, a definition, a footnote.
fn mark(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let length = match bytes.first()? {
        b'-' | b'*' | b'+' | b':' => 1,
        b'0'..=b'9' => {
            let digits = bytes.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            matches!(bytes.get(digits), Some(b'.' | b')')).then_some(digits + 1)?
        }
        b'[' if line.starts_with("[^") => line.find("]:")? + 2,
        b'[' if matches!(bytes.get(1..3), Some(b" ]" | b"x]" | b"X]")) => 3,
        _ => return None,
    };
    let is_apart = bytes.get(length).is_none_or(u8::is_ascii_whitespace);
    is_apart.then_some(length)
}

/// The mark with the blanks behind it, at least four bytes, of a line that opens an indented body:
/// `!!! note`, `???+ tip "Title"` and `=== "Tab"` of MkDocs, and a footnote within something else.
pub(super) fn body_mark(line: &str) -> Option<Range<usize>> {
    let written = line.trim_start_matches([' ', '\t', '>']);
    let start = line.len() - written.len();
    if written.starts_with("[^") {
        let is_within = line.starts_with("    ") || line.starts_with('\t');
        let end = written.find("]:").filter(|_| is_within)? + 2;
        return (end > 4).then_some(start..start + end);
    }
    let mark = ["!!!", "???", "==="].into_iter().find(|mark| written.starts_with(mark))?;
    let rest = written.get(mark.len()..)?;
    let rest = rest.strip_prefix(['+', '!']).unwrap_or(rest);
    let name = rest.trim_start_matches([' ', '\t']);
    let is_it = match name.chars().next()? {
        '"' | '\'' => true,
        letter => letter.is_alphanumeric() && mark != "===",
    };
    (is_it && name.len() < rest.len()).then(|| start..line.len() - name.len())
}

/// `:` or `+` at the beginning of a container line, and how many.
pub(super) type Fence = (char, usize);

/// A container line.
pub(super) struct Line<'t> {
    /// The line without its end.
    pub(super) range: Range<usize>,
    /// Where its fence begins, after indentation and quote marks.
    pub(super) fence_at: usize,
    pub(super) fence: Fence,
    /// What follows the fence.
    pub(super) rest: &'t str,
}

impl<'t> Line<'t> {
    /// Reads `line`, which begins at byte `start`.
    pub(super) fn of(line: &'t str, start: usize) -> Option<Self> {
        let line = line.trim_end();
        let indent = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let fenced = line.get(indent..)?;
        let letter = fenced.chars().next().filter(|letter| matches!(letter, ':' | '+'))?;
        let rest = fenced.trim_start_matches(letter);
        let count = fenced.len() - rest.len();
        let fits = if letter == ':' { count >= 3 } else { count == 3 };
        fits.then(|| Line {
            range: start..start + line.len(),
            fence_at: start + indent,
            fence: (letter, count),
            rest: if letter == ':' { rest.trim_start() } else { rest },
        })
    }

    /// The line without indentation and quote marks.
    pub(super) fn content(&self) -> Range<usize> {
        self.fence_at..self.range.end
    }

    /// What stands before the colons that end a line of its own: `:::image … :::` of Microsoft
    /// Learn opens nothing.
    pub(super) fn alone(&self) -> Option<&'t str> {
        self.rest.trim_end().strip_suffix(":::").map(str::trim_end)
    }
}

/// The container lines of `text`.
pub(super) fn containers(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        Line::of(line, start)
    })
}

/// Which of the `open` fences a line of this fence ends: the innermost of the same, else the
/// innermost that is shorter.
pub(super) fn ended_by(fence: Fence, open: &[Fence]) -> Option<usize> {
    let (letter, count) = fence;
    let same = open.iter().rposition(|&open| open == fence);
    same.or_else(|| open.iter().rposition(|open| open.0 == letter && open.1 < count))
}

/// The containers of colons that are open, as the lines pass by.
#[derive(Debug, Default)]
pub(super) struct Containers {
    pub(super) open: Vec<Fence>,
}

impl Containers {
    pub(super) fn pass(&mut self, line: &Line<'_>, is_known: impl Fn(&str) -> bool) {
        if line.fence.0 != ':' {
            return;
        }
        if line.rest.is_empty() {
            if let Some(ended) = ended_by(line.fence, &self.open) {
                self.open.truncate(ended);
            }
        } else if self.open.len() < DEEPEST && opens(line, is_known) {
            self.open.push(line.fence);
        }
    }
}

/// Whether a line with words after its colons opens a container.
pub(super) fn opens(line: &Line<'_>, is_known: impl Fn(&str) -> bool) -> bool {
    let name = name_of(line.rest).0.to_ascii_lowercase();
    match name.as_str() {
        "" | "image" => false,
        name => line.alone().is_none() || is_known(name),
    }
}
