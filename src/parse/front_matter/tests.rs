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
        let level = if problem.is_error() { "error" } else { "warning" };
        let place = problem.labels.first().and_then(|label| label.span);
        let words = place.map_or("nowhere", |span| span.of(file));
        format!("{level} {} at {words:?}", problem.rule.name)
    });
    (front, file.get(start..).unwrap_or(""), told.collect())
}

#[test]
fn front_matter_is_found_on_top_and_nowhere_else() {
    for (file, body) in [
        ("---\ntitle: A\n---\nb", "b"),
        ("\u{feff}---\ntitle: A\n---\nb", "b"),
        ("+++\ntitle = 'A'\n+++\nb", "b"),
        ("---\ntitle: A\n...\nb", "b"),
        ("---\n---\nb", "b"),
        ("---\ntitle: |\n  A\n  ----\n  B\n---\nb", "b"),
        ("---\n# no key yet\n\ntitle: A\n---\nb", "b"),
        ("", ""),
    ] {
        assert_eq!(parse(file).1, body, "{file:?}");
    }
}

/// What a file is whose front matter says `draft: true`: read (a draft), an error, or text.
fn state(file: &str) -> &'static str {
    let (front, _, told) = parse(file);
    match told.iter().any(|told| told.starts_with("error")) {
        true => "error",
        false if front.draft => "draft",
        false => "text",
    }
}

#[test]
fn what_begins_like_front_matter_is_never_text() {
    let block = "---\ntitle: A\ndraft: true\n---\nb";
    let lead = |before: &str| format!("{before}{block}");
    let cases = [
        (lead(""), "draft"),
        (lead("\n"), "draft"),
        (lead("  \n\t\n"), "draft"),
        (lead("<!-- licence -->\n"), "draft"),
        (lead("<!-- a\n\nb -->\n\n<!-- c -->"), "draft"),
        (lead("{# licence #}\n"), "draft"),
        (lead("{/* licence */}\n"), "draft"),
        (lead("{{/* licence */}}\n"), "draft"),
        (lead("%% licence %%\n"), "draft"),
        (lead("%YAML 1.2\n"), "draft"),
        (lead("\u{feff}"), "draft"),
        (lead("\u{feff}\u{feff}"), "draft"),
        (lead("\u{200b}"), "draft"),
        (lead("\u{a0}"), "draft"),
        (lead("\u{2060}\u{200e}"), "draft"),
        (lead("\u{c}\0"), "draft"),
        (lead("\u{3000}\u{2003}\n"), "draft"),
        (lead("\u{85}\u{2028}"), "draft"),
        ("---\n\ndraft: true\n\n---\nb".into(), "draft"),
        ("title: x\ndraft: true\n---\n\nb".into(), "error"),
        ("# c\n---\ndraft: true\n---\n\nb".into(), "error"),
        ("import X from 'y'\n\n---\nprivate: yes\n---\n\nb".into(), "error"),
        ("<?xml version=\"1.0\"?>\n---\npublished: false\n---\nb".into(), "error"),
        ("words\n\n+++\ndraft = true\n+++\nb".into(), "error"),
        (" ---\n draft: true\n ---\nb".into(), "draft"),
        ("\t---\ndraft: true\n\t---\nb".into(), "draft"),
        ("---   \ndraft: true\n---  \nb".into(), "draft"),
        ("---\u{200b}\ndraft: true\n---\nb".into(), "draft"),
        ("--- # about this page\ndraft: true\n---\nb".into(), "draft"),
        ("---yaml\ndraft: true\n---\nb".into(), "draft"),
        ("--- YML\ndraft: true\n---\nb".into(), "draft"),
        ("---toml\ndraft = true\n---\nb".into(), "draft"),
        ("---json\n{\"draft\": true}\n---\nb".into(), "draft"),
        ("+++toml\ndraft = true\n+++\nb".into(), "draft"),
        ("\n+++\ndraft = true\n+++\nb".into(), "draft"),
        (";;;\n{\"draft\": true}\n;;;\nb".into(), "draft"),
        (";;;\n\"draft\": true\n;;;\nb".into(), "error"),
        ("----\ndraft: true\n----\nb".into(), "error"),
        ("--------\ndraft: true\n---\nb".into(), "error"),
        ("----\ndraft: true\n\nb".into(), "error"),
        ("--\ndraft: true\n--\nb".into(), "error"),
        ("—-\ndraft: true\n—-\nb".into(), "error"),
        ("–--\ndraft: true\n—\nb".into(), "error"),
        ("—\ndraft: true\n—\nb".into(), "error"),
        ("−−−\ndraft: true\n---\nb".into(), "error"),
        ("---meta\ndraft: true\n---\nb".into(), "error"),
        ("--- draft: true\n---\nb".into(), "error"),
        ("---\u{2028}draft: true\u{2028}---\u{2028}b".into(), "error"),
        ("===\ndraft: true\n===\nb".into(), "error"),
        ("***\ndraft: true\n***\nb".into(), "error"),
        ("++++\ndraft = true\n++++\nb".into(), "error"),
        ("---\ndraft: true\n\nb".into(), "error"),
        ("---\ndraft: true\n ---\nb".into(), "error"),
        ("---\ndraft: true\n----\nb\n\n---\n".into(), "error"),
        ("---\ndraft: true\n—-\nb".into(), "error"),
        ("---\ntitle: A\ndraft: true\n***\nb".into(), "error"),
        ("---\ndraft: true\n+++\nb".into(), "error"),
        ("+++\ndraft = true\n---\nb".into(), "error"),
        ("+++\ndraft = true\n\nb".into(), "error"),
        ("\n---\ndraft: true\n\nb".into(), "error"),
        ("---\ntitle: A\n---\n---\ndraft: true\n---\nb".into(), "error"),
        ("---\n---\n\n---\ndraft: true\n---\nb".into(), "error"),
        // Keys that hide, directly below front matter that is closed.
        ("---\ntitle: A\n---\ndraft: true\n---\n\nb".into(), "error"),
        ("---\ntitle: A\n---\n\ntitle: A\ndraft: true\n---\nb".into(), "error"),
        ("---\ntitle: A\n...\ndraft: true\n---\nb".into(), "error"),
        ("---\ntitle: A\n---\ndraft: true\n".into(), "error"),
        ("---\ntitle: A\n---\n\n\nStatus: Draft\nOwner: X\n\nb".into(), "error"),
        ("---\ntitle: A\n---\ntags:\n- a\n# c\ndraft: true\n---\nb".into(), "error"),
        ("---\ntitle: A\n---\ntags: [a]\n\ndraft: true\n---\nb".into(), "error"),
        ("---\ntitle: A\n---\npublish: 2099-01-01\n---\nb".into(), "error"),
        ("---\ntitle: A\n---\n<!-- c -->\ndraft: true\n---\nb".into(), "error"),
        ("---\ntitle: A\n---\n---\ndraft: true\n\nb".into(), "error"),
        ("---\ntitle: A\n---\n---\n# c\ndraft: true\n---\nb".into(), "error"),
        ("---\ntitle: A\n---\n----\ndraft: true\n----\nb".into(), "error"),
        ("---\ntitle: A\n---\n--- draft: true\nb".into(), "error"),
        ("---\ntitle: A\n---\n{\"draft\": true}\nb".into(), "error"),
        ("---\ntitle: A\n---\n{\n  \"title\": \"A\",\n  \"draft\":true\n}\nb".into(), "error"),
        ("---\ntitle: A\n---\n{ draft: true }\nb".into(), "error"),
        ("---\ntitle: A\n---\n{\"draft\": true,}\nb".into(), "error"),
        ("+++\ntitle = 'A'\n+++\ndraft = true\n+++\nb".into(), "error"),
        ("+++\ntitle = 'A'\n+++\n---\ndraft: true\n---\nb".into(), "error"),
        ("{\"title\": \"A\"}\ndraft: true\n---\nb".into(), "error"),
        ("---\n---\ndraft: true\n---\n\nb".into(), "error"),
        ("---\n\n---\ndraft: true\n---\n\nb".into(), "error"),
        ("---\n# c\n---\ndraft: true\n---\n\nb".into(), "error"),
        ("+++\n+++\ndraft = true\n+++\nb".into(), "error"),
        ("---\n\ntext\n\n---\ndraft: true\n---\nb".into(), "error"),
        // In a language that is not read.
        ("---js\n{ draft: true }\n---\nb".into(), "error"),
        ("---js\n{\n  draft: true\n}\n---\nb".into(), "error"),
        ("---json5\n{draft: true}\n---\nb".into(), "error"),
        ("---jsonc\n{\"draft\": true} // c\n---\nb".into(), "error"),
        ("---javascript\nconst draft = true;\n---\nb".into(), "error"),
        ("--- JavaScript\nmodule.exports = { draft: true }\n---\nb".into(), "error"),
        ("---coffee\ndraft: true\n---\nb".into(), "error"),
        ("---cson\n\ntitle: 'A'\n".into(), "error"),
        ("---{\"draft\": true}---\nb".into(), "error"),
        ("--- {\"draft\": true}\nb".into(), "error"),
        ("---{\n\"draft\": true\n}---\nb".into(), "error"),
        ("---{ draft: true }---\nb".into(), "error"),
        ("```yaml\n---\ndraft: true\n---\n```\nb".into(), "error"),
        ("```markdown\n---\ntitle: A\ndraft: true\n---\nb\n```".into(), "error"),
        // JSON, as Hugo reads it.
        ("{\n  \"title\": \"A\",\n\t\"draft\": true\n}\n\nb".into(), "draft"),
        ("{\"draft\": true}\nb".into(), "draft"),
        ("\n\n{\"title\": \"\\ud83d\\ude00\", \"draft\": true}\nb".into(), "draft"),
        ("{\n  \"title\": \"A\"\n  \"draft\": true\n}\nb".into(), "error"),
        ("{\n  \"draft\": true,\n}\nb".into(), "error"),
        ("{ draft: true }\nb".into(), "error"),
        ("{ 'draft': true }\nb".into(), "error"),
        ("{\"draft\": true\n\nb".into(), "error"),
        // One of two equal keys would count, and nobody knows which was meant.
        ("{\"title\": \"A\", \"draft\": true, \"draft\": false}\nb".into(), "error"),
        ("{\"draft\": false, \"draft\": true}\nb".into(), "error"),
        ("{\"cascade\": {\"draft\": true, \"draft\": false}}\nb".into(), "error"),
        ("{\"cascade\": [{\"draft\": true, \"draft\": false}]}\nb".into(), "error"),
        ("{\"draft\": true, \"dr\\u0061ft\": false}\nb".into(), "error"),
        ("---json\n{\"draft\": true, \"draft\": false}\n---\nb".into(), "error"),
        (";;;\n{\"draft\": true, \"draft\": false}\n;;;\nb".into(), "error"),
        ("---\ndraft: true\ndraft: false\n---\nb".into(), "error"),
        ("+++\ndraft = true\ndraft = false\n+++\nb".into(), "error"),
        // Lines without fences.
        ("title: A\ndraft: true\n\nb".into(), "draft"),
        ("Title:  A\nDraft:  true\n\nb".into(), "draft"),
        ("draft: true\n\nb".into(), "draft"),
        ("Author: X\nPublished: no\n\nb".into(), "draft"),
        ("Status: Draft\n\nb".into(), "draft"),
        ("draft: maybe\n\nb".into(), "error"),
        ("drfat: true\n\nb".into(), "error"),
        ("#+TITLE: A\n#+DRAFT: true\n\nb".into(), "draft"),
        (":title: A\n:draft: true\n\nb".into(), "draft"),
        ("title:: A\ndraft:: true\n\nb".into(), "draft"),
        ("- draft:: true\n- author:: X\n\nb".into(), "draft"),
        ("<!-- title: A\n     published: false -->\n\nb".into(), "draft"),
        ("<!--\ntitle: A\ndescription: \npublished: false\ntags: x\n-->\n\nb".into(), "draft"),
        ("<!-- draft: true -->\n# A\n\nb".into(), "draft"),
        ("<!-- draft: true -->\n---\ntitle: A\n---\nb".into(), "draft"),
        ("# A\n\nStatus: In progress\nOwner: X\n\nb".into(), "draft"),
    ];
    let different: Vec<_> = cases
        .iter()
        .map(|(file, expected)| (file, state(file), *expected, parse(file).2))
        .filter(|(_, found, expected, _)| found != expected)
        .collect();
    assert!(different.is_empty(), "{different:#?}");
}

#[test]
fn what_only_looks_like_front_matter_stays_text() {
    let cases = [
        "---\n\ntext\n\n---\nb",
        "---\ntext",
        "---\n\n# A\n\nb",
        "---\n\nNote: unplug it first\n\n---\n\nb",
        "\n---\n\nA sentence.\n\n---\n",
        "\n---\nA sentence.\n---\n",
        "b\n---\ntitle: A\n---\n",
        "----\n\nb",
        "-----\nA sentence: with a colon.\n\nb",
        "***\n\nb",
        "===\nb",
        "—\n\nA quotation.",
        "— he said: no\n",
        "--- and so on",
        "--verbose shows all",
        "- a\n- b",
        "- Public: no\n- Owner: X\n",
        "| a | b |\n|---|---|\n| draft: true | c |",
        "+++Title\nb\n+++\n",
        "+++ Title\ndraft: true\n+++\n",
        "```yaml\n---\ntitle: A\n---\n```\nb",
        "```yaml\ndraft: true\n```\nb",
        "# Front matter\n\n```yaml\n---\ndraft: true\n---\n```",
        "{% include x.html %}\nb",
        "{{ page.title }}\nb",
        "{: .class}\nb",
        "{#id}\nb",
        "{name} is your name: write it\nb",
        "{\"a\": 1} is JSON",
        "{}\nb",
        "{\nb",
        "Note: unplug it first.\n\nb",
        "Warning: hot\nb",
        "Status: we are looking into it\n\nb",
        "Draft: this is what beer is called\n\nb",
        "Public: yes\n\nb",
        "Password: admin\n\nb",
        "Audience: internal\n\nb",
        "Search: press the lens\n\nb",
        "Note: draft: true\n\nb",
        "A word, draft: true\n\nb",
        "# A\n\nNote: hot\n\nb",
        "# A\n\nStatus: unclear\n\nb",
        "<!-- a note -->\nb",
        "",
        "\u{feff}",
        "---",
        "{",
        "+++",
    ];
    for file in cases {
        let (front, body, told) = parse(file);
        assert_eq!((body, told), (file, vec![]), "{file:?}");
        assert_eq!(front, FrontMatter::default(), "{file:?}");
    }
    for text in [
        "Note: unplug it first.\n",
        "Note: unplug it first.\n\n---\n",
        "Time: 10 minutes\nTools: none\n---\n",
        "draft: false\n---\n",
        "Title: of a book\n",
        "Status: we are looking into it\n",
        "Password: admin\n",
        "Status: Draft\nis what the lamp shows.\n",
        "Words.\n\nStatus: Draft\n",
        "# Draft\n\nIt is one.\n",
        "---\n\n# A\n\n---\n",
        "----\nNote: hot\n----\n",
        "```yaml\n---\ndraft: true\n---\n```\n",
        "```json\n{\"draft\": true}\n```\n",
        "{% include x.html draft: true %}\n",
        "{{ page.draft }}\n",
        "{: .draft }\n",
        "{name}: true\n",
        "{\"a\": 1}\n",
        "| draft: true |\n|---|\n",
        "",
    ] {
        for front in ["---\ntitle: A\n---\n", "+++\ntitle = 'A'\n+++\n\n", "{\"title\": \"A\"}\n"] {
            let file = format!("{front}{text}");
            let (front, body, told) = parse(&file);
            assert_eq!((body.trim_start(), told), (text, vec![]), "{file:?}");
            assert!(!front.draft, "{file:?}");
        }
    }
    // A date hides or not; the text stays.
    let (front, body, told) = parse("---\ntitle: A\n---\nPublished: 2020-01-01\n\nb");
    assert_eq!((front.publish.len(), body, told), (1, "Published: 2020-01-01\n\nb", vec![]));
    let (front, body, told) = parse("Published: 2020-01-01\n\nb");
    assert_eq!((front.publish.len(), body, told), (1, "Published: 2020-01-01\n\nb", vec![]));
    let (front, body, told) = parse("title: A\nauthor: X\n\nb");
    assert_eq!((front.title.as_deref(), body.trim()), (Some("A"), "b"));
    assert_eq!(told, ["warning unknown-key at \"author\""]);
}

#[test]
fn json_has_places() {
    let told = |file| parse(file).2;
    assert_eq!(told("{\n  \"titel\": \"A\"\n}\nb"), ["warning unknown-key at \"\\\"titel\\\"\""]);
    assert_eq!(told("{\n  \"a\": 1\n  \"b\": 2\n}\nb"), ["error front-matter at \"\\\"b\\\": 2\""]);
    assert_eq!(told("{\"draft\": \"maybe\"}"), ["error visibility-value at \"\\\"maybe\\\"\""]);
}

#[test]
fn both_notations_say_the_same() {
    let yaml = "---\ntitle: A\nweight: 3\ndraft: no\ndate: 2026-02-16\ntags: [x, y]\n\
                extra:\n  n: 1\n---\n";
    let toml = "+++\ntitle = 'A'\nweight = 3\ndraft = false\ndate = 2026-02-16\n\
                tags = ['x', 'y']\n[extra]\nn = 1\n+++\n";
    let without_place = |file: &str| {
        let (mut front, _, _) = parse(file);
        let date = front.date.pop().map(|date| date.when);
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
        ("updated: 08.13.20", "warning wrong-value at \"08.13.20\""),
        ("updated: 08/12/2021", "warning two-days at \"08/12/2021\""),
        ("title: [a, b]", "warning wrong-value at \"[a, b\""),
        ("title: \"[!DNL A] b\"", "warning template-tag at \"\\\"[!DNL A] b\\\"\""),
        ("draft: maybe", "error visibility-value at \"maybe\""),
        ("draft:", "error visibility-value at \"\""),
        ("publish: soon", "error visibility-value at \"soon\""),
        ("expires: 2026-13-01", "error visibility-value at \"2026-13-01\""),
        ("staff: 1", "error visibility-value at \"1\""),
        ("hide: [toc, everything]", "error visibility-value at \"[toc, everything\""),
        ("hide: [toc]", "warning unhidden-part at \"[toc\""),
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
        ("hide: [toc, navigation]", "warning unhidden-part"),
        ("hide: {toc: true}", "warning unhidden-part"),
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
        ("cascade: [{draft: true, _target: {path: /a/**}}]", ""),
        (
            "cascade: [{private: true}, {draft: perhaps, target: {}}]",
            "private, error visibility-value",
        ),
        ("cascade: {drfat: true}", "error visibility-key"),
        ("cascade: nonsense", "error visibility-value"),
        ("cascade: [a]", "error visibility-value"),
        ("cascade:", ""),
        ("type: internal", "error visibility-value"),
        ("stage: draft", "error visibility-value"),
        ("publish: 31/12/2099", "from"),
        ("publish: 01/12/2099", "from, warning two-days"),
        ("publish: Dec 31 2099 10:00", "from"),
        ("publish: tomorrow", "error visibility-value"),
        ("expiryDate: 31 Dec 2019", "until"),
        ("expire: 31 Dec 2019", "until"),
        ("expire: 01/12/2099", "until, warning two-days"),
        ("expires: in 2 weeks", "error visibility-value"),
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
        ("date: 2020-01-01\nDate: 2099-01-01", "warning two-dates"),
        ("date: 2020-01-01\nDate: 2020-01-01", ""),
        ("pubDatetime: 2099-01-01T10:00:00Z", "from"),
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
        "expireDay: 2020-01-01",
        "expire-day: 31 Dec 2019",
        "state: draft",
        "state: In review",
        "display: hidden",
        "Workflow-State: [pending]",
        "category: Internal",
        "categories: [private]",
        "layout: unlisted",
        "x: do not publish",
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
        "publishEndDate: 2099-01-01",
        "publishStartDate: 2099-01-01",
        "publish_start: 2099-01-01",
        "publish-ends: 2099-01-01",
        "embargo_end_date: 2099-01-01",
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
        "state: California",
        "state: to be hidden behind the tank",
        "display: block",
        "categories: [private, b]",
        "category: pending",
        "project: team",
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
fn texts_are_as_written_and_what_yaml_leaves_out_is_told() {
    for (lines, title, told) in [
        ("title: Error #12 on the display", "Error", "warning cut-value at \"#12 on the display\""),
        ("title: Error # a comment", "Error", "warning cut-value at \"# a comment\""),
        ("title: \"Error #12\" # a comment", "Error #12", ""),
        ("title: 'Error #12'", "Error #12", ""),
        ("title: C#", "C#", ""),
        ("title: A#12", "A#12", ""),
        ("title: >\n  Error #12", "Error #12", ""),
        ("title: &x thing", "thing", "warning cut-value at \"&x\""),
        ("title: !important thing", "thing", "warning cut-value at \"!important\""),
        ("title: null", "", "warning cut-value at \"null\""),
        ("title:", "", ""),
        ("title: 1.10", "1.10", ""),
        ("title: yes", "yes", ""),
        ("title: No", "No", ""),
        ("title: 012", "012", ""),
        ("title: 0x1F", "0x1F", ""),
        ("title: 1_000", "1_000", ""),
        ("title: 1e3", "1e3", ""),
        ("title: +5", "+5", ""),
        ("title: 12:30", "12:30", ""),
        ("title: 2026-02-16", "2026-02-16", ""),
        ("title: .inf", "", "error front-matter at \".inf\""),
        ("title: *x", "", "error front-matter at \"*x\""),
        ("title: @x", "", "error front-matter at \"@x\""),
        ("title: `x`", "", "error front-matter at \"`x`\""),
        ("title: %x", "", "error front-matter at \"%x\""),
        ("title: > 5 bar", "", "error front-matter at \"> 5 bar\""),
    ] {
        let (front, _, problems) = parse(&format!("---\n{lines}\n---\n"));
        let found = (front.title.unwrap_or_default(), problems.join(" "));
        assert_eq!((found.0.as_str(), found.1.as_str()), (title, told), "{lines}");
    }
    let (front, _, told) = parse(
        "---\nsymptoms: [E1, null, yes, 1.10, 012, 12:30, 2026-01-01, 1e3]\nkeywords:\n- no\n- 0x1F\n\
         slug: 1.10\nid: 0012\n---\n",
    );
    assert_eq!(told, Vec::<String>::new());
    let symptoms = ["E1", "null", "yes", "1.10", "012", "12:30", "2026-01-01", "1e3"];
    assert_eq!(front.symptoms, symptoms);
    assert_eq!(front.keywords, ["no", "0x1F"]);
    assert_eq!(front.slug.map(|slug| slug.text).as_deref(), Some("1.10"));
    assert_eq!(front.id.as_deref(), Some("0012"));
    let told = parse("---\nsymptoms:\n  - Error #12\n  - \"E #1\"\n---\n").2;
    assert_eq!(told, ["warning cut-value at \"#12\""]);
    assert_eq!(
        parse("+++\nweight = 1 # a comment\ntitle = 'A' # b\n+++\n").2,
        Vec::<String>::new()
    );
}

#[test]
fn what_is_cut_of_a_text_is_told_and_code_and_signs_stay() {
    let told = "warning template-tag";
    for (text, shown, problem) in [
        ("Use `{% for %}` here", "Use {% for %} here", ""),
        ("Use `{{ site.x }}` and `{# a #}`", "Use {{ site.x }} and {# a #}", ""),
        ("The tag `<!-- more -->`", "The tag <!-- more -->", ""),
        ("50%% to 60%%", "50%% to 60%%", ""),
        ("100%% cotton", "100%% cotton", ""),
        ("The mass $m^{#}$", "The mass $m^{#}$", ""),
        ("Use {% for %} here", "Use here", told),
        ("Use `{% for %}` {% x %} here", "Use {% for %} here", told),
        ("Heat {# secret #} up", "Heat up", told),
        ("Heat <span hidden>secret</span> up", "Heat up", told),
        ("5%% secret %% more", "5 more", told),
        ("Heat %% secret", "Heat", told),
    ] {
        for (key, open, close) in
            [("title", "", ""), ("answer", "", ""), ("tools", "[", "]"), ("tags", "[", "]")]
        {
            let (front, _, problems) = parse(&format!("---\n{key}: {open}'{text}'{close}\n---\n"));
            let found = match key {
                "title" => front.title,
                "answer" => front.answer,
                "tools" => front.tools.first().map(|tool| tool.replace('`', "")),
                _ => front.tags.first().map(|tag| tag.replace('`', "")),
            };
            assert_eq!(found.as_deref(), Some(shown), "{key}: {text}");
            let problems = problems.join(" ");
            assert_eq!(problems.split(" at ").next(), Some(problem), "{key}: {text}");
        }
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
