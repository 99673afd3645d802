//! The sample help centre of this repository: what people read first, and what tests, benches and
//! the browser stand on. It is built as it is.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::path::Path;

use dopo::text::rule::Level;
use support::{Site, project};

/// A day on which all its articles are out: 1 December 2026, noon in UTC.
const MOMENT: i64 = 1_796_126_400;

fn sample() -> Site {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sample = project();
    for part in ["dopo.toml", "content", "data", "static"] {
        for entry in walkdir::WalkDir::new(root.join(part)).sort_by_file_name() {
            let path = entry.unwrap().into_path();
            if path.is_file() {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                sample = sample.file(name, std::fs::read(&path).unwrap());
            }
        }
    }
    sample.at(MOMENT).build()
}

#[test]
fn the_sample_is_built_without_a_word() {
    let site = sample();
    // Advice, such as keys that only a later version uses, stops no build.
    let problems = site.built.report.problems().iter();
    let told: Vec<&str> = problems
        .filter(|problem| problem.level != Level::Advice)
        .map(|problem| problem.rule.name)
        .collect();
    assert_eq!(told, [""; 0], "{}", site.report);
    let articles = site.paths().iter().filter(|path| path.ends_with("index.html")).count();
    assert!(articles > 60, "{articles} pages");
}

#[test]
fn every_place_on_its_pages_is_there_once() {
    let links = support::broken_places(&sample());
    assert!(links.checked > 1_000, "only {} links to places", links.checked);
    assert_eq!(links.broken, [""; 0]);
}

/// What customers type leads to the right article, in words of danger too.
#[test]
fn its_golden_queries_hold() {
    let mut check = support::dopo();
    check.args(["check", "--root"]).arg(env!("CARGO_MANIFEST_DIR"));
    let output = check.env("SOURCE_DATE_EPOCH", MOMENT.to_string()).output().unwrap();
    let told = support::errors(&output);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}");
    assert!(!told.contains("golden-query"), "{told}");
    let all = format!("{told}{said}");
    assert!(all.contains("among the first three for 100 %"), "{all}");
}
