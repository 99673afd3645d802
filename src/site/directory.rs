//! Everything a link can lead to, by the ways people write it: source path, folder, address,
//! number.
//!
//! Paths are looked up folded (composed, lower case); a hit in other letters than the file's own is
//! told to the caller, because it is dead on most servers and on GitHub.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::claims::folded;
use super::files::{may_publish, static_address};
use super::sources::{Content, Placed};
use super::{ArticleId, CategoryId, LocaleId, Withheld};
use crate::source::SourceTree;
use crate::text::path::{SourcePath, UrlPath, resolve};
use crate::text::problem::nearest;

/// What stands behind a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    Article(ArticleId),
    Category(CategoryId),
    /// A built-in page.
    Page(UrlPath),
    /// A redirect, by its number in the list of redirects.
    Redirect(usize),
    /// A file that is no article, by its path in the project.
    File(SourcePath),
    /// A document that is not published.
    Unpublished(Withheld),
}

/// What was found, and the right spelling where the letters differ in case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) thing: Thing,
    pub(super) spelling: Option<SourcePath>,
}

/// Where a link stands: what it is relative to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'a> {
    pub(super) source: &'a SourcePath,
    pub(super) locale: LocaleId,
    pub(super) address: &'a UrlPath,
    /// The article itself, when the link is in one.
    pub(super) article: Option<ArticleId>,
}

/// All names.
#[derive(Debug)]
pub(super) struct Directory {
    content: Arc<Content>,
    has_static: bool,
    /// The name of the project's root folder.
    root_name: String,
    /// Folded source path → the files of that name, in path order.
    sources: HashMap<String, Vec<(SourcePath, Thing)>>,
    /// Folded source path of a folder → its category, per locale.
    folders: HashMap<(LocaleId, String), CategoryId>,
    /// Folded address without slashes at its ends.
    addresses: HashMap<String, Thing>,
    /// The number an article had in a former help centre.
    numbers: HashMap<String, Vec<(LocaleId, ArticleId)>>,
    /// Lower-case file name → where files of that name are, for help.
    names: BTreeMap<String, SourcePath>,
}

/// An article number is at least this long; shorter ones are years and versions.
pub(super) const SHORTEST_NUMBER: usize = 6;

impl Directory {
    /// A directory of the files of `tree`; articles, categories and addresses are entered after.
    pub(super) fn new(content: &Arc<Content>, tree: &SourceTree, has_static: bool) -> Self {
        let mut directory = Self {
            content: Arc::clone(content),
            has_static,
            root_name: tree.name().to_owned(),
            sources: HashMap::new(),
            folders: HashMap::new(),
            addresses: HashMap::new(),
            numbers: HashMap::new(),
            names: BTreeMap::new(),
        };
        for (path, entry) in tree.iter() {
            let is_static = has_static && path.as_str().starts_with("static/");
            if is_static || (!path.is_markdown() && content.holds_file(path, entry)) {
                directory.enter_source(path, Thing::File(path.clone()));
            }
        }
        directory
    }

    pub(super) fn enter_source(&mut self, path: &SourcePath, thing: Thing) {
        self.sources.entry(folded(path.as_str())).or_default().push((path.clone(), thing));
        self.names.entry(folded(path.name())).or_insert_with(|| path.clone());
    }

    pub(super) fn enter_article(&mut self, id: ArticleId, one: &Placed, address: &UrlPath) {
        self.enter_source(one.source(), Thing::Article(id));
        self.enter_address(address, Thing::Article(id));
        let number = one.document.front.id.as_deref().map(str::trim).unwrap_or("");
        if number.len() >= SHORTEST_NUMBER && number.bytes().all(|byte| byte.is_ascii_digit()) {
            self.numbers.entry(number.to_owned()).or_default().push((one.locale, id));
        }
    }

    /// A category: its folder below each content folder of its locale, and its address.
    pub(super) fn enter_category(
        &mut self,
        id: CategoryId,
        locale: LocaleId,
        folder: &str,
        address: &UrlPath,
    ) {
        for root in self.content.roots_of(locale) {
            if let Some(path) = resolve(root, folder) {
                self.folders.entry((locale, folded(&path))).or_insert(id);
            }
        }
        self.enter_address(address, Thing::Category(id));
    }

    pub(super) fn enter_address(&mut self, address: &UrlPath, thing: Thing) {
        self.addresses.entry(address_key(address.as_str())).or_insert(thing);
    }

    /// The article of a former number, in `locale` if it is there.
    pub(super) fn by_number(&self, number: &str, locale: LocaleId) -> Option<ArticleId> {
        let articles = self.numbers.get(number)?;
        let own = articles.iter().find(|(of, _)| *of == locale).or(articles.first());
        own.map(|(_, id)| *id)
    }

    /// What stands at `address`.
    pub(super) fn by_address(&self, address: &str) -> Option<Thing> {
        self.addresses.get(&address_key(address)).cloned()
    }

    /// What `path` (decoded, without query and fragment) leads to from `origin`.
    pub(super) fn find(&self, path: &str, origin: Origin<'_>) -> Option<Found> {
        let path = path.replace('\\', "/");
        if let Some(rooted) = path.strip_prefix("@/") {
            return self.below_roots(rooted, origin.locale);
        }
        if let Some(rooted) = path.strip_prefix('/') {
            return self
                .below_roots(rooted, origin.locale)
                .or_else(|| self.address(rooted, origin.locale))
                .or_else(|| self.source("static", rooted, origin.locale));
        }
        let folder = origin.source.folder();
        self.source(folder, &path, origin.locale)
            .or_else(|| self.address(&resolve(origin.address.as_str(), &path)?, origin.locale))
            .or_else(|| self.below_roots(&path, origin.locale).filter(is_file))
            .or_else(|| self.source("static", &path, origin.locale))
    }

    /// `path` below the content folders, then without its first part when that is the name of the
    /// content folder itself: how links look in a repository whose root is the folder above.
    fn below_roots(&self, path: &str, locale: LocaleId) -> Option<Found> {
        self.content.roots_of(locale).find_map(|root| {
            self.source(root, path, locale).or_else(|| {
                let (first, rest) = path.split_once('/')?;
                let name = match root {
                    "" => &self.root_name,
                    root => root.rsplit_once('/').map_or(root, |(_, name)| name),
                };
                (first == name).then(|| self.source(root, rest, locale))?
            })
        })
    }

    /// The file, or the category, that `path` names seen from `folder`.
    fn source(&self, folder: &str, path: &str, locale: LocaleId) -> Option<Found> {
        let full = resolve(folder, path)?;
        if !path.ends_with('/')
            && let Some(found) = self.file(&full)
        {
            return Some(found);
        }
        let category = |locale| self.folders.get(&(locale, folded(&full)));
        if let Some(category) = category(locale).or_else(|| category(LocaleId::DEFAULT)) {
            return Some(Found { thing: Thing::Category(*category), spelling: None });
        }
        let bare = full.strip_suffix(".html").unwrap_or(&full);
        self.file(&format!("{bare}.md")).or_else(|| self.file(&format!("{full}/index.md")))
    }

    fn file(&self, path: &str) -> Option<Found> {
        let files = self.sources.get(&folded(path))?;
        // Of two names that only look the same, the one that was written is meant.
        let exact = files.iter().find(|(file, _)| file.as_str() == path);
        let composed = || files.iter().find(|(file, _)| file.as_str().nfc().eq(path.nfc()));
        if let Some((_, thing)) = exact.or_else(composed) {
            return Some(Found { thing: thing.clone(), spelling: None });
        }
        let (file, thing) = files.first()?;
        Some(Found { thing: thing.clone(), spelling: Some(file.clone()) })
    }

    fn address(&self, path: &str, locale: LocaleId) -> Option<Found> {
        let below_home = self.content.home(locale).as_str().to_owned() + path;
        let thing = self.by_address(&below_home).or_else(|| self.by_address(path))?;
        Some(Found { thing, spelling: None })
    }

    /// Whether a file may be published because an article names it. What is in `static/` is anyway.
    pub(super) fn may_publish(&self, file: &SourcePath) -> bool {
        let is_static = self.has_static && static_address(file.as_str()).is_some();
        is_static || may_publish(file, &self.content)
    }

    /// The file somebody most likely meant by `path`, for help.
    pub(super) fn nearest_path(&self, path: &str) -> Option<&SourcePath> {
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
        let name = folded(name);
        let with_ending = format!("{name}.md");
        if let Some(path) = self.names.get(&name).or_else(|| self.names.get(&with_ending)) {
            return Some(path);
        }
        // Names that begin alike are compared: all of them would be quadratic on a large site.
        let start: String = name.chars().take(2).collect();
        let alike =
            self.names.range(start.clone()..).take_while(|(name, _)| name.starts_with(&start));
        // Pictures of a series differ in a digit only: the neighbour is not the one meant.
        let others = alike.take(200).map(|(name, _)| name.as_str());
        let near = nearest(&name, others.filter(|other| letters(other) != letters(&name)))?;
        self.names.get(near)
    }
}

fn letters(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_ascii_digit()).collect()
}

fn is_file(found: &Found) -> bool {
    matches!(found.thing, Thing::File(_))
}

fn address_key(address: &str) -> String {
    let path = address.strip_suffix("index.html").unwrap_or(address);
    folded(path.trim_matches('/'))
}
