//! Days and moments as pages and files beside them write them, in the site's time zone.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day of a moment: `2026-10-05`.
pub(super) fn day(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned(zone.clone()).date().to_string()
}

/// A moment as RFC 3339 has it: `2026-10-05T00:00:00+02:00`.
pub(super) fn moment(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The start of a day, as RFC 3339 has it.
pub(super) fn start_of(day: Date, zone: &TimeZone) -> Option<String> {
    Some(moment(day.to_zoned(zone.clone()).ok()?.timestamp(), zone))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_zone_of_the_site_decides_the_day() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let late: Timestamp = "2026-10-04T22:30:00Z".parse().unwrap();
        assert_eq!(day(late, &zone), "2026-10-05");
        assert_eq!(moment(late, &zone), "2026-10-05T00:30:00+02:00");
        assert_eq!(
            start_of("2026-10-05".parse().unwrap(), &zone).unwrap(),
            "2026-10-05T00:00:00+02:00"
        );
        assert_eq!(moment(late, &TimeZone::UTC), "2026-10-04T22:30:00+00:00");
    }
}
