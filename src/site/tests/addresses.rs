//! Addresses are permanent: a change in these tables breaks links that people hold.

use super::build;

#[test]
fn articles_stand_where_their_names_say() {
    for (source, front, address) in [
        ("a.md", "", "/a/"),
        ("content/a.md", "", "/a/"),
        ("content/Fix It/La macchina non scalda.md", "", "/fix-it/la-macchina-non-scalda/"),
        ("content/Yún Board/Über.md", "", "/yún-board/über/"),
        ("content/dell’acqua.md", "", "/dellacqua/"),
        ("content/v1.2_beta.md", "", "/v1.2_beta/"),
        ("content/日本語/ページ.md", "", "/日本語/ページ/"),
        ("content/a/b.md", "slug: Other Name", "/a/other-name/"),
        ("content/a/b.md", "slug: ../c", "/a/..-c/"),
        ("content/a/b.md", "permalink: /x/y/", "/x/y/"),
        ("content/a/b.md", "permalink: x/y", "/x/y/"),
        ("content/a/b.md", "url: /x/y/index.html", "/x/y/"),
        ("content/a/b.md", "permalink: /Old.html", "/Old.html"),
        ("content/a/b.md", "permalink: /x/../../etc/", "/a/b/"),
        ("content/a/b.md", "permalink: /x/?q=1", "/a/b/"),
        ("content/a/b.md", "slug: c\npermalink: /x/", "/x/"),
        ("content/index.md", "", "/"),
        ("content/README.md", "", "/"),
        ("content/_index.md", "", "/"),
        ("content/_index.md", "permalink: /start/", "/"),
        ("content/b.markdown", "", "/b/"),
        ("content/a/index.md", "", "/a/"),
        ("content/a/_index.md", "", "/a/"),
        ("content/a/readme.md", "", "/a/"),
        ("content/a/_index.md", "slug: b", "/b/"),
    ] {
        let built = build(&[(source, &format!("---\n{front}\n---\nText.\n"))]);
        assert_eq!(built.addresses(), [(source, address)], "{front}");
    }
}

#[test]
fn names_of_which_something_is_lost_are_told() {
    let built = build(&[("Licensing & more/a.md", ""), ("Licensing & more/b?.md", "")]);
    assert_eq!(
        built.problems(),
        [
            "cleaned-address: the folder `Licensing & more` stands at `licensing-more`",
            "cleaned-address: the article `b?` stands at `b`",
        ]
    );
    let built = build(&[("content/!!.md", "")]);
    assert!(built.problems[0].is_error());
    assert_eq!(
        built.problems(),
        ["cleaned-address: nothing of the article `!!` can stand in an address"]
    );
}

#[test]
fn a_slug_of_a_folder_names_all_below_it() {
    let built =
        build(&[("content/cura/_index.md", "---\nslug: care\n---\n"), ("content/cura/a.md", "")]);
    assert_eq!(
        built.addresses(),
        [("content/cura/_index.md", "/care/"), ("content/cura/a.md", "/care/a/")]
    );
}

/// Which of some files heads the folder `g`, and what the others are.
#[test]
fn categories_have_the_head_their_files_say() {
    for (files, expected) in [
        (vec!["g/a.md"], "a=/g/a/"),
        (
            vec!["g/_index.md", "g/index.md", "g/README.md"],
            "README=/g/readme/ _index=HEAD index=/g/index/",
        ),
        (vec!["g/index.md", "g/README.md"], "README=/g/readme/ index=HEAD"),
        (vec!["g/README.md", "g/a.md"], "README=HEAD a=/g/a/"),
        (vec!["g.md", "g/a.md"], "g=HEAD a=/g/a/"),
        (vec!["g.md", "g/README.md", "g/a.md"], "g=HEAD README=/g/readme/ a=/g/a/"),
        (vec!["g/a.md", "permalink.md"], "a=/g/a/ permalink=HEAD"),
        // Alone in its folder it is an article of the folder above.
        (vec!["g/index.md"], "index=/g/"),
        (vec!["g/index.md", "g/index.it.md"], "index.it=/it/g/ index=/g/"),
        (vec!["g/index.md", "g/deep/a.md"], "a=/g/deep/a/ index=HEAD"),
        (vec!["g.md"], "g=/g/"),
        (vec!["g/_partial.md", "g/a.md"], "a=/g/a/"),
    ] {
        let text = |name: &&str| {
            let front =
                if *name == "permalink.md" { "---\npermalink: /g/index.html\n---\n" } else { "" };
            (format!("content/{name}"), front)
        };
        let mut files: Vec<(String, &str)> = files.iter().map(text).collect();
        files.push(("content/root.md".to_owned(), ""));
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, *text)).collect();
        let built = build(&files);
        let mut shown = Vec::new();
        for (source, address) in built.addresses() {
            let name = source.rsplit_once('/').unwrap().1.trim_end_matches(".md");
            let address = if built.article(source).is_head { "HEAD" } else { address };
            shown.push(format!("{name}={address}"));
        }
        shown.retain(|one| one != "root=/root/");
        assert_eq!(shown.join(" "), expected);
        assert!(built.problems.is_empty(), "{expected}: {:?}", built.problems());
    }
}

#[test]
fn two_sources_for_one_address_are_an_error_that_names_both() {
    for (first, second) in [
        ("content/A b.md", "content/a-b.md"),
        ("content/a.md", "content/A.md"),
        ("content/caff\u{e8}.md", "content/caffe\u{300}.md"),
        ("content/a.md", "content/slug.md"),
        ("content/a.md", "content/permalink.md"),
        ("content/a.md", "content/alias.md"),
        ("content/a.md", "content/redirect.md"),
        ("content/a.md", "static/a/index.html"),
        ("content/a.md", "static/A/Index.html"),
        ("content/a.md", "static/a"),
        ("content/a.md", "static/a/index.md"),
        ("content/a.md", "content/a/index.md"),
        ("content/a/_index.md", "content/a.md"),
        ("content/x/index.md", "content/x.md"),
        ("content/alias.md", "content/alias2.md"),
        ("content/F o/x.md", "content/f-o/y.md"),
        ("content/permalink.md", "content/permalink2.md"),
    ] {
        let text = |source: &str| {
            let name = source.rsplit_once('/').unwrap().1;
            match name.trim_end_matches(".md").trim_end_matches('2') {
                "slug" => "---\nslug: a\n---\n",
                "permalink" => "---\npermalink: /a/\n---\n",
                "alias" => "---\naliases: [/a]\n---\n",
                "redirect" => "---\nslug: a\nredirect: /\n---\n",
                _ => "",
            }
        };
        let built = build(&[(first, text(first)), (second, text(second)), ("content/z.md", "")]);
        let collisions: Vec<_> =
            built.problems.iter().filter(|problem| problem.rule == "address-collision").collect();
        assert_eq!(collisions.len(), 1, "{first} {second}: {:?}", built.problems());
        assert!(collisions[0].is_error());
        let mut named: Vec<&str> =
            collisions[0].labels.iter().map(|label| label.file.as_str()).collect();
        named.sort_unstable();
        let folder_of = |file: &str| file.rsplit_once('/').unwrap().0.to_owned();
        let mut expected = if first.contains("F o") {
            vec![folder_of(first), folder_of(second)]
        } else {
            vec![first.to_owned(), second.to_owned()]
        };
        expected.sort_unstable();
        assert_eq!(named, expected);
        let said = &collisions[0].labels[0].text;
        assert!(said.contains(&collisions[0].labels[1].file.to_string()), "{said}");
    }
}

#[test]
fn a_built_in_page_makes_room_for_a_folder_of_its_name() {
    let built = build(&[
        ("content/search/a.md", ""),
        ("content/b.en.md", ""),
        ("content/b.md", "il che per"),
    ]);
    let locale = &built.site.locales[0];
    assert_eq!(locale.search.as_str(), "/_dopo/search/");
    assert_eq!(locale.all.as_str(), "/all/");
    assert_eq!(built.problems(), ["builtin-address: this article is at or below `/search/`"]);
    assert!(!built.problems[0].is_error());

    for (source, text) in [
        ("content/x.md", "---\npermalink: /_dopo/x/\n---\n"),
        ("content/x.md", "---\npermalink: /404.html\n---\n"),
        ("content/_dopo/x.md", ""),
        ("content/feed.xml.md", ""),
        ("content/robots.txt/a.md", ""),
        ("static/404.html", ""),
    ] {
        let built = build(&[(source, text), ("content/z.md", "")]);
        assert_eq!(built.rules(), ["builtin-address"], "{source}");
        assert!(built.problems[0].is_error());
    }
    assert!(build(&[("static/robots.txt", ""), ("content/z.md", "")]).problems.is_empty());
}
