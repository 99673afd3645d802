//! Writes a [`Body`] node by node and keeps it balanced: every `Open` gets its `Close`, whatever
//! the input does, and nothing nests deeper than [`DEEPEST`].

use super::body::{Body, Element, Image, ImageId, Link, LinkId, Node};
use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(super) static TOO_DEEP: Rule =
    Rule::warning("too-deep", "a text has more than 64 levels of nesting");

/// How many elements may be open at once. Everything after this stage walks the tape, some of it
/// by recursion (browsers too): beyond this depth elements vanish and their content stays.
pub(super) const DEEPEST: usize = 64;

/// A body being written.
#[derive(Debug, Default)]
pub(super) struct Tape {
    pub(super) body: Body,
    /// Which of the open elements are on the tape; the others are followed but not shown.
    open: Vec<bool>,
    shown: usize,
    /// An element had to be left out because it was too deep.
    pub(super) is_too_deep: bool,
    /// Text before this node is not continued.
    text_from: usize,
}

/// The problem of nesting deeper than [`DEEPEST`].
pub(super) fn too_deep(file: &SourcePath, span: Span) -> Problem {
    Problem::of(&TOO_DEEP, format!("nested deeper than {DEEPEST} levels"))
        .at(file, span, "from here on the content stays and the nesting goes")
        .help("close what is open, or write it as a flat list")
}

impl Tape {
    /// Opens `element`, if it is not too deep.
    pub(super) fn open(&mut self, element: Element) {
        let shown = self.shown < DEEPEST;
        if shown {
            self.body.nodes.push(Node::Open(element));
            self.shown += 1;
        } else {
            self.is_too_deep = true;
        }
        self.open.push(shown);
    }

    /// Opens something that leaves no trace but its content.
    pub(super) fn open_unseen(&mut self) {
        self.open.push(false);
    }

    /// Takes the innermost open element off the tape again; nothing may stand in it. It is still
    /// to be closed.
    pub(super) fn take_back_open(&mut self) {
        if let Some(shown @ true) = self.open.last_mut() {
            *shown = false;
            self.shown -= 1;
            self.body.nodes.pop();
        }
    }

    /// Closes the innermost open element.
    pub(super) fn close(&mut self) {
        if self.open.pop() == Some(true) {
            self.body.nodes.push(Node::Close);
            self.shown -= 1;
        }
    }

    /// How many elements are open, unseen ones included.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Closes everything and gives the body.
    pub(super) fn finish(mut self) -> Body {
        while self.depth() > 0 {
            self.close();
        }
        self.body
    }

    pub(super) fn push(&mut self, node: Node) {
        self.body.nodes.push(node);
    }

    /// Adds running text; neighbours become one node.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let range = self.keep(text);
        let continues = self.body.nodes.len() > self.text_from;
        match self.body.nodes.last_mut() {
            Some(Node::Text(last)) if last.end == range.start && continues => last.end = range.end,
            _ => self.push(Node::Text(range)),
        }
    }

    /// Where the next node will stand. Text that follows begins a node of its own.
    pub(super) fn cut(&mut self) -> usize {
        self.text_from = self.body.nodes.len();
        self.text_from
    }

    /// Takes white space off the end of the text that was added last.
    pub(super) fn trim_line_end(&mut self) {
        if let Some(Node::Text(last)) = self.body.nodes.last_mut() {
            let length = last.of(&self.body.text).trim_end().len();
            last.end = Span::new(0..last.range().start + length).end;
            if length == 0 {
                self.body.nodes.pop();
            }
        }
    }

    /// Adds code within a line.
    pub(super) fn code(&mut self, text: &str) {
        let range = self.keep(text);
        self.push(Node::Code(range));
    }

    /// Adds a code block.
    pub(super) fn code_block(&mut self, language: Option<String>, code: &str) {
        let text = self.keep(code);
        self.push(Node::CodeBlock { language, text });
    }

    pub(super) fn link(&mut self, link: Link) -> LinkId {
        self.body.links.push(link);
        LinkId(index(self.body.links.len()))
    }

    pub(super) fn image(&mut self, image: Image) -> ImageId {
        self.body.images.push(image);
        ImageId(index(self.body.images.len()))
    }

    /// Puts `text` into the body's text. A NUL, which no HTML parser keeps, becomes U+FFFD.
    fn keep(&mut self, text: &str) -> Span {
        let start = self.body.text.len();
        if text.contains('\0') {
            self.body.text.push_str(&text.replace('\0', "\u{fffd}"));
        } else {
            self.body.text.push_str(text);
        }
        Span::new(start..self.body.text.len())
    }
}

/// The index of the last of `length` things. Files are at most 8 MiB, so 32 bits serve.
fn index(length: usize) -> u32 {
    u32::try_from(length.saturating_sub(1)).unwrap_or(u32::MAX)
}
