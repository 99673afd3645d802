//! Who sees what, on 15 June 2026.

use super::{build, build_with};
use crate::config::Overrides;
use crate::site::Withheld;
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
        ("private: true", gone),
        ("publish: 9999-12-31", gone),
        ("publish: 9999-12-31 23:59", gone),
        ("expires: 9999-12-31", Some("listed searched indexed")),
        ("publish: 2026-06-01\npublishDate: 2027-01-01", gone),
        ("expires: 2027-01-01\nexpiryDate: 2026-01-01", gone),
        ("date: 2030-01-01", gone),
        ("date: 9999-12-31", gone),
        ("date: 2026-06-15 18:00", Some("listed searched indexed")),
        // Only the day of the build is known, so a moment of that day may be over.
        ("expires: 2026-06-15 00:00", gone),
        ("expires: 2026-06-15 00:30", gone),
        ("expires: 2026-06-15T23:59:59Z", gone),
        ("expires: 2026-06-16 00:00", Some("listed searched indexed")),
        ("unpublish: 2026-06-15 18:00", gone),
        ("date: 2030-01-01\npublish: 2026-01-01", Some("listed searched indexed")),
        ("nav_exclude: true", Some("searched indexed")),
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
            let told = match front {
                _ if front.starts_with("date: 2030") || front.contains("date: 9999") => {
                    vec!["future-date"]
                }
                _ if front.contains('\n') => vec!["two-dates"],
                _ => vec![],
            };
            assert_eq!(built.rules(), told, "{front}");
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
fn a_date_of_the_future_is_told_and_counts_as_absent() {
    let built = build(&[
        ("content/a.md", "---\ndate: 2026-01-01\nupdated: 2062-01-01\n---\n"),
        ("content/b.md", "---\ndate: 2062-06-01\npublish: 2026-01-01\n---\n"),
        ("content/c.md", "---\nreviewed: 2062-06-01\n---\n"),
        ("content/d.md", "---\ndate: 2062-06-01\n---\n"),
    ]);
    let days = |source: &str| {
        let article = built.article(source);
        (article.date.is_some(), article.updated.map(|at| at.to_string()), article.reviewed)
    };
    assert_eq!(days("content/a.md"), (true, Some("2026-01-01T00:00:00Z".to_owned()), None));
    assert_eq!(days("content/b.md"), (false, None, None));
    assert_eq!(days("content/c.md"), (false, None, None));
    assert_eq!(
        built.problems(),
        [
            "future-date: `updated` is 2062-01-01",
            "future-date: `date` is 2062-06-01",
            "future-date: `reviewed` is 2062-06-01",
            "future-date: it is not published before 2062-06-01",
        ]
    );
    let shown = Overrides { drafts: true, ..Overrides::default() };
    let built =
        build_with(&shown, memory::tree([("content/d.md", "---\ndate: 2062-06-01\n---\n")]));
    assert_eq!(built.problems(), ["future-date: `date` is 2062-06-01"]);
    assert_eq!(built.article("content/d.md").updated, None);
}

#[test]
fn a_date_in_any_form_hides_until_it_has_come() {
    let shown = Some("wrong-value");
    let unclear = Some("visibility-value");
    // The day of the build is 15 June 2026.
    for (date, is_shown, told) in [
        ("12/31/2099", false, Some("future-date")),
        ("31/12/2099", false, Some("future-date")),
        ("31.12.2099", false, Some("future-date")),
        ("2099/12/31", false, Some("future-date")),
        ("2099-12", false, Some("future-date")),
        ("12/2099", false, Some("future-date")),
        ("20991231", false, Some("future-date")),
        ("31 December 2099", false, Some("future-date")),
        ("31-Dec-2099", false, Some("future-date")),
        ("Dec 31, 2099", false, Some("future-date")),
        ("Dec 31st, 2099 5:30 PM", false, Some("future-date")),
        ("Thu, 31 Dec 2099 09:30:00 GMT", false, Some("future-date")),
        ("2099-12-31 09:30:00 -05:00", false, Some("future-date")),
        ("2026-06", true, None),
        ("14/6/2026", true, None),
        ("2 Jan 2020", true, None),
        ("'02/01/2020'", true, Some("two-days")),
        // 7 January, or 1 July.
        ("07/01/2026", false, Some("two-days future-date")),
        ("01/07/2026", false, Some("two-days future-date")),
        // Nobody can read it, and it may be to come.
        ("tomorrow", false, unclear),
        ("in 2 weeks", false, unclear),
        ("31/12/99", false, unclear),
        ("31 dicembre 2099", false, unclear),
        ("31 dicembre 2026", false, unclear),
        ("2019 or 2099", false, unclear),
        ("[2099-01-01]", false, unclear),
        ("[2020-01-01, 2099-01-01]", false, unclear),
        ("{day: 2099-01-01}", false, unclear),
        ("10000-01-01", false, unclear),
        ("4102444800", false, unclear),
        ("true", false, unclear),
        // Nobody can read it, and it is over.
        ("31 dicembre 2025", true, shown),
        ("spring 2019", true, shown),
        ("2019", true, shown),
        ("[2020-01-01]", true, shown),
        ("0000-00-00", true, shown),
        ("tomorrow\npublish: 2026-01-01", true, shown),
        ("31 dicembre 2099\ndraft: true", false, None),
        ("", true, None),
        ("''", true, None),
        ("~", true, None),
    ] {
        let text = format!("---\ndate: {date}\n---\nText.\n");
        let built = build(&[("content/a.md", &text), ("content/z.md", "")]);
        let is_found = built.addresses().iter().any(|(source, _)| *source == "content/a.md");
        assert_eq!(is_found, is_shown, "{date}");
        assert_eq!(built.rules().join(" "), told.unwrap_or(""), "{date}");
    }
}

#[test]
fn the_name_of_a_post_dates_it() {
    let name = "content/_posts/2099-01-01-a.md";
    for (path, front, is_shown) in [
        (name, "", false),
        ("content/b/_posts/c/2099-1-2-a-b.md", "", false),
        (name, "---\ndate: 2020-01-01\n---\n", true),
        (name, "---\npublish: 2020-01-01\n---\n", true),
        ("content/_posts/2020-01-01-a.md", "", true),
        ("content/_posts/hello-2099-01-01.md", "", true),
        ("content/posts/2099-01-01-a.md", "", true),
    ] {
        let built = build(&[(path, front), ("content/z.md", "")]);
        let is_found = built.addresses().iter().any(|(source, _)| *source == path);
        assert_eq!(is_found, is_shown, "{path} {front}");
    }
}

#[test]
fn a_cascade_holds_for_its_target() {
    let files = ["content/a/b.md", "content/a/c/_index.md", "content/a/c/d.md", "content/e/f.md"];
    for (target, hidden, told) in [
        ("{path: /a/c/**}", "d.md", ""),
        ("{path: '{/a/c,/a/c/**}'}", "_index.md d.md", ""),
        ("{path: a/b}", "b.md", ""),
        ("{path: /A/*}", "b.md _index.md", ""),
        ("{path: '**'}", "b.md _index.md d.md f.md", ""),
        ("{path: '**', kind: page}", "b.md d.md f.md", ""),
        ("{kind: section}", "_index.md", ""),
        ("{kind: '{home,section}'}", "_index.md", ""),
        ("{kind: term}", "", ""),
        ("{lang: en}", "b.md _index.md d.md f.md", ""),
        ("{lang: it}", "", ""),
        ("{environment: production}", "b.md _index.md d.md f.md", "cascade-target"),
        ("{path: [/a/b]}", "b.md _index.md d.md f.md", "cascade-target"),
        ("{path: '/a/[b'}", "b.md _index.md d.md f.md", "cascade-target"),
        ("a", "b.md _index.md d.md f.md", "cascade-target"),
        ("", "b.md _index.md d.md f.md", "cascade-target"),
    ] {
        for (key, item) in [("target", ""), ("_target", "- ")] {
            let cascade = format!("cascade:\n  {item}{{draft: true, {key}: {target}}}");
            let home = format!("---\n{cascade}\n---\n");
            let mut tree: Vec<(&str, &str)> = files.map(|file| (file, "")).to_vec();
            tree.extend([("content/_index.md", home.as_str()), ("content2/z.md", "")]);
            let built = build(&tree);
            let gone: Vec<&str> = files
                .into_iter()
                .filter(|file| {
                    built.site.unpublished.iter().any(|one| one.source.as_str() == *file)
                })
                .filter_map(|file| file.rsplit('/').next())
                .collect();
            assert_eq!(gone.join(" "), hidden, "{target}");
            assert_eq!(built.rules().contains(&"cascade-target"), !told.is_empty(), "{target}");
        }
    }
    let own = "---\ncascade: {private: true, target: {path: /a}}\n---\n";
    let built = build(&[("content/a.md", own), ("content/z.md", own)]);
    assert_eq!(built.addresses().len(), 1);
}

#[test]
fn what_is_not_published_is_known_with_its_reason_and_address() {
    let built = build(&[
        ("content/a.md", ""),
        ("content/draft.md", "---\ndraft: true\nslug: x\n---\n"),
        ("content/gone/_index.md", "---\nexpires: 2020-01-01\n---\n"),
        ("content/gone/b.md", "---\nstaff: true\n---\n"),
        ("content/later.md", "---\npublish: 2030-01-01\npermalink: /soon/\n---\n"),
        ("content/moved.md", "---\nredirect: a.md\nprivate: true\n---\n"),
        ("content/next.md", "---\ndate: 2030-01-01\n---\n"),
    ]);
    let known: Vec<(&str, Withheld, &str)> = built
        .site
        .unpublished
        .iter()
        .map(|one| (one.source.as_str(), one.reason, one.address.as_str()))
        .collect();
    assert_eq!(
        known,
        [
            ("content/draft.md", Withheld::Draft, "/x/"),
            ("content/gone/_index.md", Withheld::Expired, "/gone/"),
            ("content/gone/b.md", Withheld::Staff, "/gone/b/"),
            ("content/later.md", Withheld::Later, "/soon/"),
            ("content/moved.md", Withheld::Private, "/moved/"),
            ("content/next.md", Withheld::FutureDate, "/next/"),
        ]
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

#[test]
fn folders_of_other_tools_hold_no_articles() {
    let files = [
        ("content/a.md", "[d](_drafts/d.md)"),
        ("content/_drafts/d.md", "Not yet."),
        ("content/guide/_Partials/deep/p.md", ""),
        ("content/_includes/i.md", ""),
        ("content/_layouts/l.md", "{{ content }}"),
        ("content/_posts/2026-01-01-hello.md", ""),
        ("content/_data/e.md", ""),
        ("content/_draftsman/f.md", ""),
    ];
    let built = build(&files);
    let articles = |built: &super::Built| {
        built.addresses().iter().map(|(source, _)| (*source).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        articles(&built),
        [
            "content/_data/e.md",
            "content/_draftsman/f.md",
            "content/_posts/2026-01-01-hello.md",
            "content/a.md",
        ]
    );
    assert_eq!(built.site.unpublished.len(), 4);
    let draft = &built.site.unpublished[0];
    assert_eq!((draft.reason, draft.address.as_str()), (Withheld::Folder, "/_drafts/d/"));
    assert_eq!(
        built.problems(),
        ["dead-link: `_drafts/d.md` is not published: its folder holds no articles"]
    );
    // Beside the file of Jekyll its other folders hold none either.
    for config in ["_config.yml", "content/_config.yml"] {
        let mut files = files.to_vec();
        files.push((config, "title: Help"));
        assert!(!articles(&build(&files)).contains(&"content/_data/e.md".to_owned()), "{config}");
    }
}

#[test]
fn of_two_dates_in_two_spellings_the_later_counts() {
    let rome = ("dopo.toml", "time_zone = \"Europe/Rome\"");
    for (one, other) in [
        ("2020-01-01", "2099-01-01"),
        ("2026-06-15", "2026-06-16"),
        // In Rome it is the next day by then.
        ("2026-06-15 23:30", "2026-06-15T22:30:00Z"),
        ("2020-01-01", "tomorrow"),
        ("spring 2019", "tomorrow"),
        ("spring 2019", "31 dicembre 2099"),
    ] {
        for (first, second) in [(one, other), (other, one)] {
            for text in [
                format!("---\ndate: {first}\nDate: {second}\n---\n"),
                format!("---\nDATE: {first}\ndate: {second}\n---\n"),
                format!("+++\ndate = '{first}'\nDate = '{second}'\n+++\n"),
                format!("{{\"date\": \"{first}\", \"Date\": \"{second}\"}}\n"),
                format!("title: A\ndate: {first}\nDate: {second}\n\nb"),
                format!("---\ndate: {first}\ncascade: {{date: '{second}'}}\n---\n"),
            ] {
                let built = build(&[rome, ("content/a.md", &text), ("content/z.md", "")]);
                let is_read = one.starts_with("20") && other.starts_with("20");
                assert_eq!(built.site.articles.len(), 1, "{text}");
                let told = if is_read { "two-dates" } else { "visibility-value" };
                assert!(built.rules().contains(&told), "{text}: {:?}", built.rules());
            }
        }
    }
}

#[test]
fn the_name_of_a_head_is_known_in_any_letters() {
    for name in [
        "_index.md",
        "_Index.md",
        "_INDEX.md",
        "_INDEX.MD",
        "_index.markdown",
        "_index .md",
        "_Index.en.md",
    ] {
        let head = format!("content/f/{name}");
        for beside in ["content/f/x.md", "content/f/g/x.md"] {
            let built = build(&[
                ("dopo.toml", "default_locale = \"en\"\n[locales.it]\n"),
                (&head, "---\ndraft: true\n---\n"),
                (beside, ""),
                ("content/z.md", ""),
            ]);
            assert_eq!(built.addresses(), [("content/z.md", "/z/")], "{name}");
        }
    }
    // Of two heads of one folder both count, whichever is read last.
    for (one, other) in [("_index.markdown", "_index.md"), ("_Index.md", "_index.md")] {
        for (draft, shown) in [(one, other), (other, one)] {
            let built = build(&[
                (&format!("content/f/{draft}"), "---\ndraft: true\n---\n"),
                (&format!("content/f/{shown}"), ""),
                ("content/f/x.md", ""),
                ("content/z.md", ""),
            ]);
            assert_eq!(built.addresses(), [("content/z.md", "/z/")], "{draft} {shown}");
        }
    }
}

#[test]
fn an_unknown_key_for_a_first_or_last_day_is_an_error_where_it_would_hide() {
    let first = [
        "release_date",
        "releaseDate",
        "scheduled",
        "scheduled_for",
        "go_live_date",
        "golive",
        "valid_from",
        "start_date",
        "startsAt",
        "launch-date",
        "effective_date",
        "embargo_lifted",
        "not_before",
        "show_from",
    ];
    let last = [
        "valid_to",
        "end_date",
        "endsAt",
        "sunset_date",
        "not_after",
        "show_until",
        "removal_date",
    ];
    let over = "2020-01-01";
    let to_come = "2099-01-01";
    let cases = first
        .map(|name| (name, to_come, over))
        .into_iter()
        .chain(last.map(|name| (name, over, to_come)));
    for (name, hides, shows) in cases {
        for (value, is_error) in [(hides, true), (shows, false), ("soon", false)] {
            let text = format!("---\n{name}: {value}\n---\n");
            let built = build(&[("content/a.md", &text)]);
            let told = built.rules().contains(&"visibility-key");
            assert_eq!(told, is_error, "{name}: {value}");
            let hidden = format!("---\n{name}: {value}\ndraft: true\n---\n");
            assert!(!build(&[("content/a.md", &hidden)]).rules().contains(&"visibility-key"));
        }
    }
    for line in [
        "birthday: 2099-01-01",
        "photo_date: 2020-01-01",
        "end_of_support: 2020-01-01",
        "to: 2020-01-01",
        "warranty_end: 2020-01-01",
        "extra: {start_date: 2099-01-01}",
    ] {
        let text = format!("---\n{line}\n---\n");
        let built = build(&[("content/a.md", &text)]);
        assert!(!built.rules().contains(&"visibility-key"), "{line}");
    }
}
