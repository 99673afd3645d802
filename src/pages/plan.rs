//! Which pages there are, and each of them when asked for.
//!
//! The plan holds names and numbers, no page: pages are made one by one, in any order and on any
//! thread, and let go, so that ten thousand of them are never in memory together. What all pages of
//! a locale share ([`Frame`]) is made once.

use std::collections::HashMap;
use std::sync::Arc;

use super::article;
use super::category;
use super::face::Face;
use super::frame;
use super::home;
use super::links::Links;
use super::page::{Content, Frame, Link, Page, RedirectPage, SearchPage};
use super::reading_order;
use super::symptoms::{self, SymptomIndex};
use crate::site::{ArticleId, CategoryId, LocaleId, Site, Target};
use crate::text::path::{OutputPath, UrlPath};

/// Names a page of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageId {
    /// The first page of a locale.
    Home(LocaleId),
    /// A category, and which page of its list, from 1.
    Category(CategoryId, u32),
    /// An article that heads no category.
    Article(ArticleId),
    /// The search page.
    Search(LocaleId),
    /// All articles, and which page of the list, from 1.
    All(LocaleId, u32),
    /// The index of symptoms, and which page of it, from 1.
    Symptoms(LocaleId, u32),
    /// What is shown at addresses that do not exist.
    NotFound(LocaleId),
    /// An old address: its place in [`Site::redirects`].
    Redirect(usize),
}

/// All pages of a site.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) site: Arc<Site>,
    locales: Vec<LocalePlan>,
    pages: Arc<Vec<PageId>>,
    by_output: Arc<HashMap<OutputPath, PageId>>,
    places: Arc<Vec<usize>>,
}

/// What is worked out once for the pages of a locale.
#[derive(Clone, Debug)]
pub(super) struct LocalePlan {
    pub(super) frame: Arc<Frame>,
    pub(super) symptoms: Arc<SymptomIndex>,
    /// A few symptoms to tap.
    pub(super) shortcuts: Vec<Link>,
}

/// Plans the pages of a site.
pub fn plan(site: Arc<Site>) -> Plan {
    let locales = site.locale_ids().map(|id| {
        let symptoms = Arc::new(symptoms::index(&site, id));
        LocalePlan::new(&site, id, Arc::new(frame::frame(&site, id)), symptoms)
    });
    let mut plan = Plan {
        locales: locales.collect(),
        places: Arc::new(places(&site)),
        pages: Arc::new(page_ids(&site)),
        by_output: Arc::default(),
        site,
    };
    let outputs = plan.pages.iter().map(|&id| (plan.address(id).output(), id)).collect();
    plan.by_output = Arc::new(outputs);
    plan
}

impl LocalePlan {
    fn new(site: &Site, id: LocaleId, frame: Arc<Frame>, symptoms: Arc<SymptomIndex>) -> Self {
        let shortcuts = symptoms::shortcuts(Links::new(site), &site.locale(id).stops);
        Self { frame, symptoms, shortcuts }
    }
}

impl Plan {
    /// The plan of a site that was [revised](crate::site::Assembly::revise): it has the same pages,
    /// addresses and symptoms as the one planned here.
    #[must_use]
    pub fn of_revised(&self, site: Arc<Site>) -> Self {
        let locales = site.locale_ids().zip(&self.locales).map(|(id, old)| {
            let frame = frame::frame(&site, id);
            // What is the same stays the same object: it is rendered once.
            let frame = if frame == *old.frame { Arc::clone(&old.frame) } else { Arc::new(frame) };
            LocalePlan::new(&site, id, frame, Arc::clone(&old.symptoms))
        });
        let is_in_order = Arc::ptr_eq(&site.categories, &self.site.categories);
        Self {
            locales: locales.collect(),
            places: if is_in_order { Arc::clone(&self.places) } else { Arc::new(places(&site)) },
            pages: Arc::clone(&self.pages),
            by_output: Arc::clone(&self.by_output),
            site,
        }
    }

    /// The site the pages are of.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// All pages, in an order that depends on the site only.
    pub fn pages(&self) -> &[PageId] {
        &self.pages
    }

    /// The page that is written to a file, if one is.
    pub fn page_at(&self, output: &OutputPath) -> Option<PageId> {
        self.by_output.get(output).copied()
    }

    /// Makes a page. The id is one of [`Plan::pages`].
    pub fn page(&self, id: PageId) -> Page {
        match id {
            PageId::Home(locale) => home::page(self, locale),
            PageId::Category(category, number) => category::page(self, category, number),
            PageId::Article(article) => article::page(self, article),
            PageId::Search(locale) => self.search_page(locale),
            PageId::All(locale, number) => reading_order::page(self, locale, number),
            PageId::Symptoms(locale, number) => symptoms::page(self, locale, number),
            PageId::NotFound(locale) => self.not_found_page(locale),
            PageId::Redirect(at) => self.redirect_page(at),
        }
    }

    /// Where a page stands.
    pub fn address(&self, id: PageId) -> UrlPath {
        match id {
            PageId::Home(locale) => self.site.locale(locale).home.clone(),
            PageId::Category(category, number) => {
                self.site.category(category).pages.address(number)
            }
            PageId::Article(article) => self.site.article(article).address.clone(),
            PageId::Search(locale) => self.site.locale(locale).search.clone(),
            PageId::All(locale, number) => self.site.locale(locale).all.address(number),
            PageId::Symptoms(locale, number) => self.site.locale(locale).symptoms.address(number),
            PageId::NotFound(locale) => self.site.locale(locale).not_found(),
            PageId::Redirect(at) => self.site.redirects[at].from.clone(),
        }
    }

    pub(super) fn links(&self) -> Links<'_> {
        Links::new(&self.site)
    }

    pub(super) fn locale(&self, id: LocaleId) -> &LocalePlan {
        &self.locales[id.index()]
    }

    /// Where an article stands in the list of its category, from 0.
    pub(super) fn place(&self, id: ArticleId) -> usize {
        self.places[id.index()]
    }

    fn search_page(&self, locale: LocaleId) -> Page {
        let address = self.address(PageId::Search(locale));
        let mut face = Face::new(locale, address, Content::Search(self.search(locale)));
        face.translations = self.in_every_locale(|other| self.site.locale(other).search.clone());
        face.indexed = false;
        face.page(self)
    }

    fn not_found_page(&self, locale: LocaleId) -> Page {
        let address = self.address(PageId::NotFound(locale));
        let mut face = Face::new(locale, address, Content::NotFound(self.search(locale)));
        face.indexed = false;
        face.page(self)
    }

    fn search(&self, locale: LocaleId) -> SearchPage {
        let plan = self.locale(locale);
        SearchPage { symptoms: plan.shortcuts.clone(), categories: plan.frame.menu.clone() }
    }

    /// An old address. Browsers go on by themselves and search engines are told the new one; to
    /// another site there is a link, and nothing for search engines.
    fn redirect_page(&self, at: usize) -> Page {
        let redirect = &self.site.redirects[at];
        let links = self.links();
        let place = links.place(&redirect.to);
        let href = match links.destination(&redirect.to) {
            Some(destination) => destination.href,
            None => links.path(&self.site.locale(redirect.locale).home),
        };
        let title = match &redirect.to {
            Target::Article(id, _) => self.site.article(*id).title.clone(),
            Target::Category(id) => self.site.category(*id).title.clone(),
            _ => href.clone(),
        };
        let external = matches!(redirect.to, Target::External(_));
        let content = Content::Redirect(RedirectPage { href, external });
        let mut face = Face::new(redirect.locale, redirect.from.clone(), content);
        face.title = title;
        face.indexed = place.is_some();
        face.stands_for = place;
        face.page(self)
    }

    /// The address of one built-in page in every locale.
    pub(super) fn in_every_locale(
        &self,
        address: impl Fn(LocaleId) -> UrlPath,
    ) -> Vec<(LocaleId, UrlPath)> {
        self.site.locale_ids().map(|id| (id, address(id))).collect()
    }
}

/// All pages of a site, in the order of its own lists.
fn page_ids(site: &Site) -> Vec<PageId> {
    let mut ids: Vec<PageId> = site.locale_ids().map(PageId::Home).collect();
    for (id, category) in site.categories_by_id() {
        if category.parent.is_some() {
            let pages = 1..=category.pages.count();
            ids.extend(pages.map(|page| PageId::Category(id, page)));
        }
    }
    let articles = site.articles_by_id().filter(|(_, article)| !article.is_head);
    ids.extend(articles.map(|(id, _)| PageId::Article(id)));
    for (id, locale) in site.locales_by_id() {
        ids.push(PageId::Search(id));
        ids.extend((1..=locale.all.count()).map(|page| PageId::All(id, page)));
        ids.extend((1..=locale.symptoms.count()).map(|page| PageId::Symptoms(id, page)));
        if site.outputs.is_own(&locale.not_found().output()) {
            ids.push(PageId::NotFound(id));
        }
    }
    ids.extend((0..site.redirects.len()).map(PageId::Redirect));
    ids
}

/// The place of each article in the list of its category.
fn places(site: &Site) -> Vec<usize> {
    let mut places = vec![0; site.articles.len()];
    for category in site.categories.iter() {
        for (place, article) in category.articles.iter().enumerate() {
            if let Some(slot) = places.get_mut(article.index()) {
                *slot = place;
            }
        }
    }
    places
}
