//! Golden queries, asked: does each lead to its article among the first results, and if not, why?
//!
//! They are asked of the index and the reader that the site gets, so a list here is the list a
//! customer sees. What may surprise: an article beyond the list still has a score, and it is looked
//! at to say what it lacks.

use super::reasons;
use crate::config::{self, GoldenQuery};
use crate::search::{self, ByName, Hit, MOST_RESULTS, Reader, SearchOptions, Unreadable};
use crate::site::{Article, LocaleId, Site};
use crate::source::SourceTree;
use crate::text::path::SourcePath;
use crate::text::problem::{Checked, Problem, locate, nearest};
use crate::text::rule::Rule;

pub(super) static GOLDEN_QUERY: Rule = Rule::error(
    "golden-query",
    "a golden query does not lead to its article, or names one that is not there or not searched",
);

/// The article is to be among so many results: what a phone shows without scrolling.
const FIRST: usize = 3;

/// How the golden queries did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GoldenScore {
    /// All of them.
    pub queries: usize,
    /// Those whose article came first.
    pub first: usize,
    /// Those whose article was among the first three.
    pub among_three: usize,
}

/// Reads the golden queries of a project and asks them.
///
/// Problems: those of reading, and errors `golden-query`. A golden query is a promise the writers
/// wrote down themselves, so a broken one is an error without being told.
///
/// # Errors
///
/// When the index that was just made cannot be read.
pub fn golden_queries(tree: &SourceTree, site: &Site) -> Result<Checked<GoldenScore>, Unreadable> {
    let read = config::golden_queries(tree, &site.config);
    let mut all = Checked { value: GoldenScore::default(), problems: read.problems };
    for (id, locale) in site.locales_by_id() {
        let queries = &read.value.queries;
        let mut queries = queries.iter().filter(|query| query.locale == locale.locale).peekable();
        if queries.peek().is_none() {
            continue;
        }
        let files = search::index(site, id);
        let reader = search::open(&files)?;
        let examiner = Examiner { tree, site, locale: id, file: &read.value.file, reader };
        for query in queries {
            let place = match examiner.ask(query)? {
                Ok(place) => Some(place),
                Err(problem) => {
                    all.problems.push(problem);
                    None
                }
            };
            all.value.queries += 1;
            all.value.first += usize::from(place == Some(1));
            all.value.among_three += usize::from(place.is_some());
        }
    }
    locate(&mut all.problems, |file| (*file == read.value.file).then_some(&read.value.text));
    Ok(all)
}

/// Asks the queries of one locale.
struct Examiner<'a> {
    tree: &'a SourceTree,
    site: &'a Site,
    locale: LocaleId,
    /// The file of the queries.
    file: &'a SourcePath,
    reader: Reader<ByName<'a>>,
}

impl Examiner<'_> {
    /// The place of the expected article among the first, from 1, or what is wrong.
    fn ask(&self, query: &GoldenQuery) -> Result<Result<usize, Problem>, Unreadable> {
        let article = match self.expected(query) {
            Ok(article) => article,
            Err(problem) => return Ok(Err(problem)),
        };
        let is_expected = |hit: &Hit| hit.address == article.address.as_str();
        let found = self.reader.search(&query.query, &SearchOptions::default())?;
        let place = found.hits.iter().position(is_expected).map(|at| at + 1);
        if let Some(place) = place.filter(|place| *place <= FIRST) {
            return Ok(Ok(place));
        }
        let options = SearchOptions { all: true, ..SearchOptions::default() };
        let all = self.reader.search(&query.query, &options)?;
        let own = all.hits.iter().find(|hit| is_expected(hit));
        let path = &article.content_path;
        let label = match place {
            Some(place) => format!("{path} comes at place {place}, not among the first {FIRST}"),
            None => format!("{path} is not among the first {MOST_RESULTS}"),
        };
        let headline = format!(
            "golden query “{}” ({}) does not lead to its article",
            query.query, query.locale
        );
        let mut problem = Problem::of(&GOLDEN_QUERY, headline).at(self.file, query.span, label);
        for note in reasons::of_query(&found) {
            problem = problem.note(note);
        }
        for (at, other) in found.hits.iter().take(FIRST).enumerate() {
            let other_path = self.content_path(&other.address);
            problem = problem.note(reasons::of_other(at + 1, other_path, other, own));
        }
        problem = problem.note(reasons::of_expected(path, own));
        let help = reasons::help(article.source.as_str(), &found, own);
        Ok(Err(problem.help(help)))
    }

    /// The article that a query expects, if readers of its locale can find it at all.
    fn expected(&self, query: &GoldenQuery) -> Result<&Article, Problem> {
        let wanted = query.expect.as_str();
        let is_named = |article: &&Article| {
            let address = article.address.as_str();
            article.content_path == wanted || address.trim_matches('/') == wanted.trim_matches('/')
        };
        let wrong = |headline: &str, text: String| {
            Problem::of(&GOLDEN_QUERY, headline).at(self.file, query.expect_span, text)
        };
        if let Some(article) = self.articles().find(is_named) {
            if article.visibility.searched {
                return Ok(article);
            }
            let headline = "a golden query expects an article that search leaves out";
            let text = format!("{} is unlisted or has `search: false`", article.content_path);
            return Err(wrong(headline, text).help("let it be searched, or expect another article"));
        }
        let headline = "a golden query expects an article that is not there";
        if let Some(article) = self.site.articles().find(is_named) {
            let other = &self.site.locale(article.locale).locale;
            let text = format!("this article is in `{other}`, the query in `{}`", query.locale);
            return Err(wrong(headline, text).help("expect its translation"));
        }
        let file = format!("{}/{wanted}", self.site.config.content);
        if self.tree.contains(file.trim_start_matches('/')) {
            let help = "publish it, or remove the query";
            return Err(wrong(headline, "this article is not published".to_owned()).help(help));
        }
        Err(match self.nearest(wanted) {
            Some(near) => wrong(headline, format!("did you mean `{near}`?")),
            None => wrong(headline, format!("no such article in `{}`", query.locale))
                .help("an article is named by its path below the content folder"),
        })
    }

    fn articles(&self) -> impl Iterator<Item = &Article> {
        self.site.articles().filter(|article| article.locale == self.locale)
    }

    /// The article that may be meant: one of the same file name, which was moved, or of a name
    /// that is nearly the same.
    fn nearest(&self, wanted: &str) -> Option<&str> {
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let paths = || self.articles().map(|article| article.content_path.as_str());
        paths().find(|path| name(path) == name(wanted)).or_else(|| nearest(wanted, paths()))
    }

    /// The file of the article at an address.
    fn content_path(&self, address: &str) -> &str {
        let at = self.articles().find(|article| article.address.as_str() == address);
        at.map_or("", |article| article.content_path.as_str())
    }
}
