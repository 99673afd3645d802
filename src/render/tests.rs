//! Whole pages with the default theme, from Markdown as customers' writers write it.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use super::page;
use crate::pages::*;
use crate::parse::{self, ArticleType, Stage};
use crate::source::memory;
use crate::text::locale::Locale;
use crate::text::path::{OutputPath, SourcePath};
use crate::theme::{self, Theme, ThemeOptions};

/// What an attacker would like to see in a page as it stands.
const HOSTILE: &str = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>&amp;{{ 31337*7 }}";

fn theme() -> Theme {
    let options = ThemeOptions {
        name: "default".to_owned(),
        name_label: None,
        accent: None,
        title: "Aiuto".to_owned(),
    };
    let files: [(&str, &str); 0] = [];
    let checked = theme::load(&memory::tree(files), &options);
    assert_eq!(checked.problems, vec![]);
    checked.value
}

fn frame(lang: &str, text: &str) -> Arc<Frame> {
    let locale = Locale::parse(lang).unwrap();
    Arc::new(Frame {
        dir: locale.direction(),
        lang: locale,
        site_title: text.to_owned(),
        home: "/".to_owned(),
        search: "/search/".to_owned(),
        search_root: "/_dopo/search-it.bin".to_owned(),
        all: "/all/".to_owned(),
        symptoms: Some("/symptoms/".to_owned()),
        feed: Some("/feed.xml".to_owned()),
        logo: Some("/logo.svg".to_owned()),
        accent: None,
        base: String::new(),
        absolute: false,
        menu: vec![category(text)],
        contact: None,
        strings: [("tagline".to_owned(), text.to_owned())].into(),
        image_hosts: vec![text.to_owned()],
        extra: String::new(),
    })
}

fn category(text: &str) -> CategoryLink {
    CategoryLink {
        href: "/a/".to_owned(),
        title: text.to_owned(),
        description: Some(text.to_owned()),
        count: 2,
    }
}

fn article(text: &str) -> ArticleLink {
    ArticleLink {
        href: "/a/b/".to_owned(),
        title: text.to_owned(),
        description: Some(text.to_owned()),
        kind: Some(ArticleType::Fix),
        category: Some(text.to_owned()),
    }
}

fn link(text: &str) -> Link {
    Link { href: "/a/b/".to_owned(), title: text.to_owned() }
}

fn prose(markdown: &str) -> Prose {
    let document = parse::document(&SourcePath::new("content/a.md"), markdown).value;
    let links = document
        .body
        .links
        .iter()
        .map(|one| {
            let href = one.destination.clone();
            let external = href.contains("://");
            (href != "dead.md").then_some(Destination { href, external })
        })
        .collect();
    let pictures = document
        .body
        .images
        .iter()
        .map(|image| match image.source.as_str() {
            "dead.png" => PictureView::Missing,
            far if far.contains("://") => PictureView::Card { href: far.to_owned() },
            src => PictureView::Shown {
                src: src.to_owned(),
                size: Some((800, 600)),
                small: Some((format!("small/{src}"), 480)),
            },
        })
        .collect();
    Prose { body: document.body.clone(), links, pictures }
}

fn article_page(text: &str, prose: Prose) -> ArticlePage {
    ArticlePage {
        kind: Some(ArticleType::Fix),
        stage: Some(Stage::Fix),
        answer: Some(text.to_owned()),
        models: vec![text.to_owned()],
        time: Some(text.to_owned()),
        tools: vec![text.to_owned()],
        reviewed: Some("2026-11-02".to_owned()),
        updated: None,
        before: vec![article(text)],
        contents: vec![ContentsEntry { level: 2, id: "a".to_owned(), text: text.to_owned() }],
        text: prose,
        next: vec![article(text)],
        if_not: vec![article(text)],
        related: vec![article(text)],
        previous: Some(link(text)),
        following: Some(link(text)),
        siblings: vec![Sibling { href: "/a/b/".to_owned(), title: text.to_owned(), current: true }],
        category: Some(link(text)),
        edit: Some("https://example.org/".to_owned()),
        asks_feedback: true,
    }
}

/// One page of each kind with `text` wherever a text stands.
fn every_kind(text: &str) -> Vec<Content> {
    let paging = Paging {
        current: 1,
        total: 2,
        pages: vec![PageNumber { number: 2, href: "/2/".to_owned(), current: false, gap: true }],
        previous: None,
        next: Some("/2/".to_owned()),
    };
    let search = || SearchPage { symptoms: vec![link(text)], categories: vec![category(text)] };
    let entry = || vec![SymptomEntry { symptom: text.to_owned(), articles: vec![link(text)] }];
    let body = || prose(&format!("{text}\n\n## {text}\n\n- `{text}`\n"));
    vec![
        Content::Home(Box::new(Home {
            tagline: None,
            text: Some(body()),
            notices: vec![article(text)],
            symptoms: vec![link(text)],
            stages: vec![StageLink {
                stage: Stage::FirstUse,
                count: 1,
                articles: vec![article(text)],
                href: "/a/".to_owned(),
            }],
            categories: vec![TopCategory { category: category(text), articles: vec![link(text)] }],
            articles: vec![article(text)],
        })),
        Content::Category(Box::new(CategoryPage {
            description: Some(text.to_owned()),
            head: Some(Box::new(article_page(text, body()))),
            categories: vec![category(text)],
            articles: vec![article(text)],
            paging: Some(paging.clone()),
        })),
        Content::Article(Box::new(article_page(text, body()))),
        Content::Search(search()),
        Content::NotFound(search()),
        Content::All(AllPage {
            groups: vec![AllGroup { category: link(text), articles: vec![article(text)] }],
            paging: Some(paging),
        }),
        Content::Symptoms(SymptomsPage { codes: entry(), sentences: entry(), paging: None }),
        Content::Redirect(RedirectPage { href: "/a/".to_owned(), external: false }),
    ]
}

fn rendered(theme: &Theme, frame: &Arc<Frame>, title: &str, content: Content) -> String {
    let made = Page {
        output: OutputPath::new("a/index.html"),
        frame: frame.clone(),
        head: Head {
            title: title.to_owned(),
            description: Some(title.to_owned()),
            json_ld: vec![serde_json::json!({ "name": title }).to_string()],
            og_type: "article",
            ..Head::default()
        },
        languages: vec![],
        breadcrumb: vec![link(title)],
        title: title.to_owned(),
        content,
    };
    let checked = page(&made, theme);
    assert_eq!(checked.problems, vec![]);
    String::from_utf8(checked.value.bytes).unwrap()
}

/// The text of an article as HTML.
fn body(markdown: &str) -> String {
    let content = Content::Article(Box::new(article_page("x", prose(markdown))));
    let html = rendered(&theme(), &frame("en", "x"), "x", content);
    let (_, from) = html.split_once("<div class=\"prose\">").unwrap();
    let (body, _) = from.split_once("</div><fieldset").unwrap();
    body.to_owned()
}

#[test]
fn no_text_becomes_markup_on_any_kind_of_page() {
    let theme = theme();
    let frame = frame("it", HOSTILE);
    for content in every_kind(HOSTILE) {
        let html = rendered(&theme, &frame, HOSTILE, content);
        assert!(!html.contains("<img src=x"), "{html}");
        assert!(!html.contains("<script>"), "{html}");
        assert!(!html.contains("219359"), "a text was run as a template: {html}");
    }
}

#[test]
fn nothing_on_a_page_needs_what_the_policy_forbids() {
    let theme = theme();
    for content in every_kind("text") {
        let html = rendered(&theme, &frame("en", "text"), "text", content);
        assert!(html.contains("default-src 'none'") || html.contains("default-src &#39;none&#39;"));
        for forbidden in [" style=", " onclick=", "<style", "javascript:"] {
            assert!(!html.contains(forbidden), "{forbidden} in {html}");
        }
    }
}

#[test]
fn interface_words_in_another_language_say_so() {
    let content = || every_kind("text").swap_remove(2);
    let arabic = rendered(&theme(), &frame("ar", "x"), "x", content());
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"), "{arabic}");
    assert!(arabic.contains("<legend lang=\"en\" dir=\"ltr\">Did this help?"), "{arabic}");
    let italian = rendered(&theme(), &frame("it", "x"), "x", content());
    assert!(italian.contains("<legend>Ti è servito?"), "{italian}");
    assert!(italian.contains(">2 novembre 2026</time>"), "{italian}");
}

#[test]
fn bodies_become_lean_html() {
    let cases = [
        (
            "a *b* **c** `d` <kbd>e</kbd>",
            "<p>a <em>b</em> <strong>c</strong> <code>d</code> <kbd>e</kbd></p>",
        ),
        ("[a](b.md) [c](dead.md)", "<p><a href=\"b.md\">a</a> c</p>"),
        (
            "[a](https://b.example/ \"c\")",
            "<p><a href=\"https://b.example/\" rel=\"external noopener noreferrer\" title=\"c\">a</a></p>",
        ),
        (
            "1. a\n2. b\n\ntext\n\n1. c\n2. d",
            "<ol class=\"steps\" role=\"list\"><li class=\"step\" id=\"step-1\" value=\"1\"><a class=\"step-number\" href=\"#step-1\" aria-label=\"Step 1\">1</a><div class=\"step-text\">a</div></li><li class=\"step\" id=\"step-2\" value=\"2\"><a class=\"step-number\" href=\"#step-2\" aria-label=\"Step 2\">2</a><div class=\"step-text\">b</div></li></ol><p>text</p><ol class=\"steps\" role=\"list\"><li class=\"step\" id=\"step-3\" value=\"1\"><a class=\"step-number\" href=\"#step-3\" aria-label=\"Step 1\">1</a><div class=\"step-text\">c</div></li><li class=\"step\" id=\"step-4\" value=\"2\"><a class=\"step-number\" href=\"#step-4\" aria-label=\"Step 2\">2</a><div class=\"step-text\">d</div></li></ol>",
        ),
        (
            "![a](b.png \"c\")",
            "<figure><img src=\"b.png\" srcset=\"small/b.png 480w, b.png 800w\" sizes=\"(max-width: 45rem) 100vw, 42rem\" alt=\"a\" width=\"800\" height=\"600\"><figcaption>c</figcaption></figure>",
        ),
        (
            "| a | b |\n| --- | ---: |\n| c | d |",
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table><thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"end\">b</th></tr></thead><tbody><tr><td>c</td><td class=\"end\">d</td></tr></tbody></table></div>",
        ),
        (
            "y\n\n## a\n\n[x](javascript:alert(1))",
            "<p>y</p><div class=\"heading\"><h2 id=\"a\">a</h2><a class=\"permalink\" href=\"#a\" aria-label=\"Link to this section\"></a></div><p>x</p>",
        ),
    ];
    for (markdown, expected) in cases {
        assert_eq!(body(markdown), expected, "{markdown}");
    }
}

#[test]
fn what_lies_elsewhere_is_a_link_and_what_is_missing_a_box() {
    let html = body("![a](https://far.example/b.png)\n\n![c](dead.png)");
    assert!(!html.contains("<img"), "{html}");
    assert!(html.contains("class=\"elsewhere\""), "{html}");
    assert!(html.contains("<span class=\"host\">far.example</span>"), "{html}");
    assert!(html.contains("class=\"missing-picture\""), "{html}");
}

#[test]
fn a_signal_word_stands_even_beside_a_title() {
    let warning = body(":::warning Hot\na\n:::");
    assert!(warning.contains("<span class=\"aside-word\">Warning</span> Hot"), "{warning}");
    let tip = body(":::tip Try this\na\n:::");
    assert!(!tip.contains("aside-word") && tip.contains("Try this"), "{tip}");
}

#[test]
fn the_first_picture_is_loaded_at_once_and_the_others_when_near() {
    let html = body("![a](b.png)\n\n![c](d.png)");
    assert_eq!(html.matches("loading=\"lazy\"").count(), 1, "{html}");
    let far = body(&format!("{}\n\n![a](b.png)", "word ".repeat(100)));
    assert_eq!(far.matches("loading=\"lazy\"").count(), 1, "{far}");
}

/// A group within a tab, or within a list, is one of its own: switching one leaves the others.
#[test]
fn every_group_of_tabs_switches_by_itself() {
    let tabs =
        |inner: &str| format!(":::::tabs\n::::tab A\n{inner}\n::::\n::::tab B\nb\n::::\n:::::\n");
    let inner =
        "1. x\n\n   :::tabs\n   :::tab C\n   c\n   :::\n   :::tab D\n   d\n   :::\n   :::\n";
    let nested = ":::tabs\n:::tab C\nc\n:::\n:::tab D\nd\n:::\n:::\n";
    for (case, text) in [
        ("two in a row", tabs("a") + "\n" + &tabs("a")),
        ("tabs in a tab", tabs(nested)),
        ("tabs in a list in a tab", tabs(inner)),
        ("tabs in a list", inner.to_owned() + "\n" + &tabs("a")),
        ("two in a tab, and one after", tabs(&format!("{nested}\n{nested}")) + "\n" + nested),
    ] {
        let html = body(&text);
        let mut groups: Vec<(&str, bool)> = html
            .split("<input type=\"radio\" name=\"")
            .skip(1)
            .map(|rest| {
                (
                    rest.split('"').next().unwrap(),
                    rest.split('>').next().unwrap().ends_with("checked"),
                )
            })
            .collect();
        assert!(groups.len() >= 4, "{case}: {html}");
        groups.sort_unstable();
        for group in groups.chunk_by(|left, right| left.0 == right.0) {
            let checked = group.iter().filter(|(_, checked)| *checked).count();
            assert_eq!((group.len(), checked), (2, 1), "{case}: {groups:?}");
        }
        let ids: Vec<&str> =
            html.split(" id=\"tab-").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "{case}: {ids:?}");
    }
}
