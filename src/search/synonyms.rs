//! Support synonyms, folded into the postings when the index is made: no byte of them travels.
//!
//! Where an article says one phrase of a set, the words of the others get a weaker posting. A
//! phrase of several words is said where all of its content words meet in one passage. A general
//! thesaurus was measured to hurt; these sets are short, written by hand, and about one thing each.

use std::collections::BTreeMap;

use super::group::{Group, Names};
use super::language::Language;

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
                    given.entry(group).or_default().extend(others().map(Group::weakened));
                }
            }
        }
    }
    for (group, gifts) in given {
        if groups.len() <= group {
            groups.resize(group + 1, Group::default());
        }
        let Some(group) = groups.get_mut(group) else { continue };
        gifts.into_iter().for_each(|gift| group.take(gift));
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
            said.meet(group);
        }
    }
    Phrase { words: content, said }
}
