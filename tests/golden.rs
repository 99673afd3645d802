//! Golden sites: small whole sites whose every text output is committed. `tests/golden/NAME/in` is
//! the project, `out` what it becomes, with the problems as the terminal shows them.
//!
//! Fingerprints in addresses are written as `HASH`, so that a change of the style sheet does not
//! touch these files. After a change on purpose: `SNAPSHOTS=overwrite cargo test --test golden`,
//! and read the difference.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use support::{Project, project};

/// Outputs that are read by people or other programs as text.
const TEXT: [&str; 6] = ["html", "md", "txt", "xml", "_headers", "_redirects"];

fn golden(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    let site = read_project(&folder.join("in")).build();
    let mut made: BTreeMap<String, String> = site
        .files
        .iter()
        .filter(|(path, _)| TEXT.iter().any(|ending| path.ends_with(ending)))
        .map(|(path, bytes)| {
            (path.clone(), without_fingerprints(std::str::from_utf8(bytes).unwrap()))
        })
        .collect();
    made.insert("problems.txt".to_owned(), site.report.clone());

    let out = folder.join("out");
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        let _ = std::fs::remove_dir_all(&out);
        for (path, text) in &made {
            let file = out.join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        return;
    }
    // What nobody is to see stands in no byte, search files and pictures included.
    assert_eq!(site.outputs_with("canary"), [""; 0], "{name}");
    let kept: BTreeMap<String, String> = files_below(&out)
        .into_iter()
        .map(|file| {
            let path = file.strip_prefix(&out).unwrap().to_string_lossy().replace('\\', "/");
            (path, std::fs::read_to_string(file).unwrap())
        })
        .collect();
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&made), names(&kept), "{name}: other files than before");
    for (path, text) in &made {
        assert_eq!(text, &kept[path], "{name}: {path} changed");
    }
}

fn read_project(folder: &Path) -> Project {
    files_below(folder).into_iter().fold(project(), |project, file| {
        let path = file.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        project.file(path, std::fs::read(&file).unwrap())
    })
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .collect()
}

/// The text with the sixteen digits after `hashed/` written as `HASH`.
fn without_fingerprints(text: &str) -> String {
    let mut parts = text.split("/hashed/");
    let mut plain = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let digits = part.chars().take_while(char::is_ascii_hexdigit).count();
        plain.push_str("/hashed/");
        plain.push_str(if digits == 16 { "HASH" } else { &part[..digits] });
        plain.push_str(&part[digits..]);
    }
    plain
}

#[test]
fn a_bare_folder() {
    golden("plain");
}

#[test]
fn two_languages_below_a_path() {
    golden("languages");
}

#[test]
fn right_to_left() {
    golden("right-to-left");
}

#[test]
fn who_sees_what() {
    golden("visibility");
}
