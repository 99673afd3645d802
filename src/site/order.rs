//! The order of things: a `TOC.md` or `SUMMARY.md` at the content root, then weights, then titles
//! as people sort them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::directory::Origin;
use super::links::{Lead, Links, Written};
use super::outline::{Outline, article_ids, category_ids};
use super::sources::{Placed, Role};
use super::{ArticleId, CategoryId, Target};
use crate::text::path::UrlPath;
use crate::text::problem::Problem;

/// What a category shows, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    pub(super) articles: Vec<ArticleId>,
    pub(super) children: Vec<CategoryId>,
    /// Listed articles in it and below.
    pub(super) count: usize,
    pub(super) is_listed: bool,
}

/// Place in the written order, weight, title. Smaller stands first.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
struct SortKey<'a> {
    written: usize,
    weight: f64,
    title: Cow<'a, str>,
}

/// Where each article stands in the written order.
pub(super) type WrittenOrder = HashMap<ArticleId, usize>;

/// The order that the `TOC.md` and `SUMMARY.md` files give.
pub(super) fn written(
    placed: &[Arc<Placed>],
    links: &Links<'_>,
    problems: &mut Vec<Problem>,
) -> WrittenOrder {
    let mut order = WrittenOrder::new();
    for one in placed.iter().filter(|one| one.role == Role::Order) {
        let home = links.outline.category(links.outline.root(one.locale)).address.clone();
        for link in &one.document.body.links {
            let written =
                Written { text: &link.destination, span: link.span, origin: origin(one, &home) };
            if let Lead::To(Target::Article(id, _)) = links.link(written, problems) {
                let next = order.len();
                order.entry(id).or_insert(next);
            }
        }
    }
    order
}

fn origin<'a>(one: &'a Placed, address: &'a UrlPath) -> Origin<'a> {
    Origin { source: one.source(), locale: one.locale, address, article: None }
}

/// What each category shows.
pub(super) fn contents(outline: &Outline, written: &WrittenOrder) -> Vec<Contents> {
    let mut contents = vec![Contents::default(); outline.folders.len()];
    let keys: Vec<SortKey<'_>> = article_ids(outline.entries.len())
        .zip(&outline.entries)
        .map(|(id, entry)| SortKey {
            written: written.get(&id).copied().unwrap_or(usize::MAX),
            weight: entry.placed.document.front.weight.unwrap_or(f64::INFINITY),
            title: Cow::Borrowed(&entry.sorts_as),
        })
        .collect();
    for (id, entry) in article_ids(outline.entries.len()).zip(&outline.entries) {
        let category = &mut contents[entry.category.index()];
        if entry.visibility.listed {
            category.is_listed = true;
            if !entry.standing.is_head {
                category.articles.push(id);
            }
        }
    }
    for category in &mut contents {
        category.articles.sort_by(|left, right| {
            compared(&keys[left.index()], &keys[right.index()]).then(left.cmp(right))
        });
        category.count = category.articles.len();
    }
    let mut folder_keys: Vec<SortKey<'_>> = outline
        .folders
        .iter()
        .zip(&contents)
        .map(|(folder, contents)| {
            let head = folder.head.map(|head| &keys[head.index()]);
            let own = contents.articles.iter().map(|id| keys[id.index()].written);
            SortKey {
                written: own.chain(head.map(|head| head.written)).min().unwrap_or(usize::MAX),
                weight: head.map_or(f64::INFINITY, |head| head.weight),
                title: Cow::Owned(natural(&folder.title)),
            }
        })
        .collect();
    // Parents stand before children: going backwards, a folder is complete before its parent.
    let ids: Vec<CategoryId> = category_ids(outline.folders.len()).collect();
    for (id, folder) in ids.into_iter().zip(&outline.folders).rev() {
        let Some(parent) = folder.parent else { continue };
        let (own, parent) = (id.index(), parent.index());
        if contents[own].is_listed {
            contents[parent].is_listed = true;
            contents[parent].count += contents[own].count;
            contents[parent].children.push(id);
        }
        folder_keys[parent].written = folder_keys[parent].written.min(folder_keys[own].written);
    }
    for category in &mut contents {
        category.children.sort_by(|left, right| {
            compared(&folder_keys[left.index()], &folder_keys[right.index()]).then(left.cmp(right))
        });
    }
    contents
}

/// A category and an article in it. A category whose only text is its head stands alone: the name of
/// the category is the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The category.
    pub category: CategoryId,
    /// The article; `None` where the category is all there is.
    pub article: Option<ArticleId>,
}

/// All stops below `root`, category by category, a folder before the folders in it.
pub(super) fn stops(outline: &Outline, contents: &[Contents], root: CategoryId) -> Vec<Stop> {
    let mut stops = Vec::new();
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        let (category, contents) = (outline.category(id), &contents[id.index()]);
        let is_listed = |head| outline.entry(head).visibility.listed;
        let has_listed_head = category.head.is_some_and(is_listed);
        if contents.articles.is_empty() && category.parent.is_some() && has_listed_head {
            stops.push(Stop { category: id, article: None });
        }
        let articles = contents.articles.iter();
        stops.extend(articles.map(|&article| Stop { category: id, article: Some(article) }));
        waiting.extend(contents.children.iter().rev());
    }
    stops
}

fn compared(left: &SortKey<'_>, right: &SortKey<'_>) -> std::cmp::Ordering {
    left.written
        .cmp(&right.written)
        .then(left.weight.total_cmp(&right.weight))
        .then_with(|| left.title.cmp(&right.title))
}

/// The article before and after each one in its category.
pub(super) fn neighbours(
    outline: &Outline,
    contents: &[Contents],
) -> Vec<(Option<ArticleId>, Option<ArticleId>)> {
    let mut neighbours = vec![(None, None); outline.entries.len()];
    for category in contents {
        for pair in category.articles.windows(2) {
            if let [first, second] = pair {
                neighbours[first.index()].1 = Some(*second);
                neighbours[second.index()].0 = Some(*first);
            }
        }
    }
    neighbours
}

/// A title as it sorts: without case and accents, numbers by their value.
pub(super) fn natural(title: &str) -> String {
    let plain: String = title
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .collect();
    let mut key = String::with_capacity(plain.len() + 8);
    let mut digits = String::new();
    for letter in plain.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        push_number(&mut key, &mut digits);
        key.push(letter);
    }
    push_number(&mut key, &mut digits);
    key
}

/// A number sorts by how many digits it has, then by them.
fn push_number(key: &mut String, digits: &mut String) {
    if digits.is_empty() {
        return;
    }
    let value = digits.trim_start_matches('0');
    let length = u8::try_from(value.len().min(26)).unwrap_or(26);
    key.push('0');
    key.push(char::from(b'a' + length));
    key.push_str(value);
    digits.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_sort_as_people_sort_them() {
        let mut titles =
            ["Step 10", "zebra", "Step 9", "Èlite", "step 009 b", "Apple", "42", "7", "élan"];
        titles.sort_by_key(|title| natural(title));
        assert_eq!(
            titles,
            ["7", "42", "Apple", "élan", "Èlite", "Step 9", "step 009 b", "Step 10", "zebra"]
        );
    }
}
