//! Who sees what: which documents are published on the build date, and where they show up.
//!
//! The keys of an `_index.md` hold for everything in its folder and below; one without a language
//! suffix holds for all languages of the folder. The strictest word wins: nothing below a draft
//! can be published by saying so.

use std::collections::HashMap;

use super::sources::{Placed, Role};
use super::{LocaleId, Visibility};
use crate::config::{BuildDate, Config};
use crate::parse::{FrontMatter, SearchWish, When};

/// Why a document is in no output byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unpublished {
    Draft,
    Future,
    Expired,
    Staff,
}

impl Unpublished {
    /// For a label: "… is not published: it is a draft".
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::Draft => "it is a draft",
            Self::Future => "it is published later",
            Self::Expired => "it has expired",
            Self::Staff => "it is for staff only",
        }
    }
}

/// What is said about a document, by itself and by the folders it is in.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    unpublished: Option<Unpublished>,
    unlisted: bool,
    unsearched: bool,
    noindex: bool,
}

impl Word {
    fn of(front: &FrontMatter, config: &Config, date: BuildDate) -> Self {
        let moment = |when: When| moment(when, config);
        let is_future = front.publish.and_then(moment).is_some_and(|at| at > date.moment);
        let is_past = front.expires.and_then(moment).is_some_and(|at| at <= date.moment);
        let unpublished = if front.staff {
            Some(Unpublished::Staff)
        } else if is_past {
            Some(Unpublished::Expired)
        } else if front.draft && !config.drafts {
            Some(Unpublished::Draft)
        } else if is_future && !config.drafts {
            Some(Unpublished::Future)
        } else {
            None
        };
        Self {
            unpublished,
            unlisted: front.unlisted,
            unsearched: front.search == SearchWish::Never,
            noindex: front.noindex,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            unpublished: self.unpublished.or(other.unpublished),
            unlisted: self.unlisted || other.unlisted,
            unsearched: self.unsearched || other.unsearched,
            noindex: self.noindex || other.noindex,
        }
    }
}

/// A date as a moment: without zone it is in the site's. `None` for one no clock of the zone shows.
pub(super) fn moment(when: When, config: &Config) -> Option<jiff::Timestamp> {
    let local = match when {
        When::Moment(moment) => return Some(moment),
        When::Day(day) => day.to_datetime(jiff::civil::Time::midnight()),
        When::Clock(clock) => clock,
    };
    local.to_zoned(config.time_zone.clone()).ok().map(|zoned| zoned.timestamp())
}

/// A date as a day in the site's zone.
pub(super) fn day(when: When, config: &Config) -> jiff::civil::Date {
    match when {
        When::Day(day) => day,
        When::Clock(clock) => clock.date(),
        When::Moment(moment) => moment.to_zoned(config.time_zone.clone()).date(),
    }
}

/// The visibility of each document, or why it is not published.
pub(super) fn decide(
    placed: &[Placed],
    config: &Config,
    date: BuildDate,
) -> Vec<Result<Visibility, Unpublished>> {
    // By content root, folder and language; `None` is a file without a suffix.
    let mut of_folders: HashMap<(&str, &str, Option<LocaleId>), Word> = HashMap::new();
    for one in placed.iter().filter(|one| one.role == Role::Folder) {
        let language = one.has_suffix.then_some(one.locale);
        let word = Word::of(&one.document.front, config, date);
        of_folders.insert((&one.root, &one.folder, language), word);
    }
    let mut known: HashMap<(&str, &str, LocaleId), Word> = HashMap::new();
    placed
        .iter()
        .map(|one| {
            let above = *known.entry((&one.root, &one.folder, one.locale)).or_insert_with(|| {
                folders_up(&one.folder)
                    .flat_map(|folder| [None, Some(one.locale)].map(|language| (folder, language)))
                    .filter_map(|(folder, language)| {
                        of_folders.get(&(one.root.as_str(), folder, language))
                    })
                    .fold(Word::default(), |all, word| all.and(*word))
            });
            let word = Word::of(&one.document.front, config, date).and(above);
            match word.unpublished {
                Some(why) => Err(why),
                None => Ok(Visibility {
                    listed: !word.unlisted,
                    searched: !word.unlisted && !word.unsearched,
                    indexed: !word.unlisted && !word.noindex,
                }),
            }
        })
        .collect()
}

/// `a/b`, `a`, and the empty string.
pub(super) fn folders_up(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |&folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(parent, _)| parent))
    })
}
