//! Dates as writers write them: numbers in any order, English names of months, a time and a zone
//! behind them.
//!
//! `03/04/2027` is a day of March to some and of April to others. Nobody can tell, so both days are
//! given: who asks whether it is still to come takes the later, who asks whether it is over the
//! earlier.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

use crate::parse::document::When;

/// A date as it can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) first: When,
    pub(super) last: When,
    /// The two days it can mean, where day and month can change places.
    pub(super) unclear: Option<(Date, Date)>,
}

/// Reads `2026-02-16`, `16.2.2026`, `02/16/2026`, `2026/02/16`, `20260216`, `2026-02`, `16 Feb 2026`,
/// `Monday, February 16th, 2026`; a time such as `09:30`, `T09:30:15.5` or `5:30 PM` may follow, and
/// a zone such as `Z`, `+02:00` or `GMT`. The year 0 is no date: exports write it for none.
pub(super) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    // `Mon Feb 16 2026 09:30:00 GMT+0100 (CET)`, as scripts print it.
    let text = text.split_once('(').map_or(text, |(text, _)| text);
    let text = without_week_day(text);
    let (days, rest) = numbers(text).or_else(|| in_words(text))?;
    let clock = clock(rest)?;
    let at = |day: Date| (day.year() > 0).then(|| clock.on(day)).flatten();
    match days {
        (day, None) => at(day).map(|when| Reading { first: when, last: when, unclear: None }),
        (one, Some(other)) => {
            let (first, last) = (one.min(other), one.max(other));
            Some(Reading { first: at(first)?, last: at(last)?, unclear: Some((first, last)) })
        }
    }
}

/// The last year that `text` names in four digits; `None` where it names none or where longer
/// numbers stand in it.
pub(super) fn last_year(text: &str) -> Option<i16> {
    let numbers = || text.split(|letter: char| !letter.is_ascii_digit());
    let is_clear = numbers().all(|digits| digits.len() <= 4);
    let years = numbers().filter(|digits| digits.len() == 4).filter_map(|year| year.parse().ok());
    years.max().filter(|_| is_clear)
}

/// A day, and the other day that the same text can mean.
type Days = (Date, Option<Date>);

/// The day in numbers that `text` begins with, and what follows it.
fn numbers(text: &str) -> Option<(Days, &str)> {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '-' | '/' | '.'))
        .unwrap_or(text.len());
    let (written, rest) = text.split_at_checked(end)?;
    let mut parts = written.split(['-', '/', '.']);
    let parts = (parts.next()?, parts.next(), parts.next(), parts.next());
    let days = match parts {
        (all, None, None, None) if all.len() == 8 => {
            (day(all.get(..4)?, all.get(4..6)?, all.get(6..)?)?, None)
        }
        (year, Some(month), None, None) if year.len() == 4 => (day(year, month, "1")?, None),
        (month, Some(year), None, None) => (day(year, month, "1")?, None),
        (year, Some(month), Some(date), None) if year.len() == 4 => (day(year, month, date)?, None),
        (one, Some(two), Some(year), None) => match (day(year, two, one), day(year, one, two)) {
            (Some(first), Some(other)) => (first, Some(other).filter(|&other| other != first)),
            (first, other) => (first.or(other)?, None),
        },
        _ => return None,
    };
    Some((days, rest))
}

/// A day of a year of four digits.
fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let is_written_so = year.len() == 4 && matches!(month.len(), 1 | 2) && day.len() <= 2;
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    is_written_so.then_some(date)
}

/// `Feb 16, 2026`, `16 February 2026`, `16-Feb-2026`, `February 2026`, `Feb 16 09:30:00 2026`.
fn in_words(text: &str) -> Option<(Days, &str)> {
    let (first, rest) = word(text)?;
    let (second, rest) = word(rest)?;
    let Some(month) = month(first) else {
        let (year, rest) = word(rest)?;
        return Some(((named(year, month(second)?, first)?, None), rest));
    };
    if let Some(first) = named(second, month, "1") {
        return Some(((first, None), rest));
    }
    let (third, after) = word(rest)?;
    if third.contains(':') {
        let year = after.trim().rsplit([' ', '\t']).next()?;
        let clock = rest.trim_end().strip_suffix(year)?;
        return Some(((named(year, month, second)?, None), clock));
    }
    Some(((named(third, month, second)?, None), after))
}

/// The word that `text` begins with, and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    let is_between = |letter: char| letter.is_whitespace() || matches!(letter, ',' | '/' | '-');
    let text = text.trim_start_matches(is_between);
    let end = text.find(is_between).unwrap_or(text.len());
    text.split_at_checked(end).filter(|(word, _)| !word.is_empty())
}

/// A day of a month by name: `16`, `16th`, `16.`.
fn named(year: &str, month: i8, date: &str) -> Option<Date> {
    let digits = date.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let suffix = date.get(digits.len()..)?.to_ascii_lowercase();
    let is_day = matches!(suffix.as_str(), "" | "." | "st" | "nd" | "rd" | "th");
    day(year, &month.to_string(), digits).filter(|_| is_day)
}

/// The number of a month by its English name, or by its first letters.
fn month(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|month| is_name(name, month))?;
    i8::try_from(at + 1).ok()
}

/// Whether `name` is this name or its beginning: `Feb`, `Sept.`.
fn is_name(name: &str, whole: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.len() >= 3 && whole.starts_with(&name)
}

fn without_week_day(text: &str) -> &str {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    match word(text) {
        Some((first, rest)) if DAYS.iter().any(|day| is_name(first, day)) => {
            rest.trim_start_matches([',', ' '])
        }
        _ => text,
    }
}

/// What follows a day.
struct Clock {
    time: Option<Time>,
    zone: Option<Offset>,
}

impl Clock {
    fn on(&self, day: Date) -> Option<When> {
        let Some(time) = self.time else { return Some(When::Day(day)) };
        let clock = day.to_datetime(time);
        match self.zone {
            None => Some(When::Clock(clock)),
            Some(zone) => {
                let zoned = clock.to_zoned(TimeZone::fixed(zone)).ok()?;
                Some(When::Moment(zoned.timestamp()))
            }
        }
    }
}

/// Reads what follows a day: nothing, a time, a time and a zone.
fn clock(text: &str) -> Option<Clock> {
    let text = text.trim_start_matches(',').trim();
    if text.is_empty() {
        return Some(Clock { time: None, zone: None });
    }
    let text = text.strip_prefix(['T', 't']).or_else(|| text.strip_prefix("at ")).unwrap_or(text);
    let text = text.trim_start();
    let end = text
        .find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, ':' | '.' | ','))
        .unwrap_or(text.len());
    let (written, rest) = text.split_at_checked(end)?;
    let (half, rest) = half_of_day(rest.trim_start());
    let mut parts = written.split(':');
    let (hour, minute) = (parts.next()?, parts.next().or(half.map(|_| "0"))?);
    let second = parts.next().unwrap_or("0");
    let (second, fraction) = second.split_once(['.', ',']).unwrap_or((second, ""));
    let hour: i8 = hour.parse().ok()?;
    let hour = match half {
        None => hour,
        Some(after_noon) if (1..=12).contains(&hour) => hour % 12 + after_noon,
        Some(_) => return None,
    };
    // Nine digits of a second are kept.
    let nanoseconds = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    let time = Time::new(hour, minute.parse().ok()?, second.parse().ok()?, nanoseconds).ok()?;
    let is_whole = parts.next().is_none();
    is_whole.then_some(Clock { time: Some(time), zone: zone(rest.trim())? })
}

/// The hours that `AM` and `PM` add, and what follows them.
fn half_of_day(text: &str) -> (Option<i8>, &str) {
    for (name, hours) in [("am", 0), ("a.m.", 0), ("pm", 12), ("p.m.", 12)] {
        if let Some((word, rest)) = text.split_at_checked(name.len())
            && word.eq_ignore_ascii_case(name)
        {
            return (Some(hours), rest);
        }
    }
    (None, text)
}

/// A zone: `Some(None)` for none, `None` for one nobody knows.
fn zone(text: &str) -> Option<Option<Offset>> {
    /// The names that mail may have, with their hours.
    const NAMES: [(&str, i8); 11] = [
        ("utc", 0),
        ("gmt", 0),
        ("z", 0),
        ("est", -5),
        ("edt", -4),
        ("cst", -6),
        ("cdt", -5),
        ("mst", -7),
        ("mdt", -6),
        ("pst", -8),
        ("pdt", -7),
    ];
    let lower = text.to_ascii_lowercase();
    if lower.is_empty() {
        return Some(None);
    }
    if let Some(&(_, hours)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return Some(Some(Offset::constant(hours)));
    }
    let shift = lower.strip_prefix("gmt").or_else(|| lower.strip_prefix("utc")).unwrap_or(&lower);
    let (sign, digits) = match shift.split_at_checked(1)? {
        ("+", digits) => (1, digits.replace(':', "")),
        ("-", digits) => (-1, digits.replace(':', "")),
        _ => return None,
    };
    let (hours, minutes) = digits.split_at_checked(digits.len().min(2))?;
    let minutes = if minutes.is_empty() { "0" } else { minutes };
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    Offset::from_seconds(sign * seconds).ok().map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match read(text) {
            None => "-".to_owned(),
            Some(Reading { first, unclear: None, .. }) => format!("{first:?}"),
            Some(Reading { first, last, .. }) => format!("{first:?} or {last:?}"),
        }
    }

    #[test]
    fn days_in_every_order() {
        for (day, forms) in [
            (
                "Day(2026-02-16)",
                &[
                    "2026-02-16",
                    "2026-2-16",
                    "2026/02/16",
                    "2026.02.16",
                    "20260216",
                    "16/02/2026",
                    "02/16/2026",
                    "16.2.2026",
                    "2-16-2026",
                    "Feb 16, 2026",
                    "Feb. 16th 2026",
                    "february 16 2026",
                    "16 february 2026",
                    "16. February 2026",
                    "16-Feb-2026",
                    "Mon, 16 Feb 2026",
                    "Monday 16 February, 2026",
                    "Monday, 02/16/2026",
                ] as &[&str],
            ),
            ("Day(2099-12-01)", &["2099-12", "2099/12", "12/2099", "December 2099", "Dec 2099"]),
            ("Day(2026-03-03)", &["03/03/2026"]),
            ("Day(2027-03-04) or Day(2027-04-03)", &["03/04/2027", "4.3.2027", "3-4-2027"]),
            ("Day(9999-12-31)", &["9999-12-31"]),
        ] {
            for form in forms {
                assert_eq!(shown(form), day, "{form}");
            }
        }
    }

    #[test]
    fn times_and_zones() {
        for (text, read) in [
            ("2026-02-16 09:30", "Clock(2026-02-16T09:30:00)"),
            ("2026-02-16T09:30:15", "Clock(2026-02-16T09:30:15)"),
            ("2026-02-16 9:30:15", "Clock(2026-02-16T09:30:15)"),
            ("16 Feb 2026 5:30 PM", "Clock(2026-02-16T17:30:00)"),
            ("16 Feb 2026 5 p.m.", "Clock(2026-02-16T17:00:00)"),
            ("02/16/2026, 12:05 am", "Clock(2026-02-16T00:05:00)"),
            ("Feb 16, 2026 at 09:30", "Clock(2026-02-16T09:30:00)"),
            ("Mon Feb 16 09:30:00 2026", "Clock(2026-02-16T09:30:00)"),
            ("2026-02-16T09:30:00Z", "Moment(2026-02-16T09:30:00Z)"),
            ("2026-02-16T09:30:00.000Z", "Moment(2026-02-16T09:30:00Z)"),
            ("2026-02-16T09:30Z", "Moment(2026-02-16T09:30:00Z)"),
            ("2026-02-16T09:30:00+02:00", "Moment(2026-02-16T07:30:00Z)"),
            ("2026-02-16 09:30:00 +0200", "Moment(2026-02-16T07:30:00Z)"),
            ("2026-02-16 09:30:00 -02", "Moment(2026-02-16T11:30:00Z)"),
            ("Mon, 16 Feb 2026 09:30:00 +0100", "Moment(2026-02-16T08:30:00Z)"),
            ("Mon, 16 Feb 2026 09:30:00 GMT", "Moment(2026-02-16T09:30:00Z)"),
            ("Mon, 16 Feb 2026 09:30 EST", "Moment(2026-02-16T14:30:00Z)"),
            ("Mon Feb 16 2026 09:30:00 GMT+0100 (CET)", "Moment(2026-02-16T08:30:00Z)"),
            ("03/04/2027 09:30", "Clock(2027-03-04T09:30:00) or Clock(2027-04-03T09:30:00)"),
        ] {
            assert_eq!(shown(text), read, "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "soon",
            "tomorrow",
            "2026",
            "2026-02-30",
            "13/13/2026",
            "31/12/99",
            "Feb 30 2026",
            "Fe 16 2026",
            "Feb 16 26",
            "16 febbraio 2026",
            "2026-02-16è09:30",
            "2026-02-16 25:00",
            "2026-02-16 13:00 PM",
            "2026-02-16 09:30 Mars",
            "2026-02-16 and later",
            "2026-01-01 2027-01-01",
            "9999-12-31T23:59:59-12:00",
            "0000-00-00",
            "0000-01-01",
            "-000001-01-01",
            "10000-01-01",
        ] {
            assert_eq!(shown(text), "-", "{text}");
        }
    }

    #[test]
    fn the_last_year_that_is_named() {
        for (text, year) in [
            ("16 febbraio 2026", Some(2026)),
            ("2019 or 2099", Some(2099)),
            ("0000-00-00", Some(0)),
            ("31/12/99", None),
            ("2019 or 20990", None),
            ("tomorrow", None),
        ] {
            assert_eq!(last_year(text), year, "{text}");
        }
    }
}
