//! What one edited text changes of the files, on a help centre of a hundred and fifty articles.

use std::collections::BTreeSet;

use super::{Dice, article, index_articles};
use crate::search::input::{SearchArticle, SearchFiles};

/// So many articles, each with five passages of ordinary length.
const ARTICLES: usize = 150;

/// A word for a number: frequent ones have low numbers.
fn word(number: usize) -> String {
    let syllables = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te"];
    let mut rest = number + 12;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(syllables[rest % syllables.len()]);
        rest /= syllables.len();
    }
    word
}

/// A sentence of so many words, the frequent ones more often.
fn sentence(dice: &mut Dice, length: usize) -> String {
    let words: Vec<String> = (0..length)
        .map(|_| {
            let reach = [60, 600, 6_000][dice.roll(3)];
            word(dice.roll(reach))
        })
        .collect();
    format!("{}.", words.join(" "))
}

fn help_centre() -> Vec<SearchArticle> {
    let mut dice = Dice(11);
    let all = (0..ARTICLES).map(|number| {
        let passages: Vec<(String, String)> = (0..5)
            .map(|at| {
                let text: Vec<String> = (0..8).map(|_| sentence(&mut dice, 10)).collect();
                let heading = if at == 0 { String::new() } else { sentence(&mut dice, 3) };
                (heading, text.join(" "))
            })
            .collect();
        let passages: Vec<(&str, &str)> =
            passages.iter().map(|(heading, text)| (heading.as_str(), text.as_str())).collect();
        article(&format!("/{number:03}/"), &sentence(&mut dice, 4), &passages)
    });
    all.collect()
}

type Edit = fn(&mut String, &mut Dice);

fn five_words(text: &mut String, dice: &mut Dice) {
    text.push(' ');
    text.push_str(&sentence(dice, 5));
}

fn sentence_gone(text: &mut String, dice: &mut Dice) {
    let mut sentences: Vec<&str> = text.split_inclusive('.').collect();
    sentences.remove(dice.roll(sentences.len()));
    *text = sentences.concat().trim().to_owned();
}

fn rare_word(text: &mut String, dice: &mut Dice) {
    text.push_str(&format!(" Xy{}.", word(100_000 + dice.roll(100_000))));
}

fn files(articles: Vec<SearchArticle>) -> SearchFiles {
    index_articles(articles, "en", &[])
}

fn named(files: &SearchFiles) -> BTreeSet<(&str, &[u8])> {
    files.files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())).collect()
}

#[test]
fn an_edited_text_changes_few_files_and_each_of_them_its_name() {
    let articles = help_centre();
    let before = files(articles.clone());
    let known = named(&before);
    assert!(known.len() > 250, "{}", known.len());
    let names: BTreeSet<&str> = known.iter().map(|(name, _)| *name).collect();
    let mut dice = Dice(5);
    // What the edit is, and how many files it may change in the middle of all tries and at worst.
    let edits: [(&str, Edit, usize, usize); 3] = [
        ("five words added", five_words, 9, 60),
        ("a sentence deleted", sentence_gone, 22, 70),
        ("a rare word introduced", rare_word, 6, 30),
    ];
    for (what, edit, middle, worst) in edits {
        let mut changed: Vec<usize> = (0..7)
            .map(|_| {
                let mut edited = articles.clone();
                let passages = &mut edited[dice.roll(ARTICLES)].passages;
                let at = dice.roll(passages.len());
                edit(&mut passages[at].text, &mut dice);
                let after = files(edited);
                let new: Vec<_> = named(&after).difference(&known).copied().collect();
                // Nobody finds other bytes below a name than were there.
                assert!(new.iter().all(|(name, _)| !names.contains(name)), "{what}");
                assert!(!new.is_empty() && after.root != before.root, "{what}");
                new.len() + 1
            })
            .collect();
        changed.sort_unstable();
        let (found, most) = (changed[changed.len() / 2], changed[changed.len() - 1]);
        assert!(found <= middle && most <= worst, "{what}: {found} files, at worst {most}");
    }
}

#[test]
fn what_is_not_text_of_an_article_changes_nothing() {
    let before = files(help_centre());
    let mut again = help_centre();
    again[7].content_path = "elsewhere.md".to_owned();
    assert_eq!(files(again), before);
}
