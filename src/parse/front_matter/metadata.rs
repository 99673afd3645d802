//! Lines `key: value` on top of a file with no fence around them, as MultiMarkdown, org-mode,
//! Logseq, Wiki.js (in a comment) and Notion (below the title) write them.
//!
//! A sentence may begin the same way (`Note: unplug it first`), so such lines are front matter only
//! where they begin with `title`, or where one of them hides the article. What hides is always
//! told: the writer of a sentence would not expect it.

use super::keys::{self, Sight};
use super::lookalike;
use super::opening::{comments, first_visible, is_key};
use super::reader::latest;
use super::tree::{Entry, Scalar, Tree, Value};
use super::visibility::{self, flag};
use super::yaml;
use crate::text::span::Span;

/// More lines than this are a list of something, not front matter.
pub(super) const MOST_LINES: usize = 200;

/// Lines that are front matter.
pub(super) struct Lines {
    pub(super) entries: Vec<Entry>,
    /// Whether they are more than what hides: then all of them are keys.
    pub(super) are_all_keys: bool,
    /// Where the text after them begins; 0 where they stand in it.
    pub(super) body: usize,
}

/// The lines of `file` that are front matter without fences, if there are any.
pub(super) fn find(file: &str) -> Option<Lines> {
    in_comments(file).or_else(|| on_top(file)).or_else(|| below_title(file))
}

/// The lines of a comment before the first visible thing.
pub(super) fn in_comments(file: &str) -> Option<Lines> {
    comments(file).into_iter().find_map(|(at, said)| {
        let space = said.len() - said.trim_start_matches('\n').len();
        chosen(entries_of(block(said)?, at + space), 0)
    })
}

fn on_top(file: &str) -> Option<Lines> {
    let start = first_visible(file);
    let rest = file.get(start..)?;
    let lines = block(rest)?;
    let length: usize = rest.split_inclusive('\n').take(lines.clone().count()).map(str::len).sum();
    let found = chosen(entries_of(lines, start), start + length)?;
    let is_shown = !found.are_all_keys && found.entries.iter().all(is_dated);
    Some(Lines { body: if is_shown { 0 } else { found.body }, ..found })
}

/// Notion puts them below the title, where a sentence is more likely: only what is clear counts.
fn below_title(file: &str) -> Option<Lines> {
    let start = first_visible(file);
    let rest = file.get(start..)?;
    let (title, below) = rest.split_once('\n')?;
    if !title.starts_with("# ") {
        return None;
    }
    let at = file.len() - below.trim_start_matches('\n').len();
    let entries = entries_of(block(below.trim_start_matches('\n'))?, at);
    let entries: Vec<Entry> = entries.into_iter().filter(hides).collect();
    (!entries.is_empty()).then_some(Lines { entries, are_all_keys: false, body: 0 })
}

/// The lines that hide where nothing but lines `key: value` stands directly below front matter that
/// ends at byte `body`.
pub(super) fn below_front_matter(file: &str, body: usize) -> Vec<Entry> {
    let after = file.get(body..).unwrap_or("");
    let start = body + first_visible(after);
    let lines = file.get(start..).and_then(block);
    let entries = lines.map(|lines| entries_of(lines, start)).unwrap_or_default();
    entries.into_iter().filter(hides).collect()
}

fn chosen(entries: Vec<Entry>, body: usize) -> Option<Lines> {
    let first = entries.first()?;
    if keys::folded(&first.key) == "title" {
        return Some(Lines { entries, are_all_keys: true, body });
    }
    let entries: Vec<Entry> = entries.into_iter().filter(decides).collect();
    (!entries.is_empty()).then_some(Lines { entries, are_all_keys: false, body })
}

/// The lines up to the first empty one, when each is `key: value`.
fn block(text: &str) -> Option<impl Iterator<Item = &str> + Clone> {
    let text = text.trim_start_matches('\n');
    let lines = text.lines().take_while(|line| !line.trim().is_empty()).take(MOST_LINES);
    let mut keys = lines.clone().peekable();
    keys.peek()?;
    keys.all(|line| is_key(bare(line)) || line.starts_with([' ', '\t'])).then_some(lines)
}

/// A line without the marks of its tool: `#+DRAFT: t`, `:draft: t`, `- draft:: t`.
fn bare(line: &str) -> &str {
    let line = line.trim_start();
    let line = line.strip_prefix("#+").unwrap_or(line);
    let item = line.strip_prefix(['-', '*']).filter(|item| item.contains(":: "));
    let line = item.map_or(line, str::trim_start);
    line.strip_prefix(':').unwrap_or(line)
}

/// Lines as entries; the first of them stands at byte `at` of the file.
pub(super) fn entries_of<'a>(lines: impl Iterator<Item = &'a str>, at: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut begin = at;
    for line in lines {
        let (start, mark) = (begin, line.len() - bare(line).len());
        begin += line.len() + 1;
        let Some((key, value)) = bare(line).split_once([':', '=']) else { continue };
        let value_at = start + mark + key.len() + 1;
        let value = value.strip_prefix(':').unwrap_or(value);
        let value_at = value_at + (line.len() - (value_at - start) - value.len());
        let key_at = start + mark;
        entries.push(Entry {
            key: key.trim().trim_matches(['"', '\'']).to_owned(),
            span: Span::new(key_at..key_at + key.trim_end().len()),
            value: read_value(value.trim_end().trim_end_matches(','), value_at),
        });
    }
    entries
}

fn read_value(text: &str, at: usize) -> Tree {
    yaml::read(text, at).unwrap_or_else(|_| {
        let space = text.len() - text.trim_start().len();
        Tree {
            span: Span::new(at + space..at + text.trim_end().len()),
            value: Value::Scalar { text: text.trim().to_owned(), kind: Scalar::Text },
        }
    })
}

/// Whether a line hides the article for certain.
pub(super) fn hides(entry: &Entry) -> bool {
    match keys::sight(&entry.key) {
        // `Password: admin` is a sentence here.
        None | Some(Sight::Presence(_) | Sight::Group | Sight::Audience) => false,
        Some(Sight::Own(_)) => {
            let name = keys::folded(&entry.key);
            let says_no = flag(&entry.value) == Some(false);
            let says_yes = flag(&entry.value) == Some(true);
            match name.as_str() {
                "hide" => says_yes,
                "permalink" | "search" | "sitemap" => says_no,
                "robots" => format!("{:?}", entry.value.value).to_lowercase().contains("noindex"),
                _ => false,
            }
        }
        Some(sight) => visibility::hides(sight, &entry.value),
    }
}

/// Whether a line is about who sees the article: it hides, or nobody can tell.
fn decides(entry: &Entry) -> bool {
    let is_unclear = keys::sight(&entry.key).is_some_and(|sight| {
        matches!(sight, Sight::Switch { .. } | Sight::From { .. } | Sight::Until { .. })
            && visibility::is_unclear(sight, &entry.value)
    });
    let is_slip = keys::find(&entry.key).is_none()
        && flag(&entry.value).is_some()
        && lookalike::nearest_key(&entry.key, &entry.value).is_some();
    hides(entry) || is_slip || (is_unclear && is_short(&entry.value))
}

/// `Published: 2020-01-01`: whether it hides only the calendar tells, so it stays in the text too.
pub(super) fn is_dated(entry: &Entry) -> bool {
    latest(&entry.value).is_some()
}

fn is_short(value: &Tree) -> bool {
    match &value.value {
        Value::Scalar { text, .. } => text.split_whitespace().count() < 3,
        Value::Empty => false,
        _ => true,
    }
}
