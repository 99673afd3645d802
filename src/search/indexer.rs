//! Articles → the search files of a locale, a batch of articles at a time.
//!
//! The passages of an article are cut out, inverted, written into their text file and let go: of
//! ten thousand articles only the postings and the compressed files stay in memory.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::export::{self, Summary};
use super::format::{self, Gzip};
use super::groups::{self, PassagePlace};
use super::input::{SearchArticle, SearchFiles};
use super::invert::{Field, IndexFailure, Inverter};
use super::language::Language;
use super::prepare::prepared;
use crate::text::locale::Locale;

/// How many articles are in memory at once.
const BATCH: usize = 256;

/// Makes the search files of `articles`, which are in order of address; `read` gives what search
/// knows of one. `terms` are the site's own sets of words for one thing.
pub(super) fn index<A: Sync>(
    articles: &[A],
    read: impl Fn(&A) -> SearchArticle + Sync,
    locale: &Locale,
    terms: &[Vec<String>],
    sizes: export::Sizes,
) -> Result<SearchFiles, IndexFailure> {
    let mut language = Language::new(locale.language());
    language.synonyms.extend_from_slice(terms);
    let per_text = export::articles_per_text(articles.len());
    let mut indexer = Indexer::new(&language)?;
    let mut texts = Vec::with_capacity(articles.len().div_ceil(per_text));
    for batch in articles.chunks(BATCH.next_multiple_of(per_text)) {
        let made: Vec<(Vec<SearchArticle>, Vec<u8>)> = batch
            .par_chunks(per_text)
            .map_init(Gzip::new, |gzip, articles| {
                let articles: Vec<_> =
                    articles.iter().map(|article| prepared(read(article))).collect();
                let text = gzip.file(&export::text_file(&articles));
                (articles, text)
            })
            .collect();
        for (articles, text) in made {
            articles.iter().try_for_each(|article| indexer.add(article))?;
            texts.push(text);
        }
    }
    let Indexer { inverter, places, weights, attributes, summary } = indexer;
    let inverted = inverter.finish()?;
    let vocabulary = groups::gather(&inverted, &language, &places, &weights, attributes)?;
    drop(inverted);
    Ok(export::files(texts, summary, &vocabulary, (locale, &language), sizes))
}

/// What is kept of the articles that were read.
struct Indexer {
    inverter: Inverter,
    /// Where each passage belongs.
    places: Vec<PassagePlace>,
    /// How each article is weighted.
    weights: Vec<u16>,
    /// Attributes (`type:fix`) with the articles that have them.
    attributes: BTreeMap<String, Vec<u32>>,
    summary: Summary,
}

impl Indexer {
    fn new(language: &Language) -> Result<Self, IndexFailure> {
        Ok(Self {
            inverter: Inverter::new(&language.function_words)?,
            places: Vec::new(),
            weights: Vec::new(),
            attributes: BTreeMap::new(),
            summary: Summary::default(),
        })
    }

    /// Takes the next article.
    fn add(&mut self, article: &SearchArticle) -> Result<(), IndexFailure> {
        let number = self.weights.len() as u32;
        for (ordinal, passage) in article.passages.iter().enumerate() {
            let mut texts =
                vec![(Field::Heading, passage.heading.as_str()), (Field::Body, &passage.text)];
            if ordinal == 0 {
                texts.push((Field::Title, &article.title));
                let cues = article.symptoms.iter().chain(&article.keywords);
                texts.extend(cues.map(|cue| (Field::Cues, cue.as_str())));
                let answer = article.answer.as_deref().or(article.description.as_deref());
                texts.extend(answer.map(|answer| (Field::Answer, answer)));
                texts.extend(article.link_texts.iter().map(|text| (Field::Links, text.as_str())));
                texts.extend(article.categories.iter().map(|name| (Field::Folders, name.as_str())));
                texts.push((Field::Folders, last_segment(&article.address)));
            }
            self.inverter.add(texts)?;
            let slot = format::slot(ordinal, article.passages.len()) as u32;
            self.places.push(PassagePlace { article: number, slot });
        }
        if let Some(kind) = &article.kind {
            self.attributes.entry(format!("type:{kind}")).or_default().push(number);
        }
        self.weights.push(article.weight);
        self.summary.add(article);
        Ok(())
    }
}

/// The name an article has in its address: often the one place that names its subject.
fn last_segment(address: &str) -> &str {
    address.trim_matches('/').rsplit('/').next().unwrap_or_default()
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
        let files = index_articles(articles, "en", &[]).unwrap();
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
