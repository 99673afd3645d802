//! Lists cut into pages of a hundred entries: where the further pages stand.
//!
//! The first page of a list has the list's own address, page N is `page/N/` below it. What somebody
//! else has there stays his; all further pages of that list then move below `/_dopo/lists/`.

use super::claims::{Claims, Holder};
use crate::text::path::UrlPath;

/// Entries on one page of a list.
pub const PAGE_SIZE: usize = 100;

/// The pages of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    first: UrlPath,
    /// What the further pages are below, with a slash at its end.
    further: String,
    count: u32,
}

impl Pages {
    /// The pages for a list of `entries` at `first`; an empty list is one page.
    pub(super) fn of(first: &UrlPath, entries: usize, claims: &mut Claims) -> Self {
        let count = u32::try_from(entries.div_ceil(PAGE_SIZE)).unwrap_or(u32::MAX).max(1);
        let stem = first.as_str().trim_end_matches('/');
        let stem = super::address::without_page_ending(stem);
        let beside = Self { first: first.clone(), further: format!("{stem}/page/"), count };
        let is_crowded = (2..=count).any(|number| claims.has(&beside.address(number)));
        let pages = if is_crowded {
            Self { further: format!("/_dopo/lists{}", beside.further), ..beside }
        } else {
            beside
        };
        for number in 2..=count {
            let holder = Holder::Dopo("a further page of a list".into());
            claims.hold_own(pages.address(number).output(), holder);
        }
        pages
    }

    /// No page: there is nothing to list.
    pub(super) fn none(first: &UrlPath) -> Self {
        Self { first: first.clone(), further: String::new(), count: 0 }
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Where the list begins.
    pub fn first(&self) -> &UrlPath {
        &self.first
    }

    /// The address of page `number`, from 1.
    pub fn address(&self, number: u32) -> UrlPath {
        if number <= 1 {
            return self.first.clone();
        }
        UrlPath::new(format!("{}{number}/", self.further))
    }
}
