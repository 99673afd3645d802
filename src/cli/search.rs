//! `dopo search`: what a reader would find, from the same files the browser reads.
//!
//! The index is made in memory, as `build` would make it; the output folder is not touched.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use super::arguments::SearchArguments;
use super::project::Project;
use super::{Ending, Stop};
use crate::pipeline::Workbench;
use crate::search::{
    self, ByName, Correction, Hit, Reader, SearchFiles, SearchOptions, SearchOutcome,
};
use crate::site::{LocaleId, Site};
use crate::text::locale::Locale;
use crate::text::visible::visible;

pub(super) fn run(project: &Project, arguments: &SearchArguments) -> Result<Ending, Stop> {
    let tree = project.read(&project.default_output())?;
    let mut options = project.options.clone();
    let wanted = options.overrides.locale.take();
    let mut bench = Workbench::new(tree.clone(), options.clone());
    let named = wanted.as_deref().map(|tag| locale_named(bench.site(), tag)).transpose();
    let locale = match named {
        Ok(locale) => locale.unwrap_or(LocaleId::DEFAULT),
        // Nothing says what language the articles are in: then this does.
        Err(_) if bench.site().config.locale_is_guessed => {
            options.overrides.locale = wanted;
            bench.update(tree, options);
            LocaleId::DEFAULT
        }
        Err(unknown) => return Err(unknown),
    };
    let site = bench.site();
    let report = site.config.report(bench.problems());
    if report.has_errors() {
        return project.tell(&report);
    }
    let files = search::index(site, locale);
    let searcher = Searcher::new(site, locale, &files, arguments)?;
    match &arguments.batch {
        Some(file) => searcher.batch(file, arguments.json)?,
        None => searcher.print(&arguments.words.join(" "), arguments)?,
    }
    Ok(Ending::Fine)
}

/// The locale of a site that has this tag.
fn locale_named(site: &Site, tag: &str) -> Result<LocaleId, Stop> {
    let wanted = Locale::parse(tag);
    let mut known = site.locales_by_id();
    let found = known.find(|(_, known)| Some(&known.locale) == wanted.as_ref());
    found.map(|(id, _)| id).ok_or_else(|| {
        let known: Vec<&str> = site.locales.iter().map(|known| known.locale.as_str()).collect();
        Stop::WrongUse(format!("the site has no locale `{tag}`; it has {}", known.join(", ")))
    })
}

/// The index of one locale, and the files its articles came from.
struct Searcher<'a> {
    reader: Reader<ByName<'a>>,
    options: SearchOptions,
    /// Address → file below the content folder.
    sources: HashMap<&'a str, &'a str>,
}

impl<'a> Searcher<'a> {
    fn new(
        site: &'a Site,
        locale: LocaleId,
        files: &'a SearchFiles,
        arguments: &SearchArguments,
    ) -> Result<Self, Stop> {
        let articles = site.articles.iter().filter(|article| article.locale == locale);
        Ok(Self {
            reader: search::open(files).map_err(Stop::failure)?,
            options: SearchOptions {
                attributes: arguments.kind.iter().map(|kind| format!("type:{kind}")).collect(),
                ..SearchOptions::default()
            },
            sources: articles
                .map(|article| (article.address.as_str(), article.content_path.as_str()))
                .collect(),
        })
    }

    fn search(&self, words: &str) -> Result<SearchOutcome, Stop> {
        self.reader.search(words, &self.options).map_err(Stop::failure)
    }

    /// The file a result came from, below the content folder.
    fn source(&self, hit: &Hit) -> &str {
        self.sources.get(hit.address.as_str()).copied().unwrap_or_default()
    }

    /// Answers each line of a file by a line: all about the results, or only their files.
    #[allow(clippy::disallowed_methods, reason = "the questions are no part of the project")]
    fn batch(&self, file: &Path, tells_all: bool) -> Result<(), Stop> {
        let text = std::fs::read_to_string(file)
            .map_err(|cause| Stop::Failure(format!("cannot read {}: {cause}", file.display())))?;
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let question: Option<Value> = serde_json::from_str(line).ok();
            let words = question.as_ref().and_then(|question| question.get("q")?.as_str());
            let words = words.ok_or_else(|| {
                let place = format!("{}:{}", file.display(), at + 1);
                Stop::WrongUse(format!("{place}: a line is to be {{\"q\": \"words\"}}"))
            })?;
            let outcome = self.search(words)?;
            let answer = if tells_all {
                self.as_json(words, &outcome)
            } else {
                let results: Vec<&str> = outcome.hits.iter().map(|hit| self.source(hit)).collect();
                json!({ "q": words, "results": results })
            };
            if !say(&answer.to_string())? {
                break;
            }
        }
        Ok(())
    }

    fn print(&self, words: &str, arguments: &SearchArguments) -> Result<(), Stop> {
        let outcome = self.search(words)?;
        let answer = if arguments.json {
            self.as_json(words, &outcome).to_string()
        } else {
            self.as_text(&outcome, arguments.explain)
        };
        say(answer.trim_end()).map(|_| ())
    }

    fn as_text(&self, outcome: &SearchOutcome, explains: bool) -> String {
        let mut text = String::new();
        for correction in &outcome.corrections {
            let (used, typed) = (&correction.used, &correction.typed);
            let _ = writeln!(text, "searched for “{used}” instead of “{typed}”");
        }
        if explains && !outcome.unknown.is_empty() {
            let _ = writeln!(text, "no article says {}", outcome.unknown.join(", "));
        }
        if outcome.hits.is_empty() {
            text.push_str("nothing found\n");
        }
        for (at, hit) in outcome.hits.iter().enumerate() {
            let anchor = visible(&anchor(hit));
            let (title, source) = (visible(&hit.title), visible(self.source(hit)));
            let _ = writeln!(text, "{:>2}. {title}  {source}{anchor}", at + 1);
            let gap = if hit.heading.is_empty() { "" } else { ": " };
            let found = format!("{}{gap}{}", hit.heading, hit.excerpt.replace('\n', " "));
            let _ = writeln!(text, "    {}", visible(&found));
            if explains {
                explain(&mut text, hit, &outcome.corrections);
            }
        }
        text
    }

    fn as_json(&self, words: &str, outcome: &SearchOutcome) -> Value {
        let results: Vec<Value> = outcome
            .hits
            .iter()
            .map(|hit| {
                json!({
                    "path": self.source(hit),
                    "address": format!("{}{}", hit.address, anchor(hit)),
                    "title": hit.title,
                    "type": hit.kind,
                    "categories": hit.categories,
                    "heading": hit.heading,
                    "excerpt": hit.excerpt,
                    "score": hit.score,
                })
            })
            .collect();
        let corrections: Vec<Value> = outcome
            .corrections
            .iter()
            .map(|correction| json!({ "typed": correction.typed, "used": correction.used }))
            .collect();
        json!({ "q": words, "corrections": corrections, "results": results })
    }
}

/// Prints a line or more; false when nobody reads any further (`dopo search … | head -1`).
fn say(text: &str) -> Result<bool, Stop> {
    match writeln!(io::stdout(), "{text}") {
        Ok(()) => Ok(true),
        Err(cause) if cause.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(cause) => Err(Stop::failure(cause)),
    }
}

fn anchor(hit: &Hit) -> String {
    if hit.anchor.is_empty() { String::new() } else { format!("#{}", hit.anchor) }
}

/// The parts of a score: a line, then a table of what each word gave.
fn explain(text: &mut String, hit: &Hit, corrections: &[Correction]) {
    let reasons = &hit.reasons;
    let _ = writeln!(
        text,
        "    score {} = words {} + title {} + {}/64 for nearness; {} % of the query matched",
        hit.score,
        reasons.words_score,
        reasons.title_score,
        reasons.nearness,
        reasons.matched * 100 / 64
    );
    let names: Vec<String> =
        reasons.words.iter().map(|word| searched_as(&word.form, corrections)).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(4);
    let _ = writeln!(text, "      {:width$}  tells  title  article  passage  written", "word");
    for (word, name) in reasons.words.iter().zip(names) {
        let tells = format!("{:.1}", word.tells as f64 / 8.0);
        let (title, article, passage) = (word.title, word.article, word.passage);
        let written = if title + article + passage == 0 {
            "not there".to_owned()
        } else {
            word.written.join(", ")
        };
        let line = format!(
            "      {name:width$}  {tells:>5}  {title:>5}  {article:>7}  {passage:>7}  {written}"
        );
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// A searched word, after the typed one when it is another.
fn searched_as(form: &str, corrections: &[Correction]) -> String {
    let is_of = |correction: &&Correction| correction.used.split(' ').any(|used| used == form);
    match corrections.iter().find(is_of) {
        Some(correction) => format!("{} → {form}", correction.typed),
        None => form.to_owned(),
    }
}
