//! Dates as writers write them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::DateTimeParser;

use crate::parse::document::When;

/// Reads `2026-02-16`, `2026-02-16 09:30`, `2026-02-16T09:30:00`, and the same with `Z`, `+02:00`
/// or ` +0200` behind it, and `Feb 16, 2026`. Any other form is `None`: `08/13/2021` means
/// different days to different people. So is the year 0, which exports write for no date.
pub(super) fn read(text: &str) -> Option<When> {
    let when = read_any(text.trim())?;
    let year = match when {
        When::Day(day) => day.year(),
        When::Clock(clock) => clock.year(),
        When::Moment(moment) => moment.to_zoned(jiff::tz::TimeZone::UTC).year(),
    };
    (year > 0).then_some(when)
}

fn read_any(text: &str) -> Option<When> {
    if text.len() == 10
        && let Ok(day) = text.parse::<Date>()
    {
        return Some(When::Day(day));
    }
    if let Some(day) = in_words(text) {
        return Some(When::Day(day));
    }
    let (clock, zone) = split_zone(text);
    let clock: DateTime =
        if clock.len() == 16 { format!("{clock}:00").parse().ok()? } else { clock.parse().ok()? };
    match zone {
        None => Some(When::Clock(clock)),
        Some("") => None,
        Some(zone) => {
            let zone = zone.trim();
            let colon = zone.len() == 5 && !zone.contains(':');
            let zone = if colon {
                format!("{}:{}", zone.get(..3)?, zone.get(3..)?)
            } else {
                zone.to_owned()
            };
            DateTimeParser::new().parse_timestamp(format!("{clock}{zone}")).ok().map(When::Moment)
        }
    }
}

/// `Feb 16, 2026`, `February 16 2026`, `16 Feb 2026`.
fn in_words(text: &str) -> Option<Date> {
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
    let mut parts = text.split([' ', ',']).filter(|part| !part.is_empty());
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = parts.next().is_none() && year.len() == 4;
    let (month, day) = match first.parse::<i8>() {
        Ok(day) => (second, day),
        Err(_) => (first, second.parse().ok()?),
    };
    let month = month.trim_end_matches('.').to_ascii_lowercase();
    let at = MONTHS.iter().position(|name| month.len() >= 3 && name.starts_with(&month))?;
    let date = Date::new(year.parse().ok()?, i8::try_from(at + 1).ok()?, day).ok()?;
    is_whole.then_some(date)
}

/// The clock time and what follows it from `Z`, `+` or `-` on.
fn split_zone(text: &str) -> (&str, Option<&str>) {
    let zone = text
        .char_indices()
        .skip(10)
        .find(|&(at, letter)| at > 10 && matches!(letter, 'Z' | 'z' | '+' | '-'));
    match zone {
        Some((at, _)) => (text[..at].trim_end(), Some(&text[at..])),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_a_date() {
        for (text, shown) in [
            ("2026-02-16", Some("Day(2026-02-16)")),
            ("2026-02-16 09:30", Some("Clock(2026-02-16T09:30:00)")),
            ("2026-02-16T09:30:15", Some("Clock(2026-02-16T09:30:15)")),
            ("2026-02-16T09:30:00Z", Some("Moment(2026-02-16T09:30:00Z)")),
            ("2026-02-16T09:30:00+02:00", Some("Moment(2026-02-16T07:30:00Z)")),
            ("2026-02-16 09:30:00 +0200", Some("Moment(2026-02-16T07:30:00Z)")),
            ("2026-02-30", None),
            ("08/13/2021", None),
            ("Feb 16, 2026", Some("Day(2026-02-16)")),
            ("16 february 2026", Some("Day(2026-02-16)")),
            ("Feb 30 2026", None),
            ("Fe 16 2026", None),
            ("Feb 16 26", None),
            ("2026-02-16T09:30:00.000Z", Some("Moment(2026-02-16T09:30:00Z)")),
            ("9999-12-31", Some("Day(9999-12-31)")),
            ("9999-12-31T23:59:59-12:00", None),
            ("0000-00-00", None),
            ("0000-01-01", None),
            ("-000001-01-01", None),
            ("10000-01-01", None),
            ("soon", None),
            ("", None),
            ("2026-02-16è09:30", None),
        ] {
            let read = read(text).map(|when| format!("{when:?}"));
            assert_eq!(read.as_deref(), shown, "{text}");
        }
    }
}
