//! Which other articles help: the writer's own choice, else those that share most with an article.
//!
//! What two articles share counts the more the fewer others have it too, and what many have counts
//! nothing: so each article looks at a bounded number of others, and a hundred thousand articles
//! cost ten times what ten thousand do.

use std::collections::{BTreeSet, HashMap};

use super::outline::{Entry, Outline, article_ids};
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

/// A trait: its kind, and the number of its text (or of the article) in [`Sharing`].
type Trait = (Kind, u32);

/// Who shares what: made for all articles, then kept up to date as they change one by one.
#[derive(Debug, Default)]
pub(super) struct Sharing {
    /// Texts by number: a hundred thousand articles share few words, and each is kept once.
    numbers: HashMap<String, u32>,
    /// What each article can share, in order.
    traits: Vec<Vec<Trait>>,
    /// The articles by what they have.
    sharing: HashMap<(LocaleId, Trait), Sharers>,
}

/// The articles that have one thing, in order.
#[derive(Debug, Default)]
struct Sharers {
    /// Those that show up as others.
    shown: Vec<ArticleId>,
    /// Those that do not, but have others all the same.
    hidden: Vec<ArticleId>,
}

impl Sharing {
    /// What the articles of `outline` share, which link to `targets`.
    pub(super) fn new<'a>(
        outline: &Outline,
        targets: impl IntoIterator<Item = &'a [Target]>,
    ) -> Self {
        let mut all = Self::default();
        for (id, targets) in article_ids(outline.entries.len()).zip(targets) {
            let own = all.traits_of(outline, id, targets);
            let entry = outline.entry(id);
            if !entry.standing.is_head {
                for one in &own {
                    let sharers = all.sharing.entry((entry.placed.locale, *one)).or_default();
                    sharers.of(entry).push(id);
                }
            }
            all.traits.push(own);
        }
        all
    }

    /// Takes an article as it is now. Gives the articles whose [`related`](Self::related) may be
    /// others after that.
    pub(super) fn replace(
        &mut self,
        outline: &Outline,
        id: ArticleId,
        targets: &[Target],
    ) -> BTreeSet<ArticleId> {
        let new = self.traits_of(outline, id, targets);
        let old = std::mem::replace(&mut self.traits[id.index()], new.clone());
        let mut changed = BTreeSet::from([id]);
        let entry = outline.entry(id);
        if entry.standing.is_head {
            return changed;
        }
        let gone = old.iter().filter(|one| new.binary_search(one).is_err());
        let come = new.iter().filter(|one| old.binary_search(one).is_err());
        for one in gone.chain(come) {
            let sharers = self.sharing.entry((entry.placed.locale, *one)).or_default();
            let before = sharers.shown.len();
            let own = sharers.of(entry);
            match own.binary_search(&id) {
                Ok(at) => drop(own.remove(at)),
                Err(at) => own.insert(at, id),
            }
            let after = sharers.shown.len();
            if before != after && before.min(after) <= COMMON {
                changed.extend(sharers.shown.iter().chain(&sharers.hidden));
            }
        }
        changed
    }

    /// At most three others, none of those the page names as next or before anyway.
    pub(super) fn related(
        &self,
        outline: &Outline,
        id: ArticleId,
        references: &References,
    ) -> Vec<ArticleId> {
        let entry = outline.entry(id);
        if !references.related.is_empty() || entry.standing.is_head {
            return references.related.iter().copied().take(SHOWN).collect();
        }
        let is_named = |other: &ArticleId| {
            [&references.next, &references.if_not, &references.before]
                .iter()
                .any(|named| named.contains(other))
        };
        let mut scores: HashMap<ArticleId, u64> = HashMap::new();
        for one in &self.traits[id.index()] {
            let Some(sharers) = self.sharing.get(&(entry.placed.locale, *one)) else { continue };
            let others = &sharers.shown;
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

    /// What an article can share, in order, each once.
    fn traits_of(&mut self, outline: &Outline, id: ArticleId, targets: &[Target]) -> Vec<Trait> {
        let entry = outline.entry(id);
        let front = &entry.placed.document.front;
        let mut all: Vec<Trait> = Vec::new();
        for (kind, texts) in [
            (Kind::Symptom, &front.symptoms),
            (Kind::Keyword, &front.keywords),
            (Kind::Tag, &front.tags),
        ] {
            all.extend(texts.iter().map(|text| (kind, self.number(text))));
        }
        let words = entry.title.split(|letter: char| !letter.is_alphanumeric());
        let words = words.filter(|word| word.chars().count() >= SHORTEST_WORD);
        all.extend(words.map(|word| (Kind::TitleWord, self.number(word))));
        all.push((Kind::Link, id.number()));
        all.extend(targets.iter().filter_map(|target| match target {
            Target::Article(other, _) => Some((Kind::Link, other.number())),
            _ => None,
        }));
        all.sort_unstable();
        all.dedup();
        all
    }

    fn number(&mut self, text: &str) -> u32 {
        let text = text.trim().to_lowercase();
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(text).or_insert(next)
    }
}

impl Sharers {
    /// The list that the article of `entry` is in, which heads no category.
    fn of(&mut self, entry: &Entry) -> &mut Vec<ArticleId> {
        if entry.visibility.listed { &mut self.shown } else { &mut self.hidden }
    }
}
