//! Groups and articles → the search files of a locale.
//!
//! A dictionary shard holds forms next to each other in order and, with them, the postings of
//! their groups, so that a word costs one file. A group lives in the shard of its first form; the
//! few forms that sort into other shards say where. Near-word shards hold forms only, once forward
//! and once reversed: an error leaves either the start or the end of a word whole. Text files hold
//! what a result shows. `docs/search-format.md` describes every field.

mod cut;
mod dictionary;
mod near_words;
mod texts;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::format::{
    FORMAT, Gzip, Kind, Marks, Root, TYPE, json, mark, pack_name, packed, packed_starts,
};
use super::group::Vocabulary;
use super::input::{SearchArticle, SearchFile, SearchFiles};
use super::language::Language;
use super::terms::coarse;
use crate::text::locale::Locale;
use texts::start_of;

pub(super) use texts::text_file;

/// How the index is cut into files.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// A dictionary shard has about this many bytes (before gzip), or the root of so many times all
    /// of them where that is more: more shards are cheaper to fetch and dearer to name.
    pub(super) word_shard: (usize, usize),
    /// A near-word shard has about this many bytes.
    pub(super) near_shard: usize,
    /// A pack replaces the files of an index that is no larger than this, compressed.
    pub(super) pack: usize,
    /// The root has at most so many marks of shards of a kind, and of texts.
    pub(super) marks: (usize, usize),
}

/// Small shards cost a query the fewest bytes, and little in all; see the decision note.
pub(super) const SIZES: Sizes =
    Sizes { word_shard: (1_500, 1), near_shard: 4_500, pack: 16 * 1024, marks: (4_096, 2_048) };

impl Sizes {
    /// How large a dictionary shard is when all of them have `bytes`.
    fn word_shard(&self, bytes: usize) -> usize {
        let (least, times) = self.word_shard;
        // In classes: an edit moves no other beginning.
        coarse((bytes * times).isqrt() as u64, 4).max(least as u64) as usize
    }
}

/// How many articles share a text file: one costs a query the least, but a large site would have
/// too many files for some hosts.
pub(super) fn articles_per_text(articles: usize) -> usize {
    match articles {
        0..20_000 => 1,
        _ => 2,
    }
}

/// How many symptoms are offered before anything is typed.
const STARTERS: usize = 5;

/// What of an article the root may say.
pub(super) struct Brief {
    attributes: Vec<(String, String)>,
    /// Its first symptom that is a sentence, if it mends something; and where it stands.
    starter: Option<(String, String)>,
}

impl Brief {
    pub(super) fn of(article: &SearchArticle) -> Self {
        let mends = article.attributes.iter().any(|(name, value)| {
            name == TYPE && matches!(value.as_str(), "fix" | "troubleshooter")
        });
        let sentence = article.symptoms.iter().find(|symptom| symptom.contains(' '));
        let starter = |sentence: &String| (start_of(sentence).to_owned(), article.address.clone());
        Self {
            attributes: article.attributes.clone(),
            starter: sentence.filter(|_| mends).map(starter),
        }
    }
}

impl<'a> FromIterator<&'a Brief> for Summary {
    fn from_iter<I: IntoIterator<Item = &'a Brief>>(briefs: I) -> Self {
        let mut summary = Self::default();
        briefs.into_iter().for_each(|brief| summary.add(brief));
        summary
    }
}

/// What the root says of the articles.
#[derive(Default)]
pub(super) struct Summary {
    articles: usize,
    /// How many have each value of each attribute.
    attributes: BTreeMap<String, BTreeMap<String, usize>>,
    /// The first symptom that is a sentence, of a few articles that mend something.
    symptoms: Vec<(String, String)>,
}

impl Summary {
    /// Takes the next article.
    fn add(&mut self, article: &Brief) {
        self.articles += 1;
        for (name, value) in &article.attributes {
            let values = self.attributes.entry(name.clone()).or_default();
            *values.entry(value.clone()).or_default() += 1;
        }
        if let Some(starter) = article.starter.as_ref().filter(|_| self.symptoms.len() < STARTERS) {
            self.symptoms.push(starter.clone());
        }
    }

    /// The values there are of each attribute, the most frequent first.
    fn attributes(&self) -> BTreeMap<String, Vec<String>> {
        let sorted = |values: &BTreeMap<String, usize>| -> Vec<String> {
            let mut values: Vec<(&String, &usize)> = values.iter().collect();
            values.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
            values.into_iter().map(|(value, _)| value.clone()).collect()
        };
        self.attributes.iter().map(|(name, values)| (name.clone(), sorted(values))).collect()
    }
}

/// Shards of one kind.
#[derive(Default)]
struct Shards {
    shards: Vec<Vec<u8>>,
    /// Where each begins.
    starts: Vec<String>,
}

/// The files of one kind, compressed.
struct Laid {
    kind: Kind,
    files: Vec<Vec<u8>>,
    /// Where each begins, of shards.
    starts: String,
}

impl Laid {
    fn shards(kind: Kind, Shards { shards, starts }: Shards) -> Self {
        let files = shards.into_par_iter().map_init(Gzip::new, |gzip, shard| gzip.file(&shard));
        Self { kind, files: files.collect(), starts: packed_starts(&starts) }
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
    let words = dictionary::dictionary(vocabulary, |bytes| sizes.word_shard(bytes));
    let (near, reversed) = near_words::near_words(vocabulary, &language.ordinary, sizes.near_shard);
    let words = Laid::shards(Kind::Words, words);
    let near = Laid::shards(Kind::Near, near);
    let reversed = Laid::shards(Kind::Reversed, reversed);
    let texts = Laid { kind: Kind::Texts, files: texts, starts: String::new() };
    let mut root = Root {
        format: FORMAT,
        articles: articles.articles as u32,
        function_words: language.function_words.folded().join(" "),
        attributes: articles.attributes(),
        symptoms: articles.symptoms,
        ..Root::default()
    };
    root.texts.articles = articles_per_text(articles.articles) as u32;
    root.words.starts = words.starts.clone();
    root.near.starts = near.starts.clone();
    root.reversed.starts = reversed.starts.clone();
    let kinds = [words, near, reversed, texts];
    let bytes: usize = kinds.iter().flat_map(|kind| &kind.files).map(Vec::len).sum();
    let files = if bytes <= sizes.pack {
        vec![pack(&mut root, &kinds)]
    } else {
        apart(&mut root, kinds, sizes)
    };
    let folder = format!("search-{locale}");
    SearchFiles { root: Gzip::new().file(&json(&root)), folder, files }
}

/// One file with all of them, and its mark in the root.
fn pack(root: &mut Root, kinds: &[Laid]) -> SearchFile {
    let named = kinds.iter().flat_map(|Laid { kind, files, .. }| {
        files.iter().enumerate().map(|(number, bytes)| (kind.plain(number), bytes.as_slice()))
    });
    let bytes = Gzip::new().file(&packed(named));
    root.pack = mark(std::slice::from_ref(&bytes));
    SearchFile { name: pack_name(&root.pack), bytes }
}

/// Each file by itself, and the marks of all in the root.
fn apart(root: &mut Root, kinds: [Laid; 4], sizes: Sizes) -> Vec<SearchFile> {
    let (most_of_shards, most_of_texts) = sizes.marks;
    let mut all = Vec::new();
    for Laid { kind, files, .. } in kinds {
        let (marks, most) = match kind {
            Kind::Words => (&mut root.words.marks, most_of_shards),
            Kind::Near => (&mut root.near.marks, most_of_shards),
            Kind::Reversed => (&mut root.reversed.marks, most_of_shards),
            Kind::Texts => (&mut root.texts.marks, most_of_texts),
        };
        *marks = Marks::new(&files, most);
        let named = files.into_iter().enumerate().filter_map(|(number, bytes)| {
            Some(SearchFile { name: marks.name(kind, number)?, bytes })
        });
        all.extend(named);
    }
    all
}
