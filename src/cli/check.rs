//! `dopo check`: what is wrong in the project, and whether customers find what they look for.

use super::project::Project;
use super::{Ending, Stop};
use crate::check::{self, GoldenScore};
use crate::pipeline::Workbench;

pub(super) fn run(project: &Project) -> Result<Ending, Stop> {
    let tree = project.read(&project.default_output())?;
    let mut bench = Workbench::new(tree, project.options.clone());
    let golden = check::golden_queries(bench.tree(), bench.site()).map_err(Stop::failure)?;
    let report = bench.check(golden.problems);
    project.tell_guesses(&bench.site().config);
    let ending = project.tell(&report)?;
    say!("{}", summary(golden.value));
    Ok(ending)
}

/// `99 golden queries: their article is first for 94 %, among the first three for 98 %`.
fn summary(score: GoldenScore) -> String {
    if score.queries == 0 {
        return "no golden queries".to_owned();
    }
    // Rounded down: 100 % is all of them.
    let share = |number: usize| number * 100 / score.queries;
    let queries = if score.queries == 1 { "query" } else { "queries" };
    format!(
        "{} golden {queries}: the article is first for {} %, among the first three for {} %",
        score.queries,
        share(score.first),
        share(score.among_three)
    )
}
