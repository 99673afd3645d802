//! What the command line and the environment say about the configuration. They are read in `cli`
//! and come here as data; `load` never looks at the environment.

use std::collections::BTreeMap;

use super::fields::{Field, Place, Reading, Table, UNKNOWN_SETTING, Value, from_given};
use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// What overrides `dopo.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Another configuration file than `dopo.toml` (`--config`).
    pub file: Option<SourcePath>,
    /// Variables by their whole names: `DOPO_BASE_URL`, `DOPO_LOCALES__IT__TITLE`. Two underscores
    /// go one table down. A value is JSON if it can be, else a string.
    pub variables: BTreeMap<String, String>,
    /// `--base-url`.
    pub base_url: Option<String>,
    /// Scheme and host that take the place of those of the base URL, whatever that is: where the
    /// preview shows the site (`http://127.0.0.1:1111`).
    pub origin: Option<String>,
    /// `--locale`: the default locale.
    pub locale: Option<String>,
    /// `--strict`.
    pub strict: bool,
    /// `--drafts`.
    pub drafts: bool,
}

impl Overrides {
    /// Lays what is given over what the file says.
    pub(super) fn lay_over(&self, table: &mut Table, reading: &Reading<'_>) {
        for (name, text) in &self.variables {
            let path = name.strip_prefix("DOPO_").unwrap_or(name).to_lowercase();
            let keys: Vec<&str> = path.split("__").collect();
            if keys.iter().any(|key| key.is_empty()) {
                let place = Place::Given(name.clone());
                let problem = Problem::of(&UNKNOWN_SETTING, "a variable names no key");
                let problem = reading.at(problem, &place, "");
                reading.report(problem.help("write DOPO_KEY or DOPO_TABLE__KEY"));
                continue;
            }
            put(table, &keys, from_given(name, text));
        }
        for (flag, key, value) in [
            ("--base-url", "base_url", &self.base_url),
            ("--locale", "default_locale", &self.locale),
        ] {
            if let Some(value) = value {
                let place = Place::Given(flag.to_owned());
                put(table, &[key], Field { place, value: Value::Text(value.clone()) });
            }
        }
    }
}

/// Puts `field` where `keys` lead, through tables made on the way. Names in variables have neither
/// capitals nor dashes: a key that is there already in another spelling is the one meant.
fn put(table: &mut Table, keys: &[&str], field: Field) {
    let Some((first, rest)) = keys.split_first() else { return };
    let plain = |key: &str| key.to_lowercase().replace('-', "_");
    let known = table.keys().find(|key| plain(key) == plain(first)).cloned();
    let key = known.unwrap_or_else(|| (*first).to_owned());
    if rest.is_empty() {
        table.insert(key, (field.place.clone(), field));
        return;
    }
    let empty = || Field { place: field.place.clone(), value: Value::Table(Table::new()) };
    let (_, below) = table.entry(key).or_insert_with(|| (field.place.clone(), empty()));
    if !matches!(below.value, Value::Table(_)) {
        *below = empty();
    }
    if let Value::Table(below) = &mut below.value {
        put(below, rest, field);
    }
}
