//! The body tape → HTML.
//!
//! Safe by construction: text and attribute values are escaped, element and attribute names come
//! from this file or from its allow-list, and an address that carries a script is left out. A tape
//! that is not well formed gives less HTML, never a panic and never an element left open.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use super::escape::{is_harmless_address, push_attribute, push_text};
use super::frame::Words;
use super::{html_element, icons, media};
use crate::pages::Prose;
use crate::parse::{Align, AsideKind, Body, CellSpan, Element, HeadOf, Link, LinkId, Node};
use crate::text::page_ids;

/// Text before the first picture, in bytes, up to which the picture is likely on the first screen
/// and is loaded at once.
const FIRST_SCREEN: usize = 400;

/// The HTML of `prose`, with interface words from `words`.
pub(super) fn html(prose: &Prose, words: &Words<'_>) -> String {
    let body: &Body = &prose.body;
    let mut renderer = Renderer {
        prose,
        words,
        out: String::with_capacity(body.text.len() * 3 / 2 + body.nodes.len() * 12),
        open: Vec::new(),
        groups: 0,
        tabs: Vec::new(),
        marks: BTreeMap::new(),
        pictures: 0,
        text_before: 0,
        is_check_titled: false,
        steps_shown: 1,
    };
    for (at, node) in body.nodes.iter().enumerate() {
        renderer.node(node, at);
    }
    while let Some(end) = renderer.open.pop() {
        renderer.out.push_str(&end);
    }
    renderer.out
}

pub(super) struct Renderer<'a> {
    pub(super) prose: &'a Prose,
    pub(super) words: &'a Words<'a>,
    pub(super) out: String,
    /// What ends each open element.
    open: Vec<Cow<'static, str>>,
    /// Groups of tabs so far.
    groups: u32,
    /// The open groups, the innermost last.
    tabs: Vec<Tabs>,
    /// How often each footnote was marked: every mark has an id of its own.
    marks: BTreeMap<u32, u32>,
    /// Pictures so far.
    pub(super) pictures: usize,
    /// Bytes of running text so far.
    text_before: usize,
    /// A check was just opened and its heading comes next.
    is_check_titled: bool,
    /// The number the next step shows; its address counts through the whole article.
    steps_shown: u64,
}

/// An open group of tabs; its numbers make ids.
struct Tabs {
    /// Which on the page.
    group: u32,
    /// Tabs in it so far.
    tabs: u32,
    /// How many elements it is in.
    depth: usize,
}

impl<'a> Renderer<'a> {
    fn node(&mut self, node: &'a Node, at: usize) {
        let body: &'a Body = &self.prose.body;
        match node {
            Node::Text(range) => {
                self.text_before += range.range().len();
                push_text(&mut self.out, range.of(&body.text));
            }
            Node::Code(range) => {
                self.out.push_str("<code>");
                push_text(&mut self.out, range.of(&body.text));
                self.out.push_str("</code>");
            }
            Node::CodeBlock { language, text } => {
                // Focusable, because it scrolls inside itself.
                self.out.push_str("<pre tabindex=\"0\"><code");
                if let Some(language) = language {
                    push_attribute(&mut self.out, "class", &format!("language-{language}"));
                }
                self.out.push('>');
                push_text(&mut self.out, text.of(&body.text));
                self.out.push_str("</code></pre>");
            }
            Node::SoftBreak => self.out.push('\n'),
            Node::HardBreak => self.out.push_str("<br>"),
            Node::Rule => self.out.push_str("<hr>"),
            Node::Image(id) => {
                let early = self.pictures == 0 && self.text_before <= FIRST_SCREEN;
                media::image(self, *id, early);
            }
            Node::Video(id) => media::video(self, *id),
            Node::Embed(id) => media::embed(self, *id),
            Node::TaskBox { done } => {
                let (class, word) =
                    if *done { ("task-box done", "task_done") } else { ("task-box", "task_open") };
                let _ = write!(self.out, "<span class=\"{class}\" role=\"img\"");
                push_attribute(&mut self.out, "aria-label", self.words.get(word));
                self.out.push('>');
                self.out.push_str(if *done { icons::TICK } else { "" });
                self.out.push_str("</span> ");
            }
            Node::FootnoteMark { number } => self.footnote_mark(*number),
            Node::Anchor(id) => {
                self.out.push_str("<span");
                push_attribute(&mut self.out, "id", id);
                self.out.push_str("></span>");
            }
            Node::Open(element) => {
                let end = self.begin(element, at);
                self.open.push(end);
            }
            Node::Close => {
                if let Some(end) = self.open.pop() {
                    self.out.push_str(&end);
                }
                self.tabs.pop_if(|tabs| tabs.depth == self.open.len());
            }
        }
    }

    /// Writes the beginning of `element` and gives its end.
    fn begin(&mut self, element: &'a Element, at: usize) -> Cow<'static, str> {
        if *element == Element::Paragraph && self.holds_only_pictures(at) {
            return self.figure(at);
        }
        let out = &mut self.out;
        let (begin, end) = match element {
            Element::Paragraph => ("<p>", "</p>"),
            Element::Emphasis => ("<em>", "</em>"),
            Element::Strong => ("<strong>", "</strong>"),
            Element::Strikethrough => ("<del>", "</del>"),
            Element::Key => ("<kbd>", "</kbd>"),
            Element::BlockQuote => ("<blockquote>", "</blockquote>"),
            Element::Item => ("<li>", "</li>"),
            Element::List { start: None } => ("<ul>", "</ul>"),
            Element::List { start: Some(1) } => ("<ol>", "</ol>"),
            Element::List { start: Some(first) } => {
                let _ = write!(out, "<ol start=\"{first}\">");
                return "</ol>".into();
            }
            Element::TableHead => ("<thead>", "</thead>"),
            Element::TableBody => ("<tbody>", "</tbody>"),
            Element::TableRow => ("<tr>", "</tr>"),
            Element::DefinitionList => ("<dl>", "</dl>"),
            Element::Term => ("<dt>", "</dt>"),
            Element::Definition => ("<dd>", "</dd>"),
            // A list without markers loses its role in one browser; the attribute keeps it.
            Element::Steps { start } => {
                self.steps_shown = *start;
                ("<ol class=\"steps\" role=\"list\">", "</ol>")
            }
            Element::Table => {
                out.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"group\"");
                push_attribute(out, "aria-label", self.words.get("table"));
                ("><table>", "</table></div>")
            }
            Element::Heading { level, id, .. } => return self.heading(*level, id),
            Element::Link(id) => return self.link(*id),
            Element::Step { number } => return self.step(*number),
            Element::TableCell { head, align, span } => return self.cell(*head, *align, *span),
            Element::Footnotes => {
                out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\"");
                push_attribute(out, "aria-label", self.words.get("footnotes"));
                ("><ol>", "</ol></section>")
            }
            Element::Footnote { number } => return self.footnote(*number),
            Element::Aside { kind, title } => return self.aside(*kind, title.as_deref()),
            Element::Details { summary, open } => {
                out.push_str(if *open { "<details open><summary>" } else { "<details><summary>" });
                push_text(out, summary);
                ("</summary><div class=\"unfolded\">", "</div></details>")
            }
            Element::Tabs => {
                self.groups += 1;
                self.tabs.push(Tabs { group: self.groups, tabs: 0, depth: self.open.len() });
                out.push_str("<div class=\"tabs\" role=\"group\"");
                push_attribute(out, "aria-label", self.words.get("tabs"));
                (">", "</div>")
            }
            Element::Tab { title } => return self.tab(title),
            Element::Only { models } => {
                let spoken = self.words.spoken;
                let _ = write!(out, "<div class=\"only\"><p class=\"only-label\"{spoken}>");
                let models = models.join(", ").to_uppercase();
                push_text(out, &self.words.get("only_models").replace("{models}", &models));
                ("</p>", "</div>")
            }
            Element::Check => {
                out.push_str("<div class=\"check\">");
                // The writer's own heading serves as the title, when there is one.
                let next = self.prose.body.nodes.get(at + 1);
                self.is_check_titled = matches!(next, Some(Node::Open(Element::Heading { .. })));
                if !self.is_check_titled {
                    let _ = write!(out, "<p class=\"check-title\"{}>", self.words.spoken);
                    out.push_str(icons::TICK);
                    push_text(out, self.words.get("check"));
                    out.push_str("</p>");
                }
                ("", "</div>")
            }
            Element::Html { name, attributes } => {
                return html_element::begin(&mut self.out, name, attributes);
            }
        };
        self.out.push_str(begin);
        end.into()
    }

    fn heading(&mut self, level: u8, id: &str) -> Cow<'static, str> {
        let level = level.clamp(2, 6);
        let out = &mut self.out;
        out.push_str("<div class=\"heading\">");
        if std::mem::take(&mut self.is_check_titled) {
            out.push_str(icons::TICK);
        }
        let _ = write!(out, "<h{level}");
        push_attribute(out, "id", id);
        out.push('>');
        // The link stands beside the heading, so that the heading's name stays its own.
        let mut end = format!("</h{level}><a class=\"permalink\"");
        push_attribute(&mut end, "href", &format!("#{id}"));
        push_attribute(&mut end, "aria-label", self.words.get("permalink"));
        end.push_str("></a></div>");
        end.into()
    }

    fn link(&mut self, id: LinkId) -> Cow<'static, str> {
        let index = id.index();
        let resolved = self.prose.links.get(index).and_then(Option::as_ref);
        let Some(destination) = resolved.filter(|one| is_harmless_address(&one.href)) else {
            return "".into();
        };
        let out = &mut self.out;
        out.push_str("<a");
        push_attribute(out, "href", &destination.href);
        if destination.external {
            out.push_str(" rel=\"external noopener noreferrer\"");
        }
        if let Some(title) = self.prose.body.links.get(index).and_then(|link| link.title.as_ref()) {
            push_attribute(out, "title", title);
        }
        out.push('>');
        "</a>".into()
    }

    fn step(&mut self, number: u32) -> Cow<'static, str> {
        let shown = self.steps_shown;
        self.steps_shown = shown.saturating_add(1);
        let id = page_ids::step(number);
        let out = &mut self.out;
        let _ = write!(
            out,
            "<li class=\"step\" id=\"{id}\" value=\"{shown}\">\
             <a class=\"step-number\" href=\"#{id}\""
        );
        let name = self.words.get("step").replace("{number}", &shown.to_string());
        push_attribute(out, "aria-label", &name);
        let _ = write!(out, ">{shown}</a><div class=\"step-text\">");
        "</div></li>".into()
    }

    fn cell(&mut self, head: Option<HeadOf>, align: Align, span: CellSpan) -> Cow<'static, str> {
        let out = &mut self.out;
        out.push_str(match head {
            Some(HeadOf::Column) => "<th scope=\"col\"",
            Some(HeadOf::Row) => "<th scope=\"row\"",
            None => "<td",
        });
        for (name, count) in [("rowspan", span.rows), ("colspan", span.columns)] {
            if count > 1 {
                let _ = write!(out, " {name}=\"{count}\"");
            }
        }
        out.push_str(match align {
            Align::Start => ">",
            Align::Center => " class=\"center\">",
            Align::End => " class=\"end\">",
        });
        if head.is_some() { "</th>" } else { "</td>" }.into()
    }

    fn tab(&mut self, title: &str) -> Cow<'static, str> {
        let (group, tab) = match self.tabs.last_mut() {
            Some(open) => {
                open.tabs += 1;
                (open.group, open.tabs)
            }
            None => (self.groups, 1),
        };
        let id = page_ids::tab(group, tab);
        let checked = if tab == 1 { " checked" } else { "" };
        let out = &mut self.out;
        let _ = write!(
            out,
            "<input type=\"radio\" name=\"tabs-{group}\" id=\"{id}\"{checked}><label for=\"{id}\">"
        );
        push_text(out, title);
        out.push_str("</label><div class=\"tab\">");
        "</div>".into()
    }

    fn aside(&mut self, kind: AsideKind, title: Option<&str>) -> Cow<'static, str> {
        let (class, word, is_signal) = match kind {
            AsideKind::Note => ("note", "aside_note", false),
            AsideKind::Info => ("note", "aside_info", false),
            AsideKind::Important => ("important", "aside_important", false),
            AsideKind::Tip => ("tip", "aside_tip", false),
            AsideKind::Notice => ("notice", "aside_notice", true),
            AsideKind::Caution => ("caution", "aside_caution", true),
            AsideKind::Warning => ("warning", "aside_warning", true),
            AsideKind::Danger => ("danger", "aside_danger", true),
        };
        let word = self.words.get(word);
        let out = &mut self.out;
        let _ = write!(out, "<div class=\"aside {class}\" role=\"note\"><p class=\"aside-title\">");
        out.push_str(icons::aside(kind));
        out.push_str("<span>");
        // A title of the writer's replaces the word, but never a signal word.
        if is_signal || title.is_none() {
            let _ = write!(out, "<span class=\"aside-word\"{}>", self.words.spoken);
            push_text(out, word);
            out.push_str(if title.is_some() { "</span> " } else { "</span>" });
        }
        push_text(out, title.unwrap_or(""));
        out.push_str("</span></p>");
        "</div>".into()
    }

    fn footnote_mark(&mut self, number: u32) {
        let count = self.marks.entry(number).or_default();
        *count += 1;
        let (note, mark) = (page_ids::note(number), page_ids::mark(number, *count));
        let _ = write!(
            self.out,
            "<sup><a href=\"#{note}\" id=\"{mark}\" role=\"doc-noteref\">{number}</a></sup>"
        );
    }

    fn footnote(&mut self, number: u32) -> Cow<'static, str> {
        let _ = write!(self.out, "<li id=\"{}\">", page_ids::note(number));
        if !self.marks.contains_key(&number) {
            return "</li>".into();
        }
        let mark = page_ids::mark(number, 1);
        let mut end = format!(" <a class=\"back\" href=\"#{mark}\" role=\"doc-backlink\"");
        push_attribute(&mut end, "aria-label", self.words.get("footnote_back"));
        end.push_str(">↩</a></li>");
        end.into()
    }

    /// Whether the paragraph that opens at `at` is nothing but pictures (linked ones too).
    fn holds_only_pictures(&self, at: usize) -> bool {
        let nodes = self.prose.body.nodes.get(at + 1..).unwrap_or(&[]);
        let mut depth = 0;
        let mut pictures = 0;
        for node in nodes {
            match node {
                Node::Image(_) => pictures += 1,
                Node::SoftBreak | Node::HardBreak => {}
                Node::Text(range) if range.of(&self.prose.body.text).trim().is_empty() => {}
                Node::Open(Element::Link(_)) => depth += 1,
                Node::Close if depth == 0 => return pictures > 0,
                Node::Close => depth -= 1,
                _ => return false,
            }
        }
        false
    }

    /// A paragraph of pictures is a figure; the title of its only picture is the caption.
    fn figure(&mut self, at: usize) -> Cow<'static, str> {
        self.out.push_str("<figure>");
        let nodes = self.prose.body.nodes.get(at + 1..).unwrap_or(&[]);
        let first = nodes.iter().find_map(|node| match node {
            Node::Image(id) => self.prose.body.images.get(id.index()),
            _ => None,
        });
        let mut end = String::new();
        if let Some(title) = first.and_then(|image| image.title.as_deref()) {
            end.push_str("<figcaption>");
            push_text(&mut end, title);
            end.push_str("</figcaption>");
        }
        end.push_str("</figure>");
        end.into()
    }

    /// The link a node names, as written.
    pub(super) fn written_link(&self, id: LinkId) -> Option<&'a Link> {
        self.prose.body.links.get(id.index())
    }
}
