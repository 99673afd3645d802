//! Dates as writers write them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::DateTimeParser;

use crate::parse::document::When;

/// Reads `2026-02-16`, `2026-02-16 09:30`, `2026-02-16T09:30:00`, and the same with `Z`, `+02:00`
/// or ` +0200` behind it. Any other form is `None`: `08/13/2021` means different days to
/// different people.
pub(super) fn read(text: &str) -> Option<When> {
    let text = text.trim();
    if text.len() == 10 {
        return text.parse::<Date>().ok().map(When::Day);
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
            ("soon", None),
            ("", None),
            ("2026-02-16è09:30", None),
        ] {
            let read = read(text).map(|when| format!("{when:?}"));
            assert_eq!(read.as_deref(), shown, "{text}");
        }
    }
}
