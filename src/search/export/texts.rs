//! The text files: what results show of an article.

use crate::search::format::{StoredArticle, StoredPassage, attribute, json};
use crate::search::input::{SearchArticle, SearchPassage};

/// Texts are cut at this many characters.
const LONGEST_TEXT: usize = 600;
/// So many symptoms of an article are kept for the last word on the order of results.
const MOST_SYMPTOMS: usize = 32;

/// What results show of some articles.
pub(in crate::search) fn text_file(articles: &[SearchArticle]) -> Vec<u8> {
    let stored: Vec<StoredArticle> = articles
        .iter()
        .map(|article| {
            let passages = article.passages.iter().map(stored_passage).collect();
            let attributes = attributes(&article.attributes);
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
            (address, title, attributes, categories, answer, checked, symptoms, passages)
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
    let anchor = anchor.cloned().unwrap_or_default();
    (heading, anchor, text.to_owned(), steps, attributes(&passage.attributes))
}

fn attributes(attributes: &[(String, String)]) -> Vec<String> {
    attributes.iter().map(|(name, value)| attribute(name, value)).collect()
}

/// As much of a text as is stored.
pub(super) fn start_of(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST_TEXT).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_beyond_the_cut_or_without_words_is_left_out() {
        let passage = SearchPassage {
            text: format!("è {}", "a".repeat(700)),
            steps: vec![(0, 1), (3, 2), (3, 3), (690, 4)],
            ..Default::default()
        };
        let (_, _, text, steps, _) = stored_passage(&passage);
        assert_eq!((text.chars().count(), steps), (600, vec![(0, 1), (2, 3)]));
    }
}
