//! Problems as people read them. One renderer a file; today there is one, for a terminal.

mod full;

pub use full::{Detail, render};
