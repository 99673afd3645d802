//! Addresses as they stand on a page: resolved targets → hrefs with the base path, and the short
//! entries lists are made of.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::page::{Alternate, ArticleLink, CategoryLink, Destination, Link, PictureView, Prose};
use crate::site::{Article, ArticleId, CategoryId, LocaleId, Picture, Site, Target};
use crate::text::path::{SourcePath, UrlPath};

/// What must be encoded in a fragment, beside everything outside ASCII.
const FRAGMENT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'%').add(b'\\');

/// Makes hrefs for the pages of one site.
#[derive(Clone, Copy)]
pub(super) struct Links<'a> {
    pub(super) site: &'a Site,
}

impl<'a> Links<'a> {
    pub(super) fn new(site: &'a Site) -> Self {
        Self { site }
    }

    /// A place on the site, for an attribute.
    pub(super) fn path(self, path: &UrlPath) -> String {
        path.href(&self.site.config.base_path)
    }

    /// The whole address of a place on the site, when a base URL is known.
    pub(super) fn whole(self, path: &UrlPath) -> Option<String> {
        self.site.config.base_url.as_ref().map(|base| path.href(base))
    }

    /// The whole address where one is known, else the one below the host.
    pub(super) fn best(self, path: &UrlPath) -> String {
        self.whole(path).unwrap_or_else(|| self.path(path))
    }

    /// Scheme and host of the base URL: what makes an `href` whole. Empty when it is not known.
    pub(super) fn origin(self) -> &'a str {
        let config = &self.site.config;
        let whole = config.base_url.as_deref().unwrap_or_default();
        whole.strip_suffix(config.base_path.as_str()).unwrap_or(whole)
    }

    pub(super) fn category(self, id: CategoryId) -> Link {
        let category = self.site.category(id);
        Link { href: self.path(&category.address), title: category.title.clone() }
    }

    pub(super) fn category_link(self, id: CategoryId) -> CategoryLink {
        let category = self.site.category(id);
        CategoryLink {
            href: self.path(&category.address),
            title: category.title.clone(),
            description: category.description.clone(),
            count: category.count,
        }
    }

    /// An article by its title for menus.
    pub(super) fn article(self, id: ArticleId) -> Link {
        let article = self.site.article(id);
        let title = article.menu_title.as_ref().unwrap_or(&article.title);
        Link { href: self.path(&article.address), title: title.clone() }
    }

    /// An article in a list of its own category.
    pub(super) fn article_link(self, id: ArticleId) -> ArticleLink {
        let article = self.site.article(id);
        ArticleLink {
            href: self.path(&article.address),
            title: article.title.clone(),
            description: article.description.clone(),
            kind: article.kind,
            category: None,
        }
    }

    /// An article in a list that mixes categories: it says which it is in.
    pub(super) fn article_link_from_anywhere(self, id: ArticleId) -> ArticleLink {
        let article = self.site.article(id);
        let category = self.site.category(article.category);
        let named = category.parent.is_some() && !article.is_head;
        ArticleLink { category: named.then(|| category.title.clone()), ..self.article_link(id) }
    }

    pub(super) fn article_links(self, ids: &[ArticleId]) -> Vec<ArticleLink> {
        ids.iter().map(|&id| self.article_link_from_anywhere(id)).collect()
    }

    /// Where a link of a body leads; `None` where it leads nowhere.
    pub(super) fn destination(self, target: &Target) -> Option<Destination> {
        let inside = |href| Some(Destination { href, external: false });
        match target {
            Target::Article(id, anchor) => {
                let mut href = self.path(&self.site.article(*id).address);
                if let Some(anchor) = anchor {
                    href.push_str(&fragment(anchor));
                }
                inside(href)
            }
            Target::Category(id) => inside(self.path(&self.site.category(*id).address)),
            Target::Anchor(anchor) => inside(fragment(anchor)),
            Target::Page(path) | Target::File(path) => inside(self.path(path)),
            Target::External(address) => {
                Some(Destination { href: address.clone(), external: is_web(address) })
            }
            Target::Dead => None,
        }
    }

    /// The page or file of this site a target leads to, without its anchor.
    pub(super) fn place(self, target: &Target) -> Option<UrlPath> {
        match target {
            Target::Article(id, _) => Some(self.site.article(*id).address.clone()),
            Target::Category(id) => Some(self.site.category(*id).address.clone()),
            Target::Page(path) | Target::File(path) => Some(path.clone()),
            Target::Anchor(_) | Target::External(_) | Target::Dead => None,
        }
    }

    /// The body of an article with everything its nodes name.
    pub(super) fn prose(self, article: &Article) -> Prose {
        Prose {
            body: Arc::clone(&article.document.body),
            links: article.links.iter().map(|target| self.destination(target)).collect(),
            pictures: article.pictures.iter().map(|picture| self.picture(picture)).collect(),
        }
    }

    fn picture(self, picture: &Picture) -> PictureView {
        match picture {
            Picture::File { address, size, small } => PictureView::Shown {
                src: self.path(address),
                size: *size,
                small: small.as_ref().map(|(address, width)| (self.path(address), *width)),
            },
            Picture::Remote(address) => {
                PictureView::Shown { src: address.clone(), size: None, small: None }
            }
            Picture::Foreign(address) => PictureView::Card { href: address.clone() },
            Picture::Dead => PictureView::Missing,
        }
    }

    /// The whole address of the first picture of an article that a card can show.
    pub(super) fn card_image(self, id: ArticleId) -> Option<String> {
        let fits = |picture: &'a Picture| match picture {
            Picture::File { address, .. } => {
                let name = address.as_str().to_lowercase();
                let raster = [".png", ".jpg", ".jpeg", ".webp"];
                raster.iter().any(|ending| name.ends_with(ending)).then_some(address)
            }
            _ => None,
        };
        self.whole(self.site.article(id).pictures.iter().find_map(fits)?)
    }

    /// The `hreflang` alternates of pages that are translations of one another, `x-default` last:
    /// the page of the default locale, else the first. None without a base URL.
    pub(super) fn alternates(self, pages: &[(LocaleId, &UrlPath)]) -> Vec<Alternate> {
        let alternate = |hreflang: &str, address: &UrlPath| {
            Some(Alternate { hreflang: hreflang.to_owned(), href: self.whole(address)? })
        };
        let tag = |id: LocaleId| self.site.locale(id).locale.as_str();
        let default = pages.iter().min_by_key(|(locale, _)| *locale);
        pages
            .iter()
            .filter_map(|&(locale, address)| alternate(tag(locale), address))
            .chain(default.and_then(|&(_, address)| alternate("x-default", address)))
            .collect()
    }

    /// Where a source file can be improved, when a repository is configured.
    pub(super) fn edit(self, source: &SourcePath) -> Option<String> {
        let repository = self.site.config.repository.as_ref()?;
        let path = UrlPath::new(format!("/{source}")).href("");
        Some(repository.edit_url.replace("{path}", path.trim_start_matches('/')))
    }
}

/// `#anchor`, ready for an attribute.
fn fragment(anchor: &str) -> String {
    let encoded: Cow<'_, str> = utf8_percent_encode(anchor, FRAGMENT).into();
    format!("#{encoded}")
}

/// Whether an address leads to another site (and not to a telephone or a mailbox).
fn is_web(address: &str) -> bool {
    address
        .split_once(':')
        .is_none_or(|(scheme, _)| ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_encoded_once() {
        for (anchor, href) in
            [("attesa", "#attesa"), ("perché", "#perch%C3%A9"), ("a b\"", "#a%20b%22"), ("", "#")]
        {
            assert_eq!(fragment(anchor), href);
        }
    }

    #[test]
    fn only_web_addresses_leave_the_site() {
        for (address, web) in [
            ("https://a.example/", true),
            ("HTTP://a.example", true),
            ("//a.example/x", true),
            ("mailto:a@b.example", false),
            ("tel:+39", false),
        ] {
            assert_eq!(is_web(address), web, "{address}");
        }
    }
}
