//! The rules as a whole: each declared once and listed once.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::path::Path;

use dopo::pipeline::RULES;

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
