//! The moment a site is built for. It decides what is published, future or expired, and it is an
//! input: nothing after this looks at a clock.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config::BuildDate;

/// Where the build date comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildMoment {
    /// Given from outside (`SOURCE_DATE_EPOCH`): taken as it is.
    Fixed(Timestamp),
    /// The clock: only the day counts, so that two builds of a day give equal bytes.
    Now(Timestamp),
}

impl BuildMoment {
    /// The build date of a site in `zone`.
    pub fn date(self, zone: &TimeZone) -> BuildDate {
        let (Self::Fixed(moment) | Self::Now(moment)) = self;
        let zoned = moment.to_zoned(zone.clone());
        let moment = match self {
            Self::Fixed(moment) => moment,
            Self::Now(moment) => zoned.start_of_day().map_or(moment, |start| start.timestamp()),
        };
        BuildDate { moment, day: zoned.date() }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_day_is_the_one_in_the_zone_of_the_site() {
        let evening: Timestamp = "2026-03-01T23:30:00Z".parse().unwrap();
        let rome = TimeZone::get("Europe/Rome").unwrap();
        let now = BuildMoment::Now(evening).date(&rome);
        assert_eq!(now.day, jiff::civil::date(2026, 3, 2));
        assert_eq!(now.moment, "2026-03-01T23:00:00Z".parse().unwrap());
        let fixed = BuildMoment::Fixed(evening).date(&TimeZone::UTC);
        assert_eq!((fixed.day, fixed.moment), (jiff::civil::date(2026, 3, 1), evening));
    }
}
