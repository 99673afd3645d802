//! Which words a misspelt one may mean.

use super::{Reader, Unreadable};
use crate::search::format::{Kind, shard_of, utf16_order};
use crate::search::words::is_correctable;

/// A word that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NearWord {
    pub(super) form: String,
    /// The less the nearer.
    pub(super) cost: u32,
    /// How much it tells: the frequent one is the likelier.
    idf: u8,
}

/// What an unknown word may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Guess {
    /// Near words, best first, at most three.
    pub(super) words: Vec<NearWord>,
    /// Two words it may be without the space between them.
    pub(super) split: Option<(String, String)>,
}

/// At most this many near words stand in for a word.
pub(super) const MOST_NEAR: usize = 3;

impl<S: Fn(&str) -> Option<Vec<u8>>> Reader<S> {
    /// Looks for near words in the shard where `word` sorts and in the one where it sorts reversed.
    /// Nothing when one of `function_words` is nearest: what that means is not looked up either.
    pub(super) fn guess(&self, word: &str, function_words: &[String]) -> Result<Guess, Unreadable> {
        if !is_correctable(word) {
            return Ok(Guess::default());
        }
        let letters: Vec<char> = word.chars().collect();
        let reversed: String = letters.iter().rev().collect();
        let mut known: Vec<(String, u8)> = Vec::new();
        if self.root.articles > 0 {
            let shard = self.near(Kind::Near, shard_of(&self.near_starts, word))?;
            known.extend(shard.words.iter().cloned());
        }
        if !self.reversed_starts.is_empty() {
            let shard = self.near(Kind::Reversed, shard_of(&self.reversed_starts, &reversed))?;
            let forward =
                shard.words.iter().map(|(word, idf)| (word.chars().rev().collect(), *idf));
            known.extend(forward);
        }
        // An ordinary word, merely not used here: another form of it may be, no other word.
        let ordinary = known.iter().any(|(form, idf)| form == word && *idf == 0);
        known.retain(|(form, idf)| *idf > 0 && !function_words.contains(form));
        // Another word as near as a function word comes first.
        let dull = function_words.iter().map(|word| (word, &255));
        let mut near: Vec<NearWord> = known
            .iter()
            .map(|(form, idf)| (form, idf))
            .chain(dull)
            .filter_map(|(form, idf)| {
                let candidate: Vec<char> = form.chars().collect();
                let cost = if ordinary {
                    by_start(&letters, &candidate)?
                } else {
                    cost(&letters, &candidate)?
                };
                Some(NearWord { form: form.clone(), cost, idf: *idf })
            })
            .collect();
        near.sort_by(|one, other| {
            let by_cost = (one.cost, one.idf).cmp(&(other.cost, other.idf));
            by_cost.then_with(|| utf16_order(&one.form, &other.form))
        });
        near.dedup_by(|one, other| one.form == other.form);
        let best = near.first().map_or(0, |near| near.cost);
        near.retain(|near| near.cost <= best + 1);
        near.truncate(MOST_NEAR);
        if near.first().is_some_and(|near| function_words.contains(&near.form)) {
            return Ok(Guess::default());
        }
        near.retain(|near| !function_words.contains(&near.form));
        let split = if ordinary { None } else { split(&letters, &known) };
        Ok(Guess { split, words: near })
    }
}

/// The best place to put a space into a word, if both halves are known.
fn split(letters: &[char], known: &[(String, u8)]) -> Option<(String, String)> {
    let idf = |part: &[char]| {
        let part: String = part.iter().collect();
        known.iter().find(|(word, _)| *word == part).map(|(_, idf)| *idf)
    };
    let (_, at) = (3..letters.len().saturating_sub(2))
        .filter_map(|at| {
            let (first, second) = letters.split_at_checked(at)?;
            Some((idf(first)?.max(idf(second)?), at))
        })
        .min()?;
    let (first, second) = letters.split_at_checked(at)?;
    Some((first.iter().collect(), second.iter().collect()))
}

/// How far `candidate` is from `typed`; `None` when it is another word.
fn cost(typed: &[char], candidate: &[char]) -> Option<u32> {
    let allowed = if typed.len() < 6 { 1 } else { 2 };
    let same_start = typed.first() == candidate.first();
    let distance = if typed.len().abs_diff(candidate.len()) <= allowed {
        distance(typed, candidate, allowed)
    } else {
        None
    };
    let by_letters = match distance {
        Some(0 | 1) => Some(if same_start { 4 } else { 5 }),
        Some(2) if same_start || typed.len() >= 8 => Some(if same_start { 9 } else { 11 }),
        _ => None,
    };
    match (by_letters, by_start(typed, candidate)) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// How far two forms of one word are from each other; `None` when too little is the same.
fn by_start(typed: &[char], candidate: &[char]) -> Option<u32> {
    let common = typed.iter().zip(candidate).take_while(|(one, other)| one == other).count();
    let enough = common >= 4 && common * 2 >= typed.len().max(candidate.len());
    enough.then(|| 4 + (typed.len() + candidate.len() - 2 * common) as u32 / 2)
}

/// Insertions, deletions, changes and exchanges of neighbours between two words, if at most `most`.
fn distance(one: &[char], other: &[char], most: usize) -> Option<usize> {
    let width = other.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for (row, &letter) in one.iter().enumerate() {
        let mut current = vec![row + 1; width];
        for (column, &other_letter) in other.iter().enumerate() {
            let change = usize::from(letter != other_letter);
            let at =
                |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&last, column) + change)
                .min(at(&last, column + 1) + 1)
                .min(at(&current, column) + 1);
            let exchanged = row > 0
                && column > 0
                && one.get(row - 1) == Some(&other_letter)
                && other.get(column - 1) == Some(&letter);
            if exchanged {
                best = best.min(at(&before, column - 1) + 1);
            }
            if let Some(cell) = current.get_mut(column + 1) {
                *cell = best;
            }
        }
        if current.iter().min().is_some_and(|&least| least > most) {
            return None;
        }
        before = std::mem::replace(&mut last, current);
    }
    last.last().copied().filter(|&found| found <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(word: &str) -> Vec<char> {
        word.chars().collect()
    }

    #[test]
    fn near_words_are_told_from_others() {
        let cases = [
            ("pasword", "password", Some(4)),
            ("chnage", "change", Some(4)),
            ("unistall", "uninstall", Some(4)),
            ("gmachina", "macchina", Some(11)),
            ("form", "from", Some(4)),
            ("form", "farm", Some(4)),
            ("form", "fame", None),
            ("riattivazione", "riattivare", Some(7)),
            ("leaking", "leak", Some(5)),
            ("leaking", "lead", None),
        ];
        for (typed, known, wanted) in cases {
            assert_eq!(cost(&letters(typed), &letters(known)), wanted, "{typed} {known}");
        }
    }

    #[test]
    fn a_space_left_out_is_found() {
        let known = [("starter".to_owned(), 20), ("kit".to_owned(), 30), ("start".to_owned(), 5)];
        assert_eq!(split(&letters("starterkit"), &known), Some(("starter".into(), "kit".into())));
        assert_eq!(split(&letters("starters"), &known), None);
    }
}
