//! Front matter: what stands in the file on one side, what was understood and told on the other.

mod keys;
mod opening;
mod sight;
mod texts;

use super::*;
use crate::parse::document::{ArticleType, SearchWish};
use crate::text::path::SourcePath;

/// The front matter of `file`, the body, and for each problem its rule and place in words.
fn parse(file: &str) -> (FrontMatter, &str, Vec<String>) {
    let source = SourcePath::new("a.md");
    let mut problems = Problems::new(&source);
    let (front, start) = read(file, &mut problems);
    let told = problems.into_found().into_iter().map(|problem| {
        let level = if problem.is_error() { "error" } else { "warning" };
        let place = problem.labels.first().and_then(|label| label.span);
        let words = place.map_or("nowhere", |span| span.of(file));
        format!("{level} {} at {words:?}", problem.rule.name)
    });
    (front, file.get(start..).unwrap_or(""), told.collect())
}
