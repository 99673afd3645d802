//! An edited site is the site of the edited files, whether its ground could stay or not.

use std::sync::Arc;

use super::*;
use crate::parse::Document;
use crate::site::Assembly;

const FILES: [(&str, &str); 10] = [
    ("dopo.toml", "title = \"Help\"\ndefault_locale = \"en\"\n[locales.it]\n"),
    ("content/_index.md", "# Help\n\nWelcome. See [the tank](tank.md)."),
    (
        "content/tank.md",
        "---\ntitle: Fill the tank\naliases: [/water/]\n---\n## Steps\n\n1. Open.\n",
    ),
    ("content/tank.it.md", "# Riempire il serbatoio\n\nVedi [pulire](clean.md#how)."),
    (
        "content/clean.md",
        "# Clean the tank\n\n## How\n\nText. ![A](a.png) [fill it](tank.md#steps)",
    ),
    ("content/parts/_index.md", "---\ntitle: Parts\nweight: 3\n---\n"),
    (
        "content/parts/filter.md",
        "---\nkeywords: [filter]\n---\n# The filter\n\n[the tank](../tank.md)",
    ),
    (
        "content/parts/seal.md",
        "---\nkeywords: [filter]\ndate: 2030-01-01\npublish: 2020-01-01\n---\n# The seal\n",
    ),
    (
        "content/parts/unlisted.md",
        "---\nkeywords: [filter]\nunlisted: true\n---\n# A part of its own\n",
    ),
    ("content/parts/draft.md", "---\ndraft: true\n---\n# Later\n\n[gone](../nowhere.md)"),
];

/// The same project before and after one file has another text.
fn assembled(files: &[(&str, &str)]) -> (Assembly, Vec<Arc<Document>>) {
    let files = files.iter().copied().chain([("content/a.png", "")]);
    let tree = memory::tree(files).named("help");
    let config = Arc::new(load(&tree, &Overrides::default(), &crate::pipeline::RULES).value);
    let documents: Vec<Arc<Document>> = sources(&tree, &config)
        .iter()
        .map(|path| crate::parse::document(path, &crate::source::article(&tree, path).unwrap()))
        .map(|document| Arc::new(document.value))
        .collect();
    let day = jiff::civil::date(2026, 6, 15);
    let moment = day.to_zoned(config.time_zone.clone()).unwrap().timestamp();
    (Assembly::new(documents.clone(), config, &tree, BuildDate { moment, day }), documents)
}

#[test]
fn a_revised_site_is_the_site_of_the_revised_files() {
    let (keeps, anew) = (true, false);
    for (path, text, ground) in [
        (
            "content/tank.md",
            "---\ntitle: Fill the tank\naliases: [/water/]\n---\n## Steps\n\n1. Open it.\n2. Fill.\n",
            keeps,
        ),
        (
            "content/tank.md",
            "---\ntitle: Water comes first\naliases: [/water/]\n---\n## Steps\n\n1. Open.\n",
            keeps,
        ),
        (
            "content/tank.md",
            "---\ntitle: Fill the tank\naliases: [/water/]\n---\n## What to do\n\n1. Open.\n",
            keeps,
        ),
        (
            "content/tank.md",
            "---\nweight: 1\ntitle: Fill the tank\naliases: [/water/]\n---\n## Steps\n\n1. Open.\n",
            keeps,
        ),
        (
            "content/tank.md",
            "---\ntitle: Fill the tank\naliases: [/water/, /clean/]\n---\n## Steps\n\n1. Open.\n",
            anew,
        ),
        ("content/clean.md", "# Clean the tank\n\n## How\n\nNo link. ![A](a.png)", keeps),
        (
            "content/clean.md",
            "# Clean the tank\n\n## Where\n\nText. ![A](a.png) [the seal](parts/seal.md) [x](y.md)",
            keeps,
        ),
        ("content/clean.md", "# Clean the tank\n\n## How\n\nText. [fill it](tank.md#steps)", anew),
        (
            "content/clean.md",
            "---\nsymptoms: [it smells]\n---\n# Clean the tank\n\n## How\n\nText. ![A](a.png)",
            anew,
        ),
        ("content/_index.md", "# Help yourself\n\nWelcome.", keeps),
        (
            "content/parts/_index.md",
            "---\ntitle: All parts\nweight: 1\nmenu_title: P\n---\n",
            keeps,
        ),
        ("content/parts/filter.md", "---\nkeywords: [mesh]\n---\n# The other filter\n", keeps),
        (
            "content/parts/seal.md",
            "---\nkeywords: [filter]\ndate: 2030-01-01\npublish: 2020-01-01\n---\n# The seal\n\nMore.",
            keeps,
        ),
        (
            "content/parts/seal.md",
            "---\nkeywords: [a long word]\ndate: 2030-01-01\npublish: 2020-01-01\n---\n# The seal\n",
            anew,
        ),
        ("content/parts/draft.md", "---\ndraft: true\n---\n# Later\n\nDone soon.", keeps),
        ("content/parts/draft.md", "# Later\n\nDone.", anew),
    ] {
        let (mut revised, _) = assembled(&FILES);
        let files = FILES.map(|(name, old)| (name, if name == path { text } else { old }));
        let (after, documents) = assembled(&files);
        let edited: Vec<_> =
            documents.into_iter().filter(|document| document.source.as_str() == path).collect();
        assert_eq!(revised.revise(&edited), ground, "{path}: {text}");
        if !ground {
            continue;
        }
        assert_eq!(revised.problems(), after.problems(), "{path}: {text}");
        let shown = |assembly: &Assembly| format!("{:#?}", assembly.site());
        assert_eq!(shown(&revised), shown(&after), "{path}: {text}");
        // And once more from there: what lasts is as good as new.
        let back: Vec<_> = assembled(&FILES).1;
        assert!(revised.revise(&back), "{path}: {text}");
        assert_eq!(shown(&revised), shown(&assembled(&FILES).0), "{path}: {text}");
    }
}
