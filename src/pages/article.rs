//! An article with everything around it.

use super::dates;
use super::face::Face;
use super::page::{ArticlePage, Content, ContentsEntry, Page, Sibling};
use super::plan::{PageId, Plan};
use crate::parse::{ArticleType, Document};
use crate::site::{Article, ArticleId};

/// Entries of the navigation at the side.
const SIBLINGS: usize = 40;
/// With more headings than this the contents keep to level 2.
const LONG_CONTENTS: usize = 40;

pub(super) fn page(plan: &Plan, id: ArticleId) -> Page {
    let site = plan.site();
    let article = site.article(id);
    let content = Content::Article(Box::new(show(plan, id)));
    let address = plan.address(PageId::Article(id));
    let mut face = Face::new(article.locale, address, content);
    face.title.clone_from(&article.title);
    face.description.clone_from(&article.description);
    let translated = |&other: &ArticleId| {
        let other = site.article(other);
        (other.locale, other.address.clone())
    };
    face.translations = article.translations.iter().map(translated).collect();
    face.breadcrumb = plan.way_to(article.locale, Some(article.category));
    face.indexed = article.visibility.indexed;
    face.article = Some(id);
    face.page(plan)
}

/// What an article shows, on its own page or above the list of the category it heads.
pub(super) fn show(plan: &Plan, id: ArticleId) -> ArticlePage {
    let site = plan.site();
    let links = plan.links();
    let article = site.article(id);
    let front = &article.document.front;
    let zone = &site.config.time_zone;
    let in_category = !article.is_head && site.category(article.category).parent.is_some();
    ArticlePage {
        kind: article.kind,
        stage: article.stage,
        answer: front.answer.clone(),
        models: front.models.clone(),
        time: front.time.clone(),
        tools: front.tools.clone(),
        reviewed: article.reviewed.map(|day| day.to_string()),
        updated: article.updated.map(|moment| dates::day(moment, zone)),
        before: links.article_links(&article.before),
        contents: contents(&article.document),
        text: links.prose(article),
        next: links.article_links(&article.next),
        if_not: links.article_links(&article.if_not),
        related: links.article_links(&article.related),
        previous: article.previous.map(|id| links.article(id)),
        following: article.following.map(|id| links.article(id)),
        siblings: siblings(plan, id, article),
        category: in_category.then(|| links.category(article.category)),
        edit: links.edit(&article.source),
        asks_feedback: asks_feedback(article),
    }
}

/// Whether the reader is asked if it helped: not by safety notes and ends, and by the head of a
/// category only when it is an article of its own and not a line above a list.
fn asks_feedback(article: &Article) -> bool {
    match article.kind {
        Some(ArticleType::Safety | ArticleType::End) => false,
        Some(_) => true,
        None => !article.is_head || !article.document.headings.is_empty(),
    }
}

fn contents(document: &Document) -> Vec<ContentsEntry> {
    let of_level = |level: u8| document.headings.iter().filter(move |one| one.level == level);
    if of_level(2).count() < 2 {
        return Vec::new();
    }
    let deepest = if document.headings.len() > LONG_CONTENTS { 2 } else { 3 };
    document
        .headings
        .iter()
        .filter(|heading| (2..=deepest).contains(&heading.level))
        .map(|heading| ContentsEntry {
            level: heading.level,
            id: heading.id.clone(),
            text: heading.text.clone(),
        })
        .collect()
}

/// The articles around this one in its category: as many before as after, where there are.
fn siblings(plan: &Plan, id: ArticleId, article: &Article) -> Vec<Sibling> {
    let all = &plan.site().category(article.category).articles;
    let place = plan.place(id);
    if all.len() < 2 || all.get(place) != Some(&id) {
        return Vec::new();
    }
    let first = place.saturating_sub(SIBLINGS / 2).min(all.len().saturating_sub(SIBLINGS));
    let around = all.iter().skip(first).take(SIBLINGS);
    around
        .map(|&sibling| {
            let link = plan.links().article(sibling);
            Sibling { href: link.href, title: link.title, current: sibling == id }
        })
        .collect()
}
