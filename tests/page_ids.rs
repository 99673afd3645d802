//! Ids on a page: each is there once, each link to a place leads to one, and the list of what a
//! page has for itself is what templates, scripts and renderer really use.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use dopo::text::page_ids::{FIXED, PageIds, SEARCH_OPTION};
use support::html::values;
use support::{Project, Site, project};

/// Headings, anchors and elements with every name a page has for itself, in several ways of
/// writing.
fn nasty() -> String {
    let mut text = "---\ntitle: Nasty\ntype: fix\n---\nSee[^one] and again[^one].\n\n".to_owned();
    for id in FIXED {
        let words = id.replace('-', " ");
        text.push_str(&format!("## {words}\n\n[x](#{id})\n\n### Own {{#{id}}}\n\n"));
        text.push_str(&format!("<div id=\"{id}\">\n\n<a name=\"{id}\"></a>a\n\n</div>\n\n"));
        text.push_str(&format!("#### {}\n\n", words.to_uppercase()));
    }
    for id in ["step-1", "step-3", "note-1", "mark-1", "mark-1-2", "tab-1-1", "search-option-0"] {
        let words = id.replace('-', " ");
        text.push_str(&format!("## {words}\n\n[x](#{id})\n\n<span id=\"{id}-1\">b</span>\n\n"));
    }
    text.push_str(
        "1. a\n2. b\n3. c\n\n:::tabs\n:::tab A\nx\n:::\n:::tab B\ny\n:::\n:::\n\n[^one]: n\n",
    );
    text
}

/// A project whose pages have all there is: home, category, symptoms, contact, two locales.
fn site() -> Site {
    let nasty = nasty();
    let other: String = FIXED.iter().map(|id| format!("[x](nasty.md#{id})\n\n")).collect();
    project()
        .file(
            "dopo.toml",
            "title = \"Help\"\nbase_url = \"https://help.example.com\"\ndefault_locale = \"en\"\n[locales.it]\n[locales.en]\n",
        )
        .file("data/contact.toml", "[[channel]]\nkind = \"email\"\nvalue = \"a@b.example\"\n")
        .file("content/_index.md", nasty.replace("title: Nasty", "title: Home"))
        .file("content/fix/_index.md", nasty.replace("title: Nasty", "title: Fix"))
        .file(
            "content/fix/nasty.md",
            nasty.clone().replace("type: fix", "type: fix\nsymptoms: [E1, it hums]"),
        )
        .file("content/fix/nasty.it.md", nasty)
        .file("content/fix/other.md", format!("# Other\n\n## Contact\n\n{other}"))
        .build()
}

#[test]
fn every_id_is_there_once_and_every_link_leads_to_one() {
    let site = site();
    assert_eq!(site.report, "", "nothing is told: links follow in silence");
    let links = support::broken_places(&site);
    assert!(links.checked > 400, "only {} links to places", links.checked);
    assert_eq!(links.broken, [""; 0]);
}

#[test]
fn the_way_to_a_person_leads_to_the_contact_card() {
    let site = site();
    for path in ["fix/other/index.html", "fix/nasty/index.html", "it/fix/nasty/index.html"] {
        let page = site.text(path);
        let sections = support::html::tags(page);
        let card = sections.iter().find(|(_, attributes)| {
            attributes.iter().any(|(key, value)| key == "id" && value == "contact")
        });
        assert_eq!(card.map(|(name, _)| name.as_str()), Some("section"), "{path}");
    }
    assert!(site.text("fix/other/index.html").contains("/fix/nasty/#contact-"));
}

/// Every file of the default theme in a folder.
fn theme_files(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default").join(folder);
    walkdir::WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// The built-in lists hold no text of a writer: their ids meet nobody's.
const WITHOUT_PROSE: [&str; 1] = ["symptoms.html"];

#[test]
fn the_list_is_what_the_templates_use() {
    let mut used: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (path, text) in theme_files("templates") {
        if WITHOUT_PROSE.iter().any(|name| path.ends_with(name)) {
            assert!(!text.contains("prose"), "{}", path.display());
            continue;
        }
        for name in ["id", "for", "aria-labelledby", "aria-controls", "aria-describedby", "list"] {
            for value in values(&text, name) {
                used.extend(value.split_whitespace().map(|id| (id.to_owned(), path.clone())));
            }
        }
        for href in values(&text, "href") {
            let place = href.strip_prefix('#').filter(|place| !place.contains("{{"));
            used.extend(place.map(|id| (id.to_owned(), path.clone())));
        }
    }
    let used_ids: BTreeSet<&str> = used.keys().map(String::as_str).collect();
    let listed: BTreeSet<&str> = FIXED.into_iter().collect();
    assert_eq!(used_ids, listed, "templates use the left, page_ids.rs lists the right: {used:?}");
}

#[test]
fn scripts_make_no_id_that_is_not_listed() {
    let mut made = 0;
    for (path, text) in theme_files("scripts") {
        for way in [".id = ", "setAttribute(\"id\"", "getElementById(", "querySelector(\"#"] {
            for (at, _) in text.match_indices(way) {
                let rest = &text[at + way.len()..];
                let id = rest.trim_start_matches([',', ' ', '"', '`', '\'', '#']);
                let id = id.split(['"', '`', '\'', ' ', ')']).next().unwrap().replace("${at}", "7");
                assert!(PageIds::default().hold(&id), "{}: `{id}`", path.display());
                made += usize::from(id.starts_with(SEARCH_OPTION));
            }
        }
    }
    assert!(made > 0, "the entries of the search box have ids");
}

/// All ids on a page with text belong to the writer or to the page; the renderer has no others.
#[test]
fn the_renderer_makes_no_id_that_is_not_known() {
    let article = "# A\n\n1. a\n2. b\n\n:::tabs\n:::tab A\nx\n:::\n:::tab B\ny\n:::\n:::\n\nc[^n] d[^n]\n\n\
        [^n]: e\n\n:::details S\nf\n:::\n\n## Own\n\n- [x] g\n\n|h|\n|-|\n|i|\n\n![j](k.mp4)\n\n:::only models=l\nm\n:::\n\n:::note\nn\n:::\n";
    let site = Project::default()
        .file("data/contact.toml", "[[channel]]\nkind = \"email\"\nvalue = \"a@b.example\"\n")
        .file("content/a.md", article)
        .file("content/k.mp4", "x")
        .build();
    let page = PageIds { steps: 2, groups: 1, tabs: 2, notes: 1, marks: 2 };
    let ids = values(site.text("a/index.html"), "id");
    let foreign: Vec<&String> = ids.iter().filter(|id| !page.hold(id)).collect();
    assert_eq!(foreign, ["a", "own"], "{ids:?}");
    for kind in ["step-2", "tab-1-2", "note-1", "mark-1", "mark-1-2", "contact", "main", "q"] {
        assert!(ids.iter().any(|id| id == kind), "{kind} in {ids:?}");
    }
}
