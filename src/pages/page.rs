//! The data of a page.

use std::sync::Arc;

use serde::Serialize;

use super::contact::ContactCard;
use crate::parse::{ArticleType, Body, Stage};
use crate::text::locale::{Direction, Locale};
use crate::text::path::OutputPath;

/// One page of the site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Page {
    /// The file it is written to.
    #[serde(skip)]
    pub output: OutputPath,
    /// What every page of its locale shares.
    pub frame: Arc<Frame>,
    /// What goes into `<head>`.
    pub head: Head,
    /// The same page in other locales, this one included; one entry on a site of one language.
    pub languages: Vec<LanguageLink>,
    /// The way from the home page to here, home first, this page not included.
    pub breadcrumb: Vec<Link>,
    /// Its title; empty on the search page, the lists and the 404 page, whose names are strings of
    /// the theme.
    pub title: String,
    /// What it shows.
    pub content: Content,
}

/// What every page of a locale shares.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Frame {
    /// Language tag.
    pub lang: Locale,
    /// Which way it runs.
    pub dir: Direction,
    /// Name of the help centre.
    pub site_title: String,
    /// The home page.
    pub home: String,
    /// The search page.
    pub search: String,
    /// The fixed address of the search root file of this locale.
    pub search_root: String,
    /// All articles.
    pub all: String,
    /// The index of symptoms, when there are symptoms.
    pub symptoms: Option<String>,
    /// The Atom feed (only with a base URL).
    pub feed: Option<String>,
    /// Logo, when there is one.
    pub logo: Option<String>,
    /// Brand colour `#rrggbb`.
    pub accent: Option<String>,
    /// Path of the base URL, without a slash at its end.
    pub base: String,
    /// Whether whole addresses are known (a base URL is set).
    pub absolute: bool,
    /// The top categories, for menus; at most a dozen (the page of all articles has the rest).
    pub menu: Vec<CategoryLink>,
    /// The way to a person, in this locale.
    pub contact: Option<ContactCard>,
    /// Strings of the project that replace the theme's.
    pub strings: std::collections::BTreeMap<String, String>,
    /// Hosts images may come from, for the CSP.
    pub image_hosts: Vec<String>,
    /// Free data of `[extra]`, as JSON text (it must hash).
    #[serde(skip)]
    pub extra: String,
}

/// What goes into `<head>`.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Head {
    /// Title of the window: page and site. Where the page has no title of its own it is the site's,
    /// and the theme puts its word before it.
    pub title: String,
    /// Description for search engines and cards.
    pub description: Option<String>,
    /// The whole address of this page (only with a base URL).
    pub canonical: Option<String>,
    /// `noindex` and such.
    pub robots: Option<String>,
    /// `hreflang` alternates with whole addresses, `x-default` included (only with a base URL and
    /// more than one locale).
    pub alternates: Vec<Alternate>,
    /// The Markdown twin of this page.
    pub markdown: Option<String>,
    /// JSON-LD documents, ready for a script element of type `application/ld+json`.
    pub json_ld: Vec<String>,
    /// Open Graph type: `website` or `article`.
    pub og_type: &'static str,
    /// Whole address of a card image.
    pub image: Option<String>,
}

/// An alternate address in another language.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Alternate {
    /// Language tag or `x-default`.
    pub hreflang: String,
    /// Whole address.
    pub href: String,
}

/// An entry of the language switch.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LanguageLink {
    /// Language tag.
    pub lang: Locale,
    /// Name of the language in itself (`Italiano`).
    pub label: String,
    /// The translation of this page, or the home page of that language.
    pub href: String,
    /// This page's own language.
    pub current: bool,
}

/// A link with its text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Link {
    /// Where.
    pub href: String,
    /// Text.
    pub title: String,
}

/// A category as menus and lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CategoryLink {
    /// Where.
    pub href: String,
    /// Its title.
    pub title: String,
    /// What is in it.
    pub description: Option<String>,
    /// Listed articles in it and below.
    pub count: usize,
}

/// An article as lists show it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ArticleLink {
    /// Where.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: Option<String>,
    /// What it is for.
    pub kind: Option<ArticleType>,
    /// The category it is in, where the list mixes categories.
    pub category: Option<String>,
}

/// What a page shows, by kind of page. Serialised it says which in `page`; an article has a `kind`
/// of its own.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(tag = "page", rename_all = "kebab-case")]
pub enum Content {
    /// The first page.
    Home(Box<Home>),
    /// A category.
    Category(Box<CategoryPage>),
    /// An article.
    Article(Box<ArticlePage>),
    /// The search page.
    Search(SearchPage),
    /// All articles, a hundred a page.
    All(AllPage),
    /// The index of symptoms and error codes.
    Symptoms(SymptomsPage),
    /// The page for addresses that do not exist.
    NotFound(SearchPage),
    /// An old address.
    Redirect(RedirectPage),
}

/// The first page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Home {
    /// The question on top, or nothing (then the theme asks its own).
    pub tagline: Option<String>,
    /// Text of the content root's head.
    pub text: Option<Prose>,
    /// Notices now in force.
    pub notices: Vec<ArticleLink>,
    /// Six symptoms as plain sentences with where they lead.
    pub symptoms: Vec<Link>,
    /// Stages with articles, in order of the journey.
    pub stages: Vec<StageLink>,
    /// Top categories, at most a hundred, each with a few articles.
    pub categories: Vec<TopCategory>,
    /// Articles directly in the root, at most a hundred.
    pub articles: Vec<ArticleLink>,
}

/// A top category, as the home page shows it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TopCategory {
    /// The category.
    pub category: CategoryLink,
    /// A few articles in it and below (at most three).
    pub articles: Vec<Link>,
}

/// A stage with what belongs to it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StageLink {
    /// Which.
    pub stage: Stage,
    /// How many listed articles.
    pub count: usize,
    /// A few of its articles (at most three).
    pub articles: Vec<ArticleLink>,
    /// Where the whole list is: the category that holds most of them, or the page of all articles.
    pub href: String,
}

/// A category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CategoryPage {
    /// Its description.
    pub description: Option<String>,
    /// Its head, shown like any article above the lists; only on the first page of the list, and
    /// only when it says something.
    pub head: Option<Box<ArticlePage>>,
    /// Folders in it; the list goes on with the articles, a hundred entries a page together.
    pub categories: Vec<CategoryLink>,
    /// Articles in it.
    pub articles: Vec<ArticleLink>,
    /// Which page of how many.
    pub paging: Option<Paging>,
}

/// Place in a list that is cut into pages.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Paging {
    /// This page, from 1.
    pub current: u32,
    /// How many.
    pub total: u32,
    /// Pages to jump to, in order: the first, the last, those around this one and about ten
    /// between. `gap` says where
    /// numbers are left out.
    pub pages: Vec<PageNumber>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// One page of a list that is cut into pages.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageNumber {
    /// From 1.
    pub number: u32,
    /// Where.
    pub href: String,
    /// This very page.
    pub current: bool,
    /// Numbers are left out before this one.
    pub gap: bool,
}

/// An article.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ArticlePage {
    /// What it is for.
    pub kind: Option<ArticleType>,
    /// Where on the journey it belongs.
    pub stage: Option<Stage>,
    /// The short answer.
    pub answer: Option<String>,
    /// Models it applies to.
    pub models: Vec<String>,
    /// How long it takes, as the writer put it.
    pub time: Option<String>,
    /// What is needed.
    pub tools: Vec<String>,
    /// Last checked (`reviewed`), ISO day.
    pub reviewed: Option<String>,
    /// Last changed, ISO day.
    pub updated: Option<String>,
    /// Articles to do first.
    pub before: Vec<ArticleLink>,
    /// Headings of level 2 and 3, when there are two or more of level 2.
    pub contents: Vec<ContentsEntry>,
    /// The article itself.
    pub text: Prose,
    /// Where success leads.
    pub next: Vec<ArticleLink>,
    /// Where "it did not work" leads.
    pub if_not: Vec<ArticleLink>,
    /// At most three others.
    pub related: Vec<ArticleLink>,
    /// The article before it in its category.
    pub previous: Option<Link>,
    /// The article after it.
    pub following: Option<Link>,
    /// The articles around it in its category, this one included, for the navigation at the side:
    /// at most forty, none when it is alone.
    pub siblings: Vec<Sibling>,
    /// Its category.
    pub category: Option<Link>,
    /// Where it can be improved.
    pub edit: Option<String>,
    /// Whether the reader is asked if it helped (not on safety notes or ends).
    pub asks_feedback: bool,
}

/// An entry of the navigation at the side.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Sibling {
    /// Where.
    pub href: String,
    /// Text.
    pub title: String,
    /// This very article.
    pub current: bool,
}

/// An entry of the contents.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ContentsEntry {
    /// Level, 2 or 3.
    pub level: u8,
    /// Id of the heading.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A body with everything its nodes name, resolved. The template gets it as finished HTML: the
/// renderer turns it before the template runs.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Prose {
    /// The tape.
    #[serde(skip)]
    pub body: Arc<Body>,
    /// Where each link leads, by `LinkId`; `None` is no link.
    #[serde(skip)]
    pub links: Vec<Option<Destination>>,
    /// What each image is, by `ImageId`.
    #[serde(skip)]
    pub pictures: Vec<PictureView>,
}

/// A resolved link.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Destination {
    /// Ready for an attribute.
    pub href: String,
    /// Leads off this site.
    pub external: bool,
}

/// A resolved image.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum PictureView {
    /// An image element.
    Shown {
        /// Address.
        src: String,
        /// Width and height in pixels.
        size: Option<(u32, u32)>,
        /// A smaller variant and its width.
        small: Option<(String, u32)>,
    },
    /// A card that links to another host.
    Card {
        /// Where.
        href: String,
    },
    /// A quiet box with the alt text.
    Missing,
}

/// The search page, and the 404 page, which searches too.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchPage {
    /// Symptoms to tap when nothing is typed.
    pub symptoms: Vec<Link>,
    /// Top categories, for the way on.
    pub categories: Vec<CategoryLink>,
}

/// All articles by category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AllPage {
    /// Groups in order.
    pub groups: Vec<AllGroup>,
    /// Which page of how many.
    pub paging: Option<Paging>,
}

/// The articles of one category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AllGroup {
    /// The category.
    pub category: Link,
    /// Its articles.
    pub articles: Vec<ArticleLink>,
}

/// What customers say or read, and where it leads.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SymptomsPage {
    /// Error codes, in order.
    pub codes: Vec<SymptomEntry>,
    /// Sentences, in order.
    pub sentences: Vec<SymptomEntry>,
    /// Which page of how many.
    pub paging: Option<Paging>,
}

/// A symptom and the articles that mend it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SymptomEntry {
    /// As the customer says it.
    pub symptom: String,
    /// Where it leads.
    pub articles: Vec<Link>,
}

/// An old address.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RedirectPage {
    /// Where it leads now.
    pub href: String,
    /// Leads off this site: a visible link, no automatic forwarding.
    pub external: bool,
}
