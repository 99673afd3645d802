//! One source file → [`Document`]: front matter read and typed, Markdown and raw HTML as one tape of
//! nodes. Pure, parallel, never fails: what is wrong becomes a problem and the rest goes on.
//!
//! A document knows nothing of other documents: its links are the texts the writer wrote, numbered,
//! and `site` resolves them.

mod body;
mod destination;
mod document;
mod front_matter;
mod grid;
mod heading_attributes;
mod html;
mod ids;
mod inline;
mod markdown;
#[cfg(test)]
mod outline;
mod passages;
mod plain_text;
mod prepare;
mod problems;
#[cfg(test)]
mod soup;
mod structure;
mod tag;
mod tape;
#[cfg(test)]
mod tests;

pub use body::{
    Align, AsideKind, Body, CellSpan, Element, HeadOf, Image, ImageId, Link, LinkId, Node,
    TextRange,
};
pub use destination::is_video;
pub use document::{
    Alleged, Anchor, ArticleType, Cascade, Dated, Document, FrontMatter, Heading, Limit, Reference,
    SearchWish, Stage, Target, UnreadDate, When,
};
pub use grid::{Cell, Grid};
pub use passages::Passage;

pub(crate) use front_matter::{VISIBILITY_KEY, VISIBILITY_VALUE, WRONG_VALUE};

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use prepare::Prepared;
use problems::Problems;
use structure::Structure;

use crate::text::path::SourcePath;
use crate::text::problem::{Checked, Problem, locate};
use crate::text::rule::Rule;
use crate::text::span::Span;

/// What can be wrong with a text.
pub const RULES: &[&Rule] = &[
    &destination::EMPTY_LINK,
    &destination::UNSAFE_LINK,
    &front_matter::CUT_VALUE,
    &front_matter::FRONT_MATTER,
    &front_matter::METADATA_LINE,
    &front_matter::TWO_DATES,
    &front_matter::TWO_DAYS,
    &front_matter::UNHIDDEN_PART,
    &front_matter::UNKNOWN_KEY,
    &front_matter::UNUSED_KEY,
    &front_matter::VISIBILITY_KEY,
    &front_matter::VISIBILITY_VALUE,
    &front_matter::WRONG_VALUE,
    &html::HTML_ELEMENT,
    &html::TABLE_SHAPE,
    &prepare::STAFF_BLOCK,
    &prepare::STRAY_COMMENT,
    &prepare::STRAY_CONTAINER_END,
    &prepare::TEMPLATE_TAG,
    &prepare::UNCLOSED_CODE,
    &prepare::UNCLOSED_COMMENT,
    &prepare::UNCLOSED_CONTAINER,
    &prepare::UNKNOWN_CONTAINER,
    &tape::TOO_DEEP,
    &UNREADABLE_MARKDOWN,
];

static UNREADABLE_MARKDOWN: Rule =
    Rule::error("unreadable-markdown", "the text confuses the parser");

/// Parses `text`, which is that of the file `source` as `source::article` gives it: its lines end
/// with LF. Always gives a document: what cannot be read is left out of it and told in a problem,
/// which has its place for people, for nobody holds the text later.
pub fn document(source: &SourcePath, text: &str) -> Checked<Document> {
    let mut problems = Problems::new(source);
    let (front, start) = front_matter::read(text, &mut problems);
    let markdown = text.get(start..).unwrap_or("");
    let read = body(markdown, start, &front, &mut problems).unwrap_or_else(|| {
        let is_readable =
            |lines: &str| body(lines, start, &front, &mut Problems::new(source)).is_some();
        let line = Span::new(first_unreadable_line(markdown, is_readable)).shifted(start);
        problems.add(
            Problem::of(&UNREADABLE_MARKDOWN, "Markdown that cannot be read")
                .at(source, line, "something up to here confuses the parser")
                .help("write this paragraph in another way"),
        );
        Default::default()
    });
    let (mut body, structure) = read;
    // All bodies are held at once, and a third of their memory would be room to grow.
    body.text.shrink_to_fit();
    body.nodes.shrink_to_fit();
    let value = Document {
        source: source.clone(),
        front,
        title: structure.title,
        first_paragraph: structure.first_paragraph,
        body: Arc::new(body),
        headings: structure.headings,
        anchors: structure.anchors,
    };
    let mut problems = problems.into_found();
    locate(&mut problems, |_| Some(text));
    Checked { value, problems }
}

/// Reads `markdown`, which begins at byte `start` of the file. `None` when that panics: the Markdown
/// parser is known to do so on a few odd inputs, and one article must not end the run.
fn body(
    markdown: &str,
    start: usize,
    front: &FrontMatter,
    problems: &mut Problems<'_>,
) -> Option<(Body, Structure)> {
    let read = || {
        let prepared = Prepared::new(markdown, start, problems);
        let raw = markdown::read(&prepared, problems);
        let mut body = raw.body;
        if !raw.html.is_empty() {
            body = html::merge(body, &raw.html, &prepared, problems);
        }
        let structure = structure::settle(&mut body, front, &raw.footnote_numbers);
        (body, structure)
    };
    catch_unwind(AssertUnwindSafe(read)).ok()
}

/// The first line that cannot be read together with the lines before it.
fn first_unreadable_line(text: &str, is_readable: impl Fn(&str) -> bool) -> Range<usize> {
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line = ends.partition_point(|&end| is_readable(text.get(..end).unwrap_or("")));
    let start = line.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| end + 1);
    start..ends.get(line).copied().unwrap_or(text.len())
}
