//! Site → [`Page`]s: what each page shows, in the words a template needs and without any HTML.
//!
//! A page is complete: rendering sees it, the theme and nothing else. It serialises for the
//! template engine and hashes for the cache. Every `href` in it is ready for an attribute: with
//! the base path, percent-encoded.

mod contact;
mod page;

pub use contact::{ContactCard, ContactChannel, ContactHours};
pub use page::*;
