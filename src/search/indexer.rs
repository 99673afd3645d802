//! Articles → the search files of a locale, in two steps.
//!
//! The first looks at each article by itself: its terms, and what results show of it. The articles
//! pass through it a batch at a time and are let go. The second takes the terms of all and makes the
//! groups and the shards. What a single edit changes is therefore the terms of one article.

use rayon::prelude::*;

use super::export::{self, Summary};
use super::format::Gzip;
use super::groups;
use super::input::{SearchArticle, SearchFiles};
use super::language::Language;
use super::prepare::prepared;
use super::terms::ArticleTerms;
use crate::text::locale::Locale;

/// How many articles are in memory at once.
const BATCH: usize = 256;

/// Makes the search files of `articles`, which are in order of address; `read` gives what search
/// knows of one. `words` are the site's own sets of words for one thing.
pub(super) fn index<A: Sync>(
    articles: &[A],
    read: impl Fn(&A) -> SearchArticle + Sync,
    locale: &Locale,
    words: &[Vec<String>],
    sizes: export::Sizes,
) -> SearchFiles {
    let mut language = Language::new(locale.language());
    language.synonyms.extend_from_slice(words);
    let per_text = export::articles_per_text(articles.len());
    let mut summary = Summary::default();
    let mut terms: Vec<ArticleTerms> = Vec::with_capacity(articles.len());
    let mut texts = Vec::with_capacity(articles.len().div_ceil(per_text));
    for batch in articles.chunks(BATCH.next_multiple_of(per_text)) {
        let made: Vec<(Vec<SearchArticle>, Vec<ArticleTerms>, Vec<u8>)> = batch
            .par_chunks(per_text)
            .map_init(Gzip::new, |gzip, articles| {
                let articles: Vec<SearchArticle> =
                    articles.iter().map(|article| prepared(read(article))).collect();
                let function_words = &language.function_words;
                let terms = articles.iter().map(|one| ArticleTerms::new(one, function_words));
                let terms = terms.collect();
                let text = gzip.file(&export::text_file(&articles));
                (articles, terms, text)
            })
            .collect();
        for (articles, of_articles, text) in made {
            articles.iter().for_each(|article| summary.add(article));
            terms.extend(of_articles);
            texts.push(text);
        }
    }
    let vocabulary = groups::gather(&terms, &language);
    drop(terms);
    export::files(texts, summary, &vocabulary, (locale, &language), sizes)
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
