//! What is known of one Markdown file by itself.

use std::collections::BTreeMap;

use serde::Serialize;

use super::body::Body;
use crate::text::path::SourcePath;
use crate::text::span::Span;

/// A parsed article, category head or redirect.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file, as the project names it.
    pub source: SourcePath,
    /// What the writer said about it.
    pub front: FrontMatter,
    /// `title`, else the first heading, else nothing (`site` falls back to the file name).
    pub title: Option<String>,
    /// The text of the first paragraph, for descriptions.
    pub first_paragraph: Option<String>,
    /// The content.
    pub body: std::sync::Arc<Body>,
    /// Its headings in order.
    pub headings: Vec<Heading>,
    /// Every place a link can point at: headings and anchors of the writer, then steps.
    pub anchors: Vec<Anchor>,
}

/// A place in the body that links can point at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Its id on the page.
    pub id: String,
    /// What links call it, where that is another word: the page has that id for itself.
    pub name: Option<String>,
}

impl Anchor {
    pub(super) fn new(id: String, name: Option<String>) -> Self {
        Self { name: name.filter(|name| *name != id), id }
    }

    /// What links call it.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }
}

/// A heading of the body.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Heading {
    /// Level on the page, 2 to 6.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// Front matter, typed. A key is here because something uses it.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct FrontMatter {
    pub title: Option<String>,
    /// A shorter title for menus (`nav_title`, `sidebar_label`).
    pub menu_title: Option<String>,
    pub description: Option<String>,
    /// The last part of the address; one that begins with a slash is the whole address.
    pub slug: Option<Reference>,
    /// `permalink` or `url`: the whole address.
    pub permalink: Option<Reference>,
    pub id: Option<String>,
    pub aliases: Vec<Reference>,
    /// Makes the file a redirect.
    pub redirect: Option<Reference>,
    pub weight: Option<f64>,
    /// Every date it is written on, where `date` is there in several spellings: the last counts.
    pub date: Vec<Dated>,
    /// A `date` that cannot be read.
    pub unread_date: Option<UnreadDate>,
    /// Dates below unknown keys that look as if they said from when or until when it is shown.
    pub alleged: Vec<Alleged>,
    pub updated: Option<Dated>,
    /// When it was last checked.
    pub reviewed: Option<Dated>,
    /// Every date before which it is not shown: all of them count.
    pub publish: Vec<Dated>,
    /// Every date from which on it is not shown.
    pub expires: Vec<Dated>,
    /// What it says of some of the pages below it.
    pub cascades: Vec<Cascade>,
    pub draft: bool,
    pub staff: bool,
    /// Kept from everybody, also from those who look at drafts.
    pub private: bool,
    /// Reachable but not listed, searched or indexed.
    pub unlisted: bool,
    /// Not listed, but searched and indexed.
    pub off_menus: bool,
    pub noindex: bool,
    pub search: SearchWish,
    pub kind: Option<ArticleType>,
    pub stage: Option<Stage>,
    /// The short answer.
    pub answer: Option<String>,
    pub symptoms: Vec<String>,
    pub keywords: Vec<String>,
    pub tags: Vec<String>,
    pub models: Vec<String>,
    /// Minutes or the writer's words (`10 min`).
    pub time: Option<String>,
    pub tools: Vec<String>,
    /// Articles to do first.
    pub before: Vec<Reference>,
    pub next: Vec<Reference>,
    pub if_not: Vec<Reference>,
    pub related: Vec<Reference>,
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// An address, or a reference to another article, as written, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A date in front matter, with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The date.
    pub when: When,
    /// Where it is written.
    pub span: Span,
}

/// A date that cannot be read. It may be one of the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadDate {
    /// The last year it names; `None` where that is not clear.
    pub year: Option<i16>,
    /// Where it is written.
    pub span: Span,
}

/// A date below an unknown key such as `release_date` or `valid_to`. Where it would hide the article
/// the key is an error: its writer believes that it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alleged {
    /// The key.
    pub name: String,
    /// Which end of the time in which the article is shown the key names.
    pub limit: Limit,
    /// The date, at the place of the key.
    pub dated: Dated,
}

/// An end of the time in which an article is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// It is shown from then on.
    First,
    /// It is shown until then.
    Last,
}

/// What a folder says of those pages below it that are its target (`cascade` of Hugo).
#[derive(Clone, Debug, PartialEq)]
pub struct Cascade {
    /// Which pages.
    pub target: Target,
    /// What it says of them.
    pub front: FrontMatter,
}

/// Which pages are meant. What is not named is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// A glob for their path, as `/guide/**`.
    pub path: Option<String>,
    /// A glob for their kind, as `page`.
    pub kind: Option<String>,
    /// A glob for their language.
    pub lang: Option<String>,
    /// It names something else too, or not as text.
    pub is_unclear: bool,
    /// Where it is written.
    pub span: Span,
}

/// A date as written: a day, or a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A day (midnight in the site's zone).
    Day(jiff::civil::Date),
    /// A day and time without zone (in the site's zone).
    Clock(jiff::civil::DateTime),
    /// A moment.
    Moment(jiff::Timestamp),
}

/// What the writer wants of search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchWish {
    /// Found as others are.
    #[default]
    Normal,
    /// Not found.
    Never,
    /// Found earlier or later than others, in hundredths (100 is normal).
    Weight(u16),
}

/// What an article is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum ArticleType {
    GetStarted,
    HowTo,
    Fix,
    Troubleshooter,
    Care,
    Safety,
    Facts,
    Answer,
    Notice,
    DoMore,
    Service,
    End,
    Path,
}

/// Where on the journey after the purchase an article belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Stage {
    SetUp,
    FirstUse,
    EveryDay,
    Care,
    Fix,
    DoMore,
    Service,
    End,
}

impl ArticleType {
    /// Every type by the name front matter gives it.
    pub const NAMES: [(&'static str, Self); 13] = [
        ("get-started", Self::GetStarted),
        ("how-to", Self::HowTo),
        ("fix", Self::Fix),
        ("troubleshooter", Self::Troubleshooter),
        ("care", Self::Care),
        ("safety", Self::Safety),
        ("facts", Self::Facts),
        ("answer", Self::Answer),
        ("notice", Self::Notice),
        ("do-more", Self::DoMore),
        ("service", Self::Service),
        ("end", Self::End),
        ("path", Self::Path),
    ];

    /// The stage this type implies, where it implies one.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::GetStarted => Some(Stage::SetUp),
            Self::Fix | Self::Troubleshooter => Some(Stage::Fix),
            Self::Care => Some(Stage::Care),
            Self::DoMore => Some(Stage::DoMore),
            Self::Service => Some(Stage::Service),
            Self::End => Some(Stage::End),
            Self::HowTo | Self::Safety | Self::Facts | Self::Answer | Self::Notice | Self::Path => {
                None
            }
        }
    }

    /// Whether its ordered lists are instructions.
    pub fn has_steps(self) -> bool {
        !matches!(self, Self::Facts | Self::Answer | Self::Safety)
    }
}

impl Stage {
    /// Every stage by the name front matter gives it, in the order of the journey.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("set-up", Self::SetUp),
        ("first-use", Self::FirstUse),
        ("every-day", Self::EveryDay),
        ("care", Self::Care),
        ("fix", Self::Fix),
        ("do-more", Self::DoMore),
        ("service", Self::Service),
        ("end", Self::End),
    ];
}
