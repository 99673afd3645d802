//! Site → what search knows of each article.

use super::input::{SearchArticle, SearchPassage};
use crate::parse::{ArticleType, Document, Passage, SearchWish};
use crate::site::{Article, CategoryId, LocaleId, Site};

/// The searched articles of a locale.
pub(super) fn articles(site: &Site, locale: LocaleId) -> Vec<SearchArticle> {
    let of_locale = site.articles.iter().filter(|article| article.locale == locale);
    of_locale.filter(|article| article.visibility.searched).map(|one| article(site, one)).collect()
}

fn article(site: &Site, article: &Article) -> SearchArticle {
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
        kind: article.kind.and_then(kind_name),
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
    SearchPassage { heading, anchor, text, steps }
}
