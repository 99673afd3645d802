//! Clean HTML → tape. Stand-ins become the Markdown nodes they stand for, the writer's elements
//! the same kinds of node.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::{elements, table};
use crate::parse::body::{Body, Element, Image, Link, Node};
use crate::parse::destination;
use crate::parse::problems::Problems;
use crate::parse::tape::Tape;
use crate::text::span::Span;

/// Reads `html`, which ammonia wrote; `key` is the attribute of the stand-ins for the nodes of
/// `markdown`.
pub(super) fn read(html: &str, markdown: Body, key: &str, problems: &mut Problems<'_>) -> Body {
    let mut tape = Tape::default();
    tape.body.links = markdown.links;
    tape.body.images = markdown.images;
    let reader = Reader {
        nodes: markdown.nodes,
        source: markdown.text,
        key,
        problems,
        tape,
        open: Vec::new(),
        text: String::new(),
        is_line_start: true,
        collecting: 0,
        code: 0,
        anchors: Vec::new(),
    };
    let sink = Sink(RefCell::new(reader));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    // The reader never stops the tokenizer, so one call takes everything.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut reader = tokenizer.sink.0.into_inner();
    reader.flush();
    reader.tape.finish()
}

/// The tokenizer wants to share its sink; it calls it from one place at a time.
struct Sink<'r, 'p>(RefCell<Reader<'r, 'p>>);

impl TokenSink for Sink<'_, '_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                reader.flush();
                match tag.kind {
                    TagKind::StartTag => reader.start(&tag),
                    TagKind::EndTag => reader.end(&tag.name),
                }
            }
            Token::CharacterTokens(text) => reader.text.push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

struct Reader<'r, 'p> {
    /// Nodes and text of the Markdown.
    nodes: Vec<Node>,
    source: String,
    key: &'r str,
    problems: &'r mut Problems<'p>,
    tape: Tape,
    open: Vec<Open>,
    /// Text that was read and not yet written.
    text: String,
    /// Nothing stands on the line yet.
    is_line_start: bool,
    /// How many code blocks and summaries are open.
    collecting: usize,
    /// How many `code` elements are open.
    code: usize,
    /// Anchors of elements that hold no text themselves, for the first that does.
    anchors: Vec<String>,
}

/// An element that is open.
enum Open {
    /// On the tape, or unseen.
    Element(Holds),
    /// A table; `at` is its node, if it is the writer's and on the tape, `foot` that of its foot.
    Table { at: Option<usize>, foot: Option<usize>, span: Span },
    /// Code within a line.
    Code,
    /// A code block being collected.
    Pre { language: Option<String>, code: String },
    /// The summary of the details that stand at this node.
    Summary { details: usize, text: String },
}

/// What stands directly in an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Text,
    Items,
    /// The rows of the head of a table.
    HeadRows,
    /// Other elements, but no text.
    Parts,
}

impl Reader<'_, '_> {
    fn start(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        let note = attribute(tag, self.key).unwrap_or("");
        if let Some(node) = note.strip_prefix('n').and_then(|node| node.parse::<usize>().ok()) {
            let Some(node) = self.nodes.get(node).cloned() else { return };
            return match node {
                Node::Open(Element::Table) => self.open_table(None),
                Node::Open(element) => self.open_element(element, name),
                leaf => self.leaf(leaf),
            };
        }
        if self.collects() {
            self.start_collected(tag);
            return;
        }
        if elements::is_block(name) {
            self.begin_line();
        }
        let span = span(note);
        match name {
            "br" => {
                self.leaf(Node::HardBreak);
                self.is_line_start = true;
            }
            "hr" if note.starts_with('f') => self.picture(tag, note, span),
            "hr" => self.leaf(Node::Rule),
            "img" => self.picture(tag, note, span),
            "a" => self.link(tag, note, span),
            "code" | "tt" => {
                self.anchor(tag);
                self.code += 1;
                self.open.push(Open::Code);
            }
            "pre" => {
                self.anchor(tag);
                self.write_anchors();
                let language = language(tag);
                self.open.push(Open::Pre { language, code: String::new() });
                self.collecting += 1;
            }
            "summary" => self.summary(),
            _ => {
                if !is_heading(name) {
                    self.anchor(tag);
                }
                match self.element(tag) {
                    Some(Element::Table) => self.open_table(Some(span)),
                    Some(Element::TableBody) if name == "tfoot" => {
                        self.mark_foot();
                        self.open_element(Element::TableBody, name);
                    }
                    Some(element) => self.open_element(element, name),
                    None => self.open_unseen(),
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        if elements::is_void(name) {
            return;
        }
        let Some(open) = self.open.pop() else { return };
        match open {
            Open::Element(_) => {
                if elements::is_block(name) {
                    self.begin_line();
                }
                self.tape.close();
            }
            Open::Table { at, foot, span } => {
                self.begin_line();
                self.tape.close();
                if let Some(at) = at {
                    table::move_foot(&mut self.tape.body.nodes, foot);
                    table::settle(&mut self.tape.body.nodes, at, span, self.problems);
                }
            }
            Open::Code => self.code -= 1,
            Open::Pre { language, code } => {
                self.collecting -= 1;
                self.tape.code_block(language, &code);
                self.begin_line();
            }
            Open::Summary { details, text } => {
                self.collecting -= 1;
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if let Some(Node::Open(Element::Details { summary, .. })) =
                    self.tape.body.nodes.get_mut(details)
                {
                    *summary = words;
                }
            }
        }
    }

    /// Writes the text that was read: white space is one space, and none at the ends of a line.
    fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        if self.collects() {
            self.collect(&text);
        } else {
            self.write(&text);
        }
    }

    fn write(&mut self, text: &str) {
        let is_blank = text.trim().is_empty();
        if is_blank && (self.is_line_start || !self.holds_text()) {
            return;
        }
        self.write_anchors();
        let mut line = String::with_capacity(text.len());
        if !self.is_line_start && text.starts_with(char::is_whitespace) {
            line.push(' ');
        }
        for (at, word) in text.split_whitespace().enumerate() {
            if at > 0 {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !is_blank && text.ends_with(char::is_whitespace) {
            line.push(' ');
        }
        self.is_line_start = line.ends_with(' ');
        if self.code > 0 {
            self.tape.code(&line);
        } else {
            self.tape.text(&line);
        }
    }

    /// Ends the line, if one is begun.
    fn begin_line(&mut self) {
        self.tape.trim_line_end();
        self.is_line_start = true;
    }

    fn leaf(&mut self, leaf: Node) {
        if self.collects() {
            let text = self.text_of(&leaf);
            self.collect(&text);
            return;
        }
        self.write_anchors();
        let is_block = matches!(leaf, Node::CodeBlock { .. } | Node::Rule | Node::Embed(_));
        if is_block || leaf == Node::HardBreak {
            self.begin_line();
        } else {
            self.is_line_start = false;
        }
        match leaf {
            Node::Code(range) => self.tape.code(range.of(&self.source)),
            Node::CodeBlock { language, text } => {
                self.tape.code_block(language, text.of(&self.source));
            }
            leaf => self.tape.push(leaf),
        }
    }

    /// A Markdown leaf inside a code block or a summary.
    fn text_of(&self, leaf: &Node) -> String {
        match leaf {
            Node::HardBreak | Node::SoftBreak => "\n".to_owned(),
            Node::Image(id) => {
                let image = self.tape.body.images.get(id.index());
                image.map_or(String::new(), |image| image.alt.clone())
            }
            Node::Code(range) | Node::CodeBlock { text: range, .. } => {
                range.of(&self.source).to_owned()
            }
            _ => String::new(),
        }
    }

    fn open_element(&mut self, element: Element, name: &str) {
        if self.collects() {
            self.open_unseen();
            return;
        }
        if elements::is_block(name) {
            self.begin_line();
        }
        let holds = match element {
            Element::List { .. } | Element::Steps { .. } => Holds::Items,
            Element::TableHead => Holds::HeadRows,
            Element::TableBody | Element::DefinitionList | Element::Tabs => Holds::Parts,
            // Its rows stand where it stands.
            Element::TableRow => self.holds(),
            _ => Holds::Text,
        };
        self.tape.open(element);
        self.open.push(Open::Element(holds));
        self.write_anchors();
    }

    /// Opens a table: one of the writer's, which begins at `span`, or one of Markdown.
    fn open_table(&mut self, span: Option<Span>) {
        if self.collects() {
            self.open_unseen();
            return;
        }
        let around = self.open.iter().rev().find_map(|open| match open {
            Open::Table { span, .. } => Some(*span),
            _ => None,
        });
        if let Some(around) = around {
            table::nested(self.problems, span.unwrap_or(around));
        }
        self.begin_line();
        let node = self.tape.body.nodes.len();
        self.tape.open(Element::Table);
        let is_shown = self.tape.body.nodes.len() > node;
        let at = (is_shown && span.is_some()).then_some(node);
        self.open.push(Open::Table { at, foot: None, span: span.unwrap_or_default() });
    }

    /// The next node is the foot of the table that is open.
    fn mark_foot(&mut self) {
        if let Some(Open::Table { foot, .. }) = self.open.last_mut() {
            foot.get_or_insert(self.tape.body.nodes.len());
        }
    }

    fn open_unseen(&mut self) {
        let holds = self.holds();
        self.tape.open_unseen();
        self.open.push(Open::Element(holds));
    }

    /// A start tag inside a code block or a summary: only its text counts.
    fn start_collected(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if name == "code" {
            let found = language(tag);
            if let Some(Open::Pre { language, .. }) = self.open.last_mut() {
                *language = language.take().or(found);
            }
        }
        match name {
            "br" => self.collect("\n"),
            "img" => {
                let alt = attribute(tag, "alt").unwrap_or("");
                self.collect(alt);
            }
            _ if elements::is_void(name) => {}
            _ => self.open_unseen(),
        }
    }

    /// Whether a code block or a summary is open, which takes text only.
    fn collects(&self) -> bool {
        self.collecting > 0
    }

    /// Adds to the innermost code block or summary.
    fn collect(&mut self, more: &str) {
        let collector = self.open.iter_mut().rev().find_map(|open| match open {
            Open::Pre { code, .. } => Some(code),
            Open::Summary { text, .. } => Some(text),
            _ => None,
        });
        if let Some(text) = collector {
            text.push_str(more);
        }
    }

    fn holds(&self) -> Holds {
        match self.open.last() {
            Some(Open::Element(holds)) => *holds,
            Some(Open::Table { .. }) => Holds::Parts,
            _ => Holds::Text,
        }
    }

    fn holds_text(&self) -> bool {
        self.holds() == Holds::Text
    }

    /// What an element of the writer is on the tape; `None` leaves only its content.
    fn element(&self, tag: &Tag) -> Option<Element> {
        let name: &str = &tag.name;
        let in_list = self.holds() == Holds::Items;
        Some(match name {
            "p" => Element::Paragraph,
            "em" | "i" => Element::Emphasis,
            "strong" | "b" => Element::Strong,
            "del" | "s" | "strike" => Element::Strikethrough,
            "kbd" => Element::Key,
            "blockquote" => Element::BlockQuote,
            "ul" => Element::List { start: None },
            "ol" => {
                let start = attribute(tag, "start").and_then(|start| start.trim().parse().ok());
                Element::List { start: Some(start.unwrap_or(1)) }
            }
            "li" if in_list => Element::Item,
            "li" => return None,
            "dl" => Element::DefinitionList,
            "dt" => Element::Term,
            "dd" => Element::Definition,
            "table" => Element::Table,
            "thead" => Element::TableHead,
            "tbody" | "tfoot" => Element::TableBody,
            "tr" => Element::TableRow,
            "td" | "th" => table::cell(tag, self.holds() == Holds::HeadRows),
            "details" => {
                Element::Details { summary: String::new(), open: attribute(tag, "open").is_some() }
            }
            _ if is_heading(name) => Element::Heading {
                level: name.as_bytes().get(1).map_or(2, |digit| digit - b'0'),
                id: attribute(tag, "id").unwrap_or("").to_owned(),
                classes: attribute(tag, "class")
                    .unwrap_or("")
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect(),
            },
            "span" | "big" | "center" => {
                let attributes = attributes(tag);
                if attributes.is_empty() {
                    return None;
                }
                Element::Html { name: "span".to_owned(), attributes }
            }
            _ => Element::Html { name: name.to_owned(), attributes: attributes(tag) },
        })
    }

    /// Remembers the id of an element.
    fn anchor(&mut self, tag: &Tag) {
        for key in ["id", "name"] {
            if let Some(id) = attribute(tag, key).filter(|id| !id.trim().is_empty()) {
                self.anchors.push(id.trim().to_owned());
            }
        }
    }

    /// Writes the anchors that wait, once something that may hold them is open.
    fn write_anchors(&mut self) {
        if !self.anchors.is_empty() && self.holds_text() {
            for id in std::mem::take(&mut self.anchors) {
                self.tape.push(Node::Anchor(id));
            }
        }
    }

    fn link(&mut self, tag: &Tag, note: &str, span: Span) {
        self.anchor(tag);
        self.write_anchors();
        let destination = attribute(tag, "href").unwrap_or("").trim().to_owned();
        let was_link = note.starts_with('h');
        if destination.is_empty() || destination::is_dangerous(&destination) {
            if was_link {
                self.problems.add(destination::unsafe_link(self.problems.file, span));
            }
            self.open_unseen();
            return;
        }
        let title = attribute(tag, "title").filter(|title| !title.is_empty()).map(str::to_owned);
        let id = self.tape.link(Link { destination, title, span });
        self.open_element(Element::Link(id), "a");
    }

    /// An image, a video (`v`) or an embed (`f`).
    fn picture(&mut self, tag: &Tag, note: &str, span: Span) {
        self.anchor(tag);
        let source = attribute(tag, "src").unwrap_or("").trim().to_owned();
        let title = attribute(tag, "title").filter(|title| !title.is_empty()).map(str::to_owned);
        let alt = attribute(tag, "alt").unwrap_or("").to_owned();
        if source.is_empty() || destination::is_dangerous(&source) {
            self.problems.add(destination::unsafe_picture(self.problems.file, span));
            self.text.push_str(&alt);
            return;
        }
        if note.starts_with('f') {
            let destination = destination::embedded(&source);
            let id = self.tape.link(Link { destination, title, span });
            self.leaf(Node::Embed(id));
            return;
        }
        let width = attribute(tag, "width").and_then(|width| width.trim().parse().ok());
        let is_video = note.starts_with('v') || destination::is_video(&source);
        let alt = if is_video && alt.is_empty() { title.clone().unwrap_or_default() } else { alt };
        let id = self.tape.image(Image { source, alt, title, width, span });
        self.leaf(if is_video { Node::Video(id) } else { Node::Image(id) });
    }

    /// The summary belongs to the details that are open around it.
    fn summary(&mut self) {
        let details = self.tape.body.nodes.len().checked_sub(1).filter(|&last| {
            matches!(
                self.tape.body.nodes.get(last),
                Some(Node::Open(Element::Details { summary, .. })) if summary.is_empty()
            )
        });
        match details {
            Some(details) => {
                self.open.push(Open::Summary { details, text: String::new() });
                self.collecting += 1;
            }
            None => self.open_unseen(),
        }
    }
}

pub(super) fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|known| &*known.name.local == name).map(|known| &*known.value)
}

/// The attributes that stay on an element without a name of its own. Ids become anchors; a class of
/// another site would dress the element as something of ours.
fn attributes(tag: &Tag) -> Vec<(String, String)> {
    ["lang", "dir", "title", "datetime"]
        .iter()
        .filter_map(|&name| Some((name.to_owned(), attribute(tag, name)?.to_owned())))
        .collect()
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The language of a code block, from a class like `language-sh`.
fn language(tag: &Tag) -> Option<String> {
    let classes = attribute(tag, "class")?;
    let language = classes.split_whitespace().find_map(|class| {
        class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"))
    })?;
    (!language.is_empty()).then(|| language.to_owned())
}

/// The place a note carries: `h12-45`.
fn span(note: &str) -> Span {
    let numbers = note.get(1..).and_then(|note| note.split_once('-'));
    let read = |digits: &str| digits.parse().unwrap_or(0);
    numbers.map_or(Span::default(), |(start, end)| Span { start: read(start), end: read(end) })
}
