//! A project in memory, brought up to date by what changed on disk.
//!
//! It holds what each stage made and what that was made from: the configuration and the theme with
//! the questions they asked of the tree, documents by path, the assembled site in its two layers. An
//! update asks which of them a changed file concerns and makes just those anew. What comes out is
//! always what a clean build of the same files gives.
//!
//! A batch build is a workbench that is asked once: it keeps the site and lets go of all that only an
//! edit would need ([`Lasting`]). Outputs are held by the sinks and never here (`pipeline::before`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::before::Before;
use super::documents::Documents;
use super::{BuildOptions, RULES, Timings};
use crate::config::{self, BuildDate, Config};
use crate::output::Output;
use crate::pages::{self, Plan};
use crate::render;
use crate::search::{self, Index, SearchFiles};
use crate::site::{self, Assembly, LocaleId, Site};
use crate::source::{SourceTree, Trace};
use crate::text::locale::Locale;
use crate::text::path::{OutputPath, SourcePath};
use crate::text::problem::{Checked, Problem, locate};
use crate::theme::{self, Theme, ThemeOptions};

/// A project, read and assembled. See the head of the module.
#[derive(Debug)]
pub struct Workbench {
    options: BuildOptions,
    tree: Checked<SourceTree>,
    config: Made<Config>,
    date: BuildDate,
    /// The files that are articles.
    articles: BTreeSet<SourcePath>,
    documents: Documents,
    site: Arc<Site>,
    /// What is wrong between articles.
    between: Vec<Problem>,
    theme: Option<Made<Theme>>,
    plan: Option<Arc<Plan>>,
    /// `None` where no edit is to come.
    lasting: Option<Lasting>,
    pub(super) timings: Timings,
}

/// What takes memory and makes an edit cheap.
#[derive(Debug)]
struct Lasting {
    assembly: Assembly,
    /// What assembling asked of the tree.
    assembled_from: Arc<Trace>,
    /// What search knows of the articles of each locale.
    indexes: Mutex<BTreeMap<Locale, Index>>,
    /// What the sinks before have of this project.
    before: Before,
}

/// A value made of files, and what was asked for to make it.
#[derive(Debug)]
struct Made<T> {
    value: Arc<T>,
    problems: Vec<Problem>,
    trace: Arc<Trace>,
}

impl<T> Made<T> {
    fn of(tree: &SourceTree, make: impl FnOnce(&SourceTree) -> Checked<T>) -> Self {
        let (tree, trace) = tree.traced();
        let Checked { value, problems } = make(&tree);
        Self { value: Arc::new(value), problems, trace }
    }
}

/// Files that changed, and whether they came or went.
type Changes = BTreeMap<SourcePath, bool>;

fn concerned(trace: &Trace, changes: &Changes) -> bool {
    changes.iter().any(|(path, came_or_went)| trace.concerns(path, *came_or_went))
}

impl Workbench {
    /// Reads a project and assembles its site, once.
    pub fn new(tree: Checked<SourceTree>, options: BuildOptions) -> Self {
        Self { lasting: None, ..Self::for_edits(tree, options) }
    }

    /// The same, for a project that is going to be edited.
    pub fn for_edits(tree: Checked<SourceTree>, options: BuildOptions) -> Self {
        let timings = Timings::default();
        let config = configured(&tree.value, &options, &timings);
        let date = options.moment.date(&config.value.time_zone);
        let articles = site::sources(&tree.value, &config.value).into_iter().collect();
        let mut documents = Documents::default();
        timings.time("parse", || documents.update(&tree.value, &articles, &BTreeSet::new()));
        let (assembly, assembled_from) =
            assembled(&tree.value, &documents, &config.value, date, &timings);
        Self {
            site: Arc::clone(assembly.site()),
            between: assembly.problems(),
            lasting: Some(Lasting {
                assembly,
                assembled_from,
                indexes: Mutex::default(),
                before: Before::default(),
            }),
            options,
            tree,
            config,
            date,
            articles,
            documents,
            theme: None,
            plan: None,
            timings,
        }
    }

    /// Brings everything up to date with the project as it is in `tree`.
    pub fn update(&mut self, tree: Checked<SourceTree>, options: BuildOptions) {
        self.timings = Timings::default();
        let changed = tree.value.changed_since(&self.tree.value);
        let has = |tree: &SourceTree, path: &SourcePath| tree.contains(path.as_str());
        let came_or_went =
            |path: &SourcePath| has(&tree.value, path) != has(&self.tree.value, path);
        let changes: Changes =
            changed.iter().map(|path| (path.clone(), came_or_went(path))).collect();
        let is_told_else = options.overrides != self.options.overrides;
        self.tree = tree;
        self.options = options;

        let is_configured_anew = is_told_else || concerned(&self.config.trace, &changes);
        if is_configured_anew {
            self.config = configured(&self.tree.value, &self.options, &self.timings);
        }
        let has_other_theme =
            |theme: &mut Made<Theme>| is_configured_anew || concerned(&theme.trace, &changes);
        drop(self.theme.take_if(has_other_theme));
        if is_configured_anew || changes.values().any(|came_or_went| *came_or_went) {
            let articles = site::sources(&self.tree.value, &self.config.value);
            self.articles = articles.into_iter().collect();
        }
        let date = self.options.moment.date(&self.config.value.time_zone);
        let is_of_another_day = std::mem::replace(&mut self.date, date) != date;
        let update = self
            .timings
            .time("parse", || self.documents.update(&self.tree.value, &self.articles, &changed));
        let stands = |lasting: &Lasting| {
            !is_configured_anew
                && !is_of_another_day
                && !update.came_or_went
                && !concerned(&lasting.assembled_from, &changes)
        };
        match &mut self.lasting {
            Some(lasting) if stands(lasting) => {
                let revise = || lasting.assembly.revise(&update.changed);
                if update.changed.is_empty() {
                    return;
                }
                if self.timings.time("site", revise) {
                    self.site = Arc::clone(lasting.assembly.site());
                    self.between = lasting.assembly.problems();
                    let plan = self.plan.take();
                    let revised = |plan: Arc<Plan>| plan.of_revised(Arc::clone(&self.site));
                    self.plan = plan.map(revised).map(Arc::new);
                    return;
                }
            }
            _ => {}
        }
        self.assemble();
    }

    /// Lays the ground anew.
    fn assemble(&mut self) {
        let (assembly, assembled_from) = assembled(
            &self.tree.value,
            &self.documents,
            &self.config.value,
            self.date,
            &self.timings,
        );
        self.site = Arc::clone(assembly.site());
        self.between = assembly.problems();
        self.plan = None;
        if let Some(lasting) = &mut self.lasting {
            lasting.assembly = assembly;
            lasting.assembled_from = assembled_from;
        }
    }

    /// The site.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// What the sinks before have of this project; `None` where nothing of it is remembered.
    pub(super) fn before(&self) -> Option<&Before> {
        self.lasting.as_ref().map(|lasting| &lasting.before)
    }

    /// Lets go of the theme: it has stopped templates that are to be tried again after an edit.
    pub(super) fn forget_theme(&mut self) {
        self.theme = None;
    }

    /// The files of the project.
    pub fn tree(&self) -> &SourceTree {
        &self.tree.value
    }

    /// What is wrong with the files, the configuration and the articles, and with the theme once it
    /// was asked for; in no order. What is wrong with single pages is known when they are made.
    pub fn problems(&self) -> Vec<Problem> {
        let mut between = self.between.clone();
        self.locate(&mut between);
        let of_theme = self.theme.iter().flat_map(|theme| &theme.problems);
        let before = self.tree.problems.iter().chain(&self.config.problems).chain(of_theme);
        before.chain(self.documents.problems()).cloned().chain(between).collect()
    }

    /// Says for people where the bytes are that problems between articles name.
    fn locate(&self, problems: &mut [Problem]) {
        let labels = problems.iter().flat_map(|problem| &problem.labels);
        let files: BTreeSet<&SourcePath> =
            labels.filter(|label| label.span.is_some()).map(|label| &label.file).collect();
        let text =
            |file: &SourcePath| Some((file.clone(), self.documents.text(self.tree(), file)?));
        let texts: BTreeMap<SourcePath, String> = files.into_iter().filter_map(text).collect();
        locate(problems, |file| texts.get(file).map(String::as_str));
    }

    /// The search files of a locale.
    pub fn search_files(&self, locale: LocaleId) -> SearchFiles {
        let site = self.site();
        let Some(lasting) = &self.lasting else { return search::index(site, locale) };
        let indexes = &lasting.indexes;
        let tag = &site.locale(locale).locale;
        let known = indexes.lock().unwrap_or_else(PoisonError::into_inner).remove(tag);
        let mut index = known.unwrap_or_default();
        let files = index.update(site, locale);
        indexes.lock().unwrap_or_else(PoisonError::into_inner).insert(tag.clone(), index);
        files
    }

    /// The page that is written to `output`, rendered now; `None` where the site has no such page.
    pub fn page(&mut self, output: &OutputPath) -> Option<Checked<Output>> {
        let (theme, plan) = self.prepare();
        let page = plan.page(plan.page_at(output)?);
        Some(render::page(&page, &theme))
    }

    /// The theme and the plan, which not every client needs.
    pub(super) fn prepare(&mut self) -> (Arc<Theme>, Arc<Plan>) {
        let (tree, config, timings) = (&self.tree.value, &self.config.value, &self.timings);
        let theme = self.theme.get_or_insert_with(|| {
            let options = theme_options(config);
            timings.time("theme", || Made::of(tree, |tree| theme::load(tree, &options)))
        });
        let site = &self.site;
        let plan = self.plan.get_or_insert_with(|| {
            timings.time("plan", || Arc::new(pages::plan(Arc::clone(site))))
        });
        (Arc::clone(&theme.value), Arc::clone(plan))
    }
}

fn configured(tree: &SourceTree, options: &BuildOptions, timings: &Timings) -> Made<Config> {
    let load = |tree: &SourceTree| config::load(tree, &options.overrides, &RULES);
    timings.time("config", || Made::of(tree, load))
}

fn assembled(
    tree: &SourceTree,
    documents: &Documents,
    config: &Arc<Config>,
    date: BuildDate,
    timings: &Timings,
) -> (Assembly, Arc<Trace>) {
    let (tree, trace) = tree.traced();
    let assemble = || Assembly::new(documents.all(), Arc::clone(config), &tree, date);
    (timings.time("site", assemble), trace)
}

fn theme_options(config: &Config) -> ThemeOptions {
    ThemeOptions {
        name: config.theme.clone(),
        name_label: config.theme_label.clone(),
        accent: config.accent.clone(),
        title: config.title.clone(),
    }
}
