//! The ids of a document: each heading gets one, each is there once, and none is one that the page
//! has for itself.
//!
//! An id has two sides. What links call it is the writer's own word, or what GitHub would make of
//! the heading; what stands on the page is the same, unless the page has that id for itself
//! ([`page_ids`](crate::text::page_ids)). Then the place gets another id and keeps its name, and
//! links that use the name lead there.

use super::body::{Body, Element, Node};
use super::document::{Anchor, Heading};
use super::structure::{Structure, close_of};
use crate::text::page_ids::{self, PageIds};
use crate::text::slug::{UniqueIds, heading_id};

/// Gives every heading its id and lists all anchors: those of the writer, then those of the `steps`.
/// What the writer named is given first, then what is made from the words.
pub(super) fn settle(body: &mut Body, steps: u32, structure: &mut Structure) {
    if body.nodes.iter().any(|node| matches!(node, Node::Anchor(_))) {
        join_anchors(body);
    }
    let page = of_page(body, steps);
    let mut ids = Ids { names: UniqueIds::default(), given: UniqueIds::beside(page) };
    let mut written: Vec<Written> = Vec::new();
    body.nodes.retain_mut(|node| match node {
        Node::Anchor(id) => {
            let found = ids.take(id);
            let is_kept = found != Written::Doubled;
            written.extend(is_kept.then_some(found));
            is_kept
        }
        Node::Open(Element::Heading { id, .. }) => {
            written.push(if id.is_empty() { Written::Doubled } else { ids.take(id) });
            true
        }
        _ => true,
    });
    let mut written = written.into_iter();
    for at in 0..body.nodes.len() {
        let end = match body.nodes.get(at) {
            Some(Node::Anchor(_)) => at,
            Some(Node::Open(Element::Heading { .. })) => close_of(&body.nodes, at),
            _ => continue,
        };
        let text = body.plain_text_of(at..end);
        let written = written.next().unwrap_or(Written::Doubled);
        match body.nodes.get_mut(at) {
            Some(Node::Anchor(id)) => {
                let anchor = ids.give(id, written);
                anchor.id.clone_into(id);
                structure.anchors.push(anchor);
            }
            Some(Node::Open(Element::Heading { level, id, .. })) => {
                if id.is_empty() {
                    *id = heading_id(&text);
                }
                let anchor = ids.give(id, written);
                anchor.id.clone_into(id);
                structure.headings.push(Heading { level: *level, id: id.clone(), text });
                structure.anchors.push(anchor);
            }
            _ => {}
        }
    }
    let steps = (1..=steps).map(|number| Anchor::new(page_ids::step(number), None));
    structure.anchors.extend(steps);
}

/// What became of an id the writer wrote.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    /// It is the id of the place.
    Given,
    /// It is the name of the place; the page has that id for itself.
    Held,
    /// Another place has it.
    Doubled,
}

/// The ids of a document so far.
struct Ids {
    /// What links call the places.
    names: UniqueIds,
    /// What they are called on the page.
    given: UniqueIds,
}

impl Ids {
    /// Takes an id the writer wrote.
    fn take(&mut self, id: &str) -> Written {
        match (self.names.take_exactly(id), self.given.take_exactly(id)) {
            (true, true) => Written::Given,
            (true, false) => Written::Held,
            (false, _) => Written::Doubled,
        }
    }

    /// The anchor of a place that is called `id` or, unless that was `written` for it, like it.
    fn give(&mut self, id: &str, written: Written) -> Anchor {
        match written {
            Written::Given => Anchor::new(id.to_owned(), None),
            Written::Held => Anchor::new(self.given.take(id), Some(id.to_owned())),
            Written::Doubled => {
                let name = self.names.take(id);
                Anchor::new(self.given.take(id), Some(name))
            }
        }
    }
}

/// The ids the page of `body` has for itself.
fn of_page(body: &Body, steps: u32) -> PageIds {
    let mut page = PageIds { steps, ..PageIds::default() };
    for node in &body.nodes {
        match node {
            Node::Open(Element::Tabs) => page.groups += 1,
            Node::Open(Element::Tab { .. }) => page.tabs += 1,
            Node::Open(Element::Footnote { number }) => page.notes = page.notes.max(*number),
            Node::FootnoteMark { .. } => page.marks += 1,
            _ => {}
        }
    }
    page
}

/// Takes out an anchor before or in a heading that has the very id the heading gets from its words:
/// writers set it for programs that make no ids.
fn join_anchors(body: &mut Body) {
    let mut joined: Vec<usize> = Vec::new();
    for at in 0..body.nodes.len() {
        let Some(Node::Open(Element::Heading { id, .. })) = body.nodes.get(at) else { continue };
        let end = close_of(&body.nodes, at);
        let id = match id.as_str() {
            "" => heading_id(&body.plain_text_of(at..end)),
            id => id.to_owned(),
        };
        let is_it =
            |&at: &usize| matches!(body.nodes.get(at), Some(Node::Anchor(anchor)) if *anchor == id);
        let before = joined.len();
        joined.extend(at.checked_sub(1).filter(is_it).into_iter().chain((at..end).filter(is_it)));
        if joined.len() > before
            && let Some(Node::Open(Element::Heading { id: slot, .. })) = body.nodes.get_mut(at)
        {
            *slot = id;
        }
    }
    let mut joined = joined.into_iter().peekable();
    let mut at = 0;
    body.nodes.retain(|_| {
        at += 1;
        joined.next_if_eq(&(at - 1)).is_none()
    });
}
