//! The way from documents to the site, as a list of calls; and what of it lasts while articles are
//! edited.
//!
//! There are two layers. The *ground* is what all articles share: names, addresses, anchors, files,
//! redirects, visibility. Beside it stands what one article has for itself: where its links lead,
//! what it shows, what is wrong with it. An edit that leaves the ground as it was ([`face`]) makes
//! one article anew, and what others say of it; any other edit makes everything anew, which gives
//! the same. See `docs/decisions/workbench.md`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::address::Addresses;
use super::builtin::BuiltIn;
use super::claims::{Claimant, Claims};
use super::complete::Company;
use super::directory::{Directory, Thing};
use super::face::keeps_face;
use super::files::Published;
use super::heads::{Standing, standings};
use super::links::{Links, former_hosts};
use super::order::{Contents, WrittenOrder};
use super::outline::{Entry, Outline, article_ids, category_ids};
use super::own_names::OwnNames;
use super::redirects::RedirectFile;
use super::references::References;
use super::related::Sharing;
use super::sources::{Content, Placed, Role};
use super::visibility::Calendar;
use super::{
    Article, ArticleId, Redirect, Site, SiteLocale, Target, Unpublished, Visibility, Withheld,
};
use super::{
    builtin, complete, files, no_pictures, order, outline, redirects, references, sources,
    unpublished, visibility,
};
use crate::config::{BuildDate, Config};
use crate::parse::Document;
use crate::source::SourceTree;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static NO_ARTICLES: Rule =
    Rule::error("no-articles", "the site has no article that is published");

/// A site with all that was found out to make it, so that an edit need not find it out again.
#[derive(Debug)]
pub struct Assembly {
    outline: Outline,
    directory: Directory,
    former_hosts: Vec<String>,
    /// Where files that are redirects lead, by their number.
    redirect_ends: Vec<Option<Target>>,
    /// The documents that are no articles but give the order.
    orders: BTreeSet<SourcePath>,
    written_order: WrittenOrder,
    files: HashMap<SourcePath, Published>,
    /// Files shown as pictures that are none, and why.
    no_pictures: HashMap<SourcePath, &'static str>,
    /// Problems of the ground.
    problems: Vec<Problem>,
    /// The documents that are no articles of the site.
    others: HashMap<SourcePath, Arc<Document>>,
    by_source: HashMap<SourcePath, ArticleId>,
    /// What each article has for itself.
    own: Vec<Own>,
    sharing: Sharing,
    site: Arc<Site>,
}

/// What an article names, and what is wrong with that.
#[derive(Debug)]
struct Own {
    references: References,
    /// The articles it links to, with the text of each link.
    leading: Vec<(ArticleId, String)>,
    problems: Vec<Problem>,
}

impl Assembly {
    /// Makes the site of `documents`, which may come in any order. `tree` tells which files are there;
    /// of pictures the first bytes are read for their size. Equal input gives an equal site.
    ///
    /// Problems are of [`RULES`](super::RULES). What they name as dead is [`Target::Dead`] or
    /// `Picture::Dead` in the site.
    pub fn new<D: Into<Arc<Document>>>(
        documents: impl IntoIterator<Item = D>,
        config: Arc<Config>,
        tree: &SourceTree,
        build_date: BuildDate,
    ) -> Self {
        let mut problems = Vec::new();
        let mut claims = Claims::new(OwnNames::new(&config));
        let content = Arc::new(Content::new(&config));
        let placed = sources::place(documents, &content, tree, &mut problems);
        let calendar = Calendar::new(&config, build_date);
        let decided = visibility::decide(&placed, calendar, &mut problems);
        let unpublished = unpublished::list(&placed, &decided, &content, tree);

        let mut addresses = Addresses::new(&placed, &config);
        let standings = standings(&placed, |at| decided[at].is_ok(), &mut addresses);
        let (published, redirect_files) = apart(&placed, &decided, standings);
        let outline = Outline::new(published, &config, &content, &mut addresses, &mut claims);
        problems.extend(addresses.into_problems());
        problems.extend(no_articles(&outline));

        let has_static = !config.is_bare;
        sources::idle_links(tree, &content, has_static, &mut problems);
        let mut published_files =
            if has_static { files::static_files(tree, &content, &mut claims) } else { Vec::new() };
        let redirect_files = claimed(redirect_files, &mut claims);
        let mut directory = Directory::new(&content, tree, has_static);
        enter(&mut directory, &outline, &redirect_files, &unpublished);
        let pages = builtin::pages(&outline, &mut claims, &mut problems);
        for page in pages.iter().flat_map(BuiltIn::linkable) {
            directory.enter_address(page, Thing::Page(page.clone()));
        }
        let aliases = redirects::aliases(&outline, &mut directory, &claims, &mut problems);

        let former_hosts = former_hosts(&outline, &directory);
        let links = Links { directory: &directory, outline: &outline, former_hosts: &former_hosts };
        let redirect_ends = redirects::follow(&redirect_files, &links, &mut problems);
        let written_order = order::written(&placed, &links, &mut problems);
        let resolved = references::resolve(&links);

        let used = references::used_files(resolved.iter().map(|(references, _)| references));
        let named_files =
            files::publish(&used, &content, has_static, tree, &mut claims, &mut published_files);
        let no_pictures = no_pictures::faults(&named_files, &used, tree);
        published_files.sort_by(|left, right| left.output.cmp(&right.output));

        let targets: Vec<Vec<Target>> = resolved
            .iter()
            .map(|(references, _)| complete::targets(references, &redirect_ends, &named_files))
            .collect();
        let sharing = Sharing::new(&outline, targets.iter().map(Vec::as_slice));
        let own = owns(&outline, resolved, &targets, &no_pictures);
        let contents = order::contents(&outline, &written_order);
        let category_pages = complete::category_pages(&outline, &contents, &mut claims);
        let companies = companies(&outline, &own, &sharing, &contents);
        let articles: Vec<Arc<Article>> = outline
            .entries
            .iter()
            .zip(&own)
            .zip(targets)
            .zip(&companies)
            .map(|(((entry, own), links), company)| {
                let references = &own.references;
                complete::article(entry, calendar, references, links, company, &named_files)
            })
            .map(Arc::new)
            .collect();
        let locales = builtin::locales(&outline, pages, &contents, &articles, &mut claims);
        let sitemap = builtin::sitemap(&outline);
        builtin::claim_files(&locales, &sitemap, &mut claims);
        let mut all_redirects = redirects::of_files(&redirect_files, &redirect_ends, &mut claims);
        all_redirects.extend(redirects::of_aliases(&aliases, &mut claims, &mut problems));
        all_redirects.sort_by(|left: &Redirect, right| left.from.cmp(&right.from));
        let (outputs, refused) = claims.finish();
        problems.extend(refused);

        let site = Site {
            build_date,
            locales: Arc::new(locales),
            unpublished: Arc::new(unpublished),
            categories: Arc::new(complete::categories(&outline, contents, category_pages)),
            redirects: Arc::new(all_redirects),
            files: Arc::new(published_files),
            articles,
            config: complete::config(&config, &outline),
            sitemap: Arc::new(sitemap),
            outputs: Arc::new(outputs),
        };
        let by_source: HashMap<SourcePath, ArticleId> = article_ids(outline.entries.len())
            .zip(&outline.entries)
            .map(|(id, entry)| (entry.placed.source().clone(), id))
            .collect();
        let others = placed
            .iter()
            .filter(|one| !by_source.contains_key(one.source()))
            .map(|one| (one.source().clone(), Arc::clone(&one.document)))
            .collect();
        let orders = placed.iter().filter(|one| one.role == Role::Order);
        Self {
            orders: orders.map(|one| one.source().clone()).collect(),
            directory,
            former_hosts,
            redirect_ends,
            written_order,
            files: named_files,
            no_pictures,
            problems,
            others,
            by_source,
            own,
            sharing,
            site: Arc::new(site),
            outline,
        }
    }

    /// The site.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// Everything that is wrong between articles, in order of place.
    pub fn problems(&self) -> Vec<Problem> {
        let of_articles = self.own.iter().flat_map(|own| &own.problems);
        let mut all: Vec<Problem> = self.problems.iter().chain(of_articles).cloned().collect();
        all.sort_by(|left, right| left.labels.cmp(&right.labels).then(left.cmp(right)));
        all
    }

    /// Takes other texts for some of its documents; every other file is as it was. `false` when the
    /// ground does not bear it: then this is worth nothing, and all is to be assembled anew.
    #[must_use]
    pub fn revise(&mut self, documents: &[Arc<Document>]) -> bool {
        let mut others = Vec::new();
        let mut articles = BTreeMap::new();
        for document in documents {
            match self.by_source.get(&document.source) {
                Some(&id) => drop(articles.insert(id, Arc::clone(document))),
                None => others.push(document),
            }
        }
        let known = |source: &SourcePath| self.others.get(source);
        let is_borne = others.iter().all(|new| {
            known(&new.source).is_some_and(|old| self.bears(old, new))
                && !self.orders.contains(&new.source)
        }) && articles.iter().all(|(id, new)| self.bears_article(*id, new));
        if !is_borne {
            return false;
        }
        for document in others {
            self.others.insert(document.source.clone(), Arc::clone(document));
        }
        self.make_again(articles)
    }

    /// Whether the ground stays as it is when `new` takes the place of `old`.
    fn bears(&self, old: &Document, new: &Document) -> bool {
        let is_named_in =
            |problem: &Problem| problem.labels.iter().any(|label| label.file == old.source);
        // A problem of the ground has places in the front matter: they must not have moved.
        keeps_face(old, new) && (old.front == new.front || !self.problems.iter().any(is_named_in))
    }

    /// Whether the place of `id` is one that the ground knows by more than its address: it names
    /// the site, or its anchors are in the order of articles or the end of a redirect.
    fn bears_article(&self, id: ArticleId, new: &Document) -> bool {
        let entry = self.outline.entry(id);
        let old = &entry.placed.document;
        let is_home = entry.standing.is_head && entry.standing.folder.is_empty();
        let names_site = self.outline.config.title_is_guessed && is_home;
        let leads_here =
            |end: &Option<Target>| matches!(end, Some(Target::Article(end, _)) if *end == id);
        let anchors_count =
            self.written_order.contains_key(&id) || self.redirect_ends.iter().any(leads_here);
        self.bears(old, new)
            && (!names_site || old.title == new.title)
            && (!anchors_count || old.anchors == new.anchors)
    }

    /// Makes the articles `ids` anew, whose documents changed, and those they change. Whether the
    /// files of the site stay the same; when they do not, nothing is right any more.
    fn make_again(&mut self, edited: BTreeMap<ArticleId, Arc<Document>>) -> bool {
        let mut relists = false;
        let mut again: BTreeSet<ArticleId> = edited.keys().copied().collect();
        for (&id, new) in &edited {
            let old = &self.outline.entry(id).placed.document;
            if old.anchors != new.anchors {
                again.extend(self.referring_to(id));
            }
            relists |= self.outline.replace(id, new);
        }
        let mut changed = again.clone();
        let mut targets_of: BTreeMap<ArticleId, Vec<Target>> = BTreeMap::new();
        let mut leads_elsewhere = false;
        for &id in &again {
            let links = Links {
                directory: &self.directory,
                outline: &self.outline,
                former_hosts: &self.former_hosts,
            };
            let (references, problems) = references::of_article(id, &links);
            let before = &self.own[id.index()];
            if references::used_files([&references]) != references::used_files([&before.references])
            {
                return false;
            }
            let targets = complete::targets(&references, &self.redirect_ends, &self.files);
            let own =
                Own::new(self.outline.entry(id), references, problems, &targets, &self.no_pictures);
            leads_elsewhere |= own.leading != before.leading;
            self.own[id.index()] = own;
            changed.extend(self.sharing.replace(&self.outline, id, &targets));
            targets_of.insert(id, targets);
        }
        let link_texts = leads_elsewhere.then(|| link_texts(&self.own));
        self.renew(relists, &changed, targets_of, link_texts.as_deref());
        true
    }

    /// The articles that name `id`.
    fn referring_to(&self, id: ArticleId) -> impl Iterator<Item = ArticleId> {
        let refers = move |own: &Own| own.references.name(id);
        article_ids(self.own.len())
            .zip(&self.own)
            .filter(move |(_, own)| refers(own))
            .map(|(id, _)| id)
    }

    /// Puts the site together again. Of the articles in `changed` everything may be new, of the
    /// others only their neighbours and what links call them.
    fn renew(
        &mut self,
        relists: bool,
        changed: &BTreeSet<ArticleId>,
        mut targets: BTreeMap<ArticleId, Vec<Target>>,
        link_texts: Option<&[Vec<String>]>,
    ) {
        let mut site = Site::clone(&self.site);
        let outline = &self.outline;
        let calendar = Calendar::new(&outline.config, site.build_date);
        let neighbours = relists.then(|| {
            let contents = order::contents(outline, &self.written_order);
            let neighbours = order::neighbours(outline, &contents);
            let with_stops = |locale: &SiteLocale| SiteLocale {
                stops: order::stops(outline, &contents, locale.root),
                ..locale.clone()
            };
            site.locales = Arc::new(site.locales.iter().map(with_stops).collect());
            let pages = site.categories.iter().map(|category| category.pages.clone());
            site.categories = Arc::new(complete::categories(outline, contents, pages));
            neighbours
        });
        // Others than those that changed are looked at only where lists or names may be others.
        let are_all_left = neighbours.is_none() && link_texts.is_none();
        let ids: Vec<ArticleId> = match are_all_left {
            true => changed.iter().copied().collect(),
            false => article_ids(outline.entries.len()).collect(),
        };
        for id in ids {
            let entry = outline.entry(id);
            let old = &site.articles[id.index()];
            let own_names = entry.other_names().count();
            let known = old.link_texts.get(..old.link_texts.len() - own_names).unwrap_or_default();
            let neighbours = neighbours.as_ref().map(|all| all[id.index()]);
            let link_texts = link_texts.map(|all| all[id.index()].as_slice());
            let is_left = !changed.contains(&id)
                && neighbours.is_none_or(|new| new == (old.previous, old.following))
                && link_texts.is_none_or(|new| new == known);
            if is_left {
                continue;
            }
            let references = &self.own[id.index()].references;
            let company = Company {
                neighbours: neighbours.unwrap_or((old.previous, old.following)),
                related: self.sharing.related(outline, id, references),
                link_texts: link_texts.unwrap_or(known).to_vec(),
            };
            let links = targets.remove(&id).unwrap_or_else(|| old.links.clone());
            let new = complete::article(entry, calendar, references, links, &company, &self.files);
            site.articles[id.index()] = Arc::new(new);
        }
        self.site = Arc::new(site);
    }
}

impl Own {
    fn new(
        entry: &Entry,
        references: References,
        mut problems: Vec<Problem>,
        targets: &[Target],
        faults: &HashMap<SourcePath, &'static str>,
    ) -> Self {
        let document = &entry.placed.document;
        no_pictures::tell(document, &references.pictures, faults, &mut problems);
        Self {
            leading: references::links_with_texts(&document.body, targets),
            references,
            problems,
        }
    }
}

/// What every article has for itself, in the order of their ids.
fn owns(
    outline: &Outline,
    resolved: Vec<(References, Vec<Problem>)>,
    targets: &[Vec<Target>],
    faults: &HashMap<SourcePath, &'static str>,
) -> Vec<Own> {
    let entries = outline.entries.par_iter();
    entries
        .zip(resolved)
        .zip(targets)
        .map(|((entry, (references, problems)), targets)| {
            Own::new(entry, references, problems, targets, faults)
        })
        .collect()
}

fn link_texts(own: &[Own]) -> Vec<Vec<String>> {
    references::link_texts(own.iter().map(|own| own.leading.as_slice()))
}

/// What the others make of each article, in the order of their ids.
fn companies(
    outline: &Outline,
    own: &[Own],
    sharing: &Sharing,
    contents: &[Contents],
) -> Vec<Company> {
    let neighbours = order::neighbours(outline, contents);
    let ids: Vec<ArticleId> = article_ids(own.len()).collect();
    ids.into_par_iter()
        .zip(own)
        .zip(neighbours)
        .zip(link_texts(own))
        .map(|(((id, own), neighbours), link_texts)| Company {
            neighbours,
            related: sharing.related(outline, id, &own.references),
            link_texts,
        })
        .collect()
}

/// Published articles, and files that are redirects.
fn apart(
    placed: &[Arc<Placed>],
    decided: &[Result<Visibility, Withheld>],
    standings: Vec<Option<Standing>>,
) -> (Vec<outline::Candidate>, Vec<RedirectFile>) {
    let (mut articles, mut redirects) = (Vec::new(), Vec::new());
    for ((one, decided), standing) in placed.iter().zip(decided).zip(standings) {
        let (Ok(visibility), Some(standing)) = (decided, standing) else { continue };
        match &one.document.front.redirect {
            Some(to) => {
                let (placed, to) = (Arc::clone(one), to.clone());
                redirects.push(RedirectFile { placed, standing, to });
            }
            None => articles.push((Arc::clone(one), standing, *visibility)),
        }
    }
    (articles, redirects)
}

fn no_articles(outline: &Outline) -> Option<Problem> {
    outline.entries.is_empty().then(|| {
        let folder = &outline.config.content;
        let place = if folder.is_empty() { "this folder" } else { folder.as_str() };
        Problem::of(&NO_ARTICLES, "the site has no articles")
            .help(format!("articles are Markdown files below {place} that are published"))
    })
}

fn claimed(files: Vec<RedirectFile>, claims: &mut Claims) -> Vec<RedirectFile> {
    let mut kept = files;
    kept.retain(|file| {
        let by = Claimant::redirect(file.placed.source(), file.standing.named_by, file.to.span);
        claims.claim(&[file.standing.address.output()], by)
    });
    kept
}

/// Enters all that links can lead to. What is entered first keeps an address.
fn enter(
    directory: &mut Directory,
    outline: &Outline,
    redirect_files: &[RedirectFile],
    unpublished: &[Unpublished],
) {
    for (id, entry) in article_ids(outline.entries.len()).zip(&outline.entries) {
        directory.enter_article(id, &entry.placed, &entry.standing.address);
    }
    for (id, folder) in category_ids(outline.folders.len()).zip(&outline.folders) {
        directory.enter_category(id, folder.locale, &folder.folder, &folder.address);
    }
    for (at, file) in redirect_files.iter().enumerate() {
        directory.enter_source(file.placed.source(), Thing::Redirect(at));
        directory.enter_address(&file.standing.address, Thing::Redirect(at));
    }
    for one in unpublished {
        directory.enter_source(&one.source, Thing::Unpublished(one.reason));
    }
}
