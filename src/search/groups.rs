//! Terms → groups: all forms of a word with one posting list, its impacts baked in.
//!
//! A group is what a stemmer holds to be one word; its forms are what people type. Each posting
//! carries one number of 16 steps, worked out here from frequencies, lengths and weights, so that
//! neither norms nor frequencies nor positions travel to the browser.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::format::{Posting, STRIDE};
use super::group::{Group, Names, Vocabulary};
use super::language::Language;
use super::terms::{ArticleTerms, Field, coarse};
use super::{compounds, synonyms};

/// Weight of a field and how much its length counts (0 to 1).
fn weight(field: Field) -> (f32, f32) {
    match field {
        Field::Title => (1.0, 0.0),
        Field::Cues => (4.0, 0.3),
        Field::Answer => (2.0, 0.3),
        Field::Links => (1.5, 0.3),
        Field::Folders => (0.7, 0.3),
        Field::Heading => (2.0, 0.3),
        Field::Body => (1.0, 0.65),
    }
}

/// Half of the highest impact is reached at this weighted frequency.
const SATURATION: f32 = 1.2;

/// Puts the terms of all articles, which are in order of address, into groups. Attributes become
/// words of their own.
pub(super) fn gather(articles: &[Arc<ArticleTerms>], language: &Language) -> Vocabulary {
    let surfaces = Surfaces::of(articles);
    let (mut names, members) = Names::new(surfaces.surfaces.iter().copied(), language);
    let averages = averages(articles);
    let mut groups: Vec<Group> = members
        .par_iter()
        .map(|members| {
            let found = members.iter().flat_map(|&number| surfaces.found(number));
            score(found, articles, &averages)
        })
        .collect();
    drop(surfaces);
    compounds::fold_in(&mut groups, &names, language);
    synonyms::fold_in(&mut groups, &mut names, language);
    for (attribute, group) in attributes(articles) {
        names.name(attribute, groups.len());
        groups.push(group);
    }
    let count = articles.len() as u32;
    groups.par_iter_mut().for_each(|group| group.idf = idf(article_frequency(group), count));
    weaken_grammar(&mut groups, &names);
    share_titles(&mut groups, articles.len());
    let passages: usize = articles.iter().map(|article| usize::from(article.passages)).sum();
    let most = (passages / 16).clamp(2_048, 16_384);
    groups.par_iter_mut().for_each(|group| {
        keep_best(&mut group.passages, most);
        keep_best(&mut group.articles, most);
        keep_best(&mut group.titles, most);
    });
    Vocabulary { forms: names.into_forms(), groups }
}

/// A surface of an article: which article, and which of its surfaces.
type Found = (u32, u32);

/// All surfaces in order of their bytes, and where each is: two flat lists, for a large site has
/// millions of places.
struct Surfaces<'a> {
    surfaces: Vec<&'a str>,
    /// The places of all, one surface after the other, each in order of articles.
    found: Vec<Found>,
    /// Where the places of each surface end.
    ends: Vec<usize>,
}

impl<'a> Surfaces<'a> {
    fn of(articles: &'a [Arc<ArticleTerms>]) -> Self {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut counted: Vec<(&str, usize)> = Vec::new();
        // The number of each surface of each article, as they come.
        let mut met: Vec<u32> = Vec::new();
        for surface in articles.iter().flat_map(|terms| terms.surfaces()) {
            let number = *numbers.entry(surface).or_insert_with(|| {
                counted.push((surface, 0));
                counted.len() as u32 - 1
            });
            counted[number as usize].1 += 1;
            met.push(number);
        }
        drop(numbers);
        let mut order: Vec<u32> = (0..counted.len() as u32).collect();
        order.par_sort_unstable_by_key(|&number| counted[number as usize].0);
        let mut next = vec![0; counted.len()];
        let mut ends = Vec::with_capacity(counted.len());
        let mut end = 0;
        for &number in &order {
            next[number as usize] = end;
            end += counted[number as usize].1;
            ends.push(end);
        }
        let mut found = vec![(0, 0); met.len()];
        let mut met = met.into_iter();
        for (article, terms) in (0..).zip(articles) {
            for (ordinal, number) in (0..terms.surface_count()).zip(met.by_ref()) {
                let place = &mut next[number as usize];
                found[*place] = (article, ordinal);
                *place += 1;
            }
        }
        let surfaces = order.iter().map(|&number| counted[number as usize].0).collect();
        Self { surfaces, found, ends }
    }

    /// Where the surface of a number is.
    fn found(&self, number: u32) -> &[Found] {
        let end = |at: usize| self.ends.get(at).copied();
        let at = number as usize;
        let first = at.checked_sub(1).and_then(end).unwrap_or(0);
        self.found.get(first..end(at).unwrap_or(first)).unwrap_or_default()
    }
}

/// The groups of all attributes.
fn attributes(articles: &[Arc<ArticleTerms>]) -> BTreeMap<String, Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (number, article) in (0..).zip(articles) {
        for attribute in &article.attributes {
            groups.entry(attribute.clone()).or_default().articles.push((number, 16));
        }
        for (slot, attribute) in &article.passage_attributes {
            let place = number * STRIDE as u32 + u32::from(*slot);
            let passages = &mut groups.entry(attribute.clone()).or_default().passages;
            if passages.last() != Some(&(place, 16)) {
                passages.push((place, 16));
            }
        }
    }
    groups
}

/// Average length of each field over the passages that have it, in classes: one edited text moves
/// an average by so little that all lists stay as they are.
fn averages(articles: &[Arc<ArticleTerms>]) -> [f32; Field::COUNT] {
    std::array::from_fn(|field| {
        let lengths = articles.iter().filter_map(|article| article.lengths.get(field));
        let (words, passages) = lengths.fold((0, 0), |(words, passages), length| {
            (words + u64::from(length.words), passages + u64::from(length.passages))
        });
        coarse(words * 16 / passages.max(1), 4).max(1) as f32 / 16.0
    })
}

/// Adds up the weighted frequencies of a group and cuts them to 16 steps.
fn score<'a>(
    found: impl Iterator<Item = &'a Found>,
    articles: &[Arc<ArticleTerms>],
    averages: &[f32; Field::COUNT],
) -> Group {
    let (mut in_titles, mut in_articles, mut in_passages) = (Vec::new(), Vec::new(), Vec::new());
    for &(number, ordinal) in found {
        let Some(article) = articles.get(number as usize) else { continue };
        for occurrence in article.occurrences(ordinal) {
            let (weight, by_length) = weight(occurrence.field);
            let average = averages.get(occurrence.field as usize).copied().unwrap_or(1.0);
            let length = f32::from(occurrence.length);
            let worth = weight * f32::from(occurrence.frequency)
                / (1.0 - by_length + by_length * length / average);
            match occurrence.field {
                Field::Title => in_titles.push((number, worth)),
                Field::Heading | Field::Body => {
                    let place = number * STRIDE as u32 + u32::from(occurrence.slot);
                    in_passages.push((place, worth));
                }
                _ => in_articles.push((number, worth)),
            }
        }
    }
    let cut = |found: Vec<(u32, f32)>, article_of: fn(u32) -> u32| {
        let mut postings: Vec<Posting> = add_up(found)
            .into_iter()
            .map(|(number, worth)| {
                let article = articles.get(article_of(number) as usize);
                let percent = article.map_or(100, |article| article.weight);
                (number, impact(worth / (SATURATION + worth), percent))
            })
            .collect();
        // All groups are held at once: half of their memory would be room to grow.
        postings.shrink_to_fit();
        postings
    };
    Group {
        idf: 0,
        titles: cut(in_titles, |number| number),
        articles: cut(in_articles, |number| number),
        passages: cut(in_passages, |number| number / STRIDE as u32),
    }
}

/// One entry a number, in order, with the sum of its worths.
fn add_up(mut found: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    // Stable: equal numbers keep the order they were found in, so sums are the same every time.
    found.sort_by_key(|&(number, _)| number);
    found.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 += later.1;
        }
        same
    });
    found
}

/// A share of one as 1 to 16, weighted by hundredths.
fn impact(share: f32, percent: u16) -> u8 {
    (share * 16.0 * f32::from(percent) / 100.0).ceil().clamp(1.0, 16.0) as u8
}

/// In how many articles a group occurs.
fn article_frequency(group: &Group) -> u32 {
    let mut all: Vec<u32> = Vec::new();
    for (number, _) in &group.passages {
        let article = number / STRIDE as u32;
        if all.last() != Some(&article) {
            all.push(article);
        }
    }
    let others = group.titles.iter().chain(&group.articles);
    all.extend(others.map(|posting| posting.0));
    // Three runs in order: the stable sort merges them.
    all.sort();
    all.dedup();
    all.len() as u32
}

/// `log2(1 + (n - f + .5) / (f + .5))` in eighths, in whole numbers: the same on every machine.
/// Frequencies count in classes: one article more with a frequent word leaves its idf as it is.
fn idf(frequency: u32, articles: u32) -> u8 {
    let frequency = coarse(u64::from(frequency.min(articles)), 3) as u32;
    let mut ratio = ((u64::from(articles) * 2 + 2) << 20) / (u64::from(frequency) * 2 + 1);
    let mut bits = 0u32;
    while ratio >= 2 << 20 {
        ratio >>= 1;
        bits += 1;
    }
    let mut eighths = bits;
    for _ in 0..3 {
        ratio = (ratio * ratio) >> 20;
        eighths *= 2;
        if ratio >= 2 << 20 {
            ratio >>= 1;
            eighths += 1;
        }
    }
    eighths.clamp(1, 255) as u8
}

/// Lowers the idf of pairs of Japanese characters that tell little.
fn weaken_grammar(groups: &mut [Group], names: &Names<'_>) {
    let before: Vec<u8> = groups.iter().map(|group| group.idf).collect();
    for (form, number) in names.forms() {
        if let Some((group, idf)) = groups.get_mut(number).zip(before.get(number)) {
            group.idf = group.idf.min(telling(form, *idf));
        }
    }
}

/// How much a pair of Japanese characters tells: hiragana is mostly grammar, and the pairs of one
/// katakana word count several times. Other words keep their idf.
fn telling(form: &str, idf: u8) -> u8 {
    let is_hiragana = |character| matches!(character, '\u{3041}'..='\u{309f}');
    let is_katakana = |character| matches!(character, '\u{30a0}'..='\u{30ff}');
    let eighths = match form.chars().filter(|&character| is_hiragana(character)).count() {
        0 if form.chars().all(is_katakana) => 6,
        0 => 8,
        1 if form.chars().count() > 1 => 4,
        _ => 2,
    };
    (u16::from(idf) * eighths / 8).max(1) as u8
}

/// The impact of a title posting is the share of the title's idf that the group has.
fn share_titles(groups: &mut [Group], articles: usize) {
    let mut totals = vec![0u32; articles];
    for group in groups.iter() {
        for &(article, _) in &group.titles {
            if let Some(total) = totals.get_mut(article as usize) {
                *total += u32::from(group.idf);
            }
        }
    }
    for group in groups {
        for (article, impact) in &mut group.titles {
            let total = totals.get(*article as usize).copied().unwrap_or(1).max(1);
            *impact = (u32::from(group.idf) * 16).div_ceil(total).clamp(1, 16) as u8;
        }
    }
}

/// Keeps the `most` postings of highest impact (of equal ones the first), in order of number.
fn keep_best(postings: &mut Vec<Posting>, most: usize) {
    if postings.len() <= most {
        return;
    }
    // Impacts are few: counting finds the lowest one that is kept, and the order stays.
    let mut counts = [0; 17];
    for &(_, impact) in postings.iter() {
        counts.get_mut(usize::from(impact)).into_iter().for_each(|count| *count += 1);
    }
    let (mut lowest, mut room) = (17, most);
    for count in counts.into_iter().rev() {
        lowest -= 1;
        match room.checked_sub(count) {
            Some(rest) => room = rest,
            None => break,
        }
    }
    postings.retain(|&(_, impact)| {
        let last = impact == lowest && room > 0;
        room -= usize::from(last);
        last || impact > lowest
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_tell_more_in_eighths_of_a_bit() {
        assert_eq!(idf(1, 1_000), 75);
        assert_eq!(idf(1_000, 1_000), 1);
        assert!(idf(10, 1_000) > idf(12, 1_000));
        assert_eq!(idf(160, 1_000), idf(191, 1_000));
        assert_eq!(idf(0, 4_000_000_000), 255);
    }

    #[test]
    fn grammar_tells_less_than_words_in_japanese() {
        let cases =
            [("設定", 40), ("クラ", 30), ("が見", 20), ("から", 10), ("heat", 40), ("제품", 40)];
        for (form, wanted) in cases {
            assert_eq!(telling(form, 40), wanted, "{form}");
        }
    }

    #[test]
    fn the_best_postings_are_kept_in_order() {
        let mut postings = vec![(1, 3), (2, 9), (3, 3), (4, 16)];
        keep_best(&mut postings, 3);
        assert_eq!(postings, [(1, 3), (2, 9), (4, 16)]);
    }
}
