//! Places in a text: byte ranges, and the lines and columns people read.

use std::ops::Range;

use serde::Serialize;

/// A range of bytes in one source file, end excluded. Files are at most 8 MiB, so 32 bits serve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of a byte range; a range beyond 4 GiB is clamped.
    pub fn new(range: Range<usize>) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: clamp(range.start), end: clamp(range.end) }
    }

    /// The same range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// This span moved by `by` bytes towards the end (a part of a file seen from the whole).
    pub fn shifted(self, by: usize) -> Self {
        let range = self.range();
        Self::new(range.start + by..range.end + by)
    }

    /// The part of `text` this span names, or the empty string when it does not fit.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

/// Line and column as editors count them: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1. A byte order mark is no character.
    pub column: usize,
}
