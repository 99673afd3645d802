//! Projects on disk: what of them is in the tree, and what of that can be read.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use super::walk::CACHE_SIGNATURE;
use super::*;

/// Lays `files` out in a new folder.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn paths(checked: &Checked<SourceTree>) -> Vec<&str> {
    checked.value.iter().map(|(path, _)| path.as_str()).collect()
}

#[test]
fn what_never_is_content_is_not_there() {
    let cache = String::from_utf8(CACHE_SIGNATURE.to_vec()).unwrap();
    let root = folder(&[
        ("b.md", "text"),
        ("a/c.md", ""),
        ("è.md", ""),
        (".env", ""),
        (".git/config", ""),
        ("a/.hidden/x.md", ""),
        ("node_modules/x/README.md", ""),
        ("public/index.html", ""),
        ("static/.well-known/security.txt", ""),
        ("static/.nojekyll", ""),
        ("static/.git/config", ""),
        ("static/a.txt~", ""),
        ("content/.gitbook/assets/a.png", "<svg/>"),
        ("content/.gitbook/x.md", ""),
        ("old-site/.dopo-manifest", ""),
        ("old-site/index.md", ""),
        ("target/CACHEDIR.TAG", &cache),
        ("target/x.md", ""),
        ("targets/CACHEDIR.TAG", "another"),
    ]);
    let read = read(root.path(), Some(&root.path().join("public"))).unwrap();
    assert_eq!(
        paths(&read),
        [
            "a/c.md",
            "b.md",
            "content/.gitbook/assets/a.png",
            "static/.nojekyll",
            "static/.well-known/security.txt",
            "targets/CACHEDIR.TAG",
            "è.md"
        ]
    );
    assert!(read.problems.is_empty());
    let b = SourcePath::new("b.md");
    let found = read.value.entry("b.md").unwrap();
    assert_eq!((found.size, &found.target), (4, &None));
    assert_eq!(read.value.read(&b).unwrap(), b"text");
    assert_eq!(read.value.read_start(&b, 2).unwrap(), b"te");
    assert_eq!(read.value.read_start(&b, 9).unwrap(), b"text");
    assert_eq!(read.value.name(), root.path().file_name().unwrap().to_str().unwrap());
}

#[test]
fn a_folder_named_after_its_kind_is_told_by_the_one_above() {
    assert_eq!(telling_name(Path::new("/home/kettle-help/_docs")), "kettle-help");
    assert_eq!(telling_name(Path::new("/home/kettle-help")), "kettle-help");
    assert_eq!(telling_name(Path::new("/docs")), "docs");
}

#[test]
fn a_root_that_is_no_folder_is_a_failure() {
    let root = folder(&[("a.md", "")]);
    assert!(read(&root.path().join("a.md"), None).is_err());
    assert!(read(&root.path().join("gone"), None).is_err());
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_to_what_could_be_content_anyway() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.md", ""), ("deep/secret.md", "")]);
    let root = folder(&[("a.md", ""), (".env", ""), ("b/c.md", ""), ("d/e.md", "")]);
    let at = |path: &str| root.path().join(path);
    symlink(outside.path().join("secret.md"), at("file.md")).unwrap();
    symlink(outside.path(), at("folder")).unwrap();
    symlink("../../../../../../etc", at("b/etc")).unwrap();
    symlink(".env", at("env.md")).unwrap();
    symlink("gone.md", at("dead.md")).unwrap();
    symlink("..", at("b/loop")).unwrap();
    symlink("a.md", at("good.md")).unwrap();
    symlink("../b", at("d/b")).unwrap();
    let read = read(root.path(), None).unwrap();
    assert_eq!(paths(&read), ["a.md", "b/c.md", "d/b/c.md", "d/e.md", "good.md"]);
    let mut told: Vec<&str> =
        read.problems.iter().map(|problem| problem.labels[0].file.as_str()).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        ["b/etc", "b/loop", "d/b/etc", "d/b/loop", "dead.md", "env.md", "file.md", "folder"]
    );
    assert!(read.problems.iter().all(|problem| problem.rule.name == "outside-link"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_told() {
    use std::os::unix::ffi::OsStrExt;
    let root = folder(&[("a.md", "")]);
    for name in [&b"caff\xe8.md"[..], b"caff\xe8.png"] {
        fs::write(root.path().join(std::ffi::OsStr::from_bytes(name)), "").unwrap();
    }
    let read = read(root.path(), None).unwrap();
    assert_eq!(paths(&read), ["a.md"]);
    let told: Vec<(&str, bool)> = read
        .problems
        .iter()
        .map(|problem| (problem.labels[0].file.as_str(), problem.is_error()))
        .collect();
    assert_eq!(told, [("caff\u{fffd}.md", true), ("caff\u{fffd}.png", false)]);
}

/// The rule of each problem with its file and whether it is an error, in order of the files.
fn told(checked: &Checked<SourceTree>) -> Vec<(&str, &str, bool)> {
    let of = |problem| -> (&str, &str, bool) {
        let problem: &crate::text::problem::Problem = problem;
        (problem.labels[0].file.as_str(), problem.rule.name, problem.is_error())
    };
    let mut told: Vec<_> = checked.problems.iter().map(of).collect();
    told.sort_unstable();
    told
}

#[test]
fn passwords_below_static_are_told_and_not_there() {
    let root = folder(&[("static/.env", "KEY=1"), ("static/a/.htpasswd", ""), ("static/.x", "")]);
    let read = read(root.path(), None).unwrap();
    assert_eq!(paths(&read), ["static/.x"]);
    assert_eq!(
        told(&read),
        [("static/.env", "secret-file", false), ("static/a/.htpasswd", "secret-file", false)]
    );
    assert!(read.value.read(&SourcePath::new("static/.env")).is_err());
}

#[cfg(unix)]
#[test]
fn links_lead_only_to_what_may_be_read_in_their_place() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.toml", "title = \"SECRET\""), ("static/x", "")]);
    let root = folder(&[
        ("settings/dopo.toml", "title = \"Help\""),
        ("staging.toml", "SECRET"),
        ("data/contact.toml", "SECRET"),
        ("templates/page.html", "SECRET"),
        ("content/a.md", "text"),
        ("content/b.txt", "b"),
        ("public/index.html", "SECRET"),
        ("shared/p.png", "p"),
    ]);
    let at = |path: &str| root.path().join(path);
    fs::create_dir(at("static")).unwrap();
    fs::create_dir(at("themes")).unwrap();
    for (link, end, counts) in [
        ("dopo.toml", "settings/dopo.toml", true),
        ("content/c.md", "a.md", true),
        ("content/p.png", "../shared/p.png", true),
        ("content/shared", "../shared", true),
        ("static/p.png", "../shared/p.png", true),
        ("static/b.txt", "../content/b.txt", true),
        ("content/x.txt", "../staging.toml", false),
        ("content/z.txt", "../data/contact.toml", false),
        ("content/t.txt", "../templates/page.html", false),
        ("static/x.txt", "../staging.toml", false),
        ("static/data", "../data", false),
        ("strings", "data", true),
        ("themes/mine", "../shared", true),
        ("themes/mine.html", "../templates/page.html", true),
        ("content/site.html", "../public/index.html", false),
        ("content/site", "../public", false),
        ("data/out", "../../elsewhere", false),
        ("content/self", "self", false),
    ] {
        symlink(end, at(link)).unwrap();
        let read = read(root.path(), Some(&at("public"))).unwrap();
        let is_told = read.problems.iter().any(|p| p.labels[0].file.as_str() == link);
        assert_eq!(is_told, !counts, "{link} -> {end}: {:?}", read.problems);
        fs::remove_file(at(link)).unwrap();
    }
    for (link, is_error) in [
        ("dopo.toml", true),
        ("data/terms.toml", true),
        ("strings/en.toml", true),
        ("a.toml", true),
        ("n.txt", false),
    ] {
        fs::create_dir_all(at(link).parent().unwrap()).unwrap();
        symlink(outside.path().join("secret.toml"), at(link)).unwrap();
        let read = read(root.path(), None).unwrap();
        let rule = if is_error { "outside-setting" } else { "outside-link" };
        assert_eq!(told(&read), [(link, rule, is_error)]);
        assert!(read.value.read(&SourcePath::new(link)).is_err(), "{link}");
        fs::remove_file(at(link)).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_not_waited_for() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let root = folder(&[("content/a.md", "text"), ("cache/x.md", "")]);
    let at = |path: &str| root.path().join(path);
    for path in
        ["dopo.toml", "content/b.md", "content/c.png", "data/terms.toml", "cache/CACHEDIR.TAG"]
    {
        fs::create_dir_all(at(path).parent().unwrap()).unwrap();
        mknodat(CWD, at(path), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    }
    let _socket = std::os::unix::net::UnixListener::bind(at("content/d.md")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", at("content/zero.md")).unwrap();
    let read = read(root.path(), None).unwrap();
    assert_eq!(paths(&read), ["cache/x.md", "content/a.md"]);
    assert_eq!(
        told(&read),
        [
            ("cache/CACHEDIR.TAG", "special-file", false),
            ("content/b.md", "unreadable", true),
            ("content/c.png", "special-file", false),
            ("content/d.md", "unreadable", true),
            ("content/zero.md", "outside-link", false),
            ("data/terms.toml", "unreadable", true),
            ("dopo.toml", "unreadable", true),
        ]
    );
}

/// A folder or a file that becomes a link after the walk gives none of the bytes it leads to.
#[cfg(unix)]
#[test]
fn what_is_swapped_for_a_link_is_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("a.md", "SECRET")]);
    let root = folder(&[("one/a.md", "text"), ("two/a.md", "text"), (".env", "SECRET")]);
    symlink("two", root.path().join("linked")).unwrap();
    let read = read(root.path(), None).unwrap();
    let bytes = |path: &str| read.value.read(&SourcePath::new(path));
    assert_eq!(bytes("linked/a.md").unwrap(), b"text");
    fs::remove_file(root.path().join("one/a.md")).unwrap();
    symlink("../.env", root.path().join("one/a.md")).unwrap();
    fs::remove_dir_all(root.path().join("two")).unwrap();
    symlink(outside.path(), root.path().join("two")).unwrap();
    for path in ["one/a.md", "two/a.md", "linked/a.md"] {
        let error = bytes(path).unwrap_err();
        assert!(error.to_string().contains("symbolic link"), "{path}: {error}");
    }
    // The link itself was worked out before: where it leads now does not matter.
    fs::remove_file(root.path().join("two")).unwrap();
    fs::create_dir(root.path().join("two")).unwrap();
    fs::write(root.path().join("two/a.md"), "new").unwrap();
    fs::remove_file(root.path().join("linked")).unwrap();
    symlink(outside.path(), root.path().join("linked")).unwrap();
    assert_eq!(bytes("linked/a.md").unwrap(), b"new");
}

#[cfg(unix)]
#[test]
fn very_deep_folders_are_told_and_overflow_nothing() {
    let root = folder(&[("a.md", "text")]);
    let mut folder = std::os::fd::OwnedFd::from(fs::File::open(root.path()).unwrap());
    for _ in 0..4096 {
        use rustix::fs::{Mode, OFlags, mkdirat, openat};
        mkdirat(&folder, "d", Mode::RWXU).unwrap();
        folder = openat(&folder, "d", OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty()).unwrap();
    }
    let read = read(root.path(), None).unwrap();
    assert_eq!(paths(&read), ["a.md"]);
    assert_eq!(read.problems.len(), 1);
    assert_eq!(read.problems[0].rule.name, "unreadable");
    // The folder in the way of its own removal.
    drop(std::process::Command::new("rm").arg("-rf").arg(root.path()).status());
}
