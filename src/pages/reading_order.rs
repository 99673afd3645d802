//! All listed articles of a locale in the order of the menus: the page of all articles, which is the
//! way through the site without script, is this order cut into pages.

use super::face::Face;
use super::page::{AllGroup, AllPage, Content, Link, Page};
use super::paging::{page_count, page_range, paging};
use super::plan::{PageId, Plan};
use crate::site::{ArticleId, CategoryId, LocaleId, Site};

/// A category and an article in it. A category whose only text is its head stands alone: the name of
/// the category is the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    pub(super) category: CategoryId,
    pub(super) article: Option<ArticleId>,
}

/// All stops of a locale, category by category, a folder before the folders in it.
pub(super) fn stops(site: &Site, locale: LocaleId) -> Vec<Stop> {
    let mut stops = Vec::new();
    let mut waiting = vec![site.locale(locale).root];
    while let Some(id) = waiting.pop() {
        let category = site.category(id);
        let listed_head = category.head.filter(|&head| site.article(head).visibility.listed);
        if category.articles.is_empty() && category.parent.is_some() && listed_head.is_some() {
            stops.push(Stop { category: id, article: None });
        }
        let articles = category.articles.iter();
        stops.extend(articles.map(|&article| Stop { category: id, article: Some(article) }));
        waiting.extend(category.children.iter().rev());
    }
    stops
}

impl Plan {
    /// The listed articles of a locale that are no heads, in the order of the menus.
    pub(super) fn listed(&self, locale: LocaleId) -> Vec<ArticleId> {
        self.locale(locale).stops.iter().filter_map(|stop| stop.article).collect()
    }
}

pub(super) fn page(plan: &Plan, locale: LocaleId, number: u32) -> Page {
    let stops = &plan.locale(locale).stops;
    let links = plan.links();
    let list = &plan.site().locale(locale).all;
    let shown = stops.get(page_range(number as usize, stops.len())).unwrap_or_default();
    let groups = shown
        .chunk_by(|one, next| one.category == next.category)
        .filter_map(|group| group.first().map(|first| (first.category, group)))
        .map(|(category, group)| AllGroup {
            category: group_link(plan, locale, category),
            articles: group
                .iter()
                .filter_map(|stop| stop.article)
                .map(|article| links.article_link(article))
                .collect(),
        })
        .collect();
    let paging = paging(number as usize, page_count(stops.len()), |page| {
        links.path(&plan.addresses.page(list, page))
    });
    let address = plan.address(PageId::All(locale, number));
    let mut face = Face::new(locale, address, Content::All(AllPage { groups, paging }));
    face.translations = plan.in_every_locale(|other| plan.site().locale(other).all.clone());
    face.number = number;
    face.page(plan)
}

/// The link over a group; the articles of the root stand under the name of the site.
fn group_link(plan: &Plan, locale: LocaleId, category: CategoryId) -> Link {
    let mut link = plan.links().category(category);
    if plan.site().category(category).parent.is_none() {
        link.title.clone_from(&plan.locale(locale).frame.site_title);
    }
    link
}
