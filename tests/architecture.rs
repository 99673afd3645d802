//! The house rules, held: which stage may use which, where effects live, and that no file grows
//! past reading. `ARCHITECTURE.md` explains the table; change it there first.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Stage → the stages it may use. Data passes from top to bottom.
const MAY_USE: [(&str, &[&str]); 15] = [
    ("text", &[]),
    ("source", &["text"]),
    ("config", &["text", "source"]),
    ("parse", &["text"]),
    ("site", &["text", "source", "config", "parse"]),
    ("search", &["text", "config", "parse", "site"]),
    ("pages", &["text", "config", "parse", "site"]),
    ("theme", &["text", "source"]),
    ("render", &["text", "parse", "pages", "theme", "output"]),
    ("output", &["text", "source"]),
    (
        "pipeline",
        &[
            "text", "source", "config", "parse", "site", "search", "pages", "theme", "render",
            "output", "check",
        ],
    ),
    ("check", &["text", "source", "config", "site", "search"]),
    ("serve", &["text", "source", "config", "output", "pipeline"]),
    (
        "cli",
        &[
            "text", "source", "config", "parse", "site", "search", "theme", "output", "pipeline",
            "check", "serve",
        ],
    ),
    ("main.rs", &["cli"]),
];

/// Files longer than this want splitting.
const LONGEST_FILE: usize = 600;

/// Effects that only their home may have: what to look for, and the files or folders it may be in.
const HOMES: [(&str, &[&str]); 6] = [
    ("std::fs", &["source/disk/", "output/", "pipeline/cache.rs", "cli/"]),
    ("std::env", &["cli/", "main.rs"]),
    ("SystemTime::now", &["cli/"]),
    ("println!", &["cli/"]),
    ("eprintln!", &["cli/"]),
    ("std::net", &["serve/", "cli/"]),
];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !is_test(path))
        .collect();
    files.sort();
    files
}

/// Files that exist only for tests may use what they test with.
fn is_test(path: &Path) -> bool {
    let declares = |above: &Path, name: &str| {
        let heads = [above.join("mod.rs"), above.join("lib.rs"), above.with_extension("rs")];
        heads.iter().filter_map(|head| std::fs::read_to_string(head).ok()).any(|text| {
            text.contains(&format!("#[cfg(test)]\nmod {name};"))
                || text.contains(&format!("#[cfg(test)]\npub(crate) mod {name};"))
                || text.contains(&format!("#[cfg(test)]\npub(super) mod {name};"))
        })
    };
    path.ancestors().take_while(|part| !part.ends_with("src")).any(|part| {
        let name = part.file_stem().unwrap_or_default().to_string_lossy();
        part.parent().is_some_and(|above| declares(above, &name))
    })
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The code of a file without its test module and its comments.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("").to_owned();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The names that follow each `prefix` in `code`, also within `{…}` groups.
fn names_after(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = &code[at + prefix.len()..];
        let (group, grouped) = match rest.strip_prefix('{') {
            Some(group) => (group.split('}').next().unwrap_or(""), true),
            None => (rest, false),
        };
        let parts: Vec<&str> = if grouped { group.split(',').collect() } else { vec![group] };
        for part in parts {
            let name: String = part
                .trim_start()
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            if !name.is_empty() {
                names.insert(name);
            }
        }
    }
    names
}

#[test]
fn stages_use_only_what_the_table_allows() {
    let root = source_folder();
    let mut broken = Vec::new();
    let mut seen = 0;
    for path in rust_files(&root) {
        let relative = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let stage = relative.split('/').next().unwrap();
        if stage == "lib.rs" {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == stage) else {
            broken.push(format!("{relative}: `{stage}` is not in the table"));
            continue;
        };
        let code = code(&path);
        let mut used = names_after(&code, "crate::");
        used.extend(names_after(&code, "dopo::"));
        for name in used {
            let is_stage = MAY_USE.iter().any(|(stage, _)| *stage == name);
            if is_stage && name != stage && !allowed.contains(&name.as_str()) {
                broken.push(format!("{relative} uses `{name}`"));
            }
            seen += 1;
        }
    }
    assert!(seen > 50, "the test found only {seen} imports: does it still read the code?");
    assert!(broken.is_empty(), "imports against the table:\n{}", broken.join("\n"));
}

#[test]
fn pages_know_no_template_engine_and_search_knows_no_html() {
    let root = source_folder();
    let mut broken = Vec::new();
    for (stage, foreign) in [("pages", "tera"), ("search", "html5ever"), ("site", "pulldown_cmark")]
    {
        for path in rust_files(&root.join(stage)) {
            if code(&path).contains(&format!("{foreign}::")) {
                broken.push(format!("{} uses {foreign}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_effect_stays_in_its_home() {
    let root = source_folder();
    let mut broken = Vec::new();
    for path in rust_files(&root) {
        let relative = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let code = code(&path);
        for (effect, homes) in HOMES {
            let at_home = homes.iter().any(|home| relative.starts_with(home));
            if !at_home && code.contains(effect) {
                broken.push(format!("{relative} has `{effect}`; its home is {homes:?}"));
            }
        }
    }
    assert!(broken.is_empty(), "effects away from home:\n{}", broken.join("\n"));
}

#[test]
fn files_are_read_in_one_sitting() {
    let root = source_folder();
    let mut broken = Vec::new();
    for path in rust_files(&root) {
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        if lines > LONGEST_FILE {
            broken.push(format!("{}: {lines} lines", path.display()));
        }
        let name = path.file_stem().unwrap().to_string_lossy().to_string();
        if ["utils", "util", "helpers", "common", "misc", "manager", "types"].contains(&&*name) {
            broken.push(format!("{}: name it after what it holds", path.display()));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn modules_begin_with_prose() {
    let silent: Vec<String> = rust_files(&source_folder())
        .into_iter()
        .filter(|path| !std::fs::read_to_string(path).unwrap().starts_with("//!"))
        .map(|path| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "no module head in:\n{}", silent.join("\n"));
}
