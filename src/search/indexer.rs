//! Articles → the search files of a locale, in two steps.
//!
//! The first looks at each article by itself: its terms, what results show of it, what the root says
//! of it. The articles pass through it one by one and are let go. The second takes the terms of all
//! and makes the groups and the shards. What a single edit changes is therefore one article;
//! [`Indexer`] remembers the others.

use std::sync::Arc;

use rayon::prelude::*;

use super::export::{self, Brief, Summary};
use super::format::Gzip;
use super::groups;
use super::input::{SearchArticle, SearchFiles};
use super::language::Language;
use super::prepare::prepared;
use super::terms::ArticleTerms;
use crate::text::locale::Locale;

/// The articles of one text file, looked at.
struct Looked<K> {
    /// What they were made from.
    keys: Vec<K>,
    terms: Vec<Arc<ArticleTerms>>,
    briefs: Vec<Brief>,
    /// The text file, compressed.
    text: Vec<u8>,
}

/// Makes the search files of a locale, again and again. `K` tells an article from what it was: equal
/// keys stand for equal articles.
pub(super) struct Indexer<K>(Vec<Looked<K>>);

impl<K> Default for Indexer<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Clone + PartialEq + Send + Sync> Indexer<K> {
    /// The files of `articles`, which are in order of address; `read` gives what search knows of
    /// one. `words` are the site's own sets of words for one thing.
    pub(super) fn update(
        &mut self,
        articles: &[K],
        read: impl Fn(&K) -> SearchArticle + Sync,
        locale: &Locale,
        words: &[Vec<String>],
        sizes: export::Sizes,
    ) -> SearchFiles {
        let language = language(locale, words);
        // What is as it was stands at its old place.
        let mut before = std::mem::take(&mut self.0).into_iter();
        let mut kept = |keys: &[K]| before.next().filter(|old| old.keys == keys);
        self.0 = look_at_all(articles, &mut kept, read, &language);
        let texts = self.0.iter().map(|looked| looked.text.clone()).collect();
        together(terms(&self.0), summary(&self.0), texts, (locale, &language), sizes)
    }
}

/// The files of `articles`, made once: see [`Indexer::update`].
pub(super) fn index<K: Clone + Send + Sync>(
    articles: &[K],
    read: impl Fn(&K) -> SearchArticle + Sync,
    locale: &Locale,
    words: &[Vec<String>],
    sizes: export::Sizes,
) -> SearchFiles {
    let language = language(locale, words);
    let looked = look_at_all(articles, &mut |_| None, read, &language);
    let (terms, summary) = (terms(&looked), summary(&looked));
    let texts = looked.into_iter().map(|looked| looked.text).collect();
    together(terms, summary, texts, (locale, &language), sizes)
}

/// Looks at all articles, but for those of text files that `kept` has.
fn look_at_all<K: Clone + Send + Sync>(
    articles: &[K],
    kept: &mut dyn FnMut(&[K]) -> Option<Looked<K>>,
    read: impl Fn(&K) -> SearchArticle + Sync,
    language: &Language,
) -> Vec<Looked<K>> {
    let per_text = export::articles_per_text(articles.len());
    let kept: Vec<Option<Looked<K>>> = articles.chunks(per_text).map(kept).collect();
    articles
        .par_chunks(per_text)
        .zip(kept)
        .map_init(Gzip::new, |gzip, (keys, kept)| {
            kept.unwrap_or_else(|| look(keys, &read, language, gzip))
        })
        .collect()
}

fn terms<K>(looked: &[Looked<K>]) -> Vec<Arc<ArticleTerms>> {
    looked.iter().flat_map(|looked| &looked.terms).map(Arc::clone).collect()
}

fn summary<K>(looked: &[Looked<K>]) -> Summary {
    looked.iter().flat_map(|looked| &looked.briefs).collect()
}

/// The second step. Terms that nobody else holds are let go before the files are made.
fn together(
    terms: Vec<Arc<ArticleTerms>>,
    summary: Summary,
    texts: Vec<Vec<u8>>,
    (locale, language): (&Locale, &Language),
    sizes: export::Sizes,
) -> SearchFiles {
    let vocabulary = groups::gather(&terms, language);
    drop(terms);
    export::files(texts, summary, &vocabulary, (locale, language), sizes)
}

fn language(locale: &Locale, words: &[Vec<String>]) -> Language {
    let mut language = Language::new(locale.language());
    language.synonyms.extend_from_slice(words);
    language
}

/// Looks at the articles of one text file.
fn look<K: Clone>(
    keys: &[K],
    read: impl Fn(&K) -> SearchArticle,
    language: &Language,
    gzip: &mut Gzip,
) -> Looked<K> {
    let articles: Vec<SearchArticle> = keys.iter().map(|key| prepared(read(key))).collect();
    let terms =
        articles.iter().map(|one| Arc::new(ArticleTerms::new(one, &language.function_words)));
    Looked {
        keys: keys.to_vec(),
        terms: terms.collect(),
        briefs: articles.iter().map(Brief::of).collect(),
        text: gzip.file(&export::text_file(&articles)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::search::format::gunzip;
    use crate::search::tests::{article, first, index_articles};
    use crate::search::{MOST_RESULTS, SearchOptions, open};

    /// What no shard of words may exceed: three lists of the most postings there may be, besides what
    /// it is filled with.
    const LARGEST_SHARD: usize = 10_000 + 3 * 16_384 * 4;

    #[test]
    fn hostile_articles_make_small_files_that_answer() {
        let distinct: String =
            (0..200_000).map(|number| format!("w{}x ", letters(number))).collect();
        let parts = "1-a.".repeat(16_000);
        let long =
            ["a", "\u{fc}", "7", "\u{8a2d}", "\u{fdfa}"].map(|one| one.repeat(65_536 / one.len()));
        let unfolding = "\u{fdfa}".repeat(16);
        let numbers: String =
            (0..20_000).map(|number| format!("{} ", 10_000_000 + 37 * number)).collect();
        let headings: Vec<String> = (0..5_000).map(|number| format!("Entry {number}")).collect();
        let text = "\u{20ac}\u{1}\u{e9} ".repeat(400);
        let passages: Vec<(&str, &str)> =
            headings.iter().map(|heading| (heading.as_str(), text.as_str())).collect();
        let mut articles = vec![
            article("/words/", "Words", &[("", &distinct)]),
            article(
                "/long/",
                &long.join(" "),
                &[("", &parts), (&long[1], &long[2]), ("", &unfolding)],
            ),
            article("/numbers/", "Numbers", &[("", &numbers)]),
            article("/passages/", "Passages", &passages),
        ];
        articles[1].passages[1].anchor = long[0].clone();
        articles[1].passages[2].text.push_str(" needle");
        for passage in &mut articles[3].passages {
            passage.steps = (0..2_000).map(|number| (0, number)).collect();
        }
        // One word in the title, in another field and in the text of very many articles.
        for number in 0..3_000 {
            let mut one = article(&format!("/all/{number}/"), "Everywhere", &[("", "everywhere")]);
            one.keywords.push("everywhere".to_owned());
            articles.push(one);
        }
        let files = index_articles(articles, "en", &[]);
        for file in &files.files {
            let most = match &file.name[..1] {
                "w" => LARGEST_SHARD,
                "n" | "r" => 20_000,
                _ => 2 << 20,
            };
            let size = gunzip(&file.bytes).unwrap().len();
            assert!(size <= most, "{} has {size} bytes", file.name);
        }
        assert!(gunzip(&files.root).unwrap().len() < 32 << 10);
        let reader = open(&files).unwrap();
        for (query, wanted) in [
            (format!("w{}x", letters(123_456)), "/words/"),
            ("needle".to_owned(), "/long/"),
            ((10_000_000 + 37 * 777).to_string(), "/numbers/"),
            ("entry 4321".to_owned(), "/passages/"),
            (long[0].clone(), ""),
            (unfolding, ""),
        ] {
            let outcome = reader.search(&query, &SearchOptions::default()).unwrap();
            assert_eq!(first(&outcome), wanted, "{}", query.get(..20).unwrap_or(&query));
        }
        let everywhere = reader.search("everywhere", &SearchOptions::default()).unwrap();
        assert_eq!(everywhere.hits.len(), MOST_RESULTS);
    }

    /// A number as four letters.
    fn letters(mut number: usize) -> String {
        let mut letters = String::new();
        for _ in 0..4 {
            letters.push((b'a' + (number % 26) as u8) as char);
            number /= 26;
        }
        letters
    }
}
