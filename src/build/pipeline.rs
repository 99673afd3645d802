//! From a project to an output folder. Read [`publish`], [`assemble`] and [`make`], and you know
//! the program.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use super::{BuildMoment, Timings, files, lost};
use crate::config::{self, Config, Overrides};
use crate::output::{Catalogue, CatalogueSearch, Output, Place, Published, Sink, Stager};
use crate::pages::{self, PageId, Plan};
use crate::parse::{self, Document};
use crate::render;
use crate::search;
use crate::site::{self, LocaleId, Site};
use crate::source::{self, SourceTree};
use crate::text::path::{HASHED, OutputPath, SourcePath, UrlPath};
use crate::text::problem::{Checked, Problem, locate};
use crate::text::report::Report;
use crate::theme::{self, Theme, ThemeOptions};

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

/// Why a build could not be done.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub enum Failure {
    /// The site could not be written.
    Output(#[from] crate::output::Failure),
    /// The search index could not be made.
    Search(#[from] search::IndexFailure),
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
    let timings = Timings::default();
    let mut site = assemble(tree, options, &timings);
    let stager = Stager::new(place, &source_folders(&site.value.config))?;
    if let Some(former) = stager.former() {
        site.problems.extend(lost::addresses(former, &site.value, &tree.value));
    }
    let built = make(&tree.value, site, timings, &stager)?;
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
/// When the sink fails, or memory for the search index runs out.
pub fn run(
    tree: &Checked<SourceTree>,
    options: &BuildOptions,
    sink: &impl Sink,
) -> Result<Built, Failure> {
    let timings = Timings::default();
    let site = assemble(tree, options, &timings);
    make(&tree.value, site, timings, sink)
}

/// From the files to the site: configuration read, articles parsed, references resolved.
pub fn assemble(
    tree: &Checked<SourceTree>,
    options: &BuildOptions,
    timings: &Timings,
) -> Checked<Arc<Site>> {
    let mut problems = tree.problems.clone();
    let tree = &tree.value;
    let config = timings.time("config", || config::load(tree, &options.overrides));
    let config = Arc::new(config.into_value(&mut problems));
    let date = options.moment.date(&config.time_zone);
    let articles = site::sources(tree, &config);
    let parsed = timings.time("parse", || parse_all(tree, &articles));
    let Parsed { documents, texts } = parsed.into_value(&mut problems);
    let site = timings.time("site", || site::assemble(documents, config, tree, date));
    let site = site.into_value(&mut problems);
    // What is wrong between articles is known only now; after this nobody needs their texts.
    locate(&mut problems, |file| texts.get(file).map(String::as_str));
    Checked { value: site, problems }
}

/// From the site to its outputs: pages planned and rendered, the search index made beside them.
fn make(
    tree: &SourceTree,
    site: Checked<Arc<Site>>,
    timings: Timings,
    sink: &impl Sink,
) -> Result<Built, Failure> {
    let mut problems = Vec::new();
    let site = site.into_value(&mut problems);
    let theme = timings.time("theme", || theme::load(tree, &theme_options(&site.config)));
    let theme = theme.into_value(&mut problems);
    let plan = timings.time("plan", || pages::plan(site.clone()));

    let work = Work { tree, plan: &plan, theme: &theme, timings: &timings, sink };
    let (index, pages) = rayon::join(|| work.search_files(), || work.pages());
    let search_folders = index?;
    problems.extend(pages?);
    work.files_beside()?;
    problems.extend(work.published_files()?);

    Ok(Built { report: site.config.report(problems), site, search_folders, timings })
}

/// What the next build has to know of this one.
fn catalogue(built: &Built) -> Catalogue {
    let site = &built.site;
    let searches = site.locales.iter().zip(&built.search_folders).enumerate();
    let searches = searches.map(|(at, (locale, folder))| CatalogueSearch {
        locale: locale.locale.to_string(),
        folder: folder.clone(),
        found: search::found_addresses(site, LocaleId(at as u16)),
    });
    Catalogue { pages: lost::pages(site), files: lost::files(site), searches: searches.collect() }
}

/// Folders with what a person wrote, relative to the project: no place for a site.
fn source_folders(config: &Config) -> Vec<&str> {
    let locales = config.locales.iter().filter_map(|locale| locale.content.as_deref());
    let fixed = ["content", "static", "data", "themes", "templates", "strings"];
    fixed.into_iter().chain([config.content.as_str()]).chain(locales).collect()
}

/// The articles as they were read.
#[derive(Default)]
struct Parsed {
    documents: Vec<Document>,
    /// What they were parsed from, for the places of problems.
    texts: HashMap<SourcePath, String>,
}

/// Reads and parses articles, in parallel; their order stays.
fn parse_all(tree: &SourceTree, articles: &[SourcePath]) -> Checked<Parsed> {
    let parsed: Vec<Result<(Checked<Document>, String), Problem>> = articles
        .par_iter()
        .map(|path| {
            let text = source::article(tree, path)?;
            Ok((parse::document(path, &text), text))
        })
        .collect();
    let mut all = Checked::<Parsed>::default();
    for (path, read) in articles.iter().zip(parsed) {
        match read {
            Ok((document, text)) => {
                all.value.documents.push(document.into_value(&mut all.problems));
                all.value.texts.insert(path.clone(), text);
            }
            Err(problem) => all.problems.push(problem),
        }
    }
    all
}

fn theme_options(config: &Config) -> ThemeOptions {
    ThemeOptions {
        name: config.theme.clone(),
        name_label: config.theme_label.clone(),
        accent: config.accent.clone(),
        title: config.title.clone(),
    }
}

/// Everything after the site: what is made of it, each part when its turn comes, and let go.
struct Work<'a, S> {
    tree: &'a SourceTree,
    plan: &'a Plan,
    theme: &'a Theme,
    timings: &'a Timings,
    sink: &'a S,
}

impl<S: Sink> Work<'_, S> {
    fn put(&self, path: OutputPath, bytes: Vec<u8>) -> Result<(), Failure> {
        self.timings.time("write", || self.sink.put(Output { path, bytes }))?;
        Ok(())
    }

    /// The search files of every locale: one root at a fixed address, the rest in a hashed folder.
    /// Gives the folder of each.
    fn search_files(&self) -> Result<Vec<UrlPath>, Failure> {
        let site = self.plan.site();
        let of_locale = |at| {
            let id = LocaleId(at as u16);
            let files = self.timings.time("search", || search::index(site, id))?;
            self.put(site.locale(id).search_root().output(), files.root)?;
            let folder = UrlPath::new(format!("{HASHED}{}/", files.folder));
            for file in files.files {
                let address = UrlPath::new(format!("{folder}{}", file.name));
                self.put(address.output(), file.bytes)?;
            }
            Ok(folder)
        };
        (0..site.locales.len()).into_par_iter().map(of_locale).collect()
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
        // A fault on one page must not hide what is wrong on the others.
        let made = catch_unwind(AssertUnwindSafe(|| {
            let page = self.timings.time("pages", || self.plan.page(id));
            let html = self.timings.time("render", || render::page(&page, self.theme));
            let twin = self.timings.time("twins", || pages::beside::twin(self.plan, id));
            (html, twin)
        }));
        let Ok((html, twin)) = made else { return Ok(vec![self.unrenderable(id)]) };
        self.put(html.value.path, html.value.bytes)?;
        if let Some(twin) = twin {
            self.put(twin.path, twin.bytes)?;
        }
        Ok(html.problems)
    }

    fn unrenderable(&self, id: PageId) -> Problem {
        let problem = Problem::error("unrenderable-page", "a page cannot be made")
            .help("this is a fault in dopo: please report it, with the file");
        match id {
            PageId::Article(article) => {
                problem.in_file(&self.plan.site().article(article).source, "")
            }
            _ => problem,
        }
    }

    /// The files of the theme, and what stands beside the pages: sitemap, feed, header files.
    fn files_beside(&self) -> Result<(), Failure> {
        for (path, bytes) in self.theme.assets() {
            self.put(path.clone(), bytes.clone())?;
        }
        let policy = theme::content_security_policy(&self.plan.site().config.image_hosts);
        let files = self.timings.time("beside", || pages::beside::files(self.plan, &policy));
        files.into_iter().try_for_each(|file| self.put(file.path, file.bytes))
    }

    /// `static/`, and the files that articles show or link to.
    fn published_files(&self) -> Result<Vec<Problem>, Failure> {
        let files = &self.plan.site().files;
        let made: Vec<Option<Problem>> = files
            .par_iter()
            .map(|file| self.timings.time("files", || files::publish(self.tree, file, self.sink)))
            .collect::<Result<_, _>>()?;
        Ok(made.into_iter().flatten().collect())
    }
}
