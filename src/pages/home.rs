//! The first page: what is wrong, where you are on the journey, what there is.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::face::Face;
use super::page::{Content, Home, Page, StageLink, TopCategory};
use super::plan::{PageId, Plan};
use crate::parse::{ArticleType, Stage};
use crate::site::{Article, ArticleId, CategoryId, LocaleId, PAGE_SIZE, Site};

/// Articles shown of a stage or a category.
const A_FEW: usize = 3;
/// Notices shown, newest first.
const NOTICES: usize = 5;

pub(super) fn page(plan: &Plan, id: LocaleId) -> Page {
    let site = plan.site();
    let locale = site.locale(id);
    let links = plan.links();
    let root = site.category(locale.root);
    let config = site.config.locales.iter().find(|one| one.locale == locale.locale);
    let head = root.head.map(|head| site.article(head));
    let listed = plan.listed(id);
    let content = Home {
        tagline: config.and_then(|config| config.tagline.clone()),
        text: head
            .filter(|head| !head.document.body.nodes.is_empty())
            .map(|head| links.prose(head)),
        notices: links.article_links(&notices(site, &listed)),
        symptoms: plan.locale(id).shortcuts.clone(),
        stages: stages(plan, id, &listed),
        categories: top_categories(plan, id),
        articles: root
            .articles
            .iter()
            .take(PAGE_SIZE)
            .map(|&article| links.article_link(article))
            .collect(),
    };
    let mut face = Face::new(id, plan.address(PageId::Home(id)), Content::Home(Box::new(content)));
    face.title = plan.locale(id).frame.site_title.clone();
    face.description = config
        .and_then(|config| config.description.clone())
        .or_else(|| head.and_then(|head| head.description.clone()));
    face.translations = plan.in_every_locale(|other| site.locale(other).home.clone());
    face.indexed = head.is_none_or(|head| head.visibility.indexed);
    face.article = root.head;
    face.page(plan)
}

/// The top categories with a few articles from each and from what is below it: the first ones in
/// the order a writer gave, else those that other articles link to most.
fn top_categories(plan: &Plan, locale: LocaleId) -> Vec<TopCategory> {
    let site = plan.site();
    let links = plan.links();
    let root = site.locale(locale).root;
    let mut below: HashMap<CategoryId, Vec<ArticleId>> = HashMap::new();
    for stop in &site.locale(locale).stops {
        if let (Some(top), Some(article)) = (top_of(site, stop.category), stop.article) {
            below.entry(top).or_default().push(article);
        }
    }
    let shown = site.category(root).children.iter().take(PAGE_SIZE);
    shown
        .map(|&id| {
            let mut articles = below.remove(&id).unwrap_or_default();
            let is_ordered = |id: &ArticleId| site.article(*id).document.front.weight.is_some();
            if !articles.iter().any(is_ordered) {
                articles.sort_by_key(|&id| Reverse(site.article(id).link_texts.len()));
            }
            TopCategory {
                category: links.category_link(id),
                articles: articles.iter().take(A_FEW).map(|&id| links.article(id)).collect(),
            }
        })
        .collect()
}

/// The folder directly below the root that a category is in; `None` for the root.
fn top_of(site: &Site, mut id: CategoryId) -> Option<CategoryId> {
    loop {
        let parent = site.category(id).parent?;
        if site.category(parent).parent.is_none() {
            return Some(id);
        }
        id = parent;
    }
}

/// Notices, newest first.
fn notices(site: &Site, listed: &[ArticleId]) -> Vec<ArticleId> {
    let is_notice = |id: &&ArticleId| site.article(**id).kind == Some(ArticleType::Notice);
    let mut notices: Vec<ArticleId> = listed.iter().filter(is_notice).copied().collect();
    notices.sort_by_key(|&id| Reverse(age(site.article(id))));
    notices.truncate(NOTICES);
    notices
}

fn age(article: &Article) -> (Option<jiff::Timestamp>, Option<jiff::civil::Date>) {
    (article.updated, article.date)
}

fn stages(plan: &Plan, locale: LocaleId, listed: &[ArticleId]) -> Vec<StageLink> {
    let site = plan.site();
    let links = plan.links();
    let mut stages = Vec::new();
    for (_, stage) in Stage::NAMES {
        let is_of_stage = |id: &&ArticleId| site.article(**id).stage == Some(stage);
        let articles: Vec<ArticleId> = listed.iter().filter(is_of_stage).copied().collect();
        if articles.is_empty() {
            continue;
        }
        let href = match most_common_category(site, &articles) {
            Some(category) => links.path(&site.category(category).address),
            None => links.path(site.locale(locale).all.first()),
        };
        // Notices stand above by themselves.
        let is_notice = |id: &ArticleId| site.article(*id).kind == Some(ArticleType::Notice);
        let first: Vec<ArticleId> =
            articles.iter().copied().filter(|id| !is_notice(id)).take(A_FEW).collect();
        stages.push(StageLink {
            stage,
            count: articles.len(),
            articles: links.article_links(&first),
            href,
        });
    }
    stages
}

/// The category (not the root) that holds most of some articles; the first of equals.
fn most_common_category(site: &Site, articles: &[ArticleId]) -> Option<CategoryId> {
    let mut counts: Vec<(CategoryId, usize)> = Vec::new();
    for &id in articles {
        let category = site.article(id).category;
        match counts.iter_mut().find(|(counted, _)| *counted == category) {
            Some((_, count)) => *count += 1,
            None => counts.push((category, 1)),
        }
    }
    let most = counts.iter().map(|&(_, count)| count).max()?;
    let first = counts.iter().find(|&&(_, count)| count == most)?;
    site.category(first.0).parent.is_some().then_some(first.0)
}
