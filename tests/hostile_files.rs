//! Projects with files that nobody should have to expect: a pipe for the configuration, a gigabyte
//! of it, links to outside, a template that goes round for ever. Each build ends soon, says what is
//! wrong, and lets nothing out.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::fs::{CWD, FileType, Mode, mknodat};
use support::{Project, errors, files_on_disk, project, run};

/// Long enough for a slow machine; what would hang takes for ever.
const PATIENCE: Duration = Duration::from_secs(120);

fn sample() -> Project {
    project()
        .file("dopo.toml", "title = \"Help\"\ndefault_locale = \"en\"\nignore = [\"hidden\"]\n")
        .file("content/a.md", "# A\n\n[text](x.txt) ![](p.png)\n")
        .file("content/p.png", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("content/hidden/secret.md", "# SECRET\n")
        .file("staging.toml", "SECRET")
}

/// Builds `sample` after `change`: the exit code, and what was told. Nothing secret is published.
fn build(change: impl FnOnce(&Path)) -> (i32, String) {
    let around = tempfile::tempdir().unwrap();
    let root = around.path().join("project");
    fs::create_dir(&root).unwrap();
    fs::write(around.path().join("outside.toml"), "title = \"SECRET\"").unwrap();
    sample().write(&root);
    change(&root);
    let start = Instant::now();
    let output = run(&root, &["build", "--base-url", "https://help.example"]);
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    let public = root.join("public");
    if public.is_dir() {
        for (path, bytes) in files_on_disk(&public) {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("SECRET"), "{path} is published with a secret");
        }
    }
    (output.status.code().unwrap(), errors(&output))
}

fn pipe(at: &Path) {
    let _ = fs::remove_file(at);
    fs::create_dir_all(at.parent().unwrap()).unwrap();
    mknodat(CWD, at, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

fn put(at: &Path, bytes: &[u8]) {
    fs::create_dir_all(at.parent().unwrap()).unwrap();
    fs::write(at, bytes).unwrap();
}

/// A file that says it is this long and holds nothing.
fn hollow(at: &Path, length: u64) {
    fs::create_dir_all(at.parent().unwrap()).unwrap();
    fs::File::create(at).unwrap().set_len(length).unwrap();
}

fn link(at: &Path, end: &str) {
    let _ = fs::remove_file(at);
    fs::create_dir_all(at.parent().unwrap()).unwrap();
    symlink(end, at).unwrap();
}

#[test]
fn what_cannot_be_read_is_told_and_stops_the_build() {
    type Change = fn(&Path);
    let cases: [(&str, Change); 20] = [
        ("dopo.toml", |root| pipe(&root.join("dopo.toml"))),
        ("content/b.md", |root| pipe(&root.join("content/b.md"))),
        ("data/terms.toml", |root| pipe(&root.join("data/terms.toml"))),
        ("templates/article.html", |root| pipe(&root.join("templates/article.html"))),
        ("dopo.toml", |root| hollow(&root.join("dopo.toml"), 1 << 30)),
        ("content/b.md", |root| hollow(&root.join("content/b.md"), 1 << 30)),
        ("data/contact.toml", |root| hollow(&root.join("data/contact.toml"), 1 << 30)),
        ("strings/en.toml", |root| hollow(&root.join("strings/en.toml"), 1 << 30)),
        ("templates/article.html", |root| hollow(&root.join("templates/article.html"), 1 << 30)),
        ("themes/x/styles/base.css", |root| {
            hollow(&root.join("themes/x/styles/base.css"), 1 << 30);
        }),
        ("dopo.toml", |root| put(&root.join("dopo.toml"), b"title = \"caff\xe8\"\n")),
        ("data/terms.toml", |root| put(&root.join("data/terms.toml"), b"# caff\xe8\n")),
        ("data/contact.toml", |root| put(&root.join("data/contact.toml"), b"# caff\xe8\n")),
        ("strings/en.toml", |root| put(&root.join("strings/en.toml"), b"# caff\xe8\n")),
        ("templates/article.html", |root| put(&root.join("templates/article.html"), b"caff\xe8\n")),
        ("dopo.toml", |root| link(&root.join("dopo.toml"), "../outside.toml")),
        ("data/contact.toml", |root| link(&root.join("data/contact.toml"), "../../outside.toml")),
        ("templates/article.html", |root| {
            link(&root.join("templates/article.html"), "../../outside.toml");
        }),
        ("dopo.toml", |root| link(&root.join("dopo.toml"), "/dev/zero")),
        ("templates/article.html", |root| {
            let nested = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}";
            put(&root.join("templates/article.html"), nested.as_bytes());
        }),
    ];
    for (at, (file, change)) in cases.into_iter().enumerate() {
        let change = |root: &Path| {
            change(root);
            if file.starts_with("themes/") {
                let config = fs::read_to_string(root.join("dopo.toml")).unwrap();
                fs::write(root.join("dopo.toml"), format!("theme = \"x\"\n{config}")).unwrap();
            }
        };
        let (code, told) = build(change);
        assert_eq!(code, 1, "case {at}, {file}: {told}");
        assert!(told.contains(file), "case {at}, {file}: {told}");
    }
}

#[test]
fn links_publish_nothing_that_is_no_content() {
    for end in
        ["../dopo.toml", "../staging.toml", "hidden/secret.md", "../../outside.toml", "/dev/zero"]
    {
        let (code, told) = build(|root| link(&root.join("content/x.txt"), end));
        assert_eq!((code, told.contains("content/x.txt")), (0, true), "{end}: {told}");
        let end = end.replace("hidden", "../content/hidden");
        let (code, told) = build(|root| link(&root.join("static/x.txt"), &end));
        assert_eq!((code, told.contains("static/x.txt")), (0, true), "{end}: {told}");
        let (code, told) = build(|root| {
            link(&root.join("content/x.md"), "hidden/secret.md");
            link(&root.join("static/x.md"), "../content/hidden/secret.md");
        });
        let is_told = |path| told.contains(path);
        assert_eq!(
            (code, is_told("content/x.md"), is_told("static/x.md")),
            (0, true, true),
            "{told}"
        );
    }
}

#[test]
fn links_to_what_could_stand_in_their_place_count() {
    let (code, told) = build(|root| {
        put(&root.join("shared/p.png"), b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        put(&root.join("shared/readme.md"), b"# Read me\n");
        put(&root.join("shared/x.txt"), b"text");
        link(&root.join("content/p.png"), "../shared/p.png");
        link(&root.join("content/readme.md"), "../shared/readme.md");
        link(&root.join("content/x.txt"), "../shared/x.txt");
        link(&root.join("static/CNAME"), "../shared/CNAME");
        put(&root.join("shared/CNAME"), b"help.example");
    });
    assert_eq!((code, told.contains("dead-"), told.contains("link")), (0, false, false), "{told}");
}

#[test]
fn a_large_file_of_static_is_copied_and_no_picture_of_it_is_read() {
    let (code, told) = build(|root| {
        hollow(&root.join("static/film.mp4"), 300 << 20);
        hollow(&root.join("content/x.txt"), 100 << 20);
    });
    assert_eq!(code, 0, "{told}");
}
