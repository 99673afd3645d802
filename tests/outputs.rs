//! The table of outputs is the site: whatever people call their files and keys, every file that is
//! written stands in it, nothing else does, and no two meet on any file system.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use support::{Project, Site, project};
use unicode_normalization::UnicodeNormalization;

/// Where a file lies.
const FOLDERS: &[&str] = &[
    "",
    "",
    "",
    "a/",
    "a/",
    "a/b/",
    "A/",
    "it/",
    "en/",
    "search/",
    "_dopo/",
    "F o/",
    "f-o/",
    "page/",
    "a/page/",
    "404.html/",
    "robots.txt/",
    "x.html/",
    "aux/",
    "hashed/",
    "a./",
];

const STEMS: &[&str] = &[
    "index",
    "_index",
    "README",
    "a",
    "a",
    "b",
    "A",
    "it",
    "en",
    "search",
    "all",
    "symptoms",
    "404",
    "404.html",
    "a b",
    "a-b",
    "caff\u{e8}",
    "caffe\u{300}",
    "feed.xml",
    "robots.txt",
    "con",
    "2",
    "heat.it",
    "heat",
    "index.it",
    "_index.it",
    "a.it",
    "page",
    "!!",
    "x.html",
    "..",
    "TOC",
];

const ADDRESSES: &[&str] = &[
    "/",
    "/a/",
    "/A",
    "/a/index.html",
    "/a.html",
    "/a.html/x/",
    "/a.htm",
    "/a.md",
    "/a/index.md",
    "/it/",
    "/it/a/",
    "/en/a/",
    "/b/",
    "/search/",
    "/all/page/2/",
    "/symptoms/",
    "/404.html",
    "/404.html/",
    "/feed.xml",
    "/sitemap-1.xml",
    "/.htaccess/",
    "/.dopo-manifest",
    "/_dopo/x",
    "/_dopo/hashed/x/",
    "/robots.txt",
    "/a%20b/",
    "/caf%C3%A8/",
    "/100%/",
    "/a/?x=1",
    "/old/",
    "/old",
    "old",
    "A name",
    "/x.php",
    "https://help.example/old/",
    "https://other.example/",
    "/con/",
    "/a:b/",
    "/a\\b/",
    "/s",
    "/s/x/",
    "/p.png/",
    "/../",
    "",
];

const SLUGS: &[&str] =
    &["a", "A", "b", "it", "index", "search", "/", "/a/b", "x.html", "!!", "con"];

const STATIC: &[&str] = &[
    "a",
    "a/index.html",
    "a/index.md",
    "A/Index.html",
    "a.html",
    "a.md",
    "b",
    "s",
    "s/x",
    "it",
    "it/index.html",
    "index.html",
    "404.html",
    "404.html/x",
    "robots.txt",
    "Robots.txt",
    "feed.xml",
    "it/feed.xml",
    "it/llms.txt",
    "sitemap.xml",
    "sitemap-1.xml",
    "_headers",
    "_headers/x",
    ".htaccess",
    "_redirects",
    "_dopo/nginx.conf",
    "_dopo/hashed/x",
    "_dopo",
    ".dopo-manifest",
    "search/index.html",
    "search",
    "all/x.js",
    "p.png",
    "favicon.svg",
    "con.txt",
    "a b.txt",
    "x\\y",
    "caff\u{e8}",
    "caffe\u{300}",
    "page/2/index.html",
];

const LINKED: &[&str] = &[
    "p.png",
    "P.png",
    "p-q.png",
    "p q.png",
    "index.html",
    "robots.txt",
    "_headers",
    "x.pdf",
    "a.mdx",
    "search",
    "feed.xml",
    "404.html",
    "_dopo/x.png",
    "a/index.md",
    "old.zip",
];

const CONFIGS: &[&str] = &[
    "",
    "base_url = \"https://help.example\"\n",
    "base_url = \"https://help.example/kb\"\ndefault_locale = \"en\"\n[locales.en]\n[locales.it]\n",
    "default_locale = \"it\"\n[locales.en]\n[locales.it]\n",
    "default_locale = \"en\"\n[locales.en]\n[locales.it]\ncontent = \"content/it\"\n",
];

/// The text of an article that says much of itself.
fn text() -> impl Strategy<Value = String> {
    let key = |name: &'static str, values: &'static [&'static str], most: f64| {
        let line = select(values).prop_map(move |value| format!("{name}: {value:?}\n"));
        proptest::option::weighted(most, line).prop_map(Option::unwrap_or_default)
    };
    let aliases = proptest::collection::vec(select(ADDRESSES), 0..3)
        .prop_map(|aliases| format!("aliases: {aliases:?}\n"));
    let keys = (
        key("slug", SLUGS, 0.2),
        key("permalink", ADDRESSES, 0.3),
        aliases,
        key("redirect", &["/", "a.md", "gone.md", "https://other.example/"], 0.1),
        key("date", &["2025-01-01"], 0.2),
        key("symptoms", &["It is cold", "E1"], 0.2),
        key("draft", &["true"], 0.05),
    );
    let link = proptest::option::of(select(LINKED));
    (keys, link).prop_map(|((slug, permalink, aliases, redirect, date, symptoms, draft), link)| {
        let link = link.map_or(String::new(), |link| format!("[x](</{link}>)\n"));
        let draft = draft.replace('"', "");
        format!(
            "---\n{slug}{permalink}{aliases}{redirect}{date}{symptoms}{draft}---\nText.\n\n{link}"
        )
    })
}

fn any_project() -> impl Strategy<Value = Project> {
    let article = (select(FOLDERS), select(STEMS), text());
    let articles = proptest::collection::vec(article, 1..12);
    let is_bare = proptest::bool::weighted(0.2);
    let files = proptest::collection::vec(select(STATIC), 0..5);
    (select(CONFIGS), is_bare, articles, files).prop_map(|(config, is_bare, articles, files)| {
        let content = if is_bare { "" } else { "content/" };
        let mut made = if is_bare { project() } else { project().file("dopo.toml", config) };
        for name in LINKED {
            made = made.file(format!("{content}{name}"), "x");
        }
        for name in files {
            made = made.file(format!("static/{name}"), "x");
        }
        for (folder, stem, text) in articles {
            made = made.file(format!("{content}{folder}{stem}.md"), text);
        }
        made
    })
}

/// What the table and the files say of each other.
fn hold_together(site: &Site) -> Result<(), TestCaseError> {
    let written: BTreeSet<&str> =
        site.paths().into_iter().filter(|path| !path.starts_with("_dopo/hashed/")).collect();
    let outputs = &site.built.site.outputs;
    let table: BTreeSet<&str> = outputs.iter().map(|(path, _)| path.as_str()).collect();
    prop_assert_eq!(&written, &table, "{}", site.report);

    let folded = |path: &str| -> String { path.nfc().flat_map(char::to_lowercase).nfc().collect() };
    let paths: BTreeSet<String> = site.paths().into_iter().map(folded).collect();
    prop_assert_eq!(paths.len(), site.files.len(), "two paths are one: {:?}", site.paths());
    for path in &paths {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        let file = above.into_iter().find(|above| paths.contains(*above));
        prop_assert_eq!(file, None, "a file where {} needs a folder", path);
        prop_assert!(!path.contains(['\\', '\n']), "{}", path);
    }
    for problem in site.built.report.problems() {
        let needs = match problem.rule.name {
            "address-collision" | "shared-address" => 2,
            "taken-alias" | "unwritable-name" | "unpublishable-file" => 1,
            _ => 0,
        };
        prop_assert!(problem.labels.len() >= needs, "{:?}", problem);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn whatever_things_are_called_the_table_is_the_site(project in any_project()) {
        hold_together(&project.build())?;
    }
}

/// Few in a run of the tests; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48)
}

#[test]
fn further_pages_of_lists_stand_in_the_table() {
    let mut crowded = project()
        .file("dopo.toml", "base_url = \"https://help.example\"\n")
        .file("content/a/_index.md", "---\npermalink: /kb/a.html\n---\n")
        .file("content/b/page/2.md", "Text.\n");
    for number in 0..150 {
        crowded = crowded
            .file(format!("content/a/{number}.md"), "---\nsymptoms: It hums\n---\n")
            .file(format!("content/b/{number}.md"), format!("---\nsymptoms: E{number}\n---\n"));
    }
    let site = crowded.build();
    hold_together(&site).unwrap();
    for path in [
        "kb/a.html",
        "kb/a.md",
        "kb/a/page/2/index.html",
        "b/page/2/index.html",
        "_dopo/lists/b/page/2/index.html",
        "all/page/4/index.html",
        "symptoms/page/2/index.html",
    ] {
        assert!(site.files.contains_key(path), "{path}: {:?}", site.paths());
    }
    assert!(site.text("kb/a.html").contains("/kb/a/page/2/"));
    assert!(site.built.site.outputs.iter().all(|(path, _)| !path.as_str().contains("htmlpage")));
}

#[test]
fn languages_without_an_article_have_their_own_search() {
    let config =
        "default_locale = \"en\"\n[locales.en]\n[locales.en-GB]\n[locales.it]\n[locales.fr]\n";
    let site = project().file("dopo.toml", config).file("content/a.it.md", "Testo.").build();
    hold_together(&site).unwrap();
    let packs = site.paths().into_iter().filter(|path| path.contains("/pack-"));
    assert_eq!(packs.count(), 4);
}

#[test]
fn a_file_in_static_takes_the_place_of_ours() {
    let names =
        ["404.html", "robots.txt", "feed.xml", "sitemap.xml", "llms.txt", "_headers", "_redirects"];
    let own = project()
        .file("dopo.toml", "base_url = \"https://help.example\"\n")
        .file("content/a.md", "---\ndate: 2025-01-01\n---\nText.\n");
    let site = own.build();
    hold_together(&site).unwrap();
    assert!(names.iter().all(|name| site.files.contains_key(*name)), "{:?}", site.paths());
    let replaced = names.iter().fold(own, |own, name| own.file(format!("static/{name}"), "Mine"));
    let site = replaced.build();
    hold_together(&site).unwrap();
    assert!(names.iter().all(|name| site.text(name) == "Mine"));
    assert!(!site.built.report.has_errors(), "{}", site.report);
}

/// What a file says that is published as it is, is told with its name; what is cleaned says nothing.
#[test]
fn a_place_is_told_where_it_is_published() {
    const XMP: &[u8] = b"<x exif:GPSLatitude=\"45,4.2N\"/>";
    let heic = [&b"\0\0\0\x14ftypheic\0\0\0\0mif1\0\0\0\x26mdat"[..], XMP].concat();
    let film = [&b"\0\0\0\x14ftypisom\0\0\0\0isom\0\0\0\x12moov\xa9xyz+45/"[..]].concat();
    let jpeg = [&b"\xff\xd8\xff\xe1\0\x21"[..], XMP, b"\xff\xd9"].concat();
    let stray = [b"\n", &jpeg[..]].concat();
    let svg = [b"<svg xmlns=\"http://www.w3.org/2000/svg\"><metadata>", XMP, b"</metadata></svg>"]
        .concat();
    let home = b"<svg xmlns=\"http://www.w3.org/2000/svg\" export=\"/home/jo/a.png\"/>";
    for (name, bytes, in_static, in_content) in [
        ("a.jpg", &jpeg[..], true, false),
        ("stray.jpg", &stray, true, true),
        ("a.heic", &heic, true, false),
        ("a.mp4", &film, true, true),
        ("a.svg", &svg, true, true),
        ("home.svg", home, true, true),
        ("a.txt", XMP, false, false),
    ] {
        let linked = format!("[x]({name})\n");
        for (folder, is_told) in [("static", in_static), ("content", in_content)] {
            let path = format!("{folder}/{name}");
            let site = project()
                .file("dopo.toml", "base_url = \"https://help.example\"\n")
                .file("content/a.md", linked.as_str())
                .file(&path, bytes)
                .build();
            let told: Vec<&str> = site
                .built
                .report
                .problems()
                .iter()
                .filter(|problem| problem.rule.name == "telling-file")
                .map(|problem| problem.labels[0].file.as_str())
                .collect();
            assert_eq!(told == [path.as_str()], is_told, "{path}: {}", site.report);
            assert!(!site.built.report.has_errors(), "{path}: {}", site.report);
        }
    }
}
