//! A project in memory, brought up to date by what changed on disk.
//!
//! It holds what each stage made and what that was made from: the configuration and the theme with
//! the questions they asked of the tree, documents by path, the assembled site in its two layers. An
//! update asks which of them a changed file concerns and makes just those anew. What comes out is
//! always what a clean build of the same files gives.
//!
//! It is not a cache of outputs: those are remembered by the sinks that hold them
//! (`pipeline::memory`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::documents::Documents;
use super::memory::Remembered;
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
    assembly: Assembly,
    /// What assembling asked of the tree.
    assembled_from: Arc<Trace>,
    pub(super) theme: Option<Made<Theme>>,
    plan: Option<Arc<Plan>>,
    /// What search knows of the articles of each locale, where edits are to come.
    indexes: Option<Mutex<BTreeMap<Locale, Index>>>,
    /// What the sinks before have of this project.
    pub(super) remembered: Remembered,
    pub(super) timings: Timings,
}

/// A value made of files, and what was asked for to make it.
#[derive(Debug)]
pub(super) struct Made<T> {
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
    /// Reads a project and assembles its site.
    pub fn new(tree: Checked<SourceTree>, options: BuildOptions) -> Self {
        let timings = Timings::default();
        let load = |tree: &SourceTree| config::load(tree, &options.overrides, &RULES);
        let config = timings.time("config", || Made::of(&tree.value, load));
        let date = options.moment.date(&config.value.time_zone);
        let articles: BTreeSet<SourcePath> =
            site::sources(&tree.value, &config.value).into_iter().collect();
        let mut documents = Documents::default();
        timings.time("parse", || documents.update(&tree.value, &articles, &BTreeSet::new()));
        let (traced, assembled_from) = tree.value.traced();
        let assembly = timings.time("site", || {
            Assembly::new(documents.all(), Arc::clone(&config.value), &traced, date)
        });
        Self {
            options,
            tree,
            config,
            date,
            articles,
            documents,
            assembly,
            assembled_from,
            theme: None,
            plan: None,
            indexes: None,
            remembered: Remembered::default(),
            timings,
        }
    }

    /// The same, for a project that is going to be edited: what takes memory to be remembered is.
    pub fn for_edits(tree: Checked<SourceTree>, options: BuildOptions) -> Self {
        Self { indexes: Some(Mutex::default()), ..Self::new(tree, options) }
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
            let load = |tree: &SourceTree| config::load(tree, &self.options.overrides, &RULES);
            self.config = self.timings.time("config", || Made::of(&self.tree.value, load));
            self.theme = None;
        }
        if self.theme.as_ref().is_some_and(|theme| concerned(&theme.trace, &changes)) {
            self.theme = None;
        }
        if is_configured_anew || changes.values().any(|came_or_went| *came_or_went) {
            let articles = site::sources(&self.tree.value, &self.config.value);
            self.articles = articles.into_iter().collect();
        }
        let date = self.options.moment.date(&self.config.value.time_zone);
        let update = self
            .timings
            .time("parse", || self.documents.update(&self.tree.value, &self.articles, &changed));
        let is_new_ground = is_configured_anew
            || update.came_or_went
            || std::mem::replace(&mut self.date, date) != date
            || concerned(&self.assembled_from, &changes);
        if !is_new_ground && update.changed.is_empty() {
            return;
        }
        let revised = |assembly: &mut Assembly| assembly.revise(&update.changed);
        if !is_new_ground && self.timings.time("site", || revised(&mut self.assembly)) {
            let site = Arc::clone(self.assembly.site());
            let plan = self.plan.take();
            self.plan = plan.map(|plan| Arc::new(plan.of_revised(site)));
            return;
        }
        self.plan = None;
        let (traced, assembled_from) = self.tree.value.traced();
        self.assembly = self.timings.time("site", || {
            Assembly::new(self.documents.all(), Arc::clone(&self.config.value), &traced, self.date)
        });
        self.assembled_from = assembled_from;
    }

    /// The site.
    pub fn site(&self) -> &Arc<Site> {
        self.assembly.site()
    }

    /// The files of the project.
    pub fn tree(&self) -> &SourceTree {
        &self.tree.value
    }

    /// What is wrong with the files, the configuration and the articles, and with the theme once it
    /// was asked for; in no order. What is wrong with single pages is known when they are made.
    pub fn problems(&self) -> Vec<Problem> {
        let mut between = self.assembly.problems();
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
        let Some(indexes) = &self.indexes else { return search::index(site, locale) };
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
        let site = self.assembly.site();
        let plan = self.plan.get_or_insert_with(|| {
            timings.time("plan", || Arc::new(pages::plan(Arc::clone(site))))
        });
        (Arc::clone(&theme.value), Arc::clone(plan))
    }
}

fn theme_options(config: &Config) -> ThemeOptions {
    ThemeOptions {
        name: config.theme.clone(),
        name_label: config.theme_label.clone(),
        accent: config.accent.clone(),
        title: config.title.clone(),
    }
}
