//! The rules as a whole, and the page of each in the manual (`docs/rules/NAME.md`), which is its
//! documentation and its test: a small project that has the trouble, and what `dopo check` says of
//! it, word for word.
//!
//! After a change of words: `SNAPSHOTS=overwrite cargo test --test rules` renews the head of each
//! page, what is said, and the lines of `docs/problems.md`. Read the difference.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use dopo::pipeline::RULES;
use dopo::text::rule::{Level, Rule};

use support::project;

/// Rules that a page cannot show, because no text between fences has the trouble; each page says
/// why. What finds them has tests of its own.
const NOT_SHOWN: [&str; 16] = [
    "article-too-large",
    "file-too-large",
    "left-out-name",
    "lost-address",
    "not-utf-8",
    "outside-link",
    "outside-setting",
    "picture-metadata",
    "picture-too-large",
    "secret-file",
    "special-file",
    "too-many-files",
    "unreadable",
    "unreadable-markdown",
    "unreadable-name",
    "unrenderable-page",
];

/// Small projects lack what these want, so they are off but on their own page.
const OF_EVERY_SMALL_PROJECT: [&str; 2] = ["missing-base-url", "missing-contact"];

/// What a person types to see the problems of a page.
const COMMAND: &str = "$ dopo check\n";

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn is_overwriting() -> bool {
    std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite")
}

/// Holds the text of a file against what it should be, or makes it so.
fn hold(file: &Path, is: &str, should_be: &str) {
    if is_overwriting() {
        std::fs::write(file, should_be).unwrap();
    } else {
        assert_eq!(is, should_be, "{}", file.display());
    }
}

/// A fenced block: what stands behind its fence, and its lines.
struct Block<'a> {
    info: &'a str,
    text: &'a str,
}

/// The fenced blocks of a page.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, &str, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let info = line.trim_start_matches('`');
        let fence = &line[..line.len() - info.len()];
        at += line.len();
        match open {
            None if fence.len() >= 3 => open = Some((fence, info.trim(), at)),
            Some((opening, info, start)) if fence.len() >= opening.len() => {
                blocks.push(Block { info, text: &page[start..at - line.len()] });
                open = None;
            }
            _ => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    blocks
}

/// What `dopo check` says of the files of a page, each in a block `LANGUAGE PATH`.
fn told(rule: &Rule, blocks: &[Block<'_>]) -> String {
    let files = blocks.iter().filter_map(|block| {
        let (_, path) = block.info.split_once(' ')?;
        Some((path, block.text))
    });
    let others_off = OF_EVERY_SMALL_PROJECT.iter().filter(|name| **name != rule.name).map(|name| {
        (format!("DOPO_RULES__{}", name.to_uppercase().replace('-', "_")), "off".to_owned())
    });
    files
        .fold(project(), |project, (path, text)| project.file(path, text))
        .with(|overrides| overrides.variables = others_off.collect())
        .check()
}

/// The first lines of the page of a rule.
fn head(rule: &Rule) -> String {
    let (name, meaning) = (rule.name, serde_json::to_string(rule.meaning).unwrap());
    format!("---\ntitle: {name}\ndescription: {meaning}\ntype: facts\n---\n")
}

#[test]
fn every_rule_has_a_page_that_shows_it() {
    let mut untold = Vec::new();
    for rule in RULES.rules() {
        let file = docs().join(format!("rules/{rule}.md"));
        let page = std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("no page of {rule}"));
        let (_, body) = page.strip_prefix("---\n").unwrap().split_once("---\n").unwrap();
        let should_be = format!("{}{body}", head(rule));
        let shown = blocks(body);
        let is_shown = !NOT_SHOWN.contains(&rule.name);
        assert_eq!(body.contains("\nNot shown here: "), !is_shown, "{rule}");
        if !is_shown {
            hold(&file, &page, &should_be);
            continue;
        }
        let (said, files) = shown.split_last().unwrap_or_else(|| panic!("{rule}: no project"));
        assert_eq!(said.info, "console", "{rule}: the last block is what is said");
        let before = said.text.as_ptr() as usize - body.as_ptr() as usize;
        let after = before + said.text.len();
        let report = told(rule, files);
        let level = rule.level.name();
        if !report.contains(&format!("{level}[{rule}]: ")) {
            untold.push(format!("{rule}:\n{report}"));
        }
        let text = format!(
            "{}{}{COMMAND}{}\n{}",
            head(rule),
            &body[..before],
            report.trim_end(),
            &body[after..]
        );
        hold(&file, &page, &text);
    }
    assert!(untold.is_empty(), "not told on their page:\n{}", untold.join("\n"));
}

#[test]
fn the_manual_has_no_page_of_a_rule_that_is_none() {
    let names = std::fs::read_dir(docs().join("rules")).unwrap();
    let pages: BTreeSet<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "_index.md")
        .collect();
    let rules: BTreeSet<String> = RULES.rules().iter().map(|rule| format!("{rule}.md")).collect();
    assert_eq!(pages, rules);
    assert!(NOT_SHOWN.iter().all(|name| RULES.named(name).is_some()));
}

#[test]
fn the_page_about_problems_has_a_line_for_each_rule() {
    let file = docs().join("problems.md");
    let page = std::fs::read_to_string(&file).unwrap();
    let mut listed = Vec::new();
    let mut should_be = String::new();
    for line in page.split_inclusive('\n') {
        let name = line.strip_prefix("| [`").and_then(|rest| rest.split('`').next());
        match name.map(|name| (name, RULES.named(name))) {
            None => should_be.push_str(line),
            Some((name, None)) => panic!("there is no rule {name}"),
            Some((name, Some(rule))) => {
                listed.push(name);
                let mark = match rule.level {
                    Level::Error => " **E**",
                    Level::Warning => "",
                    Level::Advice => " **A**",
                };
                let meaning = rule.meaning;
                should_be.push_str(&format!("| [`{name}`](rules/{name}.md){mark} | {meaning} |\n"));
            }
        }
    }
    listed.sort_unstable();
    let all: Vec<&str> = RULES.rules().iter().map(|rule| rule.name).collect();
    assert_eq!(listed, all);
    hold(&file, &page, &should_be);
    let always: Vec<&&Rule> = RULES.rules().iter().filter(|rule| !rule.can_be_lowered).collect();
    assert_eq!(always.len(), 6, "the page says six stay errors");
    for rule in always {
        let is_said =
            page.lines().any(|line| !line.starts_with('|') && line.contains(&format!("`{rule}`")));
        assert!(is_said, "{rule}");
    }
}

/// The names of the rules that the source declares outside its tests, each with how often.
fn declared() -> BTreeMap<String, usize> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut declared = BTreeMap::new();
    for entry in walkdir::WalkDir::new(source) {
        let path = entry.unwrap().into_path();
        let is_test = path.components().any(|part| part.as_os_str() == "tests")
            || path.file_name().is_some_and(|name| name == "tests.rs");
        if is_test || path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for (at, _) in code.match_indices(": Rule =") {
            let name = code[at..].split('"').nth(1).unwrap();
            *declared.entry(name.to_owned()).or_default() += 1;
        }
    }
    declared
}

#[test]
fn every_rule_is_declared_once_and_listed_once() {
    let mut listed: BTreeMap<String, usize> = BTreeMap::new();
    for rule in RULES.rules() {
        *listed.entry(rule.name.to_owned()).or_default() += 1;
    }
    assert!(listed.values().all(|times| *times == 1), "listed twice: {listed:?}");
    assert_eq!(declared(), listed);
}

#[test]
fn every_rule_has_a_name_in_kebab_case_and_a_meaning_of_one_line() {
    for rule in RULES.rules() {
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9'))
        };
        assert!(rule.name.split('-').all(is_word), "{rule}");
        let meaning = rule.meaning;
        let is_line = meaning.trim() == meaning && !meaning.contains(['\n', '|']);
        assert!(is_line && !meaning.is_empty() && !meaning.ends_with('.'), "{rule}: {meaning:?}");
        assert!(!meaning.contains("  "), "{rule}: {meaning:?}");
    }
}

#[test]
fn a_rule_is_found_by_its_name_and_by_one_that_is_nearly_its_name() {
    assert_eq!(RULES.named("dead-link").map(|rule| rule.name), Some("dead-link"));
    assert_eq!(RULES.named("dead-lnk"), None);
    assert_eq!(RULES.nearest("dead-lnk"), Some("dead-link"));
    assert_eq!(RULES.nearest("nothing-like-it"), None);
}
