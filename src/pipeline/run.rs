//! From a workbench to the outputs of a site. Read [`publish`] and [`Workbench::make`], and you know
//! the program.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use super::before::{Appearance, PageBefore, Stands};
use super::{BuildMoment, Timings, Workbench, files, lost};
use crate::config::{Config, Overrides};
use crate::output::{
    Catalogue, CatalogueSearch, Digest, Failure, Output, Place, Published, Sink, Stager,
};
use crate::pages::{self, PageId, Plan};
use crate::render;
use crate::search;
use crate::site::{LocaleId, Site};
use crate::source::SourceTree;
use crate::text::path::{HASHED, OutputPath, UrlPath};
use crate::text::problem::{Checked, Problem};
use crate::text::report::Report;
use crate::text::rule::Rule;
use crate::theme::{self, Theme};

pub(super) static UNRENDERABLE_PAGE: Rule =
    Rule::error("unrenderable-page", "a page cannot be made: a fault in dopo");

/// What a build is told beside the project.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// What the command line and the environment say about the configuration.
    pub overrides: Overrides,
    /// The moment the site is built for.
    pub moment: BuildMoment,
}

/// What a build made.
#[derive(Debug)]
pub struct Built {
    /// The site.
    pub site: Arc<Site>,
    /// Everything that was wrong.
    pub report: Report,
    /// Where the search files of each locale are, all but the root.
    pub search_folders: Vec<UrlPath>,
    /// How long the stages took.
    pub timings: Timings,
}

/// Builds a site and puts it in its place. With an error in the project nothing is published, and
/// the old site stays as it was.
///
/// # Errors
/// When the site cannot be written.
pub fn publish(
    tree: &Checked<SourceTree>,
    options: &BuildOptions,
    place: &Place,
) -> Result<(Built, Option<Published>), Failure> {
    let mut bench = Workbench::new(tree.clone(), options.clone());
    let mut stager = Stager::new(place, &source_folders(&bench.site().config))?;
    let former = stager.take_former();
    let lost = former.map(|former| lost::addresses(&former, bench.site(), bench.tree()));
    let built = bench.make(&stager, lost.unwrap_or_default())?;
    if built.report.has_errors() {
        return Ok((built, None));
    }
    let catalogue = catalogue(&built);
    let published = built.timings.time("publish", || stager.publish(catalogue))?;
    Ok((built, Some(published)))
}

/// Builds a site and gives every output to `sink`, one by one, from many threads.
///
/// # Errors
/// When the sink fails.
pub fn run(
    tree: &Checked<SourceTree>,
    options: &BuildOptions,
    sink: &impl Sink,
) -> Result<Built, Failure> {
    Workbench::new(tree.clone(), options.clone()).make(sink, Vec::new())
}

impl Workbench {
    /// Gives every output of the site as it is now to `sink`, one by one, from many threads: pages
    /// planned and rendered, the search index made beside them. `problems` are told with those met.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn make(&mut self, sink: &impl Sink, mut problems: Vec<Problem>) -> Result<Built, Failure> {
        let (theme, plan) = self.prepare();
        problems.extend(self.problems());
        let work = Work { bench: self, plan: &plan, theme: &theme, sink };
        let (index, pages) = rayon::join(|| work.search_files(), || work.pages());
        let search_folders = index?;
        let of_pages = pages?;
        work.files_beside()?;
        problems.extend(work.published_files()?);
        if !of_pages.is_empty() {
            // Templates that were stopped are not tried again and again; a mended page is.
            self.forget_theme();
        }
        problems.extend(of_pages);
        let site = Arc::clone(self.site());
        let report = site.config.report(problems);
        Ok(Built { report, site, search_folders, timings: std::mem::take(&mut self.timings) })
    }

    /// Everything that [`make`](Self::make) would tell. Of pages and pictures just what can go wrong
    /// is made: the templates of the default theme never fail, those of a project may on any page.
    /// `problems` are told with those met.
    pub fn check(&mut self, mut problems: Vec<Problem>) -> Report {
        let (theme, plan) = self.prepare();
        problems.extend(self.problems());
        if theme.has_own_templates() {
            let render = |&id: &PageId| {
                let page = guarded(&plan, id, || render::page(&plan.page(id), &theme));
                page.map_or_else(|problem| vec![problem], |page| page.problems)
            };
            problems.par_extend(plan.pages().par_iter().flat_map_iter(render));
        }
        let site = self.site();
        let of_files = site.files.par_iter().filter_map(|file| files::check(self.tree(), file));
        problems.par_extend(of_files);
        site.config.report(problems)
    }
}

/// What the next build has to know of this one.
fn catalogue(built: &Built) -> Catalogue {
    let site = &built.site;
    let searches = site.locales_by_id().zip(&built.search_folders);
    let searches = searches.map(|((id, locale), folder)| CatalogueSearch {
        locale: locale.locale.to_string(),
        folder: folder.clone(),
        found: search::found_addresses(site, id),
    });
    Catalogue { pages: lost::pages(site), files: lost::files(site), searches: searches.collect() }
}

/// Folders with what a person wrote, relative to the project: no place for a site.
fn source_folders(config: &Config) -> Vec<&str> {
    let locales = config.locales.iter().filter_map(|locale| locale.content.as_deref());
    let fixed = ["content", "static", "data", "themes", "templates", "strings"];
    fixed.into_iter().chain([config.content.as_str()]).chain(locales).collect()
}

/// Everything after the site: what is made of it, each part when its turn comes, and let go.
struct Work<'a, S> {
    bench: &'a Workbench,
    plan: &'a Plan,
    theme: &'a Theme,
    sink: &'a S,
}

impl<S: Sink> Work<'_, S> {
    fn put(&self, path: OutputPath, bytes: Vec<u8>) -> Result<(), Failure> {
        self.bench.timings.time("write", || self.sink.put(Output { path, bytes }))
    }

    /// The search files of every locale: one root at a fixed address, the rest named by their content.
    /// Gives the folder of each.
    fn search_files(&self) -> Result<Vec<UrlPath>, Failure> {
        let site = self.plan.site();
        let of_locale = |id: LocaleId| {
            let files = self.bench.timings.time("search", || self.bench.search_files(id));
            self.put(site.locale(id).search_root().output(), files.root)?;
            let folder = UrlPath::new(format!("{HASHED}{}/", files.folder));
            for file in files.files {
                let address = UrlPath::new(format!("{folder}{}", file.name));
                self.put(address.output(), file.bytes)?;
            }
            Ok(folder)
        };
        let ids: Vec<LocaleId> = site.locale_ids().collect();
        ids.into_par_iter().map(of_locale).collect()
    }

    /// Every page, and the Markdown twin of those that show an article.
    fn pages(&self) -> Result<Vec<Problem>, Failure> {
        let together = |mut all: Vec<Problem>, more: Vec<Problem>| {
            all.extend(more);
            Ok(all)
        };
        let pages = self.plan.pages().par_iter();
        pages
            .try_fold(Vec::new, |all, &id| together(all, self.page(id)?))
            .try_reduce(Vec::new, together)
    }

    fn page(&self, id: PageId) -> Result<Vec<Problem>, Failure> {
        let timings = &self.bench.timings;
        let planned = || timings.time("pages", || self.plan.page(id));
        let page = match guarded(self.plan, id, planned) {
            Ok(page) => page,
            Err(problem) => return Ok(vec![problem]),
        };
        let before = self.bench.before().map(|all| (all, Appearance::of(&page, self.theme)));
        let stands = match &before {
            Some((all, appearance)) => all.stands(&page.output, *appearance, self.sink)?,
            None => Stands::default(),
        };
        let made = || {
            let html = || timings.time("render", || render::page(&page, self.theme));
            let twin = || timings.time("twins", || pages::beside::twin(self.plan, id));
            ((!stands.page).then(html), (!stands.twin).then(twin).flatten())
        };
        let (html, twin) = match guarded(self.plan, id, made) {
            Ok(made) => made,
            Err(problem) => return Ok(vec![problem]),
        };
        if let (Some((all, appearance)), Some(html)) = (before, &html)
            // What is wrong with a page is told anew each time.
            && html.problems.is_empty()
        {
            let old_twin = stands.before.and_then(|before| before.twin);
            let new_twin = twin.as_ref().map(|twin| (twin.path.clone(), Digest::of(&twin.bytes)));
            let (page_digest, twin) = (Digest::of(&html.value.bytes), new_twin.or(old_twin));
            all.remember(page.output, PageBefore { appearance, page: page_digest, twin });
        }
        if let Some(twin) = twin {
            self.put(twin.path, twin.bytes)?;
        }
        let Some(html) = html else { return Ok(Vec::new()) };
        self.put(html.value.path, html.value.bytes)?;
        Ok(html.problems)
    }

    /// The files of the theme, and what stands beside the pages: sitemap, feed, header files.
    fn files_beside(&self) -> Result<(), Failure> {
        for (path, bytes) in self.theme.assets() {
            self.put(path.clone(), bytes.clone())?;
        }
        let policy = theme::content_security_policy(&self.plan.site().config.image_hosts);
        let files = self.bench.timings.time("beside", || pages::beside::files(self.plan, &policy));
        files.into_iter().try_for_each(|file| self.put(file.path, file.bytes))
    }

    /// `static/`, and the files that articles show or link to.
    fn published_files(&self) -> Result<Vec<Problem>, Failure> {
        let files = &self.plan.site().files;
        let made: Vec<Option<Problem>> = files
            .par_iter()
            .map(|file| {
                self.bench
                    .timings
                    .time("files", || files::publish(self.bench.tree(), file, self.sink))
            })
            .collect::<Result<_, _>>()?;
        Ok(made.into_iter().flatten().collect())
    }
}

/// Does `work` on a page. A fault in it must not hide what is wrong on the others.
fn guarded<T>(plan: &Plan, id: PageId, work: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let problem = Problem::of(&UNRENDERABLE_PAGE, "a page cannot be made")
            .help("this is a fault in dopo: please report it, with the file");
        match id {
            PageId::Article(article) => problem.in_file(&plan.site().article(article).source, ""),
            _ => problem,
        }
    })
}
