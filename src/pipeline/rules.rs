//! All rules of all stages, in one list.

use std::sync::LazyLock;

use super::{files, lost, run};
use crate::text::rule::{Registry, Rule};
use crate::{check, config, parse, site, source, theme};

/// What can be wrong while a site is made.
const OWN: &[&Rule] = &[
    &files::PICTURE_METADATA,
    &files::PICTURE_TOO_LARGE,
    &files::TELLING_FILE,
    &lost::LOST_ADDRESS,
    &run::UNRENDERABLE_PAGE,
];

/// Every rule there is.
pub static RULES: LazyLock<Registry> = LazyLock::new(|| {
    Registry::of(&[
        source::RULES,
        config::RULES,
        parse::RULES,
        site::RULES,
        theme::RULES,
        OWN,
        check::RULES,
    ])
});
