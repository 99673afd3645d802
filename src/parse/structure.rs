//! What only the whole document can tell: its title, the levels of its headings, its steps, the
//! result to check, its footnotes. Its ids are settled by [`ids`](super::ids).

use super::body::{Body, Element, Node};
use super::document::{Anchor, ArticleType, FrontMatter, Heading};
use super::ids;
use crate::text::slug::heading_id;

/// What a document says about itself beside its body.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub(super) title: Option<String>,
    pub(super) headings: Vec<Heading>,
    pub(super) anchors: Vec<Anchor>,
    pub(super) first_paragraph: Option<String>,
}

/// Settles what the nodes of `body` left open.
pub(super) fn settle(
    body: &mut Body,
    front: &FrontMatter,
    footnote_numbers: &[Option<u32>],
) -> Structure {
    let footnotes = take_footnotes(body, footnote_numbers);
    let title = settle_title(body, front.title.as_deref());
    settle_levels(body);
    let steps = number_steps(body, front.kind.is_none_or(ArticleType::has_steps));
    wrap_check(body);
    body.nodes.extend(footnotes);
    let mut structure = Structure { title, ..Structure::default() };
    ids::settle(body, steps, &mut structure);
    structure.first_paragraph = first_paragraph(body);
    structure
}

/// Takes the footnotes out of the body and puts those that are used in order of their numbers.
/// Of two with one label the first counts.
fn take_footnotes(body: &mut Body, numbers: &[Option<u32>]) -> Vec<Node> {
    let is_footnote = |node: &Node| matches!(node, Node::Open(Element::Footnote { .. }));
    if !body.nodes.iter().any(is_footnote) {
        return Vec::new();
    }
    let mut notes: Vec<Option<Vec<Node>>> = Vec::new();
    let mut kept = Vec::with_capacity(body.nodes.len());
    // Footnotes that are open: their number and how many elements are open within.
    let mut open: Vec<(Option<u32>, usize, Vec<Node>)> = Vec::new();
    for node in body.nodes.drain(..) {
        if let Node::Open(Element::Footnote { number: label }) = node {
            let number = numbers.get(label as usize).copied().flatten();
            open.push((number, 0, Vec::new()));
            continue;
        }
        let Some((_, inside, nodes)) = open.last_mut() else {
            kept.push(node);
            continue;
        };
        match node {
            Node::Open(_) => *inside += 1,
            Node::Close if *inside > 0 => *inside -= 1,
            Node::Close => {
                if let Some((Some(number), _, nodes)) = open.pop() {
                    let at = number as usize;
                    notes.resize(notes.len().max(at + 1), None);
                    if let Some(note) = notes.get_mut(at) {
                        note.get_or_insert(nodes);
                    }
                }
                continue;
            }
            _ => {}
        }
        nodes.push(node);
    }
    body.nodes = kept;
    let mut footnotes = Vec::new();
    for (number, nodes) in (0..).zip(notes) {
        let Some(nodes) = nodes else { continue };
        footnotes.push(Node::Open(Element::Footnote { number }));
        footnotes.extend(nodes);
        footnotes.push(Node::Close);
    }
    if !footnotes.is_empty() {
        footnotes.insert(0, Node::Open(Element::Footnotes));
        footnotes.push(Node::Close);
    }
    footnotes
}

/// The title: the writer's, else the first heading. A first heading of level 1 that says the same
/// (or is the title) leaves the body; its anchors stay.
fn settle_title(body: &mut Body, title: Option<&str>) -> Option<String> {
    let first = body.nodes.iter().position(|node| heading_level(node).is_some());
    let Some(at) = first else { return title.map(str::to_owned) };
    let end = close_of(&body.nodes, at);
    let text = body.plain_text_of(at..end);
    let is_first_level = body.nodes.get(at).and_then(heading_level) == Some(1);
    let is_dropped = match title {
        Some(title) => is_first_level && says_the_same(title, &text),
        None => !text.is_empty() && (is_first_level || at == 0),
    };
    if is_dropped {
        drop_heading(body, at, end, &text);
    }
    match title {
        Some(title) => Some(title.to_owned()),
        None => (!text.is_empty()).then_some(text),
    }
}

/// Replaces a heading by its anchors.
fn drop_heading(body: &mut Body, at: usize, end: usize, text: &str) {
    let mut anchors: Vec<Node> = Vec::new();
    for node in body.nodes.drain(at..=end) {
        match node {
            Node::Open(Element::Heading { id, .. }) => {
                let id = if id.is_empty() { heading_id(text) } else { id };
                if !id.is_empty() {
                    anchors.push(Node::Anchor(id));
                }
            }
            Node::Anchor(_) => anchors.push(node),
            _ => {}
        }
    }
    body.nodes.splice(at..at, anchors);
}

/// Whether two titles differ in nothing but case, punctuation, markers and white space.
fn says_the_same(left: &str, right: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    letters(left) == letters(right)
}

/// Sets the levels as they stand on the page: the title is 1, the outermost headings are 2, and
/// none is more than one below the heading it belongs to, whatever levels the writer skips.
fn settle_levels(body: &mut Body) {
    // Levels as written of the headings this one belongs to.
    let mut above: Vec<u8> = Vec::new();
    for node in &mut body.nodes {
        if let Node::Open(Element::Heading { level, .. }) = node {
            while above.last().is_some_and(|last| *last >= *level) {
                above.pop();
            }
            above.push(*level);
            *level = u8::try_from(above.len() + 1).unwrap_or(6).min(6);
        }
    }
}

/// Makes steps of the ordered lists that are instructions, and numbers them through the source:
/// those of two items or more where the type of article has steps (`is_expected`), and those that
/// are said to be steps. Gives how many there are.
fn number_steps(body: &mut Body, is_expected: bool) -> u32 {
    let lists = ordered_lists(&body.nodes, is_expected);
    let mut steps = 0;
    for (at, list) in lists.iter().enumerate() {
        // A list that goes on counting after a picture is the same list to the reader.
        let continues = at.checked_sub(1).and_then(|before| lists.get(before));
        let is_continued = continues.is_some_and(|before| list.continues(before))
            || lists.get(at + 1).is_some_and(|next| next.continues(list));
        if !list.is_said && list.items.len() < 2 && !is_continued {
            continue;
        }
        for item in &list.items {
            steps += 1;
            if let Some(node) = body.nodes.get_mut(*item) {
                *node = Node::Open(Element::Step { number: steps });
            }
        }
        if let Some(node) = body.nodes.get_mut(list.at) {
            *node = Node::Open(Element::Steps { start: list.start });
        }
    }
    steps
}

/// An ordered list that may be a list of instructions.
struct OrderedList {
    at: usize,
    start: u64,
    /// Where its items open.
    items: Vec<usize>,
    /// The writer said that it holds steps.
    is_said: bool,
}

impl OrderedList {
    fn continues(&self, before: &Self) -> bool {
        self.start > 1 && self.start == before.start.saturating_add(before.items.len() as u64)
    }
}

/// The ordered lists that may be instructions: in no other list, quotation, aside or table
/// (`with_plain`), and wherever the writer said so.
fn ordered_lists(nodes: &[Node], with_plain: bool) -> Vec<OrderedList> {
    let mut lists = Vec::new();
    let mut at = 0;
    // Whether an ordered list would be no instruction in each of the elements around.
    let mut open: Vec<bool> = Vec::new();
    let mut others = 0;
    while let Some(node) = nodes.get(at) {
        let list = match node {
            Node::Open(Element::Steps { start }) => Some((*start, true)),
            Node::Open(Element::List { start: Some(start) }) if others == 0 && with_plain => {
                Some((*start, false))
            }
            _ => None,
        };
        if let Some((start, is_said)) = list {
            let end = close_of(nodes, at);
            lists.push(OrderedList { at, start, items: items(nodes, at, end), is_said });
            at = end;
        } else if let Node::Open(element) = node {
            let is_other = !holds_instructions(element);
            others += usize::from(is_other);
            open.push(is_other);
        } else if *node == Node::Close {
            others -= usize::from(open.pop() == Some(true));
        }
        at += 1;
    }
    lists
}

/// Where the items of the list open that stands at `at` and closes at `end`.
fn items(nodes: &[Node], at: usize, end: usize) -> Vec<usize> {
    let mut items = Vec::new();
    let mut depth = 0usize;
    for (at, node) in nodes.iter().enumerate().take(end).skip(at) {
        match node {
            Node::Open(element) => {
                if depth == 1 && *element == Element::Item {
                    items.push(at);
                }
                depth += 1;
            }
            Node::Close => depth -= 1,
            _ => {}
        }
    }
    items
}

/// Whether an ordered list directly in `element` is a list of instructions.
fn holds_instructions(element: &Element) -> bool {
    matches!(
        element,
        Element::Details { .. }
            | Element::Tabs
            | Element::Tab { .. }
            | Element::Only { .. }
            | Element::Check
            | Element::Html { .. }
    )
}

/// Wraps a last section whose heading is the check (`{#check}` or `{.check}`).
fn wrap_check(body: &mut Body) {
    let mut depth = 0usize;
    let mut last = None;
    for (at, node) in body.nodes.iter().enumerate() {
        match node {
            Node::Open(element) => {
                if depth == 0 && matches!(element, Element::Heading { .. }) {
                    last = Some(at);
                }
                depth += 1;
            }
            Node::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let Some(at) = last else { return };
    if let Some(Node::Open(Element::Heading { id, classes, .. })) = body.nodes.get(at)
        && (id == "check" || classes.iter().any(|class| class == "check"))
    {
        body.nodes.insert(at, Node::Open(Element::Check));
        body.nodes.push(Node::Close);
    }
}

/// The text of the first paragraph that is neither quoted, nor in a list, nor in an aside.
fn first_paragraph(body: &Body) -> Option<String> {
    let mut at = 0;
    while let Some(node) = body.nodes.get(at) {
        match node {
            Node::Open(Element::Paragraph) => {
                let end = close_of(&body.nodes, at);
                let text = body.plain_text_of(at..end);
                if !text.is_empty() {
                    return Some(text);
                }
                at = end;
            }
            Node::Open(Element::Html { .. }) => {}
            Node::Open(_) => at = close_of(&body.nodes, at),
            _ => {}
        }
        at += 1;
    }
    None
}

fn heading_level(node: &Node) -> Option<u8> {
    match node {
        Node::Open(Element::Heading { level, .. }) => Some(*level),
        _ => None,
    }
}

/// Where the element that opens at `at` closes.
pub(super) fn close_of(nodes: &[Node], at: usize) -> usize {
    let mut depth = 0usize;
    for (index, node) in nodes.iter().enumerate().skip(at) {
        match node {
            Node::Open(_) => depth += 1,
            Node::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index;
                }
            }
            _ => {}
        }
    }
    nodes.len().saturating_sub(1)
}
