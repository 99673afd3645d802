//! `dopo.toml` and its sister files → [`Config`].
//!
//! Unknown keys are errors here (outside `[extra]`): a configuration is short, and a misspelt key
//! in it changes the whole site in silence.

mod base_url;
mod contact;
mod fields;
mod load;
mod locales;
mod model;
mod overrides;
mod queries;
mod rules;
mod terms;
#[cfg(test)]
mod tests;

use crate::text::rule::Rule;
pub use load::load;
pub use locales::suffixed;
pub use model::{
    BuildDate, Channel, ChannelKind, Config, Contact, Hours, LocaleConfig, Localised, Repository,
    Term,
};
pub use overrides::Overrides;
pub use queries::{GoldenQueries, GoldenQuery, golden_queries};

/// What can be wrong with the configuration.
pub const RULES: &[&Rule] = &[
    &fields::CONFIG_SYNTAX,
    &load::MISSING_BASE_URL,
    &load::MISSING_CONTACT,
    &fields::UNKNOWN_SETTING,
    &fields::WRONG_SETTING,
];
