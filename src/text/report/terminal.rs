//! The report for a terminal: each kind of problem once, its first place with an underlined excerpt,
//! the next few as `file:line:column`, the rest as a number. Advice is a line a kind.
//!
//! Whatever a project holds, the report stays readable: what came from it is shown with
//! [`visible`], and kinds, places, sentences and the whole have a longest measure. What is left out
//! is counted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level as Word, Renderer, Snippet};

use super::Report;
use crate::text::problem::{Label, Problem};
use crate::text::rule::{Level, Rule};
use crate::text::visible::{visible, visible_lines, without_commands};

/// How much is shown of each kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The first places, then a number.
    FirstPlaces,
    /// The places, up to a thousand of a kind.
    All,
}

impl Detail {
    /// How many places follow the excerpt.
    fn further_places(self) -> usize {
        match self {
            Self::FirstPlaces => 4,
            Self::All => 1000,
        }
    }

    /// How many kinds of a rule are shown: a headline may hold a word of the writer's, so there can
    /// be as many kinds as words.
    fn kinds_of_a_rule(self) -> usize {
        match self {
            Self::FirstPlaces => 20,
            Self::All => 200,
        }
    }
}

/// Places of one problem that are shown beside its first.
const OTHER_PLACES: usize = 5;

/// Longer sentences are cut, in characters.
const LONGEST_SENTENCE: usize = 400;

/// A kind that would begin behind so many bytes is only counted.
const LONGEST_REPORT: usize = 1024 * 1024;

/// Renders `report`: errors, warnings, advice; within that by rule and headline. `colour` uses ANSI
/// colours.
pub fn terminal(report: &Report, detail: Detail, colour: bool) -> String {
    let mut rules: BTreeMap<(Level, &Rule), Kinds<'_>> = BTreeMap::new();
    for problem in report.problems() {
        let kinds = rules.entry((problem.level, problem.rule)).or_default();
        kinds.entry(&problem.headline).or_default().push(problem);
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut page = Page { text: String::new(), renderer, detail, kinds_left_out: 0 };
    for ((level, rule), kinds) in &rules {
        page.rule(*level, rule, kinds);
    }
    page.finish()
}

/// Problems of one rule by headline.
type Kinds<'a> = BTreeMap<&'a str, Vec<&'a Problem>>;

/// The report as far as it is written.
struct Page {
    text: String,
    renderer: Renderer,
    detail: Detail,
    kinds_left_out: usize,
}

impl Page {
    fn is_full(&self) -> bool {
        self.text.len() >= LONGEST_REPORT
    }

    fn rule(&mut self, level: Level, rule: &Rule, kinds: &Kinds<'_>) {
        let most = self.detail.kinds_of_a_rule();
        let summed_up = level == Level::Advice && self.detail == Detail::FirstPlaces;
        for of_kind in kinds.values().take(most) {
            if self.is_full() {
                self.kinds_left_out += 1;
            } else if summed_up {
                self.sum_up(of_kind);
            } else {
                self.kind(of_kind);
            }
        }
        match kinds.len().saturating_sub(most) {
            more if self.is_full() => self.kinds_left_out += more,
            0 => {}
            more => {
                let _ = writeln!(self.text, "… and {more} more kinds of `{rule}`\n");
            }
        }
        if summed_up && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// One line.
    fn sum_up(&mut self, of_kind: &[&Problem]) {
        let Some(first) = of_kind.first() else { return };
        let places = match of_kind.len() {
            1 => "1 place".to_owned(),
            many => format!("{many} places"),
        };
        self.group(Group::with_title(title(first, &format!(" ({places})"))));
    }

    fn kind(&mut self, of_kind: &[&Problem]) {
        let Some(first) = of_kind.first() else { return };
        let mut group = Group::with_title(title(first, ""));
        let mut columns = Vec::new();
        let has_excerpt = first.labels.first().is_some_and(|label| label.excerpt.is_some());
        for (nth, label) in first.labels.iter().take(1 + OTHER_PLACES).enumerate() {
            match snippet(label, nth).filter(|_| has_excerpt) {
                Some((snippet, column)) => {
                    group = group.element(snippet);
                    columns.push(column);
                }
                None if nth == 0 => {}
                None => group = group.element(Word::NOTE.message(place(label))),
            }
        }
        if let Some(more @ 1..) = first.labels.len().checked_sub(1 + OTHER_PLACES) {
            group = group.element(Word::NOTE.message(format!("and {more} more places")));
        }
        for note in &first.notes {
            group = group.element(Word::NOTE.message(sentence(note)));
        }
        if let Some(help) = help(of_kind) {
            group = group.element(Word::HELP.message(sentence(help)));
        }
        let start = self.text.len();
        self.group(group);
        for column in columns {
            column.put_right(&mut self.text, start);
        }
        self.places(&of_kind[usize::from(has_excerpt)..]);
        self.text.push('\n');
    }

    fn group(&mut self, group: Group<'_>) {
        let _ = writeln!(self.text, "{}", self.renderer.render(&[group]));
    }

    /// One line a problem: `  file:line:column: what`.
    fn places(&mut self, problems: &[&Problem]) {
        let labels: Vec<&Label> = problems.iter().filter_map(|one| one.labels.first()).collect();
        let mut shown = 0;
        for label in labels.iter().take(self.detail.further_places()) {
            if self.is_full() {
                break;
            }
            let _ = writeln!(self.text, "  {}", place(label));
            shown += 1;
        }
        let more = labels.len() - shown;
        if more > 0 {
            let hint = if self.detail == Detail::All { "" } else { " (--verbose shows them)" };
            let _ = writeln!(self.text, "  … and {more} more{hint}");
        }
    }

    fn finish(mut self) -> String {
        if self.kinds_left_out > 0 {
            let _ = writeln!(self.text, "… and {} more kinds\n", self.kinds_left_out);
        }
        // Pieces that were made visible one by one may form a command together.
        without_commands(&self.text).into_owned()
    }
}

fn title(problem: &Problem, count: &str) -> annotate_snippets::Title<'static> {
    let word = match problem.level {
        Level::Error => Word::ERROR,
        Level::Warning => Word::WARNING,
        Level::Advice => Word::INFO.with_name(Level::Advice.name()),
    };
    word.primary_title(format!("{}{count}", sentence(&problem.headline))).id(problem.rule.name)
}

/// What helps with the place that is shown, else what helps with every place alike.
fn help<'a>(of_kind: &[&'a Problem]) -> Option<&'a str> {
    let first = of_kind.first()?.help.as_deref();
    let mut others = of_kind.iter().filter_map(|problem| problem.help.as_deref());
    first.or_else(|| {
        let shared = others.next()?;
        others.all(|help| help == shared).then_some(shared)
    })
}

/// A place with the lines around it, and its column.
fn snippet(
    label: &Label,
    nth: usize,
) -> Option<(Snippet<'static, annotate_snippets::Annotation<'static>>, Column)> {
    let (excerpt, position) = (label.excerpt.as_ref()?, label.position?);
    let mark = excerpt.mark.range();
    let mut text = visible_lines(excerpt.text.get(..mark.start)?).into_owned();
    let shown = text.chars().count() + 1;
    let start = text.len();
    text.push_str(&visible_lines(excerpt.mark.of(&excerpt.text)));
    let end = text.len();
    text.push_str(&visible_lines(excerpt.text.get(mark.end..)?));

    let kind = if nth == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
    let annotation = kind.span(start..end).label(sentence(&label.text));
    let path = sentence(label.file.as_str());
    let at = format!("{path}:{}:", position.line);
    let column = Column { at, shown, real: position.column };
    let snippet = Snippet::source(text).path(path).line_start(position.line);
    Some((snippet.annotation(annotation), column))
}

/// The renderer counts columns in the text it is given, which is cut and has characters written out.
struct Column {
    /// What stands before the column.
    at: String,
    shown: usize,
    real: usize,
}

impl Column {
    /// Writes the real column into what was rendered from byte `start` on.
    fn put_right(&self, text: &mut String, start: usize) {
        let shown = format!("{}{}", self.at, self.shown);
        let found = text.get(start..).and_then(|rendered| rendered.find(&shown));
        if let Some(found) = found.filter(|_| self.shown != self.real) {
            let end = start + found + shown.len();
            text.replace_range(start + found + self.at.len()..end, &self.real.to_string());
        }
    }
}

/// `file:line:column: what`, as far as it is known.
fn place(label: &Label) -> String {
    let mut place = sentence(label.file.as_str());
    if let Some(position) = label.position {
        let _ = write!(place, ":{}:{}", position.line, position.column);
    }
    if !label.text.is_empty() {
        let _ = write!(place, ": {}", sentence(&label.text));
    }
    place
}

/// Words of a problem: on one line, nothing in them acts, and not longer than can be read.
fn sentence(text: &str) -> String {
    let cut: Cow<'_, str> = match text.char_indices().nth(LONGEST_SENTENCE) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or(""))),
        None => Cow::Borrowed(text),
    };
    visible(&cut)
}

#[cfg(test)]
mod tests;
