//! The ground floor: what a place in a file is, what a problem is, what an address is.
//!
//! Nothing here knows about articles, products or pages, and nothing here touches the disk. Every
//! other stage may use this one; this one uses none of them.

pub mod fingerprint;
pub mod lines;
pub mod locale;
pub mod media;
pub mod page_ids;
pub mod path;
pub mod problem;
pub mod report;
pub mod rule;
pub mod slug;
pub mod span;
pub mod title;
pub mod visible;
