//! The files of the index, decoded.

use std::collections::HashMap;

use crate::search::format::{Bytes, GroupPlace, STRIDE, is_completable, utf16_order};

/// A dictionary shard: forms in order and the groups that live here.
pub(super) struct WordShard {
    forms: Vec<String>,
    places: Vec<Home>,
    groups: Vec<GroupAt>,
    bytes: Vec<u8>,
    /// Prefixes spread over many shards, with their most frequent completions.
    completions: HashMap<String, String>,
}

/// Where a group lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Home {
    /// In the shard that names it, at this place.
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
            places.push(match rest.group_place()? {
                GroupPlace::Next => {
                    new += 1;
                    Home::Here(new - 1)
                }
                GroupPlace::Here(place) => Home::Here(place),
                GroupPlace::There { shard, place } => Home::There { shard, place },
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
    pub(super) fn find(&self, form: &str) -> Option<Home> {
        let at = self.forms.binary_search_by(|known| utf16_order(known, form)).ok()?;
        self.places.get(at).copied()
    }

    /// Forms that begin with `prefix`, with their groups.
    pub(super) fn starting_with<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, Home)> {
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
        forms.filter(move |(_, known)| **known == Home::Here(place)).map(|(form, _)| form.as_str())
    }
}

/// Which of the lists of a group a posting is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Titles,
    Articles,
    Passages,
}

impl List {
    /// The article of a posting, and the slot of its passage where it has one.
    pub(super) fn place(self, number: usize) -> (usize, Option<usize>) {
        match self {
            Self::Titles | Self::Articles => (number, None),
            Self::Passages => (number / STRIDE, Some(number % STRIDE)),
        }
    }
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
