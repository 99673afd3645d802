//! Concepts → the best articles, in whole numbers.

use super::lookup::{Concept, Found};
use super::shard::List;
use super::{MOST_RESULTS, Reader, Reasons, SearchOptions, Unreadable, WordReasons};
use crate::search::format::STRIDE;

/// What a word in the title is worth beside an impact of 16: 10 times its weight of 16.
pub(super) const IN_TITLE: u64 = 10;
/// What a word in another text of the whole article is worth, in sixteenths of its impact.
pub(super) const IN_ARTICLE: u64 = 20;
/// The shares of the best passage and of all together, in sixteenths.
pub(super) const BEST: u64 = 12;
pub(super) const WHOLE: u64 = 4;
/// What a title that has all of the query is worth, in sixteenths of that.
pub(super) const TITLE: u64 = 12;

/// A ranked article.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranked {
    /// Its number.
    pub(super) article: usize,
    /// What it is ranked by.
    pub(super) score: u64,
    /// The slot of its best passage.
    pub(super) passage: usize,
    pub(super) reasons: Reasons,
}

/// What one concept gives everywhere: weight × impact, at most 256.
struct Impacts {
    idf: u64,
    /// Share of the title, by article.
    shares: Vec<u16>,
    /// 16 where the title has the word itself, by article.
    titles: Vec<u16>,
    articles: Vec<u16>,
    /// By article × [`STRIDE`] + slot of the passage.
    passages: Vec<u16>,
}

/// Ranks all articles that have one of the concepts; the best first.
pub(super) fn rank<S: Fn(&str) -> Option<Vec<u8>>>(
    reader: &Reader<S>,
    found: &Found,
    options: &SearchOptions,
) -> Result<Vec<Ranked>, Unreadable> {
    let mut slots = vec![0; reader.root.articles as usize];
    let mut concepts = Vec::with_capacity(found.concepts.len());
    for concept in &found.concepts {
        concepts.push(impacts(reader, concept, &mut slots)?);
    }
    narrow(reader, found, &mut slots)?;
    let total = concepts.iter().map(|concept| concept.idf).sum::<u64>().max(1);
    let mut ranked: Vec<Ranked> = slots
        .iter()
        .enumerate()
        .filter(|(_, slots)| **slots > 0)
        .map(|(article, &slots)| score(&concepts, article, slots, total))
        // Its words stand in passages that are not wanted, and nowhere else.
        .filter(|ranked| ranked.score > 0)
        .collect();
    ranked.sort_by(|one, other| other.score.cmp(&one.score).then(one.article.cmp(&other.article)));
    if !options.all {
        ranked.truncate(MOST_RESULTS);
    }
    for ranked in &mut ranked {
        let words = found.concepts.iter().zip(&concepts);
        ranked.reasons.words = words
            .map(|(concept, impacts)| WordReasons {
                form: concept.form.clone(),
                tells: concept.idf,
                title: at(&impacts.titles, ranked.article) * IN_TITLE,
                article: at(&impacts.articles, ranked.article) * IN_ARTICLE / 16,
                passage: at(&impacts.passages, ranked.article * STRIDE + ranked.passage),
                written: Vec::new(),
            })
            .collect();
    }
    Ok(ranked)
}

/// What a concept gives, the best of its groups everywhere; marks in `slots` the passages of each
/// article that have it, a bit each.
fn impacts<S: Fn(&str) -> Option<Vec<u8>>>(
    reader: &Reader<S>,
    concept: &Concept,
    slots: &mut [u32],
) -> Result<Impacts, Unreadable> {
    let articles = slots.len();
    let mut impacts = Impacts {
        idf: concept.idf,
        shares: vec![0; articles],
        titles: vec![0; articles],
        articles: vec![0; articles],
        passages: vec![0; articles * STRIDE],
    };
    for standing in &concept.groups {
        let weight = standing.weight as u16;
        let shard = reader.words(standing.shard)?;
        let read = shard.lists(standing.place, |list, number, impact| {
            let number = number as usize;
            let (article, slot) = list.place(number);
            let table = match list {
                List::Titles => &mut impacts.shares,
                List::Articles => &mut impacts.articles,
                List::Passages => &mut impacts.passages,
            };
            // A number beyond the last article is a lie of the file.
            let (Some(cell), Some(slots)) = (table.get_mut(number), slots.get_mut(article)) else {
                return;
            };
            *cell = (*cell).max(weight * u16::from(impact));
            *slots |= 1 << slot.unwrap_or(0);
            if list == List::Titles
                && let Some(cell) = impacts.titles.get_mut(number)
            {
                *cell = (*cell).max(weight);
            }
        });
        read.ok_or_else(|| Unreadable::File(format!("w{}", standing.shard)))?;
    }
    Ok(impacts)
}

/// Lets go of articles that are excluded, and of articles and passages without a wanted attribute.
fn narrow<S: Fn(&str) -> Option<Vec<u8>>>(
    reader: &Reader<S>,
    found: &Found,
    slots: &mut [u32],
) -> Result<(), Unreadable> {
    for standing in &found.excluded {
        let shard = reader.words(standing.shard)?;
        shard.lists(standing.place, |list, number, _| {
            let (article, _) = list.place(number as usize);
            slots.get_mut(article).into_iter().for_each(|slots| *slots = 0);
        });
    }
    let mut allowed = vec![u32::MAX; slots.len()];
    for attribute in &found.only {
        let mut have = vec![0; slots.len()];
        if let Some(standing) = attribute {
            let shard = reader.words(standing.shard)?;
            shard.lists(standing.place, |list, number, _| {
                let (article, slot) = list.place(number as usize);
                let bits = slot.map_or(u32::MAX, |slot| 1 << slot);
                have.get_mut(article).into_iter().for_each(|have| *have |= bits);
            });
        }
        allowed.iter_mut().zip(have).for_each(|(allowed, have)| *allowed &= have);
    }
    for (slots, allowed) in slots.iter_mut().zip(allowed) {
        *slots = visited(*slots, allowed);
    }
    Ok(())
}

/// The passages of an article by which it is scored, of those with a word of the query and those
/// that are allowed. The first stands for an article that is found by its title alone.
fn visited(slots: u32, allowed: u32) -> u32 {
    match (slots | 1) & allowed {
        _ if slots == 0 => 0,
        0 => allowed & allowed.wrapping_neg(),
        both => both,
    }
}

fn at(table: &[u16], number: usize) -> u64 {
    u64::from(table.get(number).copied().unwrap_or(0))
}

/// Scores one article by its best passage, by all its passages together, and by its title.
fn score(concepts: &[Impacts], article: usize, slots: u32, total: u64) -> Ranked {
    let own: Vec<u64> = concepts
        .iter()
        .map(|concept| {
            at(&concept.titles, article) * IN_TITLE
                + at(&concept.articles, article) * IN_ARTICLE / 16
        })
        .collect();
    let mut anywhere = vec![0u64; concepts.len()];
    let (mut best, mut passage) = (0, 0);
    for slot in (0..STRIDE).filter(|slot| slots & (1 << slot) > 0) {
        let (mut sum, mut matched) = (0, 0);
        for ((concept, own), anywhere) in concepts.iter().zip(&own).zip(&mut anywhere) {
            let impact = at(&concept.passages, article * STRIDE + slot);
            *anywhere = impact.max(*anywhere);
            let worth = own + impact;
            if worth > 0 {
                sum += concept.idf * worth;
                matched += concept.idf;
            }
        }
        let score = covered(sum, matched, total);
        if score > best {
            (best, passage) = (score, slot);
        }
    }
    let (mut sum, mut matched, mut titled, mut share) = (0, 0, 0, 0);
    for ((concept, own), anywhere) in concepts.iter().zip(&own).zip(&anywhere) {
        if own + anywhere > 0 {
            sum += concept.idf * (own + anywhere);
            matched += concept.idf;
        }
        titled += concept.idf * at(&concept.titles, article);
        share += at(&concept.shares, article);
    }
    let whole = covered(sum, matched, total);
    let words_score = (best * BEST + whole * WHOLE) / 16;
    let titled = titled * 4 / total;
    let share = share.min(256);
    let title_score = total * titled * titled * (256 + share) * TITLE / 81_920;
    Ranked {
        article,
        score: words_score + title_score,
        passage,
        reasons: Reasons {
            matched: matched * 64 / total,
            words_score,
            title_score,
            ..Reasons::default()
        },
    }
}

/// `sum` times the square of the share of the query that matched.
fn covered(sum: u64, matched: u64, total: u64) -> u64 {
    let share = matched * 64 / total;
    sum * share * share / 4096
}
