//! A word in all its forms with its postings, and which form is of which word.

use std::collections::HashMap;

use super::format::{Posting, utf16_order};
use super::language::Language;
use super::words;

/// All words of an index.
pub(super) struct Vocabulary {
    /// Folded forms in UTF-16 order, each with the number of its group.
    pub(super) forms: Vec<(String, u32)>,
    /// The groups.
    pub(super) groups: Vec<Group>,
}

/// One word in all its forms.
#[derive(Clone, Default)]
pub(super) struct Group {
    /// How much it tells, in eighths of a bit.
    pub(super) idf: u8,
    /// Articles with it in the title; the impact is its share of the title.
    pub(super) titles: Vec<Posting>,
    /// Articles with it in another text of the whole article.
    pub(super) articles: Vec<Posting>,
    /// Passages with it, as article × [`STRIDE`](super::format::STRIDE) + slot.
    pub(super) passages: Vec<Posting>,
}

/// What stands for a word is worth this much of the word itself, in sixteenths.
const SHARE: u8 = 12;
/// What it is worth where the word is in a title, as an impact in the text of the article.
const IN_TITLE: u8 = 11;

impl Group {
    /// Whether the word occurs nowhere.
    pub(super) fn is_empty(&self) -> bool {
        self.titles.is_empty() && self.articles.is_empty() && self.passages.is_empty()
    }

    /// What a synonym or a part of the word gets of it: less than the word itself, and nothing in
    /// titles: what a title gives counts as text of the article.
    pub(super) fn weakened(&self) -> Self {
        let weaken = |list: &[Posting]| -> Vec<Posting> {
            list.iter().map(|&(number, impact)| (number, (impact * SHARE).div_ceil(16))).collect()
        };
        let mut articles = weaken(&self.articles);
        let titles = self.titles.iter().map(|&(number, _)| (number, IN_TITLE)).collect();
        merge(&mut articles, titles);
        Self { idf: 0, titles: Vec::new(), articles, passages: weaken(&self.passages) }
    }

    /// Takes the postings of another.
    pub(super) fn take(&mut self, gift: Self) {
        merge(&mut self.titles, gift.titles);
        merge(&mut self.articles, gift.articles);
        merge(&mut self.passages, gift.passages);
    }

    /// Keeps what another has too, with the lower impact.
    pub(super) fn meet(&mut self, other: &Self) {
        meet(&mut self.titles, &other.titles);
        meet(&mut self.articles, &other.articles);
        meet(&mut self.passages, &other.passages);
    }
}

/// Keeps what both lists have, with the lower impact.
fn meet(kept: &mut Vec<Posting>, other: &[Posting]) {
    kept.retain_mut(|posting| {
        let found = other.binary_search_by_key(&posting.0, |other| other.0).ok();
        let Some(&(_, impact)) = found.and_then(|at| other.get(at)) else { return false };
        posting.1 = posting.1.min(impact);
        true
    });
}

/// One list in order of number, with the higher impact of each.
fn merge(list: &mut Vec<Posting>, more: Vec<Posting>) {
    list.extend(more);
    list.sort_unstable_by_key(|&(number, impact)| (number, 16 - impact.min(16)));
    list.dedup_by_key(|posting| posting.0);
}

/// Which group a form or a stem belongs to.
pub(super) struct Names<'a> {
    language: &'a Language,
    by_stem: HashMap<String, u32>,
    by_form: HashMap<String, u32>,
    parents: Vec<u32>,
}

impl<'a> Names<'a> {
    /// Surfaces with one folded stem are one group, and so are surfaces with one folded form. Gives
    /// for each group which of the surfaces belong to it, too.
    pub(super) fn new<'s>(
        surfaces: impl Iterator<Item = &'s str>,
        language: &'a Language,
    ) -> (Self, Vec<Vec<u32>>) {
        let mut names = Self {
            language,
            by_stem: HashMap::new(),
            by_form: HashMap::new(),
            parents: Vec::new(),
        };
        let of_group: Vec<(u32, u32)> = (0..)
            .zip(surfaces)
            .filter_map(|(number, surface)| Some((names.add(surface)?, number)))
            .collect();
        for forms in &language.forms {
            let known: Vec<u32> =
                forms.iter().filter_map(|form| names.by_form.get(form).copied()).collect();
            if let Some(&first) = known.first() {
                known.iter().for_each(|&group| names.unite(first, group));
                for form in forms {
                    names.by_form.entry(form.clone()).or_insert(first);
                }
            }
        }
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); names.parents.len()];
        for (group, surface) in of_group {
            let root = names.root(group) as usize;
            members.get_mut(root).into_iter().for_each(|members| members.push(surface));
        }
        (names, members)
    }

    /// Makes `form`, which is no word, the name of the group of this number, the next one.
    pub(super) fn name(&mut self, form: String, group: usize) {
        self.by_form.insert(form, group as u32);
        self.parents.push(group as u32);
    }

    /// The group of a surface, made if it is new.
    fn add(&mut self, surface: &str) -> Option<u32> {
        let form = words::fold(surface);
        // A single character may unfold into a phrase: such a form can be too long all the same.
        if form.is_empty() || form.len() > words::LONGEST_WORD {
            return None;
        }
        let next = self.parents.len() as u32;
        let stem = *self.by_stem.entry(self.language.stem(surface)).or_insert(next);
        if stem == next {
            self.parents.push(next);
        }
        let known = *self.by_form.entry(form).or_insert(stem);
        self.unite(stem, known);
        Some(stem)
    }

    /// The group of a word that need not occur; a new one when no form of it does.
    pub(super) fn group(&mut self, surface: &str) -> Option<usize> {
        let group = self.add(surface)?;
        Some(self.root(group) as usize)
    }

    /// The group of a word, if a form of it occurs.
    pub(super) fn known(&self, surface: &str) -> Option<usize> {
        let form = self.by_form.get(&words::fold(surface));
        let group = form.or_else(|| self.by_stem.get(&self.language.stem(surface)))?;
        Some(self.root(*group) as usize)
    }

    /// All forms with their groups, in no order.
    pub(super) fn forms(&self) -> impl Iterator<Item = (&str, usize)> {
        self.by_form.iter().map(|(form, group)| (form.as_str(), self.root(*group) as usize))
    }

    fn unite(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(parent) = self.parents.get_mut(one.max(other) as usize) {
            *parent = one.min(other);
        }
    }

    fn root(&self, mut group: u32) -> u32 {
        while let Some(&parent) = self.parents.get(group as usize) {
            if parent == group {
                break;
            }
            group = parent;
        }
        group
    }

    /// All forms in UTF-16 order with their groups.
    pub(super) fn into_forms(self) -> Vec<(String, u32)> {
        let mut forms: Vec<(String, u32)> =
            self.by_form.iter().map(|(form, group)| (form.clone(), self.root(*group))).collect();
        forms.sort_by(|one, other| utf16_order(&one.0, &other.0));
        forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_meet_and_merge() {
        let mut list = vec![(1, 4), (3, 9), (7, 2)];
        meet(&mut list, &[(3, 5), (7, 8)]);
        assert_eq!(list, [(3, 5), (7, 2)]);
        merge(&mut list, vec![(7, 3), (1, 1)]);
        assert_eq!(list, [(1, 1), (3, 5), (7, 3)]);
    }
}
