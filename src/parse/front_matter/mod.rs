//! Front matter → [`FrontMatter`]: found, read as a tree with places, and taken over key by key.
//!
//! What we know is typed, what we do not know is said. [`keys`] is the whole knowledge: a table of
//! names and what each one does. A value that cannot be understood counts as absent with a
//! warning; where the key decides who sees the article it is an error, for guessing wrong would
//! publish what was to stay hidden.

mod date;
mod json;
mod keys;
mod lookalike;
mod metadata;
mod opening;
mod reader;
mod surprise;
#[cfg(test)]
mod tests;
mod toml;
mod tree;
mod visibility;
mod yaml;

pub(super) use reader::{TWO_DATES, TWO_DAYS, UNKNOWN_KEY, UNUSED_KEY};
pub(crate) use reader::{VISIBILITY_KEY, VISIBILITY_VALUE, WRONG_VALUE};
pub(super) use surprise::CUT_VALUE;
pub(super) use visibility::UNHIDDEN_PART;

use super::document::{Dated, FrontMatter};
use super::problems::Problems;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use crate::text::span::Span;
use opening::{Block, Notation, Opening};
use tree::{Scalar, Tree, Unreadable, Value};

pub(crate) static FRONT_MATTER: Rule = Rule::always_error(
    "front-matter",
    "what begins like front matter cannot be read: a wrong value, a fence that is not `---`, no \
     closing line",
);
pub(crate) static METADATA_LINE: Rule = Rule::warning(
    "metadata-line",
    "a line such as `Status: Draft` above or just below the title hides the article",
);

/// Reads the front matter of `file` into a [`FrontMatter`]; gives the byte where the body begins.
pub(super) fn read(file: &str, problems: &mut Problems) -> (FrontMatter, usize) {
    let mut front = FrontMatter::default();
    let body = match opening::look(file) {
        Opening::Text => lines(file, &mut front, problems),
        Opening::Broken(unreadable, help) => {
            problems.add(cannot_be_read(problems, unreadable, help));
            file.len()
        }
        Opening::Block(block) => {
            if let Some(lines) = metadata::in_comments(file) {
                reader::read(&lines.entries, Some(file), &mut front, problems);
            }
            read_block(file, &block, &mut front, problems)
        }
    };
    if front.date.is_empty() && front.unread_date.is_none() {
        front.date.extend(date_of_post(problems.file));
    }
    (front, body)
}

/// The date that the name of a file in `_posts` begins with: in Jekyll it is as good as `date`.
fn date_of_post(file: &SourcePath) -> Option<Dated> {
    let mut parts = file.as_str().rsplit('/');
    let name = parts.next()?;
    let end = name.match_indices('-').nth(2)?.0;
    let reading = date::read(name.get(..end)?).filter(|_| parts.any(|part| part == "_posts"))?;
    Some(Dated { when: reading.last, span: Span::new(0..0) })
}

/// Front matter between fences, and the comments before it.
fn read_block(
    file: &str,
    block: &Block,
    front: &mut FrontMatter,
    problems: &mut Problems<'_>,
) -> usize {
    let text = block.inside.of(file);
    let offset = block.inside.range().start;
    let read = match block.notation {
        Notation::Yaml => yaml::read(text, offset),
        Notation::Toml => toml::read(text, offset),
        Notation::Json => json::read(text, offset),
    };
    let mut entries = match read {
        Ok(Tree { value: Value::Map(entries), .. }) => {
            let is_known = |entry: &tree::Entry| keys::find(&entry.key).is_some();
            if block.may_be_text && entries.len() < 2 && !entries.iter().any(is_known) {
                // A text between two thematic breaks.
                return lines(file, front, problems);
            }
            entries
        }
        Ok(Tree { value: Value::Empty, .. }) => Vec::new(),
        Ok(Tree { value: Value::Scalar { kind: Scalar::Text, .. }, .. }) if block.may_be_text => {
            return lines(file, front, problems);
        }
        Ok(tree) => {
            problems.add(
                Problem::of(&FRONT_MATTER, "front matter is not a list of keys")
                    .at(problems.file, tree.span, format!("this is {}", tree.describe()))
                    .help("write one `key: value` a line between the two `---` lines"),
            );
            Vec::new()
        }
        Err(unreadable) => {
            problems.add(cannot_be_read(problems, unreadable, block.notation.help()));
            Vec::new()
        }
    };
    let below = metadata::below_front_matter(file, block.body);
    let line = below.iter().find(|entry| !metadata::is_dated(entry)).map(|entry| entry.span);
    let hidden_below = opening::further(file, block.body).or(line);
    // A date hides or not: it counts, and stays in the text.
    entries.extend(below);
    let yaml = (block.notation == Notation::Yaml).then_some(file);
    reader::read(&entries, yaml, front, problems);
    if let Some(span) = hidden_below {
        let message = "this hides the article, and stands below the front matter".to_owned();
        let unreadable = Unreadable { span, message };
        problems.add(cannot_be_read(problems, unreadable, "write all keys into one block"));
        return file.len();
    }
    block.body
}

/// Lines `key: value` without fences.
fn lines(file: &str, front: &mut FrontMatter, problems: &mut Problems<'_>) -> usize {
    let Some(lines) = metadata::find(file) else {
        let Some(span) = opening::misplaced(file) else { return 0 };
        let message = "these keys hide the article, and stand where no front matter is".to_owned();
        let help = "move them to the first line, between two lines `---`";
        problems.add(cannot_be_read(problems, Unreadable { span, message }, help));
        return file.len();
    };
    if !lines.are_all_keys {
        for entry in lines.entries.iter().filter(|entry| !metadata::is_dated(entry)) {
            let headline = "a line of the text hides the article";
            problems.add(
                Problem::of(&METADATA_LINE, headline)
                    .at(problems.file, entry.span, format!("`{}` decides who sees it", entry.key))
                    .help("write it between two lines `---` on top; write a sentence otherwise"),
            );
        }
    }
    reader::read(&lines.entries, Some(file), front, problems);
    lines.body
}

fn cannot_be_read(problems: &Problems<'_>, unreadable: Unreadable, help: &str) -> Problem {
    Problem::of(&FRONT_MATTER, "front matter cannot be read")
        .at(problems.file, unreadable.span, unreadable.message)
        .help(help)
}

impl Notation {
    /// What most often mends front matter that cannot be read.
    fn help(self) -> &'static str {
        match self {
            Self::Yaml => {
                "put a value with a colon, a `#` or a quote in it between quotes: \
                 `title: \"Error: no water\"`"
            }
            Self::Toml => "between `+++` lines values are TOML: `title = \"No water\"`",
            Self::Json => "between braces front matter is JSON: `\"title\": \"No water\"`",
        }
    }
}
