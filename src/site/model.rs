//! The resolved site.

use std::sync::Arc;

use super::ids::{ArticleId, CategoryId, LocaleId};
use super::lists::Pages;
use super::order::Stop;
use super::outputs::Outputs;
use crate::config::{BuildDate, Config};
use crate::parse::{ArticleType, Document, Stage};
use crate::text::locale::Locale;
use crate::text::path::{OutputPath, SourcePath, UrlPath};

/// The whole help centre, resolved. Its lists are shared: a site in which one article is another
/// has the lists of the site before, and a copy costs little.
#[derive(Clone, Debug)]
pub struct Site {
    /// The configuration it was made with.
    pub config: Arc<Config>,
    /// The day it was made for.
    pub build_date: BuildDate,
    /// Languages, the default one first.
    pub locales: Arc<Vec<SiteLocale>>,
    /// Published articles of all locales, category heads included, in order of locale and address.
    pub articles: Vec<Arc<Article>>,
    /// Articles and redirects that are in no output byte, in order of source.
    pub unpublished: Arc<Vec<Unpublished>>,
    /// Folders with published articles in or below them, of all locales, parents before children.
    pub categories: Arc<Vec<Category>>,
    /// Addresses that lead elsewhere, in order of address.
    pub redirects: Arc<Vec<Redirect>>,
    /// Files to be published as they are: `static/`, and what published articles reference.
    pub files: Arc<Vec<PublishedFile>>,
    /// The sitemap, then its parts where it has parts; empty without a base URL.
    pub sitemap: Arc<Vec<UrlPath>>,
    /// Every file the site will write, and whose it is.
    pub outputs: Arc<Outputs>,
}

/// One language of the site, with the addresses of its built-in pages (which move below `/_dopo/`
/// where a writer's folder has the name).
#[derive(Clone, Debug)]
pub struct SiteLocale {
    /// Its tag.
    pub locale: Locale,
    /// `/` for the default locale, `/en/` for a further one.
    pub home: UrlPath,
    /// The search page.
    pub search: UrlPath,
    /// The list of all articles.
    pub all: Pages,
    /// The index of symptoms; no page where no listed article has one.
    pub symptoms: Pages,
    /// The feed, where there is one: it needs a base URL and a listed article with a date.
    pub feed: Option<UrlPath>,
    /// The category that is the content root.
    pub root: CategoryId,
    /// All listed articles by category, in the order of the menus.
    pub stops: Vec<Stop>,
}

impl SiteLocale {
    /// The search root file: it never moves, is revalidated, and names the folder below
    /// [`HASHED`](crate::text::path::HASHED) with the other search files of this language.
    pub fn search_root(&self) -> UrlPath {
        UrlPath::new(format!("/_dopo/search-{}.bin", self.locale))
    }

    /// The page for addresses that do not exist, below this home.
    pub fn not_found(&self) -> UrlPath {
        UrlPath::new(format!("{}404.html", self.home))
    }
}

/// Where an article shows up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visibility {
    /// In menus, lists and the feed.
    pub listed: bool,
    /// In the search index.
    pub searched: bool,
    /// In the sitemap; otherwise it says noindex.
    pub indexed: bool,
}

/// A source that is in no output byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpublished {
    /// The file.
    pub source: SourcePath,
    /// Why it is not published.
    pub reason: Withheld,
    /// Where it would stand if it were.
    pub address: UrlPath,
    /// The old addresses it says were its own.
    pub aliases: Vec<UrlPath>,
}

/// Why a source is in no output byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Withheld {
    /// Its writer is not done.
    Draft,
    /// The day to publish it is still to come.
    Later,
    /// Its `date` is still to come, and nothing else says when to publish it.
    FutureDate,
    /// Its time is over.
    Expired,
    /// For staff only.
    Staff,
    /// Kept from everybody.
    Private,
    /// In a folder whose files are no articles (`_drafts`).
    Folder,
}

impl Withheld {
    /// For a label: "… is not published: it is a draft".
    pub fn reason(self) -> &'static str {
        match self {
            Self::Draft => "it is a draft",
            Self::Later => "it is published later",
            Self::FutureDate => "its `date` is in the future",
            Self::Expired => "it has expired",
            Self::Staff => "it is for staff only",
            Self::Private => "it is private",
            Self::Folder => "its folder holds no articles",
        }
    }
}

/// A published article.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its language.
    pub locale: LocaleId,
    /// The file it came from, project-relative.
    pub source: SourcePath,
    /// The same below the content folder: what `dopo search --batch` prints.
    pub content_path: String,
    /// Where it stands.
    pub address: UrlPath,
    /// Where its Markdown twin stands.
    pub twin: UrlPath,
    /// Its title, never empty.
    pub title: String,
    /// A shorter title for menus.
    pub menu_title: Option<String>,
    /// `description`, else the short answer, else the first paragraph, at most 200 characters.
    pub description: Option<String>,
    /// What it is for.
    pub kind: Option<ArticleType>,
    /// Where on the journey it belongs (given, or implied by its type).
    pub stage: Option<Stage>,
    /// Where it shows up.
    pub visibility: Visibility,
    /// First published, as a day in the site's zone.
    pub date: Option<jiff::civil::Date>,
    /// Last changed: `updated`, else `date`.
    pub updated: Option<jiff::Timestamp>,
    /// Last checked by a person.
    pub reviewed: Option<jiff::civil::Date>,
    /// The folder it is in (for a head: the folder it heads).
    pub category: CategoryId,
    /// Whether it heads its category.
    pub is_head: bool,
    /// What was parsed.
    pub document: Arc<Document>,
    /// Where each link of the body leads, by `LinkId`.
    pub links: Vec<Target>,
    /// What each image of the body is, by `ImageId`.
    pub pictures: Vec<Picture>,
    /// The same article in other locales, in order of locale.
    pub translations: Vec<ArticleId>,
    /// The article before it in its category.
    pub previous: Option<ArticleId>,
    /// The article after it in its category.
    pub following: Option<ArticleId>,
    /// Where success leads.
    pub next: Vec<ArticleId>,
    /// Where "it did not work" leads.
    pub if_not: Vec<ArticleId>,
    /// What to do first.
    pub before: Vec<ArticleId>,
    /// At most three others that help, chosen by the writer or by what they share.
    pub related: Vec<ArticleId>,
    /// Texts of links from other articles that lead here, and its other names: words customers may
    /// use for it.
    pub link_texts: Vec<String>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// An article, and an anchor on it.
    Article(ArticleId, Option<String>),
    /// A category without a head.
    Category(CategoryId),
    /// A place on the same page; the empty string is its top.
    Anchor(String),
    /// A built-in page or redirect of this site.
    Page(UrlPath),
    /// A published file.
    File(UrlPath),
    /// Somewhere else on the web, by an allowed scheme.
    External(String),
    /// Nowhere: the text stays, the link goes. The problem was reported.
    Dead,
}

/// What an image reference turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Picture {
    /// A published file with its size in pixels where it has one.
    File {
        /// Where it stands on the site.
        address: UrlPath,
        /// Width and height, from the file.
        size: Option<(u32, u32)>,
        /// A smaller variant for phones and its width.
        small: Option<(UrlPath, u32)>,
    },
    /// On an allowed other host.
    Remote(String),
    /// On another host: becomes a card that links there.
    Foreign(String),
    /// Not there: a quiet box with its alt text. The problem was reported.
    Dead,
}

/// A folder of articles.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its language.
    pub locale: LocaleId,
    /// The folder below the content root; empty for the root itself.
    pub folder: String,
    /// Where it stands.
    pub address: UrlPath,
    /// The pages of its list.
    pub pages: Pages,
    /// Title of its head, else made from the folder's name.
    pub title: String,
    /// Title for menus.
    pub menu_title: Option<String>,
    /// Description of its head.
    pub description: Option<String>,
    /// The article that heads it.
    pub head: Option<ArticleId>,
    /// The folder above.
    pub parent: Option<CategoryId>,
    /// Folders below with listed articles, in order.
    pub children: Vec<CategoryId>,
    /// Listed articles in it, without its head, in order.
    pub articles: Vec<ArticleId>,
    /// Whether it is listed in menus.
    pub listed: bool,
    /// The same folder in other locales.
    pub translations: Vec<CategoryId>,
    /// Listed articles in it and below.
    pub count: usize,
}

/// An address that leads elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The old address.
    pub from: UrlPath,
    /// Where it leads now (never `Dead`).
    pub to: Target,
    /// The language of the page that says so.
    pub locale: LocaleId,
}

/// A file published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFile {
    /// Where it comes from.
    pub source: SourcePath,
    /// Where it goes.
    pub output: OutputPath,
    /// What is done to it on the way.
    pub treatment: Treatment,
}

/// What is done to a file on the way to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// Copied.
    Copy,
    /// A JPEG: copied without its metadata (place, camera, owner).
    StripMetadata,
    /// A smaller variant of this width.
    Resize(u32),
}

impl Site {
    /// Its articles, in the order of their ids.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.articles.iter().map(Arc::as_ref)
    }

    /// Its articles with their ids.
    pub fn articles_by_id(&self) -> impl Iterator<Item = (ArticleId, &Article)> {
        ArticleId::all().zip(self.articles())
    }

    /// Its categories with their ids.
    pub fn categories_by_id(&self) -> impl Iterator<Item = (CategoryId, &Category)> {
        CategoryId::all().zip(self.categories.iter())
    }

    /// Its locales with their ids.
    pub fn locales_by_id(&self) -> impl Iterator<Item = (LocaleId, &SiteLocale)> {
        LocaleId::all().zip(self.locales.iter())
    }

    /// The ids of its locales.
    pub fn locale_ids(&self) -> impl Iterator<Item = LocaleId> + use<> {
        LocaleId::all().take(self.locales.len())
    }

    /// An article by id.
    pub fn article(&self, id: ArticleId) -> &Article {
        &self.articles[id.index()]
    }

    /// A category by id.
    pub fn category(&self, id: CategoryId) -> &Category {
        &self.categories[id.index()]
    }

    /// A locale by id.
    pub fn locale(&self, id: LocaleId) -> &SiteLocale {
        &self.locales[id.index()]
    }
}
