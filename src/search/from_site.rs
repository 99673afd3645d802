//! Site → what search knows of each article.

use super::input::{SearchArticle, SearchPassage};
use crate::parse::{ArticleType, Body, Document, Element, Node, SearchWish};
use crate::site::{Article, CategoryId, LocaleId, Site};

/// The searched articles of a locale.
pub(super) fn articles(site: &Site, locale: LocaleId) -> Vec<SearchArticle> {
    let of_locale = site.articles.iter().filter(|article| article.locale == locale);
    of_locale.filter(|article| article.visibility.searched).map(|one| article(site, one)).collect()
}

fn article(site: &Site, article: &Article) -> SearchArticle {
    let document: &Document = &article.document;
    let front = &document.front;
    let weight = match front.search {
        SearchWish::Weight(weight) => weight,
        SearchWish::Normal | SearchWish::Never => 100,
    };
    SearchArticle {
        address: article.address.as_str().to_owned(),
        content_path: article.content_path.clone(),
        title: article.title.clone(),
        description: front.description.clone(),
        answer: front.answer.clone(),
        categories: categories(site, article),
        kind: article.kind.and_then(kind_name),
        symptoms: front.symptoms.clone(),
        keywords: front.keywords.iter().chain(&front.tags).cloned().collect(),
        link_texts: article.link_texts.clone(),
        weight,
        passages: passages(&document.body),
    }
}

/// The name a type has in front matter.
fn kind_name(kind: ArticleType) -> Option<String> {
    serde_json::to_value(kind).ok()?.as_str().map(str::to_owned)
}

/// Titles of the categories above an article, outermost first, without the root.
fn categories(site: &Site, article: &Article) -> Vec<String> {
    let mut titles = Vec::new();
    let mut above: Option<CategoryId> = Some(article.category);
    while let Some(id) = above {
        let category = site.category(id);
        above = category.parent;
        let own_head = article.is_head && id == article.category;
        if above.is_some() && !own_head {
            titles.push(category.title.clone());
        }
    }
    titles.reverse();
    titles
}

/// Cuts a body at its headings.
fn passages(body: &Body) -> Vec<SearchPassage> {
    let mut cutter = Cutter {
        body,
        done: Vec::new(),
        current: SearchPassage::default(),
        heading: false,
        open: Vec::new(),
    };
    for node in &body.nodes {
        cutter.take(node);
    }
    cutter.done.push(cutter.current);
    for passage in &mut cutter.done {
        passage.text.truncate(passage.text.trim_end().len());
    }
    cutter.done
}

struct Cutter<'a> {
    body: &'a Body,
    done: Vec<SearchPassage>,
    current: SearchPassage,
    /// Inside a heading.
    heading: bool,
    /// For each open element: whether its end ends a line, and whether it is a heading.
    open: Vec<(bool, bool)>,
}

impl Cutter<'_> {
    fn take(&mut self, node: &Node) {
        match node {
            Node::Text(range) | Node::Code(range) => self.text(range.start, range.end),
            Node::CodeBlock { text, .. } => {
                self.end_line();
                self.text(text.start, text.end);
                self.end_line();
            }
            Node::SoftBreak => self.push(" "),
            Node::HardBreak | Node::Rule => self.end_line(),
            Node::Open(element) => self.open(element),
            Node::Close => self.close(),
            Node::Image(_)
            | Node::Video(_)
            | Node::Embed(_)
            | Node::TaskBox { .. }
            | Node::FootnoteMark { .. }
            | Node::Anchor(_) => {}
        }
    }

    fn text(&mut self, start: u32, end: u32) {
        let body = self.body;
        self.push(body.text.get(start as usize..end as usize).unwrap_or_default());
    }

    fn push(&mut self, text: &str) {
        if self.heading {
            self.current.heading.push_str(text);
        } else {
            self.current.text.push_str(text);
        }
    }

    fn end_line(&mut self) {
        let text = &mut self.current.text;
        if !self.heading && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }

    fn open(&mut self, element: &Element) {
        let inline = matches!(
            element,
            Element::Emphasis
                | Element::Strong
                | Element::Strikethrough
                | Element::Link(_)
                | Element::Key
        );
        let cell = matches!(element, Element::TableCell { .. });
        let is_heading = matches!(element, Element::Heading { .. });
        if !inline && !cell {
            self.end_line();
        }
        match element {
            Element::Heading { id, .. } => {
                let done = std::mem::take(&mut self.current);
                self.done.push(done);
                self.current.anchor.clone_from(id);
                self.heading = true;
            }
            Element::Step { number } => {
                self.current.steps.push((self.current.text.len() as u32, *number));
            }
            Element::Aside { title: Some(title), .. } | Element::Tab { title } => {
                self.push(title);
                self.end_line();
            }
            Element::Details { summary, .. } => {
                self.push(summary);
                self.end_line();
            }
            _ => {}
        }
        if cell && !self.current.text.is_empty() && !self.current.text.ends_with('\n') {
            self.push(" ");
        }
        self.open.push((!inline && !cell, is_heading));
    }

    fn close(&mut self) {
        let Some((ends_line, is_heading)) = self.open.pop() else { return };
        if is_heading {
            self.heading = false;
        } else if ends_line {
            self.end_line();
        }
    }
}
