//! Front matter → [`FrontMatter`]: found, read as a tree with places, and taken over key by key.
//!
//! What we know is typed, what we do not know is said. [`keys`] is the whole knowledge: a table of
//! names and what each one does. A value that cannot be understood counts as absent with a
//! warning; where the key decides who sees the article it is an error, for guessing wrong would
//! publish what was to stay hidden.

mod date;
mod keys;
mod lookalike;
mod reader;
#[cfg(test)]
mod tests;
mod toml;
mod tree;
mod visibility;
mod yaml;

use super::document::FrontMatter;
use super::problems::Problems;
use crate::text::problem::Problem;
use crate::text::span::Span;
use tree::{Scalar, Tree, Value};

/// Reads the front matter of `file` into a [`FrontMatter`]; gives the byte where the body begins.
pub(super) fn read(file: &str, problems: &mut Problems) -> (FrontMatter, usize) {
    let mut front = FrontMatter::default();
    let Some(block) = find(file, problems) else { return (front, 0) };
    let text = block.inside.of(file);
    let offset = block.inside.range().start;
    let read = match block.notation {
        Notation::Yaml => yaml::read(text, offset),
        Notation::Toml => toml::read(text, offset),
    };
    match read {
        Ok(Tree { value: Value::Map(entries), .. }) => {
            reader::read(&entries, &mut front, problems);
        }
        Ok(Tree { value: Value::Empty, .. }) => {}
        Ok(Tree { value: Value::Scalar { kind: Scalar::Text, .. }, .. }) if block.is_spaced => {
            // A text between two thematic breaks.
            return (front, 0);
        }
        Ok(tree) => {
            problems.add(
                Problem::error("front-matter", "front matter is not a list of keys")
                    .at(problems.file, tree.span, format!("this is {}", tree.describe()))
                    .help("write one `key: value` a line between the two `---` lines"),
            );
        }
        Err(unreadable) => {
            problems.add(
                Problem::error("front-matter", "front matter cannot be read")
                    .at(problems.file, unreadable.span, unreadable.message)
                    .help(block.notation.help()),
            );
        }
    }
    (front, block.body)
}

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notation {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
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
        }
    }
}

/// Where the front matter of a file is.
struct Block {
    notation: Notation,
    /// Between the two fences.
    inside: Span,
    /// Where the text after it begins.
    body: usize,
    /// An empty line follows the opening fence: it may be a thematic break.
    is_spaced: bool,
}

/// Finds front matter: a `---` or `+++` line at the very start, and the same line after it (`...`
/// closes YAML too). A byte order mark before it does not matter.
fn find(file: &str, problems: &mut Problems) -> Option<Block> {
    let start = if file.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = lines(file, start);
    let (first, _, inside) = lines.next()?;
    let notation = match first {
        "---" => Notation::Yaml,
        "+++" => Notation::Toml,
        _ => return None,
    };
    for (line, begin, end) in lines {
        if line == first || (notation == Notation::Yaml && line == "...") {
            let text = file.get(inside..begin).unwrap_or("");
            let is_spaced = text.lines().next().is_some_and(|line| line.trim().is_empty());
            return Some(Block {
                notation,
                inside: Span::new(inside..begin),
                body: end,
                is_spaced,
            });
        }
    }
    let next = file.get(inside..).unwrap_or("").lines().next().unwrap_or("");
    let is_key = next.split_once([':', '=']).is_some_and(|(key, _)| {
        let key = key.trim_end();
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    });
    if is_key {
        problems.add(
            Problem::error("front-matter", "front matter is not closed")
                .at(problems.file, Span::new(start..start + 3), "opened here")
                .help(format!("write a line `{first}` after the last key")),
        );
        return Some(Block {
            notation,
            inside: Span::new(inside..inside),
            body: file.len(),
            is_spaced: false,
        });
    }
    None
}

/// The lines of `text` from byte `start`: without its end, where it begins, where the next begins.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (&str, usize, usize)> {
    let mut at = start;
    text.get(start..).unwrap_or("").split_inclusive('\n').map(move |line| {
        let begin = at;
        at += line.len();
        (line.trim_end(), begin, at)
    })
}
