//! Unknown keys that look as if they decided who sees an article: `isDrafft`, `hide_from_feed`,
//! `not-public`. Such a key is never just unknown: its writer believes that the article is hidden.
//!
//! A name looks so when it is made of nothing but words of that kind and words that add nothing
//! (`is`, `page`, `from`): `internal_links`, `hide_title` and `hidden_gems` are about other things.
//! Or when it is one slip away from a key of that kind and its value is what such keys have.

use std::sync::LazyLock;

use super::keys::{KEYS, Slot, folded};
use super::reader::{earliest, latest, text};
use super::tree::{Scalar, Tree, Value};
use super::visibility::{flag, is_clear_hiding_word, is_hiding_word};
use crate::parse::document::{Dated, Limit};
use crate::text::problem::slips;

/// Words that say who sees something.
const SIGHT: &[&str] = &[
    "archive",
    "archived",
    "confidential",
    "delete",
    "deleted",
    "draft",
    "drafts",
    "embargo",
    "embargoed",
    "expiration",
    "expire",
    "expired",
    "expires",
    "expiry",
    "internal",
    "internally",
    "noindex",
    "private",
    "privately",
    "privacy",
    "public",
    "publicly",
    "publish",
    "published",
    "publishing",
    "publishes",
    "restrict",
    "restricted",
    "restriction",
    "secret",
    "staff",
    "trashed",
    "unlist",
    "unlisted",
    "unpublish",
    "unpublished",
    "visibility",
    "visible",
];

/// Words that leave something out: of a part of the page, unless they name a place it is kept from.
const HIDING: &[&str] =
    &["exclude", "excluded", "excludes", "hidden", "hide", "hides", "invisible", "omit", "skip"];

/// Words that add nothing.
const IDLE: &[&str] = &[
    "a", "all", "article", "as", "be", "content", "do", "doc", "document", "dont", "entry",
    "everyone", "flag", "for", "has", "is", "item", "mark", "me", "mode", "no", "not", "note",
    "only", "page", "post", "set", "should", "state", "status", "the", "this", "was",
];

/// Words that make a place of what follows.
const FROM: &[&str] =
    &["after", "at", "before", "from", "in", "on", "since", "till", "to", "until"];

/// Where something may be shown, and when.
const PLACES: &[&str] = &[
    "collections",
    "date",
    "day",
    "end",
    "ends",
    "feed",
    "feeds",
    "google",
    "home",
    "homepage",
    "index",
    "list",
    "lists",
    "menu",
    "menus",
    "nav",
    "navigation",
    "rss",
    "search",
    "sidebar",
    "site",
    "sitemap",
    "start",
    "starts",
    "time",
    "toc",
    "web",
];

/// Words for the first day on which something is shown.
const FIRST: &[&str] = &[
    "after",
    "appear",
    "appears",
    "begin",
    "begins",
    "effective",
    "from",
    "golive",
    "launch",
    "launched",
    "launches",
    "lift",
    "lifted",
    "lifts",
    "live",
    "notbefore",
    "online",
    "release",
    "released",
    "releases",
    "schedule",
    "scheduled",
    "since",
    "start",
    "starting",
    "starts",
];

/// Words for the last one.
const LAST: &[&str] = &[
    "before", "end", "ending", "ends", "notafter", "offline", "removal", "remove", "removed",
    "retire", "retires", "stop", "stops", "sunset", "takedown", "through", "thru", "till", "to",
    "until",
];

/// Words that may stand beside those.
const BESIDE: &[&str] = &[
    "active",
    "activation",
    "available",
    "availability",
    "display",
    "displayed",
    "embargo",
    "goes",
    "go",
    "pub",
    "publication",
    "show",
    "shown",
    "shows",
    "utc",
    "valid",
    "validity",
    "window",
];

/// What the names of keys for a state or for readers hold.
const STATES: &[&str] = &[
    "access",
    "audience",
    "display",
    "lifecycle",
    "permission",
    "phase",
    "sharing",
    "state",
    "status",
    "visib",
    "workflow",
];

/// Keys for somebody's name, whatever it is.
const PEOPLE: &[&str] = &["author", "authors", "by", "contributors", "creator", "writer"];

/// The key that an unknown `name` may stand for, where it looks as if it decided who sees the
/// article; `None` where it does not.
pub(super) fn nearest_key(name: &str, value: &Tree) -> Option<&'static str> {
    if is_long(value) && latest(value).is_none() {
        return None;
    }
    let name = folded(name);
    if is_made_of_words(&name) {
        return Some(nearest(&name));
    }
    if !is_switch(value) {
        return None;
    }
    let longest = if name.len() < 9 { 1 } else { 2 };
    let length = name.chars().count();
    let near = SIGHT_NAMES
        .iter()
        .filter(|(folded, _)| folded.len().abs_diff(length) <= longest)
        .map(|(folded, known)| (slips(&name, folded), *known));
    near.filter(|&(slips, known)| slips <= longest && known.len() > 4)
        .min_by_key(|&(slips, _)| slips)
        .map(|(_, known)| known)
        .or_else(|| is_turned_hide(&name).then_some("hide"))
}

/// The end of the time in which the article is shown that an unknown key names, by its words, and
/// its date: `release_date`, `valid_to`. The words must be all there is to it, and `to` is no name.
pub(super) fn limit(name: &str, value: &Tree) -> Option<(Limit, Dated)> {
    let name = folded(name);
    let is_bare = FROM.contains(&name.as_str());
    let limit = (!is_bare && name.len() <= 40).then(|| limit_of(&name, None)).flatten()?;
    let dated = match limit {
        Limit::First => latest(value),
        Limit::Last => earliest(value),
    };
    dated.map(|dated| (limit, dated))
}

/// Cuts the rest of a name into words for the first and the last day and words that add nothing.
fn limit_of(rest: &str, seen: Option<Limit>) -> Option<Limit> {
    if rest.is_empty() {
        return seen;
    }
    let lists: [(&[&str], Option<Limit>); 5] = [
        (LAST, Some(Limit::Last)),
        (FIRST, Some(Limit::First)),
        (BESIDE, seen),
        (&["date", "day", "time", "at", "on"], seen),
        (IDLE, seen),
    ];
    lists.iter().find_map(|(words, seen)| {
        let rests = words.iter().filter_map(|word| rest.strip_prefix(word));
        rests.filter_map(|rest| limit_of(rest, *seen)).next()
    })
}

/// The word of an unknown key that hides the article by its value: `state: draft`, `display: hidden`.
pub(super) fn hiding_word(name: &str, value: &Tree) -> Option<String> {
    let name = folded(name);
    let word = match &value.value {
        Value::List(items) => match items.as_slice() {
            [one] => text(one)?,
            _ => return None,
        },
        _ => text(value)?,
    };
    let is_state = STATES.iter().any(|state| name.contains(state));
    let is_person = PEOPLE.contains(&name.as_str());
    let hides = is_clear_hiding_word(&word) || is_state && is_hiding_word(&word);
    (hides && !is_person).then_some(word)
}

/// `hdie`: of short names only two letters that changed places count.
fn is_turned_hide(name: &str) -> bool {
    ["hdie", "hied", "ihde"].contains(&name)
}

fn nearest(name: &str) -> &'static str {
    let near = SIGHT_NAMES.iter().min_by_key(|(folded, _)| slips(name, folded));
    near.map_or("draft", |(_, known)| known)
}

/// The names of the keys that decide who sees an article, folded (all in ASCII) and as written.
static SIGHT_NAMES: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    KEYS.iter()
        .filter(|key| matches!(key.slot, Slot::Sight(_)))
        .filter(|key| !matches!(key.names[0], "permalink" | "audience" | "params" | "sidebar"))
        .flat_map(|key| key.names.iter().map(|name| (folded(name), *name)))
        .collect()
});

/// A value that is no switch whatever its name: a sentence, or a long list.
fn is_long(value: &Tree) -> bool {
    match &value.value {
        Value::Scalar { .. } => text(value).is_some_and(|text| text.split_whitespace().count() > 2),
        _ => false,
    }
}

/// A value such as keys have that decide who sees the article.
fn is_switch(value: &Tree) -> bool {
    flag(value).is_some()
        || latest(value).is_some()
        || matches!(value.value, Value::Scalar { kind: Scalar::Number(n), .. } if n == 0.0 || n == 1.0)
        || text(value).is_some_and(|text| {
            is_hiding_word(&text) || text.to_ascii_lowercase().contains("noindex")
        })
}

/// What a name that was cut into words has shown so far.
#[derive(Clone, Copy, Default)]
struct Seen {
    sight: bool,
    hiding: bool,
    from: bool,
    place: bool,
}

impl Seen {
    fn looks_like_visibility(self) -> bool {
        self.sight || (self.hiding && (self.from || !self.place))
    }
}

fn is_made_of_words(name: &str) -> bool {
    let is_candidate =
        name.len() <= 40 && SIGHT.iter().chain(HIDING).any(|word| name.contains(word));
    is_candidate && is_cut(name, Seen::default())
}

/// Whether the rest of a name can be cut into known words so that the whole looks like one of
/// these keys.
fn is_cut(rest: &str, seen: Seen) -> bool {
    if rest.is_empty() {
        return seen.looks_like_visibility();
    }
    let lists: [(&[&str], Seen); 5] = [
        (SIGHT, Seen { sight: true, ..seen }),
        (HIDING, Seen { hiding: true, ..seen }),
        (FROM, Seen { from: true, ..seen }),
        (PLACES, Seen { place: true, ..seen }),
        (IDLE, seen),
    ];
    lists.iter().any(|(words, seen)| {
        words.iter().filter_map(|word| rest.strip_prefix(word)).any(|rest| is_cut(rest, *seen))
    })
}
