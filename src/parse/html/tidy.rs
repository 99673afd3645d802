//! A tape made from HTML → a tape as Markdown would have made it: nothing empty, and running text
//! between blocks in paragraphs.

use crate::parse::body::{Body, Element, Node, is_block_name};
use crate::parse::destination;
use crate::parse::problems::Problems;

/// Tidies `body`.
pub(super) fn tidy(mut body: Body, problems: &mut Problems<'_>) -> Body {
    let nodes = std::mem::take(&mut body.nodes);
    let nodes = without_empty(nodes, &body, problems);
    body.nodes = with_heads(in_paragraphs(nodes));
    body
}

/// Takes out elements that hold nothing and mean nothing empty.
fn without_empty(nodes: Vec<Node>, body: &Body, problems: &mut Problems<'_>) -> Vec<Node> {
    let mut kept: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        if node == Node::Close {
            match kept.last() {
                Some(Node::Open(Element::Link(id))) => {
                    if let Some(link) = body.links.get(id.0 as usize) {
                        problems.add(destination::empty_link(problems.file, link.span));
                    }
                    kept.pop();
                    continue;
                }
                Some(Node::Open(element)) if means_nothing_empty(element) => {
                    kept.pop();
                    continue;
                }
                Some(Node::Anchor(_)) => {
                    // A paragraph of anchors is not one.
                    let open = kept.iter().rposition(|node| !matches!(node, Node::Anchor(_)));
                    if let Some(at) = open
                        && kept.get(at) == Some(&Node::Open(Element::Paragraph))
                    {
                        kept.remove(at);
                        continue;
                    }
                }
                _ => {}
            }
        }
        kept.push(node);
    }
    kept
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

/// Makes the head of a table of a first row that holds heads only.
fn with_heads(mut nodes: Vec<Node>) -> Vec<Node> {
    let mut at = 0;
    while let Some(found) =
        nodes.iter().skip(at).position(|node| *node == Node::Open(Element::TableBody))
    {
        let body = at + found;
        at = body + 1;
        let is_first = body.checked_sub(1).and_then(|before| nodes.get(before))
            == Some(&Node::Open(Element::Table));
        let rest = nodes.get(body + 1..).unwrap_or(&[]);
        if let Some(end) = end_of_head_row(rest).filter(|_| is_first) {
            nodes.splice(
                body + 1 + end..body + 1 + end,
                [Node::Close, Node::Open(Element::TableBody)],
            );
            if let Some(head) = nodes.get_mut(body) {
                *head = Node::Open(Element::TableHead);
            }
        }
    }
    nodes
}

/// The number of nodes in the row that `nodes` begin with, if all its cells are heads.
fn end_of_head_row(nodes: &[Node]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, node) in nodes.iter().enumerate() {
        match node {
            Node::Open(Element::TableRow) if depth == 0 => {}
            _ if depth == 0 => return None,
            Node::Open(Element::TableCell { head: false, .. }) if depth == 1 => return None,
            _ => {}
        }
        match node {
            Node::Open(_) => depth += 1,
            Node::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// Puts runs of text between blocks into paragraphs.
fn in_paragraphs(nodes: Vec<Node>) -> Vec<Node> {
    let mut wrapped = Vec::with_capacity(nodes.len() + 16);
    // For each open element: whether blocks stand in it, and whether we opened a paragraph there.
    let mut open = vec![Level { is_flow: true, in_paragraph: false }];
    let blocks = holds_blocks(&nodes);
    for (node, holds_blocks) in nodes.into_iter().zip(blocks) {
        let Some(level) = open.last_mut() else { break };
        let is_inline = match &node {
            Node::Open(element) => !element.is_block() && !holds_blocks,
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
                // A run of text inside a link around blocks is not ours to cut.
                open.push(Level { is_flow: is_flow(element), in_paragraph: false });
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

struct Level {
    is_flow: bool,
    in_paragraph: bool,
}

/// For each node whether it opens an element with a block in it.
fn holds_blocks(nodes: &[Node]) -> Vec<bool> {
    let mut holds = vec![false; nodes.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let is_one = match node {
            Node::Open(element) => element.is_block(),
            Node::CodeBlock { .. } | Node::Rule | Node::Embed(_) => true,
            _ => false,
        };
        match node {
            Node::Open(_) => open.push(at),
            Node::Close => {
                // What is in an element is in the element around it.
                if let (Some(inner), Some(&outer)) = (open.pop(), open.last()) {
                    let inside = holds.get(inner).copied().unwrap_or(false);
                    if let Some(outer) = holds.get_mut(outer) {
                        *outer |= inside;
                    }
                }
            }
            _ => {}
        }
        let around = match node {
            Node::Open(_) => open.len().checked_sub(2),
            _ => open.len().checked_sub(1),
        };
        if let Some(outer) = around.and_then(|at| open.get(at)).copied()
            && is_one
            && let Some(outer) = holds.get_mut(outer)
        {
            *outer = true;
        }
    }
    holds
}

/// Whether blocks stand in an element, and text only in paragraphs.
fn is_flow(element: &Element) -> bool {
    match element {
        Element::Aside { .. }
        | Element::Details { .. }
        | Element::Tab { .. }
        | Element::Only { .. }
        | Element::Check
        | Element::BlockQuote => true,
        Element::Html { name, .. } => {
            is_block_name(name) && !matches!(name.as_str(), "figcaption" | "caption" | "figure")
        }
        _ => false,
    }
}
