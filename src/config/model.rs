//! What the configuration means, complete: every default is filled in.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::text::locale::Locale;
use crate::text::problem::Label;
use crate::text::rule::{Level, Rule};

/// The day the site is built for: decides what is published, future or expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildDate {
    /// The moment itself (`SOURCE_DATE_EPOCH`, else the start of today in the site's zone).
    pub moment: jiff::Timestamp,
    /// The day in the site's time zone.
    pub day: Date,
}

/// The configuration of a project, or of a bare folder that has none.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name of the help centre.
    pub title: String,
    /// Nobody gave the title: it is the name of the folder, and the home page's title is better.
    pub title_is_guessed: bool,
    /// Nobody gave the default locale: it is the language the texts are written in.
    pub locale_is_guessed: bool,
    /// A bare folder: there is neither a configuration nor a folder `content`.
    pub is_bare: bool,
    /// Address the site is served at: scheme, host and path without a slash at its end.
    /// Without it everything is root-relative.
    pub base_url: Option<String>,
    /// The path part of the base URL without a slash at its end; empty at a host's root.
    pub base_path: String,
    /// Locales, the default one first. At least one.
    pub locales: Vec<LocaleConfig>,
    /// One brand colour (`#rrggbb`) from which the theme derives the rest.
    pub accent: Option<String>,
    /// Logo, relative to `static/`.
    pub logo: Option<String>,
    /// Name of the theme: a folder below `themes/`, else the embedded one of that name.
    pub theme: String,
    /// Where the configuration file names it, for a theme that is not there.
    pub theme_label: Option<Label>,
    /// Time zone of dates without one.
    pub time_zone: jiff::tz::TimeZone,
    /// Folder of the articles, relative to the project root; empty for a bare folder.
    pub content: String,
    /// Warnings count as errors.
    pub strict: bool,
    /// Level per folder and rule; `None` is off. An empty
    /// folder means everywhere.
    pub rules: BTreeMap<(String, &'static Rule), Option<Level>>,
    /// Globs (below the content folder) of what is not content.
    pub ignore: Vec<String>,
    /// Hosts whose absolute article links are links of this site.
    pub former_hosts: Vec<String>,
    /// Link schemes allowed beside http, https, mailto, tel and sms.
    pub link_schemes: Vec<String>,
    /// Hosts whose images may be shown.
    pub image_hosts: Vec<String>,
    /// Where articles can be improved.
    pub repository: Option<Repository>,
    /// Publishes drafts and articles of the future too (`--drafts`).
    pub drafts: bool,
    /// Free data for templates.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// The way to a person, from `data/contact.toml`.
    pub contact: Option<Contact>,
    /// The words of the house, from `data/terms.toml`.
    pub terms: Vec<Term>,
}

/// One language of the site.
#[derive(Clone, Debug)]
pub struct LocaleConfig {
    /// Its tag.
    pub locale: Locale,
    /// Name of the help centre in it.
    pub title: String,
    /// What the site is, one sentence.
    pub description: Option<String>,
    /// The question on top of the home page.
    pub tagline: Option<String>,
    /// A content root of its own, relative to the project root.
    pub content: Option<String>,
    /// Strings that replace the theme's.
    pub strings: BTreeMap<String, String>,
}

/// A repository whose files can be edited on the web.
#[derive(Clone, Debug)]
pub struct Repository {
    /// Address with `{path}` where the source path goes.
    pub edit_url: String,
}

/// The word of the house for a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The language it is a word of, one of the site's.
    pub locale: Locale,
    /// The word, or a few; then what customers say instead, whether or not a writer may.
    pub words: Vec<String>,
}

/// A text per locale.
pub type Localised<T = String> = BTreeMap<String, T>;

/// The contact card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Contact {
    /// Time zone of the hours.
    pub time_zone: String,
    /// Days (ISO) on which nobody answers.
    pub holidays: Vec<String>,
    /// The ways to a person, best first.
    pub channels: Vec<Channel>,
    /// What to have ready before calling.
    pub have_ready: Localised<Vec<String>>,
}

/// One way to a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Channel {
    /// What it is.
    pub kind: ChannelKind,
    /// Number, address or link.
    pub value: String,
    /// Its name.
    pub label: Localised,
    /// When somebody answers; empty means any time.
    pub hours: Vec<Hours>,
    /// What it costs.
    pub cost: Localised,
}

/// Kinds of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelKind {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A page with a form.
    Form,
    /// A page with a chat.
    Chat,
    /// A postal address.
    Post,
}

/// Opening hours of some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Hours {
    /// `mon` … `sun`.
    pub days: Vec<String>,
    /// `HH:MM`.
    pub from: String,
    /// `HH:MM`.
    pub to: String,
}
