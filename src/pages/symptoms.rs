//! What customers say or read, and where it leads: the index of symptoms, and the few that stand on
//! the home page.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::face::Face;
use super::links::Links;
use super::page::{Content, Link, Page, SymptomEntry, SymptomsPage};
use super::paging::{page_range, paging};
use super::plan::{PageId, Plan};
use crate::parse::ArticleType;
use crate::site::{Article, ArticleId, LocaleId, Site, Stop, symptom_key};

/// Symptoms on the home page.
const SHORTCUTS: usize = 6;

/// All symptoms of a locale: error codes, then sentences, each in order.
#[derive(Clone, Debug)]
pub(super) struct SymptomIndex {
    codes: Vec<Symptom>,
    sentences: Vec<Symptom>,
}

#[derive(Clone, Debug)]
struct Symptom {
    text: String,
    articles: Vec<ArticleId>,
}

impl SymptomIndex {
    pub(super) fn len(&self) -> usize {
        self.codes.len() + self.sentences.len()
    }
}

/// Collects the symptoms of all listed articles; the same words in other case or with other accents
/// are the same symptom.
pub(super) fn index(site: &Site, locale: LocaleId) -> SymptomIndex {
    let mut all: BTreeMap<String, Symptom> = BTreeMap::new();
    for (id, article) in site.articles_by_id() {
        if article.locale != locale || !article.visibility.listed {
            continue;
        }
        for text in &article.document.front.symptoms {
            let text = text.trim();
            let entry = all
                .entry(symptom_key(text))
                .or_insert_with(|| Symptom { text: capitalised(text), articles: Vec::new() });
            if !entry.articles.contains(&id) {
                entry.articles.push(id);
            }
        }
    }
    all.remove("");
    let (mut codes, mut sentences): (Vec<Symptom>, Vec<Symptom>) =
        all.into_values().partition(|symptom| is_code(&symptom.text));
    codes.sort_by(|left, right| natural(&left.text, &right.text));
    sentences.sort_by(|left, right| natural(&left.text, &right.text));
    SymptomIndex { codes, sentences }
}

/// A few sentences from the articles that mend something, spread over them: the first of each, then
/// the second. An article without a sentence is named by its title.
pub(super) fn shortcuts(links: Links<'_>, stops: &[Stop]) -> Vec<Link> {
    let mends = |article: &Article| {
        matches!(article.kind, Some(ArticleType::Fix | ArticleType::Troubleshooter))
    };
    let mending = || {
        let articles = stops.iter().filter_map(|stop| stop.article);
        articles.map(|id| (id, links.site.article(id))).filter(|(_, article)| mends(article))
    };
    let mut shortcuts: Vec<Link> = Vec::new();
    for round in 0..SHORTCUTS {
        for (id, article) in mending() {
            if shortcuts.len() == SHORTCUTS {
                return shortcuts;
            }
            let Some(sentence) = sentences_of(article).into_iter().nth(round) else { continue };
            if shortcuts.iter().all(|one| one.title != sentence) {
                shortcuts.push(Link { href: links.article(id).href, title: sentence });
            }
        }
    }
    shortcuts
}

fn sentences_of(article: &Article) -> Vec<String> {
    let symptoms = article.document.front.symptoms.iter().map(|text| capitalised(text.trim()));
    let sentences: Vec<String> =
        symptoms.filter(|text| !text.is_empty() && !is_code(text)).collect();
    if sentences.is_empty() { vec![article.title.clone()] } else { sentences }
}

pub(super) fn page(plan: &Plan, locale: LocaleId, number: u32) -> Page {
    let index = &plan.locale(locale).symptoms;
    let links = plan.links();
    let list = &plan.site().locale(locale).symptoms;
    let shown = page_range(number, index.len());
    let codes = index.codes.len();
    let entry = |symptom: &Symptom| SymptomEntry {
        symptom: symptom.text.clone(),
        articles: symptom
            .articles
            .iter()
            .map(|&id| Link {
                href: links.article(id).href,
                title: plan.site().article(id).title.clone(),
            })
            .collect(),
    };
    let all = || index.codes.iter().chain(&index.sentences);
    let content = SymptomsPage {
        codes: all().take(codes).take(shown.end).skip(shown.start).map(entry).collect(),
        sentences: all().take(shown.end).skip(shown.start.max(codes)).map(entry).collect(),
        paging: paging(number, list.count(), |page| links.path(&list.address(page))),
    };
    let address = plan.address(PageId::Symptoms(locale, number));
    let mut face = Face::new(locale, address, Content::Symptoms(content));
    let first = |other| plan.site().locale(other).symptoms.first().clone();
    face.translations = plan.in_every_locale(first);
    face.translations.retain(|(other, _)| plan.site().locale(*other).symptoms.count() > 0);
    face.number = number;
    face.page(plan)
}

/// An error code: one word with a digit and without small letters (`E02`, `0x80070057`).
fn is_code(text: &str) -> bool {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let hexadecimal =
        digits.len() != text.len() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.bytes().any(|byte| byte.is_ascii_digit())
        && !text.contains(char::is_whitespace)
        && (hexadecimal || !text.contains(char::is_lowercase))
}

/// A sentence begins with a capital; a name written `iPhone` stays.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// Order for people: accents and case do not count, `E2` stands before `E10`.
fn natural(left: &str, right: &str) -> Ordering {
    let (left_folded, right_folded) = (symptom_key(left), symptom_key(right));
    let (mut left_rest, mut right_rest) = (left_folded.as_str(), right_folded.as_str());
    loop {
        let (left_part, right_part) = (part(&mut left_rest), part(&mut right_rest));
        if left_part.is_empty() && right_part.is_empty() {
            return left.cmp(right);
        }
        let both_numbers = [left_part, right_part].iter().all(|part| starts_with_digit(part));
        let order = if both_numbers {
            let value = |part: &'_ str| part.trim_start_matches('0').to_owned();
            let (left, right) = (value(left_part), value(right_part));
            left.len().cmp(&right.len()).then(left.cmp(&right))
        } else {
            left_part.cmp(right_part)
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Takes the digits, or everything up to the next digit, off the front of `rest`.
fn part<'a>(rest: &mut &'a str) -> &'a str {
    let digits = starts_with_digit(rest);
    let end = rest.find(|letter: char| letter.is_ascii_digit() != digits).unwrap_or(rest.len());
    let (part, after) = rest.split_at(end);
    *rest = after;
    part
}

fn starts_with_digit(text: &str) -> bool {
    text.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_codes_are_told_from_sentences() {
        for (text, code) in [
            ("E02", true),
            ("E-42", true),
            ("0x80070057", true),
            ("404", true),
            ("E 02", false),
            ("il caffè esce freddo", false),
            ("K200 does not start", false),
            ("step2", false),
            ("", false),
        ] {
            assert_eq!(is_code(text), code, "{text}");
        }
    }

    #[test]
    fn order_is_as_people_count() {
        let mut texts = ["E10", "e2", "È freddo", "E02b", "Acqua", "zeta", "E1"];
        texts.sort_by(|left, right| natural(left, right));
        assert_eq!(texts, ["Acqua", "E1", "e2", "E02b", "E10", "È freddo", "zeta"]);
    }

    #[test]
    fn sentences_begin_with_a_capital() {
        for (text, expected) in
            [("è freddo", "È freddo"), ("iPhone spento", "iPhone spento"), ("x", "X"), ("", "")]
        {
            assert_eq!(capitalised(text), expected);
        }
    }
}
