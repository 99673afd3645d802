//! The dictionary shards: forms in order and, with them, the postings of their groups.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Shards;
use super::cut::{Entry, cut, starts};
use crate::search::format::{
    GroupPlace, SHARDS_PER_PREFIX, Writer, is_completable, shards_of_prefix,
};
use crate::search::group::{Group, Vocabulary};

/// How many completions a listed prefix names.
const LISTED_COMPLETIONS: usize = 6;

/// The dictionary with its postings, in shards of about the bytes that `size` makes of all of them.
pub(super) fn dictionary(vocabulary: &Vocabulary, size: impl Fn(usize) -> usize) -> Shards {
    let forms = &vocabulary.forms;
    let lists: Vec<Vec<u8>> = vocabulary.groups.par_iter().map(encoded).collect();
    let entries = entries(forms, &lists);
    let all = entries.iter().map(|entry| entry.bytes).sum();
    let ranges = cut(&entries, size(all));
    let starts = starts(&entries, &ranges);
    let mut completions = completions(vocabulary, &starts);
    let mut places = Places { homes: vec![None; lists.len()] };
    let mut shards = Vec::with_capacity(ranges.len());
    for (number, range) in ranges.into_iter().enumerate() {
        let entries = forms.get(range).unwrap_or_default();
        let mut out = Writer::default();
        out.words(entries.iter().map(|(form, _)| form.as_str()));
        let mut here: Vec<u32> = Vec::new();
        for &(_, group) in entries {
            out.group_place(places.of(group, number as u32, &mut here));
        }
        out.number(here.len() as u32);
        for &group in &here {
            out.byte(vocabulary.groups.get(group as usize).map_or(1, |group| group.idf));
            out.number(lists.get(group as usize).map_or(0, Vec::len) as u32);
        }
        for &group in &here {
            out.0.extend_from_slice(lists.get(group as usize).map_or(&[], Vec::as_slice));
        }
        let listed = completions.remove(&number).unwrap_or_default();
        out.number(listed.len() as u32);
        for (prefix, forms) in listed {
            out.text(&prefix);
            out.text(&forms.join(" "));
        }
        shards.push(out.0);
    }
    Shards { shards, starts }
}

/// What each form takes in a shard: the lists of its group count where its first form is.
fn entries<'a>(forms: &'a [(String, u32)], lists: &[Vec<u8>]) -> Vec<Entry<'a>> {
    let mut seen = vec![false; lists.len()];
    let mut entry = |(form, group): &'a (String, u32)| {
        let is_seen = seen.get_mut(*group as usize);
        let is_first = is_seen.is_some_and(|seen| !std::mem::replace(seen, true));
        let list = lists.get(*group as usize).filter(|_| is_first).map_or(0, |list| list.len() + 3);
        Entry { word: form, bytes: form.len().min(6) + 2 + list }
    };
    forms.iter().map(&mut entry).collect()
}

/// Where each group lives: shard and place in it.
struct Places {
    homes: Vec<Option<(u32, u32)>>,
}

impl Places {
    /// The place of a group that a form of `shard` names; `here` are the groups that live there.
    fn of(&mut self, group: u32, shard: u32, here: &mut Vec<u32>) -> GroupPlace {
        let Some(home) = self.homes.get_mut(group as usize) else { return GroupPlace::Next };
        match *home {
            None => {
                *home = Some((shard, here.len() as u32));
                here.push(group);
                GroupPlace::Next
            }
            Some((home, place)) if home == shard => GroupPlace::Here(place),
            Some((shard, place)) => GroupPlace::There { shard, place },
        }
    }
}

fn form_at(forms: &[(String, u32)], at: usize) -> &str {
    forms.get(at).map_or("", |(form, _)| form.as_str())
}

/// The three lists of a group.
fn encoded(group: &Group) -> Vec<u8> {
    let mut out = Writer::default();
    for list in [&group.titles, &group.articles, &group.passages] {
        out.postings(list);
    }
    out.0
}

/// Prefixes with their most frequent completions.
type Listed = Vec<(String, Vec<String>)>;

/// The prefixes that are spread over too many shards, by the shard where each sorts.
fn completions(vocabulary: &Vocabulary, starts: &[String]) -> BTreeMap<usize, Listed> {
    let mut found: BTreeMap<usize, Listed> = BTreeMap::new();
    // Where no prefix of a length is spread so far, no longer one is.
    for length in 2.. {
        let mut at = 0;
        let mut is_spread = false;
        while at < vocabulary.forms.len() {
            let form = form_at(&vocabulary.forms, at);
            let prefix: String = form.chars().take(length).collect();
            let same = vocabulary.forms.get(at..).unwrap_or_default();
            let count = same.partition_point(|(form, _)| form.starts_with(&prefix));
            let count = count.max(1);
            let (first, last) = shards_of_prefix(starts, &prefix);
            let spread = last - first >= SHARDS_PER_PREFIX;
            if spread && prefix.chars().count() == length && is_completable(&prefix) {
                let mut forms: Vec<(u8, &str)> = same
                    .iter()
                    .take(count)
                    .filter(|(form, _)| is_completable(form))
                    .filter_map(|(form, group)| {
                        Some((vocabulary.groups.get(*group as usize)?.idf, form.as_str()))
                    })
                    .collect();
                forms.sort_by_key(|&(idf, form)| (idf, form.len(), form));
                forms.truncate(LISTED_COMPLETIONS);
                let forms = forms.into_iter().map(|(_, form)| form.to_owned()).collect();
                found.entry(first).or_default().push((prefix, forms));
                is_spread = true;
            }
            at += count;
        }
        if !is_spread {
            break;
        }
    }
    found
}
