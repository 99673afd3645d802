//! An article → its terms: every word with where and how often it occurs.
//!
//! This is all that the global step takes of an article, and a function of that article alone: who
//! remembers it need not read the article again. Words enter as surfaces, unstemmed: stemming a
//! vocabulary once is thirty times cheaper than stemming every occurrence.

use std::collections::HashMap;

use super::format::{attribute, slot};
use super::input::{SearchArticle, SearchPassage};
use super::language::FunctionWords;
use super::words;

/// The texts of a passage that weigh differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// Title of the article (on its first passage, like every field of the article).
    Title,
    /// Symptoms and keywords.
    Cues,
    /// Short answer or description.
    Answer,
    /// Texts of links that lead here.
    Links,
    /// Names of the categories, and of the address.
    Folders,
    /// Heading of the passage.
    Heading,
    /// Text of the passage.
    Body,
}

impl Field {
    /// How many there are.
    pub(super) const COUNT: usize = 7;

    /// Function words are searched where they may be all a customer types of a name.
    fn keeps_function_words(self) -> bool {
        matches!(self, Self::Title | Self::Cues | Self::Heading)
    }
}

/// How often a word occurs in one field of one passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub(super) field: Field,
    /// See [`slot`].
    pub(super) slot: u8,
    pub(super) frequency: u16,
    /// How many words the field has there, in classes: see [`length_class`].
    pub(super) length: u16,
}

/// How many words a field has in an article, in classes, and in how many passages it has any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldLength {
    pub(super) words: u32,
    pub(super) passages: u32,
}

/// The terms of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ArticleTerms {
    /// All surfaces, each once, in order of their bytes and one after the other.
    surfaces: Box<str>,
    /// For each surface where it ends, and where its occurrences end.
    ends: Box<[(u32, u32)]>,
    /// In order of surface, field and passage.
    occurrences: Box<[Occurrence]>,
    /// By field.
    pub(super) lengths: [FieldLength; Field::COUNT],
    /// How many passages it has.
    pub(super) passages: u16,
    /// How it is weighted, in hundredths.
    pub(super) weight: u16,
    /// What the whole article is: `type:fix`.
    pub(super) attributes: Vec<String>,
    /// What single passages are, each with its slot.
    pub(super) passage_attributes: Vec<(u8, String)>,
}

impl ArticleTerms {
    /// The terms of `article`.
    pub(super) fn new(article: &SearchArticle, function_words: &FunctionWords) -> Self {
        let mut collector = Collector::new(function_words);
        let count = article.passages.len();
        let mut passage_attributes = Vec::new();
        for (ordinal, passage) in article.passages.iter().enumerate() {
            let slot = slot(ordinal, count) as u8;
            each_text(article, passage, ordinal, |field, text| collector.text(field, text));
            collector.end_passage(slot);
            let own = passage.attributes.iter();
            passage_attributes.extend(own.map(|(name, value)| (slot, attribute(name, value))));
        }
        let attributes = article.attributes.iter();
        Self {
            passages: u16::try_from(count).unwrap_or(u16::MAX),
            weight: article.weight,
            attributes: attributes.map(|(name, value)| attribute(name, value)).collect(),
            passage_attributes,
            ..collector.finish()
        }
    }

    /// How many surfaces it has.
    pub(super) fn surface_count(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Every surface, in order of bytes.
    pub(super) fn surfaces(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        starts.zip(self.ends.iter()).map(|(start, &(end, _))| {
            self.surfaces.get(start as usize..end as usize).unwrap_or_default()
        })
    }

    /// Where the surface is that stands at `ordinal` among [`surfaces`](Self::surfaces).
    pub(super) fn occurrences(&self, ordinal: u32) -> &[Occurrence] {
        let end = |at: usize| self.ends.get(at).map(|(_, end)| *end as usize);
        let at = ordinal as usize;
        let first = at.checked_sub(1).and_then(end).unwrap_or(0);
        self.occurrences.get(first..end(at).unwrap_or(first)).unwrap_or_default()
    }
}

/// The texts that are searched with a passage.
fn each_text<'a>(
    article: &'a SearchArticle,
    passage: &'a SearchPassage,
    ordinal: usize,
    mut take: impl FnMut(Field, &'a str),
) {
    take(Field::Heading, &passage.heading);
    take(Field::Body, &passage.text);
    if ordinal > 0 {
        return;
    }
    take(Field::Title, &article.title);
    article.symptoms.iter().chain(&article.keywords).for_each(|cue| take(Field::Cues, cue));
    let answer = article.answer.as_deref().or(article.description.as_deref());
    answer.into_iter().for_each(|answer| take(Field::Answer, answer));
    article.link_texts.iter().for_each(|text| take(Field::Links, text));
    article.categories.iter().for_each(|name| take(Field::Folders, name));
    take(Field::Folders, last_segment(&article.address));
}

/// The name an article has in its address: often the one place that names its subject.
fn last_segment(address: &str) -> &str {
    address.trim_matches('/').rsplit('/').next().unwrap_or_default()
}

/// The class of a length: its two highest binary digits, so that a few words more or less in a long
/// text leave the impacts of all others as they are.
pub(super) fn length_class(words: u32) -> u16 {
    u16::try_from(coarse(u64::from(words), 2)).unwrap_or(u16::MAX)
}

/// A number with its highest `digits` binary digits, zeros after them: the same for a while.
pub(super) fn coarse(number: u64, digits: u32) -> u64 {
    let rest = (u64::BITS - number.leading_zeros()).saturating_sub(digits);
    number >> rest << rest
}

/// Counts the words of one article.
struct Collector<'a> {
    function_words: &'a FunctionWords,
    numbers: HashMap<String, u32>,
    /// Surface, field and passage of each word of the passage that is open.
    open: Vec<(u32, Field)>,
    /// How many words each of its fields has.
    words: [u32; Field::COUNT],
    lengths: [FieldLength; Field::COUNT],
    found: Vec<(u32, Occurrence)>,
}

impl<'a> Collector<'a> {
    fn new(function_words: &'a FunctionWords) -> Self {
        Self {
            function_words,
            numbers: HashMap::new(),
            open: Vec::new(),
            words: [0; Field::COUNT],
            lengths: [FieldLength::default(); Field::COUNT],
            found: Vec::new(),
        }
    }

    fn text(&mut self, field: Field, text: &str) {
        words::each_surface(text, |surface| {
            let skipped = surface.len() > words::LONGEST_WORD
                || (!field.keeps_function_words() && self.function_words.contains(surface));
            if skipped {
                return;
            }
            let next = self.numbers.len() as u32;
            let number = match self.numbers.get(surface) {
                Some(&number) => number,
                None => *self.numbers.entry(surface.to_owned()).or_insert(next),
            };
            self.open.push((number, field));
            self.words.get_mut(field as usize).into_iter().for_each(|words| *words += 1);
        });
    }

    /// Closes the passage that was told so far.
    fn end_passage(&mut self, slot: u8) {
        let words = std::mem::take(&mut self.words);
        for (&words, length) in words.iter().zip(&mut self.lengths) {
            length.words += u32::from(length_class(words));
            length.passages += u32::from(words > 0);
        }
        self.open.sort_unstable();
        for same in self.open.chunk_by(|one, other| one == other) {
            let &[(number, field), ..] = same else { continue };
            let length = words.get(field as usize).copied().map_or(1, length_class);
            let frequency = u16::try_from(same.len()).unwrap_or(u16::MAX);
            self.found.push((number, Occurrence { field, slot, frequency, length }));
        }
        self.open.clear();
    }

    fn finish(self) -> ArticleTerms {
        let Self { numbers, lengths, mut found, .. } = self;
        let mut surfaces: Vec<(String, u32)> = numbers.into_iter().collect();
        surfaces.sort_unstable();
        let mut ranks = vec![0u32; surfaces.len()];
        for (rank, (_, number)) in surfaces.iter().enumerate() {
            ranks.get_mut(*number as usize).into_iter().for_each(|place| *place = rank as u32);
        }
        for (number, _) in &mut found {
            *number = ranks.get(*number as usize).copied().unwrap_or_default();
        }
        // Stable: passages stay in order.
        found.sort_by_key(|&(rank, occurrence)| (rank, occurrence.field));
        let mut ends = Vec::with_capacity(surfaces.len());
        let (mut end, mut last) = (0, 0);
        for (rank, (surface, _)) in surfaces.iter().enumerate() {
            end += surface.len() as u32;
            let rest = found.get(last as usize..).unwrap_or_default();
            last += rest.iter().take_while(|(of, _)| *of == rank as u32).count() as u32;
            ends.push((end, last));
        }
        let surfaces: String = surfaces.into_iter().map(|(surface, _)| surface).collect();
        ArticleTerms {
            surfaces: surfaces.into(),
            ends: ends.into(),
            occurrences: found.into_iter().map(|(_, occurrence)| occurrence).collect(),
            lengths,
            ..ArticleTerms::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::language::Language;
    use crate::search::tests::article;

    #[test]
    fn the_terms_of_an_article_are_told_by_surface_field_and_passage() {
        let passages = [("", "The tank. Empty the tank!"), ("Tank", "Fill it, K200.")];
        let article = article("/care/fill/", "Fill the tank", &passages);
        let terms = ArticleTerms::new(&article, &Language::new("en").function_words);
        let shown: Vec<String> = terms
            .surfaces()
            .zip(0..)
            .map(|(surface, ordinal)| {
                let occurrences = terms.occurrences(ordinal).iter();
                let shown = occurrences.map(|one| {
                    let Occurrence { field, slot, frequency, length } = one;
                    format!(" {field:?}{slot}:{frequency}/{length}")
                });
                format!("{surface}{}", shown.collect::<String>())
            })
            .collect();
        let wanted = [
            "200 Body1:1/4",
            "empty Body0:1/3",
            "fill Title0:1/3 Folders0:1/1 Body1:1/4",
            "k Body1:1/4",
            "k200 Body1:1/4",
            "tank Title0:1/3 Heading1:1/1 Body0:2/3",
            "the Title0:1/3",
        ];
        assert_eq!(shown, wanted);
        assert_eq!(terms.lengths[Field::Body as usize], FieldLength { words: 7, passages: 2 });
        assert_eq!(terms.lengths[Field::Links as usize], FieldLength::default());
    }

    #[test]
    fn classes_are_as_wide_as_a_half_or_a_third_of_what_is_in_them() {
        let classes: Vec<u16> = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 95, 96, 127, 128, 1 << 20]
            .map(length_class)
            .to_vec();
        assert_eq!(classes, [0, 1, 2, 3, 4, 4, 6, 6, 8, 8, 12, 64, 96, 96, 128, u16::MAX]);
        assert_eq!([1023, 1024, 1100].map(|number| coarse(number, 4)), [960, 1024, 1024]);
    }
}
