//! What the search files are: the facts on which the writer and both readers stand.
//!
//! `docs/search-format.md` describes the files field by field, and a test holds it to what stands
//! here. `bytes` writes and reads numbers, words and lists, `starts` says where shards begin, `names`
//! what files are called. `tests/search/numbers.json` holds the numbers that the script has too.

mod bytes;
mod gzip;
mod names;
mod starts;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[cfg(test)]
pub(in crate::search) use bytes::LONGEST_STORED_WORD;
pub(in crate::search) use bytes::{Bytes, Posting, Writer, bytes_of_units, utf16_order};
pub(in crate::search) use gzip::{Gzip, gunzip};
#[cfg(test)]
pub(in crate::search) use names::MARK;
pub(in crate::search) use names::{Kind, Marks, mark, pack_name};
pub(in crate::search) use starts::{boundary, packed_starts, shard_of, shards_of_prefix, starts};

/// Changes whenever a file is written differently; a client reads its own number only.
pub(super) const FORMAT: u32 = 3;

/// No search file is larger than this when inflated.
pub(super) const LARGEST_FILE: u64 = 8 << 20;

/// More articles than this are a lie.
pub(super) const MOST_ARTICLES: u32 = 1 << 20;

/// How many slots for passages an article has.
pub(super) const STRIDE: usize = 32;

/// The slot of passage `number` of `count`: its own while there are enough, else neighbours share.
pub(super) fn slot(number: usize, count: usize) -> usize {
    if count <= STRIDE { number } else { number * STRIDE / count }
}

/// A prefix spread over more shards than this gets a list of its most frequent completions.
pub(super) const SHARDS_PER_PREFIX: usize = 2;

/// The root file, as JSON.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Root {
    /// [`FORMAT`].
    pub(super) format: u32,
    /// How many articles there are.
    pub(super) articles: u32,
    /// The mark of the one file that holds all others; empty when there is none.
    pub(super) pack: String,
    /// The dictionary shards.
    pub(super) words: ShardsOf,
    /// The near-word shards.
    pub(super) near: ShardsOf,
    /// The reversed ones; none when there is but one near-word shard.
    pub(super) reversed: ShardsOf,
    /// The text files.
    pub(super) texts: Texts,
    /// Function words, separated by spaces.
    pub(super) function_words: String,
    /// The values of each attribute that articles have, the most frequent first.
    pub(super) attributes: BTreeMap<String, Vec<String>>,
    /// What to offer before anything is typed: symptoms, each with the address it leads to.
    pub(super) symptoms: Vec<(String, String)>,
}

/// What the root says of the shards of a kind.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct ShardsOf {
    /// Where each begins, as [`packed_starts`] writes it.
    pub(super) starts: String,
    #[serde(flatten)]
    pub(super) marks: Marks,
}

/// What the root says of the text files.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Texts {
    /// How many articles share one.
    pub(super) articles: u32,
    #[serde(flatten)]
    pub(super) marks: Marks,
}

/// An article of a text file: address, title, attributes, categories, short answer, last checked
/// (ISO day), symptoms, passages. What it has not is empty.
pub(super) type StoredArticle =
    (String, String, Vec<String>, Vec<String>, String, String, Vec<String>, Vec<StoredPassage>);

/// A passage: heading, anchor, text, and for each step where it begins (UTF-16 units) and its
/// number; then its own attributes.
pub(super) type StoredPassage = (String, String, String, Vec<(u32, u32)>, Vec<String>);

/// The attribute that says what an article is for: `fix`.
pub(super) const TYPE: &str = "type";

/// An attribute as a word of the dictionary. Nobody can type one: words have no colon.
pub(super) fn attribute(name: &str, value: &str) -> String {
    format!("{name}:{value}")
}

/// Name and value of an attribute; `None` for a word.
pub(super) fn as_attribute(form: &str) -> Option<(&str, &str)> {
    form.split_once(':')
}

/// Attributes stand in the dictionary but complete nothing.
pub(super) fn is_completable(form: &str) -> bool {
    as_attribute(form).is_none()
}

/// Where the group of a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupPlace {
    /// In the shard that names it: the next one there.
    Next,
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

impl Writer {
    pub(super) fn group_place(&mut self, place: GroupPlace) {
        match place {
            GroupPlace::Next => self.number(0),
            GroupPlace::Here(place) => self.number(place * 2 + 1),
            GroupPlace::There { shard, place } => {
                self.number(shard * 2 + 2);
                self.number(place);
            }
        }
    }
}

impl Bytes<'_> {
    /// What [`Writer::group_place`] wrote.
    pub(super) fn group_place(&mut self) -> Option<GroupPlace> {
        Some(match self.number()? {
            0 => GroupPlace::Next,
            odd if odd % 2 == 1 => GroupPlace::Here(odd / 2),
            even => GroupPlace::There { shard: even / 2 - 1, place: self.number()? },
        })
    }
}

/// The files of a pack by name.
pub(super) fn unpacked(bytes: &[u8]) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut rest = Bytes(bytes);
    let mut files = BTreeMap::new();
    for _ in 0..rest.count()? {
        let name = rest.text()?.to_owned();
        let length = rest.number()? as usize;
        files.insert(name, rest.slice(length)?.to_vec());
    }
    Some(files)
}

/// All files in one: how many, then name, length and inflated bytes of each.
pub(super) fn packed<'a>(files: impl Iterator<Item = (String, &'a [u8])> + Clone) -> Vec<u8> {
    let mut out = Writer::default();
    out.number(files.clone().count() as u32);
    for (name, bytes) in files {
        let bytes = gunzip(bytes).unwrap_or_default();
        out.text(&name);
        out.number(bytes.len() as u32);
        out.0.extend_from_slice(&bytes);
    }
    out.0
}

/// What is stored as JSON: texts and numbers always have such a form.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_no_words() {
        assert!(is_completable("type") && !is_completable(&attribute("type", "fix")));
        assert_eq!(as_attribute("type:fix"), Some(("type", "fix")));
        assert!(
            super::super::words::fold("type:fix") != "type:fix",
            "nobody can type one by accident"
        );
    }

    #[test]
    fn places_come_back() {
        let places =
            [GroupPlace::Next, GroupPlace::Here(7), GroupPlace::There { shard: 300, place: 2 }];
        let mut out = Writer::default();
        places.iter().for_each(|&place| out.group_place(place));
        let mut rest = Bytes(&out.0);
        assert_eq!(places.map(|_| rest.group_place()), places.map(Some));
        assert!(rest.group_place().is_none());
    }
}
