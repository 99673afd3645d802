//! Links as people write them, and where they lead.

use super::build;

/// The places a link is tried from and can lead to.
const FILES: [(&str, &str); 9] = [
    (
        "dopo.toml",
        "base_url = \"https://help.example.com/sub\"\nformer_hosts = [\"old.example.com\"]\nlink_schemes = [\"matrix\"]\n",
    ),
    ("content/_index.md", "---\ntitle: Home\n---\n"),
    ("content/fix/heat.md", "---\nid: 360001234567\n---\n## Too Cold\n\n## Perché no\n"),
    ("content/fix/Steam Wand.md", "---\naliases: [/old/steam/]\n---\n"),
    ("content/fix/moved.md", "---\nredirect: heat.md\n---\n"),
    ("content/fix/draft.md", "---\ndraft: true\n---\n"),
    ("content/care/_index.md", ""),
    ("content/care/clean.md", ""),
    ("content/care/sheet.pdf", "%PDF"),
];

fn links(destinations: &[&str]) -> (Vec<String>, Vec<String>) {
    let text: String = destinations.iter().map(|to| format!("[x](<{to}>)\n\n")).collect();
    let text = format!("## Here\n\n{text}");
    let mut files = FILES.to_vec();
    files.push(("content/fix/from.md", &text));
    files.push(("static/manual.pdf", "%PDF"));
    let built = build(&files);
    (built.links("content/fix/from.md"), built.problems())
}

#[test]
fn links_lead_where_their_writers_meant() {
    let table = [
        ("heat.md", "/fix/heat/"),
        ("./heat.md", "/fix/heat/"),
        ("../fix/heat.md", "/fix/heat/"),
        ("heat", "/fix/heat/"),
        ("heat.html", "/fix/heat/"),
        ("heat.md/", "/fix/heat/"),
        ("heat.md?x=1", "/fix/heat/"),
        ("Steam%20Wand.md", "/fix/steam-wand/"),
        ("Steam Wand.md", "/fix/steam-wand/"),
        ("..\\care\\clean.md", "/care/clean/"),
        ("@/fix/heat.md", "/fix/heat/"),
        ("/fix/heat.md", "/fix/heat/"),
        ("/content/fix/heat.md", "/fix/heat/"),
        ("/fix/heat/", "/fix/heat/"),
        ("/fix/heat", "/fix/heat/"),
        ("/fix/heat/index.html", "/fix/heat/"),
        ("/fix/steam-wand", "/fix/steam-wand/"),
        ("../heat/", "/fix/heat/"),
        ("../care/", "/care/"),
        ("../care", "/care/"),
        ("../care/_index.md", "/care/"),
        ("../fix/", "category /fix/"),
        ("/", "/"),
        ("/search/", "page /search/"),
        ("/old/steam/", "/fix/steam-wand/"),
        ("moved.md", "/fix/heat/"),
        ("/fix/moved/", "/fix/heat/"),
        ("../care/sheet.pdf", "file /care/sheet.pdf"),
        ("/manual.pdf", "file /manual.pdf"),
        ("/static/manual.pdf", "dead"),
        ("https://help.example.com/sub/fix/heat/", "/fix/heat/"),
        ("https://help.example.com/subway/", "https://help.example.com/subway/"),
        ("https://x.zendesk.com/hc/en-us/articles/360001234567-Too-cold", "/fix/heat/"),
        ("https://x.zendesk.com/hc/en-us/articles/360001234567/", "/fix/heat/"),
        (
            "https://x.zendesk.com/hc/articles/3600012345678",
            "https://x.zendesk.com/hc/articles/3600012345678",
        ),
        ("https://old.example.com/kb/360001234567", "/fix/heat/"),
        ("https://old.example.com/fix/heat", "/fix/heat/"),
        ("https://old.example.com/pricing", "https://old.example.com/pricing"),
        ("https://example.com/a?b#c", "https://example.com/a?b#c"),
        ("//example.com/a", "https://example.com/a"),
        ("HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM"),
        ("mailto:a@example.com", "mailto:a@example.com"),
        ("tel:+39 02", "tel:+39 02"),
        ("matrix:r/x", "matrix:r/x"),
        ("gopher://x", "dead"),
        ("#here", "#here"),
        ("#HERE", "#here"),
        ("#", "#"),
        ("#top", "#"),
        ("from.md#here", "#here"),
        ("heat.md#too-cold", "/fix/heat/#too-cold"),
        ("heat.md#Too-Cold", "/fix/heat/#too-cold"),
        ("heat.md#perch%C3%A9-no", "/fix/heat/#perché-no"),
        ("heat.md#perche\u{301}-no", "/fix/heat/#perché-no"),
        ("heat.md#:~:text=cold", "/fix/heat/"),
        ("heat.md#too-cold:~:text=cold", "/fix/heat/#too-cold"),
        ("heat.md#too-hot", "/fix/heat/"),
        ("#nowhere", "dead"),
        ("gone.md", "dead"),
        ("draft.md", "dead"),
        ("../../../etc/passwd", "dead"),
        ("../../dopo.toml", "dead"),
        ("HEAT.md", "/fix/heat/"),
    ];
    let (leads, _) = links(&table.map(|(to, _)| to));
    for ((to, expected), led) in table.iter().zip(&leads) {
        assert_eq!(led, expected, "{to}");
    }
}

/// A heading of a name that the page has for itself is found by links all the same.
#[test]
fn links_follow_what_gave_way_to_the_page() {
    let built = build(&[
        (
            "content/a.md",
            "# A\n\n## Contact\n\n[x](#contact) [x](#Contact) [x](b.md#main) [x](b.md#q)",
        ),
        (
            "content/b.md",
            "# B\n\n## Z {#main}\n\n<a id=\"q\"></a>[x](a.md#contact) [x](a.md#contact-1)",
        ),
    ]);
    assert_eq!(built.links("content/a.md"), ["#contact-1", "#contact-1", "/b/#main-1", "/b/#q-1"]);
    assert_eq!(built.links("content/b.md"), ["/a/#contact-1", "/a/#contact-1"]);
    let kept: Vec<String> = built.problems();
    assert!(!kept.iter().any(|problem| problem.contains("dead")), "{kept:?}");
}

#[test]
fn what_leads_nowhere_is_told_with_what_is_near() {
    for (to, problem, help) in [
        ("gone.md", "dead-link: `gone.md` is not there", None),
        ("clean.md", "dead-link: `clean.md` is not there", Some("there is content/care/clean.md")),
        ("haet.md", "dead-link: `haet.md` is not there", None),
        ("heatt.md", "dead-link: `heatt.md` is not there", Some("there is content/fix/heat.md")),
        ("draft.md", "dead-link: `draft.md` is not published: it is a draft", None),
        (
            "heat.md#too-hot",
            "dead-anchor: `#too-hot` is not in content/fix/heat.md",
            Some("there is `#too-cold`"),
        ),
        ("../care#x", "dead-anchor: `#x` is not in content/care/_index.md", None),
        ("../fix/#x", "dead-anchor: `#x` is not on a list", None),
        ("#her", "dead-anchor: `#her` is not on this page", Some("there is `#here`")),
        (
            "HEAT.md",
            "wrong-case: the file is content/fix/heat.md",
            Some("write it as the file is named"),
        ),
        (
            "https://old.example.com/articles/999999999",
            "dead-link: no article has the number 999999999",
            None,
        ),
        (
            "gopher://x",
            "unknown-scheme: the text stays without a link",
            Some("allow it with `link_schemes = [\"gopher\"]`"),
        ),
    ] {
        let text = format!("## Here\n\n[x](<{to}>)\n");
        let mut files = FILES.to_vec();
        files.push(("content/fix/from.md", &text));
        let built = build(&files);
        assert_eq!(built.problems(), [problem], "{to}");
        if help.is_some() || to == "gone.md" {
            assert_eq!(built.problems[0].help.as_deref(), help, "{to}");
        }
        assert!(built.problems[0].labels[0].span.unwrap().of(&text).contains('x'), "{to}");
        assert!(!built.problems[0].is_error());
    }
}

#[test]
fn in_a_bare_folder_its_own_name_may_begin_a_path() {
    let built = build(&[
        ("a.md", "[x](/help/b/c.md) [y](/help/img/p.pdf)"),
        ("b/c.md", ""),
        ("img/p.pdf", ""),
    ]);
    assert_eq!(built.links("a.md"), ["/b/c/", "file /img/p.pdf"]);
    assert!(built.problems.is_empty(), "{:?}", built.problems());
}

#[test]
fn front_matter_refers_to_articles() {
    let built = build(&[
        (
            "content/a.md",
            "---\nnext: [b.md, c/d.md#x]\nif_not: [gone.md, draft.md, x.pdf]\nbefore: a.md\nrelated: [/b/]\n---\n",
        ),
        ("content/b.md", ""),
        ("content/c/d.md", "## X\n"),
        ("content/draft.md", "---\ndraft: true\n---\n"),
        ("content/x.pdf", ""),
    ]);
    let article = built.article("content/a.md");
    assert_eq!(built.titles(&article.next), ["B", "X"]);
    assert_eq!(built.titles(&article.related), ["B"]);
    assert!(article.if_not.is_empty() && article.before.is_empty());
    assert_eq!(
        built.problems(),
        [
            "dangling-reference: `gone.md` is not there",
            "dangling-reference: `draft.md` is not published: it is a draft",
            "dangling-reference: `x.pdf` is no article",
        ]
    );
}

#[test]
fn an_article_knows_by_which_words_others_link_to_it() {
    let built = build(&[
        ("content/a.md", "[the *wet* cup](b.md) and [the wet cup](b.md) [self](a.md)\n"),
        ("content/b.md", "[back](a.md)\n"),
        ("content/c.md", "[una tazza\nbagnata](b.md) [](b.md)\n"),
    ]);
    assert_eq!(built.article("content/b.md").link_texts, ["the wet cup", "una tazza bagnata"]);
    assert_eq!(built.article("content/a.md").link_texts, ["back"]);
}

#[test]
fn related_articles_share_what_few_others_have() {
    let about = |words: &str| format!("---\nkeywords: [{words}]\n---\n");
    let built = build(&[
        ("content/one.md", &about("steam, wand")),
        ("content/two.md", &about("steam, wand")),
        ("content/three.md", &about("steam, tank")),
        ("content/four.md", &about("bill")),
        ("content/five.md", "---\nkeywords: [steam]\nhide: true\n---\n"),
        ("content/six.md", "---\nkeywords: [wand]\nrelated: [four.md]\nnext: [one.md]\n---\n"),
    ]);
    assert_eq!(built.titles(&built.article("content/one.md").related), ["Two", "Six", "Three"]);
    assert_eq!(built.titles(&built.article("content/six.md").related), ["Four"]);
    assert!(built.article("content/four.md").related.is_empty());
}
