//! What is four times as long takes little more than four times as long: articles of one thing over
//! and over, of every kind that was ever expensive.
//!
//! Time is the processor's for this thread alone, so that it can be compared on a busy machine. The
//! long forms go up to 2.5 MB and want minutes: `cargo test --test growth -- --ignored --nocapture`.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

#[path = "growth/families.rs"]
mod families;
mod support;

use std::time::{Duration, Instant};

use dopo::parse;
use dopo::text::path::SourcePath;
use families::{FAMILIES, Family};
use support::project;

/// The length of the long forms.
const LONG: usize = 2_500 * 1024;

/// By which power of its length the time of anything may grow.
const LIMIT: f64 = 1.3;

/// The same for short texts, of which the first ones are slower: far from 2 all the same.
const SHORT_LIMIT: f64 = 1.5;

/// The processor time this thread has taken, where the system tells; else the time that passed.
fn taken(work: impl FnOnce()) -> Duration {
    let spent = || -> Option<u64> {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split(' ').next()?.parse().ok()
    };
    let (start, before) = (Instant::now(), spent());
    work();
    match (before, spent()) {
        (Some(before), Some(after)) => Duration::from_nanos(after - before),
        _ => start.elapsed(),
    }
}

/// The time `work` takes: the least of so many tries, each repeated until it can be measured.
fn time(work: impl Fn(), tries: usize) -> Duration {
    const LONG_ENOUGH: Duration = Duration::from_millis(20);
    let times = (0..tries).map(|_| {
        let mut spent = Duration::ZERO;
        let mut times = 0;
        while spent < LONG_ENOUGH {
            let round = times + 1;
            spent += taken(|| (0..round).for_each(|_| work()));
            times += round;
        }
        spent / times
    });
    times.min().unwrap_or_default()
}

/// About so many bytes of a family.
fn text((_, make): &Family, bytes: usize) -> String {
    make(1_000 * bytes / make(1_000).len().max(1))
}

fn parse(text: &str) {
    let body = parse::document(&SourcePath::new("a.md"), text).value.body;
    assert!(body.nodes.len() + body.text.len() < text.len() * 20 + 1_000);
}

/// Fails when the time `work` takes for a family grows by more than `limit` from a quarter of
/// `bytes` to `bytes`. Those that seem to are looked at again.
fn assert_cheap<'f>(
    families: impl IntoIterator<Item = &'f Family>,
    bytes: usize,
    limit: f64,
    work: impl Fn(&str),
) {
    let mut found = Vec::new();
    for family in families {
        let (short, long) = (text(family, bytes / 4), text(family, bytes));
        let power = |tries: usize| {
            let (short, long) = (time(|| work(&short), tries), time(|| work(&long), tries));
            let power = (long.as_secs_f64() / short.as_secs_f64()).log(4.0);
            println!("{power:5.2} {:9.1} ms  {}", long.as_secs_f64() * 1e3, family.0);
            power
        };
        if power(1) > limit && power(3) > limit {
            found.push(family.0);
        }
    }
    assert!(found.is_empty(), "these grow too fast: {found:?}");
}

#[test]
fn hostile_repetition_is_cheap_to_parse() {
    assert_cheap(&FAMILIES, 64 * 1024, SHORT_LIMIT, parse);
}

#[test]
#[ignore = "takes minutes"]
fn hostile_repetition_is_cheap_to_parse_up_to_two_and_a_half_megabytes() {
    assert_cheap(&FAMILIES, LONG, LIMIT, parse);
}

/// Whole builds: what one stage makes of an article must not be expensive for the next.
#[test]
#[ignore = "takes an hour"]
fn hostile_repetition_is_cheap_to_build() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().unwrap();
    let build = |text: &str| {
        let article = format!("# Article\n\n{text}\n");
        let project = project().file("content/a.md", article).file("content/b.md", "# B\n\nb\n");
        pool.install(|| drop(project.build()));
    };
    assert_cheap(&FAMILIES, LONG / 4, LIMIT, build);
}
