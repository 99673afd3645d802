//! The Markdown twin of an article: title, short answer and text, for language models and for people
//! who copy.
//!
//! It is written from the parsed body and not cut out of the source file: what is not on the page
//! (front matter, comments, parts for staff, left-over tags) cannot be in it by accident, and its
//! links lead where those of the page lead. It is not the source over again: spelling of marks,
//! line breaks and heading ids are ours.

use crate::pages::page::{Destination, PictureView, Prose};
use crate::parse::{Element, Image, ImageId, LinkId, Node};

use super::markdown_block::{BREAK, Blocks};
use super::markdown_table::{CELL_BREAK, Table};

/// The twin of an article: its title, its short answer, its body with everything the body names.
/// `origin` is scheme and host of the site, or nothing.
pub(super) fn twin(title: &str, answer: Option<&str>, prose: &Prose, origin: &str) -> String {
    let mut writer = Writer {
        prose,
        origin,
        blocks: Blocks::default(),
        open: Vec::new(),
        lists: Vec::new(),
        table: None,
    };
    writer.blocks.block(&format!("# {}", escaped(&one_line(title))));
    if let Some(answer) = answer {
        writer.blocks.block(&escaped(&one_line(answer)));
    }
    for (at, node) in prose.body.nodes.iter().enumerate() {
        writer.node(node, at);
    }
    writer.blocks.finish()
}

struct Writer<'a> {
    prose: &'a Prose,
    /// Scheme and host, when they are known: addresses in a twin should work anywhere.
    origin: &'a str,
    blocks: Blocks,
    /// What to write when the innermost element closes.
    open: Vec<Close>,
    /// The next number of each open list, innermost last; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// The table being written.
    table: Option<Table>,
}

/// What ends an element.
enum Close {
    /// The same mark that began it.
    Mark(&'static str),
    /// A link, and where it leads.
    Link(String),
    /// The end of a paragraph.
    Block,
    /// The end of a heading of this level.
    Heading(u8),
    /// The end of a container whose lines have a prefix.
    Container,
    /// The end of an item.
    Item,
    /// The end of a list.
    List,
    /// The end of a cell, a caption, a table.
    Cell,
    Caption,
    Table,
    /// The end of what stands in a cell: a table, a list, another block.
    InnerTable,
    InnerCell,
    ListInCell,
    BlockInCell,
    /// Nothing.
    Nothing,
}

impl Writer<'_> {
    fn node(&mut self, node: &Node, at: usize) {
        let text = |range: crate::parse::TextRange| range.of(&self.prose.body.text);
        match node {
            Node::Text(range) => {
                let text = escaped(text(*range));
                self.inline(&text);
            }
            Node::Code(range) => {
                let code = code_span(text(*range));
                self.inline(&code);
            }
            Node::CodeBlock { language, text: range } => {
                let code = text(*range);
                if self.table.is_some() {
                    let code = code_span(code);
                    self.inline(&code);
                } else {
                    let fence = "`".repeat(longest_run(code, '`').max(2) + 1);
                    let language = language.as_deref().unwrap_or_default();
                    self.blocks.block(&format!(
                        "{fence}{language}\n{}\n{fence}",
                        code.trim_end_matches('\n')
                    ));
                }
            }
            Node::SoftBreak => self.inline(" "),
            Node::HardBreak if self.table.is_some() => self.break_cell(),
            Node::HardBreak => self.inline(BREAK),
            Node::Rule => self.whole_block("---"),
            Node::Image(id) | Node::Video(id) => {
                let picture = self.picture(*id);
                self.inline(&picture);
            }
            Node::Embed(id) => {
                let link = self.link(*id).map(|link| format!("<{}>", self.whole(&link)));
                self.whole_block(&link.unwrap_or_default());
            }
            Node::TaskBox { done } => self.inline(if *done { "[x] " } else { "[ ] " }),
            Node::FootnoteMark { number } => self.inline(&format!("[^{number}]")),
            Node::Anchor(_) => {}
            Node::Open(element) => {
                let close = self.open_element(element, at);
                self.open.push(close);
            }
            Node::Close => {
                if let Some(close) = self.open.pop() {
                    self.close(close);
                }
            }
        }
    }

    fn open_element(&mut self, element: &Element, at: usize) -> Close {
        match element {
            Element::Emphasis => self.mark("*"),
            Element::Strong => self.mark("**"),
            Element::Strikethrough => self.mark("~~"),
            Element::Key => self.mark("**"),
            Element::Link(id) => self.open_link(*id),
            Element::Html { .. } if !element.is_block() => Close::Nothing,
            _ if self.table.is_some() => self.open_in_table(element),
            Element::Table => {
                self.blocks.end_line();
                let nodes = self.prose.body.nodes.get(at..).unwrap_or(&[]);
                self.table = Some(Table::new(nodes));
                Close::Table
            }
            element => self.open_block(element),
        }
    }

    /// A part of a table, or a block in a cell: its words stay, its shape does not fit.
    fn open_in_table(&mut self, element: &Element) -> Close {
        let Some(table) = &mut self.table else { return Close::Nothing };
        match element {
            Element::TableCell { .. } if table.inner == 0 => {
                self.blocks.take_line();
                Close::Cell
            }
            Element::TableCell { .. } => Close::InnerCell,
            Element::TableHead | Element::TableBody => Close::Nothing,
            Element::TableRow if table.inner == 0 => Close::Nothing,
            Element::Table => {
                table.inner += 1;
                self.break_cell();
                Close::InnerTable
            }
            Element::Html { name, .. } if name == "caption" && table.inner == 0 => {
                self.blocks.take_line();
                Close::Caption
            }
            Element::List { start } => {
                self.lists.push(*start);
                Close::ListInCell
            }
            Element::Item => {
                self.break_cell();
                let marker = self.marker();
                self.inline(&marker);
                Close::Nothing
            }
            Element::Details { summary: name, .. }
            | Element::Tab { title: name }
            | Element::Aside { title: Some(name), .. } => {
                self.break_cell();
                self.inline(&escaped(name));
                self.break_cell();
                Close::BlockInCell
            }
            _ => {
                self.break_cell();
                Close::BlockInCell
            }
        }
    }

    /// Ends the line in a cell, if one is begun.
    fn break_cell(&mut self) {
        let line = self.blocks.take_line();
        let line = line.trim_end();
        let is_begun = !line.is_empty() && !line.ends_with(CELL_BREAK);
        self.blocks.push(line);
        self.blocks.push(if is_begun { CELL_BREAK } else { "" });
    }

    /// What the next item of the innermost list begins with.
    fn marker(&mut self) -> String {
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        }
    }

    fn open_block(&mut self, element: &Element) -> Close {
        self.blocks.end_line();
        match element {
            Element::Heading { level, .. } => Close::Heading(*level),
            Element::List { start } => self.open_list(*start),
            Element::Steps { start } => self.open_list(Some(*start)),
            Element::Item | Element::Step { .. } => {
                let marker = self.marker();
                self.blocks.open(&marker, &" ".repeat(marker.len()));
                Close::Item
            }
            Element::Footnote { number } => self.container(&format!("[^{number}]: ")),
            Element::Definition => self.container(": "),
            Element::BlockQuote => {
                self.blocks.open("> ", "> ");
                Close::Container
            }
            Element::Aside { kind, title } => {
                self.blocks.open("> ", "> ");
                let kind = format!("{kind:?}").to_uppercase();
                let title = title.as_ref().map(|title| format!(" {}", escaped(title)));
                self.whole_block(&format!("[!{kind}]{}", title.unwrap_or_default()));
                Close::Container
            }
            Element::Details { summary, .. } => self.named_part(summary),
            Element::Tab { title } => self.named_part(title),
            Element::Only { models } => self.named_part(&models.join(", ")),
            Element::Term => self.mark("**"),
            _ => Close::Block,
        }
    }

    fn close(&mut self, close: Close) {
        match close {
            Close::Mark(mark) => self.blocks.close_mark(mark),
            Close::Link(target) => self.inline(&format!("]({target})")),
            Close::Block => self.blocks.end_line(),
            Close::Heading(level) => {
                let text = self.blocks.take_line().replace(BREAK, " ");
                let marks = "#".repeat(usize::from(level.clamp(1, 6)));
                self.blocks.block(&format!("{marks} {}", text.trim()));
            }
            Close::Container => self.blocks.close(),
            Close::Item => {
                self.blocks.close();
                self.blocks.no_gap();
            }
            Close::List => {
                self.lists.pop();
                self.blocks.gap();
            }
            Close::Cell => {
                let cell = self.blocks.take_line();
                if let Some(table) = &mut self.table {
                    table.cells.push(one_line(cell.trim_end().trim_end_matches(CELL_BREAK)));
                }
            }
            Close::Caption => {
                let caption = self.blocks.take_line().replace(CELL_BREAK, " ");
                if let Some(table) = &mut self.table {
                    table.caption = one_line(&caption);
                }
            }
            Close::InnerTable => {
                if let Some(table) = &mut self.table {
                    table.inner -= 1;
                }
                self.break_cell();
            }
            Close::InnerCell => self.inline(" "),
            Close::ListInCell => {
                self.lists.pop();
                self.break_cell();
            }
            Close::BlockInCell => self.break_cell(),
            Close::Table => {
                if let Some(table) = self.table.take() {
                    self.blocks.take_line();
                    self.blocks.block(&table.caption);
                    self.blocks.block(&table.text());
                }
            }
            Close::Nothing => {}
        }
    }

    fn inline(&mut self, text: &str) {
        if self.table.is_some() {
            self.blocks.push(&text.replace('|', "\\|"));
        } else {
            self.blocks.push(text);
        }
    }

    fn mark(&mut self, mark: &'static str) -> Close {
        self.inline(mark);
        Close::Mark(mark)
    }

    fn whole_block(&mut self, text: &str) {
        if self.table.is_some() {
            self.inline(text);
        } else {
            self.blocks.block(text);
        }
    }

    /// A part with a name of its own: the name in bold, then what is in it.
    fn named_part(&mut self, name: &str) -> Close {
        self.whole_block(&format!("**{}**", escaped(name)));
        Close::Block
    }

    fn open_list(&mut self, start: Option<u64>) -> Close {
        // Within an item a list follows the text at once; one that begins elsewhere than at 1 must
        // not, or it would be text itself.
        if !self.lists.is_empty() && start.is_none_or(|start| start == 1) {
            self.blocks.no_gap();
        }
        self.lists.push(start);
        Close::List
    }

    fn container(&mut self, marker: &str) -> Close {
        self.blocks.open(marker, &" ".repeat(marker.len()));
        Close::Container
    }

    fn open_link(&mut self, id: LinkId) -> Close {
        match self.link(id) {
            Some(link) => {
                let target = self.whole(&link);
                self.inline("[");
                Close::Link(target)
            }
            None => Close::Nothing,
        }
    }

    fn link(&self, id: LinkId) -> Option<Destination> {
        self.prose.links.get(id.index()).cloned().flatten()
    }

    fn whole(&self, link: &Destination) -> String {
        let is_inside = link.href.starts_with('/') && !link.external;
        let origin = if is_inside { self.origin } else { "" };
        enclosed(&format!("{origin}{}", link.href))
    }

    fn picture(&self, id: ImageId) -> String {
        let at = id.index();
        let alt = self.prose.body.images.get(at).map_or("", |image: &Image| image.alt.as_str());
        let alt = escaped(&one_line(alt));
        match self.prose.pictures.get(at) {
            Some(PictureView::Shown { src, .. }) => {
                let origin = if src.starts_with('/') { self.origin } else { "" };
                format!("![{alt}]({})", enclosed(&format!("{origin}{src}")))
            }
            Some(PictureView::Card { href }) => format!("[{alt}]({})", enclosed(href)),
            Some(PictureView::Missing) | None => alt,
        }
    }
}

/// A link target: in angle brackets where its characters ask for them.
fn enclosed(target: &str) -> String {
    if target.contains([' ', '(', ')', '<', '>']) {
        format!("<{}>", target.replace('<', "%3C").replace('>', "%3E"))
    } else {
        target.to_owned()
    }
}

fn code_span(code: &str) -> String {
    let fence = "`".repeat(longest_run(code, '`') + 1);
    let code = code.replace('\n', " ");
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

fn longest_run(text: &str, of: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for letter in text.chars() {
        run = if letter == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text in which no character is a mark of Markdown. What only marks at the start of a line
/// (`#`, `-`, `1.`) is left to `Blocks`, which knows where lines start.
pub(super) fn escaped(text: &str) -> String {
    const MARKS: [char; 10] = ['\\', '`', '*', '[', ']', '<', '>', '~', '_', '&'];
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = rest.find(MARKS) {
        let (before, from_mark) = rest.split_at(at);
        let mut after = from_mark.chars();
        let mark = after.next();
        let next = after.clone().next();
        let is_mark = match mark {
            Some('_') => {
                !(before.ends_with(char::is_alphanumeric)
                    && next.is_some_and(char::is_alphanumeric))
            }
            Some('&') => next.is_some_and(|next| next.is_alphanumeric() || next == '#'),
            _ => true,
        };
        escaped.push_str(before);
        if is_mark {
            escaped.push('\\');
        }
        escaped.extend(mark);
        rest = after.as_str();
    }
    escaped.push_str(rest);
    escaped
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]

    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::parse::{Body, document};
    use crate::text::path::SourcePath;

    /// The twin of a Markdown text whose links and pictures lead where they say.
    fn twin_of(markdown: &str) -> String {
        let document = document(&SourcePath::new("a.md"), markdown).value;
        let link = |href: &String| Destination { href: href.clone(), external: false };
        let shown = |src: &String| PictureView::Shown { src: src.clone(), size: None, small: None };
        let prose = Prose {
            links: document.body.links.iter().map(|one| Some(link(&one.destination))).collect(),
            pictures: document.body.images.iter().map(|one| shown(&one.source)).collect(),
            body: Arc::clone(&document.body),
        };
        let answer = document.front.answer.as_deref();
        twin(document.title.as_deref().unwrap_or("T"), answer, &prose, "https://a.example")
    }

    #[test]
    fn a_twin_says_what_the_page_says() {
        for (markdown, expected) in [
            ("---\ntitle: A\nanswer: B\nowner: C\n---\nD <!-- E -->", "# A\n\nB\n\nD\n"),
            ("# A\n\n1. b\n2. c\n\n   ![d](e.png)\n", "# A\n\n1. b\n2. c\n\n   ![d](e.png)\n"),
            ("# A\n\n- b\n  - c\n- d\n\ne", "# A\n\n- b\n  - c\n- d\n\ne\n"),
            (
                "# A\n\n[b](/c/#d) [e](https://f.example/)",
                "# A\n\n[b](https://a.example/c/#d) [e](https://f.example/)\n",
            ),
            ("# A\n\nb  \nc", "# A\n\nb\\\nc\n"),
            ("# A\n\n- b<br>\n  - c", "# A\n\n- b\n  - c\n"),
            ("# A\n\n<b>c </b>d", "# A\n\n**c** d\n"),
            ("# A\n\n`` b`c ``", "# A\n\n``b`c``\n"),
            ("# A\n\n> [!WARNING]\n> b\n>\n> c", "# A\n\n> [!WARNING]\n>\n> b\n>\n> c\n"),
            (
                "# A\n\n|b|c|\n|-|-:|\n|d\\|e|*f*|",
                "# A\n\n| b | c |\n| --- | --: |\n| d\\|e | *f* |\n",
            ),
            (
                "# A\n\n<table><caption>C <i>d</i></caption>\
                 <tr><th rowspan=2>M</th><th colspan=2>P</th></tr><tr><th>min</th><th align=right>max</th></tr>\
                 <tr><th rowspan=2>K</th><td>1</td><td>9</td></tr><tr><td colspan=2>5</td></tr></table>\n\ne",
                "# A\n\nC *d*\n\n| M | P: min | P: max |\n| --- | --- | --: |\n| K | 1 | 9 |\n| K | 5 | 5 |\n\ne\n",
            ),
            (
                "# A\n\n<table><tr><td>a<br>b<p>c</p><td><ol><li>d<li>e|f</ol></td></tr><tr><td>g</table>",
                "# A\n\n|  |  |\n| --- | --- |\n| a<br>b<br>c | 1. d<br>2. e\\|f |\n| g |\n",
            ),
            (
                "# A\n\n<table><tr><td>a<table><tr><td>b<td>c<tr><td>d</table>e<td>f</table>",
                "# A\n\n|  |  |\n| --- | --- |\n| a<br>b c<br>d<br>e | f |\n",
            ),
            ("# A\n\n```sh\nb\n\nc\n```", "# A\n\n```sh\nb\n\nc\n```\n"),
            (
                "# A\n\n1\\. b \\* c snake_case &amp;lt; \\[d\\]",
                "# A\n\n1\\. b \\* c snake_case \\&lt; \\[d\\]\n",
            ),
            ("# A\n\nb[^1]\n\n[^1]: c", "# A\n\nb[^1]\n\n[^1]: c\n"),
        ] {
            assert_eq!(twin_of(markdown), expected, "{markdown}");
        }
    }

    /// Everything a body says, in order.
    fn said(body: &Body) -> String {
        let words = body.nodes.iter().map(|node| match node {
            Node::Text(range) | Node::Code(range) | Node::CodeBlock { text: range, .. } => {
                range.of(&body.text).to_owned()
            }
            Node::Image(id) | Node::Video(id) => body.images[id.index()].alt.clone(),
            Node::Open(Element::Aside { title, .. }) => title.clone().unwrap_or_default(),
            Node::Open(Element::Details { summary: name, .. } | Element::Tab { title: name }) => {
                name.clone()
            }
            Node::Open(Element::Only { models }) => models.join(", "),
            _ => " ".to_owned(),
        });
        words.collect()
    }

    /// A twin is read again as the same text: nothing is lost, nothing becomes a mark.
    #[test]
    fn twins_of_the_sample_say_the_same_when_read_again() {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let mut read = 0;
        for entry in walkdir::WalkDir::new(content).sort_by_file_name() {
            let path = entry.unwrap().into_path();
            if path.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let first = document(&SourcePath::new("a.md"), &text).value;
            let again = document(&SourcePath::new("a.md"), &twin_of(&text)).value;
            let answer = first.front.answer.as_deref().unwrap_or_default();
            let flat = |text: &str| text.split_whitespace().collect::<String>();
            let expected = flat(&format!("{answer}{}", said(&first.body)));
            assert_eq!(flat(&said(&again.body)), expected, "{}", path.display());
            assert_eq!(again.headings.len(), first.headings.len(), "{}", path.display());
            read += 1;
        }
        assert!(read > 40, "the sample has {read} articles");
    }
}
