//! Elements the writer wrote as HTML and that have no node of their own.
//!
//! `parse` has sanitised them; the lists here are what this renderer is willing to write, so that
//! a hole there is not a hole in the page. An element that is not listed gives its content alone.

use super::escape::{is_harmless_address, push_attribute};

/// Elements with content.
const CONTAINERS: [&str; 41] = [
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "caption",
    "cite",
    "col",
    "colgroup",
    "data",
    "dfn",
    "div",
    "figcaption",
    "figure",
    "footer",
    "header",
    "hgroup",
    "i",
    "ins",
    "mark",
    "nav",
    "picture",
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
    "sub",
    "summary",
    "sup",
    "tfoot",
    "time",
    "u",
    "var",
];

/// Elements without content.
const VOID: [&str; 3] = ["br", "hr", "wbr"];

/// Attributes any element may have. `class` is not among them: the names in it belong to another
/// style sheet, and one that means something in ours would look like what it is not.
const ATTRIBUTES: [&str; 13] = [
    "abbr", "cite", "colspan", "datetime", "dir", "height", "id", "lang", "rowspan", "span",
    "title", "value", "width",
];

/// Writes the beginning of the element and gives its end.
pub(super) fn begin(
    out: &mut String,
    name: &str,
    attributes: &[(String, String)],
) -> std::borrow::Cow<'static, str> {
    let is_void = VOID.contains(&name) || name == "col";
    let Some(name) = CONTAINERS.iter().chain(&VOID).find(|known| **known == name) else {
        return "".into();
    };
    out.push('<');
    out.push_str(name);
    for (attribute, value) in attributes {
        if ATTRIBUTES.contains(&attribute.as_str()) && is_harmless_address(value) {
            push_attribute(out, attribute, value);
        }
    }
    out.push('>');
    if is_void { "".into() } else { format!("</{name}>").into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_names_are_written() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let cases = [
            ("sup", vec![pair("title", "a"), pair("class", "b")], "<sup title=\"a\">|</sup>"),
            ("script", vec![], "|"),
            ("div", vec![pair("onclick", "x"), pair("style", "x")], "<div>|</div>"),
            ("br", vec![], "<br>|"),
        ];
        for (name, attributes, expected) in cases {
            let mut out = String::new();
            let end = begin(&mut out, name, &attributes);
            assert_eq!(format!("{out}|{end}"), expected);
        }
    }
}
