//! Ranked articles → what a result shows, and the last word on their order: words next to each
//! other, which only the texts can tell.
//!
//! All places in texts are UTF-16 units, as scripts count.

use std::collections::HashMap;

use super::lookup::Found;
use super::query::Query;
use super::rank::Ranked;
use super::{Hit, Reader, SearchOptions, SearchOutcome, Unreadable, WordReasons};
use crate::search::format::{Kind, STRIDE, StoredArticle, StoredPassage, TYPE, as_attribute, slot};
use crate::search::words::{each_unit, fold};

/// About how long an excerpt is.
pub(super) const EXCERPT: usize = 200;

/// A result whose score is this many times below the best is not listed.
pub(super) const FAR_BELOW: u64 = 20;

/// So many of the best are put into their last order by their texts; a list of results shows fewer
/// while typing, and fetches no other texts.
pub(super) const REORDERED: usize = 6;

/// A word of a text: where it stands and which concept it is of.
struct Seen {
    start: usize,
    end: usize,
    surface: String,
    concept: Option<usize>,
}

/// Fetches the texts of the ranked articles, orders them by what the texts tell, and says what to
/// show.
pub(super) fn outcome<S: Fn(&str) -> Option<Vec<u8>>>(
    reader: &Reader<S>,
    query: &Query,
    found: Found,
    ranked: Vec<Ranked>,
    options: &SearchOptions,
) -> Result<SearchOutcome, Unreadable> {
    let forms = forms(reader, &found)?;
    let mut texts: HashMap<usize, Vec<StoredArticle>> = HashMap::new();
    let mut hits = Vec::with_capacity(ranked.len());
    for ranked in ranked {
        let per_text = reader.root.texts.articles as usize;
        let number = ranked.article / per_text;
        let stored = match texts.get(&number) {
            Some(stored) => stored,
            None => {
                let stored = serde_json::from_slice(&reader.file(Kind::Texts, number)?)
                    .map_err(|_| Unreadable::File(Kind::Texts.plain(number)))?;
                texts.entry(number).or_insert(stored)
            }
        };
        let Some(article) = stored.get(ranked.article % per_text) else {
            return Err(Unreadable::File(Kind::Texts.plain(number)));
        };
        let says = query.phrases.iter().all(|phrase| says(article, phrase));
        hits.push((ranked.article, says, hit(article, &ranked, &found, &forms)));
    }
    // The texts are cut, so a phrase nobody seems to say may be said beyond the cut.
    if hits.iter().any(|hit| hit.1) {
        hits.retain(|hit| hit.1);
    }
    let reordered = hits.len().min(REORDERED);
    if let Some(top) = hits.get_mut(..reordered) {
        top.sort_by(|one, other| other.2.score.cmp(&one.2.score).then(one.0.cmp(&other.0)));
    }
    let best = hits.first().map_or(0, |hit| hit.2.score);
    hits.retain(|hit| options.all || hit.2.score * FAR_BELOW >= best);
    Ok(SearchOutcome {
        hits: hits.into_iter().map(|(_, _, hit)| hit).collect(),
        corrections: found.corrections,
        unknown: found.unknown,
    })
}

/// Whether an article says these words one after the other.
fn says(article: &StoredArticle, phrase: &[String]) -> bool {
    let in_text = |text: &str| {
        let mut words = Vec::new();
        each_unit(text, |unit| words.push(fold(&unit.whole)));
        words.windows(phrase.len()).any(|window| window == phrase)
    };
    let (_, title, _, _, answer, _, symptoms, passages) = article;
    in_text(title)
        || in_text(answer)
        || symptoms.iter().any(|symptom| in_text(symptom))
        || passages.iter().any(|passage| in_text(&passage.0) || in_text(&passage.2))
}

/// Which concept a form is of.
fn forms<S: Fn(&str) -> Option<Vec<u8>>>(
    reader: &Reader<S>,
    found: &Found,
) -> Result<HashMap<String, usize>, Unreadable> {
    let mut forms = HashMap::new();
    for (number, concept) in found.concepts.iter().enumerate() {
        forms.entry(concept.form.clone()).or_insert(number);
        for standing in &concept.groups {
            let shard = reader.words(standing.shard)?;
            for form in shard.forms_of(standing.place) {
                forms.entry(form.to_owned()).or_insert(number);
            }
        }
    }
    Ok(forms)
}

fn hit(
    article: &StoredArticle,
    ranked: &Ranked,
    found: &Found,
    forms: &HashMap<String, usize>,
) -> Hit {
    let (address, title, attributes, categories, answer, checked, symptoms, passages) = article;
    let mut attributes = attributes.iter().filter_map(|attribute| as_attribute(attribute));
    let kind = attributes.find_map(|(name, value)| (name == TYPE).then_some(value));
    let in_title = seen(title, forms);
    let best = best_passage(passages, ranked.passage, found, forms);
    let empty = StoredPassage::default();
    let (heading, anchor, text, steps, _) = best.unwrap_or(&empty);
    let in_heading = seen(heading, forms);
    let in_text = seen(text, forms);
    let told: Vec<Vec<Seen>> =
        symptoms.iter().chain([answer]).map(|text| seen(text, forms)).collect();
    let mut texts = vec![in_title.as_slice(), &in_heading, &in_text];
    texts.extend(told.iter().map(Vec::as_slice));
    let nearness = nearness(&texts, found);
    let accents = if has_accents_as_typed(&texts, found) { ranked.score / 16 } else { 0 };
    let (excerpt, excerpt_marks, at) = excerpt(text, &in_text, found);
    let step = at.and_then(|at| steps.iter().take_while(|(start, _)| *start as usize <= at).last());
    // Who asks for the article by its title wants to begin at its top.
    let place = match step {
        _ if holds_all(&in_title, found) => None,
        Some((_, number)) => Some(format!("step-{number}")),
        None => Some(anchor.clone()),
    };
    let mut reasons = ranked.reasons.clone();
    reasons.nearness = nearness;
    for (text, seen) in [(title, &in_title), (heading, &in_heading), (text, &in_text)] {
        note_spellings(&mut reasons.words, text, seen);
    }
    Hit {
        address: address.clone(),
        heading: if place.is_some() { heading.clone() } else { String::new() },
        anchor: place.unwrap_or_default(),
        title: title.clone(),
        kind: kind.unwrap_or_default().to_owned(),
        categories: categories.clone(),
        answer: answer.clone(),
        checked: checked.clone(),
        excerpt,
        title_marks: marks(&in_title),
        excerpt_marks,
        score: ranked.score + ranked.score * nearness / 64 + accents,
        reasons,
    }
}

/// The words of a text, each with the concept it is of.
fn seen(text: &str, forms: &HashMap<String, usize>) -> Vec<Seen> {
    let mut units = Vec::new();
    let (mut bytes, mut before) = (0, 0);
    each_unit(text, |unit| {
        let mut count = |to: usize| {
            if to < bytes {
                let back = text.get(to..bytes).unwrap_or_default().encode_utf16().count();
                return before - back;
            }
            before += text.get(bytes..to).unwrap_or_default().encode_utf16().count();
            bytes = to;
            before
        };
        let start = count(unit.start);
        let end = count(unit.end);
        let concept = |form: &str| forms.get(&fold(form)).copied();
        let concept =
            concept(&unit.whole).or_else(|| unit.parts.iter().find_map(|part| concept(part)));
        units.push(Seen { start, end, surface: unit.whole, concept });
    });
    units
}

/// Adds how a text writes each searched word, without regard to capitals.
fn note_spellings(words: &mut [WordReasons], text: &str, seen: &[Seen]) {
    let units: Vec<u16> = text.encode_utf16().collect();
    for one in seen {
        let Some(word) = one.concept.and_then(|number| words.get_mut(number)) else { continue };
        let written = String::from_utf16_lossy(units.get(one.start..one.end).unwrap_or_default());
        let written = written.to_lowercase();
        if !word.written.contains(&written) {
            word.written.push(written);
        }
    }
}

/// Whether a word that was typed with accents stands in a text with just those.
fn has_accents_as_typed(texts: &[&[Seen]], found: &Found) -> bool {
    let typed: Vec<&String> =
        found.concepts.iter().filter_map(|concept| concept.accented.as_ref()).collect();
    texts.iter().any(|words| words.iter().any(|word| typed.contains(&&word.surface)))
}

/// Whether a text has every concept of the query.
fn holds_all(seen: &[Seen], found: &Found) -> bool {
    (0..found.concepts.len()).all(|number| seen.iter().any(|word| word.concept == Some(number)))
}

fn marks(seen: &[Seen]) -> Vec<(u32, u32)> {
    let marked = seen.iter().filter(|word| word.concept.is_some());
    marked.map(|word| (word.start as u32, word.end as u32)).collect()
}

/// The passage in this slot; where several share it, the one with most of the query.
fn best_passage<'a>(
    passages: &'a [StoredPassage],
    wanted: usize,
    found: &Found,
    forms: &HashMap<String, usize>,
) -> Option<&'a StoredPassage> {
    let mut best: Option<(u64, &StoredPassage)> = None;
    let numbered = passages.iter().enumerate();
    for (_, passage) in numbered.filter(|(number, _)| slot(*number, passages.len()) == wanted) {
        if passages.len() <= STRIDE {
            return Some(passage);
        }
        let text = format!("{} {}", passage.0, passage.2);
        let worth = distinct(&seen(&text, forms), found);
        if best.is_none_or(|(known, _)| worth > known) {
            best = Some((worth, passage));
        }
    }
    best.map(|(_, passage)| passage)
}

/// How much the different concepts among some words tell together.
fn distinct(words: &[Seen], found: &Found) -> u64 {
    let concepts = found.concepts.iter().enumerate();
    concepts
        .filter(|(number, _)| words.iter().any(|word| word.concept == Some(*number)))
        .map(|(_, concept)| concept.idf)
        .sum()
}

/// How much of the query stands next to each other in the same order, in 64ths.
fn nearness(texts: &[&[Seen]], found: &Found) -> u64 {
    let (mut near, mut all) = (0, 0);
    for (number, pair) in found.concepts.windows(2).enumerate() {
        let [one, next] = pair else { continue };
        all += one.idf + next.idf;
        let adjacent = texts.iter().any(|words| {
            words.iter().enumerate().any(|(at, word)| {
                word.concept == Some(number)
                    && words
                        .iter()
                        .skip(at + 1)
                        .take(3)
                        .any(|other| other.concept == Some(number + 1))
            })
        });
        if adjacent {
            near += one.idf + next.idf;
        }
    }
    (near * 64).checked_div(all).unwrap_or(0)
}

/// The stretch of `text` with most of the query, its marks, and where its first word is.
fn excerpt(text: &str, words: &[Seen], found: &Found) -> (String, Vec<(u32, u32)>, Option<usize>) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let (mut best, mut first) = (0, None);
    for (at, word) in words.iter().enumerate() {
        if word.concept.is_none() {
            continue;
        }
        let rest = words.get(at..).unwrap_or_default();
        let count = rest.iter().take_while(|other| other.end <= word.start + EXCERPT - 40).count();
        let worth = distinct(rest.get(..count.max(1)).unwrap_or_default(), found);
        if worth > best {
            (best, first) = (worth, Some(word.start));
        }
    }
    let at = first.unwrap_or(0);
    // Begin at the line of the first word, or a few words before it.
    let line = units
        .iter()
        .take(at)
        .rposition(|&unit| unit == u16::from(b'\n'))
        .map_or(0, |place| place + 1);
    let start = if at - line <= 60 {
        line
    } else {
        words.iter().map(|word| word.start).find(|&start| start + 40 >= at).unwrap_or(at)
    };
    let end = if units.len() <= start + EXCERPT {
        units.len()
    } else {
        let ends = words.iter().map(|word| word.end).take_while(|&end| end <= start + EXCERPT);
        ends.last().filter(|&end| end > start).unwrap_or(start)
    };
    let shown = String::from_utf16_lossy(units.get(start..end).unwrap_or_default());
    let shown = shown.replace('\n', " ");
    let before = if start > line { "… " } else { "" };
    let after = if end < units.len() { " …" } else { "" };
    let shift = before.encode_utf16().count();
    let marks = words
        .iter()
        .filter(|word| word.concept.is_some() && word.start >= start && word.end <= end)
        .map(|word| ((word.start - start + shift) as u32, (word.end - start + shift) as u32))
        .collect();
    (format!("{before}{shown}{after}"), marks, first)
}
