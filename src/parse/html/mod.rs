//! Raw HTML and Markdown → one tape.
//!
//! Writers open an element in one block and close it three blocks later, so neither side can be
//! read alone. The whole document therefore becomes one HTML text: raw HTML as written (tags
//! nobody needs filtered out), each Markdown node as a stand-in element that names the node.
//! ammonia parses it as a browser would, mends what is not closed and takes out what could do
//! harm; what it gives is read back into a tape. Only documents that hold raw HTML come here.
//!
//! Safety does not hang on one thread: the filter lets through known elements only, ammonia known
//! attributes and schemes only, and what is read back becomes nodes of known kinds, never HTML.

mod elements;
mod filter;
mod reader;
mod table;
mod tidy;

pub(super) use filter::HTML_ELEMENT;
pub(super) use table::TABLE_SHAPE;

use std::sync::LazyLock;

use super::body::{Body, Node};
use super::markdown::RawHtml;
use super::prepare::Prepared;
use super::problems::Problems;
use filter::Filter;

/// Merges the nodes of `markdown` with the raw HTML that stands between them.
pub(super) fn merge(
    markdown: Body,
    html: &[RawHtml],
    prepared: &Prepared<'_>,
    problems: &mut Problems<'_>,
) -> Body {
    let key = unused_word(&prepared.text);
    let text = compose(&markdown, html, &key, prepared, problems);
    let clean = AMMONIA.clean(&text).to_string();
    let body = reader::read(&clean, markdown, &key, problems);
    tidy::tidy(body, problems)
}

/// What every stand-in's attribute begins with; [`unused_word`] makes such words.
const KEY_PREFIX: &str = "dopo";

/// A word that does not stand in `text`, so that no writer can write a stand-in.
fn unused_word(text: &str) -> String {
    let text = text.to_ascii_lowercase();
    // Of so many numbers the text cannot hold all.
    let mut used = vec![false; text.matches(KEY_PREFIX).count() + 1];
    for (at, _) in text.match_indices(KEY_PREFIX) {
        let digits = text.get(at + KEY_PREFIX.len()..).unwrap_or("");
        let end = digits.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(digits.len());
        let number = digits.get(..end).and_then(|digits| digits.parse::<usize>().ok());
        if let Some(used) = number.and_then(|number| used.get_mut(number)) {
            *used = true;
        }
    }
    let free = used.iter().position(|is_used| !is_used).unwrap_or(used.len());
    format!("{KEY_PREFIX}{free}")
}

static AMMONIA: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(elements::ALLOWED.iter().copied().collect())
        .tag_attributes(
            [
                ("a", &["href", "name"] as &[&str]),
                ("img", &["src", "alt", "width"]),
                ("hr", &["src"]),
                ("ol", &["start"]),
                ("td", &["align", "colspan", "rowspan"]),
                ("th", &["align", "colspan", "rowspan", "scope"]),
                ("details", &["open"]),
                ("time", &["datetime"]),
            ]
            .into_iter()
            .map(|(tag, attributes)| (tag, attributes.iter().copied().collect()))
            .collect(),
        )
        .generic_attributes(["id", "class", "lang", "dir", "title"].into_iter().collect())
        .generic_attribute_prefixes([KEY_PREFIX].into_iter().collect())
        .url_schemes(ammonia::Builder::default().clone_url_schemes())
        .link_rel(None);
    builder
});

/// The document as one HTML text.
fn compose(
    markdown: &Body,
    html: &[RawHtml],
    key: &str,
    prepared: &Prepared<'_>,
    problems: &mut Problems<'_>,
) -> String {
    let mut filter = Filter::new(html, key, prepared, problems);
    let mut html = html.iter().peekable();
    // The names of the stand-ins that are open.
    let mut open: Vec<&'static str> = Vec::new();
    for (at, node) in markdown.nodes.iter().enumerate() {
        while let Some(raw) = html.next_if(|raw| raw.before <= at) {
            filter.raw(raw);
        }
        match node {
            Node::Open(element) => {
                let name = elements::stand_in(element);
                open.push(name);
                filter.stand_in(name, at);
            }
            Node::Close => {
                if let Some(name) = open.pop() {
                    filter.end(name);
                }
            }
            Node::Text(range) => filter.text(range.of(&markdown.text)),
            Node::SoftBreak => filter.text("\n"),
            Node::CodeBlock { .. } | Node::Rule => filter.stand_in("hr", at),
            _ => filter.stand_in("img", at),
        }
    }
    for raw in html {
        filter.raw(raw);
    }
    filter.finish()
}
