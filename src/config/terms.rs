//! `data/terms.toml` → [`Term`]s: one word for one thing, and the words customers use for it.
//!
//! Search finds the term by all of them. What a term means is read and not used yet.

use super::fields::{Fields, Place, Reading};
use super::locales;
use super::model::{LocaleConfig, Term};
use crate::source::SourceTree;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// Where the terms lie.
const FILE: &str = "data/terms.toml";

/// Reads the terms, if there are any. One without a locale is of the default one.
pub(super) fn read(
    tree: &SourceTree,
    known: &[LocaleConfig],
    problems: &mut Vec<Problem>,
) -> Vec<Term> {
    let file = SourcePath::new(FILE);
    let reading = Reading::new(tree, &file);
    let mut fields = Fields::new(&reading, "", reading.table().unwrap_or_default());
    let tables = fields.tables("term");
    let terms =
        tables.into_iter().filter_map(|(fields, place)| term(fields, &place, known, &reading));
    let terms = terms.collect();
    fields.finish();
    problems.extend(reading.into_problems());
    terms
}

fn term(
    mut fields: Fields<'_>,
    place: &Place,
    known: &[LocaleConfig],
    reading: &Reading<'_>,
) -> Option<Term> {
    let term = fields.plain_text("term").filter(|term| !term.trim().is_empty());
    let locale = locales::of_entry(&mut fields, known, reading);
    fields.plain_text("meaning");
    let others = [fields.texts("also"), fields.texts("avoid")].into_iter().flatten();
    let others: Vec<String> = others.map(|(other, _)| other).collect();
    fields.finish();
    let Some(term) = term else {
        let headline = "a term needs `term`".to_owned();
        reading.wrong(headline, place, "the word to use is missing");
        return None;
    };
    Some(Term { locale: locale?, words: std::iter::once(term).chain(others).collect() })
}
