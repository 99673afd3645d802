//! A body without its marks: what descriptions, search and other programs read.

use std::ops::Range;

use super::body::{Body, Element, Node};

impl Body {
    /// The text of some nodes of the body, blocks separated by a line end. Code and alternative
    /// texts are part of it.
    pub(super) fn plain_text_of(&self, nodes: Range<usize>) -> String {
        let mut writer = PlainText::default();
        for node in self.nodes.get(nodes).unwrap_or(&[]) {
            writer.node(self, node);
        }
        writer.finish()
    }
}

/// Plain text being written. White space is one space or one line end, never at an end.
#[derive(Debug, Default)]
pub(super) struct PlainText {
    text: String,
    gap: Gap,
    /// Whether each open element is a block.
    open: Vec<bool>,
}

/// What separates the text so far from what follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
}

impl PlainText {
    /// Adds a node of `body`.
    pub(super) fn node(&mut self, body: &Body, node: &Node) {
        match node {
            Node::Text(range) | Node::Code(range) => self.words(range.of(&body.text)),
            Node::CodeBlock { text, .. } => {
                self.block();
                for line in text.of(&body.text).lines() {
                    self.words(line);
                    self.block();
                }
            }
            Node::SoftBreak | Node::HardBreak => self.gap = self.gap.max(Gap::Space),
            Node::Rule => self.block(),
            Node::Image(id) | Node::Video(id) => {
                if let Some(image) = body.images.get(id.index()) {
                    self.gap = self.gap.max(Gap::Space);
                    self.words(&image.alt);
                    self.gap = self.gap.max(Gap::Space);
                }
            }
            Node::Embed(id) => {
                self.block();
                let title = body.links.get(id.index()).and_then(|link| link.title.as_deref());
                self.words(title.unwrap_or(""));
                self.block();
            }
            Node::TaskBox { .. } | Node::FootnoteMark { .. } | Node::Anchor(_) => {}
            Node::Open(element) => {
                // The cells of a row stay on one line.
                let is_cell = matches!(element, Element::TableCell { .. });
                let is_block = element.is_block() && !is_cell;
                self.open.push(is_block);
                if is_block {
                    self.block();
                }
                if let Some(label) = label(element) {
                    self.words(label);
                    self.block();
                }
                if is_cell {
                    self.gap = self.gap.max(Gap::Space);
                }
            }
            Node::Close => {
                if self.open.pop() == Some(true) {
                    self.block();
                }
            }
        }
    }

    /// How long the text is once the next word is there: where that word will begin.
    pub(super) fn position(&mut self) -> usize {
        self.fill();
        self.text.len()
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    fn block(&mut self) {
        self.gap = Gap::Line;
    }

    fn words(&mut self, text: &str) {
        if text.starts_with(char::is_whitespace) {
            self.gap = self.gap.max(Gap::Space);
        }
        for word in text.split_whitespace() {
            self.fill();
            self.text.push_str(word);
            self.gap = Gap::Space;
        }
        if !text.ends_with(char::is_whitespace) && !text.is_empty() {
            self.gap = Gap::None;
        }
    }

    /// Writes the gap that is due.
    fn fill(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            match self.gap {
                Gap::None => {}
                Gap::Space => self.text.push(' '),
                Gap::Line => self.text.push('\n'),
            }
        }
        self.gap = Gap::None;
    }
}

/// Text an element shows beside its content.
fn label(element: &Element) -> Option<&str> {
    match element {
        Element::Aside { title, .. } => title.as_deref(),
        Element::Details { summary, .. } => Some(summary),
        Element::Tab { title } => Some(title),
        _ => None,
    }
}
