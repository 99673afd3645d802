//! A body cut at its headings: the parts search looks into.

use super::body::{Body, Element, Node};
use super::plain_text::PlainText;

/// Headings below this level do not begin a passage.
const DEEPEST_HEADING: u8 = 3;

/// A heading-level part of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The heading it stands under; empty for the part before the first.
    pub heading: String,
    /// The id to link to; empty for the top of the page.
    pub anchor: String,
    /// Its plain text without the heading, blocks separated by a line end.
    pub text: String,
    /// Where each step begins in `text` (bytes), and its number.
    pub steps: Vec<(u32, u32)>,
}

impl Body {
    /// The passages in reading order. The first is what stands before the first heading of level
    /// 2 or 3; it may be empty, and is there always.
    pub fn passages(&self) -> Vec<Passage> {
        let mut passages = Vec::new();
        let mut passage = Passage::default();
        let mut writer = PlainText::default();
        // Text of the heading that is open.
        let mut heading: Option<PlainText> = None;
        // Elements open within the heading.
        let mut depth = 0usize;
        for node in &self.nodes {
            if let Some(words) = &mut heading {
                match node {
                    Node::Open(_) => depth += 1,
                    Node::Close if depth == 0 => {
                        passage.heading = heading.take().map(PlainText::finish).unwrap_or_default();
                        continue;
                    }
                    Node::Close => depth -= 1,
                    _ => {}
                }
                words.node(self, node);
                continue;
            }
            match node {
                Node::Open(Element::Heading { level, id, .. }) if *level <= DEEPEST_HEADING => {
                    passage.text = std::mem::take(&mut writer).finish();
                    let next = Passage { anchor: id.clone(), ..Passage::default() };
                    passages.push(std::mem::replace(&mut passage, next));
                    heading = Some(PlainText::default());
                    depth = 0;
                }
                Node::Open(Element::Step { number }) => {
                    writer.node(self, node);
                    let start = u32::try_from(writer.position()).unwrap_or(u32::MAX);
                    passage.steps.push((start, *number));
                }
                _ => writer.node(self, node),
            }
        }
        passage.text = writer.finish();
        passages.push(passage);
        passages
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::document;
    use crate::text::path::SourcePath;

    fn passages(markdown: &str) -> Vec<Passage> {
        let text = format!("---\ntitle: T\n---\n{markdown}");
        document(&SourcePath::new("a.md"), &text).value.body.passages()
    }

    #[test]
    fn a_body_is_cut_at_headings_of_two_levels() {
        let cut: Vec<(String, String, String)> =
            passages("lead\n\n## A *b*\ntext\n\n### C {#x}\n\n#### D\nmore\n\n## E\n")
                .into_iter()
                .map(|passage| (passage.heading, passage.anchor, passage.text))
                .collect();
        let expected =
            [("", "", "lead"), ("A b", "a-b", "text"), ("C", "x", "D\nmore"), ("E", "e", "")];
        let expected: Vec<_> =
            expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())).into();
        assert_eq!(cut, expected);
    }

    #[test]
    fn text_is_plain_and_blocks_are_lines() {
        for (markdown, expected) in [
            ("a *b*c\nd  \ne", "a bc d e"),
            ("a\n\nb", "a\nb"),
            ("- a\n- b\n  - c", "a\nb\nc"),
            ("`a b` [c](d) <https://e.it>", "a b c https://e.it"),
            ("```\na\n\n  b\n```\nc", "a\nb\nc"),
            ("x ![A b](c.png) y", "x A b y"),
            ("|a|b|\n|-|-|\n|c|d|", "a b\nc d"),
            (
                "<table><caption>C</caption><tr><th rowspan=2>M</th><th colspan=2>P</th></tr><tr><th>x</th><th>y</th></tr>\
                 <tr><th>K</th><td>1<br>2</td><td><p>3</p><ul><li>4</li><li>5</li></ul></td></tr></table>",
                "C\nM P\nx y\nK 1 2\n3\n4\n5",
            ),
            (
                "<table><tr><td>a</td><td></td><td>b<table><tr><td>c</td><td>d</td></tr></table></td><td>e</td></tr></table>",
                "a b\nc d\ne",
            ),
            (":::note Mind\na\n:::\nb", "Mind\na\nb"),
            (":::details More\na\n:::", "More\na"),
            ("a[^1]\n\n[^1]: n", "a\nn"),
            ("H<sub>2</sub>O<br>b", "H2O b"),
            ("<div>a</div><p>b</p>", "a\nb"),
        ] {
            let passages = passages(markdown);
            let texts: Vec<&str> = passages.iter().map(|passage| passage.text.as_str()).collect();
            assert_eq!(texts, [expected], "{markdown}");
        }
    }

    #[test]
    fn steps_are_known_by_where_they_begin() {
        for passage in passages("Do:\n\n1. è\n2. b\n\n   c\n\n## X\n\n1. d\n2. e") {
            for (start, number) in passage.steps {
                let begun = passage.text.get(start as usize..).and_then(|text| text.chars().next());
                let expected = ['è', 'b', 'd', 'e'].get(number as usize - 1).copied();
                assert_eq!(begun, expected, "step {number}");
            }
        }
        let steps: usize = passages("1. a\n2. b").iter().map(|passage| passage.steps.len()).sum();
        assert_eq!(steps, 2);
    }
}
