//! Compound words → the words they are made of, for languages that write them together.
//!
//! `Rechnungsadresse` is found by `Adresse` and by `Rechnung`: where a word is two words of the same
//! site, perhaps with a joining letter between them, each of the two gets a weaker posting wherever
//! the compound occurs. No dictionary is needed, and no byte of this is sent as code: it is done when
//! the index is made. What may surprise: a part that never occurs by itself is not found this way;
//! the reader's corrections know it by its beginning.

use std::collections::BTreeMap;

use super::group::{Group, Names};
use super::language::Language;

/// Shorter words are not taken for compounds, nor shorter ends of words for words.
const SHORTEST: usize = 8;
const SHORTEST_PART: usize = 4;

/// Letters that join the parts of a compound.
const JOINTS: [&str; 5] = ["", "s", "es", "n", "en"];

/// Gives the parts of every compound what the compound has.
pub(super) fn fold_in(groups: &mut [Group], names: &Names<'_>, language: &Language) {
    if !language.compounds {
        return;
    }
    let mut given: BTreeMap<usize, Vec<Group>> = BTreeMap::new();
    for (form, compound) in names.forms() {
        let Some(parts) = parts(form, names, groups) else { continue };
        let Some(gift) = groups.get(compound).map(Group::weakened) else { continue };
        for part in parts.into_iter().filter(|&part| part != compound) {
            given.entry(part).or_default().push(gift.clone());
        }
    }
    for (part, gifts) in given {
        let Some(group) = groups.get_mut(part) else { continue };
        gifts.into_iter().for_each(|gift| group.take(gift));
    }
}

/// The groups of the two words that `form` is made of: of all ways to cut it, the one whose shorter
/// part is longest.
fn parts(form: &str, names: &Names<'_>, groups: &[Group]) -> Option<[usize; 2]> {
    let letters: Vec<usize> = form.char_indices().map(|(at, _)| at).collect();
    if letters.len() < SHORTEST || !form.chars().all(char::is_alphabetic) {
        return None;
    }
    let occurs = |word: &str| {
        let group = names.known(word)?;
        groups.get(group).filter(|group| !group.is_empty()).map(|_| group)
    };
    let mut best: Option<(usize, [usize; 2])> = None;
    for cut in SHORTEST_PART..=letters.len() - SHORTEST_PART {
        let (first, second) = letters.get(cut).and_then(|&at| form.split_at_checked(at))?;
        let shorter = cut.min(letters.len() - cut);
        if best.is_some_and(|(known, _)| known >= shorter) {
            continue;
        }
        let Some(second) = occurs(second) else { continue };
        let stems = JOINTS.iter().filter_map(|joint| first.strip_suffix(joint));
        let first = stems.filter(|stem| stem.len() >= SHORTEST_PART).find_map(occurs);
        best = first.map(|first| (shorter, [first, second])).or(best);
    }
    best.map(|(_, parts)| parts)
}
