//! `dopo check`: what is wrong in the project, and whether customers find what they look for.

use super::project::Project;
use super::{Ending, Stop};
use crate::check::{self, GoldenScore};
use crate::output::{Failure, Output, Sink};
use crate::pipeline;
use crate::source::SourceFile;
use crate::text::path::OutputPath;

pub(super) fn run(project: &Project) -> Result<Ending, Stop> {
    let tree = project.read(&project.default_output())?;
    let built = pipeline::run(&tree, &project.options, &Unwritten).map_err(Stop::failure)?;
    project.tell_guesses(&built.site.config);
    let golden = check::golden_queries(&tree.value, &built.site).map_err(Stop::failure)?;
    let report = built.report.and(built.site.config.report(golden.problems));
    let ending = project.tell(&report)?;
    println!("{}", summary(golden.value));
    Ok(ending)
}

/// Every problem that a build tells is met by making the site; here nobody needs the site itself.
struct Unwritten;

impl Sink for Unwritten {
    fn put(&self, _output: Output) -> Result<(), Failure> {
        Ok(())
    }

    fn copy(&self, _path: OutputPath, file: &SourceFile) -> Result<(), Failure> {
        file.open().map(drop).map_err(Failure::source(file.path()))
    }
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
