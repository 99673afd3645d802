//! Sites for tests: written down in the test, built in memory or by the program itself.

#![allow(dead_code, unreachable_pub, reason = "each test file uses what it needs")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

pub mod html;

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use flate2::read::MultiGzDecoder;

use dopo::check::golden_queries;
use dopo::config::Overrides;
use dopo::output::Memory;
use dopo::pipeline::{self, BuildMoment, BuildOptions, Built, Workbench};
use dopo::source::{SourceTree, memory};
use dopo::text::problem::Checked;
use dopo::text::report::{Detail, terminal};

/// The moment test sites are built for: 1 March 2026, noon in UTC.
pub const MOMENT: &str = "1772366400";

/// A project to be built.
#[derive(Clone, Debug, Default)]
pub struct Project {
    files: BTreeMap<String, Vec<u8>>,
    overrides: Overrides,
    moment: Option<i64>,
}

/// A project with nothing in it.
pub fn project() -> Project {
    Project::default()
}

/// A project that is only an article.
pub fn article(text: &str) -> Project {
    project().file("content/article.md", text)
}

/// A built site.
#[derive(Debug)]
pub struct Site {
    /// Outputs by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What else came of the build.
    pub built: Built,
    /// Its problems as the terminal shows them, all places.
    pub report: String,
}

impl Project {
    /// Adds a file, or replaces it.
    #[must_use]
    pub fn file(mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), bytes.into());
        self
    }

    /// What the command line would say.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Overrides)) -> Self {
        change(&mut self.overrides);
        self
    }

    /// Builds for another moment than [`MOMENT`]: seconds since 1970.
    #[must_use]
    pub fn at(mut self, moment: i64) -> Self {
        self.moment = Some(moment);
        self
    }

    /// Builds it in memory.
    pub fn build(&self) -> Site {
        let sink = Memory::default();
        let built = pipeline::run(&self.tree(), &self.options(), &sink).unwrap();
        let report = terminal(&built.report, Detail::All, false);
        let files = sink
            .into_files()
            .into_iter()
            .map(|(path, held)| (path.to_string(), held.into_bytes().unwrap()))
            .collect();
        Site { files, built, report }
    }

    /// What `dopo check` says of it on a terminal.
    pub fn check(&self) -> String {
        let mut bench = Workbench::new(self.tree(), self.options());
        let golden = golden_queries(bench.tree(), bench.site()).unwrap();
        let report = bench.check(golden.problems);
        terminal(&report, Detail::FirstPlaces, false)
    }

    fn tree(&self) -> Checked<SourceTree> {
        Checked::fine(memory::tree(self.files.iter().map(|(path, bytes)| (path, bytes.clone()))))
    }

    fn options(&self) -> BuildOptions {
        let moment = self.moment.unwrap_or_else(|| MOMENT.parse().unwrap());
        BuildOptions {
            overrides: self.overrides.clone(),
            moment: BuildMoment::Fixed(jiff::Timestamp::from_second(moment).unwrap()),
        }
    }

    /// Writes it into a folder.
    pub fn write(&self, folder: &Path) {
        for (path, bytes) in &self.files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

impl Site {
    /// The text of an output.
    pub fn text(&self, path: &str) -> &str {
        let paths = || self.files.keys().cloned().collect::<Vec<_>>().join("\n");
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("no {path} in\n{}", paths()));
        std::str::from_utf8(bytes).unwrap()
    }

    /// The paths of all outputs.
    pub fn paths(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    /// The paths of the outputs that hold `word` in whatever case: in their name, in their bytes, or
    /// in what these are when inflated.
    pub fn outputs_with(&self, word: &str) -> Vec<&str> {
        let word = word.to_lowercase();
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase().contains(&word);
        let inflated = |bytes: &[u8]| {
            let mut inflated = Vec::new();
            MultiGzDecoder::new(bytes).read_to_end(&mut inflated).unwrap();
            inflated
        };
        self.files
            .iter()
            .filter(|(path, bytes)| {
                holds(path.as_bytes())
                    || if bytes.starts_with(&[0x1f, 0x8b]) {
                        holds(&inflated(bytes))
                    } else {
                        holds(bytes)
                    }
            })
            .map(|(path, _)| path.as_str())
            .collect()
    }

    /// The rules of its problems, in their order.
    pub fn rules(&self) -> Vec<&str> {
        self.built.report.problems().iter().map(|problem| problem.rule.name).collect()
    }
}

/// The program, in an environment of its own.
pub fn dopo() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dopo"));
    let inherited = std::env::vars_os().map(|(name, _)| name);
    for name in inherited.filter(|name| name.to_string_lossy().starts_with("DOPO_")) {
        command.env_remove(name);
    }
    command.env("SOURCE_DATE_EPOCH", MOMENT).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// Runs the program on the project in `root`.
pub fn run(root: &Path, arguments: &[&str]) -> Output {
    dopo().args(arguments).arg("--root").arg(root).output().unwrap()
}

/// The standard error stream of a run.
pub fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The files of a built site by path, without the marker and without what the list beside it names
/// as kept from the publish before: equal for equal inputs.
pub fn site_on_disk(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let kept = kept(folder);
    files_on_disk(folder)
        .into_iter()
        .filter(|(path, _)| path != ".dopo-manifest" && !kept.contains(path))
        .collect()
}

/// What the site has only from the publish before.
pub fn kept(folder: &Path) -> Vec<String> {
    let marker = std::fs::read_to_string(folder.join(".dopo-manifest")).unwrap_or_default();
    let Some(generation) = marker.lines().nth(1) else { return Vec::new() };
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let list = folder.with_file_name(format!(".{name}.dopo/list-{generation}"));
    let list = std::fs::read(&list).unwrap_or_else(|_| panic!("no {}", list.display()));
    let list: serde_json::Value = serde_json::from_slice(&list).unwrap();
    let entries = list["entries"].as_array().unwrap().iter();
    let kept = entries.filter(|entry| entry["life"] == "kept");
    kept.map(|entry| entry["path"].as_str().unwrap().to_owned()).collect()
}

/// All files below a folder.
pub fn files_on_disk(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|found| found.file_type().is_file())
        .map(|found| {
            let path: PathBuf = found.path().strip_prefix(folder).unwrap().to_owned();
            (path.to_string_lossy().replace('\\', "/"), std::fs::read(found.path()).unwrap())
        })
        .collect()
}

/// Places that links lead to, over all pages of a site.
#[derive(Debug)]
pub struct Places {
    /// How many links to places were followed.
    pub checked: usize,
    /// Ids that are there twice, and links whose place is not there.
    pub broken: Vec<String>,
}

/// Looks for ids that are twice on their page, and for links within the site to places that are not
/// there.
pub fn broken_places(site: &Site) -> Places {
    let mut places = Places { checked: 0, broken: Vec::new() };
    let page = |path: &str| {
        let bytes = site.files.get(path)?;
        Some((path.to_owned(), std::str::from_utf8(bytes).ok()?))
    };
    let pages: BTreeMap<String, &str> =
        site.paths().into_iter().filter(|path| path.ends_with(".html")).filter_map(page).collect();
    let ids: BTreeMap<&str, Vec<String>> =
        pages.iter().map(|(path, text)| (path.as_str(), html::values(text, "id"))).collect();
    for (path, ids) in &ids {
        let mut seen = std::collections::BTreeSet::new();
        let doubled = ids.iter().filter(|id| !seen.insert(*id));
        places.broken.extend(doubled.map(|id| format!("{path}: id `{id}` twice")));
    }
    for (path, text) in &pages {
        let hrefs = html::values(text, "href").into_iter();
        let named = ["for", "aria-labelledby"].map(|name| html::values(text, name));
        let named = named.into_iter().flatten().map(|id| format!("#{id}"));
        for href in hrefs.chain(named) {
            let Some((to, place)) = href.split_once('#').filter(|(_, place)| !place.is_empty())
            else {
                continue;
            };
            let target = match to {
                "" => path.clone(),
                _ if to.starts_with('/') => format!("{}index.html", to.trim_start_matches('/')),
                _ => continue,
            };
            let place = percent_encoding::percent_decode_str(place).decode_utf8_lossy();
            places.checked += 1;
            if !ids.get(target.as_str()).is_some_and(|ids| ids.iter().any(|id| *id == place)) {
                places.broken.push(format!("{path}: `{href}` leads nowhere"));
            }
        }
    }
    places
}
