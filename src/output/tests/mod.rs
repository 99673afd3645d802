//! Publications into folders of every kind.
#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(unix)]

mod foreign;
mod killed;
mod published;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::*;
use crate::source::MARKER;
use crate::text::path::UrlPath;

const PARTS: &[&str] = &["content"];

/// A new folder, and the place `public` in it. In memory where the system has such a folder:
/// thousands of publications need not wait for a disk.
fn room() -> (tempfile::TempDir, Place) {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let place = Place {
        folder: folder.path().join("public"),
        force: false,
        without_exchange: false,
        project: folder.path().join("project"),
    };
    (folder, place)
}

/// A room for each way a site comes to its place.
fn rooms() -> [(tempfile::TempDir, Place); 2] {
    [false, true].map(|without_exchange| {
        let (folder, place) = room();
        (folder, Place { without_exchange, ..place })
    })
}

fn output(path: &str, text: &str) -> Output {
    Output { path: OutputPath::new(path), bytes: text.into() }
}

fn stage(place: &Place, files: &[(&str, &str)]) -> Result<Stager, Failure> {
    let stager = Stager::new(place, PARTS)?;
    for (path, text) in files {
        stager.put(output(path, text))?;
    }
    Ok(stager)
}

fn try_to_publish(place: &Place, files: &[(&str, &str)]) -> Result<Published, Failure> {
    stage(place, files)?.publish(Catalogue::default())
}

fn publish(place: &Place, files: &[(&str, &str)]) -> Published {
    try_to_publish(place, files).unwrap()
}

/// Everything below a folder: files with their bytes, links with where they lead, folders that are
/// empty.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if !folder.exists() {
        return found;
    }
    for one in walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(Result::unwrap) {
        let path = one.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        let kind = one.file_type();
        let what = if kind.is_symlink() {
            format!("-> {}", fs::read_link(one.path()).unwrap().display())
        } else if kind.is_file() {
            String::from_utf8_lossy(&fs::read(one.path()).unwrap()).into_owned()
        } else if kind.is_dir() {
            if fs::read_dir(one.path()).unwrap().next().is_some() {
                continue;
            }
            "(empty)".to_owned()
        } else {
            "(special)".to_owned()
        };
        found.insert(path, what);
    }
    found
}

/// The site itself: all but the marker.
fn site(place: &Place) -> BTreeMap<String, String> {
    let mut site = tree(&place.folder);
    site.remove(MARKER);
    site
}

fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// What stands beside the site.
fn beside(place: &Place) -> Vec<String> {
    let around = place.folder.parent().unwrap();
    let names = fs::read_dir(around).unwrap().map(|found| found.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn inode(path: &Path) -> u64 {
    fs::symlink_metadata(path).unwrap().ino()
}

/// Lays files out below a folder.
fn lay(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn paths_that_leave_the_site_are_told_apart() {
    for (path, confined) in [
        ("index.html", true),
        ("a/b c/è.html", true),
        ("..a/b..", true),
        ("", false),
        ("/etc/passwd", false),
        ("a//b", false),
        ("a/../../b", false),
        ("./a", false),
        ("a\\..\\b", false),
        ("a\nb", false),
        ("a\0b", false),
    ] {
        assert_eq!(is_confined(&OutputPath::new(path)), confined, "{path:?}");
    }
}
