//! The files of the index, decoded.

use std::collections::HashMap;

use crate::search::export::is_completable;
use crate::search::format::{Bytes, bytes_of_units, utf16_order};

/// A dictionary shard: forms in order and the groups that live here.
pub(super) struct WordShard {
    forms: Vec<String>,
    places: Vec<GroupPlace>,
    groups: Vec<GroupAt>,
    bytes: Vec<u8>,
    /// Prefixes spread over many shards, with their most frequent completions.
    completions: HashMap<String, String>,
}

/// Where a group lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum GroupPlace {
    /// In the shard that names it.
    Here(u32),
    /// In another shard.
    There {
        /// Its number.
        shard: u32,
        /// The group's place in it.
        place: u32,
    },
}

#[derive(Clone, Copy)]
struct GroupAt {
    idf: u8,
    start: usize,
    end: usize,
}

impl WordShard {
    pub(super) fn read(bytes: Vec<u8>) -> Option<Self> {
        let mut rest = Bytes(&bytes);
        let forms = rest.words()?;
        let (mut places, mut new) = (Vec::with_capacity(forms.len()), 0);
        for _ in 0..forms.len() {
            places.push(match rest.number()? {
                0 => {
                    new += 1;
                    GroupPlace::Here(new - 1)
                }
                odd if odd % 2 == 1 => GroupPlace::Here(odd / 2),
                even => GroupPlace::There { shard: even / 2 - 1, place: rest.number()? },
            });
        }
        let count = rest.count()?;
        let (mut groups, mut at) = (Vec::with_capacity(count), 0usize);
        for _ in 0..count {
            let idf = rest.byte()?;
            let end = at.checked_add(rest.number()? as usize)?;
            groups.push(GroupAt { idf, start: at, end });
            at = end;
        }
        let lists = rest.slice(at)?.to_vec();
        let mut completions = HashMap::new();
        for _ in 0..rest.count()? {
            completions.insert(rest.text()?.to_owned(), rest.text()?.to_owned());
        }
        Some(Self { forms, places, groups, bytes: lists, completions })
    }

    /// Where the group of exactly this form lives.
    pub(super) fn find(&self, form: &str) -> Option<GroupPlace> {
        let at = self.forms.binary_search_by(|known| utf16_order(known, form)).ok()?;
        self.places.get(at).copied()
    }

    /// Forms that begin with `prefix`, with their groups.
    pub(super) fn starting_with<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, GroupPlace)> {
        let first = self.forms.partition_point(|known| utf16_order(known, prefix).is_lt());
        let forms = self.forms.iter().zip(&self.places).skip(first);
        forms
            .map(|(form, place)| (form.as_str(), *place))
            .take_while(move |(form, _)| form.starts_with(prefix))
            .filter(|(form, _)| is_completable(form))
    }

    /// The listed completions of a prefix spread over many shards.
    pub(super) fn listed(&self, prefix: &str) -> Option<&str> {
        self.completions.get(prefix).map(String::as_str)
    }

    /// How much a group that lives here tells.
    pub(super) fn idf(&self, place: u32) -> Option<u8> {
        self.groups.get(place as usize).map(|group| group.idf)
    }

    /// The three posting lists of a group that lives here: titles, articles, passages.
    pub(super) fn lists(&self, place: u32, mut take: impl FnMut(List, u32, u8)) -> Option<()> {
        let group = self.groups.get(place as usize)?;
        let mut rest = Bytes(self.bytes.get(group.start..group.end)?);
        for list in [List::Titles, List::Articles, List::Passages] {
            rest.postings(|number, impact| take(list, number, impact))?;
        }
        Some(())
    }

    /// The forms of a group that lives here, as far as they are in this shard.
    pub(super) fn forms_of(&self, place: u32) -> impl Iterator<Item = &str> {
        let forms = self.forms.iter().zip(&self.places);
        forms
            .filter(move |(_, known)| **known == GroupPlace::Here(place))
            .map(|(form, _)| form.as_str())
    }
}

/// Which of the lists of a group a posting is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Titles,
    Articles,
    Passages,
}

/// A shard of words a misspelt one may mean.
pub(super) struct NearShard {
    /// Words with how much they tell.
    pub(super) words: Vec<(String, u8)>,
}

impl NearShard {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = Bytes(bytes);
        let words = rest.words()?;
        let idfs = rest.slice(words.len())?;
        Some(Self { words: words.into_iter().zip(idfs.iter().copied()).collect() })
    }
}

/// The files of a pack by name.
pub(super) fn unpacked(bytes: &[u8]) -> Option<HashMap<String, Vec<u8>>> {
    let mut rest = Bytes(bytes);
    let mut files = HashMap::new();
    for _ in 0..rest.count()? {
        let name = rest.text()?.to_owned();
        let length = rest.number()? as usize;
        files.insert(name, rest.slice(length)?.to_vec());
    }
    Some(files)
}

/// Where each shard begins: what the exporter's `packed_starts` wrote.
pub(in crate::search) fn starts(packed: &str) -> Option<Vec<String>> {
    let mut starts: Vec<String> = Vec::new();
    let mut rest = packed;
    while let Some(letter) = rest.chars().next() {
        let kept = u32::from(letter).checked_sub(u32::from('A')).filter(|&units| units < 26)?;
        rest = rest.get(1..)?;
        let end = rest.find(|letter: char| letter.is_ascii_uppercase()).unwrap_or(rest.len());
        let (suffix, after) = rest.split_at_checked(end)?;
        let before = starts.last().map_or("", String::as_str);
        let kept = before.get(..bytes_of_units(before, kept as usize)?)?;
        starts.push(format!("{kept}{suffix}"));
        rest = after;
    }
    Some(starts)
}

/// The shard in which `word` sorts.
pub(super) fn shard_of(starts: &[impl AsRef<str>], word: &str) -> usize {
    starts.partition_point(|start| utf16_order(start.as_ref(), word).is_le()).saturating_sub(1)
}

/// The first and the last shard with words that begin with `prefix`.
pub(in crate::search) fn shards_of_prefix(
    starts: &[impl AsRef<str>],
    prefix: &str,
) -> (usize, usize) {
    (shard_of(starts, prefix), shard_of(starts, &format!("{prefix}\u{ffff}")))
}
