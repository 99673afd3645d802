//! The stages wired: `pipeline` is the program as a short list of calls.
//!
//! `build`, `serve`, `search` and the tests make the same calls with different sinks.

mod files;
mod lost;
mod moment;
mod pipeline;
mod timing;

pub use moment::BuildMoment;
pub use pipeline::{BuildOptions, Built, Failure, assemble, publish, run};
pub use timing::Timings;
