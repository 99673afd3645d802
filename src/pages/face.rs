//! What every page has around its content: the head, the language switch, the breadcrumb.

use std::sync::Arc;

use super::json_ld;
use super::languages;
use super::page::{Alternate, Content, Head, LanguageLink, Link, Page};
use super::plan::Plan;
use crate::site::{ArticleId, CategoryId, LocaleId, SiteLocale};
use crate::text::path::UrlPath;

/// What a kind of page says about itself; [`Face::page`] makes a whole page of it.
pub(super) struct Face {
    pub(super) locale: LocaleId,
    pub(super) address: UrlPath,
    pub(super) title: String,
    pub(super) description: Option<String>,
    /// The same page in other locales.
    pub(super) translations: Vec<(LocaleId, UrlPath)>,
    pub(super) breadcrumb: Vec<Link>,
    /// Where search engines should go instead, when it is not here.
    pub(super) stands_for: Option<UrlPath>,
    /// Which page of a list it is, from 1.
    pub(super) number: u32,
    /// Search engines may list it.
    pub(super) indexed: bool,
    /// The article whose text it shows.
    pub(super) article: Option<ArticleId>,
    content: Content,
}

impl Face {
    /// A page without title, translations or breadcrumb, that may be indexed.
    pub(super) fn new(locale: LocaleId, address: UrlPath, content: Content) -> Self {
        Self {
            locale,
            address,
            title: String::new(),
            description: None,
            translations: Vec::new(),
            breadcrumb: Vec::new(),
            stands_for: None,
            number: 1,
            indexed: true,
            article: None,
            content,
        }
    }

    /// The whole page.
    pub(super) fn page(mut self, plan: &Plan) -> Page {
        self.translations.retain(|(locale, _)| *locale != self.locale);
        let is_home = matches!(self.content, Content::Home(_));
        if !is_home && self.breadcrumb.is_empty() {
            self.breadcrumb = plan.way_to(self.locale, None);
        }
        Page {
            output: self.address.output(),
            frame: Arc::clone(&plan.locale(self.locale).frame),
            head: self.head(plan),
            languages: self.languages(plan),
            breadcrumb: self.breadcrumb,
            title: self.title,
            content: self.content,
        }
    }

    fn head(&self, plan: &Plan) -> Head {
        let site_title = &plan.locale(self.locale).frame.site_title;
        let number = if self.number > 1 { format!(" ({})", self.number) } else { String::new() };
        let title = if self.title.is_empty() || self.title == *site_title {
            format!("{site_title}{number}")
        } else {
            format!("{}{number} · {site_title}", self.title)
        };
        let links = plan.links();
        let is_article = self.article.is_some() && !matches!(self.content, Content::Home(_));
        Head {
            title,
            description: self.description.clone(),
            canonical: links.whole(self.stands_for.as_ref().unwrap_or(&self.address)),
            robots: (!self.indexed).then(|| "noindex".to_owned()),
            alternates: self.alternates(plan),
            markdown: self.article.map(|id| links.path(&plan.site().article(id).twin)),
            json_ld: json_ld::documents(self, plan),
            og_type: if is_article { "article" } else { "website" },
            image: self.article.and_then(|id| links.card_image(id)),
        }
    }

    /// `hreflang` alternates: only pages that exist, only where there is a translation.
    fn alternates(&self, plan: &Plan) -> Vec<Alternate> {
        if self.translations.is_empty() || !self.indexed {
            return Vec::new();
        }
        let mut pages: Vec<(LocaleId, &UrlPath)> =
            self.translations.iter().map(|(locale, address)| (*locale, address)).collect();
        pages.push((self.locale, &self.address));
        pages.sort();
        plan.links().alternates(&pages)
    }

    /// One entry per locale of the site.
    fn languages(&self, plan: &Plan) -> Vec<LanguageLink> {
        let entry = |(id, locale): (LocaleId, &SiteLocale)| {
            let current = id == self.locale;
            let translation = self.translations.iter().find(|(other, _)| *other == id);
            let address = match translation {
                _ if current => &self.address,
                Some((_, address)) => address,
                None => &locale.home,
            };
            LanguageLink {
                lang: locale.locale.clone(),
                label: languages::name(&locale.locale),
                href: plan.links().path(address),
                current,
            }
        };
        plan.site().locales_by_id().map(entry).collect()
    }
}

impl Plan {
    /// The breadcrumb to something in `category`: the home page, then the folders above and
    /// itself.
    pub(super) fn way_to(&self, locale: LocaleId, category: Option<CategoryId>) -> Vec<Link> {
        let links = self.links();
        let mut way = Vec::new();
        let mut above = category;
        while let Some(id) = above {
            let category = self.site().category(id);
            if category.parent.is_some() {
                way.push(links.category(id));
            }
            above = category.parent;
        }
        way.push(Link {
            href: links.path(&self.site().locale(locale).home),
            title: self.locale(locale).frame.site_title.clone(),
        });
        way.reverse();
        way
    }
}
