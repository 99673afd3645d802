//! The bodies of the fuzz targets on a stable compiler: every stored input, and mutations of it that
//! are the same on every run. `fuzz/README.md` says how to search on with libFuzzer.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

#[path = "../fuzz/bodies.rs"]
#[allow(unreachable_pub, reason = "the targets for libFuzzer use it too")]
mod bodies;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long the mutations of one target may take, when nothing else is said.
const SECONDS: u64 = 2;

/// One input may take so long in a build without optimisation.
const SLOWEST: Duration = Duration::from_secs(20);

fn fuzz_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// The names in a folder without their endings.
fn names(folder: &Path) -> BTreeSet<String> {
    let stem = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    fs::read_dir(folder).unwrap().map(|entry| stem(entry.unwrap().path())).collect()
}

/// The stored inputs of a target, in order of name.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = fuzz_folder().join("corpus").join(target);
    let mut inputs: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect();
    inputs.sort();
    inputs
}

#[test]
fn every_target_has_a_file_for_libfuzzer_and_a_corpus() {
    let targets: BTreeSet<String> =
        bodies::TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert!(targets.len() >= 12);
    assert_eq!(names(&fuzz_folder().join("fuzz_targets")), targets);
    assert_eq!(names(&fuzz_folder().join("corpus")), targets);
    for target in &targets {
        assert!(corpus(target).len() >= 5, "{target} has few inputs");
    }
}

/// Stored inputs first, then mutations until the time is over; `DOPO_FUZZ_SECONDS` gives more.
#[test]
fn no_input_breaks_what_must_hold() {
    let seconds = std::env::var("DOPO_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let time = Duration::from_secs(seconds.unwrap_or(SECONDS));
    let mut broken = Vec::new();
    for (name, body) in bodies::TARGETS {
        let inputs = corpus(name);
        let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
        let start = Instant::now();
        let mut count = 0;
        loop {
            let input = match inputs.get(count) {
                Some((_, bytes)) => bytes.clone(),
                None if start.elapsed() < time => mutated(&inputs, &mut chance),
                None => break,
            };
            count += 1;
            let began = Instant::now();
            let holds = catch_unwind(AssertUnwindSafe(|| body(&input))).is_ok();
            if !holds || began.elapsed() > SLOWEST {
                let what = if holds { "slow" } else { "broken" };
                broken.push(format!("{name}, {what}: {:?}", String::from_utf8_lossy(&input)));
                break;
            }
        }
        println!("{name}: {count} inputs");
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// A small generator of numbers, the same on every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

/// One of the inputs with pieces cut out, doubled, replaced by pieces of another, or bytes changed.
fn mutated(inputs: &[(String, Vec<u8>)], chance: &mut Chance) -> Vec<u8> {
    let pick = |chance: &mut Chance| inputs[chance.below(inputs.len())].1.clone();
    let mut bytes = pick(chance);
    for _ in 0..=chance.below(6) {
        let (from, other) = (chance.below(bytes.len() + 1), pick(chance));
        let to = (from + chance.below(24)).min(bytes.len());
        match chance.below(5) {
            0 => drop(bytes.drain(from..to)),
            1 => {
                let piece = bytes[from..to].to_vec();
                let times = 1 + chance.below(40);
                bytes.splice(from..from, piece.repeat(times));
            }
            2 => {
                let start = chance.below(other.len() + 1);
                let end = (start + chance.below(40)).min(other.len());
                bytes.splice(from..to, other[start..end].iter().copied());
            }
            3 => {
                let odd = [0u8, 0x0a, 0x0d, 0x1b, 0x80, 0xff, b'<', b'`', b':', b'[', b'"', b'\\'];
                bytes.insert(from, odd[chance.below(odd.len())]);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(from) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
        bytes.truncate(20_000);
    }
    bytes
}
