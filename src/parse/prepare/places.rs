//! The way back from the prepared text to the file. Text is prepared in passes, each of which
//! changes what the one before it left; a place goes back through all of them.

use std::ops::Range;

/// The changes of all passes.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Where the unprepared text begins in the file.
    offset: usize,
    passes: Vec<Pass>,
}

/// Bytes after a pass, and the bytes before it that they stand for; in order of place.
pub(super) type Pass = Vec<(Range<usize>, Range<usize>)>;

impl Places {
    pub(super) fn new(offset: usize) -> Self {
        Self { offset, passes: Vec::new() }
    }

    pub(super) fn add(&mut self, pass: Pass) {
        self.passes.push(pass);
    }

    /// How many passes there were.
    pub(super) fn passes(&self) -> usize {
        self.passes.len()
    }

    /// The bytes of the file that some bytes of the text come from.
    pub(super) fn of(&self, range: Range<usize>) -> Range<usize> {
        let back = self.passes.iter().rev();
        let (start, end) = back
            .fold((range.start, range.end), |(from, to), pass| (start(pass, from), end(pass, to)));
        start + self.offset..end + self.offset
    }

    /// Where byte `at` of the text was after the first `passes`.
    pub(super) fn after(&self, passes: usize, at: usize) -> usize {
        self.passes.iter().skip(passes).rev().fold(at, |at, pass| end(pass, at))
    }
}

/// Where what begins at byte `at` after a pass began before it.
fn start(pass: &Pass, at: usize) -> usize {
    match last_before(pass, at) {
        Some((after, before)) if at < after.end => before.start,
        Some((after, before)) => before.end + (at - after.end),
        None => at,
    }
}

/// Where what ends at byte `at` after a pass ended before it.
fn end(pass: &Pass, at: usize) -> usize {
    match last_before(pass, at) {
        Some((after, before)) if at <= after.end => before.end,
        Some((after, before)) => before.end + (at - after.end),
        None => at,
    }
}

/// The last change that begins before byte `at`.
fn last_before(pass: &Pass, at: usize) -> Option<&(Range<usize>, Range<usize>)> {
    let count = pass.partition_point(|(after, _)| after.start < at);
    pass.get(count.checked_sub(1)?)
}
