//! Aliases, files that are redirects, and ways that go in a circle.

use super::build;

#[test]
fn old_addresses_lead_to_the_end_of_the_way() {
    let built = build(&[
        ("content/a.md", "---\naliases: [/old/, old/two, /Old3.html]\n---\n## X\n"),
        ("content/b.md", "---\nredirect: a.md#x\n---\n"),
        ("content/c.md", "---\nredirect: /b\n---\n"),
        ("content/d.md", "---\nredirect: https://example.com/x\n---\n"),
        ("content/e.md", "---\nredirect: /\n---\n"),
        ("content/f.md", "---\nredirect: c.md\n---\n"),
    ]);
    let redirects: Vec<(&str, String)> = built
        .site
        .redirects
        .iter()
        .map(|redirect| (redirect.from.as_str(), built.led(&redirect.to)))
        .collect();
    assert_eq!(
        redirects,
        [
            ("/Old3.html", "/a/".to_owned()),
            ("/b/", "/a/#x".to_owned()),
            ("/c/", "/a/#x".to_owned()),
            ("/d/", "https://example.com/x".to_owned()),
            ("/e/", "category /".to_owned()),
            ("/f/", "/a/#x".to_owned()),
            ("/old/", "/a/".to_owned()),
            ("/old/two/", "/a/".to_owned()),
        ]
    );
    assert_eq!(built.addresses(), [("content/a.md", "/a/")]);
    assert!(built.problems.is_empty(), "{:?}", built.problems());
}

#[test]
fn a_way_without_an_end_is_an_error_and_one_to_nowhere_is_told() {
    for (files, rule, is_error) in [
        (vec![("content/a.md", "---\nredirect: a.md\n---\n")], "redirect-loop", true),
        (vec![("content/a.md", "---\nredirect: gone.md\n---\n")], "dangling-reference", false),
        (vec![("content/a.md", "---\naliases: [/a/?x]\n---\n")], "wrong-value", false),
        (
            vec![
                ("content/a.md", "---\nredirect: b.md\n---\n"),
                ("content/b.md", "---\ndraft: true\n---\n"),
            ],
            "dangling-reference",
            false,
        ),
    ] {
        let mut files = files;
        files.push(("content/z.md", ""));
        let built = build(&files);
        assert_eq!(built.rules(), [rule], "{files:?}");
        assert_eq!(built.problems[0].is_error(), is_error, "{files:?}");
        assert!(built.site.redirects.is_empty(), "{files:?}");
    }
    let built = build(&[
        ("content/a.md", "---\nredirect: b.md\n---\n"),
        ("content/b.md", "---\nredirect: /a/\n---\n"),
        ("content/z.md", "[x](a.md)"),
    ]);
    assert_eq!(built.rules(), ["redirect-loop"]);
    assert_eq!(built.problems.len(), 2);
    assert_eq!(built.links("content/z.md"), ["dead"]);
}

/// An alias never takes an address and never stops a build: the article stays.
#[test]
fn an_alias_that_cannot_be_had_is_told() {
    for (alias, told, from) in [
        ("/old/", "", "/old/"),
        ("/caf%C3%A9%20bar", "", "/café bar/"),
        ("https://help.example/kb/old/", "", "/old/"),
        ("http://help.example/kb", "taken-alias", ""),
        ("/a/", "", ""),
        ("/A/index.html", "taken-alias", ""),
        ("a", "", ""),
        ("/b/", "taken-alias", ""),
        ("/b/index.html/x", "taken-alias", ""),
        ("/c/", "taken-alias", ""),
        ("/s", "taken-alias", ""),
        ("/f/", "taken-alias", ""),
        ("/d/", "taken-alias", ""),
        ("/", "taken-alias", ""),
        ("/it/", "taken-alias", ""),
        ("/search/", "taken-alias", ""),
        ("/feed.xml", "taken-alias", ""),
        ("/p.png", "taken-alias", ""),
        ("/b/index.md/", "taken-alias", ""),
        ("/404.html", "taken-alias", ""),
        ("/_dopo/x", "taken-alias", ""),
        ("/.dopo-manifest", "taken-alias", ""),
        ("/.git/refs/tags/x/", "taken-alias", ""),
        ("/.Git/HEAD", "taken-alias", ""),
        ("/a/.hg/x", "taken-alias", ""),
        ("/.before-1/", "taken-alias", ""),
        ("/.dopo/list", "taken-alias", ""),
        ("/.github/", "", "/.github/"),
        ("/a/.before-1/", "", "/a/.before-1/"),
        ("/old/?id=4", "wrong-value", ""),
        ("'/old/#step-2'", "wrong-value", ""),
        ("https://other.example/old/", "wrong-value", ""),
        ("/100%/", "wrong-value", ""),
        ("/../x/", "wrong-value", ""),
        // Another name, as Obsidian has them; an address too where it looks like one.
        ("second factor", "", ""),
        ("2FA", "", ""),
        ("b", "", ""),
        ("old-name", "", "/old-name/"),
        ("old.html", "", "/old.html"),
        // A server would run such a file; a folder of that name only leads on.
        ("old.php", "", "/old.php/"),
        ("/old/index.asp", "", "/old/index.asp/"),
        ("/x/.htaccess", "taken-alias", ""),
    ] {
        let text = format!("---\naliases: [{alias}]\n---\n");
        let built = build(&[
            (
                "dopo.toml",
                "base_url = \"https://help.example/kb\"\ndefault_locale = \"en\"\n[locales.en]\n\
                 [locales.it]\n",
            ),
            ("content/a.md", &text),
            ("content/b.md", "---\naliases: [/d/]\n---\n![p](p.png)\n"),
            ("content/p.png", "<svg/>"),
            ("content/c.md", "---\nredirect: b.md\n---\n"),
            ("content/f/g.md", ""),
            ("static/s", ""),
        ]);
        // Of two articles with one alias the first has it.
        let of_a = built.site.redirects.iter().filter(|one| built.led(&one.to) == "/a/");
        let of_a: Vec<&str> = of_a.map(|one| one.from.as_str()).collect();
        let (told, from, in_file) = match alias {
            "/d/" => (told, "/d/", "content/b.md"),
            _ => (told, from, "content/a.md"),
        };
        assert_eq!(of_a.join(" "), from, "{alias}");
        assert_eq!(built.rules().join(" "), told, "{alias}: {:?}", built.problems());
        assert!(built.problems.iter().all(|problem| !problem.is_error()), "{alias}");
        for problem in &built.problems {
            assert_eq!(problem.labels[0].file.as_str(), in_file, "{alias}");
            assert!(problem.labels[0].span.is_some(), "{alias}");
        }
        assert_eq!(built.article("content/a.md").address.as_str(), "/a/");
    }
}

#[test]
fn another_name_is_found_by_search() {
    let built = build(&[("content/a.md", "---\naliases: [2FA, /old/, second factor]\n---\n")]);
    assert_eq!(built.article("content/a.md").link_texts, ["2FA", "second factor"]);
}
