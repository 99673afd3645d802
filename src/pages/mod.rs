//! Site → [`Page`]s: what each page shows, in the words a template needs and without any HTML.
//!
//! A page is complete: rendering sees it, the theme and nothing else. It serialises for the
//! template engine and hashes for the cache. Every `href` in it is ready for an attribute: with
//! the base path, percent-encoded.
//!
//! [`plan`] names the pages; [`Plan::page`] makes one when it is asked for.

mod article;
pub mod beside;
mod category;
mod contact;
mod dates;
mod face;
mod frame;
mod home;
mod json_ld;
mod languages;
mod links;
mod page;
mod paging;
mod plan;
mod reading_order;
#[cfg(test)]
mod sample;
mod symptoms;
#[cfg(test)]
mod tests;

pub use contact::{ContactCard, ContactChannel, ContactHours};
pub use page::*;
pub use plan::{PageId, Plan, plan};
