//! Site → what search knows of each article.

use std::sync::Arc;

use super::format::TYPE;
use super::input::{SearchArticle, SearchPassage};
use crate::parse::{ArticleType, Document, Passage, SearchWish};
use crate::site::{Article, CategoryId, LocaleId, Site};

/// The searched articles of a locale, in order of address.
pub(super) fn searched(site: &Site, locale: LocaleId) -> Vec<&Article> {
    let of_locale = site.articles().filter(|article| article.locale == locale);
    let mut searched: Vec<&Article> =
        of_locale.filter(|article| article.visibility.searched).collect();
    searched.sort_by(|one, other| one.address.as_str().cmp(other.address.as_str()));
    searched
}

/// An article as it was when it was looked at, with what its categories were called.
#[derive(Clone)]
pub(super) struct Known(Arc<Article>, Vec<String>);

impl Known {
    pub(super) fn article(&self) -> &Article {
        &self.0
    }
}

impl PartialEq for Known {
    /// Quick, and wrong on one side only: an article that was made anew may be the same.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) && self.1 == other.1
    }
}

/// The searched articles of a locale, in order of address, to be known again.
pub(super) fn known(site: &Site, locale: LocaleId) -> Vec<Known> {
    let of_locale = site.articles.iter().filter(|article| article.locale == locale);
    let searched = of_locale.filter(|article| article.visibility.searched);
    let mut known: Vec<Known> =
        searched.map(|article| Known(Arc::clone(article), categories(site, article))).collect();
    known.sort_by(|one, other| one.0.address.as_str().cmp(other.0.address.as_str()));
    known
}

/// What search knows of an article.
pub(super) fn article(site: &Site, article: &Article) -> SearchArticle {
    let document: &Document = &article.document;
    let front = &document.front;
    let weight = match front.search {
        SearchWish::Weight(weight) => weight,
        SearchWish::Normal | SearchWish::Never => 100,
    };
    SearchArticle {
        address: article.address.as_str().to_owned(),
        content_path: article.content_path.clone(),
        title: article.title.clone(),
        description: front.description.clone(),
        answer: front.answer.clone(),
        categories: categories(site, article),
        attributes: article.kind.and_then(kind_name).map(typed).into_iter().collect(),
        checked: article.reviewed.map(|day| day.to_string()),
        symptoms: front.symptoms.clone(),
        keywords: front.keywords.iter().chain(&front.tags).cloned().collect(),
        link_texts: article.link_texts.clone(),
        weight,
        passages: document.body.passages().into_iter().map(passage).collect(),
    }
}

/// The name a type has in front matter.
fn kind_name(kind: ArticleType) -> Option<String> {
    serde_json::to_value(kind).ok()?.as_str().map(str::to_owned)
}

/// A type as an attribute.
fn typed(kind: String) -> (String, String) {
    (TYPE.to_owned(), kind)
}

/// Titles of the categories above an article, outermost first, without the root.
fn categories(site: &Site, article: &Article) -> Vec<String> {
    let mut titles = Vec::new();
    let mut above: Option<CategoryId> = Some(article.category);
    while let Some(id) = above {
        let category = site.category(id);
        above = category.parent;
        let own_head = article.is_head && id == article.category;
        if above.is_some() && !own_head {
            titles.push(category.title.clone());
        }
    }
    titles.reverse();
    titles
}

/// A passage as search keeps it.
fn passage(passage: Passage) -> SearchPassage {
    let Passage { heading, anchor, text, steps } = passage;
    SearchPassage { heading, anchor, text, steps, attributes: Vec::new() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;

    use super::*;
    use crate::config::Overrides;
    use crate::pipeline::{BuildMoment, BuildOptions, Workbench};
    use crate::search::{SearchOptions, index, open};
    use crate::source::memory;
    use crate::text::problem::Checked;

    /// A site in three languages. `gift` is a word of two of them, and each says it of another
    /// thing.
    fn site() -> Arc<Site> {
        let tree = memory::tree([
            ("dopo.toml", "default_locale = \"en\"\n[locales.en]\n[locales.de]\n[locales.it]"),
            (
                "data/terms.toml",
                "[[term]]\nlocale = \"it\"\nterm = \"vaschetta\"\navoid = [\"drip tray\"]\n\
                 [[term]]\nlocale = \"en\"\nterm = \"tank\"\nalso = [\"reservoir\"]\n",
            ),
            ("content/tank.md", "# Fill the tank\n\nA gift for you. See [cleaning](clean.md)."),
            ("content/tank.de.md", "# Wasser einfüllen\n\nEntkalker ist Gift."),
            ("content/tank.it.md", "# Riempi il serbatoio\n\nSvuota la vaschetta."),
            ("content/clean.md", "# Clean it\n\nOnly in English."),
        ]);
        let moment = BuildMoment::Fixed(jiff::Timestamp::from_second(1_772_366_400).unwrap());
        let options = BuildOptions { overrides: Overrides::default(), moment };
        Arc::clone(Workbench::new(Checked::fine(tree), options).site())
    }

    /// The addresses that words find in a language.
    fn found(site: &Site, tag: &str, words: &str) -> Vec<String> {
        let mut known = site.locales_by_id();
        let (id, _) = known.find(|(_, known)| known.locale.as_str() == tag).unwrap();
        let files = index(site, id);
        let found = open(&files).unwrap().search(words, &SearchOptions::default()).unwrap();
        assert_eq!(found.corrections, [], "{tag} {words}");
        found.hits.into_iter().map(|hit| hit.address).collect()
    }

    #[test]
    fn languages_of_one_site_never_mix() {
        let site = site();
        for (tag, words, wanted) in [
            ("en", "gift", &["/tank/"][..]),
            ("de", "gift", &["/de/tank/"]),
            ("it", "gift", &[]),
            ("en", "serbatoio", &[]),
            ("en", "riempi", &[]),
            ("it", "serbatoio", &["/it/tank/"]),
            ("it", "english", &[]),
            ("de", "cleaning", &[]),
            ("en", "cleaning", &["/clean/", "/tank/"]),
        ] {
            assert_eq!(found(&site, tag, words), wanted, "{tag} {words}");
        }
        for (id, locale) in site.locales_by_id() {
            let articles = searched(&site, id);
            assert!(!articles.is_empty());
            let home = locale.home.as_str();
            assert!(
                articles.iter().all(|article| article.address.as_str().starts_with(home)),
                "{home}"
            );
        }
    }

    #[test]
    fn the_words_of_the_house_are_found_by_other_words_in_their_own_language() {
        let site = site();
        for (tag, words, wanted) in [
            ("en", "reservoir", &["/tank/"][..]),
            ("it", "reservoir", &[]),
            ("it", "drip tray", &["/it/tank/"]),
            ("en", "drip tray", &[]),
        ] {
            assert_eq!(found(&site, tag, words), wanted, "{tag} {words}");
        }
    }
}
