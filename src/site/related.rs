//! Which other articles help: the writer's own choice, else those that share most with an article.
//!
//! What two articles share counts the more the fewer others have it too, and what many have counts
//! nothing: so each article looks at a bounded number of others, and a hundred thousand articles
//! cost ten times what ten thousand do.

use std::collections::HashMap;

use rayon::prelude::*;

use super::outline::{Outline, article_ids};
use super::references::References;
use super::{ArticleId, LocaleId, Target};

/// How many are shown.
const SHOWN: usize = 3;

/// What more articles than this share says nothing.
const COMMON: usize = 40;

/// A word of a title counts from this length on.
const SHORTEST_WORD: usize = 4;

/// What an article can share with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Symptom,
    Keyword,
    Tag,
    TitleWord,
    /// Both link to this article, or one of them is it.
    Link,
}

impl Kind {
    /// What sharing one of these is worth.
    fn weight(self) -> u64 {
        match self {
            Self::Symptom => 6,
            Self::Keyword => 4,
            Self::Tag | Self::Link => 3,
            Self::TitleWord => 2,
        }
    }
}

/// A trait: its kind, and the number of its text (or of the article) in [`Names`].
type Trait = (Kind, u32);

/// Texts by number: a hundred thousand articles share few words, and each is kept once.
#[derive(Default)]
struct Names(HashMap<String, u32>);

impl Names {
    fn number(&mut self, text: &str) -> u32 {
        let text = text.trim().to_lowercase();
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(text).or_insert(next)
    }
}

/// For each article at most three others, none of those its page names as next or before anyway.
pub(super) fn related(
    outline: &Outline<'_>,
    targets: &[Vec<Target>],
    references: &[References],
) -> Vec<Vec<ArticleId>> {
    let mut names = Names::default();
    let traits: Vec<Vec<Trait>> = article_ids(outline.entries.len())
        .map(|id| traits(outline, id, &targets[id.0 as usize], &mut names))
        .collect();
    let mut sharing: HashMap<(LocaleId, Trait), Vec<ArticleId>> = HashMap::new();
    for (id, own) in article_ids(traits.len()).zip(&traits) {
        let entry = outline.entry(id);
        if !entry.visibility.listed || entry.standing.is_head {
            continue;
        }
        for one in own {
            sharing.entry((entry.placed.locale, *one)).or_default().push(id);
        }
    }
    let ids: Vec<ArticleId> = article_ids(traits.len()).collect();
    ids.into_par_iter()
        .zip(&traits)
        .zip(references)
        .map(|((id, own), references)| {
            if !references.related.is_empty() || outline.entry(id).standing.is_head {
                return references.related.iter().copied().take(SHOWN).collect();
            }
            nearest(outline, id, own, &sharing, references)
        })
        .collect()
}

fn nearest(
    outline: &Outline<'_>,
    id: ArticleId,
    own: &[Trait],
    sharing: &HashMap<(LocaleId, Trait), Vec<ArticleId>>,
    references: &References,
) -> Vec<ArticleId> {
    let entry = outline.entry(id);
    let is_named = |other: &ArticleId| {
        [&references.next, &references.if_not, &references.before]
            .iter()
            .any(|named| named.contains(other))
    };
    let mut scores: HashMap<ArticleId, u64> = HashMap::new();
    for one in own {
        let Some(others) = sharing.get(&(entry.placed.locale, *one)) else { continue };
        if others.len() > COMMON {
            continue;
        }
        let worth = one.0.weight() * 1000 / others.len().max(2) as u64;
        for other in others.iter().filter(|other| **other != id && !is_named(other)) {
            *scores.entry(*other).or_default() += worth;
        }
    }
    let mut best: Vec<(u64, ArticleId)> = scores
        .into_iter()
        .map(|(other, score)| {
            let is_sibling = outline.entry(other).category == entry.category;
            (if is_sibling { score * 3 / 2 } else { score }, other)
        })
        .collect();
    best.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    best.into_iter().take(SHOWN).map(|(_, other)| other).collect()
}

fn traits(
    outline: &Outline<'_>,
    id: ArticleId,
    targets: &[Target],
    names: &mut Names,
) -> Vec<Trait> {
    let entry = outline.entry(id);
    let front = &entry.placed.document.front;
    let mut all: Vec<Trait> = Vec::new();
    for (kind, texts) in [
        (Kind::Symptom, &front.symptoms),
        (Kind::Keyword, &front.keywords),
        (Kind::Tag, &front.tags),
    ] {
        all.extend(texts.iter().map(|text| (kind, names.number(text))));
    }
    let words = entry.title.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| word.chars().count() >= SHORTEST_WORD);
    all.extend(words.map(|word| (Kind::TitleWord, names.number(word))));
    all.push((Kind::Link, id.0));
    all.extend(targets.iter().filter_map(|target| match target {
        Target::Article(other, _) => Some((Kind::Link, other.0)),
        _ => None,
    }));
    all.sort_unstable();
    all.dedup();
    all
}
