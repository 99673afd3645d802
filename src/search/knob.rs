//! Weights of the ranking while it is being tuned.

/// A weight by name.
pub(super) const fn knob(_name: &str, default: i64) -> i64 {
    default
}
