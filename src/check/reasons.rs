//! Why a golden query does not lead to its article, in lines a writer can act on.
//!
//! The words are those of `dopo search --explain`: a word counts in the *title*, in the *article*
//! (symptoms, keywords, answer, links, folders) and in the best *passage*.

use crate::search::{Hit, SearchOutcome, WordReasons};

/// What became of the words themselves.
pub(super) fn of_query(found: &SearchOutcome) -> Vec<String> {
    let mut lines = Vec::new();
    for correction in &found.corrections {
        let (used, typed) = (&correction.used, &correction.typed);
        lines.push(format!("searched for “{used}” instead of “{typed}”"));
    }
    if !found.unknown.is_empty() {
        lines.push(format!("no article says {}", quoted(&found.unknown)));
    }
    lines
}

/// What an article that came before has, and what puts it before the expected one.
pub(super) fn of_other(place: usize, path: &str, other: &Hit, expected: Option<&Hit>) -> String {
    let lead = expected
        .map_or_else(String::new, |expected| format!("; ahead by {}", lead(other, expected)));
    format!("{place}. {path} (score {}): {}{lead}", other.score, has(other))
}

/// What the expected article has.
pub(super) fn of_expected(path: &str, expected: Option<&Hit>) -> String {
    match expected {
        Some(hit) => format!("expected: {path} (score {}): {}", hit.score, has(hit)),
        None => format!("expected: {path} has none of these words"),
    }
}

/// What to do. The query itself is not offered as a symptom: it may be misspelt on purpose.
pub(super) fn help(file: &str, found: &SearchOutcome, expected: Option<&Hit>) -> String {
    let mut missing = found.unknown.clone();
    let words = expected.or(found.hits.first()).map_or(&[][..], |hit| &hit.reasons.words);
    let is_missing = |word: &&WordReasons| expected.is_none() || worth(word) == 0;
    missing.extend(words.iter().filter(is_missing).map(|word| word.form.clone()));
    if missing.is_empty() {
        return format!(
            "{file} has these words: put them into a symptom, the title or a heading too"
        );
    }
    let words = quoted(&missing);
    format!("{file} does not say {words}: add a symptom or a keyword, or say it in the title")
}

/// Which words an article has and where, then those it has not.
fn has(hit: &Hit) -> String {
    let mut there = Vec::new();
    let mut missing = Vec::new();
    for word in &hit.reasons.words {
        let parts: Vec<&str> =
            parts(word).into_iter().filter(|(_, worth)| *worth > 0).map(|(name, _)| name).collect();
        if parts.is_empty() {
            missing.push(word.form.clone());
        } else {
            there.push(format!("`{}` in {}", word.form, parts.join(", ")));
        }
    }
    if !missing.is_empty() {
        there.push(format!("not {}", quoted(&missing)));
    }
    there.join("; ")
}

/// What most of the difference between two articles comes from. Both were found by one query, so
/// their words stand in one order.
fn lead(other: &Hit, expected: &Hit) -> String {
    let (ours, theirs) = (&expected.reasons, &other.reasons);
    let share = |hit: &Hit| hit.reasons.matched * hit.reasons.matched;
    let near = |hit: &Hit| hit.score - hit.score * 64 / (64 + hit.reasons.nearness);
    let sum: u64 = ours.words.iter().map(|word| word.tells * worth(word)).sum();
    let by_share = share(other).saturating_sub(share(expected));
    let mut leads = vec![
        (sum * by_share / 4096, "having more of the query".to_owned()),
        (
            theirs.title_score.saturating_sub(ours.title_score),
            "more of the query in its title".to_owned(),
        ),
        (near(other).saturating_sub(near(expected)), "words next to each other".to_owned()),
    ];
    for (their, our) in theirs.words.iter().zip(&ours.words) {
        for ((part, theirs), (_, ours)) in parts(their).into_iter().zip(parts(our)) {
            let points = their.tells * theirs.saturating_sub(ours) * share(other) / 4096;
            leads.push((points, format!("`{}` in its {part}", their.form)));
        }
    }
    leads.into_iter().max_by_key(|(points, _)| *points).map_or_else(String::new, |(_, name)| name)
}

fn parts(word: &WordReasons) -> [(&'static str, u64); 3] {
    [("title", word.title), ("article", word.article), ("passage", word.passage)]
}

fn worth(word: &WordReasons) -> u64 {
    word.title + word.article + word.passage
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
