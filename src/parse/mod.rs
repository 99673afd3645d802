//! One source file → [`Document`]: front matter read and typed, Markdown and raw HTML as one tape of
//! nodes. Pure, parallel, never fails: what is wrong becomes a problem and the rest goes on.
//!
//! A document knows nothing of other documents: its links are the texts the writer wrote, numbered,
//! and `site` resolves them.

mod body;
mod destination;
mod document;
mod front_matter;
mod html;
mod markdown;
#[cfg(test)]
mod outline;
mod passages;
mod plain_text;
mod prepare;
mod problems;
mod structure;
mod tape;
#[cfg(test)]
mod tests;

pub use body::{Align, AsideKind, Body, Element, Image, ImageId, Link, LinkId, Node, TextRange};
pub use document::{
    ArticleType, Document, FrontMatter, Heading, Reference, SearchWish, Stage, When,
};
pub use passages::Passage;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use prepare::Prepared;
use problems::Problems;

use crate::text::path::SourcePath;
use crate::text::problem::{Checked, Problem};

/// Parses the file `source`, whose content is `bytes`. Always gives a document: what cannot be
/// read is left out of it and told in a problem.
pub fn document(source: &SourcePath, bytes: &[u8]) -> Checked<Document> {
    let mut problems = Problems::new(source);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            problems.add(not_utf8(source, bytes, error.valid_up_to()));
            ""
        }
    };
    let (front, start) = front_matter::read(text, &mut problems);
    let markdown = text.get(start..).unwrap_or("");
    // The Markdown parser is known to panic on a few odd inputs; one article must not end the run.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let prepared = Prepared::new(markdown, start, &mut problems);
        let raw = markdown::read(&prepared, &mut problems);
        let mut body = raw.body;
        if !raw.html.is_empty() {
            body = html::merge(body, &raw.html, &prepared, &mut problems);
        }
        let structure = structure::settle(&mut body, &front, &raw.footnote_numbers);
        (body, structure)
    }));
    let (body, structure) = parsed.unwrap_or_else(|_| {
        problems.add(
            Problem::error("unreadable-markdown", "Markdown that cannot be read")
                .in_file(source, "something in this text confuses the Markdown parser")
                .help("remove half of the text, build, and so find the line it is about"),
        );
        Default::default()
    });
    let value = Document {
        source: source.clone(),
        front,
        title: structure.title,
        first_paragraph: structure.first_paragraph,
        body: Arc::new(body),
        headings: structure.headings,
        anchors: structure.anchors,
    };
    Checked { value, problems: problems.into_found() }
}

/// An article as Markdown for other programs: the source without front matter, template tags,
/// HTML comments and staff blocks.
pub fn twin(file: &str) -> String {
    let source = SourcePath::default();
    let (_, start) = front_matter::read(file, &mut Problems::new(&source));
    prepare::twin(file.get(start..).unwrap_or(""))
}

/// Text that is not UTF-8, with the line the first bad byte is on.
fn not_utf8(source: &SourcePath, bytes: &[u8], valid: usize) -> Problem {
    let line = bytes.iter().take(valid).filter(|&&byte| byte == b'\n').count() + 1;
    let what = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "this is UTF-16".to_owned(),
        _ => format!("byte {} on line {line} is not", valid + 1),
    };
    Problem::error("not-utf-8", "text that is not UTF-8")
        .in_file(source, what)
        .help("save the file again with the encoding UTF-8")
}
