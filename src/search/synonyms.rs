//! Support synonyms, folded into the postings when the index is made: no byte of them travels.
//!
//! Where an article says one phrase of a set, the words of the others get a weaker posting. A
//! phrase of several words is said where all of its content words meet in one passage. A general
//! thesaurus was measured to hurt; these sets are short, written by hand, and about one thing each.

use std::collections::BTreeMap;

use super::format::Posting;
use super::groups::{Group, Names};
use super::language::Language;

/// A synonym is worth this much of the word itself, in sixteenths.
const SHARE: u8 = 12;
/// What a synonym in a title is worth, as an impact in the text of the article.
const IN_TITLE: u8 = 11;

/// What a phrase of a set gives and takes.
struct Phrase {
    /// Its content words.
    words: Vec<String>,
    /// Where it is said; empty when it is too general to say so.
    said: Group,
}

/// Gives every word of a set what the other phrases of the set have.
pub(super) fn fold_in(groups: &mut Vec<Group>, names: &mut Names<'_>, language: &Language) {
    let mut given: BTreeMap<usize, Vec<Group>> = BTreeMap::new();
    for set in &language.synonyms {
        let phrases: Vec<Phrase> =
            set.iter().map(|phrase| read(phrase, groups, names, language)).collect();
        for (number, phrase) in phrases.iter().enumerate() {
            let others = || {
                let others = phrases.iter().enumerate().filter(|(other, _)| *other != number);
                others.map(|(_, other)| &other.said).filter(|said| !said.is_empty())
            };
            if others().next().is_none() {
                continue;
            }
            for word in &phrase.words {
                if let Some(group) = names.group(word) {
                    given.entry(group).or_default().extend(others().map(weakened));
                }
            }
        }
    }
    for (group, gifts) in given {
        if groups.len() <= group {
            groups.resize(group + 1, Group::default());
        }
        let Some(group) = groups.get_mut(group) else { continue };
        gifts.into_iter().for_each(|gift| merge_in(group, gift));
    }
}

fn read(phrase: &str, groups: &[Group], names: &Names<'_>, language: &Language) -> Phrase {
    let all: Vec<String> = super::words::units(phrase).into_iter().map(|unit| unit.whole).collect();
    let content: Vec<String> =
        all.iter().filter(|word| !language.function_words.contains(word)).cloned().collect();
    let telling = content.len() > 1 || all.len() == 1;
    let mut said = Group::default();
    for (number, word) in content.iter().enumerate() {
        let group = names.known(word).and_then(|group| groups.get(group));
        let Some(group) = group.filter(|_| telling) else {
            said = Group::default();
            break;
        };
        if number == 0 {
            said = group.clone();
        } else {
            meet(&mut said.titles, &group.titles);
            meet(&mut said.articles, &group.articles);
            meet(&mut said.passages, &group.passages);
        }
    }
    Phrase { words: content, said }
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

/// A synonym is worth less than the word itself, and is not in the title: what a title gives it
/// counts as text of the article.
pub(super) fn weakened(said: &Group) -> Group {
    let weaken = |list: &[Posting]| -> Vec<Posting> {
        list.iter().map(|&(number, impact)| (number, (impact * SHARE).div_ceil(16))).collect()
    };
    let mut articles = weaken(&said.articles);
    let titles = said.titles.iter().map(|&(number, _)| (number, IN_TITLE)).collect();
    merge(&mut articles, titles);
    Group { idf: 0, titles: Vec::new(), articles, passages: weaken(&said.passages) }
}

/// Gives a group the postings of another.
pub(super) fn merge_in(group: &mut Group, gift: Group) {
    merge(&mut group.titles, gift.titles);
    merge(&mut group.articles, gift.articles);
    merge(&mut group.passages, gift.passages);
}

/// One list in order of number, with the higher impact of each.
fn merge(list: &mut Vec<Posting>, more: Vec<Posting>) {
    list.extend(more);
    list.sort_unstable_by_key(|&(number, impact)| (number, 16 - impact.min(16)));
    list.dedup_by_key(|posting| posting.0);
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
