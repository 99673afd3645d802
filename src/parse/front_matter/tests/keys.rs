//! Notations and keys, ours and those of other tools, and what is wrong with them.

use super::*;

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
