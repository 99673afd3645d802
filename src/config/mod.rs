//! `dopo.toml` and its sister files → [`Config`].
//!
//! Unknown keys are errors here (outside `[extra]`): a configuration is short, and a misspelt key
//! in it changes the whole site in silence.

mod model;

pub use model::{
    BuildDate, Channel, ChannelKind, Config, Contact, Hours, LocaleConfig, Localised, Repository,
};
