//! Site → the search files of each locale, and the reader of those same files.
//!
//! tantivy inverts the text; `groups` bakes scores into its postings; `export` writes our own
//! compact files; `reader` ranks by them exactly as the browser client does, in whole numbers.

mod compounds;
mod export;
mod format;
mod from_site;
mod groups;
mod input;
mod invert;
mod language;
mod reader;
mod synonyms;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::site::{LocaleId, Site};

pub use input::{SearchArticle, SearchFile, SearchFiles, SearchPassage};
pub use invert::IndexFailure;
pub use reader::{
    Correction, Hit, MOST_RESULTS, Reader, Reasons, SearchOptions, SearchOutcome, Unreadable,
    WordReasons,
};

/// Makes the search files of one locale.
///
/// # Errors
///
/// [`IndexFailure`] when memory runs out.
pub fn index(site: &Site, locale: LocaleId) -> Result<SearchFiles, IndexFailure> {
    let of = &site.locale(locale).locale;
    let terms = site.config.terms.iter().filter(|term| term.locale == *of);
    let terms: Vec<Vec<String>> = terms.map(|term| term.words.clone()).collect();
    index_articles(from_site::articles(site, locale), of.language(), &terms)
}

/// Gives the search files of a locale by name.
pub type ByName<'a> = Box<dyn Fn(&str) -> Option<Vec<u8>> + 'a>;

/// Opens search files that are still in memory.
///
/// # Errors
///
/// [`Unreadable::Root`] when the root is damaged.
pub fn open(files: &SearchFiles) -> Result<Reader<ByName<'_>>, Unreadable> {
    let by_name: HashMap<&str, &[u8]> =
        files.files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())).collect();
    Reader::open(&files.root, Box::new(move |name| by_name.get(name).map(|bytes| bytes.to_vec())))
}

/// Makes the search files of some articles in one language (the first part of a locale tag).
/// `terms` are the site's own sets of words for one thing.
///
/// # Errors
///
/// [`IndexFailure`] when memory runs out.
pub fn index_articles(
    articles: Vec<SearchArticle>,
    language: &str,
    terms: &[Vec<String>],
) -> Result<SearchFiles, IndexFailure> {
    index_cut(articles, language, terms, export::SIZES)
}

/// The same, cut into files of other sizes.
fn index_cut(
    mut articles: Vec<SearchArticle>,
    language: &str,
    terms: &[Vec<String>],
    sizes: export::Sizes,
) -> Result<SearchFiles, IndexFailure> {
    use invert::Field;

    articles.par_iter_mut().for_each(compose);
    articles.sort_by(|one, other| one.address.cmp(&other.address));
    let mut language = language::Language::new(language);
    language.synonyms.extend_from_slice(terms);
    let passages = articles.iter().map(|article| article.passages.len()).sum();
    let mut inverter = invert::Inverter::new(&language.function_words, passages)?;
    let mut places = Vec::with_capacity(passages);
    for (number, article) in articles.iter().enumerate() {
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
            inverter.add(texts)?;
            places.push(groups::PassagePlace {
                article: number as u32,
                slot: format::slot(ordinal, article.passages.len()) as u32,
            });
        }
    }
    let weights: Vec<u16> = articles.iter().map(|article| article.weight).collect();
    let mut attributes: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (number, article) in articles.iter().enumerate() {
        if let Some(kind) = &article.kind {
            attributes.entry(format!("type:{kind}")).or_default().push(number as u32);
        }
    }
    let inverted = inverter.finish()?;
    let vocabulary = groups::gather(&inverted, &language, &places, &weights, attributes)?;
    Ok(export::files(&articles, &vocabulary, &language, sizes))
}

/// Puts what is searched and shown into NFC, the form in which words are told apart.
fn compose(article: &mut SearchArticle) {
    let texts = [&mut article.title].into_iter().chain(&mut article.answer);
    let texts = texts.chain(&mut article.description).chain(&mut article.categories);
    let texts = texts.chain(&mut article.symptoms).chain(&mut article.keywords);
    for text in texts.chain(&mut article.link_texts) {
        composed(text);
    }
    for passage in &mut article.passages {
        composed(&mut passage.heading);
        if is_nfc(&passage.text) {
            continue;
        }
        let before = std::mem::take(&mut passage.text);
        let mut done = 0;
        for (start, _) in &mut passage.steps {
            let piece = before.get(done..*start as usize).unwrap_or_default();
            passage.text.extend(piece.nfc());
            done += piece.len();
            *start = passage.text.len() as u32;
        }
        passage.text.extend(before.get(done..).unwrap_or_default().nfc());
    }
}

fn composed(text: &mut String) {
    if !is_nfc(text) {
        *text = text.nfc().collect();
    }
}

/// The name an article has in its address: often the one place that names its subject.
fn last_segment(address: &str) -> &str {
    address.trim_matches('/').rsplit('/').next().unwrap_or_default()
}
