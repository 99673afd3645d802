//! However a project is edited, what the workbench makes of it is what a clean build makes: every
//! output byte for byte, and every problem.
//!
//! A sequence that fails is made shorter and told as Rust; paste it into a test of its own while you
//! look for the fault. `tests/campaigns/edits` makes a hundred thousand edits.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

#[path = "edits/maker.rs"]
mod maker;

use std::collections::BTreeMap;
use std::sync::Arc;

use dopo::config::Overrides;
use dopo::output::{Files as Outputs, Held, Memory};
use dopo::pipeline::{BuildMoment, BuildOptions, Built, Workbench, run};
use dopo::source::{SourceTree, memory};
use dopo::text::problem::Checked;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use maker::{Edit, Files, Kind, edit, project};

fn options() -> BuildOptions {
    let moment = jiff::Timestamp::from_second(1_772_366_400).unwrap();
    BuildOptions { overrides: Overrides::default(), moment: BuildMoment::Fixed(moment) }
}

fn tree(files: &Files) -> Checked<SourceTree> {
    let files = files.iter().map(|(path, bytes)| (path, bytes.clone()));
    Checked::fine(memory::tree(files).named("help"))
}

/// The outputs by path.
fn bytes(outputs: Outputs) -> BTreeMap<String, Vec<u8>> {
    let bytes = |held: Held| held.into_bytes().unwrap();
    outputs.into_iter().map(|(path, held)| (path.to_string(), bytes(held))).collect()
}

/// What two builds differ in, in a few words; `None` when in nothing.
fn difference(
    (made, one): (&BTreeMap<String, Vec<u8>>, &Built),
    (clean, other): (&BTreeMap<String, Vec<u8>>, &Built),
) -> Option<String> {
    if one.report != other.report {
        return Some(format!("problems: {:#?}\nclean: {:#?}", one.report, other.report));
    }
    let paths = made.keys().chain(clean.keys());
    let mut other = paths.filter(|path| made.get(*path) != clean.get(*path));
    let path = other.next()?;
    let text = |files: &BTreeMap<String, Vec<u8>>| {
        files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    Some(format!("{path} and {} more\n{:?}\nclean:\n{:?}", other.count(), text(made), text(clean)))
}

/// Makes the edits one after the other, and looks at everything after each.
fn edited(count: usize, number: u64, edits: &[Edit]) -> Result<(), String> {
    let mut files = project(count, number);
    let mut bench = Workbench::for_edits(tree(&files), options());
    let mut shown: Arc<Outputs> = Arc::default();
    for (at, one) in std::iter::once(None).chain(edits.iter().map(Some)).enumerate() {
        if let Some(&one) = one {
            edit(&mut files, one);
            bench.update(tree(&files), options());
        }
        let sink = Memory::after(Arc::clone(&shown));
        let built = bench.make(&sink, Vec::new()).unwrap();
        shown = Arc::new(sink.into_files());
        let clean = Memory::default();
        let built_clean = run(&tree(&files), &options(), &clean).unwrap();
        let (made, clean) = (bytes(Outputs::clone(&shown)), bytes(clean.into_files()));
        if let Some(difference) = difference((&made, &built), (&clean, &built_clean)) {
            return Err(format!("after edit {at} ({one:?}): {difference}"));
        }
    }
    Ok(())
}

/// Runs `cases` sequences of at most `longest` edits.
fn sequences(cases: u32, longest: usize) {
    let one =
        (0..Kind::ALL.len(), any::<u64>()).prop_map(|(kind, number)| (Kind::ALL[kind], number));
    let all = (5_usize..60, any::<u64>(), proptest::collection::vec(one, 1..=longest));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let seen = std::sync::Mutex::new(BTreeMap::<Kind, usize>::new());
    let result = runner.run(&all, |(count, number, edits)| {
        for (kind, _) in &edits {
            *seen.lock().unwrap().entry(*kind).or_default() += 1;
        }
        edited(count, number, &edits).map_err(TestCaseError::fail)
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    let seen = seen.into_inner().unwrap();
    let edits: usize = seen.values().sum();
    println!("{edits} edits in {cases} sequences: {seen:?}");
    for kind in Kind::ALL {
        let share = seen.get(&kind).copied().unwrap_or(0) * 100;
        assert!(edits < 1000 || share >= edits * 2, "{kind:?} is less than 2 % of the edits");
    }
}

#[test]
fn an_edited_project_is_built_like_a_new_one() {
    sequences(12, 10);
}

/// A hundred thousand edits; `EDITS` names another number.
#[test]
#[ignore = "takes hours: tests/campaigns/edits"]
fn a_hundred_thousand_edits() {
    let edits: u32 =
        std::env::var("EDITS").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    sequences((edits / 50).max(1), 100);
}
