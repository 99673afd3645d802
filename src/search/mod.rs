//! Site → the search files of each locale, and the reader of those same files.
//!
//! `terms` says what words an article has where; `groups` inverts that and bakes scores into the
//! postings; `export` writes compact files, whose facts stand in `format`; `reader` ranks by them
//! exactly as the browser client does, in whole numbers.

mod compounds;
mod export;
mod format;
mod from_site;
mod group;
mod groups;
mod indexer;
mod input;
mod language;
mod prepare;
mod reader;
mod synonyms;
mod terms;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashMap;

use crate::site::{LocaleId, Site};
use crate::text::path::UrlPath;

pub use input::{SearchFile, SearchFiles};
pub use reader::{
    Correction, Hit, MOST_RESULTS, Reader, Reasons, SearchOptions, SearchOutcome, Unreadable,
    WordReasons,
};

/// Makes the search files of one locale.
pub fn index(site: &Site, locale: LocaleId) -> SearchFiles {
    let articles = from_site::searched(site, locale);
    let read = |article: &&_| from_site::article(site, article);
    let of = &site.locale(locale).locale;
    indexer::index(&articles, read, of, &words(site, locale), export::SIZES)
}

/// The search files of one locale, made again and again while articles are edited: what it knows of
/// an article that stayed as it was is not found out again. That takes memory: who makes the files once
/// takes [`index`].
#[derive(Default)]
pub struct Index(indexer::Indexer<from_site::Known>);

impl Index {
    /// What [`index`] gives.
    pub fn update(&mut self, site: &Site, locale: LocaleId) -> SearchFiles {
        let articles = from_site::known(site, locale);
        let read = |known: &from_site::Known| from_site::article(site, known.article());
        let of = &site.locale(locale).locale;
        self.0.update(&articles, read, of, &words(site, locale), export::SIZES)
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

/// The site's own sets of words for one thing.
fn words(site: &Site, locale: LocaleId) -> Vec<Vec<String>> {
    let of = &site.locale(locale).locale;
    let terms = site.config.terms.iter().filter(|term| term.locale == *of);
    terms.map(|term| term.words.clone()).collect()
}

/// The addresses of all articles that search can find in a locale.
pub fn found_addresses(site: &Site, locale: LocaleId) -> Vec<UrlPath> {
    from_site::searched(site, locale).iter().map(|article| article.address.clone()).collect()
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
