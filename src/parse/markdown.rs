//! Markdown → tape: the events of pulldown-cmark, one by one.
//!
//! What only the whole document can tell (ids, levels, steps, numbers of footnotes) is left open
//! here and settled by [`structure`](super::structure).

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use super::body::{Align, AsideKind, Body, CellSpan, Element, HeadOf, Image, Link, Node};
use super::destination;
use super::heading_attributes::{self, HeadingAttributes};
use super::html::TABLE_SHAPE;
use super::prepare::{Container, Mark, Prepared};
use super::problems::Problems;
use super::tape::{Tape, too_deep};
use crate::text::problem::Problem;
use crate::text::span::Span;

/// What of Markdown beside CommonMark is understood.
pub(super) const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_GFM);

/// Markdown as a tape, with what is still open.
pub(super) struct Raw {
    pub(super) body: Body,
    /// Raw HTML between the nodes, in order.
    pub(super) html: Vec<RawHtml>,
    /// The number of each footnote label that is used. Marks carry numbers already, footnotes
    /// still the index of their label.
    pub(super) footnote_numbers: Vec<Option<u32>>,
}

/// Raw HTML as written: a whole block, or one tag within a line.
pub(super) struct RawHtml {
    /// The node it stands before.
    pub(super) before: usize,
    pub(super) text: String,
    /// Bytes of `text` and where they stand in the prepared text. In a list or a quotation the lines
    /// of a block stand apart there: what indents them is no part of it.
    lines: Vec<(usize, usize)>,
}

impl RawHtml {
    /// Where byte `at` of the HTML stands in the prepared text.
    pub(super) fn place(&self, at: usize) -> usize {
        let count = self.lines.partition_point(|&(line, _)| line <= at);
        let line = count.checked_sub(1).and_then(|last| self.lines.get(last));
        line.map_or(at, |&(line, place)| place + (at - line))
    }

    fn add(&mut self, html: &str, start: usize) {
        if self.place(self.text.len()) != start {
            self.lines.push((self.text.len(), start));
        }
        self.text.push_str(html);
    }
}

/// Reads prepared Markdown.
pub(super) fn read(prepared: &Prepared<'_>, problems: &mut Problems<'_>) -> Raw {
    let mut builder = Builder {
        tape: Tape::default(),
        prepared,
        problems,
        owners: Vec::new(),
        html: Vec::new(),
        html_block: None,
        columns: Vec::new(),
        column: 0,
        cell_end: 0,
        is_head: false,
        heading_end: None,
        code: None,
        image: None,
        labels: HashMap::new(),
        footnote_numbers: Vec::new(),
        footnotes: 0,
    };
    for (event, range) in Parser::new_ext(&prepared.text, DIALECT).into_offset_iter() {
        builder.event(event, range);
    }
    if builder.tape.is_too_deep {
        let whole = prepared.place(0..0);
        builder.problems.add(too_deep(builder.problems.file, whole));
    }
    Raw {
        body: builder.tape.finish(),
        html: builder.html,
        footnote_numbers: builder.footnote_numbers,
    }
}

/// Who closes an open element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// The Markdown parser; its elements are properly nested.
    Markdown,
    /// The mark of this number. Writers may close a container inside a list item that began
    /// before it: then it ends (`is_over`) as soon as it is innermost.
    Container { number: usize, is_over: bool },
}

/// An image whose alt text is being collected.
struct OpenImage {
    image: Image,
    /// Elements open inside the alt text.
    inside: usize,
}

struct Builder<'b, 'p> {
    tape: Tape,
    prepared: &'b Prepared<'b>,
    problems: &'b mut Problems<'p>,
    /// Who closes each of the open elements.
    owners: Vec<Owner>,
    html: Vec<RawHtml>,
    /// In a block of HTML: how much raw HTML there was before it.
    html_block: Option<usize>,
    /// Alignment of the columns of the table that is open.
    columns: Vec<Alignment>,
    column: usize,
    /// Where the last cell ends in the prepared text.
    cell_end: usize,
    is_head: bool,
    /// Where the text of the heading that is open ends and its attributes begin.
    heading_end: Option<usize>,
    /// Language and code of the code block that is open.
    code: Option<(Option<String>, String)>,
    image: Option<OpenImage>,
    /// Footnote labels, indexed as they come.
    labels: HashMap<String, u32>,
    footnote_numbers: Vec<Option<u32>>,
    /// How many footnotes are used.
    footnotes: u32,
}

impl Builder<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.image.is_some() {
            self.alt(event);
            return;
        }
        let Some(event) = self.before_attributes(event, &range) else { return };
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) => {
                let text = self.prepared.without_marks(&text);
                match &mut self.code {
                    Some((_, code)) => code.push_str(&text),
                    None => self.tape.text(&text),
                }
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.tape.code(&self.prepared.without_marks(&text));
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range),
            Event::FootnoteReference(label) => {
                let label = self.label(&label);
                if let Some(number) = self.footnote_numbers.get_mut(label as usize) {
                    let next = self.footnotes + 1;
                    let number = *number.get_or_insert(next);
                    self.footnotes = self.footnotes.max(number);
                    self.tape.push(Node::FootnoteMark { number });
                }
            }
            Event::SoftBreak => self.tape.push(Node::SoftBreak),
            Event::HardBreak => self.tape.push(Node::HardBreak),
            Event::Rule => self.tape.push(Node::Rule),
            Event::TaskListMarker(done) => self.tape.push(Node::TaskBox { done }),
        }
    }

    /// What of an event stands before the attributes of the heading that is open.
    fn before_attributes<'e>(&self, event: Event<'e>, range: &Range<usize>) -> Option<Event<'e>> {
        let Some(end) = self.heading_end.filter(|&end| range.end >= end) else {
            return Some(event);
        };
        match event {
            _ if range.start >= end => None,
            Event::Text(text) => {
                let kept = text.get(..end - range.start).unwrap_or(&text).trim_end();
                Some(Event::Text(kept.to_owned().into()))
            }
            event => Some(event),
        }
    }

    fn heading(&mut self, level: u8, range: Range<usize>) {
        let source = self.prepared.text.get(range.clone()).unwrap_or("");
        let (end, attributes) = match heading_attributes::find(source) {
            Some((place, attributes)) => (Some(range.start + place.start), attributes),
            None => (None, HeadingAttributes::default()),
        };
        self.heading_end = end;
        let HeadingAttributes { id, classes } = attributes;
        self.open(Element::Heading { level, id, classes });
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open(Element::Paragraph),
            Tag::Heading { level, .. } => self.heading(level as u8, range),
            Tag::BlockQuote(None) => self.open(Element::BlockQuote),
            Tag::BlockQuote(Some(kind)) => {
                self.open(Element::Aside { kind: aside_kind(kind), title: None });
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => language(info),
                    CodeBlockKind::Indented => None,
                };
                self.code = Some((language, String::new()));
            }
            Tag::List(start) if self.is_in(&Container::Steps) => {
                self.open(Element::Steps { start: start.unwrap_or(1) });
            }
            Tag::List(start) => self.open(Element::List { start }),
            Tag::Item => self.open(Element::Item),
            Tag::FootnoteDefinition(label) => {
                let number = self.label(&label);
                self.open(Element::Footnote { number });
            }
            Tag::DefinitionList => self.open(Element::DefinitionList),
            Tag::DefinitionListTitle => self.open(Element::Term),
            Tag::DefinitionListDefinition => self.open(Element::Definition),
            Tag::Table(columns) => {
                self.columns = columns;
                self.open(Element::Table);
            }
            Tag::TableHead => {
                self.is_head = true;
                self.open(Element::TableHead);
                self.row();
            }
            Tag::TableRow => self.row(),
            Tag::TableCell => {
                let align = self.columns.get(self.column).copied().map_or(Align::Start, align);
                self.column += 1;
                self.cell_end = range.end;
                let head = self.is_head.then_some(HeadOf::Column);
                self.open(Element::TableCell { head, align, span: CellSpan::default() });
            }
            Tag::Emphasis => self.open(Element::Emphasis),
            Tag::Strong => self.open(Element::Strong),
            Tag::Strikethrough => self.open(Element::Strikethrough),
            Tag::Link { link_type, dest_url, title, .. } => {
                let destination = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                let title = self.prepared.without_marks(&title).into_owned();
                self.link(destination, title, self.prepared.place(range));
            }
            Tag::Image { dest_url, title, .. } => {
                let image = Image {
                    source: dest_url.into_string(),
                    alt: String::new(),
                    title: (!title.is_empty())
                        .then(|| self.prepared.without_marks(&title).into_owned()),
                    width: self.prepared.width(range.end),
                    span: self.prepared.place(range),
                };
                self.image = Some(OpenImage { image, inside: 0 });
            }
            // Its lines follow as events of their own.
            Tag::HtmlBlock => self.html_block = Some(self.html.len()),
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => self.open_unseen(),
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::HtmlBlock => self.html_block = None,
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    self.tape.code_block(language, &code);
                }
            }
            TagEnd::TableHead => {
                self.is_head = false;
                self.close();
                self.close();
                self.open(Element::TableBody);
            }
            TagEnd::TableRow => {
                self.tell_lost_cells(range.end);
                self.close();
            }
            TagEnd::Table => {
                self.close();
                self.close();
            }
            TagEnd::Link => self.end_link(),
            TagEnd::Heading(_) => {
                self.heading_end = None;
                self.close();
            }
            _ => self.close(),
        }
    }

    fn open(&mut self, element: Element) {
        self.tape.open(element);
        self.owners.push(Owner::Markdown);
    }

    fn open_unseen(&mut self) {
        self.tape.open_unseen();
        self.owners.push(Owner::Markdown);
    }

    /// Closes the innermost element of the Markdown parser, and the containers left open in it.
    fn close(&mut self) {
        while let Some(owner) = self.owners.pop() {
            self.tape.close();
            if owner == Owner::Markdown {
                break;
            }
        }
        while let Some(Owner::Container { is_over: true, .. }) = self.owners.last() {
            self.owners.pop();
            self.tape.close();
        }
    }

    /// Raw HTML: one of our marks, or the writer's.
    fn html(&mut self, html: &str, range: Range<usize>) {
        let prepared = self.prepared;
        if let Some((number, mark)) = prepared.mark(html) {
            self.mark(number, mark);
            return;
        }
        let before = self.tape.cut();
        let is_in_block = self.html_block.is_some_and(|first| self.html.len() > first);
        let joined = self.html.last_mut().filter(|last| {
            let is_next = is_in_block || last.place(last.text.len()) == range.start;
            last.before == before && is_next
        });
        match joined {
            Some(last) => last.add(html, range.start),
            None => {
                let lines = vec![(0, range.start)];
                self.html.push(RawHtml { before, text: html.to_owned(), lines });
            }
        }
    }

    fn mark(&mut self, number: usize, mark: &Mark) {
        match mark {
            Mark::Open(container) => {
                match self.element(container) {
                    Some(element) => self.tape.open(element),
                    None => self.tape.open_unseen(),
                }
                self.owners.push(Owner::Container { number, is_over: false });
            }
            Mark::Close(opened) => self.close_container(*opened),
            Mark::Alert(kind) => {
                if let Some(node @ Node::Open(Element::BlockQuote)) =
                    self.tape.body.nodes.last_mut()
                {
                    *node = Node::Open(Element::Aside { kind: *kind, title: None });
                }
            }
            Mark::Embed { address, span } => {
                if destination::is_dangerous(address) {
                    self.dangerous(*span);
                    return;
                }
                let destination = destination::embedded(address);
                let link = Link { destination, title: None, span: *span };
                let id = self.tape.link(link);
                self.tape.push(Node::Embed(id));
            }
            Mark::Hidden => {}
        }
    }

    fn close_container(&mut self, opened: usize) {
        let is_it =
            |owner: &Owner| matches!(owner, Owner::Container { number, .. } if *number == opened);
        let Some(at) = self.owners.iter().rposition(is_it) else { return };
        let is_innermost =
            self.owners.iter().skip(at).all(|owner| !matches!(owner, Owner::Markdown));
        if is_innermost {
            for _ in self.owners.drain(at..) {
                self.tape.close();
            }
        } else if let Some(Owner::Container { is_over, .. }) = self.owners.get_mut(at) {
            *is_over = true;
        }
    }

    /// What a container is on the tape; `None` leaves only its content.
    fn element(&self, container: &Container) -> Option<Element> {
        Some(match container {
            Container::Aside { kind, title } => {
                Element::Aside { kind: *kind, title: title.clone() }
            }
            Container::Details { summary, open } => {
                Element::Details { summary: summary.clone(), open: *open }
            }
            Container::Tabs => Element::Tabs,
            Container::Tab { title } if self.is_in(&Container::Tabs) => {
                Element::Tab { title: title.clone() }
            }
            // A tab outside of tabs.
            Container::Tab { title } => Element::Details { summary: title.clone(), open: true },
            Container::Only { models } => Element::Only { models: models.clone() },
            Container::Check => Element::Check,
            Container::Steps | Container::Unknown => return None,
        })
    }

    /// Whether the innermost open element is this container.
    fn is_in(&self, container: &Container) -> bool {
        match self.owners.last() {
            Some(Owner::Container { number, .. }) => {
                self.prepared.container(*number) == Some(container)
            }
            _ => false,
        }
    }

    fn row(&mut self) {
        self.column = 0;
        self.open(Element::TableRow);
    }

    /// The parser drops the cells of a row beyond the columns of the head, words and all.
    fn tell_lost_cells(&mut self, row_end: usize) {
        let lost = self.prepared.text.get(self.cell_end..row_end).unwrap_or("").trim_end();
        let words = self.prepared.without_marks(lost);
        if words.trim_matches(['|', ' ', '\t']).is_empty() {
            return;
        }
        let span = self.prepared.place(self.cell_end..self.cell_end + lost.len());
        let problem = Problem::of(&TABLE_SHAPE, "more cells in a row than its table has columns")
            .at(self.problems.file, span, "left out: no column is left for it")
            .help("write `\\|` for a bar within a cell");
        self.problems.add(problem);
    }

    fn link(&mut self, destination: String, title: String, span: Span) {
        if destination::is_dangerous(&destination) {
            self.dangerous(span);
            self.open_unseen();
            return;
        }
        let title = (!title.is_empty()).then_some(title);
        let id = self.tape.link(Link { destination, title, span });
        self.open(Element::Link(id));
    }

    fn end_link(&mut self) {
        if let Some(Node::Open(Element::Link(id))) = self.tape.body.nodes.last() {
            let span =
                self.tape.body.links.get(id.index()).map(|link| link.span).unwrap_or_default();
            self.problems.add(destination::empty_link(self.problems.file, span));
            self.tape.take_back_open();
        }
        self.close();
    }

    /// An event inside an image: its text is alt text.
    fn alt(&mut self, event: Event<'_>) {
        let Some(open) = &mut self.image else { return };
        match event {
            Event::Start(_) => open.inside += 1,
            Event::End(_) if open.inside > 0 => open.inside -= 1,
            Event::End(_) => {
                if let Some(open) = self.image.take() {
                    self.finish_image(open.image);
                }
            }
            Event::Text(text) | Event::Code(text) => {
                open.image.alt.push_str(&self.prepared.without_marks(&text));
            }
            Event::SoftBreak | Event::HardBreak => open.image.alt.push(' '),
            _ => {}
        }
    }

    fn finish_image(&mut self, image: Image) {
        if destination::is_dangerous(&image.source) {
            self.problems.add(destination::unsafe_picture(self.problems.file, image.span));
            self.tape.text(&image.alt);
            return;
        }
        let is_video = destination::is_video(&image.source);
        let id = self.tape.image(image);
        self.tape.push(if is_video { Node::Video(id) } else { Node::Image(id) });
    }

    fn dangerous(&mut self, span: Span) {
        self.problems.add(destination::unsafe_link(self.problems.file, span));
    }

    fn label(&mut self, label: &str) -> u32 {
        let next = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        let index = *self.labels.entry(label.to_owned()).or_insert(next);
        if index == next {
            self.footnote_numbers.push(None);
        }
        index
    }
}

/// The word after the fence: `python` of `python title="x"` and of `{.python}`.
fn language(info: &str) -> Option<String> {
    let info = info.trim().trim_start_matches(['{', '.']);
    let end = info.find(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '{' | '}'));
    let word = &info[..end.unwrap_or(info.len())];
    (!word.is_empty()).then(|| word.to_owned())
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}

fn aside_kind(kind: BlockQuoteKind) -> AsideKind {
    match kind {
        BlockQuoteKind::Note => AsideKind::Note,
        BlockQuoteKind::Tip => AsideKind::Tip,
        BlockQuoteKind::Important => AsideKind::Important,
        BlockQuoteKind::Warning => AsideKind::Warning,
        BlockQuoteKind::Caution => AsideKind::Caution,
    }
}
