//! What we know of HTML elements, by name.

use crate::parse::body::{Element, is_block_name};

/// Elements that writers may use.
pub(super) const ALLOWED: [&str; 71] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
];

/// Elements of HTML that leave no trace but their content.
const WITHOUT_TRACE: [&str; 12] = [
    "body", "col", "colgroup", "font", "head", "html", "label", "link", "meta", "nobr", "picture",
    "wbr",
];

/// Elements of HTML that are not for articles.
const REFUSED: [&str; 37] = [
    "applet",
    "area",
    "audio",
    "base",
    "basefont",
    "button",
    "canvas",
    "data",
    "datalist",
    "dialog",
    "fieldset",
    "form",
    "frame",
    "frameset",
    "hgroup",
    "input",
    "legend",
    "map",
    "marquee",
    "math",
    "menu",
    "meter",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "optgroup",
    "option",
    "output",
    "param",
    "plaintext",
    "progress",
    "select",
    "slot",
    "textarea",
    "title",
    "xmp",
];

/// Elements that go with all they hold.
const WITH_CONTENT: [&str; 5] = ["math", "script", "style", "svg", "template"];

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays.
    Stays,
    /// Its content stays.
    Unwrapped,
    /// Its content stays, and the writer is told.
    Refused,
    /// It goes with its content; `script` and `style` without a word is how it should be.
    Vanishes,
    /// It becomes an embed: `iframe` and `embed`.
    Embed,
    /// `video`, and `source` in it.
    Video,
    /// No element of HTML.
    Unknown,
}

/// What becomes of the element of this lower-case name.
pub(super) fn fate(name: &str) -> Fate {
    let is_in = |names: &[&str]| names.contains(&name);
    match name {
        "iframe" | "embed" => Fate::Embed,
        "video" | "source" | "track" => Fate::Video,
        _ if ALLOWED.binary_search(&name).is_ok() => Fate::Stays,
        _ if is_in(&WITH_CONTENT) => Fate::Vanishes,
        _ if is_in(&WITHOUT_TRACE) => Fate::Unwrapped,
        _ if is_in(&REFUSED) => Fate::Refused,
        _ => Fate::Unknown,
    }
}

/// Whether an element has no content and no end.
pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img")
}

/// Whether the next element of its kind ends this one, so that writers leave the end out.
pub(super) fn ends_itself(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "rt"
            | "rp"
            | "caption"
    )
}

/// Whether a parser opens an unclosed element of this name again in every block that follows.
pub(super) fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b" | "big" | "code" | "em" | "i" | "s" | "small" | "strike" | "strong" | "tt" | "u"
    )
}

/// Whether an element begins and ends a line.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "blockquote"
            | "dd"
            | "details"
            | "dl"
            | "dt"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "li"
            | "ol"
            | "p"
            | "pre"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    ) || is_block_name(name)
}

/// The HTML element that behaves towards a parser as `element` does.
pub(super) fn stand_in(element: &Element) -> &'static str {
    match element {
        Element::Paragraph => "p",
        Element::Heading { level: 1, .. } => "h1",
        Element::Heading { level: 2, .. } => "h2",
        Element::Heading { level: 3, .. } => "h3",
        Element::Heading { level: 4, .. } => "h4",
        Element::Heading { level: 5, .. } => "h5",
        Element::Heading { .. } => "h6",
        Element::Emphasis => "em",
        Element::Strong => "strong",
        Element::Strikethrough => "del",
        Element::Link(_) => "a",
        Element::List { start: Some(_) } | Element::Steps { .. } => "ol",
        Element::List { start: None } => "ul",
        Element::Item | Element::Step { .. } => "li",
        Element::BlockQuote => "blockquote",
        Element::Table => "table",
        Element::TableHead => "thead",
        Element::TableBody => "tbody",
        Element::TableRow => "tr",
        Element::TableCell { head: Some(_), .. } => "th",
        Element::TableCell { head: None, .. } => "td",
        Element::DefinitionList => "dl",
        Element::Term => "dt",
        Element::Definition => "dd",
        Element::Key => "kbd",
        Element::Footnotes
        | Element::Footnote { .. }
        | Element::Aside { .. }
        | Element::Details { .. }
        | Element::Tabs
        | Element::Tab { .. }
        | Element::Only { .. }
        | Element::Check
        | Element::Html { .. } => "div",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_allowed_names_are_in_order() {
        assert!(ALLOWED.is_sorted());
        assert_eq!(fate("a"), Fate::Stays);
        assert_eq!(fate("var"), Fate::Stays);
        assert_eq!(fate("script"), Fate::Vanishes);
        assert_eq!(fate("project-id"), Fate::Unknown);
    }
}
