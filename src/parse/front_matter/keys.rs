//! The keys of front matter: what each is called, here and elsewhere, and what it sets.

use super::reader::Reader;
use super::tree::Tree;
use crate::parse::document::{FrontMatter, Reference, When};

/// A key and what it does.
pub(super) struct Key {
    /// Its name, then the names other generators give it, in lower case with `_`. Of several that
    /// are given the first in this order counts.
    pub(super) names: &'static [&'static str],
    /// What it sets.
    pub(super) slot: Slot,
}

/// Where a value goes and what it must be.
pub(super) enum Slot {
    /// One text that is shown: what it says, without marks.
    Words(fn(&mut FrontMatter) -> &mut Option<String>),
    /// One text as written.
    Text(fn(&mut FrontMatter) -> &mut Option<String>),
    /// A list of texts; one text is a list of one.
    Texts(fn(&mut FrontMatter) -> &mut Vec<String>),
    /// A list of words; one text is cut at its commas.
    Tags(fn(&mut FrontMatter) -> &mut Vec<String>),
    /// A number.
    Number(fn(&mut FrontMatter) -> &mut Option<f64>),
    /// A date that is shown.
    Date(fn(&mut FrontMatter) -> &mut Option<When>),
    /// A date that decides who sees the article.
    VisibleDate(fn(&mut FrontMatter) -> &mut Option<When>),
    /// Yes or no, and decides who sees the article.
    Flag(fn(&mut FrontMatter) -> &mut bool),
    /// An address, or another article.
    Reference(fn(&mut FrontMatter) -> &mut Option<Reference>),
    /// Other articles; one text is a list of one.
    References(fn(&mut FrontMatter) -> &mut Vec<Reference>),
    /// Anything else.
    Own(fn(&mut Reader<'_, '_>, &str, &Tree)),
    /// Understood by a feature that is not there yet.
    Later,
}

use Slot::{Date, Flag, Later, Number, Own, References, Tags, Text, Texts, VisibleDate, Words};

/// Every key there is.
pub(super) const KEYS: &[Key] = &[
    Key { names: &["title"], slot: Words(|front| &mut front.title) },
    Key {
        names: &["menu_title", "nav_title", "sidebar_label", "linktitle", "short_title"],
        slot: Words(|front| &mut front.menu_title),
    },
    Key { names: &["description", "summary"], slot: Words(|front| &mut front.description) },
    Key { names: &["slug"], slot: Slot::Reference(|front| &mut front.slug) },
    Key { names: &["permalink", "url"], slot: Slot::Reference(|front| &mut front.permalink) },
    Key { names: &["id"], slot: Text(|front| &mut front.id) },
    Key { names: &["aliases", "redirect_from"], slot: References(|front| &mut front.aliases) },
    Key {
        names: &["redirect", "redirect_to", "redirect_url"],
        slot: Slot::Reference(|front| &mut front.redirect),
    },
    Key {
        names: &["weight", "order", "sidebar_position", "nav_order"],
        slot: Number(|front| &mut front.weight),
    },
    Key { names: &["date"], slot: Date(|front| &mut front.date) },
    Key {
        names: &["updated", "lastmod", "last_modified_at"],
        slot: Date(|front| &mut front.updated),
    },
    Key { names: &["reviewed"], slot: Date(|front| &mut front.reviewed) },
    Key { names: &["publish", "publishdate"], slot: VisibleDate(|front| &mut front.publish) },
    Key { names: &["expires", "expirydate"], slot: VisibleDate(|front| &mut front.expires) },
    Key { names: &["draft"], slot: Flag(|front| &mut front.draft) },
    Key { names: &["published"], slot: Own(|reader, name, value| reader.published(name, value)) },
    Key { names: &["staff"], slot: Flag(|front| &mut front.staff) },
    Key { names: &["unlisted"], slot: Flag(|front| &mut front.unlisted) },
    Key { names: &["hide"], slot: Flag(|front| &mut front.unlisted) },
    Key { names: &["robots"], slot: Own(|reader, name, value| reader.robots(name, value)) },
    Key { names: &["search"], slot: Own(|reader, name, value| reader.search(name, value)) },
    Key {
        names: &["excluded_in_search"],
        slot: Own(|reader, name, value| reader.excluded_in_search(name, value)),
    },
    Key { names: &["type"], slot: Own(|reader, name, value| reader.kind(name, value)) },
    Key { names: &["stage"], slot: Own(|reader, name, value| reader.stage(name, value)) },
    Key { names: &["answer"], slot: Words(|front| &mut front.answer) },
    Key { names: &["symptoms"], slot: Texts(|front| &mut front.symptoms) },
    Key { names: &["keywords"], slot: Tags(|front| &mut front.keywords) },
    Key { names: &["tags"], slot: Tags(|front| &mut front.tags) },
    Key { names: &["models"], slot: Tags(|front| &mut front.models) },
    Key { names: &["time"], slot: Text(|front| &mut front.time) },
    Key { names: &["tools"], slot: Texts(|front| &mut front.tools) },
    Key { names: &["before"], slot: References(|front| &mut front.before) },
    Key { names: &["next"], slot: References(|front| &mut front.next) },
    Key { names: &["if_not"], slot: References(|front| &mut front.if_not) },
    Key { names: &["related"], slot: References(|front| &mut front.related) },
    Key { names: &["extra"], slot: Own(|reader, name, value| reader.extra(name, value)) },
    Key { names: &["code"], slot: Later },
    Key { names: &["products"], slot: Later },
    Key { names: &["applies_to"], slot: Later },
    Key { names: &["level"], slot: Later },
    Key { names: &["safety"], slot: Later },
    Key { names: &["owner"], slot: Later },
    Key { names: &["component"], slot: Later },
    Key { names: &["confidence"], slot: Later },
    Key { names: &["review_every"], slot: Later },
    Key { names: &["reasons"], slot: Later },
    Key { names: &["source"], slot: Later },
    Key { names: &["scenarios"], slot: Later },
];
