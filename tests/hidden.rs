//! What is hidden is in no byte of the site: each way of hiding an article, in the words of each
//! tool, beside an article that is shown. Every hidden article holds a word of its own in its name,
//! title, answer, symptoms and text; every output is searched for it, the search files inflated.

#![allow(clippy::unwrap_used)]

mod support;

use std::io::Read as _;

use flate2::read::GzDecoder;
use support::{Site, project};

/// Ways to hide an article: the name of its file and its text, where `WORD` is the word.
const WAYS: &[(&str, &str)] = &[
    (
        "a.md",
        "---\ntitle: WORD\ndraft: true\nsymptoms: [WORD]\nanswer: WORD\naliases: /WORD/\n---\nWORD",
    ),
    ("b.md", "---\ntitle: WORD\npublished: false\n---\nWORD"),
    ("c.md", "---\ntitle: WORD\npublish: false\n---\nWORD"),
    ("d.md", "---\ntitle: WORD\npublish: 9999-12-31\n---\nWORD"),
    ("e.md", "---\ntitle: WORD\npublish: 2020-01-01\npublishDate: 2030-01-01\n---\nWORD"),
    ("f.md", "---\ntitle: WORD\ndate: 2030-01-01\n---\nWORD"),
    ("g.md", "---\ntitle: WORD\nexpires: 2020-01-01\nexpiryDate: 2030-01-01\n---\nWORD"),
    ("h.md", "---\ntitle: WORD\nprivate: true\nsymptoms: [WORD]\n---\nWORD"),
    ("i.md", "---\ntitle: WORD\nrender: false\n---\nWORD"),
    ("j.md", "---\ntitle: WORD\nstatus: draft\n---\nWORD"),
    ("k.md", "---\ntitle: WORD\nvisibility: internal\n---\nWORD"),
    ("l.md", "---\ntitle: WORD\nstaff: true\n---\nWORD"),
    ("m.md", "---\ntitle: WORD\npermalink: false\n---\nWORD"),
    ("n.md", "---\ntitle: WORD\npassword: x\n---\nWORD"),
    ("o.md", "---\ntitle: WORD\nbuild: {render: never}\n---\nWORD"),
    ("p.md", "\n\n---\ntitle: WORD\ndraft: true\n---\nWORD"),
    ("q.md", "<!-- WORD -->\n---\ntitle: WORD\ndraft: true\n---\nWORD"),
    ("r.md", "\u{feff}\u{feff}---\ntitle: WORD\ndraft: true\n---\nWORD"),
    ("s.md", "---\r\ntitle: WORD\r\ndraft: true\r\n---\r\nWORD"),
    ("t.md", "---\rtitle: WORD\rdraft: true\r---\rWORD"),
    ("u.md", "{\n  \"title\": \"WORD\",\n  \"draft\": true\n}\nWORD"),
    ("v.md", "+++\ntitle = 'WORD'\ndraft = true\n+++\nWORD"),
    ("w.md", "title: WORD\ndraft: true\n\nWORD"),
    ("x.md", "<!--\ntitle: WORD\npublished: false\n-->\n\nWORD"),
    ("y.md", "# WORD\n\nStatus: Draft\n\nWORD"),
    ("_drafts/a.md", "# WORD\n\nWORD"),
    ("guide/_partials/WORD.md", "# WORD\n\nWORD"),
    ("za.md", "---\ntitle: WORD\ndate: 31/12/2099\n---\nWORD"),
    ("zb.md", "---\ntitle: WORD\ndate: Dec 31, 2099\n---\nWORD"),
    ("zc.md", "---\ntitle: WORD\ndate: 2099-12\n---\nWORD"),
    ("zd.md", "---\ntitle: WORD\nexpire: 31 Dec 2019\n---\nWORD"),
    ("ze.md", "---\ntitle: WORD\npublishDate: 04/03/2026\n---\nWORD"),
    ("zf.md", "---\ntitle: WORD\ndate: 2020-01-01\nDate: 2099-01-01\n---\nWORD"),
    ("zg.md", "---\ntitle: WORD\npubDatetime: 2099-01-01T10:00:00Z\n---\nWORD"),
    ("_posts/2099-01-01-WORD.md", "# WORD\n\nWORD"),
    ("odd/WORD.md", "# WORD\n\nWORD"),
    ("some/WORD.md", "# WORD\n\nWORD"),
    ("gone/WORD.md", "# WORD\n\nWORD"),
    ("kept/WORD.md", "# WORD\n\nWORD"),
];

/// A word that no other text holds, nor its last letters.
fn word(at: usize) -> String {
    let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).unwrap());
    format!("qu{}{}zkvw", letter(at / 26), letter(at)).repeat(2)
}

/// All bytes of a site as text in small letters, everything that is compressed in it inflated.
fn everything(site: &Site) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (path, bytes) in &site.files {
        all.push((path.clone(), path.to_lowercase()));
        all.push((path.clone(), String::from_utf8_lossy(bytes).to_lowercase()));
        for at in 0..bytes.len().saturating_sub(2) {
            if bytes[at..].starts_with(&[0x1f, 0x8b, 0x08]) {
                let mut inflated = Vec::new();
                let _ = GzDecoder::new(&bytes[at..]).read_to_end(&mut inflated);
                all.push((path.clone(), String::from_utf8_lossy(&inflated).to_lowercase()));
            }
        }
    }
    all
}

/// The paths of the outputs that hold the end of `word` (search files share beginnings).
fn holders<'a>(all: &'a [(String, String)], word: &str) -> Vec<&'a str> {
    let end = &word[word.len() - 8..];
    all.iter().filter(|(_, text)| text.contains(end)).map(|(path, _)| path.as_str()).collect()
}

#[test]
fn a_hidden_article_is_in_no_output_byte() {
    let shown = word(WAYS.len());
    let text = |name: &str| {
        format!("---\ntitle: {name}\ntype: fix\nsymptoms: [{name}]\ndate: 2026-01-01\n---\n{name}")
    };
    let mut site = project()
        .file("dopo.toml", "title = \"Help\"\nbase_url = \"https://help.example.com\"\n")
        .file("content/shown.md", text(&shown))
        .file("content/other.md", "# Other\n\n[a](a.md) [d](_drafts/a.md) [g](gone/)")
        .file("content/gone/_index.md", "---\ncascade:\n  draft: true\n---\n")
        .file(
            "content/some/_index.md",
            "---\ncascade:\n- draft: true\n  _target: {path: /some/qu*}\n---\n",
        )
        .file("content/odd/_Index.MD", "---\ndraft: true\n---\n")
        .file("content/kept/_index.md", "---\nStatus: archived\n---\n");
    for (at, (name, text)) in WAYS.iter().enumerate() {
        let word = word(at);
        let path = format!("content/{}", name.replace("WORD", &word));
        site = site.file(path, text.replace("WORD", &word));
    }
    let site = site.build();
    assert!(!site.built.report.has_errors(), "{}", site.report);
    let all = everything(&site);
    let leaks: Vec<_> = WAYS
        .iter()
        .enumerate()
        .map(|(at, way)| (way, holders(&all, &word(at))))
        .filter(|(_, holders)| !holders.is_empty())
        .collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
    // The same look finds the article that is shown, everywhere where one can be.
    let holders = holders(&all, &shown);
    for path in [
        "shown/index.html",
        "shown/index.md",
        "feed.xml",
        "llms.txt",
        "symptoms/index.html",
        "index.html",
    ] {
        assert!(holders.contains(&path), "{path}");
    }
    assert!(holders.iter().any(|path| path.contains("/pack-")), "{holders:?}");
    // Three of the ways hold the heads of folders, too.
    assert_eq!(site.built.site.unpublished.len(), WAYS.len() + 3);
}

#[test]
fn what_cannot_be_understood_publishes_nothing() {
    for text in [
        "----\ndraft: true\n----\n",
        "—-\ndraft: true\n—-\n",
        "--- draft: true\n",
        "---\ndraft: true\n",
        "---\ndraft: perhaps\n---\n",
        "---\ndrfat: true\n---\n",
        "---\nnot_public: true\n---\n",
        "---\npublish: 10000-01-01\n---\n",
        "---\ndate: tomorrow\n---\n",
        "---\ndate: [2099-01-01]\n---\n",
        "---\ncascade: nonsense\n---\n",
        "---\nstate: draft\n---\n",
        "---\ndisplay: hidden\n---\n",
        "---\nhide: [everything]\n---\n",
        "---\npublishStartDate: 2099-01-01\n---\n",
        "---\nrelease_date: 2099-01-01\n---\n",
        "---\nend_date: 2020-01-01\n---\n",
        "{\"draft\": true,}\n",
        "{\"draft\": true, \"draft\": false}\n",
        "---\ntitle: A\n---\ndraft: true\n---\n",
        "---\ntitle: A\n---\n\ndraft: true\n",
        "---\ntitle: A\n---\n{\"draft\": true}\n",
        "---\n\n---\ndraft: true\n---\n",
        "---js\n{ draft: true }\n---\n",
        "---{\"draft\": true}---\n",
        "```yaml\n---\ndraft: true\n---\n```\n",
    ] {
        for end in ["\n", "\r", "\r\n"] {
            let text = text.replace('\n', end);
            let site =
                project().file("content/a.md", text.as_str()).file("content/b.md", "b").build();
            assert!(site.built.report.has_errors(), "{text:?}");
        }
    }
}
