//! Terms → groups: all forms of a word with one posting list, its impacts baked in.
//!
//! A group is what a stemmer holds to be one word; its forms are what people type. Each posting
//! carries one number of 16 steps, worked out here from frequencies, lengths and weights, so that
//! neither norms nor frequencies nor positions travel to the browser.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::format::{Posting, STRIDE, utf16_order};
use super::invert::{Field, IndexFailure, Inverted, TermPlace};
use super::language::Language;
use super::words;
use super::{compounds, synonyms};

/// All words of an index.
pub(super) struct Vocabulary {
    /// Folded forms in UTF-16 order, each with the number of its group.
    pub(super) forms: Vec<(String, u32)>,
    /// The groups.
    pub(super) groups: Vec<Group>,
}

/// One word in all its forms.
#[derive(Clone, Default)]
pub(super) struct Group {
    /// How much it tells, in eighths of a bit.
    pub(super) idf: u8,
    /// Articles with it in the title; the impact is its share of the title.
    pub(super) titles: Vec<Posting>,
    /// Articles with it in another text of the whole article.
    pub(super) articles: Vec<Posting>,
    /// Passages with it, as article × [`STRIDE`] + slot.
    pub(super) passages: Vec<Posting>,
}

impl Group {
    /// Whether the word occurs nowhere.
    pub(super) fn is_empty(&self) -> bool {
        self.titles.is_empty() && self.articles.is_empty() && self.passages.is_empty()
    }
}

/// Where a passage belongs.
#[derive(Clone, Copy)]
pub(super) struct PassagePlace {
    pub(super) article: u32,
    /// See [`super::format::slot`].
    pub(super) slot: u32,
}

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

/// Puts the terms of `inverted` into groups. `places` and `weights` tell for each passage where it
/// belongs and for each article how it is weighted (hundredths); `attributes` (`type:fix`) become
/// words of their own.
pub(super) fn gather(
    inverted: &Inverted,
    language: &Language,
    places: &[PassagePlace],
    weights: &[u16],
    attributes: BTreeMap<String, Vec<u32>>,
) -> Result<Vocabulary, IndexFailure> {
    let (mut names, terms) = Names::new(inverted.vocabulary()?, language);
    let averages = Field::ALL.map(|field| average_length(inverted, field));
    let mut groups: Vec<Group> = terms
        .par_iter()
        .map(|terms| score(inverted, terms, places, weights, &averages))
        .collect::<Result<_, _>>()?;
    compounds::fold_in(&mut groups, &names, language);
    synonyms::fold_in(&mut groups, &mut names, language);
    for (attribute, articles) in attributes {
        names.by_form.insert(attribute, groups.len() as u32);
        names.parents.push(groups.len() as u32);
        let articles = articles.into_iter().map(|article| (article, 16)).collect();
        groups.push(Group { articles, ..Group::default() });
    }
    let articles = weights.len() as u32;
    groups.par_iter_mut().for_each(|group| group.idf = idf(article_frequency(group), articles));
    weaken_grammar(&mut groups, &names);
    share_titles(&mut groups, weights.len());
    let most = (places.len() / 16).clamp(2_048, 16_384);
    for group in &mut groups {
        keep_best(&mut group.passages, most);
        keep_best(&mut group.articles, most);
        keep_best(&mut group.titles, most);
    }
    Ok(Vocabulary { forms: names.into_forms(), groups })
}

/// Which group a form or a stem belongs to.
pub(super) struct Names<'a> {
    language: &'a Language,
    by_stem: HashMap<String, u32>,
    by_form: HashMap<String, u32>,
    parents: Vec<u32>,
}

impl<'a> Names<'a> {
    /// Surfaces with one folded stem are one group, and so are surfaces with one folded form.
    /// Gives for each group the terms that belong to it, too.
    fn new(
        vocabulary: BTreeMap<String, Vec<TermPlace>>,
        language: &'a Language,
    ) -> (Self, Vec<Vec<TermPlace>>) {
        let mut names = Self {
            language,
            by_stem: HashMap::new(),
            by_form: HashMap::new(),
            parents: Vec::new(),
        };
        let mut of_group: Vec<(u32, Vec<TermPlace>)> = Vec::with_capacity(vocabulary.len());
        for (surface, places) in vocabulary {
            if let Some(group) = names.add(&surface) {
                of_group.push((group, places));
            }
        }
        for forms in &language.forms {
            let known: Vec<u32> =
                forms.iter().filter_map(|form| names.by_form.get(form).copied()).collect();
            if let Some(&first) = known.first() {
                known.iter().for_each(|&group| names.unite(first, group));
                for form in forms {
                    names.by_form.entry(form.clone()).or_insert(first);
                }
            }
        }
        let mut terms: Vec<Vec<TermPlace>> = vec![Vec::new(); names.parents.len()];
        for (group, places) in of_group {
            if let Some(terms) = terms.get_mut(names.root(group) as usize) {
                terms.extend(places);
            }
        }
        (names, terms)
    }

    /// The group of a surface, made if it is new.
    fn add(&mut self, surface: &str) -> Option<u32> {
        let form = words::fold(surface);
        // A single character may unfold into a phrase: such a form can be too long all the same.
        if form.is_empty() || form.len() > words::LONGEST_WORD {
            return None;
        }
        let next = self.parents.len() as u32;
        let stem = *self.by_stem.entry(self.language.stem(surface)).or_insert(next);
        if stem == next {
            self.parents.push(next);
        }
        let known = *self.by_form.entry(form).or_insert(stem);
        self.unite(stem, known);
        Some(stem)
    }

    /// The group of a word that need not occur; a new one when no form of it does.
    pub(super) fn group(&mut self, surface: &str) -> Option<usize> {
        let group = self.add(surface)?;
        Some(self.root(group) as usize)
    }

    /// The group of a word, if a form of it occurs.
    pub(super) fn known(&self, surface: &str) -> Option<usize> {
        let form = self.by_form.get(&words::fold(surface));
        let group = form.or_else(|| self.by_stem.get(&self.language.stem(surface)))?;
        Some(self.root(*group) as usize)
    }

    /// All forms with their groups, in no order.
    pub(super) fn forms(&self) -> impl Iterator<Item = (&str, usize)> {
        self.by_form.iter().map(|(form, group)| (form.as_str(), self.root(*group) as usize))
    }

    fn unite(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(parent) = self.parents.get_mut(one.max(other) as usize) {
            *parent = one.min(other);
        }
    }

    fn root(&self, mut group: u32) -> u32 {
        while let Some(&parent) = self.parents.get(group as usize) {
            if parent == group {
                break;
            }
            group = parent;
        }
        group
    }

    /// All forms in UTF-16 order with their groups.
    fn into_forms(self) -> Vec<(String, u32)> {
        let mut forms: Vec<(String, u32)> =
            self.by_form.iter().map(|(form, group)| (form.clone(), self.root(*group))).collect();
        forms.sort_by(|one, other| utf16_order(&one.0, &other.0));
        forms
    }
}

/// Average length of a field over the passages that have it.
fn average_length(inverted: &Inverted, field: Field) -> f32 {
    let having = inverted.lengths(field).filter(|&length| length > 0).count();
    inverted.total_words(field) as f32 / having.max(1) as f32
}

/// Adds up the weighted frequencies of a group and cuts them to 16 steps.
fn score(
    inverted: &Inverted,
    terms: &[TermPlace],
    places: &[PassagePlace],
    weights: &[u16],
    averages: &[f32; 7],
) -> Result<Group, IndexFailure> {
    let (mut titles, mut articles, mut passages) = (Vec::new(), Vec::new(), Vec::new());
    for term in terms {
        let (weight, by_length) = weight(term.field);
        let average = averages.get(term.field as usize).copied().unwrap_or(1.0);
        inverted.each_posting(term, |passage, frequency, length| {
            let Some(place) = places.get(passage as usize) else { return };
            let length = length as f32;
            let worth =
                weight * frequency as f32 / (1.0 - by_length + by_length * length / average);
            match term.field {
                Field::Title => titles.push((place.article, worth)),
                Field::Heading | Field::Body => {
                    passages.push((place.article * STRIDE as u32 + place.slot, worth));
                }
                _ => articles.push((place.article, worth)),
            }
        })?;
    }
    let cut = |found: Vec<(u32, f32)>, article_of: fn(u32) -> u32| {
        let mut postings: Vec<Posting> = add_up(found)
            .into_iter()
            .map(|(number, worth)| {
                let percent = weights.get(article_of(number) as usize).copied().unwrap_or(100);
                (number, impact(worth / (SATURATION + worth), percent))
            })
            .collect();
        // All groups are held at once: half of their memory would be room to grow.
        postings.shrink_to_fit();
        postings
    };
    Ok(Group {
        idf: 0,
        titles: cut(titles, |number| number),
        articles: cut(articles, |number| number),
        passages: cut(passages, |number| number / STRIDE as u32),
    })
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
fn idf(frequency: u32, articles: u32) -> u8 {
    let frequency = frequency.min(articles);
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
        assert!(idf(10, 1_000) > idf(11, 1_000));
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
