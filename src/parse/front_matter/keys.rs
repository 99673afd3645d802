//! The keys of front matter: what each is called, here and elsewhere, and what it sets.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::reader::Reader;
use super::tree::Tree;
use super::visibility::{self, Effect};
use crate::parse::document::{Dated, FrontMatter, Reference};

/// A key and what it does.
pub(super) struct Key {
    /// Its name, then the names other generators give it, in lower case. Of several that are given
    /// the first in this order counts, except where a value decides who sees the article: there
    /// every one counts.
    pub(super) names: &'static [&'static str],
    /// What it sets.
    pub(super) slot: Slot,
}

/// Where a value goes and what it must be.
#[derive(Clone, Copy)]
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
    Date(fn(&mut FrontMatter) -> &mut Option<Dated>),
    /// An address, or another article.
    Reference(fn(&mut FrontMatter) -> &mut Option<Reference>),
    /// Other articles; one text is a list of one.
    References(fn(&mut FrontMatter) -> &mut Vec<Reference>),
    /// Decides who sees the article.
    Sight(Sight),
    /// Anything else.
    Own(fn(&mut Reader<'_, '_>, &str, &Tree)),
    /// Understood by a feature that is not there yet.
    Later,
}

impl Slot {
    /// Whether its values are texts that somebody reads.
    pub(super) fn is_text(self) -> bool {
        matches!(
            self,
            Self::Words(_) | Self::Text(_) | Self::Texts(_) | Self::Tags(_) | Self::Reference(_)
        )
    }
}

/// How a key decides who sees the article. What is none of the values it may have is an error.
#[derive(Clone, Copy)]
pub(super) enum Sight {
    /// Yes or no, and what follows from each.
    Switch { yes: Effect, no: Effect },
    /// As a switch; a date says from when on it is shown.
    From { yes: Effect, no: Effect },
    /// As a switch; a date says until when it is shown.
    Until { yes: Effect, no: Effect },
    /// Any value but none: a password, the group that may read.
    Presence(Effect),
    /// A word such as `draft`, `public` or `internal`.
    Word,
    /// Words for who is meant; they decide only where they mean staff.
    Audience,
    /// A group of other keys, in which one of these may stand by mistake or by a theme's habit.
    Group,
    /// More than a word says.
    Own(fn(&mut Reader<'_, '_>, &str, &Tree)),
}

use Effect::{Draft, OffMenus, Private, Shows, Staff, Unindexed, Unlisted, Unsearched};
use Sight::{Audience, From, Group, Presence, Switch, Until, Word};
use Slot::{Date, Later, Number, Own, References, Sight as See, Tags, Text, Texts, Words};

/// Every key there is.
pub(super) const KEYS: &[Key] = &[
    Key { names: &["title"], slot: Words(|front| &mut front.title) },
    Key {
        names: &["menu_title", "nav_title", "sidebar_label", "linktitle", "short_title"],
        slot: Words(|front| &mut front.menu_title),
    },
    Key { names: &["description", "summary"], slot: Words(|front| &mut front.description) },
    Key { names: &["slug"], slot: Slot::Reference(|front| &mut front.slug) },
    Key { names: &["permalink", "url"], slot: See(Sight::Own(visibility::permalink)) },
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
    Key { names: &["date"], slot: Own(|reader, _, value| reader.written_on(value)) },
    Key {
        names: &["updated", "lastmod", "last_modified_at"],
        slot: Date(|front| &mut front.updated),
    },
    Key { names: &["reviewed"], slot: Date(|front| &mut front.reviewed) },
    // Who sees the article.
    Key {
        names: &[
            "draft",
            "is_draft",
            "wip",
            "work_in_progress",
            "pending",
            "disabled",
            "do_not_publish",
            "no_publish",
        ],
        slot: See(Switch { yes: Draft, no: Shows }),
    },
    Key {
        names: &[
            "publish",
            "published",
            "publish_date",
            "is_published",
            "pub_date",
            "pub_datetime",
            "publish_at",
            "publish_on",
            "publish_from",
            "published_at",
            "published_on",
            "published_date",
            "publication_date",
            "date_published",
            "available_from",
            "visible_from",
            "enabled",
            "live",
        ],
        slot: See(From { yes: Shows, no: Draft }),
    },
    Key {
        names: &["embargo", "embargoed", "embargo_until", "embargo_date"],
        slot: See(From { yes: Private, no: Shows }),
    },
    Key {
        names: &[
            "expires",
            "expire",
            "expiry_date",
            "expired",
            "expiry",
            "expire_date",
            "expires_at",
            "expires_on",
            "expiration",
            "expiration_date",
            "expire_at",
            "expire_on",
            "expired_at",
            "expires_date",
            "available_until",
            "valid_until",
            "visible_until",
        ],
        slot: See(Until { yes: Private, no: Shows }),
    },
    Key {
        names: &[
            "unpublish",
            "unpublished",
            "unpublish_date",
            "unpublish_at",
            "unpublish_on",
            "unpub_date",
        ],
        slot: See(Until { yes: Draft, no: Shows }),
    },
    Key {
        names: &[
            "private",
            "is_private",
            "confidential",
            "secret",
            "restricted",
            "protected",
            "password_protected",
            "encrypted",
            "members_only",
            "headless",
            "archived",
            "is_archived",
            "deleted",
            "is_deleted",
            "trashed",
            "trash",
            "withdrawn",
        ],
        slot: See(Until { yes: Private, no: Shows }),
    },
    Key {
        names: &["public", "is_public", "render", "routable"],
        slot: See(Switch { yes: Shows, no: Private }),
    },
    Key {
        names: &["password", "user_segment_id", "deleted_at", "archived_at", "trashed_at"],
        slot: See(Presence(Private)),
    },
    Key {
        names: &["staff", "staff_only", "internal", "is_internal", "internal_only"],
        slot: See(Switch { yes: Staff, no: Shows }),
    },
    Key {
        names: &["unlisted", "hidden", "is_hidden", "invisible"],
        slot: See(Switch { yes: Unlisted, no: Shows }),
    },
    Key { names: &["hide"], slot: See(Sight::Own(visibility::hide)) },
    Key {
        names: &["listed", "visible", "is_visible"],
        slot: See(Switch { yes: Shows, no: Unlisted }),
    },
    Key {
        names: &[
            "nav_exclude",
            "exclude_from_nav",
            "eleventy_exclude_from_collections",
            "hide_from_toc",
            "hide_from_nav",
            "hide_from_menu",
            "hide_from_sidebar",
            "hidden_in_home_list",
        ],
        slot: See(Switch { yes: OffMenus, no: Shows }),
    },
    Key {
        names: &[
            "status",
            "visibility",
            "access",
            "post_status",
            "article_status",
            "content_status",
            "publish_status",
            "publication_status",
        ],
        slot: See(Word),
    },
    Key { names: &["audience", "audiences", "role", "roles", "user_type"], slot: See(Audience) },
    Key { names: &["build"], slot: See(Sight::Own(visibility::build)) },
    Key { names: &["sidebar"], slot: See(Sight::Own(visibility::sidebar)) },
    Key { names: &["cascade"], slot: See(Sight::Own(visibility::cascade)) },
    Key {
        names: &["params", "taxonomies", "meta", "metadata", "page", "properties", "seo"],
        slot: See(Group),
    },
    Key { names: &["robots"], slot: See(Sight::Own(visibility::robots)) },
    Key {
        names: &["noindex", "robots_noindex", "sitemap_exclude", "exclude_from_sitemap"],
        slot: See(Switch { yes: Unindexed, no: Shows }),
    },
    Key { names: &["sitemap"], slot: See(Sight::Own(visibility::sitemap)) },
    Key { names: &["search"], slot: See(Sight::Own(visibility::search)) },
    Key {
        names: &[
            "excluded_in_search",
            "search_exclude",
            "exclude_search",
            "exclude_from_search",
            "hide_from_search",
            "no_search",
        ],
        slot: See(Switch { yes: Unsearched, no: Shows }),
    },
    Key {
        names: &["in_search", "in_search_index", "searchable", "pagefind"],
        slot: See(Switch { yes: Shows, no: Unsearched }),
    },
    // What it is for, how it is found, where it leads.
    Key { names: &["type"], slot: Own(|reader, name, value| reader.kind(name, value)) },
    Key { names: &["stage"], slot: Own(|reader, name, value| reader.stage(name, value)) },
    Key { names: &["answer"], slot: Words(|front| &mut front.answer) },
    Key { names: &["symptoms"], slot: Texts(|front| &mut front.symptoms) },
    Key { names: &["keywords"], slot: Tags(|front| &mut front.keywords) },
    Key { names: &["tags"], slot: Tags(|front| &mut front.tags) },
    Key { names: &["models"], slot: Tags(|front| &mut front.models) },
    Key { names: &["time"], slot: Words(|front| &mut front.time) },
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

/// Folded name → the key's place in [`KEYS`] and the name's place in its list.
static PLACES: LazyLock<HashMap<String, (usize, usize)>> = LazyLock::new(|| {
    let mut places = HashMap::new();
    for (at, key) in KEYS.iter().enumerate() {
        for (alias, name) in key.names.iter().enumerate() {
            places.insert(folded(name), (at, alias));
        }
    }
    places
});

/// The key that `name` is, as its place in [`KEYS`] and in the list of its names.
pub(super) fn find(name: &str) -> Option<(usize, usize)> {
    PLACES.get(&folded(name)).copied()
}

/// How the key `name` decides who sees the article, if it does.
pub(super) fn sight(name: &str) -> Option<Sight> {
    match KEYS.get(find(name)?.0)?.slot {
        Slot::Sight(sight) => Some(sight),
        _ => None,
    }
}

/// A name as it is compared: `isDraft`, `is-draft` and `IS_DRAFT` are one.
pub(super) fn folded(name: &str) -> String {
    name.chars()
        .filter(|letter| !matches!(letter, '-' | '_' | '.' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}
