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
        (vec![("content/a.md", "---\naliases: [/a/]\n---\n")], "redirect-loop", true),
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
