//! Pictures and files: what is published, where, and what is not.

use super::{build, build_with};
use crate::config::Overrides;
use crate::site::{Picture, Treatment};
use crate::source::memory;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0";

#[test]
fn only_what_published_articles_name_is_published() {
    let built = build(&[
        ("content/a.md", "![x](img/One%20Two.png) [y](sheet.pdf)\n"),
        ("content/draft.md", "---\ndraft: true\n---\n![x](img/secret.png)\n"),
        ("content/img/One Two.png", "x"),
        ("content/img/secret.png", "x"),
        ("content/img/unused.png", "x"),
        ("content/sheet.pdf", "x"),
        ("static/logo.svg", "x"),
        ("static/Deep Folder/Robots.txt", "x"),
    ]);
    let files: Vec<(&str, &str)> =
        built.site.files.iter().map(|file| (file.source.as_str(), file.output.as_str())).collect();
    assert_eq!(
        files,
        [
            ("static/Deep Folder/Robots.txt", "Deep Folder/Robots.txt"),
            ("content/img/One Two.png", "img/one-two.png"),
            ("static/logo.svg", "logo.svg"),
            ("content/sheet.pdf", "sheet.pdf"),
        ]
    );
}

#[test]
fn a_bare_folder_publishes_nothing_nobody_names() {
    let built =
        build(&[("a.md", "![x](/p.svg)"), ("static/p.svg", "x"), ("static/notes.txt", "x")]);
    let files: Vec<&str> = built.site.files.iter().map(|file| file.output.as_str()).collect();
    assert_eq!(files, ["static/p.svg"]);
}

#[test]
fn pictures_are_found_where_writers_look_for_them() {
    let text = "![](near.png) ![](/pictures/p.png) ![](pictures/p.png) ![](/content/pictures/p.png) \
                ![](/s.png) ![](NEAR.png) ![](gone.png) ![](https://ok.example/x.png) \
                ![](https://no.example/x.png) ![](cid:part1) ![](b.md)\n";
    let built = build(&[
        ("dopo.toml", "[images]\nallow = [\"ok.example\"]\n"),
        ("content/a/b.md", text),
        ("content/a/near.png", "<svg/>"),
        ("content/pictures/p.png", "<svg/>"),
        ("static/s.png", "<svg/>"),
    ]);
    let shown: Vec<String> = built
        .article("content/a/b.md")
        .pictures
        .iter()
        .map(|picture| match picture {
            Picture::File { address, .. } => address.to_string(),
            Picture::Remote(address) => format!("remote {address}"),
            Picture::Foreign(address) => format!("foreign {address}"),
            Picture::Dead => "dead".to_owned(),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "/a/near.png",
            "/pictures/p.png",
            "/pictures/p.png",
            "/pictures/p.png",
            "/s.png",
            "/a/near.png",
            "dead",
            "remote https://ok.example/x.png",
            "foreign https://no.example/x.png",
            "dead",
            "dead",
        ]
    );
    let rules: Vec<&str> = built.problems.iter().map(|problem| problem.rule.name).collect();
    assert_eq!(
        rules,
        ["wrong-case", "dead-image", "foreign-image", "unknown-scheme", "dead-image"]
    );
}

#[test]
fn sizes_treatments_and_variants_follow_from_the_file() {
    let mut wide = b"\xff\xd8\xff\xc0\0\x0b\x08\x04\xb0\x06\x40\x01\x01\x11\0".to_vec();
    wide.resize(400_000, 0);
    let mut small_file = wide.clone();
    small_file.truncate(50_000);
    let files: [(&str, &[u8]); 5] = [
        ("content/a.md", b"![](p.png) ![](wide.jpg) ![](thin.jpeg) ![](odd.png)"),
        ("content/p.png", PNG),
        ("content/wide.jpg", &wide),
        ("content/thin.jpeg", &small_file),
        ("content/odd.png", b"no picture"),
    ];
    let built = build_with(&Overrides::default(), memory::tree(files));
    let pictures: Vec<_> = built
        .article("content/a.md")
        .pictures
        .iter()
        .map(|picture| match picture {
            Picture::File { size, small, .. } => {
                (*size, small.as_ref().map(|(address, width)| (address.to_string(), *width)))
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        pictures,
        [
            (Some((640, 480)), None),
            (Some((1600, 1200)), Some(("/wide.800w.jpg".to_owned(), 800))),
            (Some((1600, 1200)), None),
            (None, None),
        ]
    );
    let treatments: Vec<(&str, Treatment)> =
        built.site.files.iter().map(|file| (file.output.as_str(), file.treatment)).collect();
    assert_eq!(
        treatments,
        [
            ("odd.png", Treatment::StripMetadata),
            ("p.png", Treatment::StripMetadata),
            ("thin.jpeg", Treatment::StripMetadata),
            ("wide.800w.jpg", Treatment::Resize(800)),
            ("wide.jpg", Treatment::StripMetadata),
        ]
    );
}

#[test]
fn two_files_at_one_cleaned_address_are_a_collision() {
    let built = build(&[
        ("content/a.md", "![](A b.png)\n\n![](<A b.png>) ![](a-b.png)\n"),
        ("content/A b.png", "<svg/>"),
        ("content/a-b.png", "<svg/>"),
    ]);
    assert_eq!(built.rules(), ["address-collision"]);
}

#[test]
fn what_is_shown_and_is_no_picture_is_told_where_it_is_shown() {
    let files: [(&str, &[u8]); 7] = [
        ("content/a.md", b"![](p.png) ![](odd.png)\n\n![](odd.png) ![](film.mp4) [](odd.png)\n"),
        ("content/b.md", b"![](/s.png) [odd](empty.png)\n"),
        ("content/p.png", PNG),
        ("content/odd.png", b"<!doctype html>"),
        ("content/empty.png", b""),
        ("content/film.mp4", b""),
        ("static/s.png", b""),
    ];
    let built = build_with(&Overrides::default(), memory::tree(files));
    let told: Vec<(&str, &str)> = built
        .problems
        .iter()
        .filter(|problem| problem.rule.name == "no-picture")
        .map(|problem| (problem.labels[0].file.as_str(), problem.labels[0].text.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("content/a.md", "content/odd.png: it is a web page"),
            ("content/a.md", "content/odd.png: it is a web page"),
            ("content/b.md", "static/s.png: it is empty"),
        ]
    );
}

/// What an article links to is published when it is of a kind that a browser shows or saves; the
/// rest is told, the text stays, and the file stays home.
#[test]
fn only_files_that_nothing_runs_or_obeys_are_published_from_content() {
    let files = [
        ("manual.pdf", true),
        ("Firmware 1.2.UF2", true),
        ("drawing.svg", true),
        ("evil.html", false),
        ("evil.JS", false),
        ("shell.php.jpg", false),
        ("page.html.gz", false),
        ("_headers", false),
        ("_redirects", false),
        ("_worker.js", false),
        ("_dopo/nginx.conf", false),
        ("web.config", false),
        ("robots.txt", false),
        ("sitemap.xml", false),
        ("setup.mdx", false),
        ("base.njk", false),
        ("ev\u{2019}il.ht\u{2019}ml", false),
    ];
    for (name, is_published) in files {
        let shown = if is_published { String::new() } else { format!("![x](<{name}>)\n") };
        let text = format!("[x](<{name}>)\n\n{shown}");
        let path = format!("content/{name}");
        let built = build(&[("content/a.md", &text), (&path, "x")]);
        let published: Vec<&str> =
            built.site.files.iter().map(|file| file.source.as_str()).collect();
        let expected = if is_published { vec![path.as_str()] } else { vec![] };
        assert_eq!(published, expected, "{name}: {:?}", built.problems());
        let rules: Vec<&str> = built.problems.iter().map(|problem| problem.rule.name).collect();
        let told = if is_published { vec![] } else { vec!["unpublishable-file"; 2] };
        assert_eq!(rules, told, "{name}");
        assert_eq!(built.links("content/a.md") == ["dead"], !is_published, "{name}");

        // A person who puts it into `static/` means it; what is dopo's stays dopo's.
        let path = format!("static/x/{name}");
        let text = format!("[x](</x/{name}>)\n");
        let built = build(&[("content/a.md", &text), (&path, "x")]);
        let published: Vec<&str> =
            built.site.files.iter().map(|file| file.source.as_str()).collect();
        assert_eq!(published, [path.as_str()], "{name}: {:?}", built.problems());
        assert!(built.problems.is_empty(), "{name}: {:?}", built.problems());
    }
}

/// Names that one system takes for the same, and the site too: never one in the place of the other.
#[test]
fn linked_files_whose_names_look_the_same_collide() {
    for (first, second) in [
        ("caff\u{e8}.pdf", "caffe\u{300}.pdf"),
        ("\u{c5}.png", "\u{212b}.png"),
        ("\u{1112}\u{1161}\u{11ab}.zip", "\u{d55c}.zip"),
        ("Manual.pdf", "manual.pdf"),
        ("a b.pdf", "a-b.pdf"),
    ] {
        let text = format!("[x](<{first}>) [y](<{second}>)\n");
        let (one, other) = (format!("content/{first}"), format!("content/{second}"));
        let built = build(&[("content/a.md", &text), (&one, "one"), (&other, "other")]);
        assert_eq!(built.rules(), ["address-collision"], "{first}: {:?}", built.problems());
        let mut named: Vec<&str> =
            built.problems[0].labels.iter().map(|label| label.file.as_str()).collect();
        named.sort_unstable();
        let mut expected = [one.as_str(), other.as_str()];
        expected.sort_unstable();
        assert_eq!(named, expected);

        // Where one is linked it is published, and it is that one.
        for linked in [first, second] {
            let text = format!("[x](<{linked}>)\n");
            let built = build(&[("content/a.md", &text), (&one, "one"), (&other, "other")]);
            assert!(built.problems.is_empty(), "{linked}: {:?}", built.problems());
            assert_eq!(built.site.files[0].source.as_str(), format!("content/{linked}"));
        }
    }
}

#[test]
fn a_variant_whose_path_is_taken_is_done_without() {
    let mut wide = b"\xff\xd8\xff\xc0\0\x0b\x08\x04\xb0\x06\x40\x01\x01\x11\0".to_vec();
    wide.resize(400_000, 0);
    let files: [(&str, &[u8]); 3] = [
        ("content/a.md", b"![](wide.jpg) [x](wide.800w.jpg)"),
        ("content/wide.jpg", &wide),
        ("content/wide.800w.jpg", b"x"),
    ];
    let built = build_with(&Overrides::default(), memory::tree(files));
    assert!(built.problems.is_empty(), "{:?}", built.problems());
    let outputs: Vec<&str> = built.site.files.iter().map(|file| file.output.as_str()).collect();
    assert_eq!(outputs, ["wide.800w.jpg", "wide.jpg"]);
}
