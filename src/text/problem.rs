//! A problem: something wrong in the user's content, theme or configuration, with its places.
//!
//! Problems are data. No stage stops at the first one and no stage prints: each returns its value
//! together with the problems it met ([`Checked`]), and one `text::report::Report` holds them all at
//! the end. What the tool itself could not do (disk full, port taken) is a failure, not a problem.
//!
//! A problem names bytes of a file; whoever holds the text of the file says what people read instead
//! ([`locate`]). The report has no way to a file, so nothing is read twice and nothing is shown that
//! changed meanwhile.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::lines::{Excerpt, Lines};
use super::path::SourcePath;
use super::rule::{Level, Rule};
use super::span::{Position, Span};

/// Who says what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A file of the project.
    Project,
    /// A flag or a variable of the environment: the program was called in a wrong way.
    Call,
    /// The system, which could not read something: it may when it is asked again.
    System,
}

/// A place in a file, with a few words about what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Label {
    /// The file, as the project names it.
    pub file: SourcePath,
    /// Where in it; `None` means the file as a whole.
    pub span: Option<Span>,
    /// Where that is for people; set by [`locate`].
    pub position: Option<Position>,
    /// The text there, for the first place of a kind in its file; set by [`locate`].
    pub excerpt: Option<Excerpt>,
    /// What is wrong just here, in lower case without a full stop.
    pub text: String,
}

/// One problem. Problems with the same rule and headline are one kind and are told together, so the
/// headline says what is common to all of them ("unknown front-matter key `colour`") and the label
/// what is particular to this place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Problem {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is: the level of the rule, until the project judges it.
    pub level: Level,
    /// Who says it.
    pub origin: Origin,
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
    /// A problem of `rule`.
    pub fn of(rule: &'static Rule, headline: impl Into<String>) -> Self {
        Self {
            rule,
            level: rule.level,
            origin: Origin::Project,
            headline: headline.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
        }
    }

    /// Adds a place with bytes.
    #[must_use]
    pub fn at(self, file: &SourcePath, span: Span, text: impl Into<String>) -> Self {
        self.label(file, Some(span), text.into())
    }

    /// Adds a whole file as a place.
    #[must_use]
    pub fn in_file(self, file: &SourcePath, text: impl Into<String>) -> Self {
        self.label(file, None, text.into())
    }

    fn label(self, file: &SourcePath, span: Option<Span>, text: String) -> Self {
        self.with(Label { file: file.clone(), span, position: None, excerpt: None, text })
    }

    /// Adds a place that was made before.
    #[must_use]
    pub fn with(mut self, label: Label) -> Self {
        self.labels.push(label);
        self
    }

    /// The same with its places for people; its labels are all in the file of this text.
    #[must_use]
    pub fn located_in(self, text: &str) -> Self {
        let mut problems = [self];
        locate(&mut problems, |_| Some(text));
        let [located] = problems;
        located
    }

    /// The same, said by the call of the program.
    #[must_use]
    pub fn from_call(self) -> Self {
        Self { origin: Origin::Call, ..self }
    }

    /// The same, said by the system.
    #[must_use]
    pub fn from_system(self) -> Self {
        Self { origin: Origin::System, ..self }
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
        self.level == Level::Error
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

/// Says where the labels of `problems` are for people, as far as `text_of` knows their files. The
/// lines of a file are counted once, and of each kind in a file the first place gets an excerpt.
pub fn locate<'t>(problems: &mut [Problem], text_of: impl Fn(&SourcePath) -> Option<&'t str>) {
    let mut by_file: BTreeMap<SourcePath, Vec<_>> = BTreeMap::new();
    for Problem { rule, headline, labels, .. } in problems {
        for (nth, label) in labels.iter_mut().enumerate() {
            if let (Some(span), None) = (label.span, label.position) {
                let kind = (*rule, headline.as_str(), nth);
                by_file.entry(label.file.clone()).or_default().push((kind, span, label));
            }
        }
    }
    for (file, labels) in by_file {
        let Some(text) = text_of(&file) else { continue };
        let lines = Lines::new(text);
        let mut known = HashSet::new();
        for (kind, span, label) in labels {
            label.position = Some(lines.position(span.start));
            if known.insert(kind) {
                label.excerpt = lines.excerpt(span);
            }
        }
    }
}

/// The nearest of `known` to `word`, when it is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let limit = length.div_ceil(3).clamp(1, 3);
    known
        .into_iter()
        // Ten thousand articles can have ten unknown keys each: most names are ruled out at a look.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (slips(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many slips of a typing hand lie between two words: a letter too many, too few or another, or
/// two that changed places.
pub fn slips(left: &str, right: &str) -> usize {
    strsim::osa_distance(left, right)
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
