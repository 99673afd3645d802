//! What a project promises beyond a site that can be built: so far, its golden queries.
//!
//! `build` tells what is wrong with the files; here stands what is wrong with what customers get
//! from them. Everything is a problem with a place, and nothing here prints or writes.

mod golden;
mod reasons;
#[cfg(test)]
mod tests;

pub use golden::{GoldenScore, golden_queries};

use crate::text::rule::Rule;

/// What can be wrong with what customers get.
pub const RULES: &[&Rule] = &[&golden::GOLDEN_QUERY];
