//! How long the stages took. Told to people, never part of an output.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Time by stage, in the order the stages first ended. Work of many threads adds up, so the sum can
/// be more than the clock on the wall shows.
#[derive(Debug, Default)]
pub struct Timings(Mutex<Vec<(&'static str, Duration)>>);

impl Timings {
    /// Does `work` and adds the time it took to `stage`.
    pub(super) fn time<T>(&self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        let mut stages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match stages.iter_mut().find(|(name, _)| *name == stage) {
            Some((_, sum)) => *sum += took,
            None => stages.push((stage, took)),
        }
        result
    }

    /// Each stage with its time.
    pub fn stages(&self) -> Vec<(&'static str, Duration)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
