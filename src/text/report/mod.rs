//! All that is wrong with a project, made once a build, and the ways to tell it.
//!
//! Whoever asks how a build went asks the report; who shows it is a renderer, one a file: today there
//! is one, for a terminal. Renderers are functions of the report and of nothing else.

mod terminal;

pub use terminal::{Detail, terminal};

use super::problem::{Origin, Problem};
use super::rule::Level;

/// The problems of a build as the project judges them, in order of file and place, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    problems: Vec<Problem>,
}

impl Report {
    /// A report of `problems`, judged already and in any order.
    pub fn new(mut problems: Vec<Problem>) -> Self {
        problems
            .sort_by(|left, right| order(left).cmp(&order(right)).then_with(|| left.cmp(right)));
        problems.dedup();
        Self { problems }
    }

    /// All of them, in order.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many there are of one level.
    pub fn number_of(&self, level: Level) -> usize {
        self.problems.iter().filter(|problem| problem.level == level).count()
    }

    /// Whether something stops the publication.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }

    /// The first error that the call of the program made, and no file of the project.
    pub fn wrong_call(&self) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.is_error() && problem.origin == Origin::Call)
    }
}

/// What problems are put in order by: those of no file first, then by file and place.
fn order(problem: &Problem) -> impl Ord {
    let at = problem.labels.first();
    (at.map(|label| (&label.file, label.span)), problem.rule, &problem.headline, &problem.help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::path::SourcePath;
    use crate::text::rule::Rule;
    use crate::text::span::Span;

    static GRAVE: Rule = Rule::error("grave", "");
    static LIGHT: Rule = Rule::warning("light", "");

    fn told(report: &Report) -> Vec<&str> {
        report.problems().iter().map(|problem| problem.headline.as_str()).collect()
    }

    #[test]
    fn problems_stand_in_order_of_file_and_place_and_each_once() {
        let [a, b] = ["a.md", "b.md"].map(SourcePath::new);
        let at = |file, at: usize, headline| {
            Problem::of(&LIGHT, headline).at(file, Span::new(at..at + 1), "")
        };
        let whole = Problem::of(&GRAVE, "a as a whole").in_file(&a, "");
        let nowhere = Problem::of(&GRAVE, "nowhere");
        let twice = [at(&a, 5, "a5"), at(&a, 5, "a5")];
        let others = [at(&b, 2, "b2"), at(&b, 1, "b1"), whole, nowhere];
        let report = Report::new(twice.into_iter().chain(others).collect());
        assert_eq!(told(&report), ["nowhere", "a as a whole", "a5", "b1", "b2"]);
        assert_eq!((report.number_of(Level::Error), report.number_of(Level::Warning)), (2, 3));
    }

    #[test]
    fn only_an_error_of_the_call_is_a_wrong_call() {
        let error = || Problem::of(&GRAVE, "error");
        let warning = Problem::of(&LIGHT, "warning").from_call();
        assert_eq!(Report::new(vec![error(), warning.clone()]).wrong_call(), None);
        let wrong = Report::new(vec![error(), warning, error().from_call()]);
        assert_eq!(wrong.wrong_call(), Some(&error().from_call()));
    }
}
