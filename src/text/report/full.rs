//! The terminal report: each kind of problem once, its first place with an underlined excerpt, the
//! next few as `file:line:column`, the rest as a number.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::text::path::SourcePath;
use crate::text::problem::{Label, Problem, Severity};
use crate::text::span::position;

/// How much is shown of each kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The first places, then a number.
    FirstPlaces,
    /// Every place.
    All,
}

/// How many further places follow the excerpt when not all are shown.
const FURTHER_PLACES: usize = 4;

/// Excerpts of longer lines would fill the screen.
const LONGEST_EXCERPT_LINE: usize = 400;

/// Renders `problems`, errors first, then by kind in the order they were met. `text_of` gives the
/// text of a file for the excerpts. `colour` uses ANSI colours.
pub fn render(
    problems: &[Problem],
    text_of: &dyn Fn(&SourcePath) -> Option<String>,
    detail: Detail,
    colour: bool,
) -> String {
    let mut kinds: BTreeMap<(Severity, &str, &str), Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        kinds.entry((problem.severity, problem.rule, &problem.headline)).or_default().push(problem);
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut report = String::new();
    for ((severity, rule, headline), of_kind) in kinds {
        let text = of_kind[0].labels.first().and_then(|label| text_of(&label.file));
        let level = match severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(headline).id(rule);
        let mut group = Group::with_title(title);
        let excerpt = text.as_deref().and_then(|text| excerpt(of_kind[0], text));
        if let Some(snippet) = excerpt {
            group = group.element(snippet);
        }
        for note in &of_kind[0].notes {
            group = group.element(Level::NOTE.message(note));
        }
        if let Some(help) = help(&of_kind) {
            group = group.element(Level::HELP.message(help));
        }
        let _ = writeln!(report, "{}", renderer.render(&[group]));
        let shown_in_excerpt =
            usize::from(text.as_deref().is_some_and(|t| excerpt_fits(of_kind[0], t)));
        places(&mut report, &of_kind[shown_in_excerpt..], text_of, detail);
        report.push('\n');
    }
    report
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

/// The place of the first label in its file, with the line around it.
fn excerpt<'a>(
    problem: &'a Problem,
    text: &'a str,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    if !excerpt_fits(problem, text) {
        return None;
    }
    let file = &problem.labels[0].file;
    let mut snippet = Snippet::source(text).path(file.as_str()).fold(true);
    for (at, label) in problem.labels.iter().filter(|label| label.file == *file).enumerate() {
        let Some(span) = label.span else { continue };
        let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        if text.get(span.range()).is_some() {
            snippet = snippet.annotation(kind.span(span.range()).label(label.text.as_str()));
        }
    }
    Some(snippet)
}

/// Whether the first label has a place that can be shown: inside the text, on lines of a size.
fn excerpt_fits(problem: &Problem, text: &str) -> bool {
    let Some(span) = problem.labels.first().and_then(|label| label.span) else { return false };
    let range = span.range();
    if text.get(range.clone()).is_none() {
        return false;
    }
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    end - start <= LONGEST_EXCERPT_LINE
}

/// One line a problem: `  file:line:column: what`.
fn places(
    report: &mut String,
    problems: &[&Problem],
    text_of: &dyn Fn(&SourcePath) -> Option<String>,
    detail: Detail,
) {
    let shown = if detail == Detail::All { problems.len() } else { FURTHER_PLACES };
    for problem in problems.iter().take(shown) {
        if let Some(label) = problem.labels.first() {
            let _ = writeln!(report, "  {}", place(label, text_of));
        }
    }
    if problems.len() > shown {
        let more = problems.len() - shown;
        let _ = writeln!(report, "  … and {more} more (--verbose shows all)");
    }
}

fn place(label: &Label, text_of: &dyn Fn(&SourcePath) -> Option<String>) -> String {
    let text = label.span.and_then(|span| Some((span, text_of(&label.file)?)));
    let at = match text {
        Some((span, text)) => {
            let position = position(&text, span.start);
            format!("{}:{}:{}", label.file, position.line, position.column)
        }
        None => label.file.to_string(),
    };
    if label.text.is_empty() { at } else { format!("{at}: {}", label.text) }
}
