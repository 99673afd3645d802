//! The stages wired. [`Workbench`] holds a project and knows what an edit makes stale; [`run`] reads
//! as a list of what a site is made of; [`publish`] puts it in its place.
//!
//! `build`, `check`, `serve`, `search` and the tests are clients of the same workbench with
//! different sinks.

mod before;
mod documents;
mod files;
mod lost;
mod moment;
mod rules;
mod run;
mod timing;
mod workbench;

pub use crate::output::Failure;
pub use moment::BuildMoment;
pub use rules::RULES;
pub use run::{BuildOptions, Built, publish, run};
pub use timing::Timings;
pub use workbench::Workbench;
