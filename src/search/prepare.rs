//! An article as its writer left it → as it is indexed: in NFC, the form in which words are told
//! apart, and with a bounded number of passages, so that a text file has a bounded size.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::input::{SearchArticle, SearchPassage};

/// Neighbouring passages of an article that has more are joined. No help centre was seen with a
/// quarter of them; a word list with a heading an entry has thousands.
const MOST_PASSAGES: usize = 128;

/// The article as it is indexed.
pub(super) fn prepared(mut article: SearchArticle) -> SearchArticle {
    let texts = [&mut article.title].into_iter().chain(&mut article.answer);
    let texts = texts.chain(&mut article.description).chain(&mut article.categories);
    let texts = texts.chain(&mut article.symptoms).chain(&mut article.keywords);
    for text in texts.chain(&mut article.link_texts) {
        compose(text);
    }
    for passage in &mut article.passages {
        compose(&mut passage.heading);
        compose_passage(passage);
    }
    article.passages = bounded(article.passages);
    article
}

fn compose(text: &mut String) {
    if !is_nfc(text) {
        *text = text.nfc().collect();
    }
}

/// Steps still begin where they did.
fn compose_passage(passage: &mut SearchPassage) {
    if is_nfc(&passage.text) {
        return;
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

/// The passages, neighbours joined until there are few enough.
fn bounded(passages: Vec<SearchPassage>) -> Vec<SearchPassage> {
    if passages.len() <= MOST_PASSAGES {
        return passages;
    }
    let together = passages.len().div_ceil(MOST_PASSAGES);
    let mut joined: Vec<SearchPassage> = Vec::with_capacity(MOST_PASSAGES);
    for (number, passage) in passages.into_iter().enumerate() {
        match joined.last_mut() {
            Some(before) if number % together > 0 => join(before, passage),
            _ => joined.push(passage),
        }
    }
    joined
}

/// Puts a passage, heading and all, at the end of the one before.
fn join(before: &mut SearchPassage, passage: SearchPassage) {
    for line in [&passage.heading, &passage.text] {
        if !before.text.is_empty() && !line.is_empty() {
            before.text.push('\n');
        }
        before.text.push_str(line);
    }
    let start = (before.text.len() - passage.text.len()) as u32;
    before.steps.extend(passage.steps.into_iter().map(|(at, number)| (start + at, number)));
    for attribute in passage.attributes {
        if !before.attributes.contains(&attribute) {
            before.attributes.push(attribute);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_begin_where_they_did_in_composed_text() {
        let text = "u\u{308}ber\ne\u{301}".to_owned();
        let passage = SearchPassage { steps: vec![(0, 1), (7, 2)], text, ..Default::default() };
        let article = prepared(SearchArticle { passages: vec![passage], ..Default::default() });
        let texts: Vec<_> =
            article.passages.iter().map(|one| (one.text.as_str(), one.steps.as_slice())).collect();
        assert_eq!(texts, [("\u{fc}ber\n\u{e9}", [(0, 1), (6, 2)].as_slice())]);
    }

    #[test]
    fn neighbours_are_joined_until_there_are_few_enough() {
        let passage = |number: usize| SearchPassage {
            heading: format!("h{number}"),
            anchor: format!("a{number}"),
            text: format!("t{number}"),
            steps: vec![(0, number as u32)],
            ..SearchPassage::default()
        };
        let few: Vec<_> = (0..MOST_PASSAGES).map(passage).collect();
        assert_eq!(bounded(few.clone()), few);
        let joined = bounded((0..3 * MOST_PASSAGES).map(passage).collect());
        assert_eq!(joined.len(), MOST_PASSAGES);
        let second = SearchPassage {
            heading: "h3".to_owned(),
            anchor: "a3".to_owned(),
            text: "t3\nh4\nt4\nh5\nt5".to_owned(),
            steps: vec![(0, 3), (6, 4), (12, 5)],
            ..SearchPassage::default()
        };
        assert_eq!(joined.get(1), Some(&second));
    }
}
