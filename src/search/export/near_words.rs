//! The near-word shards: forms that a misspelt word may mean, once forward and once reversed.

use std::ops::Range;

use super::Shards;
use super::cut::{Entry, cut, starts};
use crate::search::format::{Writer, utf16_order};
use crate::search::group::Vocabulary;

/// The forms that can be meant by a misspelt word, forward and reversed.
pub(super) fn near_words(
    vocabulary: &Vocabulary,
    ordinary: &[String],
    shard_size: usize,
) -> (Shards, Shards) {
    let mut known: Vec<(String, u8)> = vocabulary
        .forms
        .iter()
        .filter(|(form, _)| form.chars().count() >= 3 && form.chars().all(char::is_alphabetic))
        .filter(|(form, _)| form.len() <= 24)
        .map(|(form, group)| {
            (form.clone(), vocabulary.groups.get(*group as usize).map_or(255, |group| group.idf))
        })
        .collect();
    // An ordinary word that the site lacks is listed as telling nothing: it is not a misspelling.
    let all = &vocabulary.forms;
    let missing = ordinary
        .iter()
        .filter(|word| all.binary_search_by(|(form, _)| utf16_order(form, word)).is_err());
    let mut with_ordinary = known.clone();
    with_ordinary.extend(missing.map(|word| (word.clone(), 0)));
    with_ordinary.sort_by(|one, other| utf16_order(&one.0, &other.0));
    let forward = near_shards(&with_ordinary, shard_size);
    if forward.shards.len() < 2 {
        return (forward, Shards::default());
    }
    for (form, _) in &mut known {
        *form = form.chars().rev().collect();
    }
    known.sort_by(|one, other| utf16_order(&one.0, &other.0));
    (forward, near_shards(&known, shard_size))
}

fn near_shards(known: &[(String, u8)], shard_size: usize) -> Shards {
    let entry = |(form, _): &'_ (String, u8)| form.len().min(6) + 2;
    let entries: Vec<Entry<'_>> =
        known.iter().map(|one| Entry { word: &one.0, bytes: entry(one) }).collect();
    let ranges = cut(&entries, shard_size);
    let shard = |range: &Range<usize>| {
        let entries = known.get(range.clone()).unwrap_or_default();
        let mut out = Writer::default();
        out.words(entries.iter().map(|(form, _)| form.as_str()));
        out.0.extend(entries.iter().map(|&(_, idf)| idf));
        out.0
    };
    Shards { shards: ranges.iter().map(shard).collect(), starts: starts(&entries, &ranges) }
}
