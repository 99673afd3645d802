//! Who sees what: which documents are published on the build date, and where they show up.
//!
//! The keys of an `_index.md` hold for everything in its folder and below; one without a language
//! suffix holds for all languages of the folder. The strictest word wins: nothing below a draft
//! can be published by saying so. A date that no clock of the zone can show is compared as a day,
//! so that `publish: 9999-12-31` means never.

use std::collections::HashMap;
use std::sync::Arc;

use super::cascade::Pages;
use super::sources::{Placed, Role};
use super::{LocaleId, Visibility, Withheld};
use crate::config::{BuildDate, Config};
use crate::parse::{Alleged, Dated, FrontMatter, Limit, SearchWish, UnreadDate, When};
use crate::parse::{VISIBILITY_KEY, VISIBILITY_VALUE, WRONG_VALUE};
use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static FUTURE_DATE: Rule = Rule::warning(
    "future-date",
    "a `date` of the future hides the article; an `updated` or `reviewed` of the future counts \
     as absent",
);

/// The day of the build and the zone of the site: what "future" means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar<'a> {
    config: &'a Config,
    build: BuildDate,
}

impl<'a> Calendar<'a> {
    pub(super) fn new(config: &'a Config, build: BuildDate) -> Self {
        Self { config, build }
    }

    /// A date as a moment: without zone it is in the site's. `None` for one no clock of the zone
    /// shows.
    pub(super) fn moment(self, when: When) -> Option<jiff::Timestamp> {
        let local = match when {
            When::Moment(moment) => return Some(moment),
            When::Day(day) => day.to_datetime(jiff::civil::Time::midnight()),
            When::Clock(clock) => clock,
        };
        local.to_zoned(self.config.time_zone.clone()).ok().map(|zoned| zoned.timestamp())
    }

    /// A date as a day in the site's zone.
    pub(super) fn day(self, when: When) -> jiff::civil::Date {
        match when {
            When::Day(day) => day,
            When::Clock(clock) => clock.date(),
            When::Moment(moment) => moment.to_zoned(self.config.time_zone.clone()).date(),
        }
    }

    /// Whether the moment of `dated` is still to come.
    fn is_to_come(self, dated: Dated) -> bool {
        match self.moment(dated.when) {
            Some(moment) => moment > self.build.moment,
            None => self.is_on_a_later_day(dated),
        }
    }

    /// Whether the day of `dated` is still to come. Dates that are shown are compared so: an
    /// article written this afternoon is not one of the future.
    fn is_on_a_later_day(self, dated: Dated) -> bool {
        self.day(dated.when) > self.build.day
    }

    /// Whether the moment of `dated` is over. The clock of a build that knows only its day stands at
    /// midnight, and does not show what has come since: then all that day holds counts as over.
    fn is_over(self, dated: Dated) -> bool {
        let midnight = self.moment(When::Day(self.build.day));
        let knows_only_the_day = midnight == Some(self.build.moment);
        !self.is_to_come(dated) || (knows_only_the_day && !self.is_on_a_later_day(dated))
    }

    /// The last of several dates, by their days.
    pub(super) fn last(self, dates: &[Dated]) -> Option<Dated> {
        dates.iter().copied().max_by_key(|dated| self.day(dated.when))
    }

    /// Whether a date that cannot be read is of a year before this one, and so none of the future.
    fn is_past_year(self, date: UnreadDate) -> bool {
        date.year.is_some_and(|year| year < self.build.day.year())
    }

    /// A date that is shown; one of a later day counts as absent, for it would stand on top of
    /// everything that is sorted by date.
    pub(super) fn past(self, dated: Option<Dated>) -> Option<When> {
        dated.filter(|&dated| !self.is_on_a_later_day(dated)).map(|dated| dated.when)
    }
}

/// What is said about a document, by itself and by the folders it is in.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    withheld: Option<Withheld>,
    unlisted: bool,
    off_menus: bool,
    unsearched: bool,
    noindex: bool,
}

impl Word {
    fn of(front: &FrontMatter, calendar: Calendar<'_>) -> Self {
        let shows_drafts = calendar.config.drafts;
        let may_be_later = front.date.iter().any(|&date| calendar.is_on_a_later_day(date))
            || front.unread_date.is_some_and(|date| !calendar.is_past_year(date));
        let is_dated_later = front.publish.is_empty() && may_be_later;
        let withheld = if front.staff {
            Some(Withheld::Staff)
        } else if front.private {
            Some(Withheld::Private)
        } else if front.expires.iter().any(|&dated| calendar.is_over(dated)) {
            Some(Withheld::Expired)
        } else if shows_drafts {
            None
        } else if front.draft {
            Some(Withheld::Draft)
        } else if front.publish.iter().any(|&dated| calendar.is_to_come(dated)) {
            Some(Withheld::Later)
        } else if is_dated_later {
            Some(Withheld::FutureDate)
        } else {
            None
        };
        Self {
            withheld,
            unlisted: front.unlisted,
            off_menus: front.off_menus,
            unsearched: front.search == SearchWish::Never,
            noindex: front.noindex,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            withheld: self.withheld.or(other.withheld),
            unlisted: self.unlisted || other.unlisted,
            off_menus: self.off_menus || other.off_menus,
            unsearched: self.unsearched || other.unsearched,
            noindex: self.noindex || other.noindex,
        }
    }
}

/// What the head of a folder says, and of which pages.
struct Said {
    word: Word,
    pages: Pages,
}

impl Said {
    fn of(head: &Placed, calendar: Calendar<'_>, problems: &mut Vec<Problem>) -> Vec<Self> {
        let front = &head.document.front;
        let all = Self { word: Word::of(front, calendar), pages: Pages::default() };
        let some = front.cascades.iter().map(|cascade| Self {
            word: Word::of(&cascade.front, calendar),
            pages: Pages::of(&cascade.target, head.source(), problems),
        });
        std::iter::once(all).chain(some).collect()
    }
}

/// All that is said of this page.
fn said_of<'s>(
    page: &Placed,
    said: impl IntoIterator<Item = &'s Said>,
    calendar: Calendar<'_>,
) -> Word {
    said.into_iter()
        .filter(|said| said.pages.hold(page, calendar.config))
        .fold(Word::default(), |all, said| all.and(said.word))
}

/// The visibility of each document, or why it is not published.
pub(super) fn decide(
    placed: &[Arc<Placed>],
    calendar: Calendar<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Result<Visibility, Withheld>> {
    // By content root, folder and language; `None` is a file without a suffix.
    let mut of_folders: HashMap<(&str, &str, Option<LocaleId>), Vec<Said>> = HashMap::new();
    for one in placed.iter().filter(|one| one.role == Role::Folder) {
        let language = one.has_suffix.then_some(one.locale);
        let said = Said::of(one, calendar, problems);
        // `_index.md` beside `_index.markdown`: what each says holds.
        of_folders.entry((&one.root, &one.folder, language)).or_default().extend(said);
    }
    let mut known: HashMap<(&str, &str, LocaleId), Vec<&Said>> = HashMap::new();
    placed
        .iter()
        .map(|one| {
            let above = known.entry((&one.root, &one.folder, one.locale)).or_insert_with(|| {
                folders_up(&one.folder)
                    .flat_map(|folder| [None, Some(one.locale)].map(|language| (folder, language)))
                    .filter_map(|(folder, language)| {
                        of_folders.get(&(one.root.as_str(), folder, language))
                    })
                    .flatten()
                    .collect()
            });
            let above = said_of(one, above.iter().copied(), calendar);
            // A page that heads nothing says to itself what it says to pages below.
            let own = match one.role {
                Role::Folder => Word::of(&one.document.front, calendar),
                _ => said_of(one, &Said::of(one, calendar, problems), calendar),
            };
            tell_future(&one.document.front, one.source(), own.withheld, calendar, problems);
            let word = own.and(above);
            match word.withheld {
                Some(why) => Err(why),
                None => Ok(Visibility {
                    listed: !word.unlisted && !word.off_menus,
                    searched: !word.unlisted && !word.unsearched,
                    indexed: !word.unlisted && !word.noindex,
                }),
            }
        })
        .collect()
}

/// Tells dates of the future that are shown or that hide the article without saying so.
fn tell_future(
    front: &FrontMatter,
    source: &SourcePath,
    withheld: Option<Withheld>,
    calendar: Calendar<'_>,
    problems: &mut Vec<Problem>,
) {
    let hides = withheld == Some(Withheld::FutureDate);
    if withheld.is_some() && !hides {
        return;
    }
    for alleged in &front.alleged {
        let would_hide = match alleged.limit {
            Limit::First => calendar.is_to_come(alleged.dated),
            Limit::Last => calendar.is_over(alleged.dated),
        };
        if would_hide {
            problems.push(looks_hidden(alleged, source));
        }
    }
    if let Some(date) = front.unread_date {
        let decides = front.publish.is_empty() && !calendar.is_past_year(date);
        problems.push(unread(date, decides, source));
    }
    let date = calendar.last(&front.date);
    let dates = [("date", date), ("updated", front.updated), ("reviewed", front.reviewed)];
    for (name, dated) in dates {
        let Some(dated) = dated.filter(|&dated| calendar.is_on_a_later_day(dated)) else {
            continue;
        };
        let day = calendar.day(dated.when);
        let problem = if hides && name == "date" {
            Problem::of(&FUTURE_DATE, "a `date` in the future hides the article")
                .at(source, dated.span, format!("it is not published before {day}"))
                .help(
                    "correct the date; or write `publish` with it, which hides until then without \
                     a warning. `--drafts` shows the article",
                )
        } else {
            Problem::of(&FUTURE_DATE, "a date in the future counts as absent")
                .at(source, dated.span, format!("`{name}` is {day}"))
                .help("correct it: it would stand on top of everything sorted by date")
        };
        problems.push(problem);
    }
}

/// A date that would hide the article if somebody knew its key.
fn looks_hidden(alleged: &Alleged, source: &SourcePath) -> Problem {
    let (label, key) = match alleged.limit {
        Limit::First => ("its date is still to come", "publish"),
        Limit::Last => ("its date is over", "expires"),
    };
    let name = &alleged.name;
    let headline = format!("front-matter key `{name}` looks as if it decided who sees the article");
    Problem::of(&VISIBILITY_KEY, headline)
        .at(source, alleged.dated.span, label)
        .help(format!("write `{key}` if that is meant; data of your own goes below `extra`"))
}

/// A `date` nobody can read. Where it may be one of the future it decides who sees the article.
fn unread(date: UnreadDate, decides: bool, source: &SourcePath) -> Problem {
    let headline = "`date` should be a date like 2026-02-16";
    if decides {
        Problem::of(&VISIBILITY_VALUE, headline)
            .at(source, date.span, "this may be a day to come, until which the article is hidden")
            .help("write it so, or remove the line")
    } else {
        Problem::of(&WRONG_VALUE, headline)
            .at(source, date.span, "this cannot be read")
            .help("the key counts as absent until it is mended")
    }
}

/// `a/b`, `a`, and the empty string.
pub(super) fn folders_up(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |&folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(parent, _)| parent))
    })
}
