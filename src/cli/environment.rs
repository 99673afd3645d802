//! The environment and the clock, read once and passed on as data.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;

use jiff::Timestamp;

use crate::pipeline::BuildMoment;

/// Variables of that name begin override a key of the configuration.
const OVERRIDE: &str = "DOPO_";

/// Variables of that beginning for dopo's own tests: where the corpora and the program are.
const OWN: [&str; 2] = ["DOPO_BIN", "DOPO_CORPORA"];

/// What the environment says.
#[derive(Debug)]
pub(super) struct Environment {
    /// Variables that override a key of the configuration, by their whole names.
    pub(super) overrides: BTreeMap<String, String>,
    /// The moment the site is built for.
    pub(super) moment: BuildMoment,
    /// Whether to write colours to the standard error stream.
    pub(super) colour: bool,
}

impl Environment {
    /// Reads it. The error is a sentence about wrong use.
    #[allow(clippy::disallowed_methods, reason = "the home of environment and clock")]
    pub(super) fn read() -> Result<Self, String> {
        let variables: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Self::of(&variables, Timestamp::now(), std::io::stderr().is_terminal())
    }

    fn of(
        variables: &BTreeMap<String, String>,
        now: Timestamp,
        is_terminal: bool,
    ) -> Result<Self, String> {
        let set = |name: &str| variables.get(name).filter(|value| !value.is_empty());
        let is_override = |name: &str| name.starts_with(OVERRIDE) && !OWN.contains(&name);
        let overrides = variables
            .iter()
            .filter(|(name, _)| is_override(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let moment = match set("SOURCE_DATE_EPOCH") {
            Some(seconds) => BuildMoment::Fixed(epoch(seconds)?),
            None => BuildMoment::Now(now),
        };
        let forced = set("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let colour = set("NO_COLOR").is_none() && (forced || is_terminal);
        Ok(Self { overrides, moment, colour })
    }
}

fn epoch(seconds: &str) -> Result<Timestamp, String> {
    let wrong = || format!("SOURCE_DATE_EPOCH is `{seconds}`, not a number of seconds since 1970");
    let number = seconds.parse().map_err(|_| wrong())?;
    Timestamp::from_second(number).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(variables: &[(&str, &str)], is_terminal: bool) -> Result<Environment, String> {
        let variables = variables.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect();
        Environment::of(&variables, Timestamp::UNIX_EPOCH, is_terminal)
    }

    #[test]
    fn overrides_are_the_dopo_variables_but_for_the_tests_own() {
        let read =
            read(&[("DOPO_BASE_URL", "https://x"), ("DOPO_CORPORA", "/c"), ("HOME", "/")], false);
        let overrides: Vec<_> = read.unwrap().overrides.into_iter().collect();
        assert_eq!(overrides, [("DOPO_BASE_URL".to_owned(), "https://x".to_owned())]);
    }

    #[test]
    fn the_moment_is_the_given_one_or_now() {
        let fixed = read(&[("SOURCE_DATE_EPOCH", "86400")], false).unwrap().moment;
        assert_eq!(fixed, BuildMoment::Fixed(Timestamp::from_second(86400).unwrap()));
        assert_eq!(read(&[], false).unwrap().moment, BuildMoment::Now(Timestamp::UNIX_EPOCH));
        assert!(read(&[("SOURCE_DATE_EPOCH", "yesterday")], false).is_err());
        assert!(read(&[("SOURCE_DATE_EPOCH", "99999999999999999")], false).is_err());
    }

    #[test]
    fn colours_follow_the_customs() {
        for (variables, is_terminal, colour) in [
            (&[][..], true, true),
            (&[], false, false),
            (&[("NO_COLOR", "1")], true, false),
            (&[("NO_COLOR", "")], true, true),
            (&[("CLICOLOR_FORCE", "1")], false, true),
            (&[("CLICOLOR_FORCE", "0")], false, false),
            (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false, false),
        ] {
            assert_eq!(read(variables, is_terminal).unwrap().colour, colour, "{variables:?}");
        }
    }
}
