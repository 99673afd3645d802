//! Which files of a project are articles, and where each belongs by its name: language, folder,
//! name. Addresses come later; here nothing is cleaned yet.

use std::sync::Arc;

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::LocaleId;
use crate::config::{Config, suffixed};
use crate::parse::Document;
use crate::source::OUTSIDE_LINK;
use crate::source::{SourceEntry, SourceTree};
use crate::text::locale::Locale;
use crate::text::path::{SourcePath, UrlPath};
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static UNKNOWN_LOCALE: Rule = Rule::warning(
    "unknown-locale",
    "`heat.fr.md` lies beside `heat.md`, and there is no `[locales.fr]`",
);

/// Folders beside the articles when the project's root itself is the content.
const SISTER_FOLDERS: [&str; 5] = ["static", "themes", "templates", "strings", "data"];

/// Folders of other generators that hold no articles but what articles are made with, and drafts.
const NO_ARTICLES: [&str; 5] = [".gitbook", "_drafts", "_includes", "_layouts", "_partials"];

/// The same beside a `_config.yml` of Jekyll.
const NO_ARTICLES_OF_JEKYLL: [&str; 4] = ["_data", "_plugins", "_sass", "_site"];

/// The name of the file that describes its folder.
const INDEX: &str = "_index";

/// The Markdown files to parse, in path order: those below the content folders of all locales, less
/// what `ignore` names. Files whose name begins with `_` are no content, but for `_index.md`, nor
/// are those in folders such as `_drafts`.
pub fn sources(tree: &SourceTree, config: &Arc<Config>) -> Vec<SourcePath> {
    let content = Content::new(config);
    let is_jekyll = content.is_jekyll(tree);
    markdown(tree, &content).filter(|path| !content.leaves_out(path, is_jekyll)).cloned().collect()
}

/// The Markdown files in folders that hold no articles, in path order.
pub(super) fn left_out(tree: &SourceTree, content: &Content) -> Vec<SourcePath> {
    let is_jekyll = content.is_jekyll(tree);
    markdown(tree, content).filter(|path| content.leaves_out(path, is_jekyll)).cloned().collect()
}

fn markdown<'t>(tree: &'t SourceTree, content: &Content) -> impl Iterator<Item = &'t SourcePath> {
    tree.iter()
        .filter(|(path, entry)| path.is_markdown() && content.holds_file(path, entry))
        .map(|(path, _)| path)
        .filter(|path| !path.name().starts_with('_') || is_named_index(path.name()))
}

/// `_index.md`, in letters of any case as file systems take them.
fn is_named_index(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    stem.trim_end().eq_ignore_ascii_case(INDEX)
}

/// Tells the symbolic links among articles and published files that count for nothing, because they
/// may not stand for what they lead to.
pub(super) fn idle_links(
    tree: &SourceTree,
    content: &Content,
    has_static: bool,
    problems: &mut Vec<Problem>,
) {
    for (path, entry) in tree.iter() {
        let Some(target) = &entry.target else { continue };
        let is_static = has_static && path.as_str().starts_with("static/");
        if (is_static || content.holds(path)) && !content.may_stand_for(path, entry) {
            let headline = "a symbolic link that cannot stand for what it leads to";
            problems.push(
                Problem::of(&OUTSIDE_LINK, headline)
                    .in_file(path, format!("left out: it leads to {target}"))
                    .help(
                        "links lead to files of the same ending that are not left out themselves",
                    ),
            );
        }
    }
}

/// The content folders of a project.
#[derive(Debug)]
pub(super) struct Content {
    config: Arc<Config>,
    /// Folder and its locale, the longest path first.
    roots: Vec<(String, LocaleId)>,
    ignore: GlobSet,
}

impl Content {
    pub(super) fn new(config: &Arc<Config>) -> Self {
        let mut roots: Vec<(String, LocaleId)> = Vec::new();
        let of_locales = LocaleId::all().zip(&config.locales);
        for (id, locale) in of_locales {
            match &locale.content {
                Some(folder) => roots.push((folder.clone(), id)),
                None if !id.is_further() => roots.push((config.content.clone(), id)),
                None => {}
            }
        }
        // Further locales by suffix live in `content` even when the default one has its own root.
        if !roots.iter().any(|(root, _)| *root == config.content) {
            roots.push((config.content.clone(), LocaleId::DEFAULT));
        }
        roots.sort_by(|(left, left_id), (right, right_id)| {
            right.len().cmp(&left.len()).then((left, left_id).cmp(&(right, right_id)))
        });
        Self { config: Arc::clone(config), roots, ignore: globs(&config.ignore) }
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// The content folder `path` is in, the locale it is of, and the path below it.
    pub(super) fn place<'p>(&self, path: &'p str) -> Option<(&str, LocaleId, &'p str)> {
        self.roots.iter().find_map(|(root, locale)| {
            let below = match root.as_str() {
                "" => path,
                root => path.strip_prefix(root)?.strip_prefix('/')?,
            };
            Some((root.as_str(), *locale, below))
        })
    }

    /// The folders root-absolute links of `locale` are seen from: its own, then the common one.
    pub(super) fn roots_of(&self, locale: LocaleId) -> impl Iterator<Item = &str> {
        let own = self.roots.iter().filter(move |(_, id)| *id == locale);
        let common =
            self.roots.iter().filter(move |(_, id)| !id.is_further() && locale.is_further());
        own.chain(common).map(|(root, _)| root.as_str())
    }

    /// Whether `path` can be content: in a content folder and not ignored.
    pub(super) fn holds(&self, path: &SourcePath) -> bool {
        let Some((root, _, below)) = self.place(path.as_str()) else { return false };
        let first = below.split('/').next().unwrap_or("");
        let is_sister = root.is_empty()
            && !self.config.is_bare
            && first.len() < below.len()
            && SISTER_FOLDERS.contains(&first);
        !is_sister && !self.ignore.is_match(below)
    }

    /// Whether a file can be content by its own name and, when it is a link, by the name it leads
    /// to.
    pub(super) fn holds_file(&self, path: &SourcePath, entry: &SourceEntry) -> bool {
        self.holds(path) && self.may_stand_for(path, entry)
    }

    /// Whether a file that is a link may stand for what it leads to: a link is no way around
    /// `ignore` and folders that hold no articles, and no other name for another kind of file, as
    /// `a.txt` for a draft.
    pub(super) fn may_stand_for(&self, path: &SourcePath, entry: &SourceEntry) -> bool {
        entry.target.as_ref().is_none_or(|target| {
            let is_published = target.as_str().starts_with("static/");
            let is_left_out = self.place(target.as_str()).is_some()
                && (!self.holds(target) || self.leaves_out(target, true));
            path.extension().eq_ignore_ascii_case(target.extension())
                && (is_published || !is_left_out)
        })
    }

    /// Whether the project, or one of its content folders, is a site of Jekyll.
    fn is_jekyll(&self, tree: &SourceTree) -> bool {
        let beside = |root: &str| {
            let slash = if root.is_empty() { "" } else { "/" };
            ["yml", "yaml", "toml"]
                .iter()
                .any(|ending| tree.contains(&format!("{root}{slash}_config.{ending}")))
        };
        beside("") || self.roots.iter().any(|(root, _)| beside(root))
    }

    /// Whether `path` stands in a folder that holds no articles.
    fn leaves_out(&self, path: &SourcePath, is_jekyll: bool) -> bool {
        let Some((_, _, below)) = self.place(path.as_str()) else { return false };
        let folders = below.rsplit_once('/').map_or("", |(folders, _)| folders);
        folders.split('/').filter(|folder| folder.starts_with('_')).any(|folder| {
            let is_named =
                |known: &[&str]| known.iter().any(|name| name.eq_ignore_ascii_case(folder));
            is_named(&NO_ARTICLES) || (is_jekyll && is_named(&NO_ARTICLES_OF_JEKYLL))
        })
    }

    /// The home page of `locale`.
    pub(super) fn home(&self, locale: LocaleId) -> UrlPath {
        super::address::home(&self.config, locale)
    }

    fn locale_named(&self, tag: &Locale) -> Option<LocaleId> {
        let same = |locale: &Locale| locale.as_str().eq_ignore_ascii_case(tag.as_str());
        let mut locales = LocaleId::all().zip(&self.config.locales);
        locales.find(|(_, known)| same(&known.locale)).map(|(id, _)| id)
    }
}

/// A glob without a slash names files and folders anywhere; what names a folder names all in it.
fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.trim_start_matches("./").trim_matches('/');
        let anywhere = if pattern.contains('/') { "" } else { "**/" };
        for form in [format!("{anywhere}{pattern}"), format!("{anywhere}{pattern}/**")] {
            if let Ok(glob) = Glob::new(&form) {
                set.add(glob);
            }
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

/// What a file is by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// `_index.md`: describes its folder.
    Folder,
    /// `TOC.md` or `SUMMARY.md` at a content root: gives the order.
    Order,
    /// Anything else.
    Article,
}

/// A document with its place among the sources.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) document: Arc<Document>,
    pub(super) locale: LocaleId,
    /// The content folder it is in.
    pub(super) root: String,
    /// Its path below the content folder.
    pub(super) content_path: String,
    /// The folder below the content folder.
    pub(super) folder: String,
    /// Its name without ending and language.
    pub(super) stem: String,
    /// Whether its language is named by a suffix.
    pub(super) has_suffix: bool,
    pub(super) role: Role,
}

impl Placed {
    pub(super) fn source(&self) -> &SourcePath {
        &self.document.source
    }

    /// What pairs translations: the path without ending and language.
    pub(super) fn key(&self) -> (&str, &str) {
        (&self.folder, &self.stem)
    }

    pub(super) fn is_redirect(&self) -> bool {
        self.document.front.redirect.is_some()
    }
}

/// Places the documents, in order of path. A suffix that is a language the project does not name is
/// told, for its file is then an article with an odd name.
pub(super) fn place<D: Into<Arc<Document>>>(
    documents: impl IntoIterator<Item = D>,
    content: &Content,
    tree: &SourceTree,
    problems: &mut Vec<Problem>,
) -> Vec<Arc<Placed>> {
    let mut placed: Vec<Arc<Placed>> = documents
        .into_iter()
        .filter_map(|document| one(document.into(), content, tree, problems).map(Arc::new))
        .collect();
    placed.sort_by(|left, right| left.source().cmp(right.source()));
    placed
}

fn one(
    document: Arc<Document>,
    content: &Content,
    tree: &SourceTree,
    problems: &mut Vec<Problem>,
) -> Option<Placed> {
    let path = document.source.clone();
    let (root, root_locale, below) = content.place(path.as_str())?;
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let suffix = stem.rsplit_once('.').and_then(|(base, tag)| {
        let locale = content.locale_named(&Locale::parse(tag)?)?;
        (!base.is_empty()).then_some((base, locale))
    });
    if suffix.is_none()
        && let Some((base, locale)) = suffixed(stem)
    {
        let sister = path.resolve(&format!("{base}.md"));
        if sister.is_some_and(|sister| tree.contains(sister.as_str())) {
            problems.push(
                Problem::of(&UNKNOWN_LOCALE, format!("`{locale}` is no locale of this site"))
                    .in_file(
                        &path,
                        "looks like a translation; it is shown as an article of its own",
                    )
                    .help(format!("add [locales.{locale}] to dopo.toml")),
            );
        }
    }
    let (stem, locale) = suffix.unwrap_or((stem, root_locale));
    let is_index = is_named_index(stem) && !stem.contains('.');
    let stem = if is_index { INDEX } else { stem };
    let role = match stem {
        INDEX => Role::Folder,
        "TOC" | "SUMMARY" if folder.is_empty() => Role::Order,
        _ => Role::Article,
    };
    Some(Placed {
        locale,
        root: root.to_owned(),
        content_path: below.to_owned(),
        folder: folder.to_owned(),
        stem: stem.to_owned(),
        has_suffix: suffix.is_some(),
        role,
        document,
    })
}
