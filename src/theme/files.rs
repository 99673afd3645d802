//! Where the files of a theme come from.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use super::nesting;
use crate::source::{self, SourceTree};
use crate::text::path::SourcePath;
use crate::text::problem::{Label, Problem, nearest};
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(super) static DEEP_THEME_FILE: Rule = Rule::warning(
    "deep-theme-file",
    "a style sheet or a script of a theme has more than 100 levels of nesting, or endless \
     statements; it is published as it was written",
);
pub(super) static UNKNOWN_THEME: Rule =
    Rule::error("unknown-theme", "there is no folder `themes/NAME`");

/// The default theme, inside the binary.
static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Name of the embedded theme.
const DEFAULT_NAME: &str = "default";

/// Folders of a theme that a project may override file by file at its own root.
const OVERRIDABLE: [&str; 2] = ["templates", "strings"];

/// One file of a theme.
#[derive(Clone, Debug)]
pub(super) struct ThemeFile {
    /// Where it comes from, for problems.
    pub(super) source: SourcePath,
    /// Its text.
    pub(super) text: String,
    /// Written by the user, not by us.
    pub(super) is_own: bool,
}

/// All text files of a theme by their path in it, each with its versions: the one to use first,
/// then those it hides.
#[derive(Debug)]
pub(super) struct ThemeFiles(BTreeMap<String, Vec<ThemeFile>>);

impl ThemeFiles {
    /// Collects the files of the theme `name`, which is named at `named_at`.
    pub(super) fn find(
        tree: &SourceTree,
        name: &str,
        named_at: Option<&Label>,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut files = Self(BTreeMap::new());
        for folder in OVERRIDABLE {
            for (path, _) in tree.below(folder) {
                files.add_own(tree, path, path.as_str(), problems);
            }
        }
        let folder = format!("themes/{name}");
        let mut found = name == DEFAULT_NAME;
        for (path, _) in tree.below(&folder) {
            found = true;
            let within = path.as_str().strip_prefix(&folder).unwrap_or("");
            files.add_own(tree, path, within.trim_start_matches('/'), problems);
        }
        if !found {
            problems.push(unknown_theme(tree, name, named_at));
        }
        files.add_embedded(&DEFAULT);
        files
    }

    fn add_own(
        &mut self,
        tree: &SourceTree,
        path: &SourcePath,
        within: &str,
        problems: &mut Vec<Problem>,
    ) {
        if !matches!(path.extension(), "html" | "css" | "js" | "toml") {
            return;
        }
        match source::text(tree, path) {
            Ok(text) => {
                let text = text.unwrap_or_default();
                if matches!(path.extension(), "css" | "js")
                    && let Some(at) = nesting::too_deep(&text)
                {
                    problems.push(too_deep(path, at));
                }
                let file = ThemeFile { source: path.clone(), text, is_own: true };
                self.0.entry(within.to_owned()).or_default().push(file);
            }
            Err(problem) => problems.push(problem),
        }
    }

    fn add_embedded(&mut self, folder: &Dir<'_>) {
        for file in folder.files() {
            if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                let source = SourcePath::new(format!("themes/{DEFAULT_NAME}/{path}"));
                let file = ThemeFile { source, text: text.to_owned(), is_own: false };
                self.0.entry(path.replace('\\', "/")).or_default().push(file);
            }
        }
        for inner in folder.dirs() {
            self.add_embedded(inner);
        }
    }

    /// The versions of a file, the one to use first.
    pub(super) fn versions(&self, path: &str) -> &[ThemeFile] {
        self.0.get(path).map_or(&[], Vec::as_slice)
    }

    /// The text of a file, empty when there is none.
    pub(super) fn text(&self, path: &str) -> &str {
        self.versions(path).first().map_or("", |file| &file.text)
    }

    /// The text of the file at `source` in the project.
    pub(super) fn text_of(&self, source: &SourcePath) -> Option<&str> {
        let file = self.0.values().flatten().find(|file| file.source == *source);
        file.map(|file| file.text.as_str())
    }

    /// The files below `folder` with this ending, by their path in it.
    pub(super) fn below<'a>(
        &'a self,
        folder: &'a str,
        extension: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a [ThemeFile])> {
        self.0.iter().filter_map(move |(path, versions)| {
            let within = path.strip_prefix(folder)?.strip_prefix('/')?;
            let fits = within.rsplit_once('.').is_some_and(|(_, ending)| ending == extension);
            fits.then_some((within, versions.as_slice()))
        })
    }
}

fn too_deep(path: &SourcePath, at: usize) -> Problem {
    Problem::of(&DEEP_THEME_FILE, "a style sheet or a script is nested very deeply")
        .at(path, Span::new(at..at), "it is published as it was written, not made smaller")
        .help("divide it, or keep it in `static/`")
}

fn unknown_theme(tree: &SourceTree, name: &str, named_at: Option<&Label>) -> Problem {
    let mut names: Vec<&str> = tree
        .below("themes")
        .filter_map(|(path, _)| path.as_str().split('/').nth(1))
        .chain([DEFAULT_NAME])
        .collect();
    names.dedup();
    let help = match nearest(name, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("make the folder `themes/{name}/`, or use one of: {}", names.join(", ")),
    };
    let problem = Problem::of(&UNKNOWN_THEME, format!("there is no theme `{name}`")).help(help);
    match named_at {
        Some(label) => problem.with(label.clone()),
        None => problem.from_call(),
    }
}
