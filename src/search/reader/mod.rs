//! The reader of the search files: the browser's client in Rust, list for list.
//!
//! It is given the root and a source of files by name, and nothing else; it ranks in whole numbers
//! and takes candidates for a word from that word's own shards only, so the same query gives the
//! same list cold, warm, here and in the browser. What may surprise: there is no stemmer and no
//! language here. `themes/default/scripts/search-engine.js` is its twin, function by function.

mod lookup;
mod near;
mod query;
mod rank;
mod shard;
mod show;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::format::{self, FORMAT, Kind, MOST_ARTICLES, Root, pack_name, starts, unpacked};
use query::{Minus, Query};
use shard::{NearShard, WordShard};

/// At most this many results are listed.
pub const MOST_RESULTS: usize = 10;

/// The search files cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The root is not a root of this format.
    #[error("the search root cannot be read")]
    Root,
    /// A file is missing or damaged.
    #[error("the search file {0} is missing or damaged")]
    File(String),
}

/// What a search may be told beside its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchOptions {
    /// Only articles, and of these the passages, that have all of these attributes (`type:fix`).
    pub attributes: Vec<String>,
    /// Take the words as typed: nothing is corrected.
    pub verbatim: bool,
    /// Every article that has one of the words, not only the best.
    pub all: bool,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchOutcome {
    /// The articles, best first, at most [`MOST_RESULTS`].
    pub hits: Vec<Hit>,
    /// Words that were searched in another spelling.
    pub corrections: Vec<Correction>,
    /// Words that are nowhere on the site, nor is one they may be a misspelling of.
    pub unknown: Vec<String>,
}

/// A word that was searched as another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// As typed, folded.
    pub typed: String,
    /// As searched.
    pub used: String,
}

/// One article of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// Where it stands, without the base path.
    pub address: String,
    /// The id of its best passage or step; empty for the top of the page.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// Its type; empty when it has none.
    pub kind: String,
    /// Titles of the categories above it.
    pub categories: Vec<String>,
    /// Its short answer; empty when it has none.
    pub answer: String,
    /// When it was last checked, an ISO day; empty when nobody says.
    pub checked: String,
    /// Heading of the best passage; empty when it has none.
    pub heading: String,
    /// A stretch of its text around the words.
    pub excerpt: String,
    /// The searched words in `title`, as ranges of UTF-16 units.
    pub title_marks: Vec<(u32, u32)>,
    /// The searched words in `excerpt`, as ranges of UTF-16 units.
    pub excerpt_marks: Vec<(u32, u32)>,
    /// What it was ranked by.
    pub score: u64,
    /// How the score came about.
    pub reasons: Reasons,
}

/// The parts of a score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    /// What each searched word gave, in the order of the query.
    pub words: Vec<WordReasons>,
    /// How much of the query the article has, in 64ths.
    pub matched: u64,
    /// From the words where they meet in one passage.
    pub words_score: u64,
    /// From the share of the title.
    pub title_score: u64,
    /// From words next to each other, in 64ths of the rest.
    pub nearness: u64,
}

/// What one searched word gave to an article; a word that gave nothing is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordReasons {
    /// As searched.
    pub form: String,
    /// How much it tells, in eighths of a bit.
    pub tells: u64,
    /// Its worth in the title, at most 160.
    pub title: u64,
    /// Its worth in symptoms, keywords, answer, links and folders, at most 320.
    pub article: u64,
    /// Its worth in the best passage, at most 256.
    pub passage: u64,
    /// How title and best passage write it, each once.
    pub written: Vec<String>,
}

/// Reads the files of one locale.
pub struct Reader<S> {
    root: Root,
    word_starts: Vec<String>,
    near_starts: Vec<String>,
    reversed_starts: Vec<String>,
    function_words: Vec<String>,
    source: S,
    cache: RefCell<Cache>,
}

#[derive(Default)]
struct Cache {
    pack: Option<Rc<BTreeMap<String, Vec<u8>>>>,
    words: HashMap<usize, Rc<WordShard>>,
    near: HashMap<(Kind, usize), Rc<NearShard>>,
}

impl<S: Fn(&str) -> Option<Vec<u8>>> Reader<S> {
    /// Opens the index whose root file is `root`. `source` gives the bytes of a file of its folder,
    /// as served.
    ///
    /// # Errors
    ///
    /// [`Unreadable::Root`] when `root` is damaged or of another format.
    pub fn open(root: &[u8], source: S) -> Result<Self, Unreadable> {
        let bytes = format::gunzip(root).ok_or(Unreadable::Root)?;
        let root: Root = serde_json::from_slice(&bytes).map_err(|_| Unreadable::Root)?;
        if root.format != FORMAT || root.articles > MOST_ARTICLES || root.texts.articles == 0 {
            return Err(Unreadable::Root);
        }
        let starts = |packed: &str| starts(packed).ok_or(Unreadable::Root);
        Ok(Self {
            word_starts: starts(&root.words.starts)?,
            near_starts: starts(&root.near.starts)?,
            reversed_starts: starts(&root.reversed.starts)?,
            function_words: root.function_words.split(' ').map(str::to_owned).collect(),
            root,
            source,
            cache: RefCell::default(),
        })
    }

    /// Searches for `text` as typed so far. Where excluded words leave nothing, they are searched
    /// like the others, and that is told.
    ///
    /// # Errors
    ///
    /// [`Unreadable::File`] when a file that the words need is missing or damaged.
    pub fn search(&self, text: &str, options: &SearchOptions) -> Result<SearchOutcome, Unreadable> {
        let query = self.query(text, Minus::Excludes);
        let outcome = self.find(&query, options)?;
        if query.excluded.is_empty() || !outcome.hits.is_empty() || options.verbatim {
            return Ok(outcome);
        }
        let mut wider = self.find(&self.query(text, Minus::Counts), options)?;
        if wider.hits.is_empty() {
            return Ok(outcome);
        }
        let counted = query.excluded.into_iter();
        let counted = counted.map(|used| Correction { typed: format!("-{used}"), used });
        wider.corrections.splice(..0, counted);
        Ok(wider)
    }

    fn query(&self, text: &str, minus: Minus) -> Query {
        query::parse(text, minus, |word| self.function_words.iter().any(|known| known == word))
    }

    fn find(&self, query: &Query, options: &SearchOptions) -> Result<SearchOutcome, Unreadable> {
        let found = lookup::concepts(self, query, options)?;
        let ranked = rank::rank(self, &found, options)?;
        show::outcome(self, query, found, ranked, options)
    }

    /// The inflated bytes of a file.
    fn file(&self, kind: Kind, number: usize) -> Result<Vec<u8>, Unreadable> {
        let damaged = || Unreadable::File(kind.plain(number));
        if !self.root.pack.is_empty() {
            return self.pack()?.get(&kind.plain(number)).cloned().ok_or_else(damaged);
        }
        let marks = match kind {
            Kind::Words => &self.root.words.marks,
            Kind::Near => &self.root.near.marks,
            Kind::Reversed => &self.root.reversed.marks,
            Kind::Texts => &self.root.texts.marks,
        };
        let bytes = marks.name(kind, number).and_then(|name| (self.source)(&name));
        bytes.and_then(|bytes| format::gunzip(&bytes)).ok_or_else(damaged)
    }

    /// All files of a small index.
    fn pack(&self) -> Result<Rc<BTreeMap<String, Vec<u8>>>, Unreadable> {
        if let Some(known) = &self.cache.borrow().pack {
            return Ok(Rc::clone(known));
        }
        let name = pack_name(&self.root.pack);
        let bytes = (self.source)(&name).and_then(|bytes| format::gunzip(&bytes));
        let files = bytes.as_deref().and_then(unpacked).ok_or(Unreadable::File(name))?;
        let files = Rc::new(files);
        self.cache.borrow_mut().pack = Some(Rc::clone(&files));
        Ok(files)
    }

    /// A dictionary shard.
    fn words(&self, number: usize) -> Result<Rc<WordShard>, Unreadable> {
        if let Some(known) = self.cache.borrow().words.get(&number) {
            return Ok(Rc::clone(known));
        }
        let damaged = || Unreadable::File(Kind::Words.plain(number));
        let shard = WordShard::read(self.file(Kind::Words, number)?).ok_or_else(damaged)?;
        let shard = Rc::new(shard);
        self.cache.borrow_mut().words.insert(number, Rc::clone(&shard));
        Ok(shard)
    }

    /// A near-word shard, forward or reversed.
    fn near(&self, kind: Kind, number: usize) -> Result<Rc<NearShard>, Unreadable> {
        if let Some(known) = self.cache.borrow().near.get(&(kind, number)) {
            return Ok(Rc::clone(known));
        }
        let damaged = || Unreadable::File(kind.plain(number));
        let shard = NearShard::read(&self.file(kind, number)?).ok_or_else(damaged)?;
        let shard = Rc::new(shard);
        self.cache.borrow_mut().near.insert((kind, number), Rc::clone(&shard));
        Ok(shard)
    }
}

/// The numbers of the reader that its twin has too.
#[cfg(test)]
pub(super) const NUMBERS: [(&str, u64); 17] = [
    ("LONGEST_QUERY", query::LONGEST_QUERY as u64),
    ("MOST_WORDS", query::MOST_WORDS as u64),
    ("MOST_COMPLETIONS", lookup::MOST_COMPLETIONS as u64),
    ("LIKELY", lookup::LIKELY as u64),
    ("UNLIKELY", lookup::UNLIKELY as u64),
    ("DISTANT", lookup::DISTANT as u64),
    ("NEAR", lookup::NEAR as u64),
    ("MOST_NEAR", near::MOST_NEAR as u64),
    ("IN_TITLE", rank::IN_TITLE),
    ("IN_ARTICLE", rank::IN_ARTICLE),
    ("BEST", rank::BEST),
    ("WHOLE", rank::WHOLE),
    ("TITLE", rank::TITLE),
    ("MOST_RESULTS", MOST_RESULTS as u64),
    ("REORDERED", show::REORDERED as u64),
    ("FAR_BELOW", show::FAR_BELOW),
    ("EXCERPT", show::EXCERPT as u64),
];
