//! Lists cut into pages of a hundred entries: where the further pages stand and which of them a page
//! links to.
//!
//! The first page of a list has the list's own address, page N is `page/N/` below it. A writer's
//! article at such an address keeps it; all further pages of that list then move below `/_dopo/`.

use std::collections::HashSet;
use std::ops::Range;

use super::page::{PageNumber, Paging};
use crate::text::path::UrlPath;

/// Entries on one page of a list.
pub(super) const PAGE_SIZE: usize = 100;

/// How many pages `entries` need; an empty list is one page.
pub(super) fn page_count(entries: usize) -> usize {
    entries.div_ceil(PAGE_SIZE).max(1)
}

/// The entries of page `number` (from 1) in a list of `entries`.
pub(super) fn page_range(number: usize, entries: usize) -> Range<usize> {
    let start = number.saturating_sub(1).saturating_mul(PAGE_SIZE).min(entries);
    start..(start + PAGE_SIZE).min(entries)
}

/// Where the pages of lists stand.
#[derive(Clone, Debug, Default)]
pub(super) struct PageAddresses {
    /// Lists whose further pages moved below `/_dopo/`.
    moved: HashSet<UrlPath>,
}

impl PageAddresses {
    /// Takes in a list of `pages` pages; `taken` says whether an address is somebody else's.
    pub(super) fn add(&mut self, list: &UrlPath, pages: usize, taken: impl Fn(&UrlPath) -> bool) {
        if (2..=pages).any(|number| taken(&beside(list, number))) {
            self.moved.insert(list.clone());
        }
    }

    /// The address of page `number` (from 1) of a list.
    pub(super) fn page(&self, list: &UrlPath, number: usize) -> UrlPath {
        if number <= 1 {
            list.clone()
        } else if self.moved.contains(list) {
            UrlPath::new(format!("/_dopo{}", beside(list, number)))
        } else {
            beside(list, number)
        }
    }
}

fn beside(list: &UrlPath, number: usize) -> UrlPath {
    UrlPath::new(format!("{list}page/{number}/"))
}

/// The place of page `current` among `total`; `None` when there is only one. `href` gives the link
/// to a page.
pub(super) fn paging(
    current: usize,
    total: usize,
    href: impl Fn(usize) -> String,
) -> Option<Paging> {
    if total <= 1 {
        return None;
    }
    let stride = total.div_ceil(10);
    let shown = (1..=total).filter(|&number| {
        number == 1
            || number == total
            || number.abs_diff(current) <= 2
            || number.is_multiple_of(stride)
    });
    let mut before = 0;
    let pages = shown
        .map(|number| {
            let gap = number != before + 1;
            before = number;
            PageNumber { number, href: href(number), current: number == current, gap }
        })
        .collect();
    Some(Paging {
        current,
        total,
        pages,
        previous: (current > 1).then(|| href(current - 1)),
        next: (current < total).then(|| href(current + 1)),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn entries_are_cut_by_hundreds() {
        for (entries, pages, last) in
            [(0, 1, 0..0), (1, 1, 0..1), (100, 1, 0..100), (101, 2, 100..101), (250, 3, 200..250)]
        {
            assert_eq!(page_count(entries), pages, "{entries}");
            assert_eq!(page_range(pages, entries), last, "{entries}");
        }
        assert_eq!(page_range(9, 250), 250..250, "past the end there is nothing");
    }

    #[test]
    fn an_article_keeps_its_address_and_the_list_moves() {
        let mut addresses = PageAddresses::default();
        let (free, crowded) = (UrlPath::new("/fix/"), UrlPath::new("/en/care/"));
        addresses.add(&free, 3, |_| false);
        addresses.add(&crowded, 3, |path| path.as_str() == "/en/care/page/3/");
        for (list, number, address) in [
            (&free, 1, "/fix/"),
            (&free, 2, "/fix/page/2/"),
            (&crowded, 1, "/en/care/"),
            (&crowded, 2, "/_dopo/en/care/page/2/"),
            (&crowded, 3, "/_dopo/en/care/page/3/"),
        ] {
            assert_eq!(addresses.page(list, number).as_str(), address);
        }
    }

    #[test]
    fn a_long_list_links_to_few_of_its_pages() {
        assert!(paging(1, 1, |_| String::new()).is_none());
        for (current, total, expected) in [
            (1, 3, "1 2 3"),
            (4, 10, "1 2 3 4 5 6 7 8 9 10"),
            (1, 25, "1 2 3 ·6 ·9 ·12 ·15 ·18 ·21 ·24 25"),
            (
                512,
                1000,
                "1 ·100 ·200 ·300 ·400 ·500 ·510 511 512 513 514 ·600 ·700 ·800 ·900 ·1000",
            ),
        ] {
            let paging = paging(current, total, |number| format!("/{number}")).unwrap();
            let shown: Vec<String> = paging
                .pages
                .iter()
                .map(|page| format!("{}{}", if page.gap { "·" } else { "" }, page.number))
                .collect();
            assert_eq!(shown.join(" "), expected);
            assert_eq!(paging.pages.iter().filter(|page| page.current).count(), 1);
            assert_eq!(paging.previous.is_some(), current > 1);
            assert_eq!(paging.next.is_some(), current < total);
        }
    }
}
