//! Elements of HTML that their writer made unseen: `hidden`, `display: none`, `template`. A browser
//! keeps them from the eye, but not from the search, the twin and whoever looks at the source; so
//! they go as comments do. `aria-hidden` is about what is read aloud, and `details` about what is
//! shown later: both are seen.

use super::comments::Extent;
use crate::parse::prepare::code::Code;
use crate::parse::tag::Tag;

/// Elements without content.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// The tag of an element that is not to be seen, with which `rest` begins.
pub(super) fn begins(rest: &str) -> Option<Tag<'_>> {
    let tag = Tag::near(rest).filter(|tag| !tag.is_end)?;
    let is_unseen = tag.name == "template" || is_hidden(&tag) || is_styled_away(&tag);
    is_unseen.then_some(tag)
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    // As JSX says that it is seen.
    tag.attribute("hidden").is_some_and(|value| value.replace(' ', "") != "{false}")
}

fn is_styled_away(tag: &Tag<'_>) -> bool {
    let Some(style) = tag.attribute("style") else { return false };
    let style: String = style
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '"' | '\''))
        .flat_map(char::to_lowercase)
        .collect();
    // JSX writes an object.
    style.split([';', ',', '{', '}']).any(|declaration| {
        let (property, value) = declaration.split_once(':').unwrap_or_default();
        let value = value.strip_suffix("!important").unwrap_or(value);
        matches!((property, value), ("display", "none") | ("visibility", "hidden" | "collapse"))
    })
}

/// Where the element ends that begins at byte `at` of `text` and is not to be seen. An end tag in a
/// comment ends nothing, nor does one in code, unless the element begins in what seems to be code too.
pub(super) fn extent(text: &str, code: &Code, at: usize) -> Extent {
    let Some(tag) = text.get(at..).and_then(begins) else { return Extent::None };
    let start = at + tag.length;
    let is_component = text.get(at + 1..).is_some_and(|name| name.starts_with(char::is_uppercase));
    if VOID.contains(&tag.name.as_str()) || tag.closes_itself && is_component {
        return Extent::Closed(start);
    }
    let is_in_code = code.kind(at).is_some();
    let mut depth = 1usize;
    let mut from = start;
    while let Some(next) = text.get(from..).and_then(|rest| rest.find('<')) {
        let at = from + next;
        let rest = text.get(at..).unwrap_or("");
        from = at + 1;
        if rest.starts_with("<!--") {
            from = rest.find("-->").map_or(text.len(), |end| at + end);
            continue;
        }
        let Some(inner) = Tag::near(rest).filter(|inner| inner.name == tag.name) else { continue };
        if code.kind(at).is_some() && !is_in_code || inner.closes_itself {
            continue;
        }
        from = at + inner.length;
        depth = if inner.is_end { depth - 1 } else { depth + 1 };
        if depth == 0 && code.may_be_in(text, start..from) {
            return Extent::Unclosed;
        }
        if depth == 0 {
            return Extent::Closed(from);
        }
    }
    Extent::Unclosed
}
