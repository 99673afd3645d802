//! Compiled templates, and the way from an error of the engine to a problem with a place.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use tera::{Context, ErrorKind, Tera};

use super::allowance::{self, Page};
use super::files::{ThemeFile, ThemeFiles};
use super::{filters, tags};
use crate::text::fingerprint::fingerprint;
use crate::text::path::SourcePath;
use crate::text::problem::{Checked, Problem, locate};
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(super) static TEMPLATE: Rule =
    Rule::error("template", "a template cannot be read, or names what does not exist");

/// All templates of a theme.
#[derive(Debug)]
pub(super) struct Templates {
    tera: Tera,
    sources: BTreeMap<String, Source>,
    fingerprint: String,
    has_own: bool,
    /// How many pages took too long.
    overruns: AtomicU32,
}

/// What to do about a template that fails while a page is made, that cannot be read, and that names
/// what is not there.
const FAILED: &str = "the manual of themes names the values a page has; the template of the theme \
                      shows how they are used";
const UNREADABLE: &str = "compare with the template of the theme: each `{%`, `{{` and `{#` is closed, \
                          and each block has its end";
const MISSING: &str = "the manual of themes names the templates, filters and functions there are";

/// After so many pages that took too long no other is tried: a site can have ten thousand.
const MOST_OVERRUNS: u32 = 2;

/// Where a compiled template comes from.
#[derive(Debug)]
struct Source {
    file: SourcePath,
    text: String,
    /// Where each kept run of the collapsed text begins, there and in the file.
    places: Vec<(usize, usize)>,
}

impl Templates {
    /// Compiles the first version of each template that is right; wrong ones are reported.
    pub(super) fn compile(files: &ThemeFiles) -> Checked<Self> {
        let mut problems = Vec::new();
        let mut chosen: BTreeMap<String, &ThemeFile> = BTreeMap::new();
        for (name, versions) in files.below("templates", "html") {
            for file in versions {
                match syntax_problem(file) {
                    Some(problem) => problems.push(problem),
                    None => {
                        chosen.insert(name.to_owned(), file);
                        break;
                    }
                }
            }
        }
        let templates = Self::together(&chosen).unwrap_or_else(|error| {
            // Names that do not exist show only when the templates are joined.
            problems.extend(joined_problems(&error, &chosen));
            let embedded: BTreeMap<String, &ThemeFile> = files
                .below("templates", "html")
                .filter_map(|(name, all)| {
                    Some((name.to_owned(), all.iter().find(|file| !file.is_own)?))
                })
                .collect();
            Self::together(&embedded).unwrap_or_else(|_| Self::empty())
        });
        locate(&mut problems, |file| files.text_of(file));
        Checked { value: templates, problems }
    }

    fn empty() -> Self {
        Self {
            tera: Tera::default(),
            sources: BTreeMap::new(),
            fingerprint: String::new(),
            has_own: false,
            overruns: AtomicU32::new(0),
        }
    }

    fn together(chosen: &BTreeMap<String, &ThemeFile>) -> Result<Self, tera::Error> {
        let mut templates = Self::empty();
        filters::register(&mut templates.tera);
        let mut collapsed = Vec::new();
        for (name, file) in chosen {
            templates.has_own |= file.is_own;
            let (text, places) = prepared(file);
            collapsed.push((name.clone(), text));
            let (file, source) = (file.source.clone(), file.text.clone());
            templates.sources.insert(name.clone(), Source { file, text: source, places });
        }
        templates.fingerprint = fingerprint(format!("{collapsed:?}").as_bytes());
        templates.tera.add_raw_templates(collapsed)?;
        Ok(templates)
    }

    /// A name for the whole of it.
    pub(super) fn fingerprint(&self) -> String {
        self.fingerprint.clone()
    }

    /// Whether a project or its own theme has some.
    pub(super) fn has_own(&self) -> bool {
        self.has_own
    }

    /// Runs a template, within what it may do.
    pub(super) fn render(&self, name: &str, context: &Context) -> Result<String, Box<Problem>> {
        let start = Instant::now();
        if self.overruns.load(Ordering::Relaxed) >= MOST_OVERRUNS {
            let error = tera::Error::message("not run: others before it took too long");
            return Err(Box::new(self.problem(name, &error)));
        }
        let mut page = Page::default();
        let made = allowance::within(|| self.tera.render_to(name, context, &mut page));
        let made = made.and_then(|()| String::from_utf8(page.0).map_err(tera::Error::message));
        made.map_err(|error| {
            let is_overrun = start.elapsed() >= allowance::LONGEST;
            self.overruns.fetch_add(u32::from(is_overrun), Ordering::Relaxed);
            Box::new(self.problem(name, &error))
        })
    }

    fn problem(&self, name: &str, error: &tera::Error) -> Problem {
        let problem = Problem::of(&TEMPLATE, "a template failed").help(FAILED);
        if let ErrorKind::RenderingError(report) = error.kind()
            && let Some(source) = self.sources.get(report.filename())
        {
            let range = &report.span().range;
            let span = Span::new(
                original(&source.places, range.start)..original(&source.places, range.end),
            );
            let label = first_line(report.message());
            return problem.at(&source.file, span, label).located_in(&source.text);
        }
        let file = self.sources.get(name).map(|source| source.file.clone());
        let file = file.unwrap_or_else(|| SourcePath::new(format!("templates/{name}")));
        problem.in_file(&file, first_line(&error.to_string()))
    }
}

/// The byte of the file that byte `at` of the collapsed text comes from.
fn original(places: &[(usize, usize)], at: usize) -> usize {
    let after = places.partition_point(|&(collapsed, _)| collapsed <= at);
    match after.checked_sub(1).and_then(|index| places.get(index)) {
        Some(&(collapsed, original)) => original + (at - collapsed),
        None => at,
    }
}

/// The text the engine gets, and where its runs begin, there and in the file.
fn prepared(file: &ThemeFile) -> (String, Vec<(usize, usize)>) {
    let (text, places) = collapse(&file.text);
    if file.is_own { with_calls(&text, &places) } else { (text, places) }
}

/// Puts the calls into a template that keep it [within what it may do](allowance). What fails in one
/// has its place in the tag before it.
fn with_calls(text: &str, places: &[(usize, usize)]) -> (String, Vec<(usize, usize)>) {
    let calls = allowance::calls(text);
    let mut whole = String::with_capacity(text.len() + calls.len() * 24);
    let mut put = Vec::with_capacity(calls.len());
    let mut moved = Vec::with_capacity(places.len() + calls.len() * 2);
    let mut from = 0;
    for (at, call) in &calls {
        whole.push_str(text.get(from..*at).unwrap_or(""));
        let place = original(places, *at);
        moved.push((whole.len(), place.saturating_sub(call.len())));
        whole.push_str(call);
        moved.push((whole.len(), place));
        put.push((*at, whole.len() - at));
        from = *at;
    }
    whole.push_str(text.get(from..).unwrap_or(""));
    moved.extend(places.iter().map(|&(at, place)| {
        let before = put.partition_point(|(call, _)| *call <= at);
        let added = before.checked_sub(1).and_then(|last| put.get(last)).map_or(0, |last| last.1);
        (at + added, place)
    }));
    moved.sort_unstable();
    (whole, moved)
}

fn syntax_problem(file: &ThemeFile) -> Option<Problem> {
    if let Some(at) = tags::loop_in_expression(&file.text).filter(|_| file.is_own) {
        let headline = "a template makes a list by a loop within an expression";
        return Some(
            Problem::of(&TEMPLATE, headline)
                .at(&file.source, Span::new(at..at + 3), "this is not offered")
                .help("use {% for … %}"),
        );
    }
    let mut alone = Tera::default();
    filters::register(&mut alone);
    let error = alone.add_raw_template("alone", &file.text).err()?;
    match error.kind() {
        ErrorKind::SyntaxError(report) => {
            let problem = Problem::of(&TEMPLATE, "a template cannot be read").help(UNREADABLE);
            let span = Span::new(report.span().range.clone());
            Some(problem.at(&file.source, span, first_line(report.message())))
        }
        // Alone, a template lacks its parent and its parts.
        _ => None,
    }
}

/// What keeps templates from being joined. Names that nothing has are told by the engine as one
/// text: for each `error: WHAT`, and below it `--> TEMPLATE:LINE:COLUMN` of the collapsed text.
fn joined_problems(error: &tera::Error, chosen: &BTreeMap<String, &ThemeFile>) -> Vec<Problem> {
    let problem =
        || Problem::of(&TEMPLATE, "a template names something that does not exist").help(MISSING);
    let text = error.to_string();
    let mut problems = Vec::new();
    for told in text.split("error: ").skip(1) {
        let place = told.lines().nth(1).and_then(|line| line.trim().strip_prefix("--> "));
        if let Some((file, span)) = place.and_then(|place| place_in_file(place, chosen)) {
            problems.push(problem().at(file, span, first_line(told)));
        }
    }
    problems.extend(chosen.values().filter_map(|file| {
        let (parent, span) = missing_parent(&file.text, chosen)?;
        Some(problem().at(&file.source, span, format!("there is no template `{parent}`")))
    }));
    if problems.is_empty() {
        let mut named = chosen.iter().filter(|(name, _)| text.contains(name.as_str()));
        let own = named.clone().find(|(_, file)| file.is_own).or_else(|| named.next());
        let file = own.map(|(_, file)| file.source.clone());
        let file = file.unwrap_or_else(|| SourcePath::new("templates"));
        problems.push(problem().in_file(&file, first_line(&text)));
    }
    problems
}

/// What `{% extends "…" %}` of `text` names, and where, when it is none of `chosen`.
fn missing_parent<'t>(
    text: &'t str,
    chosen: &BTreeMap<String, &ThemeFile>,
) -> Option<(&'t str, Span)> {
    const EXTENDS: &str = "extends";
    let after = text.find(EXTENDS)? + EXTENDS.len();
    let quote = after + text.get(after..)?.find(['"', '\'', '`'])?;
    let letter = text.get(quote..)?.chars().next()?;
    let name = text.get(quote + 1..)?.split(letter).next()?;
    let span = Span::new(quote + 1..quote + 1 + name.len());
    (!chosen.contains_key(name)).then_some((name, span))
}

/// The word of a file that `TEMPLATE:LINE:COLUMN` of its collapsed text points at.
fn place_in_file<'a>(
    place: &str,
    chosen: &'a BTreeMap<String, &ThemeFile>,
) -> Option<(&'a SourcePath, Span)> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let file = chosen.get(parts.next()?)?;
    let (text, places) = prepared(file);
    let before: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let along = text.get(before..)?.chars().take(column.checked_sub(1)?);
    let start = original(&places, before + along.map(char::len_utf8).sum::<usize>());
    let rest = file.text.get(start..)?;
    let end = rest.find([' ', '\n', '(', '}', '%']).filter(|&end| end > 0).unwrap_or(rest.len());
    Some((&file.source, Span::new(start..start + end)))
}

/// The engine's messages are followed by an excerpt of its own.
fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or("").trim_start_matches("error: ")
}

/// Takes the layout out of a template: see the head of [`super`]. Gives the text and where its
/// kept runs begin, there and in `template`.
fn collapse(template: &str) -> (String, Vec<(usize, usize)>) {
    let mut out = String::with_capacity(template.len());
    let mut places = vec![(0, 0)];
    let mut at = 0;
    while at < template.len() {
        let rest = template.get(at..).unwrap_or("");
        let kept = rest.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(rest.len());
        out.push_str(rest.get(..kept).unwrap_or(""));
        let rest = rest.get(kept..).unwrap_or("");
        let blank = rest.find(|letter: char| !letter.is_ascii_whitespace()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(blank);
        at += kept + blank;
        let before_is_tag = [">", "%}", "#}"].iter().any(|end| out.ends_with(end));
        let after_is_tag = ["<", "{%", "{#"].iter().any(|start| after.starts_with(start));
        let is_between_tags =
            (before_is_tag || out.is_empty()) && (after_is_tag || after.is_empty());
        let is_layout = is_between_tags && run.contains('\n');
        if !is_layout && !run.is_empty() {
            out.push(' ');
        }
        places.push((out.len(), at));
    }
    (out, places)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::source::memory;
    use crate::text::span::Position;

    #[test]
    fn white_space_between_tags_is_layout_and_other_white_space_is_a_space() {
        let cases = [
            ("<p>\n  <b>a</b>\n</p>\n", "<p><b>a</b></p>"),
            ("<p>\n  a\n  b\n</p>", "<p> a b </p>"),
            ("<i>a</i> <i>b</i>", "<i>a</i> <i>b</i>"),
            ("{% if a %}\n  <p>\n{% endif %}", "{% if a %}<p>{% endif %}"),
            ("<a\n   href=\"x\">", "<a href=\"x\">"),
        ];
        for (template, expected) in cases {
            assert_eq!(collapse(template).0, expected);
        }
    }

    #[test]
    fn a_template_that_fails_names_the_place_in_the_file() {
        let broken = "<p>\n    <b>{{ nothing.here }}</b>\n</p>\n";
        let tree = memory::tree([("templates/not-found.html", broken)]);
        let mut problems = Vec::new();
        let files = ThemeFiles::find(&tree, "default", None, &mut problems);
        let templates = Templates::compile(&files).into_value(&mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        let problem = templates.render("not-found.html", &Context::new()).unwrap_err();
        let label = problem.labels.first().unwrap();
        assert_eq!(label.file.as_str(), "templates/not-found.html");
        assert_eq!(label.span.unwrap().of(broken), "nothing");
    }

    #[test]
    fn a_template_that_cannot_be_read_is_reported_and_the_embedded_one_used() {
        let tree = memory::tree([("templates/not-found.html", "<p>{% if %}</p>")]);
        let mut problems = Vec::new();
        let files = ThemeFiles::find(&tree, "default", None, &mut problems);
        let templates = Templates::compile(&files).into_value(&mut problems);
        assert_eq!(problems.len(), 1);
        assert!(problems.iter().all(Problem::is_error));
        assert_eq!(
            templates.sources.get("not-found.html").unwrap().file.as_str(),
            "themes/default/templates/not-found.html"
        );
    }

    #[test]
    fn an_unknown_part_is_reported_with_the_file_that_asks_for_it() {
        let tree = memory::tree([("templates/not-found.html", "{% include \"parts/no.html\" %}")]);
        let mut problems = Vec::new();
        let files = ThemeFiles::find(&tree, "default", None, &mut problems);
        Templates::compile(&files).into_value(&mut problems);
        assert_eq!(problems.len(), 1);
        let label = problems.first().unwrap().labels.first().unwrap();
        assert_eq!(label.file.as_str(), "templates/not-found.html");
        assert!(label.text.contains("parts/no.html"), "{}", label.text);
        assert_eq!(label.position, Some(Position { line: 1, column: 12 }), "{label:?}");
    }
}
