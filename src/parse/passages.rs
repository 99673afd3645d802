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
