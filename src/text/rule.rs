//! A rule: what a problem can be an instance of, declared once, as a `static` beside the code that
//! finds it.
//!
//! A rule has one level. What is grave here and harmless there are two rules, so that a project can
//! set one without the other. A problem points at its rule, so no problem is of a rule that nobody
//! declared; [`Registry`] is the list of all that `[rules]`, the help text and the manual go by.

use std::cmp::Ordering;
use std::fmt;

use serde::{Serialize, Serializer};

use super::problem::nearest;

/// How bad a problem is. Errors stop the publication, warnings stop a strict one, advice never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The site is not published.
    Error,
    /// The site is published, unless the project is strict; the problem is told.
    Warning,
    /// Nothing is wrong; something is worth knowing.
    Advice,
}

impl Level {
    /// All of them with their names.
    const NAMES: [(Self, &'static str); 3] =
        [(Self::Error, "error"), (Self::Warning, "warning"), (Self::Advice, "advice")];

    /// The level of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(_, known)| *known == name).map(|(level, _)| level)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(level, _)| *level == self).map_or("", |(_, name)| name)
    }
}

/// A rule. Its name says which one it is: two are equal when their names are.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// In kebab-case: `dead-link`.
    pub name: &'static str,
    /// What it is when a project says nothing else.
    pub level: Level,
    /// Whether a project may set it lower, or off.
    pub can_be_lowered: bool,
    /// What it means, in a line of Markdown.
    pub meaning: &'static str,
}

impl Rule {
    /// A rule whose problems are errors.
    pub const fn error(name: &'static str, meaning: &'static str) -> Self {
        Self { name, level: Level::Error, can_be_lowered: true, meaning }
    }

    /// A rule whose problems are errors whatever a project says: without it something would be
    /// published that its writer hides, or one of two articles would vanish in silence.
    pub const fn always_error(name: &'static str, meaning: &'static str) -> Self {
        Self { can_be_lowered: false, ..Self::error(name, meaning) }
    }

    /// A rule whose problems are warnings.
    pub const fn warning(name: &'static str, meaning: &'static str) -> Self {
        Self { level: Level::Warning, ..Self::error(name, meaning) }
    }

    /// A rule whose problems are advice.
    pub const fn advice(name: &'static str, meaning: &'static str) -> Self {
        Self { level: Level::Advice, ..Self::error(name, meaning) }
    }

    /// Whether a project may set it to `level`; `None` is off.
    pub fn may_be(&self, level: Option<Level>) -> bool {
        self.can_be_lowered || level == Some(self.level)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

impl PartialOrd for Rule {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rule {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(other.name)
    }
}

impl std::hash::Hash for Rule {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

/// All rules there are, in order of name.
#[derive(Clone, Debug)]
pub struct Registry(Vec<&'static Rule>);

impl Registry {
    /// The registry of what stages declare.
    pub fn of(stages: &[&[&'static Rule]]) -> Self {
        let mut rules = stages.concat();
        rules.sort();
        Self(rules)
    }

    /// All of them.
    pub fn rules(&self) -> &[&'static Rule] {
        &self.0
    }

    /// The rule of a name.
    pub fn named(&self, name: &str) -> Option<&'static Rule> {
        let at = self.0.binary_search_by(|rule| rule.name.cmp(name)).ok()?;
        self.0.get(at).copied()
    }

    /// The name that may be meant by one that nothing has.
    pub fn nearest(&self, name: &str) -> Option<&'static str> {
        nearest(name, self.0.iter().map(|rule| rule.name))
    }
}
