//! What an edit costs on the workbench: 50 articles of a project, chosen by the hash of their path,
//! are edited one by one in memory.
//!
//!     cargo bench --bench edits -- FOLDER
//!
//! FOLDER is a project of many articles. Milliseconds are CPU time of the whole process, medians of
//! the 50, with the clock on the wall beside them; the worst is told too.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dopo::config::Overrides;
use dopo::pipeline::{BuildMoment, BuildOptions, Workbench};
use dopo::site::LocaleId;
use dopo::source::{SourceTree, disk, memory};
use dopo::text::fingerprint;
use dopo::text::path::{OutputPath, SourcePath};
use dopo::text::problem::Checked;

/// How many articles are edited.
const EDITED: usize = 50;

/// What is done to the text of an article.
type Change = fn(&str) -> String;

fn options() -> BuildOptions {
    let moment = jiff::Timestamp::from_second(1_772_366_400).unwrap();
    BuildOptions { overrides: Overrides::default(), moment: BuildMoment::Fixed(moment) }
}

/// CPU time of this process so far.
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap())
}

/// Five words more at the end.
fn body(text: &str) -> String {
    format!("{text}\nFive more words stand here.\n")
}

/// Another word in front of the title, where front matter has it.
fn title(text: &str) -> String {
    text.replacen("\ntitle: ", "\ntitle: Another ", 1)
}

/// CPU and wall of each edit.
struct Times(Vec<(Duration, Duration)>);

impl Times {
    fn row(mut self, name: &str) {
        let shown = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1000.0);
        let middle = self.0.len() / 2;
        self.0.sort();
        let (cpu, worst) = (self.0[middle].0, self.0.last().unwrap().0);
        self.0.sort_by_key(|(_, wall)| *wall);
        let wall = self.0[middle].1;
        println!("| {name} | {} | {} | {} |", shown(cpu), shown(wall), shown(worst));
    }
}

struct Project {
    files: BTreeMap<SourcePath, Vec<u8>>,
    edited: Vec<SourcePath>,
}

impl Project {
    fn read(folder: &Path) -> Self {
        let tree = disk::read(folder, None).unwrap().value;
        let files: BTreeMap<SourcePath, Vec<u8>> =
            tree.iter().map(|(path, _)| (path.clone(), tree.read(path).unwrap())).collect();
        let mut edited: Vec<SourcePath> =
            files.keys().filter(|path| path.is_markdown()).cloned().collect();
        edited.sort_by_key(|path| fingerprint::number(path.as_str().as_bytes()));
        edited.truncate(EDITED);
        Self { files, edited }
    }

    fn tree(&self) -> Checked<SourceTree> {
        let files = self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.clone()));
        Checked::fine(memory::tree(files).named("project"))
    }

    /// Edits each article in turn, and measures from the changed files to the end of `ask`.
    fn times(
        &mut self,
        bench: &mut Workbench,
        change: Change,
        ask: impl Fn(&mut Workbench, &SourcePath),
    ) -> Times {
        let mut times = Vec::new();
        for path in self.edited.clone() {
            let text = String::from_utf8(self.files[&path].clone()).unwrap();
            self.files.insert(path.clone(), change(&text).into());
            let tree = self.tree();
            let (start, since) = (cpu(), Instant::now());
            bench.update(tree, options());
            ask(bench, &path);
            times.push((cpu() - start, since.elapsed()));
        }
        Times(times)
    }
}

/// The file of an article's page.
fn page_of(bench: &Workbench, path: &SourcePath) -> OutputPath {
    let mut articles = bench.site().articles();
    articles.find(|article| article.source == *path).unwrap().address.output()
}

/// The bytes of an article's page and of the page of one that stands beside it.
fn pages(bench: &mut Workbench, path: &SourcePath, with_neighbour: bool) {
    let site = Arc::clone(bench.site());
    let article = site.articles().find(|article| article.source == *path).unwrap();
    assert!(bench.page(&article.address.output()).is_some());
    let neighbour = article.following.or(article.previous).filter(|_| with_neighbour);
    if let Some(neighbour) = neighbour {
        assert!(bench.page(&site.article(neighbour).address.output()).is_some());
    }
}

fn main() {
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        println!("cargo bench --bench edits -- FOLDER");
        return;
    };
    let mut project = Project::read(Path::new(&folder));
    let mut bench = Workbench::for_edits(project.tree(), options());
    let first = page_of(&bench, &project.edited[0]);
    assert!(bench.page(&first).is_some());

    println!("| edit of one of {} files | CPU ms | wall ms | worst CPU ms |", project.files.len());
    println!("| --- | --- | --- | --- |");
    project
        .times(&mut bench, body, |bench, path| pages(bench, path, false))
        .row("body: the bytes of its page");
    project
        .times(&mut bench, title, |bench, path| pages(bench, path, true))
        .row("title: the bytes of its page and of a neighbour");
    bench.search_files(LocaleId::DEFAULT);
    project
        .times(&mut bench, body, |bench, _| drop(bench.search_files(LocaleId::DEFAULT)))
        .row("body: search current");
}
