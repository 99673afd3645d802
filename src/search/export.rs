//! Groups and articles → the search files of a locale.
//!
//! A dictionary shard holds forms next to each other in order and, with them, the postings of
//! their groups, so that a word costs one file. A group lives in the shard of its first form; the
//! few forms that sort into other shards say where. Near-word shards hold forms only, once forward
//! and once reversed: an error leaves either the start or the end of a word whole. Text files hold
//! what a result shows. `docs/search-format.md` describes every field.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::format::{Gzip, Writer, gunzip, utf16_order};
use super::groups::{Group, Vocabulary};
use super::input::{SearchArticle, SearchFile, SearchFiles, SearchPassage};
use super::language::Language;
use crate::text::fingerprint::fingerprint;
use crate::text::locale::Locale;

/// Changes whenever a file is written differently; a client reads its own number only.
pub(super) const FORMAT: u32 = 2;

/// How the index is cut into files.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// A dictionary shard is closed at this many bytes (before gzip), at least and at most: the
    /// root of all bytes, since more shards are cheaper to fetch and dearer to name.
    pub(super) word_shard: (usize, usize),
    /// A near-word shard is closed at this many bytes.
    pub(super) near_shard: usize,
    /// A pack replaces the files of an index that is no larger than this, compressed.
    pub(super) pack: usize,
}

/// Small shards cost a query the fewest bytes, and little in all; see the decision note.
pub(super) const SIZES: Sizes =
    Sizes { word_shard: (1_500, 10_000), near_shard: 4_500, pack: 64 * 1024 };

/// Texts are cut at this many characters.
const LONGEST_TEXT: usize = 600;
/// How many articles share a text file: one costs a query the least, but a large site would have
/// too many files for some hosts.
pub(super) fn articles_per_text(articles: usize) -> usize {
    match articles {
        0..20_000 => 1,
        _ => 2,
    }
}

/// So many symptoms of an article are kept for the last word on the order of results.
const MOST_SYMPTOMS: usize = 32;
/// How many symptoms are offered before anything is typed.
const STARTERS: usize = 5;

/// A prefix spread over more shards than this gets a list of its most frequent completions.
pub(super) const SHARDS_PER_PREFIX: usize = 2;
/// How many completions such a list names.
const LISTED_COMPLETIONS: usize = 6;

/// The root file, as JSON.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Root {
    /// [`FORMAT`].
    pub(super) format: u32,
    /// The hashed folder all other files are in.
    pub(super) folder: String,
    /// How many articles there are.
    pub(super) articles: u32,
    /// How many articles share a text file.
    pub(super) per_text: u32,
    /// Where each dictionary shard begins, as [`packed_starts`] writes it.
    pub(super) words: String,
    /// The same for the near-word shards.
    pub(super) near: String,
    /// The same for the reversed ones; empty when there is but one near-word shard.
    pub(super) reversed: String,
    /// Function words, separated by spaces.
    pub(super) function_words: String,
    /// All other files are in the one file `pack`.
    pub(super) pack: bool,
    /// Types of articles, the most frequent first.
    pub(super) types: Vec<String>,
    /// What to offer before anything is typed: symptoms, each with the address it leads to.
    pub(super) symptoms: Vec<(String, String)>,
}

/// An article of a text file: address, title, type, categories, short answer, last checked (ISO
/// day), symptoms, passages. What it has not is empty.
pub(super) type StoredArticle =
    (String, String, String, Vec<String>, String, String, Vec<String>, Vec<StoredPassage>);
/// A passage: heading, anchor, text, and for each step where it begins (UTF-16 units) and its
/// number.
pub(super) type StoredPassage = (String, String, String, Vec<(u32, u32)>);

/// What the root says of the articles.
#[derive(Default)]
pub(super) struct Summary {
    articles: usize,
    /// How many there are of each type.
    types: BTreeMap<String, usize>,
    /// The first symptom that is a sentence, of a few articles that mend something.
    symptoms: Vec<(String, String)>,
}

impl Summary {
    /// Takes the next article.
    pub(super) fn add(&mut self, article: &SearchArticle) {
        self.articles += 1;
        let Some(kind) = article.kind.as_deref() else { return };
        *self.types.entry(kind.to_owned()).or_default() += 1;
        let sentence = article.symptoms.iter().find(|symptom| symptom.contains(' '));
        let mends = matches!(kind, "fix" | "troubleshooter");
        if let Some(sentence) = sentence.filter(|_| mends && self.symptoms.len() < STARTERS) {
            self.symptoms.push((start_of(sentence).to_owned(), article.address.clone()));
        }
    }

    /// The types there are, the most frequent first.
    fn types(&self) -> Vec<String> {
        let mut types: Vec<(&String, &usize)> = self.types.iter().collect();
        types.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        types.into_iter().map(|(kind, _)| kind.clone()).collect()
    }
}

/// Writes all files. `texts` are the compressed text files of the articles, which are in order of
/// address: an article's number is its place.
pub(super) fn files(
    texts: Vec<Vec<u8>>,
    articles: Summary,
    vocabulary: &Vocabulary,
    (locale, language): (&Locale, &Language),
    sizes: Sizes,
) -> SearchFiles {
    let dictionary = dictionary(vocabulary, sizes.word_shard);
    let (near, reversed) = near_words(vocabulary, &language.ordinary, sizes.near_shard);
    let mut files: Vec<SearchFile> = compressed('w', dictionary.shards);
    files.extend(compressed('n', near.shards));
    files.extend(compressed('r', reversed.shards));
    files.extend(numbered('t', texts));
    let pack = files.iter().map(|file| file.bytes.len()).sum::<usize>() <= sizes.pack;
    if pack {
        files =
            vec![SearchFile { name: "pack".to_owned(), bytes: Gzip::new().file(&packed(&files)) }];
    }
    let mut root = Root {
        format: FORMAT,
        folder: String::new(),
        articles: articles.articles as u32,
        per_text: articles_per_text(articles.articles) as u32,
        words: packed_starts(&dictionary.starts),
        near: packed_starts(&near.starts),
        reversed: packed_starts(&reversed.starts),
        function_words: language.function_words.folded().join(" "),
        pack,
        types: articles.types(),
        symptoms: articles.symptoms,
    };
    root.folder = folder_name(locale, &root, &files);
    SearchFiles { root: Gzip::new().file(&json(&root)), folder: root.folder, files }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    // Texts and numbers always have a JSON form.
    serde_json::to_vec(value).unwrap_or_default()
}

fn compressed(letter: char, shards: Vec<Vec<u8>>) -> Vec<SearchFile> {
    let shards = shards.into_par_iter().map_init(Gzip::new, |gzip, shard| gzip.file(&shard));
    numbered(letter, shards.collect()).collect()
}

fn numbered(letter: char, files: Vec<Vec<u8>>) -> impl Iterator<Item = SearchFile> {
    let files = files.into_iter().enumerate();
    files.map(move |(number, bytes)| SearchFile { name: format!("{letter}{number}"), bytes })
}

/// A name for exactly these files and this root of this locale: two locales without an article have
/// equal files, and each has its own folder.
fn folder_name(locale: &Locale, root: &Root, files: &[SearchFile]) -> String {
    let mut all = json(root);
    all.extend_from_slice(locale.as_str().as_bytes());
    for file in files {
        all.extend_from_slice(file.name.as_bytes());
        all.extend_from_slice(blake3::hash(&file.bytes).as_bytes());
    }
    fingerprint(&all)
}

/// All files in one: how many, then name, length and inflated bytes of each.
fn packed(files: &[SearchFile]) -> Vec<u8> {
    let mut out = Writer::default();
    out.number(files.len() as u32);
    for SearchFile { name, bytes } in files {
        let bytes = gunzip(bytes).unwrap_or_default();
        out.text(name);
        out.number(bytes.len() as u32);
        out.0.extend_from_slice(&bytes);
    }
    out.0
}

/// Shards of one kind.
#[derive(Default)]
struct Shards {
    shards: Vec<Vec<u8>>,
    /// Where each begins.
    starts: Vec<String>,
}

/// Cuts `lengths` (bytes an entry takes) into ranges of about `limit` bytes.
fn cut(lengths: impl Iterator<Item = usize>, limit: usize) -> Vec<std::ops::Range<usize>> {
    let (mut ranges, mut start, mut filled, mut end) = (Vec::new(), 0, 0, 0);
    for length in lengths {
        if filled > 0 && filled + length > limit {
            ranges.push(start..end);
            (start, filled) = (end, 0);
        }
        filled += length;
        end += 1;
    }
    if end > start {
        ranges.push(start..end);
    }
    ranges
}

/// The shortest text that sorts after `before` and not after `word`.
fn boundary<'a>(before: &str, word: &'a str) -> &'a str {
    let ends = word.char_indices().map(|(at, character)| at + character.len_utf8());
    ends.filter_map(|end| word.get(..end))
        .find(|start| utf16_order(before, start).is_lt())
        .unwrap_or(word)
}

/// Where each range begins; the first begins with nothing.
fn starts(ranges: &[std::ops::Range<usize>], word: impl Fn(usize) -> String) -> Vec<String> {
    let boundary_before = |range: &std::ops::Range<usize>| match range.start.checked_sub(1) {
        None => String::new(),
        Some(before) => boundary(&word(before), &word(range.start)).to_owned(),
    };
    ranges.iter().map(boundary_before).collect()
}

/// Starts one after the other: a capital letter says how many UTF-16 units of the one before a start
/// begins with (A is none, Z is 25), and the rest of it follows. No start has a capital letter.
fn packed_starts(starts: &[String]) -> String {
    let mut packed = String::new();
    let mut before = "";
    for start in starts {
        let (mut units, mut bytes) = (0, 0);
        for (one, other) in before.chars().zip(start.chars()) {
            if one != other || units + one.len_utf16() > 25 {
                break;
            }
            units += one.len_utf16();
            bytes += one.len_utf8();
        }
        packed.push(char::from(b'A' + units as u8));
        packed.push_str(start.get(bytes..).unwrap_or_default());
        before = start;
    }
    packed
}

/// The dictionary with its postings.
fn dictionary(vocabulary: &Vocabulary, (least, most): (usize, usize)) -> Shards {
    let forms = &vocabulary.forms;
    let mut lists: Vec<Vec<u8>> = vocabulary.groups.par_iter().map(encoded).collect();
    let mut seen = vec![false; lists.len()];
    let lengths: Vec<usize> = forms
        .iter()
        .map(|(form, group)| {
            let first =
                seen.get_mut(*group as usize).is_some_and(|seen| !std::mem::replace(seen, true));
            let list =
                lists.get(*group as usize).filter(|_| first).map_or(0, |list| list.len() + 3);
            form.len().min(6) + 2 + list
        })
        .collect();
    let size = lengths.iter().sum::<usize>().isqrt().clamp(least, most);
    let ranges = cut(lengths.into_iter(), size);
    let starts = starts(&ranges, |at| form_at(forms, at).to_owned());
    let completions = completions(vocabulary, &starts);
    // Where each group lives: shard and place in it.
    let mut homes: Vec<Option<(u32, u32)>> = vec![None; lists.len()];
    let mut shards = Vec::with_capacity(ranges.len());
    for (shard, range) in ranges.iter().enumerate() {
        let entries = forms.get(range.clone()).unwrap_or_default();
        let mut out = Writer::default();
        out.words(entries.iter().map(|(form, _)| form.as_str()));
        let mut here: Vec<u32> = Vec::new();
        for &(_, group) in entries {
            let Some(home) = homes.get_mut(group as usize) else { continue };
            match *home {
                None => {
                    *home = Some((shard as u32, here.len() as u32));
                    here.push(group);
                    out.number(0);
                }
                Some((home, place)) if home == shard as u32 => out.number(place * 2 + 1),
                Some((home, place)) => {
                    out.number(home * 2 + 2);
                    out.number(place);
                }
            }
        }
        out.number(here.len() as u32);
        for &group in &here {
            out.byte(vocabulary.groups.get(group as usize).map_or(1, |group| group.idf));
            out.number(lists.get(group as usize).map_or(0, Vec::len) as u32);
        }
        for &group in &here {
            out.0.append(lists.get_mut(group as usize).unwrap_or(&mut Vec::new()));
        }
        let listed: Vec<&(String, usize, Vec<String>)> =
            completions.iter().filter(|(_, at, _)| *at == shard).collect();
        out.number(listed.len() as u32);
        for (prefix, _, forms) in listed {
            out.text(prefix);
            out.text(&forms.join(" "));
        }
        shards.push(out.0);
    }
    Shards { shards, starts }
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

/// For every prefix spread over too many shards: the shard where it sorts, and its most frequent
/// completions.
fn completions(vocabulary: &Vocabulary, starts: &[String]) -> Vec<(String, usize, Vec<String>)> {
    let mut found = Vec::new();
    // Where no prefix of a length is spread so far, no longer one is.
    for length in 2.. {
        let mut at = 0;
        let before = found.len();
        while at < vocabulary.forms.len() {
            let form = form_at(&vocabulary.forms, at);
            let prefix: String = form.chars().take(length).collect();
            let same = vocabulary.forms.get(at..).unwrap_or_default();
            let count = same.partition_point(|(form, _)| form.starts_with(&prefix));
            let count = count.max(1);
            let (first, last) = super::reader::shards_of_prefix(starts, &prefix);
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
                found.push((prefix, first, forms));
            }
            at += count;
        }
        if found.len() == before {
            break;
        }
    }
    found
}

/// Attributes (`type:fix`) stand in the dictionary but complete nothing.
pub(super) fn is_completable(form: &str) -> bool {
    !form.contains(':')
}

/// The forms that can be meant by a misspelt word, forward and reversed.
fn near_words(vocabulary: &Vocabulary, ordinary: &[String], shard_size: usize) -> (Shards, Shards) {
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
    let ranges = cut(known.iter().map(|(form, _)| form.len().min(6) + 2), shard_size);
    let shards = ranges
        .iter()
        .map(|range| {
            let entries = known.get(range.clone()).unwrap_or_default();
            let mut out = Writer::default();
            out.words(entries.iter().map(|(form, _)| form.as_str()));
            out.0.extend(entries.iter().map(|&(_, idf)| idf));
            out.0
        })
        .collect();
    let word = |at: usize| known.get(at).map_or(String::new(), |(form, _)| form.clone());
    Shards { shards, starts: starts(&ranges, word) }
}

/// What results show of some articles.
pub(super) fn text_file(articles: &[SearchArticle]) -> Vec<u8> {
    let stored: Vec<StoredArticle> = articles
        .iter()
        .map(|article| {
            let passages = article.passages.iter().map(stored_passage).collect();
            let kind = article.kind.clone().unwrap_or_default();
            let answer = start_of(article.answer.as_deref().unwrap_or_default()).to_owned();
            let checked = article.checked.clone().unwrap_or_default();
            let starts = |texts: &[String]| -> Vec<String> {
                texts.iter().map(|text| start_of(text).to_owned()).collect()
            };
            let categories = starts(&article.categories);
            let told = article.symptoms.len().min(MOST_SYMPTOMS);
            let symptoms = starts(article.symptoms.get(..told).unwrap_or_default());
            let title = start_of(&article.title).to_owned();
            let address = article.address.clone();
            (address, title, kind, categories, answer, checked, symptoms, passages)
        })
        .collect();
    json(&stored)
}

fn stored_passage(passage: &SearchPassage) -> StoredPassage {
    let text = start_of(&passage.text);
    let mut steps: Vec<(u32, u32)> = passage
        .steps
        .iter()
        .filter_map(|&(at, number)| {
            let before = text.get(..at as usize)?;
            Some((before.encode_utf16().count() as u32, number))
        })
        .collect();
    // A step without words begins where the next one does: nobody is led to it.
    steps.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            *kept = *later;
        }
        same
    });
    // The start of an id leads nowhere; without one a result leads to the top of the page.
    let anchor = Some(&passage.anchor).filter(|anchor| start_of(anchor) == anchor.as_str());
    let heading = start_of(&passage.heading).to_owned();
    (heading, anchor.cloned().unwrap_or_default(), text.to_owned(), steps)
}

/// As much of a text as is stored.
fn start_of(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST_TEXT).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_as_short_as_they_can_be() {
        for (before, word, wanted) in [
            ("acqua", "bagno", "b"),
            ("serbatoi", "serbatoio", "serbatoio"),
            ("porta", "posta", "pos"),
        ] {
            assert_eq!(boundary(before, word), wanted);
        }
    }

    #[test]
    fn starts_come_back_from_their_packing() {
        let long = "ä".repeat(30);
        let starts = ["", "ab", "abc", "b𝒳y", "b𝒳z", &long, &format!("{long}b")].map(String::from);
        let packed = packed_starts(&starts);
        assert!(packed.starts_with("AAabCcAb𝒳yDz"), "{packed}");
        assert_eq!(super::super::reader::starts(&packed).as_deref(), Some(starts.as_slice()));
        for lie in ["a", "AZb", "Aab0", "é"] {
            let read = super::super::reader::starts(lie);
            assert!(read.is_none() || lie == "Aab0", "{lie}");
        }
    }

    #[test]
    fn ranges_are_cut_by_bytes() {
        assert_eq!(cut([4, 4, 9, 1, 1].into_iter(), 8), [0..2, 2..3, 3..5]);
        assert!(cut(std::iter::empty(), 8).is_empty());
    }

    #[test]
    fn a_step_beyond_the_cut_or_without_words_is_left_out() {
        let passage = SearchPassage {
            text: format!("è {}", "a".repeat(700)),
            steps: vec![(0, 1), (3, 2), (3, 3), (690, 4)],
            ..Default::default()
        };
        let (_, _, text, steps) = stored_passage(&passage);
        assert_eq!((text.chars().count(), steps), (600, vec![(0, 1), (2, 3)]));
    }

    #[test]
    fn attributes_complete_nothing() {
        assert!(is_completable("type") && !is_completable("type:fix"));
        assert!(
            super::super::words::fold("type:fix") != "type:fix",
            "nobody can type one by accident"
        );
    }
}
