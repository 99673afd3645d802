//! A problem: something wrong in the user's content, theme or configuration, with its places.
//!
//! Problems are data. No stage stops at the first one and no stage prints: each returns its value
//! together with the problems it met ([`Checked`]), and `text::report` renders them all at the end.
//! What the tool itself could not do (disk full, port taken) is a failure, not a problem.

use serde::Serialize;

use super::path::SourcePath;
use super::span::Span;

/// How bad it is. Errors stop the publication, warnings do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The site is not published.
    Error,
    /// The site is published; the problem is told.
    Warning,
}

/// A place in a file, with a few words about what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Label {
    /// The file, as the project names it.
    pub file: SourcePath,
    /// Where in it; `None` means the file as a whole.
    pub span: Option<Span>,
    /// What is wrong just here, in lower case without a full stop.
    pub text: String,
}

/// One problem. Problems with the same rule and headline are one kind and are told together, so the
/// headline says what is common to all of them ("unknown front-matter key `colour`") and the label
/// what is particular to this place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Problem {
    /// The kebab-case name of the rule that found it: `dead-link`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The same sentence for every problem of this kind.
    pub headline: String,
    /// The places; the first is where the problem is.
    pub labels: Vec<Label>,
    /// Why it is so, a line each, where the place alone does not tell.
    pub notes: Vec<String>,
    /// What the writer can do about it.
    pub help: Option<String>,
}

impl Problem {
    /// An error of `rule`.
    pub fn error(rule: &'static str, headline: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, headline.into())
    }

    /// A warning of `rule`.
    pub fn warning(rule: &'static str, headline: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, headline.into())
    }

    fn new(rule: &'static str, severity: Severity, headline: String) -> Self {
        Self { rule, severity, headline, labels: Vec::new(), notes: Vec::new(), help: None }
    }

    /// Adds a place with bytes.
    #[must_use]
    pub fn at(mut self, file: &SourcePath, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { file: file.clone(), span: Some(span), text: text.into() });
        self
    }

    /// Adds a whole file as a place.
    #[must_use]
    pub fn in_file(mut self, file: &SourcePath, text: impl Into<String>) -> Self {
        self.labels.push(Label { file: file.clone(), span: None, text: text.into() });
        self
    }

    /// Adds a line about why it is so.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds what can be done about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether this stops the publication.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A value together with the problems met while making it. The value is always complete: where
/// something was wrong it holds the best that could be made of it.
#[derive(Clone, Debug, Default)]
pub struct Checked<T> {
    /// What was made.
    pub value: T,
    /// What was wrong on the way.
    pub problems: Vec<Problem>,
}

impl<T> Checked<T> {
    /// A value with nothing wrong.
    pub fn fine(value: T) -> Self {
        Self { value, problems: Vec::new() }
    }

    /// Takes the value and moves the problems to `all`.
    pub fn into_value(self, all: &mut Vec<Problem>) -> T {
        all.extend(self.problems);
        self.value
    }
}

/// The nearest of `known` to `word`, when it is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = word.chars().count().div_ceil(3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (edits(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance in characters.
fn edits(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_only_when_near() {
        assert_eq!(nearest("titel", ["title", "slug"]), Some("title"));
        assert_eq!(nearest("colour", ["title", "slug"]), None);
    }
}
