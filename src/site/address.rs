//! Addresses: where articles and folders stand by their names, `slug` and `permalink`.
//!
//! All of it is permanent: customers and other sites hold these addresses, so a change here breaks
//! links. The tables of cases in the tests are the contract.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use super::LocaleId;
use super::sources::{Placed, Role};
use crate::config::Config;
use crate::parse::Reference;
use crate::parse::WRONG_VALUE;
use crate::text::fingerprint::fingerprint;
use crate::text::path::{SourcePath, UrlPath};
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use crate::text::slug::{address_part, is_cleaned};
use crate::text::span::Span;

pub(super) static CLEANED_ADDRESS: Rule =
    Rule::warning("cleaned-address", "characters of a name are not in the address");
pub(super) static NAMELESS_ADDRESS: Rule =
    Rule::error("nameless-address", "nothing of a name can stand in an address");

/// What gave a document its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedBy {
    /// The name of its file or folder.
    File,
    /// Its `slug`: the last part.
    Slug(Span),
    /// Its `permalink`: all of it.
    Permalink(Span),
}

impl NamedBy {
    /// Where in the document it is written.
    pub(super) fn span(self) -> Option<Span> {
        match self {
            Self::File => None,
            Self::Slug(span) | Self::Permalink(span) => Some(span),
        }
    }
}

/// The addresses of folders, made as they are asked for.
pub(super) struct Addresses<'a> {
    config: &'a Config,
    /// What `slug` of a folder's `_index.md` calls the folder.
    slugs: BTreeMap<(LocaleId, &'a str), &'a str>,
    folders: BTreeMap<(LocaleId, String), UrlPath>,
    told: BTreeSet<String>,
    problems: Vec<Problem>,
}

impl<'a> Addresses<'a> {
    pub(super) fn new(placed: &'a [Arc<Placed>], config: &'a Config) -> Self {
        let slugs = placed
            .iter()
            .filter(|one| one.role == Role::Folder)
            .filter_map(|one| {
                let slug = one.document.front.slug.as_ref().filter(|slug| !is_whole(slug))?;
                Some(((one.locale, &*one.folder), slug.text.as_str()))
            })
            .collect();
        Self {
            config,
            slugs,
            folders: BTreeMap::new(),
            told: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Adds what is odd about two addresses.
    pub(super) fn tell(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Whether this is a folder that is no project yet.
    pub(super) fn is_bare(&self) -> bool {
        self.config.is_bare
    }

    /// The address of `folder` (below the content folder) in `locale`; `source` is a file in it,
    /// for problems.
    pub(super) fn folder(
        &mut self,
        locale: LocaleId,
        folder: &str,
        source: &SourcePath,
    ) -> UrlPath {
        if folder.is_empty() {
            return home(self.config, locale);
        }
        if let Some(known) = self.folders.get(&(locale, folder.to_owned())) {
            return known.clone();
        }
        let (parent, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        let parent = self.folder(locale, parent, source);
        let name = self.slugs.get(&(locale, folder)).copied().unwrap_or(name);
        let part = self.part(name, (source, None), "the folder", folder);
        let address = UrlPath::new(format!("{parent}{part}/"));
        self.folders.insert((locale, folder.to_owned()), address.clone());
        address
    }

    /// Where a document stands by its `slug` or its name, below its folder.
    pub(super) fn named(&mut self, one: &Placed) -> (UrlPath, NamedBy) {
        let parent = self.folder(one.locale, &one.folder, one.source());
        let slug = one.document.front.slug.as_ref().filter(|slug| !is_whole(slug));
        let name = slug.map_or(one.stem.as_str(), |slug| &slug.text);
        let by = slug.map_or(NamedBy::File, |slug| NamedBy::Slug(slug.span));
        let part = self.part(name, (one.source(), by.span()), "the article", &one.content_path);
        (UrlPath::new(format!("{parent}{part}/")), by)
    }

    /// The address a document gives itself whole, below its locale: by `permalink`, or by a `slug`
    /// that begins with a slash.
    pub(super) fn given(&mut self, one: &Placed) -> Option<(UrlPath, NamedBy)> {
        let front = &one.document.front;
        let slug = front.slug.as_ref().filter(|slug| is_whole(slug));
        let written = front.permalink.as_ref().or(slug)?;
        let home = home(self.config, one.locale);
        match whole(&written.text, self.config.base_url.as_deref()) {
            Ok(address) => {
                let is_below = address.as_str().starts_with(home.as_str());
                let below = address.as_str().trim_start_matches('/');
                let address =
                    if is_below { address } else { UrlPath::new(format!("{home}{below}")) };
                Some((address, NamedBy::Permalink(written.span)))
            }
            Err(why) => {
                let headline = "a `permalink` that is no address of this site";
                self.problems.push(
                    Problem::of(&WRONG_VALUE, headline)
                        .at(one.source(), written.span, format!("it is not used: {why}"))
                        .help("write it as /folder/name/"),
                );
                None
            }
        }
    }

    /// One part of an address. What is left out of a name is told once for each folder or article.
    fn part(
        &mut self,
        name: &str,
        (source, span): (&SourcePath, Option<Span>),
        what: &str,
        path: &str,
    ) -> String {
        let part = address_part(name);
        let has_name = part.chars().any(|letter| letter != '.');
        if (!has_name || is_cleaned(name)) && self.told.insert(path.to_owned()) {
            let (problem, text) = if has_name {
                let headline = "an address without characters of the name";
                let text = format!("{what} `{name}` stands at `{part}`");
                (Problem::of(&CLEANED_ADDRESS, headline), text)
            } else {
                let headline = "a name of which no address can be made";
                let text = format!("nothing of {what} `{name}` can stand in an address");
                (Problem::of(&NAMELESS_ADDRESS, headline), text)
            };
            let problem = match span {
                Some(span) => problem.at(source, span, text),
                None => problem.in_file(source, text),
            };
            self.problems.push(problem.help("rename it, or choose the address with `slug`"));
        }
        if has_name { part } else { fingerprint(path.as_bytes()) }
    }
}

/// The home page of a locale: `/`, and `/en/` for a further one.
pub(super) fn home(config: &Config, locale: LocaleId) -> UrlPath {
    match config.locales.get(locale.index()) {
        Some(further) if locale.is_further() => {
            UrlPath::new(format!("/{}/", further.locale.as_str().to_lowercase()))
        }
        _ => UrlPath::root(),
    }
}

/// Whether a `slug` is the whole address, as Docusaurus has it.
fn is_whole(slug: &Reference) -> bool {
    slug.text.starts_with('/')
}

/// An address as a writer gives it whole, or as a browser shows it: `/x`, `/x/`, `/x/index.html` and
/// `https://this.site/x` are one, `%C3%A8` is `è`; a name with the ending of a page (`/x.html`) is
/// that very file, and one that a server would run (`/x.php`) is the folder `/x.php/`. Else why it is
/// no address of this site.
pub(super) fn whole(written: &str, base_url: Option<&str>) -> Result<UrlPath, &'static str> {
    let written = written.trim();
    let path = base_url.and_then(|base| below(written, base)).unwrap_or(written);
    if path.contains("://") || path.starts_with("//") {
        return Err("it is on another site");
    }
    if path.contains(['?', '#']) {
        return Err("what follows a `?` or `#` is no part of an address");
    }
    let path = percent_decode_str(path).decode_utf8().map_err(|_| "its `%` codes are no text")?;
    let has_bad = |letter: char| letter.is_control() || "\\?#<>:\"|*%".contains(letter);
    if path.contains(has_bad) {
        return Err("it has a character that cannot stand in an address");
    }
    if path.is_empty() {
        return Err("it is empty");
    }
    let path = path.strip_suffix("index.html").unwrap_or(&path);
    let parts: Vec<&str> = path.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| part.chars().all(|letter| letter == '.')) {
        return Err("a part of it is only dots");
    }
    let joined: String = parts.join("/").nfc().collect();
    let is_file =
        !path.ends_with('/') && parts.last().is_some_and(|last| has_ending(last, &PAGE_ENDINGS));
    Ok(match joined.as_str() {
        "" => UrlPath::root(),
        _ if is_file => UrlPath::new(format!("/{joined}")),
        _ => UrlPath::new(format!("/{joined}/")),
    })
}

/// The path of a whole address of this site, by either scheme.
fn below<'a>(written: &'a str, base_url: &str) -> Option<&'a str> {
    let (_, base) = base_url.split_once("://")?;
    let (_, address) = written.split_once("://")?;
    let path = address.strip_prefix(base)?;
    (path.is_empty() || path.starts_with('/')).then_some(if path.is_empty() { "/" } else { path })
}

/// Endings of pages that are files of the site by themselves.
const PAGE_ENDINGS: [&str; 2] = ["html", "htm"];

/// Endings of pages that a server runs. Such a name becomes a folder: as a file it would be run, or
/// saved, or shown as bytes.
const RUN_ENDINGS: [&str; 4] = ["php", "aspx", "asp", "jsp"];

/// Whether a name says by its ending that it is a page.
pub(super) fn is_page_name(name: &str) -> bool {
    has_ending(name, &PAGE_ENDINGS) || has_ending(name, &RUN_ENDINGS)
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(stem, ending)| !stem.is_empty() && endings.contains(&ending))
}

/// `/kb/heat.html` as `/kb/heat`; anything else as it is.
pub(super) fn without_page_ending(address: &str) -> &str {
    address.strip_suffix(".html").unwrap_or(address)
}

/// Where the Markdown twin of an article at `address` stands: `/a/index.md`, and `/kb/heat.md` for
/// `/kb/heat.html`.
pub(super) fn twin(address: &UrlPath) -> UrlPath {
    let address = address.as_str();
    UrlPath::new(match address.ends_with('/') {
        true => format!("{address}index.md"),
        false => format!("{}.md", without_page_ending(address)),
    })
}
