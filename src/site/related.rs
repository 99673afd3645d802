//! Which other articles help: the writer's own choice, else those that share most with an article.
//!
//! What two articles share counts the more the fewer others have it too, and what many have counts
//! nothing: so each article looks at a bounded number of others, and a hundred thousand articles
//! cost ten times what ten thousand do.

use std::collections::HashMap;

use super::outline::{Outline, article_ids};
use super::references::References;
use super::{ArticleId, LocaleId, Target};

/// How many are shown.
const SHOWN: usize = 3;

/// What more articles than this share says nothing.
const COMMON: usize = 40;

/// A word of a title counts from this length on.
const SHORTEST_WORD: usize = 4;

/// What an article can share with another. The weights are what one of them is worth.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Trait {
    Symptom(String),
    Keyword(String),
    Tag(String),
    TitleWord(String),
    /// Both link to this article, or one of them is it.
    Link(ArticleId),
}

impl Trait {
    fn weight(&self) -> u64 {
        match self {
            Self::Symptom(_) => 6,
            Self::Keyword(_) => 4,
            Self::Tag(_) | Self::Link(_) => 3,
            Self::TitleWord(_) => 2,
        }
    }
}

/// For each article at most three others, none of those its page names as next or before anyway.
pub(super) fn related(
    outline: &Outline<'_>,
    targets: &[Vec<Target>],
    references: &[References],
) -> Vec<Vec<ArticleId>> {
    let traits: Vec<Vec<Trait>> = article_ids(outline.entries.len())
        .map(|id| traits(outline, id, &targets[id.0 as usize]))
        .collect();
    let mut sharing: HashMap<(LocaleId, &Trait), Vec<ArticleId>> = HashMap::new();
    for (id, own) in article_ids(traits.len()).zip(&traits) {
        let entry = outline.entry(id);
        if !entry.visibility.listed || entry.standing.is_head {
            continue;
        }
        for one in own {
            sharing.entry((entry.placed.locale, one)).or_default().push(id);
        }
    }
    article_ids(traits.len())
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
    sharing: &HashMap<(LocaleId, &Trait), Vec<ArticleId>>,
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
        let Some(others) = sharing.get(&(entry.placed.locale, one)) else { continue };
        if others.len() > COMMON {
            continue;
        }
        let worth = one.weight() * 1000 / others.len().max(2) as u64;
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

fn traits(outline: &Outline<'_>, id: ArticleId, targets: &[Target]) -> Vec<Trait> {
    let entry = outline.entry(id);
    let front = &entry.placed.document.front;
    let lower = |text: &String| text.trim().to_lowercase();
    let mut all: Vec<Trait> = Vec::new();
    all.extend(front.symptoms.iter().map(lower).map(Trait::Symptom));
    all.extend(front.keywords.iter().map(lower).map(Trait::Keyword));
    all.extend(front.tags.iter().map(lower).map(Trait::Tag));
    let words = entry.title.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| word.chars().count() >= SHORTEST_WORD);
    all.extend(words.map(str::to_lowercase).map(Trait::TitleWord));
    all.push(Trait::Link(id));
    all.extend(targets.iter().filter_map(|target| match target {
        Target::Article(other, _) => Some(Trait::Link(*other)),
        _ => None,
    }));
    let mut seen = std::collections::HashSet::new();
    all.retain(|one| seen.insert(one.clone()));
    all
}
