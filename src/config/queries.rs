//! `data/queries.toml` → golden queries: what customers type, and the article that is to be among
//! the first results.
//!
//! They are no part of [`Config`]: the site does not depend on them, and `build` does not read
//! them. Whether the expected article exists and is found is for `check` to say.

use std::collections::BTreeMap;

use super::fields::{Fields, Place, Reading, WRONG_SETTING};
use super::{Config, locales};
use crate::source::SourceTree;
use crate::text::locale::Locale;
use crate::text::path::SourcePath;
use crate::text::problem::{Checked, Problem};
use crate::text::span::Span;

/// Where the golden queries lie.
const FILE: &str = "data/queries.toml";

/// A query whose answer is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldenQuery {
    /// What a customer types.
    pub query: String,
    /// Where it is written.
    pub span: Span,
    /// The language it is asked in, one of the site's.
    pub locale: Locale,
    /// The article that is to be found: its file below the content folder, or its address.
    pub expect: String,
    /// Where that is written.
    pub expect_span: Span,
}

/// The golden queries of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldenQueries {
    /// The file they are written in.
    pub file: SourcePath,
    /// Its text, for the places of what is found wrong when they are asked.
    pub text: String,
    /// In the order of the file.
    pub queries: Vec<GoldenQuery>,
}

/// Reads the golden queries; a project need not have any. One without a locale is in the default
/// one.
///
/// Problems: errors `config-syntax`, `unknown-setting`, `wrong-setting`, and those of
/// [`source::text`](crate::source::text).
pub fn golden_queries(tree: &SourceTree, config: &Config) -> Checked<GoldenQueries> {
    let file = SourcePath::new(FILE);
    let reading = Reading::new(tree, &file);
    let mut fields = Fields::new(&reading, "", reading.table().unwrap_or_default());
    let tables = fields.tables("query").into_iter();
    let queries = tables.filter_map(|(fields, place)| query(fields, &place, config, &reading));
    let queries: Vec<GoldenQuery> = queries.collect();
    fields.finish();
    for (first, again) in twice(&queries) {
        let headline = "a golden query is there twice";
        let problem = Problem::of(&WRONG_SETTING, headline);
        let problem = problem.at(&file, again.span, "remove one of the two");
        reading.report(problem.at(&file, first.span, "the same words in the same locale"));
    }
    let text = reading.text().to_owned();
    let problems = reading.into_problems();
    Checked { value: GoldenQueries { file, text, queries }, problems }
}

fn query(
    mut fields: Fields<'_>,
    place: &Place,
    config: &Config,
    reading: &Reading<'_>,
) -> Option<GoldenQuery> {
    let query = fields.text("q").filter(|(query, _)| !query.trim().is_empty());
    let locale = locales::of_entry(&mut fields, &config.locales, reading);
    let expect = fields.text("expect");
    fields.finish();
    let (Some((query, Place::File(span))), Some((expect, Place::File(expect_span)))) =
        (query, expect)
    else {
        let headline = "a golden query needs `q` and `expect`".to_owned();
        reading.wrong(headline, place, "give it both");
        return None;
    };
    Some(GoldenQuery { query, span, locale: locale?, expect, expect_span })
}

/// Queries that are asked already, each with the one before it.
fn twice(queries: &[GoldenQuery]) -> Vec<(&GoldenQuery, &GoldenQuery)> {
    let mut known = BTreeMap::new();
    let mut twice = Vec::new();
    for query in queries {
        let words: Vec<String> = query.query.split_whitespace().map(str::to_lowercase).collect();
        match known.get(&(&query.locale, words.clone())) {
            Some(&first) => twice.push((first, query)),
            None => {
                known.insert((&query.locale, words), query);
            }
        }
    }
    twice
}
