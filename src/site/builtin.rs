//! Addresses of the pages and files every site has. A writer's folder of such a name keeps it, and
//! the built-in page moves below `/_dopo/`; a file in `static/` takes the place of a built-in file.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::claims::{Claims, Holder};
use super::lists::Pages;
use super::order::{self, Contents};
use super::outline::{Outline, locale_ids};
use super::own_names::OwnNames;
use super::symptoms::symptom_key;
use super::{Article, LocaleId, SiteLocale};
use crate::config::Config;
use crate::text::path::{OutputPath, UrlPath};
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static MOVED_PAGE: Rule =
    Rule::warning("moved-page", "your folder has the name of a page of dopo's, which moves");

/// Where the pages of one locale begin.
#[derive(Clone, Debug)]
pub(super) struct BuiltIn {
    pub(super) home: UrlPath,
    pub(super) search: UrlPath,
    pub(super) all: UrlPath,
    pub(super) symptoms: UrlPath,
    /// How many symptoms the index has; without any there is no such page.
    symptom_count: usize,
}

impl BuiltIn {
    /// The pages that links can lead to.
    pub(super) fn linkable(&self) -> impl Iterator<Item = &UrlPath> {
        let symptoms = (self.symptom_count > 0).then_some(&self.symptoms);
        [&self.search, &self.all].into_iter().chain(symptoms)
    }
}

/// The built-in pages of each locale, out of the way of what is claimed already.
pub(super) fn pages(
    outline: &Outline,
    claims: &mut Claims,
    problems: &mut Vec<Problem>,
) -> Vec<BuiltIn> {
    locale_ids(&outline.config)
        .map(|locale| {
            let home = super::address::home(&outline.config, locale);
            let symptom_count = symptom_count(outline, locale);
            let mut page = |name: &str, is_made: bool| {
                let address = UrlPath::new(format!("{home}{name}/"));
                if !is_made {
                    return address;
                }
                let address = free(address, claims, problems);
                claims
                    .hold_own(address.output(), Holder::Dopo(format!("the page `{name}`").into()));
                address
            };
            let (search, all) = (page("search", true), page("all", true));
            let symptoms = page("symptoms", symptom_count > 0);
            BuiltIn { home, search, all, symptoms, symptom_count }
        })
        .collect()
}

/// `address`, or one below `/_dopo/` when somebody stands at or below it.
fn free(address: UrlPath, claims: &Claims, problems: &mut Vec<Problem>) -> UrlPath {
    let Some(holder) = claims.first_in(&address) else { return address };
    let moved = format!("/_dopo{address}");
    let problem = Problem::of(&MOVED_PAGE, "an address of a built-in page is taken");
    let problem = match holder {
        Holder::Written(by) => {
            let text = format!("{} is at or below `{address}`", by.this());
            by.label(problem, text)
        }
        Holder::Home(locale) => problem.note(format!("`{address}` is the home page of `{locale}`")),
        Holder::Dopo(name) => problem.note(format!("{name} is at or below `{address}`")),
    };
    problems.push(problem.help(format!("the built-in page is at `{moved}`")));
    UrlPath::new(moved)
}

/// How many symptoms the listed articles of a locale have.
fn symptom_count(outline: &Outline, locale: LocaleId) -> usize {
    let entries = outline.entries.iter();
    let listed = entries.filter(|entry| entry.placed.locale == locale && entry.visibility.listed);
    let symptoms = listed.flat_map(|entry| &entry.placed.document.front.symptoms);
    let keys: BTreeSet<String> =
        symptoms.map(|text| symptom_key(text)).filter(|key| !key.is_empty()).collect();
    keys.len()
}

/// The locales of the site with their pages.
pub(super) fn locales(
    outline: &Outline,
    pages: Vec<BuiltIn>,
    contents: &[Contents],
    articles: &[Arc<Article>],
    claims: &mut Claims,
) -> Vec<SiteLocale> {
    let ids = locale_ids(&outline.config).zip(pages).zip(&outline.config.locales);
    ids.map(|((id, built_in), config)| {
        let root = outline.root(id);
        let stops = order::stops(outline, contents, root);
        let symptoms = match built_in.symptom_count {
            0 => Pages::none(&built_in.symptoms),
            count => Pages::of(&built_in.symptoms, count, claims),
        };
        SiteLocale {
            locale: config.locale.clone(),
            search: built_in.search,
            all: Pages::of(&built_in.all, stops.len(), claims),
            symptoms,
            feed: has_feed(articles, id, &outline.config)
                .then(|| UrlPath::new(format!("{}feed.xml", built_in.home))),
            home: built_in.home,
            root,
            stops,
        }
    })
    .collect()
}

/// Whether a locale has a feed: it needs whole addresses and a listed article with a date.
fn has_feed(articles: &[Arc<Article>], locale: LocaleId, config: &Config) -> bool {
    let is_dated = |article: &Arc<Article>| {
        article.locale == locale && article.visibility.listed && article.updated.is_some()
    };
    config.base_url.is_some() && articles.iter().any(is_dated)
}

/// The files of the sitemap; none without whole addresses. A sitemap may hold 50,000 addresses and
/// 50 MB, of which the translations named with each address take most; beyond that it is cut into
/// numbered files, and the first one here lists them.
pub(super) fn sitemap(outline: &Outline) -> Vec<UrlPath> {
    const MOST_ADDRESSES: usize = 50_000;
    if outline.config.base_url.is_none() {
        return Vec::new();
    }
    let locales = outline.config.locales.len();
    let in_one = if locales > 1 { 2 * MOST_ADDRESSES / (locales + 1) } else { MOST_ADDRESSES };
    let parts = (outline.entries.len() + outline.folders.len()).div_ceil(in_one.max(1));
    let numbered = (1..=parts).filter(|_| parts > 1);
    let numbered = numbered.map(|number| UrlPath::new(format!("/sitemap-{number}.xml")));
    std::iter::once(UrlPath::new("/sitemap.xml")).chain(numbered).collect()
}

/// Claims the files every site has, and those that this one has beside them.
pub(super) fn claim_files(locales: &[SiteLocale], sitemap: &[UrlPath], claims: &mut Claims) {
    let of_locales = locales.iter().flat_map(|locale| {
        let llms = UrlPath::new(format!("{}llms.txt", locale.home));
        let own = [locale.search_root(), llms, locale.not_found()];
        own.into_iter().chain(locale.feed.clone())
    });
    let files = of_locales.chain(sitemap.iter().cloned()).map(|address| address.output());
    let fixed = OwnNames::of_every_site().chain([OutputPath::new("_dopo/nginx.conf")]);
    for path in files.chain(fixed).collect::<Vec<_>>() {
        let holder = Holder::Dopo("a file of every site".into());
        claims.hold_own(path, holder);
    }
}
