//! A tape made from HTML → a tape as Markdown would have made it: nothing empty, and running text
//! between blocks in paragraphs.

use crate::parse::body::{Body, Element, LinkId, Node, is_block_name};
use crate::parse::destination;
use crate::parse::problems::Problems;

/// Tidies `body`.
pub(super) fn tidy(mut body: Body, problems: &mut Problems<'_>) -> Body {
    let nodes = std::mem::take(&mut body.nodes);
    let nodes = without_empty(nodes, &body, problems);
    body.nodes = in_paragraphs(nodes);
    body
}

/// Takes out elements that hold nothing and mean nothing empty.
fn without_empty(nodes: Vec<Node>, body: &Body, problems: &mut Problems<'_>) -> Vec<Node> {
    let mut kept: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut holders = vec![Holder::at(0)];
    for node in nodes {
        match &node {
            Node::Open(element) => {
                if let Some(around) = holders.last_mut() {
                    around.holds_blocks |= element.is_block();
                }
                holders.push(Holder::at(kept.len()));
            }
            Node::Close => {
                let ended = holders.pop();
                let is_gone = take_back_empty(&mut kept, holders.last_mut());
                if let Some(ended) = ended {
                    ended.settle(&mut kept, holders.last_mut(), body, problems);
                }
                if is_gone {
                    continue;
                }
            }
            _ => {}
        }
        kept.push(node);
    }
    for around in holders {
        around.settle(&mut kept, None, body, problems);
    }
    kept
}

/// An element that is open, for its links without a text.
struct Holder {
    /// Where it opens.
    at: usize,
    holds_blocks: bool,
    /// How many links with a text it holds.
    links: usize,
    empty_links: Vec<LinkId>,
}

impl Holder {
    fn at(at: usize) -> Self {
        Self { at, holds_blocks: false, links: 0, empty_links: Vec::new() }
    }

    /// Settles what becomes of the empty links in an element that ends. One that stands alone
    /// beside a picture and a few words in a box of its own was laid over them: they become its
    /// text. The others go.
    fn settle(
        self,
        kept: &mut Vec<Node>,
        around: Option<&mut Self>,
        body: &Body,
        problems: &mut Problems<'_>,
    ) {
        let opens = kept.get(self.at);
        let is_box =
            matches!(opens, Some(Node::Open(Element::Html { name, .. })) if is_block_name(name));
        let is_laid_over = is_box && !self.holds_blocks && kept.len() > self.at + 1;
        let mut links = self.links;
        match self.empty_links.as_slice() {
            [link] if links == 0 && is_laid_over => {
                kept.insert(self.at + 1, Node::Open(Element::Link(*link)));
                kept.push(Node::Close);
                links += 1;
            }
            empty => {
                for link in empty.iter().filter_map(|link| body.links.get(link.index())) {
                    problems.add(destination::empty_link(problems.file, link.span));
                }
            }
        }
        if let Some(around) = around {
            let is_link = matches!(kept.get(self.at), Some(Node::Open(Element::Link(_))));
            around.links += links + usize::from(is_link);
            around.holds_blocks |= self.holds_blocks;
        }
    }
}

/// Takes back what was opened last, if it is empty and means nothing so; notes an empty link in
/// the element `around`. Whether it did.
fn take_back_empty(kept: &mut Vec<Node>, around: Option<&mut Holder>) -> bool {
    // A paragraph of anchors is not one.
    let last = kept.iter().rposition(|node| !matches!(node, Node::Anchor(_)));
    let Some(at) = last else { return false };
    let is_empty = at + 1 == kept.len();
    match kept.get(at) {
        Some(Node::Open(Element::Link(id))) if is_empty => {
            if let Some(around) = around {
                around.empty_links.push(*id);
            }
        }
        Some(Node::Open(Element::Paragraph)) => {}
        Some(Node::Open(element)) if is_empty && means_nothing_empty(element) => {}
        _ => return false,
    }
    kept.remove(at);
    true
}

fn means_nothing_empty(element: &Element) -> bool {
    matches!(
        element,
        Element::Paragraph
            | Element::Heading { .. }
            | Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Key
            | Element::List { .. }
            | Element::BlockQuote
            | Element::Table
            | Element::TableHead
            | Element::TableBody
            | Element::DefinitionList
            | Element::Html { .. }
    )
}

/// Puts runs of text between blocks into paragraphs.
fn in_paragraphs(nodes: Vec<Node>) -> Vec<Node> {
    let mut wrapped = Vec::with_capacity(nodes.len() + 16);
    let mut open = vec![Level { is_flow: true, in_paragraph: false }];
    let contents = contents(&nodes);
    for (node, content) in nodes.into_iter().zip(contents) {
        let Some(level) = open.last_mut() else { break };
        let is_inline = match &node {
            Node::Open(element) => !element.is_block() && !content.blocks,
            Node::CodeBlock { .. } | Node::Rule | Node::Embed(_) | Node::Close => false,
            Node::Anchor(_) | Node::HardBreak | Node::SoftBreak => level.in_paragraph,
            _ => true,
        };
        if level.is_flow && is_inline && !level.in_paragraph {
            wrapped.push(Node::Open(Element::Paragraph));
            level.in_paragraph = true;
        } else if level.in_paragraph && !is_inline {
            wrapped.push(Node::Close);
            level.in_paragraph = false;
        }
        match &node {
            Node::Open(element) => {
                let is_flow = is_flow(element, content);
                open.push(Level { is_flow, in_paragraph: false });
            }
            Node::Close => {
                open.pop();
            }
            Node::HardBreak if level.is_flow && !level.in_paragraph => continue,
            _ => {}
        }
        wrapped.push(node);
    }
    if open.last().is_some_and(|level| level.in_paragraph) {
        wrapped.push(Node::Close);
    }
    wrapped
}

/// An element that is open.
struct Level {
    /// Blocks stand in it, and text only in paragraphs.
    is_flow: bool,
    /// We opened a paragraph in it.
    in_paragraph: bool,
}

/// What an element holds.
#[derive(Clone, Copy, Default)]
struct Content {
    /// A block, at any depth.
    blocks: bool,
    /// A paragraph, directly.
    paragraphs: bool,
}

/// For each node that opens an element what it holds.
fn contents(nodes: &[Node]) -> Vec<Content> {
    let mut contents = vec![Content::default(); nodes.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let around = open.last().and_then(|&around| contents.get_mut(around));
        match (node, around) {
            (Node::Open(element), around) => {
                if let Some(around) = around {
                    around.blocks |= element.is_block();
                    around.paragraphs |= *element == Element::Paragraph;
                }
                open.push(at);
            }
            (Node::CodeBlock { .. } | Node::Rule | Node::Embed(_), Some(around)) => {
                around.blocks = true;
            }
            (Node::Close, _) => {
                // What is in an element is in the element around it.
                let inner = open.pop().and_then(|inner| contents.get(inner).copied());
                if let (Some(inner), Some(&outer)) = (inner, open.last())
                    && let Some(outer) = contents.get_mut(outer)
                {
                    outer.blocks |= inner.blocks;
                }
            }
            _ => {}
        }
    }
    contents
}

/// Whether blocks stand in an element, and text only in paragraphs.
fn is_flow(element: &Element, content: Content) -> bool {
    match element {
        Element::Aside { .. }
        | Element::Details { .. }
        | Element::Tab { .. }
        | Element::Only { .. }
        | Element::Check
        | Element::BlockQuote => true,
        Element::Item | Element::Definition | Element::TableCell { .. } => content.paragraphs,
        Element::Html { name, .. } => {
            is_block_name(name) && !matches!(name.as_str(), "figcaption" | "caption" | "figure")
        }
        _ => false,
    }
}
