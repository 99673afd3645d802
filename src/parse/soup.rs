//! Soups of Markdown, HTML, containers and tags: whatever is thrown together, the tape holds what
//! later stages rely on.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::body::{Body, Element, Node};
use super::outline::is_balanced;
use super::{destination, document};
use crate::text::path::SourcePath;
use crate::text::problem::Checked;

/// What soups are made of.
const PIECES: [&str; 127] = [
    "\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "a",
    "b c",
    "é",
    "\u{301}",
    "\0",
    "\u{feff}",
    "1. ",
    "2) ",
    "- ",
    "* ",
    "> ",
    "# ",
    "## A ",
    "{#x .y}",
    "{.z}",
    "{: .k}",
    "{width=\"3\"}",
    "---\n",
    "===\n",
    "***",
    "**",
    "_",
    "~~",
    "`",
    "```\n",
    "~~~~",
    "``",
    "[",
    "]",
    "(",
    ")",
    "[a](b)",
    "![a](b.png)",
    "![",
    "[^1]",
    "[^1]: ",
    "[a]: b\n",
    "<https://a.it>",
    "|",
    "|-|:-:|\n",
    ": ",
    "\\",
    "&amp;",
    "&#106;",
    "&nbsp;",
    "<",
    ">",
    "</",
    "<b>",
    "</b>",
    "<i",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<ul>",
    "<li>",
    "</ul>",
    "<ol start=\"2\">",
    "<details open>",
    "<summary>",
    "</summary>",
    "</details>",
    "<a href=\"javascript:x\">",
    "<a id=\"x\">",
    "<a href='b'>",
    "</a>",
    "<img src=x alt='y'>",
    "<br>",
    "</br>",
    "<hr/>",
    "<pre>",
    "<code>",
    "</code></pre>",
    "<h1>",
    "<h3 id=x>",
    "</h3>",
    "<script>",
    "</script>",
    "<style>",
    "<svg><path/>",
    "</svg>",
    "<math>",
    "<iframe src='//x'>",
    "</iframe>",
    "<video>",
    "<source src=v.mp4>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?",
    "<unknown-word>",
    "\"",
    "'",
    ":::note T\n",
    "::::tabs\n",
    ":::tab X\n",
    ":::staff\nSECRET\n",
    ":::details\n",
    ":::\n",
    "::::\n",
    "+++T\n",
    "+++\n",
    "{% raw %}",
    "{{ site.baseurl }}",
    "{{< ref \"x\" >}}",
    "> [!NOTE]\n",
    "> [!INFO] x\n",
    "{#",
    "#}",
    "%%",
    "{/*",
    "*/}",
    "{% comment %}",
    "{% endcomment %}",
    "{>>",
    "<<}",
    "{++",
];

fn parse(text: &str) -> Checked<super::Document> {
    document(&SourcePath::new("a.md"), text)
}

/// What later stages rely on.
fn check(text: &str, body: &Body) {
    assert!(is_balanced(body), "{text:?}");
    let mut depth = 0usize;
    for node in &body.nodes {
        let range = match node {
            Node::Text(range) | Node::Code(range) | Node::CodeBlock { text: range, .. } => *range,
            Node::Open(element) => {
                depth += 1;
                assert!(depth <= 64, "{text:?}");
                if let Element::Link(id) = element {
                    assert!(id.index() < body.links.len(), "{text:?}");
                }
                continue;
            }
            Node::Close => {
                depth -= 1;
                continue;
            }
            Node::Image(id) | Node::Video(id) => {
                assert!(id.index() < body.images.len(), "{text:?}");
                continue;
            }
            _ => continue,
        };
        assert!(body.text.get(range.range()).is_some(), "{text:?}");
    }
    for link in &body.links {
        assert!(!destination::is_dangerous(&link.destination), "{text:?}");
    }
    let written = format!("{body:?}");
    assert!(!written.contains("dopo") && !written.contains("\\u{e000}"), "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_soup_gives_a_sound_tape(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        let text = pieces.concat();
        let checked = parse(&text);
        check(&text, &checked.value.body);
        let told: Vec<&str> = checked.problems.iter().map(|problem| problem.rule.name).collect();
        prop_assert!(!told.contains(&"unreadable-markdown"), "{text:?}");
        let again = parse(&text);
        prop_assert_eq!(&again.value.body, &checked.value.body);
        prop_assert_eq!(again.problems, checked.problems);
        // Every body can be cut into passages.
        checked.value.body.passages();
    }

    #[test]
    fn staff_blocks_never_show(before in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12),
                               inside in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12)) {
        // Code between fences is shown as it is, and a fence may be open: that is what fences are for.
        let before = before.concat().replace(['`', '~'], "");
        let inside = inside.concat().replace(['`', '~'], "").replace(":::", "");
        let text = format!("start\n\n{before}\n\n:::staff\n{inside}CANARY\n:::\n\nend");
        let body = parse(&text).value.body;
        prop_assert!(!format!("{body:?}").contains("CANARY"), "{text:?}");
    }

    #[test]
    fn comments_never_show(before in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12),
                           inside in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12),
                           kind in prop::sample::select(&[("<!--", "-->"), ("{# ", "#}"), ("{/*", "*/}")][..])) {
        let (open, close) = kind;
        // What begins before it and ends in it is another case: `tests/hiding.rs` has it.
        let before = before.concat().replace(['`', '~', '{', '<', '%'], "").replace(":::", "");
        let inside = inside.concat().replace(close, "");
        let text = format!("start\n\n{before}\n\n{open} {inside}CANARY {close}\n\nend");
        let body = parse(&text).value.body;
        prop_assert!(!format!("{body:?}").contains("CANARY"), "{text:?}");
    }
}
