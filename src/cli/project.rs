//! The project a verb works on: where it is, how it is to be built, and how its problems are told.

use std::path::{Path, PathBuf};

use super::arguments::ProjectArguments;
use super::environment::Environment;
use super::{Ending, Stop};
use crate::config::{Config, Overrides};
use crate::pipeline::BuildOptions;
use crate::source::{self, SourceTree};
use crate::text::path::{SourcePath, resolve};
use crate::text::problem::Checked;
use crate::text::report::{Detail, Report, terminal};
use crate::text::rule::Level;

pub(super) struct Project {
    /// Its folder, absolute and without symbolic links.
    pub(super) root: PathBuf,
    /// How it is to be built.
    pub(super) options: BuildOptions,
    /// How much is told of each kind of problem.
    pub(super) detail: Detail,
    colour: bool,
}

impl Project {
    pub(super) fn new(arguments: ProjectArguments, environment: Environment) -> Result<Self, Stop> {
        let cannot =
            |cause| format!("cannot read the folder {}: {cause}", arguments.root.display());
        let root = std::fs::canonicalize(&arguments.root)
            .map_err(|cause| Stop::WrongUse(cannot(cause)))?;
        let file = arguments.config.map(|file| config_file(&root, &file)).transpose()?;
        let overrides = Overrides {
            file,
            variables: environment.overrides,
            base_url: arguments.base_url,
            origin: None,
            locale: arguments.locale,
            strict: arguments.strict,
            drafts: arguments.drafts,
        };
        Ok(Self {
            root,
            options: BuildOptions { overrides, moment: environment.moment },
            detail: if arguments.verbose { Detail::All } else { Detail::FirstPlaces },
            colour: environment.colour,
        })
    }

    /// Where `build` writes when nothing else is said.
    pub(super) fn default_output(&self) -> PathBuf {
        self.root.join("public")
    }

    /// The files of the project; `output` is no part of it.
    pub(super) fn read(&self, output: &Path) -> Result<Checked<SourceTree>, Stop> {
        let tree = source::disk::read(&self.root, Some(output)).map_err(|cause| {
            Stop::Failure(format!("cannot read {}: {cause}", self.root.display()))
        })?;
        match &self.options.overrides.file {
            Some(file) if !tree.value.contains(file.as_str()) => {
                Err(Stop::WrongUse(format!("there is no file {file} in the project")))
            }
            _ => Ok(tree),
        }
    }

    /// Says what was taken for granted of a folder that has no configuration.
    pub(super) fn tell_guesses(&self, config: &Config) {
        let locale = config.locales.first().map(|locale| locale.locale.as_str());
        if let (true, true, Some(locale)) = (config.is_bare, config.locale_is_guessed, locale) {
            tell!(
                "note: neither dopo.toml nor content/ is here, so the folder itself is the \
                 content; its language looks like `{locale}` (--locale says otherwise)\n"
            );
        }
    }

    /// Tells the problems, and says how the verb ends.
    pub(super) fn tell(&self, report: &Report) -> Result<Ending, Stop> {
        if let Some(wrong) = report.wrong_call() {
            let help = wrong.help.as_deref().map_or_else(String::new, |help| format!("; {help}"));
            return Err(Stop::WrongUse(format!("{}{help}", wrong.headline)));
        }
        let told = terminal(report, self.detail, self.colour);
        if !told.is_empty() {
            tell!("{}", told.strip_suffix('\n').unwrap_or(&told));
        }
        if !report.problems().is_empty() {
            tell!("{}", counts(report));
        }
        Ok(if report.has_errors() { Ending::Errors } else { Ending::Fine })
    }
}

/// The configuration file below the root.
fn config_file(root: &Path, file: &str) -> Result<SourcePath, Stop> {
    let outside = || Stop::WrongUse(format!("the configuration `{file}` is not in the project"));
    let file = Path::new(file);
    let relative = if file.is_absolute() { file.strip_prefix(root).ok() } else { Some(file) };
    let relative = relative.and_then(Path::to_str).and_then(|path| resolve("", path));
    relative.map(SourcePath::new).ok_or_else(outside)
}

/// `1 error, 2 warnings`, and advice when there is some.
fn counts(report: &Report) -> String {
    let errors = count(report.number_of(Level::Error), "error");
    let warnings = count(report.number_of(Level::Warning), "warning");
    match report.number_of(Level::Advice) {
        0 => format!("{errors}, {warnings}"),
        1 => format!("{errors}, {warnings}, 1 piece of advice"),
        many => format!("{errors}, {warnings}, {many} pieces of advice"),
    }
}

/// A number and what is counted: `1 error`, `2 errors`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A path as people write it: below the current folder without what leads there.
pub(super) fn shown(path: &Path) -> String {
    let current = std::env::current_dir().ok();
    let relative = current.and_then(|current| Some(path.strip_prefix(current).ok()?.to_owned()));
    match relative {
        Some(relative) if relative.as_os_str().is_empty() => ".".to_owned(),
        Some(relative) => relative.display().to_string(),
        None => path.display().to_string(),
    }
}
