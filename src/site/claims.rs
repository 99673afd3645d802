//! Every file of the site has one owner. Whoever wants a path claims it here, before anything is
//! written; a second claim, even in other letters that a file system or a visitor takes for the
//! same, or for a folder where a file is, is an error that names both.
//!
//! What may surprise: who is refused is left out of the site altogether, so that even a build with
//! errors never makes one path twice. [`Outputs`](super::Outputs) is what is left when all is
//! claimed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::address::NamedBy;
use super::outputs::{Outputs, Owner};
use super::own_names::{Own, OwnNames};
use super::writable;
use crate::text::path::{OutputPath, SourcePath, UrlPath};
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(super) static ADDRESS_COLLISION: Rule = Rule::always_error(
    "address-collision",
    "two files mean one address, also when their names only look the same",
);
pub(super) static BUILTIN_ADDRESS: Rule =
    Rule::always_error("builtin-address", "something of yours is at an address of dopo's");
pub(super) static UNWRITABLE_NAME: Rule = Rule::always_error(
    "unwritable-name",
    "an address no file can have: too long, or with a control character or backslash",
);
pub(super) static UNPORTABLE_NAME: Rule = if cfg!(windows) {
    Rule::error("unportable-name", UNPORTABLE)
} else {
    Rule::warning("unportable-name", UNPORTABLE)
};

const UNPORTABLE: &str = "an address that Windows cannot hold, such as `/aux/` or `/a:b/`";

/// Letters that meet: composed, lower case.
pub(super) fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// What of a person's wants a place, and so what a person can change about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Article(NamedBy),
    Redirect(NamedBy),
    Alias,
    /// A folder without a head: its list.
    Folder,
    /// A file below `static/`.
    Static,
    /// A file that an article shows or links to.
    Linked,
}

impl Kind {
    /// What it is, seen from its own file.
    fn this(self) -> &'static str {
        match self {
            Self::Article(_) => "this article",
            Self::Redirect(_) => "this redirect",
            Self::Alias => "this alias",
            Self::Folder => "this folder",
            Self::Static | Self::Linked => "this file",
        }
    }

    /// What to change so that it stands elsewhere.
    pub(super) fn way_out(self) -> &'static str {
        match self {
            Self::Article(NamedBy::File) | Self::Redirect(NamedBy::File) => {
                "rename one of the two, or give one a `slug` of its own"
            }
            Self::Article(NamedBy::Slug(_)) | Self::Redirect(NamedBy::Slug(_)) => {
                "give it another `slug`"
            }
            Self::Article(NamedBy::Permalink(_)) | Self::Redirect(NamedBy::Permalink(_)) => {
                "give it another `permalink`"
            }
            Self::Alias => "remove the alias",
            Self::Folder => "rename the folder, or give its `_index.md` a `slug`",
            Self::Static | Self::Linked => "rename the file",
        }
    }
}

/// Who wants an address.
#[derive(Clone, Debug)]
pub(super) struct Claimant {
    /// The file (or folder) it comes from.
    pub(super) source: SourcePath,
    /// Where in the file it says so.
    span: Option<Span>,
    pub(super) kind: Kind,
}

impl Claimant {
    /// An article, at the key that gave it its address.
    pub(super) fn article(source: &SourcePath, named_by: NamedBy) -> Self {
        let (span, kind) = (named_by.span(), Kind::Article(named_by));
        Self { source: source.clone(), span, kind }
    }

    /// A file that is a redirect, at the key that gave it its address or says where it leads.
    pub(super) fn redirect(source: &SourcePath, named_by: NamedBy, to: Span) -> Self {
        let span = Some(named_by.span().unwrap_or(to));
        Self { source: source.clone(), span, kind: Kind::Redirect(named_by) }
    }

    pub(super) fn alias(source: &SourcePath, span: Span) -> Self {
        Self { source: source.clone(), span: Some(span), kind: Kind::Alias }
    }

    /// A file or folder as a whole.
    pub(super) fn whole(source: &SourcePath, kind: Kind) -> Self {
        Self { source: source.clone(), span: None, kind }
    }

    /// Adds its place to `problem`.
    pub(super) fn label(&self, problem: Problem, text: String) -> Problem {
        match self.span {
            Some(span) => problem.at(&self.source, span, text),
            None => problem.in_file(&self.source, text),
        }
    }

    /// What it is, for a sentence at its own place.
    pub(super) fn this(&self) -> &'static str {
        self.kind.this()
    }

    /// What it is, for a sentence at another's place.
    pub(super) fn other(&self) -> String {
        let what = match self.kind {
            Kind::Article(_) => "the article in",
            Kind::Redirect(_) => "the redirect in",
            Kind::Alias => "an alias in",
            Kind::Folder => "the folder",
            Kind::Static | Kind::Linked => "the file",
        };
        format!("{what} {}", self.source)
    }
}

/// Who has a path.
#[derive(Clone, Debug)]
pub(super) enum Holder {
    Written(Claimant),
    /// A page or file that every site has: "the search page".
    Dopo(Cow<'static, str>),
    /// The first page of a further language.
    Home(String),
}

/// Why a path cannot be had.
#[derive(Clone, Copy, Debug)]
pub(super) enum Refused<'a> {
    /// It is kept for dopo, in this and every site.
    Kept,
    /// No file can have this name: why not.
    Unwritable(&'static str),
    /// Somebody stands at this path: at the same one, or where a folder or file would be in the way.
    Taken(&'a OutputPath, &'a Holder),
}

/// The files of the site that are taken.
#[derive(Debug)]
pub(super) struct Claims {
    own: OwnNames,
    /// By folded path.
    taken: BTreeMap<String, (OutputPath, Holder)>,
    problems: Vec<Problem>,
}

impl Claims {
    pub(super) fn new(own: OwnNames) -> Self {
        Self { own, taken: BTreeMap::new(), problems: Vec::new() }
    }

    /// Claims all of `paths`, or none of them: then the reason is reported.
    pub(super) fn claim(&mut self, paths: &[OutputPath], by: Claimant) -> bool {
        let refusal = paths.iter().find_map(|path| {
            let refused = self.refused(path, by.kind)?;
            Some(refusal(refused, path, &by))
        });
        if let Some(problem) = refusal {
            self.problems.push(problem);
            return false;
        }
        for path in paths {
            self.hold(path, by.clone());
        }
        true
    }

    /// Gives `path`, which nobody refuses, to `by`.
    pub(super) fn hold(&mut self, path: &OutputPath, by: Claimant) {
        if let Some(why) = writable::elsewhere(path.as_str()) {
            self.problems.push(unportable(why, path, &by));
        }
        self.taken.insert(folded(path.as_str()), (path.clone(), Holder::Written(by)));
    }

    /// Gives `path` to dopo, unless a file in `static/` takes its place.
    pub(super) fn hold_own(&mut self, path: OutputPath, by: Holder) {
        self.taken.entry(folded(path.as_str())).or_insert((path, by));
    }

    /// Gives a path back.
    pub(super) fn release(&mut self, path: &OutputPath) {
        self.taken.remove(&folded(path.as_str()));
    }

    /// Why `path` cannot be had by somebody of `kind`, if it cannot.
    pub(super) fn refused(&self, path: &OutputPath, kind: Kind) -> Option<Refused<'_>> {
        if let Some(why) = writable::nowhere(path.as_str()) {
            return Some(Refused::Unwritable(why));
        }
        let key = folded(path.as_str());
        match self.own.of(&key) {
            Some(Own::Replaceable(name)) if kind == Kind::Static && name == path.as_str() => {}
            Some(_) => return Some(Refused::Kept),
            None => {}
        }
        let above = key.match_indices('/').filter_map(|(at, _)| key.get(..at));
        let at_or_above = std::iter::once(key.as_str()).chain(above);
        let held = at_or_above.filter_map(|path| self.taken.get(path)).next();
        let (path, holder) = held.or_else(|| self.below(&key))?;
        Some(Refused::Taken(path, holder))
    }

    /// The first that stands below `folder` (folded, without a slash at its end).
    fn below(&self, folder: &str) -> Option<&(OutputPath, Holder)> {
        let below = format!("{folder}/");
        let (path, held) = self.taken.range(below.clone()..).next()?;
        path.starts_with(&below).then_some(held)
    }

    /// Who stands at or below `address`, if anybody.
    pub(super) fn first_in(&self, address: &UrlPath) -> Option<&Holder> {
        let folder = folded(address.as_str().trim_matches('/'));
        let held = self.taken.get(&folder).or_else(|| self.below(&folder));
        held.map(|(_, holder)| holder)
    }

    /// Whether somebody stands at `address`, or would be in its way.
    pub(super) fn has(&self, address: &UrlPath) -> bool {
        matches!(self.refused(&address.output(), Kind::Folder), Some(Refused::Taken(..)))
    }

    /// All that is taken, and what was wrong.
    pub(super) fn finish(self) -> (Outputs, Vec<Problem>) {
        let owner = |holder| match holder {
            Holder::Written(by) => Owner::Written(by.source),
            Holder::Dopo(_) | Holder::Home(_) => Owner::Dopo,
        };
        let taken = self.taken.into_values().map(|(path, holder)| (path, owner(holder)));
        (Outputs::new(taken), self.problems)
    }
}

/// How `path` is named to people: as an address.
fn address(path: &OutputPath) -> String {
    let path = path.as_str();
    let is_page = path == "index.html" || path.ends_with("/index.html");
    format!("/{}", if is_page { path.trim_end_matches("index.html") } else { path })
}

/// Why `by` cannot have `path`, as an error.
fn refusal(refused: Refused<'_>, path: &OutputPath, by: &Claimant) -> Problem {
    let (wanted, what) = (address(path), by.this());
    match refused {
        Refused::Kept => {
            let problem =
                Problem::of(&BUILTIN_ADDRESS, format!("the address `{wanted}` is dopo's own"));
            let help = if OwnNames::is_not_found(path.as_str()) {
                "the text of that page is the theme's: change it with a `templates/not-found.html` \
                 of your own, or put a whole page at `static/404.html`"
            } else {
                by.kind.way_out()
            };
            by.label(problem, format!("{what} cannot stand there")).help(help)
        }
        Refused::Unwritable(why) => {
            let problem = Problem::of(&UNWRITABLE_NAME, "an address that no file can have");
            by.label(problem, format!("{why}: `{}`", shortened(&wanted))).help(by.kind.way_out())
        }
        Refused::Taken(_, Holder::Home(locale)) => {
            let headline = format!("the address `{wanted}` is the home page of `{locale}`");
            let problem = Problem::of(&BUILTIN_ADDRESS, headline);
            let help = match by.kind {
                Kind::Folder => format!(
                    "rename it; or, if it holds what is in that language, say so in dopo.toml \
                     below [locales.{locale}]: content = \"{}\"",
                    by.source
                ),
                kind => kind.way_out().to_owned(),
            };
            by.label(problem, format!("{what} cannot stand there")).help(help)
        }
        Refused::Taken(_, Holder::Dopo(name)) => {
            let problem =
                Problem::of(&BUILTIN_ADDRESS, format!("the address `{wanted}` is dopo's own"));
            by.label(problem, format!("{what} cannot stand there: {name} does"))
                .help(by.kind.way_out())
        }
        Refused::Taken(at, Holder::Written(first)) => {
            let problem = Problem::of(&ADDRESS_COLLISION, "two sources for one address");
            let (other, held) = (first.other(), address(at));
            let text = if folded(at.as_str()) == folded(path.as_str()) {
                format!("`{wanted}` is the address of {what} and of {other}")
            } else {
                format!("{what} cannot be at `{wanted}`: `{held}` is the address of {other}")
            };
            let problem = by.label(problem, text);
            first.label(problem, format!("{} is at `{held}`", first.this())).help(by.kind.way_out())
        }
    }
}

/// A name that some systems cannot hold. On those it cannot be written.
fn unportable(why: &str, path: &OutputPath, by: &Claimant) -> Problem {
    let headline = "an address that Windows cannot hold as a file";
    by.label(Problem::of(&UNPORTABLE_NAME, headline), format!("{why}: `{}`", address(path)))
        .help(by.kind.way_out())
}

/// The start of a long address.
fn shortened(address: &str) -> String {
    const SHOWN: usize = 60;
    match address.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", address.get(..end).unwrap_or(address)),
        None => address.to_owned(),
    }
}
