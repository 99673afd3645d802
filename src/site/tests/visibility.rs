//! Who sees what, on 15 June 2026.

use super::{build, build_with};
use crate::config::Overrides;
use crate::source::memory;

#[test]
fn each_key_hides_what_it_says() {
    let gone = None;
    for (front, expected) in [
        ("title: A", Some("listed searched indexed")),
        ("draft: true", gone),
        ("draft: false", Some("listed searched indexed")),
        ("staff: true", gone),
        ("publish: 2026-06-15", Some("listed searched indexed")),
        ("publish: 2026-06-16", gone),
        ("publishDate: 2030-01-01", gone),
        ("expires: 2026-06-16", Some("listed searched indexed")),
        ("expires: 2026-06-15", gone),
        ("expiryDate: 2020-01-01", gone),
        ("date: 2030-01-01", Some("listed searched indexed")),
        ("hide: true", Some("")),
        ("unlisted: yes", Some("")),
        ("robots: NOINDEX, nofollow", Some("listed searched")),
        ("search: false", Some("listed indexed")),
        ("excluded_in_search: true", Some("listed indexed")),
    ] {
        let text = format!("---\n{front}\n---\nText.\n");
        // The key says the same of an article, and of all below a folder two levels up.
        for files in [
            vec![("content/a/b/c.md", text.as_str()), ("content/z.md", "")],
            vec![("content/a/b/c.md", ""), ("content/a/_index.md", &text), ("content/z.md", "")],
        ] {
            let built = build(&files);
            let article =
                built.site.articles.iter().find(|one| one.source.as_str() == "content/a/b/c.md");
            let shown = article.map(|article| {
                let seen = article.visibility;
                [(seen.listed, "listed"), (seen.searched, "searched"), (seen.indexed, "indexed")]
                    .iter()
                    .filter(|(seen, _)| *seen)
                    .map(|(_, name)| *name)
                    .collect::<Vec<_>>()
                    .join(" ")
            });
            assert_eq!(shown.as_deref(), expected, "{front}");
            assert!(built.problems.is_empty(), "{front}: {:?}", built.problems());
        }
    }
}

#[test]
fn dates_without_zone_are_in_the_zone_of_the_site() {
    let at = "---\npublish: 2026-06-14T23:30:00Z\n---\n";
    for (zone, count) in [("UTC", 1), ("Europe/Rome", 0)] {
        // In Rome the day of the build began at 22:00 of universal time.
        let config = format!("time_zone = \"{zone}\"");
        let built = build(&[("dopo.toml", &config), ("content/a.md", at)]);
        assert_eq!(built.site.articles.len(), count, "{zone}");
    }
}

#[test]
fn drafts_and_the_future_are_published_when_asked_for_and_staff_never() {
    let files = [
        ("content/draft.md", "---\ndraft: true\n---\n"),
        ("content/future.md", "---\npublish: 2030-01-01\n---\n"),
        ("content/past.md", "---\nexpires: 2020-01-01\n---\n"),
        ("content/staff.md", "---\nstaff: true\n---\n"),
    ];
    let overrides = Overrides { drafts: true, ..Overrides::default() };
    let built = build_with(&overrides, memory::tree(files));
    assert_eq!(
        built.addresses(),
        [("content/draft.md", "/draft/"), ("content/future.md", "/future/")]
    );
}

#[test]
fn a_folder_holds_for_every_language_and_a_translation_of_it_for_its_own() {
    let draft = "---\ndraft: true\n---\n";
    for (head, expected) in [
        ("content/a/_index.md", vec![]),
        ("content/a/_index.en.md", vec![("content/a/b.md", "/a/b/")]),
    ] {
        let built = build(&[
            ("dopo.toml", "default_locale = \"it\"\n[locales.en]\n"),
            (head, draft),
            ("content/a/b.md", ""),
            ("content/a/b.en.md", ""),
        ]);
        assert_eq!(built.addresses(), expected, "{head}");
    }
}

#[test]
fn a_hidden_article_is_in_no_list_and_a_category_of_such_is_not_listed() {
    let built = build(&[
        ("content/a/b.md", "---\nhide: true\n---\n"),
        ("content/c/d.md", ""),
        ("content/c/e.md", "---\nhide: true\n---\n"),
    ]);
    let listed: Vec<(&str, bool, usize)> = built
        .site
        .categories
        .iter()
        .map(|category| (category.folder.as_str(), category.listed, category.count))
        .collect();
    assert_eq!(listed, [("", true, 1), ("a", false, 0), ("c", true, 1)]);
    assert_eq!(built.site.categories[0].children.len(), 1);
    assert_eq!(built.site.categories[2].articles.len(), 1);
}
