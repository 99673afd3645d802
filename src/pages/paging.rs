//! Lists cut into pages: what is on each of them and which of the others it links to.

use std::ops::Range;

use super::page::{PageNumber, Paging};
use crate::site::PAGE_SIZE;

/// The entries of page `number` (from 1) in a list of `entries`.
pub(super) fn page_range(number: u32, entries: usize) -> Range<usize> {
    let start = (number.saturating_sub(1) as usize).saturating_mul(PAGE_SIZE).min(entries);
    start..(start + PAGE_SIZE).min(entries)
}

/// The place of page `current` among `total`; `None` when there is only one. `href` gives the link
/// to a page.
pub(super) fn paging(current: u32, total: u32, href: impl Fn(u32) -> String) -> Option<Paging> {
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
        for (entries, page, shown) in
            [(0, 1, 0..0), (1, 1, 0..1), (101, 2, 100..101), (250, 3, 200..250), (250, 9, 250..250)]
        {
            assert_eq!(page_range(page, entries), shown, "{entries}");
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
