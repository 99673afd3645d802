//! Front matter: what stands in the file on one side, what was understood and told on the other.

use super::*;
use crate::parse::document::{ArticleType, SearchWish};
use crate::text::path::SourcePath;

/// The front matter of `file`, the body, and for each problem its rule and place in words.
fn parse(file: &str) -> (FrontMatter, &str, Vec<String>) {
    let source = SourcePath::new("a.md");
    let mut problems = Problems::new(&source);
    let (front, start) = read(file, &mut problems);
    let told = problems.into_found().into_iter().map(|problem| {
        let severity = if problem.is_error() { "error" } else { "warning" };
        let place = problem.labels.first().and_then(|label| label.span);
        let words = place.map_or("nowhere", |span| span.of(file));
        format!("{severity} {} at {words:?}", problem.rule)
    });
    (front, file.get(start..).unwrap_or(""), told.collect())
}

#[test]
fn front_matter_is_found_at_the_very_start() {
    for (file, body) in [
        ("---\ntitle: A\n---\nb", "b"),
        ("\u{feff}---\r\ntitle: A\r\n---\r\nb", "b"),
        ("+++\ntitle = 'A'\n+++\nb", "b"),
        ("---\ntitle: A\n...\nb", "b"),
        ("---\n---\nb", "b"),
        ("---\n\ntext\n\n---\nb", "---\n\ntext\n\n---\nb"),
        ("---\ntext", "---\ntext"),
        ("b\n---\ntitle: A\n---\n", "b\n---\ntitle: A\n---\n"),
        ("+++Title\nb\n+++\n", "+++Title\nb\n+++\n"),
        ("", ""),
    ] {
        assert_eq!(parse(file).1, body, "{file:?}");
    }
}

#[test]
fn both_notations_say_the_same() {
    let yaml = "---\ntitle: A\nweight: 3\ndraft: no\ndate: 2026-02-16\ntags: [x, y]\n\
                extra:\n  n: 1\n---\n";
    let toml = "+++\ntitle = 'A'\nweight = 3\ndraft = false\ndate = 2026-02-16\n\
                tags = ['x', 'y']\n[extra]\nn = 1\n+++\n";
    let without_place = |file: &str| {
        let (mut front, _, _) = parse(file);
        let date = front.date.take().map(|date| date.when);
        (front, date)
    };
    assert_eq!(without_place(yaml), without_place(toml));
    assert_eq!(parse(yaml).2, Vec::<String>::new());
    assert_eq!(parse(toml).2, Vec::<String>::new());
}

#[test]
fn keys_of_other_generators_are_understood() {
    let (front, _, problems) = parse(
        "---\ntitle: 1.10\nlastmod: 2026-01-02\nurl: /x/\nsidebar_position: 2\n\
         sidebar_label: S\nredirect_from: /old\nexpiryDate: 2030-01-01\nROBOTS: NOINDEX, NoFollow\n\
         hide: yes\nexcluded_in_search: on\nid: 0012\npublished: false\ntype: how-to\n---\n",
    );
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(front.title.as_deref(), Some("1.10"));
    assert_eq!(front.permalink.as_ref().map(|one| one.text.as_str()), Some("/x/"));
    assert_eq!(front.menu_title.as_deref(), Some("S"));
    assert_eq!(front.weight, Some(2.0));
    assert_eq!(front.aliases.first().map(|alias| alias.text.as_str()), Some("/old"));
    assert_eq!(front.id.as_deref(), Some("0012"));
    assert_eq!(front.search, SearchWish::Never);
    assert_eq!(front.kind, Some(ArticleType::HowTo));
    assert!(front.updated.is_some() && !front.expires.is_empty());
    assert!(front.noindex && front.unlisted && front.draft);
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let cases = [
        ("titel: A", "warning unknown-key at \"titel\""),
        ("owner: A", "warning unused-key at \"owner\""),
        ("type: docs", "warning wrong-value at \"docs\""),
        ("weight: heavy", "warning wrong-value at \"heavy\""),
        ("date: 08/13/2021", "warning wrong-value at \"08/13/2021\""),
        ("title: [a, b]", "warning wrong-value at \"[a, b\""),
        ("title: \"[!DNL A] b\"", "warning template-tag at \"\\\"[!DNL A] b\\\"\""),
        ("draft: maybe", "error visibility-value at \"maybe\""),
        ("draft:", "error visibility-value at \"\""),
        ("publish: soon", "error visibility-value at \"soon\""),
        ("expires: 2026-13-01", "error visibility-value at \"2026-13-01\""),
        ("staff: 1", "error visibility-value at \"1\""),
        ("hide: [toc, everything]", "error visibility-value at \"[toc, everything\""),
        ("hide: [toc]", "warning unused-key at \"[toc\""),
        ("publish: 0000-01-01", "error visibility-value at \"0000-01-01\""),
        ("publish: 10000-01-01", "error visibility-value at \"10000-01-01\""),
        ("expires: 0000-00-00", "error visibility-value at \"0000-00-00\""),
        ("status: whatever", "error visibility-value at \"whatever\""),
        ("visibility: [a]", "error visibility-value at \"[a\""),
        ("audience: [customers, staff]", "error visibility-value at \"[customers, staff\""),
        ("search: {perhaps: true}", "error visibility-value at \"{perhaps: true\""),
        ("build: {render: maybe}", "error visibility-value at \"maybe\""),
        ("cascade: {draft: maybe}", "error visibility-value at \"maybe\""),
        ("sitemap: sometimes", "error visibility-value at \"sometimes\""),
        ("robots: noindx", "error visibility-value at \"noindx\""),
        ("search: perhaps", "error visibility-value at \"perhaps\""),
        ("search: -1", "error visibility-value at \"-1\""),
        ("title: a: b", "error front-matter at \": b\""),
        ("title: \"a", "error front-matter at \"\""),
        ("title: A\ntitle: B", "error front-matter at \"title: B\""),
        ("- a\n- b", "error front-matter at \"- a\\n- b\""),
        ("just words", "error front-matter at \"just words\""),
        ("a: *b", "error front-matter at \"*b\""),
        ("a: {{{{{{{{{{{{{{{{{{{{b", "error front-matter at \"{b\""),
    ];
    let different: Vec<_> = cases
        .iter()
        .map(|&(lines, told)| (lines, parse(&format!("---\n{lines}\n---\nb")).2, told))
        .filter(|(_, problems, told)| problems != &[*told])
        .collect();
    assert!(different.is_empty(), "{different:#?}");
    assert_eq!(parse("+++\ntitle = A\n+++\n").2, ["error front-matter at \"A\""]);
    assert_eq!(parse("+++\na = 1\na = 2\n+++\n").2, ["error front-matter at \"a\""]);
    assert_eq!(parse("---\ntitle: A\n\nb").2, ["error front-matter at \"---\""]);
}

/// What `lines` hide, in words, and the rules of what is told.
fn sight(lines: &str) -> String {
    let (front, _, told) = parse(&format!("---\n{lines}\n---\n"));
    let said = [
        (front.draft, "draft"),
        (front.private, "private"),
        (front.staff, "staff"),
        (front.unlisted, "unlisted"),
        (front.off_menus, "off-menus"),
        (front.noindex, "noindex"),
        (front.search == SearchWish::Never, "unsearched"),
        (!front.publish.is_empty(), "from"),
        (!front.expires.is_empty(), "until"),
    ];
    let said = said.iter().filter(|(is_said, _)| *is_said).map(|(_, word)| *word);
    let told = told.iter().filter_map(|told| told.split(" at ").next());
    said.chain(told).collect::<Vec<_>>().join(", ")
}

#[test]
fn what_every_tool_says_of_who_sees_an_article() {
    let different: Vec<_> = [
        ("draft: true", "draft"),
        ("Draft: TRUE", "draft"),
        ("is-draft: yes", "draft"),
        ("isDraft: on", "draft"),
        ("wip: true", "draft"),
        ("unpublished: true", "draft"),
        ("unpublish: 2030-01-01", "until"),
        ("published: false", "draft"),
        ("ispublished: no", "draft"),
        ("published: 2030-01-01", "from"),
        ("published: true", ""),
        ("publish: false", "draft"),
        ("publish: true", ""),
        ("publish: Jul 8, 2030", "from"),
        ("pubDate: 'Jul 08 2030'", "from"),
        ("published_at: 2030-01-01T10:00:00.000Z", "from"),
        ("embargo: true", "private"),
        ("embargo-until: 2030-01-01", "from"),
        ("expired: true", "private"),
        ("expiration_date: 2030-01-01", "until"),
        ("private: true", "private"),
        ("private: false", ""),
        ("public: false", "private"),
        ("render: false", "private"),
        ("routable: false", "private"),
        ("headless: true", "private"),
        ("archived: true", "private"),
        ("archived: 2020-01-01", "until"),
        ("deleted: true", "private"),
        ("deleted_at:", ""),
        ("deleted_at: 2020-01-01", "private"),
        ("password: abc", "private"),
        ("password: ''", ""),
        ("user_segment_id: null", ""),
        ("user_segment_id: 360001", "private"),
        ("permalink: false", "private"),
        ("permalink: /false/", ""),
        ("internal: true", "staff"),
        ("hidden: true", "unlisted"),
        ("hidden: false", ""),
        ("hide: true", "unlisted"),
        ("hide:", ""),
        ("hide: [toc, navigation]", "warning unused-key"),
        ("hide: {toc: true}", "warning unused-key"),
        ("visible: false", "unlisted"),
        ("nav_exclude: true", "off-menus"),
        ("hidefromtoc: yes", "off-menus"),
        ("eleventyExcludeFromCollections: true", "off-menus"),
        ("sidebar: {hidden: true}", "off-menus"),
        ("search_exclude: true", "unsearched"),
        ("exclude_from_search: true", "unsearched"),
        ("in_search_index: false", "unsearched"),
        ("pagefind: false", "unsearched"),
        ("search: {exclude: true}", "unsearched"),
        ("search: {boost: 0.5}", ""),
        ("noindex: true", "noindex"),
        ("sitemap: false", "noindex"),
        ("sitemap: {disable: true}", "noindex"),
        ("sitemap: {priority: 0.5}", ""),
        ("status: Draft", "draft"),
        ("status: in-progress", "draft"),
        ("status: private", "private"),
        ("status: published", ""),
        ("status: new", ""),
        ("status: we look at this one every year", "warning unknown-key"),
        ("visibility: hidden", "unlisted"),
        ("visibility: members", "private"),
        ("visibility: public", ""),
        ("access: internal", "staff"),
        ("audience: internal", "staff"),
        ("audience: Admin", "warning unknown-key"),
        ("role: Admin, Developer", "warning unknown-key"),
        ("build: {render: never, list: never}", "private, off-menus"),
        ("_build: {list: local}", "off-menus"),
        ("build: {publishResources: false}", ""),
        ("cascade: {draft: true, type: docs}", "draft"),
        ("cascade: [{draft: true, _target: {path: /a/**}}]", "draft"),
        ("params: {draft: true}", "draft, warning unknown-key"),
        ("extra: {private: true, status: sold out}", "private"),
        ("cover: {hidden: true}", "warning unknown-key"),
        // The strictest word counts.
        ("draft: false\npublished: false", "draft"),
        ("draft: true\nDraft: false", "draft"),
        ("search: 2\npagefind: false", "unsearched"),
        ("publish: 2030-01-01\npublishDate: 2031-01-01", "from, warning two-dates"),
        ("publish: 2030-01-01\npublishDate: 2030-01-01", "from"),
        ("expires: 2030-01-01\nunpublish: 2031-01-01", "until, warning two-dates"),
    ]
    .into_iter()
    .map(|(lines, said)| (lines, sight(lines), said))
    .filter(|(_, found, said)| found != said)
    .collect();
    assert!(different.is_empty(), "{different:#?}");
    let toml = parse("+++\ntitle = 'A'\n[taxonomies]\ntags = ['b']\ndraft = true\n+++\n");
    assert!(toml.0.draft, "a line that slid below a table");
}

#[test]
fn what_looks_like_such_a_key_is_an_error_and_what_does_not_is_none() {
    for key in [
        "drfat: true",
        "darft: yes",
        "publised: false",
        "pubish: 2030-01-01",
        "hiden: true",
        "hdie: true",
        "privat: true",
        "expire: 2020-01-01",
        "staf: true",
        "staus: draft",
        "robot: noindex",
        "serach: false",
        "not-public: true",
        "do-not-publish-this-page: true",
        "article_is_private: 1",
        "isSecretPage:",
        "hide_from_feed: true",
        "hidden-from-everyone: true",
        "staffOnlyArticle: x",
        "restricted_to: [admins]",
        "archive: true",
        "page.visibility: {a: b}",
        "EMBARGO_ON: soon",
    ] {
        let told = sight(key);
        assert_eq!(told, "error visibility-key", "{key}");
    }
    for key in [
        "publisher: ACME",
        "published_by: Ada",
        "hidden_gems: true",
        "hide_title: true",
        "hide_table_of_contents: true",
        "hideToc: true",
        "internal_links: true",
        "draft_version: 3",
        "restriction: not to be used near open water",
        "privacy_policy: true",
        "staff_writer: Ada",
        "craftsman: true",
        "wide: true",
        "side: true",
        "stage2: true",
        "states: [a, b]",
        "listing: true",
        "layout: page",
        "author: draft",
        "math: true",
        "isIndex: true",
        "pinned: true",
    ] {
        assert_eq!(sight(key), "warning unknown-key", "{key}");
    }
}

#[test]
fn a_key_of_ours_wins_over_the_same_of_another() {
    let (front, _, problems) = parse("---\nurl: /b/\npermalink: /a/\n---\n");
    assert_eq!(front.permalink.as_ref().map(|one| one.text.as_str()), Some("/a/"));
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn bombs_end_in_a_problem() {
    let mut aliases = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for level in 1..12 {
        let before = level - 1;
        aliases +=
            &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{before}"); 10].join(","));
    }
    let deep = format!("a: {}{}\n", "[".repeat(5000), "]".repeat(5000));
    let wide = "- x\n".repeat(100_000);
    for bomb in [aliases, deep, wide] {
        let (_, _, problems) = parse(&format!("---\n{bomb}---\nb"));
        assert_eq!(problems.len(), 1, "{}", &bomb[..20]);
        assert!(problems.iter().all(|problem| problem.starts_with("error front-matter")));
    }
}
