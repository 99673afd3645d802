//! Markdown → tape: the events of pulldown-cmark, one by one.
//!
//! What only the whole document can tell (ids, levels, steps, numbers of footnotes) is left open
//! here and settled by [`structure`](super::structure).

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use super::body::{Align, AsideKind, Element, Image, Link, Node};
use super::destination;
use super::problems::Problems;
use super::tape::Tape;
use crate::text::problem::Problem;
use crate::text::span::Span;

/// What of Markdown beside CommonMark is understood.
const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_GFM);

/// Markdown as a tape, with what is still open.
pub(super) struct Raw {
    pub(super) tape: Tape,
    /// The number of each footnote label that is used. Marks carry numbers already, footnotes
    /// still the index of their label.
    pub(super) footnote_numbers: Vec<Option<u32>>,
}

/// Reads the Markdown `text`, which begins at byte `offset` of the file.
pub(super) fn read(text: &str, offset: usize, problems: &mut Problems<'_>) -> Raw {
    let mut builder = Builder {
        tape: Tape::default(),
        problems,
        offset,
        columns: Vec::new(),
        column: 0,
        is_head: false,
        code: None,
        image: None,
        labels: HashMap::new(),
        footnote_numbers: Vec::new(),
        footnotes: 0,
    };
    for (event, range) in Parser::new_ext(text, DIALECT).into_offset_iter() {
        builder.event(event, range);
    }
    Raw { tape: builder.tape, footnote_numbers: builder.footnote_numbers }
}

/// An image whose alt text is being collected.
struct OpenImage {
    image: Image,
    /// Elements open inside the alt text.
    inside: usize,
}

struct Builder<'b, 'p> {
    tape: Tape,
    problems: &'b mut Problems<'p>,
    offset: usize,
    /// Alignment of the columns of the table that is open.
    columns: Vec<Alignment>,
    column: usize,
    is_head: bool,
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
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.tape.text(&text),
            },
            Event::Code(text) => self.tape.code(&text),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.tape.code(&text),
            Event::Html(_) | Event::InlineHtml(_) => {}
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

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.tape.open(Element::Paragraph),
            Tag::Heading { level, id, classes, .. } => self.tape.open(Element::Heading {
                level: level as u8,
                id: id.map_or_else(String::new, String::from),
                classes: classes.into_iter().map(String::from).collect(),
            }),
            Tag::BlockQuote(None) => self.tape.open(Element::BlockQuote),
            Tag::BlockQuote(Some(kind)) => {
                self.tape.open(Element::Aside { kind: aside_kind(kind), title: None });
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => language(info),
                    CodeBlockKind::Indented => None,
                };
                self.code = Some((language, String::new()));
            }
            Tag::List(start) => self.tape.open(Element::List { start }),
            Tag::Item => self.tape.open(Element::Item),
            Tag::FootnoteDefinition(label) => {
                let number = self.label(&label);
                self.tape.open(Element::Footnote { number });
            }
            Tag::DefinitionList => self.tape.open(Element::DefinitionList),
            Tag::DefinitionListTitle => self.tape.open(Element::Term),
            Tag::DefinitionListDefinition => self.tape.open(Element::Definition),
            Tag::Table(columns) => {
                self.columns = columns;
                self.tape.open(Element::Table);
            }
            Tag::TableHead => {
                self.is_head = true;
                self.tape.open(Element::TableHead);
                self.row();
            }
            Tag::TableRow => self.row(),
            Tag::TableCell => {
                let align = self.columns.get(self.column).copied().map_or(Align::Start, align);
                self.column += 1;
                self.tape.open(Element::TableCell { head: self.is_head, align });
            }
            Tag::Emphasis => self.tape.open(Element::Emphasis),
            Tag::Strong => self.tape.open(Element::Strong),
            Tag::Strikethrough => self.tape.open(Element::Strikethrough),
            Tag::Link { link_type, dest_url, title, .. } => {
                let destination = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                self.link(destination, title.into_string(), self.span(range));
            }
            Tag::Image { dest_url, title, .. } => {
                let image = Image {
                    source: dest_url.into_string(),
                    alt: String::new(),
                    title: (!title.is_empty()).then(|| title.into_string()),
                    width: None,
                    span: self.span(range),
                };
                self.image = Some(OpenImage { image, inside: 0 });
            }
            Tag::HtmlBlock | Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {
                self.tape.open_unseen();
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    self.tape.code_block(language, &code);
                }
            }
            TagEnd::TableHead => {
                self.is_head = false;
                self.tape.close();
                self.tape.close();
                self.tape.open(Element::TableBody);
            }
            TagEnd::Table => {
                self.tape.close();
                self.tape.close();
            }
            _ => self.tape.close(),
        }
    }

    fn row(&mut self) {
        self.column = 0;
        self.tape.open(Element::TableRow);
    }

    fn link(&mut self, destination: String, title: String, span: Span) {
        if destination::is_dangerous(&destination) {
            self.dangerous(span);
            self.tape.open_unseen();
            return;
        }
        let title = (!title.is_empty()).then_some(title);
        let id = self.tape.link(Link { destination, title, span });
        self.tape.open(Element::Link(id));
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
            Event::Text(text) | Event::Code(text) => open.image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => open.image.alt.push(' '),
            _ => {}
        }
    }

    fn finish_image(&mut self, image: Image) {
        if destination::is_dangerous(&image.source) {
            self.dangerous(image.span);
            self.tape.text(&image.alt);
            return;
        }
        let is_video = is_video(&image.source);
        let id = self.tape.image(image);
        self.tape.push(if is_video { Node::Video(id) } else { Node::Image(id) });
    }

    fn dangerous(&mut self, span: Span) {
        self.problems.add(
            Problem::warning("unsafe-link", "link that could run script")
                .at(self.problems.file, span, "the text stays, the link goes")
                .help("links lead to http, https, mailto, tel, sms or a file of the project"),
        );
    }

    fn label(&mut self, label: &str) -> u32 {
        let next = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        let index = *self.labels.entry(label.to_owned()).or_insert(next);
        if index == next {
            self.footnote_numbers.push(None);
        }
        index
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(range).shifted(self.offset)
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

/// Whether a file name ends like a video.
pub(super) fn is_video(source: &str) -> bool {
    let path = source.split(['?', '#']).next().unwrap_or("");
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["mp4", "webm", "m4v", "mov", "ogv"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}
