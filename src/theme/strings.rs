//! The words of the interface, one TOML file per language: flat, `key = "text"`.
//!
//! English is complete; a language that lacks a string shows the English one, and a locale without
//! a file is shown in English altogether. `{name}` in a text is filled by the template.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::files::{ThemeFile, ThemeFiles};
use crate::text::fingerprint::fingerprint;
use crate::text::locale::Locale;
use crate::text::problem::{Checked, Problem, locate, nearest};
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(super) static THEME_STRINGS: Rule =
    Rule::error("theme-strings", "a file of strings is not `key = \"text\"`");
pub(super) static UNKNOWN_STRING: Rule =
    Rule::warning("unknown-string", "no template uses a string");

type Table = BTreeMap<String, String>;

/// The strings of every language.
#[derive(Debug)]
pub(super) struct Strings {
    languages: BTreeMap<String, Table>,
}

const ENGLISH: &str = "en";

impl Strings {
    /// Reads `strings/*.toml`; of each key the first version that has it counts.
    pub(super) fn read(files: &ThemeFiles) -> Checked<Self> {
        let mut problems = Vec::new();
        let mut languages: BTreeMap<String, Table> = BTreeMap::new();
        for (name, versions) in files.below("strings", "toml") {
            let tag = name.trim_end_matches(".toml").to_ascii_lowercase();
            let table = languages.entry(tag).or_default();
            for file in versions {
                let read = read_table(file).into_value(&mut problems);
                for (key, text) in read {
                    table.entry(key).or_insert(text);
                }
            }
        }
        problems.extend(unknown_keys(files, languages.get(ENGLISH)));
        locate(&mut problems, |file| files.text_of(file));
        Checked { value: Self { languages }, problems }
    }

    /// The language shown for `locale`.
    pub(super) fn locale(&self, locale: &Locale) -> Locale {
        let known = |tag: &str| self.languages.contains_key(&tag.to_ascii_lowercase());
        if known(locale.as_str()) {
            return locale.clone();
        }
        let language = Some(locale.language()).filter(|language| known(language));
        language.and_then(Locale::parse).unwrap_or_else(Locale::english)
    }

    /// The strings for `locale`, complete.
    pub(super) fn for_locale(&self, locale: &Locale, overrides: &Table) -> Table {
        let mut all = Table::new();
        for tag in [ENGLISH, locale.language(), locale.as_str()] {
            let table = self.languages.get(&tag.to_ascii_lowercase());
            all.extend(table.into_iter().flatten().map(|(key, text)| (key.clone(), text.clone())));
        }
        all.extend(overrides.iter().map(|(key, text)| (key.clone(), text.clone())));
        all
    }

    /// A name for the whole of it.
    pub(super) fn fingerprint(&self) -> String {
        fingerprint(format!("{:?}", self.languages).as_bytes())
    }
}

fn read_table(file: &ThemeFile) -> Checked<Table> {
    match toml::from_str::<Table>(&file.text) {
        Ok(table) => Checked::fine(table),
        Err(error) => {
            let span = Span::new(error.span().unwrap_or(0..0));
            let problem =
                Problem::of(&THEME_STRINGS, "a file of strings is not `key = \"text\"` TOML")
                    .at(&file.source, span, error.message().lines().next().unwrap_or(""))
                    .help("write one string a line, its text in quotes");
            Checked { value: Table::new(), problems: vec![problem] }
        }
    }
}

/// A key that English does not have is used by no template: a project's file with it has most
/// likely misspelt one.
fn unknown_keys(files: &ThemeFiles, english: Option<&Table>) -> Vec<Problem> {
    let embedded = files.versions("strings/en.toml").iter().find(|file| !file.is_own);
    let known: Table = embedded.map(|file| read_table(file).value).unwrap_or_default();
    let Some(english) = english else { return Vec::new() };
    let mut problems = Vec::new();
    for (_, versions) in files.below("strings", "toml") {
        for file in versions.iter().filter(|file| file.is_own) {
            for key in read_table(file).value.keys() {
                // A theme of the user's own may add strings in its own English file.
                let is_new_in_english =
                    file.source.name() == "en.toml" && file.source.as_str().starts_with("themes/");
                if known.contains_key(key) || is_new_in_english {
                    continue;
                }
                if file.source.name() != "en.toml" && english.contains_key(key) {
                    continue;
                }
                let headline = format!("unknown string `{key}`");
                let span = place_of(key, &file.text);
                let problem = Problem::of(&UNKNOWN_STRING, headline);
                let mut problem = problem.at(&file.source, span, "no template uses it");
                if let Some(meant) = nearest(key, known.keys().map(String::as_str)) {
                    problem = problem.help(format!("did you mean `{meant}`?"));
                }
                problems.push(problem);
            }
        }
    }
    problems
}

/// Where a key stands in a file of strings.
fn place_of(key: &str, text: &str) -> Span {
    let (table, _) = DeTable::parse_recoverable(text);
    let place = table.get_ref().keys().find(|known| known.get_ref() == key);
    Span::new(place.map_or(0..0, toml::Spanned::span))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::source::memory;

    fn read(files: &[(&str, &str)]) -> Checked<Strings> {
        let tree = memory::tree(files.iter().copied());
        Strings::read(&ThemeFiles::find(&tree, "default", None, &mut Vec::new()))
    }

    /// `{name}`s of a text, sorted.
    fn places(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_language_of_the_default_theme_is_complete() {
        let strings = read(&[]).value;
        let english = strings.languages.get("en").unwrap();
        assert!(strings.languages.len() >= 6);
        for (language, table) in &strings.languages {
            let keys: Vec<&String> = table.keys().collect();
            assert_eq!(keys, english.keys().collect::<Vec<_>>(), "{language}");
            for (key, text) in table {
                let wanted = english.get(key).unwrap();
                assert_eq!(places(text), places(wanted), "{language}: {key}");
            }
        }
    }

    #[test]
    fn a_project_replaces_single_strings_and_a_misspelt_one_is_told() {
        let checked = read(&[("strings/it.toml", "contact = \"Chiamaci\"\nfeedbak = \"x\"\n")]);
        let italian = Locale::parse("it").unwrap();
        let strings = checked.value.for_locale(&italian, &Table::new());
        assert_eq!(strings.get("contact").unwrap(), "Chiamaci");
        assert_eq!(strings.get("menu").unwrap(), "Menu");
        assert_eq!(checked.problems.len(), 1);
        let problem = checked.problems.first().unwrap();
        assert_eq!(problem.help.as_deref(), Some("did you mean `feedback`?"));
    }

    #[test]
    fn a_language_without_strings_is_shown_in_english() {
        let strings = read(&[]).value;
        for (locale, shown) in [("it-CH", "it"), ("pt-BR", "pt"), ("ja", "en"), ("de", "de")] {
            assert_eq!(strings.locale(&Locale::parse(locale).unwrap()).as_str(), shown);
        }
    }
}
