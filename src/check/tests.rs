//! Golden queries of small projects, and those of the sample.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use super::{GoldenScore, golden_queries};
use crate::config::Overrides;
use crate::pipeline::{BuildMoment, BuildOptions, Workbench};
use crate::site::Site;
use crate::source::{self, SourceTree, memory};
use crate::text::problem::{Checked, Problem};

/// The site on a day when the sample shows its notice.
fn site(tree: &Checked<SourceTree>) -> Arc<Site> {
    let moment = BuildMoment::Fixed("2026-11-22T12:00:00Z".parse().unwrap());
    let options = BuildOptions { overrides: Overrides::default(), moment };
    Arc::clone(Workbench::new(tree.clone(), options).site())
}

/// What `queries` give on a small site in two languages.
fn asked(queries: &str) -> Checked<GoldenScore> {
    let mut files = vec![
        ("dopo.toml", "default_locale = \"en\"\n[locales.en]\n[locales.it]\n"),
        ("data/queries.toml", queries),
        ("content/fix/heat.md", "---\nsymptoms: [coffee is cold]\n---\n# It does not heat\n"),
        ("content/fix/heat.it.md", "# La macchina non scalda\n"),
        ("content/fix/secret.md", "---\ndraft: true\n---\n# Secret\n"),
        ("content/fix/quiet.md", "---\nsearch: false\n---\n# Quiet\n"),
        ("content/care/tank.md", "# Clean the tank\n\nRinse it and fill it with water.\n"),
    ];
    for name in ["content/use/one.md", "content/use/two.md", "content/use/three.md"] {
        files.push((name, "# Water\n\nWater for the coffee.\n"));
    }
    let tree = Checked::fine(memory::tree(files));
    golden_queries(&tree.value, &site(&tree)).unwrap()
}

fn one(query: &str, locale: &str, expect: &str) -> Checked<GoldenScore> {
    asked(&format!("[[query]]\nq = \"{query}\"\nlocale = \"{locale}\"\nexpect = \"{expect}\"\n"))
}

fn the_only(problems: Vec<Problem>) -> Problem {
    let [problem] = <[Problem; 1]>::try_from(problems).unwrap();
    problem
}

#[test]
fn every_golden_query_of_the_sample_leads_to_its_article() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tree = source::disk::read(root, Some(&root.join("public"))).unwrap();
    let checked = golden_queries(&tree.value, &site(&tree)).unwrap();
    assert_eq!(checked.problems, []);
    assert!(checked.value.queries > 90, "{:?}", checked.value);
    assert_eq!(checked.value.among_three, checked.value.queries);
}

#[test]
fn an_article_is_expected_by_its_file_or_its_address() {
    for expect in ["fix/heat.md", "/fix/heat/", "fix/heat"] {
        let checked = one("coffe cold", "en", expect);
        assert_eq!(checked.problems, [], "{expect}");
        let wanted = GoldenScore { queries: 1, first: 1, among_three: 1 };
        assert_eq!(checked.value, wanted, "{expect}");
    }
    assert_eq!(asked("").value, GoldenScore::default());
}

#[test]
fn an_article_that_cannot_be_found_is_told_at_its_name() {
    for (locale, expect, text) in [
        ("en", "fix/haet.md", "did you mean `fix/heat.md`?"),
        ("en", "repair/heat.md", "did you mean `fix/heat.md`?"),
        ("en", "fix/nothing-at-all.md", "no such article in `en`"),
        ("it", "fix/heat.md", "this article is in `en`, the query in `it`"),
        ("en", "fix/secret.md", "this article is not published"),
        ("en", "fix/quiet.md", "fix/quiet.md is unlisted or has `search: false`"),
    ] {
        let problem = the_only(one("heat", locale, expect).problems);
        assert_eq!((problem.rule.name, problem.labels[0].text.as_str()), ("golden-query", text));
        let line = format!("expect = \"{expect}\"");
        let all = format!("[[query]]\nq = \"heat\"\nlocale = \"{locale}\"\n{line}\n");
        let place = problem.labels[0].span.unwrap().of(&all).to_owned();
        assert_eq!(place, format!("\"{expect}\""));
    }
}

#[test]
fn a_query_that_leads_elsewhere_says_what_came_before_and_why() {
    let checked = one("water leaking", "en", "care/tank.md");
    assert_eq!(checked.value, GoldenScore { queries: 1, first: 0, among_three: 0 });
    let problem = the_only(checked.problems);
    assert_eq!(problem.labels[0].text, "care/tank.md comes at place 4, not among the first 3");
    assert_eq!(problem.notes.len(), 5);
    assert_eq!(problem.notes[0], "no article says `leaking`");
    assert!(problem.notes[1].starts_with("1. use/"), "{problem:?}");
    assert!(problem.notes[1].contains("`water` in title, "), "{problem:?}");
    assert!(problem.notes[1].contains("; ahead by "), "{problem:?}");
    assert!(problem.notes[4].ends_with(": `water` in passage"), "{problem:?}");
    let help = problem.help.unwrap();
    assert!(help.starts_with("content/care/tank.md does not say `leaking`: "), "{help}");

    // Nobody is told to write a misspelling.
    let problem = the_only(one("coffe water", "en", "care/tank.md").problems);
    assert_eq!(problem.notes[0], "searched for “coffee” instead of “coffe”");
    let help = problem.help.unwrap();
    assert!(help.starts_with("content/care/tank.md does not say `coffee`: "), "{help}");

    let problem = the_only(one("water", "en", "fix/heat.md").problems);
    assert_eq!(problem.labels[0].text, "fix/heat.md is not among the first 10");
    assert_eq!(problem.notes[3], "expected: fix/heat.md has none of these words");
}

#[test]
fn each_query_is_asked_in_its_own_language() {
    assert_eq!(one("scalda", "it", "fix/heat.it.md").value.first, 1);
    let problem = the_only(one("scalda", "en", "fix/heat.md").problems);
    assert!(problem.notes.contains(&"no article says `scalda`".to_owned()), "{problem:?}");
}
