//! Query words → concepts: the groups that stand for each word, with a weight.

use super::query::{Query, QueryWord};
use super::shard::Home;
use super::{Correction, Reader, SearchOptions, Unreadable};
use crate::search::format::{SHARDS_PER_PREFIX, shard_of, shards_of_prefix, utf16_order};
use crate::search::words::may_complete;

/// The shard a group lives in, and its place there.
type Place = (usize, u32);

/// One thing a query asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Concept {
    /// The word as searched, for reasons and reports.
    pub(super) form: String,
    /// How much it tells.
    pub(super) idf: u64,
    /// The groups that stand for it.
    pub(super) groups: Vec<Standing>,
    /// The word as typed, when it has accents.
    pub(super) accented: Option<String>,
}

/// A group that stands for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// The shard it lives in.
    pub(super) shard: usize,
    /// Its place there.
    pub(super) place: u32,
    /// 16 when it is the word itself.
    pub(super) weight: u32,
}

/// All that a query asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) concepts: Vec<Concept>,
    /// Articles with one of these are left out.
    pub(super) excluded: Vec<Standing>,
    /// Only articles and passages with all of these attributes; nobody may have one.
    pub(super) only: Vec<Option<Standing>>,
    pub(super) corrections: Vec<Correction>,
    /// Words that nothing stands for.
    pub(super) unknown: Vec<String>,
}

/// At most this many completions stand for a word being typed.
pub(super) const MOST_COMPLETIONS: usize = 8;

/// The weight of what a word most likely means, of 16.
pub(super) const LIKELY: u32 = 13;
/// The weight of completions of a word that may be finished.
pub(super) const UNLIKELY: u32 = 6;
/// The weight of a word that is two slips away.
pub(super) const DISTANT: u32 = 10;
/// A near word of no higher cost is one slip away.
pub(super) const NEAR: u32 = 5;

/// How sure it is that an unknown word of so many letters is a misspelling and not a word that the
/// site lacks, in sixteenths: short words are near to many others.
fn certainty(letters: usize) -> u64 {
    match letters {
        0..=4 => 6,
        5 => 8,
        6 => 10,
        _ => 14,
    }
}

/// Looks every word up.
pub(super) fn concepts<S: Fn(&str) -> Option<Vec<u8>>>(
    reader: &Reader<S>,
    query: &Query,
    options: &SearchOptions,
) -> Result<Found, Unreadable> {
    let mut found = Found::default();
    if reader.root.articles == 0 {
        return Ok(found);
    }
    for word in &query.excluded {
        found.excluded.extend(reader.exact(word)?.map(|(standing, _)| standing));
    }
    for attribute in &options.attributes {
        found.only.push(reader.exact(attribute)?.map(|(standing, _)| standing));
    }
    let mut known = Vec::with_capacity(query.words.len());
    for word in &query.words {
        known.push(reader.as_typed(word)?);
    }
    let mut joined = false;
    for (at, word) in query.words.iter().enumerate() {
        if std::mem::take(&mut joined) {
            continue;
        }
        let here = known.get_mut(at).map(std::mem::take).unwrap_or_default();
        let next = query.words.get(at + 1).zip(known.get(at + 1));
        if let Some((next, after)) = next.filter(|_| !options.verbatim) {
            let missing = here.is_empty() || after.is_empty();
            let together = next.place == word.place + 1 && !word.quoted;
            if missing && together {
                let form = format!("{}{}", word.form, next.form);
                if let Some((standing, idf)) = reader.exact(&form)? {
                    found.correct(&format!("{} {}", word.form, next.form), &form);
                    let groups = vec![standing];
                    found.concepts.push(Concept { form, idf, groups, accented: None });
                    joined = true;
                    continue;
                }
            }
        }
        if here.is_empty() && !word.quoted && !word.function && !options.verbatim {
            reader.instead(word, query.words.len() > 1, &mut found)?;
        } else {
            found.concepts.extend(here);
        }
    }
    Ok(found)
}

impl Found {
    fn correct(&mut self, typed: &str, used: &str) {
        self.corrections.push(Correction { typed: typed.to_owned(), used: used.to_owned() });
    }
}

impl<S: Fn(&str) -> Option<Vec<u8>>> Reader<S> {
    /// The group of exactly this form and how much it tells.
    fn exact(&self, form: &str) -> Result<Option<(Standing, u64)>, Unreadable> {
        let shard = shard_of(&self.word_starts, form);
        match self.words(shard)?.find(form) {
            Some(place) => self.standing(shard, place, 16),
            None => Ok(None),
        }
    }

    fn standing(
        &self,
        shard: usize,
        place: Home,
        weight: u32,
    ) -> Result<Option<(Standing, u64)>, Unreadable> {
        let (shard, place) = match place {
            Home::Here(place) => (shard, place),
            Home::There { shard, place } => (shard as usize, place),
        };
        if shard >= self.word_starts.len() {
            return Ok(None);
        }
        let idf = self.words(shard)?.idf(place);
        Ok(idf.map(|idf| (Standing { shard, place, weight }, u64::from(idf))))
    }

    /// The concepts of a word taken as typed: itself with its completions, else its parts.
    fn as_typed(&self, word: &QueryWord) -> Result<Vec<Concept>, Unreadable> {
        if let Some(concept) = self.whole(word)? {
            return Ok(vec![concept]);
        }
        let mut concepts = Vec::new();
        for (at, part) in word.parts.iter().enumerate() {
            let open = word.open && at + 1 == word.parts.len();
            let part = QueryWord {
                form: part.clone(),
                surface: part.clone(),
                open,
                place: word.place,
                ..QueryWord::default()
            };
            concepts.extend(self.whole(&part)?);
        }
        Ok(concepts)
    }

    fn whole(&self, word: &QueryWord) -> Result<Option<Concept>, Unreadable> {
        let exact = if word.function { None } else { self.exact(&word.form)? };
        let accented = Some(&word.surface).filter(|surface| **surface != word.form).cloned();
        let mut concept = Concept { form: word.form.clone(), accented, ..Concept::default() };
        if let Some((standing, idf)) = exact {
            concept.groups.push(standing);
            concept.idf = idf;
        }
        if word.open && may_complete(&word.form) {
            let completions = self.completions(&word.form)?;
            let certain = exact.is_none() && !word.function;
            let weight = if certain { LIKELY } else { UNLIKELY };
            for (idf, standing) in completions {
                if concept.groups.iter().all(|known| (known.shard, known.place) != standing) {
                    let (shard, place) = standing;
                    concept.groups.push(Standing { shard, place, weight });
                    if exact.is_none() && (concept.idf == 0 || idf < concept.idf) {
                        concept.idf = idf;
                    }
                }
            }
            if word.function {
                concept.idf /= 2;
            }
        }
        Ok((!concept.groups.is_empty()).then_some(concept))
    }

    /// The most frequent groups with a form that begins with `prefix`: what each tells, and where
    /// it lives.
    fn completions(&self, prefix: &str) -> Result<Vec<(u64, Place)>, Unreadable> {
        let (first, last) = shards_of_prefix(&self.word_starts, prefix);
        let mut found: Vec<(u64, String, Place)> = Vec::new();
        let take = |shard: usize, form: &str, place, found: &mut Vec<_>| {
            if let Home::Here(place) = place {
                let idf = self.words(shard)?.idf(place).unwrap_or(255);
                found.push((u64::from(idf), form.to_owned(), (shard, place)));
            }
            Ok::<_, Unreadable>(())
        };
        if last - first < SHARDS_PER_PREFIX {
            for shard in first..=last {
                for (form, place) in self.words(shard)?.starting_with(prefix) {
                    take(shard, form, place, &mut found)?;
                }
            }
        } else {
            let listed = self.words(first)?.listed(prefix).unwrap_or_default().to_owned();
            for form in listed.split(' ') {
                let shard = shard_of(&self.word_starts, form);
                if let Some(place) = self.words(shard)?.find(form) {
                    take(shard, form, place, &mut found)?;
                }
            }
        }
        found.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| utf16_order(&one.1, &other.1)));
        let mut groups: Vec<(u64, Place)> = Vec::new();
        for (idf, _, group) in found {
            if groups.len() < MOST_COMPLETIONS && groups.iter().all(|known| known.1 != group) {
                groups.push((idf, group));
            }
        }
        Ok(groups)
    }

    /// What to search instead of a word that is not there.
    fn instead(
        &self,
        word: &QueryWord,
        has_others: bool,
        found: &mut Found,
    ) -> Result<(), Unreadable> {
        let function_words: &[String] = if has_others { &self.function_words } else { &[] };
        let guess = self.guess(&word.form, function_words)?;
        let best = guess.words.first().map(|near| near.cost);
        if let Some((first, second)) = guess.split.filter(|_| best.is_none_or(|cost| cost > NEAR)) {
            found.correct(&word.form, &format!("{first} {second}"));
            for form in [first, second] {
                if let Some((standing, idf)) = self.exact(&form)? {
                    let groups = vec![standing];
                    found.concepts.push(Concept { form, idf, groups, accented: None });
                }
            }
            return Ok(());
        }
        let mut concept = Concept::default();
        for near in guess.words {
            let Some((mut standing, idf)) = self.exact(&near.form)? else { continue };
            let known =
                |other: &Standing| (other.shard, other.place) == (standing.shard, standing.place);
            if concept.groups.iter().any(known) {
                continue;
            }
            standing.weight = if near.cost <= NEAR { LIKELY } else { DISTANT };
            if concept.groups.is_empty() {
                found.correct(&word.form, &near.form);
                concept.form = near.form;
                let sure = certainty(word.form.chars().count());
                let sure = if near.cost > NEAR { sure * 10 / 16 } else { sure };
                concept.idf = idf * sure / 16;
            } else {
                standing.weight /= 2;
                concept.idf = concept.idf.min(idf);
            }
            concept.groups.push(standing);
        }
        if concept.groups.is_empty() {
            found.unknown.push(word.form.clone());
        } else {
            found.concepts.push(concept);
        }
        Ok(())
    }
}
