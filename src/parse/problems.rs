//! The problems of one file, collected while it is parsed.

use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// Collects the problems of one file.
pub(super) struct Problems<'a> {
    /// The file, for the labels.
    pub(super) file: &'a SourcePath,
    found: Vec<Problem>,
}

impl<'a> Problems<'a> {
    pub(super) fn new(file: &'a SourcePath) -> Self {
        Self { file, found: Vec::new() }
    }

    pub(super) fn add(&mut self, problem: Problem) {
        self.found.push(problem);
    }

    /// All that were found, in order of place.
    pub(super) fn into_found(mut self) -> Vec<Problem> {
        self.found.sort_by_key(|problem| problem.labels.first().and_then(|label| label.span));
        self.found
    }
}
