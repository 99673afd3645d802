//! All listed articles of a locale in the order of the menus: the page of all articles, which is the
//! way through the site without script, is this order cut into pages.

use super::face::Face;
use super::page::{AllGroup, AllPage, Content, Link, Page};
use super::paging::{page_range, paging};
use super::plan::{PageId, Plan};
use crate::site::{ArticleId, CategoryId, LocaleId};

impl Plan {
    /// The listed articles of a locale that are no heads, in the order of the menus.
    pub(super) fn listed(&self, locale: LocaleId) -> Vec<ArticleId> {
        self.site().locale(locale).stops.iter().filter_map(|stop| stop.article).collect()
    }
}

pub(super) fn page(plan: &Plan, locale: LocaleId, number: u32) -> Page {
    let stops = &plan.site().locale(locale).stops;
    let links = plan.links();
    let list = &plan.site().locale(locale).all;
    let shown = stops.get(page_range(number, stops.len())).unwrap_or_default();
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
    let paging = paging(number, list.count(), |page| links.path(&list.address(page)));
    let address = plan.address(PageId::All(locale, number));
    let mut face = Face::new(locale, address, Content::All(AllPage { groups, paging }));
    face.translations = plan.in_every_locale(|other| plan.site().locale(other).all.first().clone());
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
