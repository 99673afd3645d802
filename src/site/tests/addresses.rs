//! Addresses are permanent: a change in these tables breaks links that people hold.

use super::{build, build_with};
use crate::config::Overrides;
use crate::site::Owner;
use crate::source::memory;
use crate::text::path::{OutputPath, SourcePath};

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
        ("content/a/b.md", "permalink: /caf%C3%A8/a%20b", "/cafè/a b/"),
        ("content/a/b.md", "permalink: /x%2Fy/", "/x/y/"),
        ("content/a/b.md", "permalink: https://help.example/kb/x/", "/x/"),
        ("content/a/b.md", "permalink: HTTP://other.example/kb/x/", "/a/b/"),
        ("content/a/b.md", "permalink: //other.example/x/", "/a/b/"),
        ("content/a/b.md", "permalink: /x/../../etc/", "/a/b/"),
        ("content/a/b.md", "permalink: /x/%2E%2E/etc/", "/a/b/"),
        ("content/a/b.md", "permalink: /x/?q=1", "/a/b/"),
        ("content/a/b.md", "permalink: '/x/#y'", "/a/b/"),
        ("content/a/b.md", "permalink: /100%/", "/a/b/"),
        ("content/a/b.md", "permalink: /%FF/", "/a/b/"),
        ("content/a/b.md", "slug: c\npermalink: /x/", "/x/"),
        ("content/a/b.md", "slug: /x/y", "/x/y/"),
        ("content/a/b.md", "slug: /", "/"),
        ("content/a/b.md", "permalink: /", "/"),
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
        let overrides = Overrides {
            base_url: Some("https://help.example/kb".to_owned()),
            ..Overrides::default()
        };
        let text = format!("---\n{front}\n---\nText.\n");
        let built = build_with(&overrides, memory::tree([(source, text.as_str())]));
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
        ["nameless-address: nothing of the article `!!` can stand in an address"]
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

/// Where several documents mean one address and it is certain which has it, the others make room.
#[test]
fn who_gives_way_stands_elsewhere_and_is_told() {
    for (files, expected, moved) in [
        (&[("g.md", ""), ("g/index.md", "")][..], "g=/g/! g/index=/g/index/", "g/index.md"),
        (
            &[("g.md", ""), ("g/a.md", ""), ("g/index.md", "")],
            "g=/g/! g/a=/g/a/ g/index=/g/index/",
            "g/index.md",
        ),
        (
            &[("p.md", "permalink: /g/"), ("g/a.md", ""), ("g/index.md", "slug: b")],
            "g/a=/g/a/ g/index=/g/b/ p=/g/!",
            "g/index.md",
        ),
        (
            &[("index.md", ""), ("p/index.md", "permalink: /"), ("p/a.md", "")],
            "index=/index/ p/a=/p/a/ p/index=/!",
            "index.md",
        ),
        (&[("p/index.md", "permalink: /"), ("p/a.md", "")], "p/a=/p/a/ p/index=/!", ""),
        (&[("p/a.md", "slug: /"), ("b.md", "")], "b=/b/ p/a=/!", ""),
        (
            &[("g/_index.md", "permalink: /h/"), ("g/a.md", ""), ("g.md", "")],
            "g=/g/ g/_index=/h/! g/a=/g/a/",
            "",
        ),
    ] {
        let files: Vec<(String, String)> = files
            .iter()
            .map(|(name, front)| (format!("content/{name}"), format!("---\n{front}\n---\n")))
            .collect();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (&**name, &**text)).collect();
        let built = build(&files);
        let shown: Vec<String> = built
            .addresses()
            .iter()
            .map(|(source, address)| {
                let mark = if built.article(source).is_head { "!" } else { "" };
                let name = source.trim_start_matches("content/").trim_end_matches(".md");
                format!("{name}={address}{mark}")
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
        let told: Vec<&str> = built
            .problems
            .iter()
            .map(|problem| {
                assert_eq!(problem.rule.name, "shared-address");
                assert!(!problem.is_error() && problem.labels.len() == 2, "{problem:?}");
                problem.labels[0].file.as_str().trim_start_matches("content/")
            })
            .collect();
        assert_eq!(told.join(" "), moved, "{expected}: {:?}", built.problems());
    }
}

#[test]
fn in_a_folder_that_is_no_project_doubles_get_a_number() {
    let files = ["my note.md", "my-note.md", "My Note.md", "my-note-2.md", "a.md"];
    let built = build(&files.map(|file| (file, "")));
    assert_eq!(
        built.addresses(),
        [
            ("My Note.md", "/my-note/"),
            ("a.md", "/a/"),
            ("my note.md", "/my-note-2/"),
            ("my-note-2.md", "/my-note-2-2/"),
            ("my-note.md", "/my-note-3/"),
        ]
    );
    assert_eq!(built.rules(), ["shared-address"]);
    assert!(built.problems.iter().all(|problem| !problem.is_error()));
}

#[test]
fn a_folder_named_like_a_language_is_told_how_to_say_so() {
    let config = "default_locale = \"en\"\n[locales.en]\n[locales.it]\n";
    let files = [("content/a.md", ""), ("content/it/heat.md", "")];
    let built = build(&[&[("dopo.toml", config)][..], &files].concat());
    assert_eq!(built.rules(), ["builtin-address"], "{:?}", built.problems());
    assert_eq!(built.problems[0].labels[0].file.as_str(), "content/it");
    let help = built.problems[0].help.as_deref().unwrap();
    assert!(help.contains("content = \"content/it\""), "{help}");

    let config = format!("{config}content = \"content/it\"\n");
    let built = build(&[&[("dopo.toml", config.as_str())][..], &files].concat());
    assert!(built.problems.is_empty(), "the help helps: {:?}", built.problems());
    assert_eq!(built.article("content/it/heat.md").address.as_str(), "/it/heat/");

    let config = "default_locale = \"it\"\n[locales.en]\n[locales.it]\n";
    let built = build(&[&[("dopo.toml", config)][..], &files].concat());
    assert!(built.problems.is_empty(), "{:?}", built.problems());
}

#[test]
fn what_no_file_can_be_called_is_told_at_its_key() {
    let long = "x".repeat(300);
    let deep = "y/".repeat(600);
    for (path, text, rule, is_error) in [
        ("content/a.md", format!("---\nslug: {long}\n---\n"), "unwritable-name", true),
        ("content/a.md", format!("---\npermalink: /{long}/b/\n---\n"), "unwritable-name", true),
        ("content/a.md", format!("---\npermalink: /{deep}\n---\n"), "unwritable-name", true),
        ("content/a.md", format!("---\nslug: {long}\nredirect: /\n---\n"), "unwritable-name", true),
        ("content/a.md", format!("---\naliases: [/{long}/]\n---\n"), "taken-alias", false),
        ("content/a.md", "---\nslug: AUX\n---\n".to_owned(), "unportable-name", false),
        ("content/a.md", "---\npermalink: /x/con.html\n---\n".to_owned(), "unportable-name", false),
        ("content/etc..md", String::new(), "unportable-name", false),
        ("static/what?.txt", String::new(), "unportable-name", false),
        ("static/a\\b.txt", String::new(), "unwritable-name", true),
        ("static/a\nb.txt", String::new(), "unwritable-name", true),
    ] {
        let built = build(&[(path, &text), ("content/z.md", "")]);
        assert_eq!(built.rules(), [rule], "{path} {text:.40}: {:?}", built.problems());
        let problem = &built.problems[0];
        assert_eq!(problem.is_error(), is_error, "{path} {text:.40}");
        assert_eq!(problem.labels[0].file.as_str(), path);
        assert_eq!(problem.labels[0].span.is_some(), !text.is_empty());
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
        ("content/a.md", "content/redirect.md"),
        ("content/a.md", "static/a/index.html"),
        ("content/a.md", "static/A/Index.html"),
        ("content/a.md", "static/a"),
        ("content/a.md", "static/a/index.md"),
        ("content/a/_index.md", "content/a.md"),
        ("content/file.md", "content/below.md"),
        ("content/a.md", "content/html.md"),
        ("content/html.md", "static/x/a.md"),
        ("content/redirect.md", "static/a/index.html"),
        ("content/f/x.md", "static/f/index.html"),
        ("content/f/x.md", "static/f"),
        ("content/F o/x.md", "content/f-o/y.md"),
        ("content/slug/_index.md", "content/a.md"),
        ("content/permalink.md", "content/permalink2.md"),
    ] {
        let text = |source: &str| {
            let name = source.rsplit_once('/').unwrap().1;
            let name = if source == "content/slug/_index.md" { "slug" } else { name };
            match name.trim_end_matches(".md").trim_end_matches('2') {
                "slug" => "---\nslug: a\n---\n",
                "permalink" => "---\npermalink: /a/\n---\n",
                "file" => "---\npermalink: /b.html\n---\n",
                "below" => "---\npermalink: /b.html/x/\n---\n",
                "html" if second.starts_with("static") => "---\npermalink: /x/a.html\n---\n",
                "html" => "---\npermalink: /A/Index.html\n---\n",
                "redirect" => "---\nslug: a\nredirect: /\n---\n",
                _ => "",
            }
        };
        let built = build(&[(first, text(first)), (second, text(second)), ("content/z.md", "")]);
        let collisions: Vec<_> = built
            .problems
            .iter()
            .filter(|problem| problem.rule.name == "address-collision")
            .collect();
        assert_eq!(collisions.len(), 1, "{first} {second}: {:?}", built.problems());
        assert!(collisions[0].is_error());
        let mut named: Vec<&str> =
            collisions[0].labels.iter().map(|label| label.file.as_str()).collect();
        named.sort_unstable();
        for label in &collisions[0].labels {
            let is_written = ["slug", "permalink", "redirect", "file", "below", "html"]
                .iter()
                .any(|name| label.file.as_str().starts_with(&format!("content/{name}")));
            assert_eq!(label.span.is_some(), is_written, "{first} {second}: {label:?}");
        }
        let owner = |file: &str| match file.rsplit_once('/').unwrap() {
            (folder @ ("content/F o" | "content/f-o" | "content/f"), _) => folder.to_owned(),
            _ => file.to_owned(),
        };
        let mut expected = vec![owner(first), owner(second)];
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
    assert_eq!(locale.all.first().as_str(), "/all/");
    assert_eq!(built.problems(), ["moved-page: this article is at or below `/search/`"]);
    assert!(!built.problems[0].is_error());

    for (source, text) in [
        ("content/x.md", "---\npermalink: /_dopo/x/\n---\n"),
        ("content/x.md", "---\npermalink: /404.html\n---\n"),
        ("content/_dopo/x.md", ""),
        ("content/feed.xml.md", ""),
        ("content/robots.txt/a.md", ""),
        ("content/x.md", "---\npermalink: /404.html/\n---\n"),
        ("content/x.md", "---\npermalink: /.htaccess/\n---\n"),
        ("content/x.md", "---\npermalink: /a/.htaccess\n---\n"),
        ("content/x.md", "---\npermalink: /.HTACCESS/x/\n---\n"),
        ("content/x.md", "---\nslug: .htaccess\n---\n"),
        ("static/a/.htaccess/x", ""),
        ("static/a/.HTACCESS", ""),
        ("content/x.md", "---\npermalink: /.dopo-manifest/\n---\n"),
        ("content/x.md", "---\npermalink: /a/.dopo-manifest/\n---\n"),
        ("content/x.md", "---\npermalink: /_DOPO/x/\n---\n"),
        ("content/x.md", "---\npermalink: /.git/refs/tags/x/\n---\n"),
        ("content/x.md", "---\npermalink: /.GIT\n---\n"),
        ("content/x.md", "---\nslug: .git\n---\n"),
        ("content/x.md", "---\npermalink: /a/.git/hooks/x/\n---\n"),
        ("content/x.md", "---\npermalink: /.hg/x/\n---\n"),
        ("content/x.md", "---\npermalink: /.svn/\n---\n"),
        ("content/x.md", "---\npermalink: /.Before-1/x/\n---\n"),
        ("content/x.md", "---\npermalink: /.dopo/stage/\n---\n"),
        ("static/.git/HEAD", ""),
        ("static/.before-1", ""),
        ("content/x.md", "---\npermalink: /Feed.xml/\n---\n"),
        ("content/x.md", "---\npermalink: /sitemap-12.xml/\n---\n"),
        ("content/x.md", "---\nslug: sitemap.xml\nredirect: /\n---\n"),
        ("content/x.md", "[n](_dopo/nginx.bin)"),
        ("static/_dopo/nginx.conf", ""),
        ("static/_dopo", ""),
        ("static/.dopo-manifest", ""),
        ("static/Robots.txt", ""),
        ("static/robots.txt/a", ""),
        ("static/index.html", ""),
    ] {
        let built = build(&[(source, text), ("content/_dopo/nginx.bin", ""), ("content/z.md", "")]);
        assert_eq!(built.rules(), ["builtin-address"], "{source} {text}: {:?}", built.problems());
        assert!(built.problems[0].is_error());
        let label = &built.problems[0].labels[0];
        let named = ["content/_dopo", "content/robots.txt", "content/_dopo/nginx.bin", source];
        assert!(named.contains(&label.file.as_str()), "{source}: {label:?}");
        assert_eq!(label.span.is_some(), text.contains("---"), "{source}: {label:?}");
    }
    for permalink in ["/404.html", "/404.html/"] {
        let text = format!("---\npermalink: {permalink}\n---\n");
        let built = build(&[("content/404.md", &text), ("content/z.md", "")]);
        let help = built.problems[0].help.as_deref().unwrap_or_default();
        assert!(help.contains("templates/not-found.html"), "{permalink}: {help}");
    }
    for name in [
        "a/.htaccess",
        "404.html",
        ".htaccess",
        "_headers",
        "_redirects",
        "robots.txt",
        "feed.xml",
        "llms.txt",
    ] {
        let file = format!("static/{name}");
        let built = build(&[(&file, ""), ("content/z.md", "")]);
        assert!(built.problems.is_empty(), "{name}: {:?}", built.problems());
        let owner = built.site.outputs.owner(&OutputPath::new(name));
        assert_eq!(owner, Some(&Owner::Written(SourcePath::new(&file))));
    }
}

/// A name that a server runs is never a file of the site, whoever gives it.
#[test]
fn a_page_with_an_ending_that_servers_run_is_a_folder() {
    for (permalink, output) in [
        ("/a.html", "a.html"),
        ("/a.htm", "a.htm"),
        ("/a.php", "a.php/index.html"),
        ("/a.asp", "a.asp/index.html"),
        ("/a.aspx", "a.aspx/index.html"),
        ("/a.jsp", "a.jsp/index.html"),
        ("/a.cgi", "a.cgi/index.html"),
        ("/a/index.php", "a/index.php/index.html"),
        ("/a.php5", "a.php5/index.html"),
    ] {
        let text = format!("---\npermalink: {permalink}\n---\n");
        let built = build(&[("content/x.md", &text)]);
        assert!(built.problems.is_empty(), "{permalink}: {:?}", built.problems());
        assert_eq!(built.article("content/x.md").address.output().as_str(), output);
    }
}
