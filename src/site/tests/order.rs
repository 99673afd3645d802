//! The order of articles and categories, and the texts they fall back to.

use super::{build, build_in_order};
use crate::config::Overrides;
use crate::source::memory;
use crate::text::path::SourcePath;

fn order(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let built = build(files);
    let root = built.site.category(built.site.locales[0].root);
    let articles = built.titles(&root.articles).iter().map(|&title| title.to_owned()).collect();
    let categories =
        root.children.iter().map(|id| built.site.category(*id).title.clone()).collect();
    (articles, categories)
}

#[test]
fn weights_come_before_titles_and_numbers_count() {
    let (articles, categories) = order(&[
        ("content/step-10.md", ""),
        ("content/step-9.md", ""),
        ("content/zero.md", "---\nweight: 1\n---\n"),
        ("content/half.md", "---\nweight: 0.5\n---\n"),
        ("content/b/x.md", ""),
        ("content/a/x.md", ""),
        ("content/z/_index.md", "---\nweight: 3\ntitle: Last letter\n---\n"),
    ]);
    assert_eq!(articles, ["Half", "Zero", "Step 9", "Step 10"]);
    assert_eq!(categories, ["Last letter", "A", "B"]);
}

#[test]
fn a_table_of_contents_gives_the_order_and_is_no_article() {
    for name in ["TOC.md", "SUMMARY.md"] {
        let toc = "* [Z](/content/z.md)\n* B\n  * [x](b/x.md)\n* [a](a.md)\n* [gone](gone.md)\n";
        let path = format!("content/{name}");
        let files = [
            (path.as_str(), toc),
            ("content/a.md", ""),
            ("content/first.md", "---\nweight: 1\n---\n"),
            ("content/z.md", ""),
            ("content/b/x.md", ""),
            ("content/a-folder/x.md", ""),
        ];
        let (articles, categories) = order(&files);
        assert_eq!(articles, ["Z", "A", "First"]);
        assert_eq!(categories, ["B", "A folder"]);
        assert_eq!(build(&files).problems(), ["dead-link: `gone.md` is not there"]);
    }
}

#[test]
fn neighbours_are_those_of_the_category() {
    let built = build(&[
        ("content/c/_index.md", ""),
        ("content/c/a.md", ""),
        ("content/c/b.md", "---\nhide: true\n---\n"),
        ("content/c/d.md", ""),
    ]);
    let first = built.article("content/c/a.md");
    assert_eq!(first.previous, None);
    assert_eq!(first.following.map(|id| built.site.article(id).title.as_str()), Some("D"));
    let hidden = built.article("content/c/b.md");
    assert_eq!((hidden.previous, hidden.following), (None, None));
}

#[test]
fn titles_and_descriptions_fall_back() {
    let long = "word ".repeat(80);
    let built = build(&[
        ("content/how-to_use it.md", ""),
        ("content/b.md", "# From the heading\n\nFirst paragraph.\n\nSecond.\n"),
        ("content/c.md", "---\ntitle: From the front\nanswer: Short answer.\n---\nText.\n"),
        ("content/d.md", &format!("---\ndescription: {long}\nanswer: no\n---\n")),
        ("content/my-folder/_index.md", ""),
    ]);
    for (source, title, description) in [
        ("content/how-to_use it.md", "How to use it", None),
        ("content/b.md", "From the heading", Some("First paragraph.")),
        ("content/c.md", "From the front", Some("Short answer.")),
        ("content/my-folder/_index.md", "My folder", None),
    ] {
        let article = built.article(source);
        assert_eq!((article.title.as_str(), article.description.as_deref()), (title, description));
    }
    let cut = built.article("content/d.md").description.as_deref().unwrap();
    assert!(cut.ends_with("word…") && cut.chars().count() <= 200, "{cut}");
}

#[test]
fn documents_may_come_in_any_order() {
    let files = [
        ("a.md", "---\naliases: [/x/]\nkeywords: [one, two]\n---\n[b](b.md) [gone](c.md)"),
        ("A.md", "[b](b.md#nowhere)"),
        ("b.md", "---\nkeywords: [two]\n---\n"),
        ("b.it.md", "il testo"),
        ("d/e.md", "---\nkeywords: [one]\nredirect: ../b.md\n---\n"),
        ("d/f.md", "---\nkeywords: [one]\naliases: [/x/]\n---\n"),
    ];
    let shown = |reorder: fn(&mut [SourcePath])| {
        let built = build_in_order(&Overrides::default(), memory::tree(files), reorder);
        format!("{:#?}\n{:#?}", built.site, built.problems)
    };
    let as_named = shown(|_| {});
    assert!(as_named.contains("taken-alias"));
    assert_eq!(as_named, shown(|articles| articles.reverse()));
    assert_eq!(as_named, shown(|articles| articles.rotate_left(3)));
}

#[test]
fn a_bare_folder_is_named_by_its_home_page() {
    let built = build(&[("README.md", "# Bruna Help\n"), ("a.md", "")]);
    assert_eq!(built.site.config.title, "Bruna Help");
    assert_eq!(built.site.config.locales[0].title, "Bruna Help");
    assert_eq!(build(&[("a.md", "")]).site.config.title, "Help");
}

#[test]
fn a_site_without_articles_says_so() {
    let built = build(&[("content/a.md", "---\ndraft: true\n---\n")]);
    assert_eq!(built.rules(), ["no-articles"]);
    assert_eq!(built.site.categories.len(), 1);
}
