//! Small sites for the tests of this stage: Italian and English, from Markdown in memory.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use super::plan::{Plan, plan};
use crate::config::{self, BuildDate, Overrides};
use crate::parse;
use crate::site::{self, Assembly, Site};
use crate::source::{self, memory};

/// Where the sample is served.
pub(super) const BASE: &str = "https://caslani.example/aiuto";

const CONFIG: &str = r#"
title = "Bruna"
default_locale = "it"
time_zone = "UTC"
[locales.it]
title = "Bruna"
description = "Prima tazza & pulizia"
[locales.en]
title = "Bruna help"
"#;

/// The plan of the site of `(path below the content folder, text)`, served at [`BASE`].
pub(super) fn planned(files: &[(&str, &str)]) -> Plan {
    plan(site(files, Some(BASE)))
}

/// The site of some files.
pub(super) fn site(files: &[(&str, &str)], base_url: Option<&str>) -> Arc<Site> {
    let content = files.iter().map(|(path, text)| (format!("content/{path}"), *text));
    let tree = memory::tree(content.chain([("dopo.toml".to_owned(), CONFIG)]));
    let overrides = Overrides { base_url: base_url.map(str::to_owned), ..Overrides::default() };
    let config = Arc::new(config::load(&tree, &overrides, &crate::pipeline::RULES).value);
    let sources = site::sources(&tree, &config);
    let documents = sources
        .iter()
        .map(|source| parse::document(source, &source::article(&tree, source).unwrap()).value)
        .collect::<Vec<_>>();
    let date = BuildDate {
        moment: "2026-11-20T00:00:00Z".parse().unwrap(),
        day: "2026-11-20".parse().unwrap(),
    };
    Arc::clone(Assembly::new(documents, config, &tree, date).site())
}
