//! Nothing hidden gets out: every form of comment and staff block, in everything it can stand in,
//! with every kind of line end. Each holds a canary; no byte of a site may hold one. Where the same
//! stands as code, the canary shows: else these tables would prove nothing.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "hiding/forms.rs"]
mod forms;
mod support;

use dopo::parse::{self, Element, Node};
use dopo::text::path::SourcePath;
use forms::{CARRIERS, COMMENTS, OPEN_COMMENTS, SIGNS, STAFF, UNENDED, put};
use support::project;

/// The canary: a word that stands nowhere else and is one word to every stage.
const CANARY: &str = "canaryword";

/// All an article holds, as text, in lower case, and the rules of its problems.
fn parsed(text: &str) -> (String, Vec<&'static str>) {
    let text = text.replace('§', CANARY);
    let checked = parse::document(&SourcePath::new("a.md"), &text);
    let rules = checked.problems.iter().map(|problem| problem.rule.name).collect();
    (format!("{:?}", checked.value).to_lowercase(), rules)
}

/// What is wrong with an article that hides its canaries between two words that show.
fn leak(text: &str) -> Option<&'static str> {
    let (article, _) = parsed(text);
    if article.contains(CANARY) {
        Some("shows the canary")
    } else if !article.contains("beforeword") {
        Some("hides what stands before")
    } else if !article.contains("afterword") {
        Some("hides what stands after")
    } else {
        None
    }
}

/// Fails with all that is wrong, not with the first.
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

/// The same between fences that stand nowhere in it.
fn fenced(text: &str) -> String {
    format!("`````\n{text}\n`````")
}

#[test]
fn comments_never_show_and_hide_nothing_else() {
    let mut wrong = Vec::new();
    for carrier in &CARRIERS {
        for form in COMMENTS {
            // The end of the container could end a staff block that was not to be a comment.
            if form == "<!--\n:::staff\n§\n-->" && carrier.text.contains(":::") {
                continue;
            }
            let text = put(carrier, form);
            if let Some(leak) = leak(&text) {
                wrong.push(format!("{} {leak}: {text:?}", carrier.name));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn staff_blocks_never_show_and_hide_nothing_else() {
    let mut wrong = Vec::new();
    for carrier in CARRIERS.iter().filter(|carrier| carrier.takes_blocks) {
        for form in STAFF {
            let text = put(carrier, form);
            if let Some(leak) = leak(&text) {
                wrong.push(format!("{} {leak}: {text:?}", carrier.name));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn what_never_ends_is_hidden_and_told() {
    let mut wrong = Vec::new();
    for carrier in &CARRIERS {
        for form in OPEN_COMMENTS {
            let text = put(carrier, form);
            let (article, rules) = parsed(&text);
            if article.contains(CANARY) || !rules.contains(&"unclosed-comment") {
                wrong.push(format!("{} {rules:?}: {text:?}", carrier.name));
            }
        }
        // The end of a container around it would end it.
        if carrier.text.contains(":::") {
            continue;
        }
        for form in [":::staff\n§\n\n§", "::::staff\n§\n:::\n§", ":::staff\n```\n§\n:::\n§"] {
            let text = put(carrier, form);
            let (article, rules) = parsed(&text);
            if article.contains(CANARY) || !rules.contains(&"unclosed-container") {
                wrong.push(format!("{} {rules:?}: {text:?}", carrier.name));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn a_staff_block_within_a_line_is_hidden_and_told() {
    for text in [
        "| Beforeword | :::staff § ::: |\n| - | - |\n| a | b |\n\nAfterword",
        "Beforeword\n\n| a |\n| - |\n| :::staff § ::: |\n\nAfterword",
        "## Beforeword :::staff § :::\n\nAfterword",
        "Beforeword :::staff\n§\n:::\n\nAfterword",
        "Beforeword\n\n::staff\n§\n:::\n\nAfterword",
    ] {
        assert_eq!(leak(text), None, "{text}");
        assert!(parsed(text).1.contains(&"staff-block"), "{text}");
    }
}

#[test]
fn messages_say_where_and_what_to_do() {
    for (text, said) in [
        ("a\n\n<!-- b -- >\n\nc", "3 | <!-- b -- >"),
        ("a\n\n<!-- b -- >\n\nc", "everything from here to the end of the article is hidden"),
        ("a\n\n<!-- b -- >\n\nc", "`-- >` does not end it: write `-->` without a space"),
        ("a {# b", "write `#}` where it ends; if it is to be read, write it as code"),
        ("a <i hidden>b</i>", "it goes with all it holds"),
        ("<div hidden>b", "write `</…>` where it ends"),
        ("a {# b #}", "comment `{# … #}` of another generator"),
        (":::staf\na\n:::", "`staf` is taken for `staff`: it is hidden"),
        (":::staff\na\n  :::\nb", "indented deeper than the line that opens the block"),
        (":::staff\na", "opened here; what follows is hidden"),
    ] {
        let report = support::article(text).build().report;
        assert!(report.contains(said), "{text}: no {said:?} in\n{report}");
    }
    // Comments of HTML are everybody's.
    assert_eq!(parsed("a <!-- b --> c\n\n[//]: # (d)").1, [""; 0]);
}

/// Where one thing that is hidden begins in another and ends behind it, or seems to stand in code,
/// all of it is hidden.
#[test]
fn what_crosses_is_hidden_and_told() {
    for (text, rule) in [
        ("Beforeword <!-- a -- >\n\n:::staff\n§ <!-- b --> §\n:::\n\nAfterword", "staff-block"),
        ("Beforeword {# a\n\n- a\n  :::staff\n  § #} §\n  :::\n\nAfterword", "staff-block"),
        ("Beforeword\n\n```\na\n\n:::staff\n§\n:::\n\nAfterword", "unclosed-code"),
        ("Beforeword\n\n```\na\n\n<!-- § -->\n\nAfterword", "unclosed-code"),
        ("Beforeword\n\n```\na\n\n:::staff\n§\n:::\n\n```sh\nb\n```\n\nAfterword", "unclosed-code"),
        ("- Beforeword\n\n      <!-- a\n\n  § -->\n\nAfterword", ""),
        ("- Beforeword\n  ```\n  :::staff\n  §\n  :::\n- Afterword", "unclosed-code"),
        ("Beforeword\n\n:::staff\n<!--\n:::\n§ -->\n§\n:::\n\nAfterword", ""),
    ] {
        assert_eq!(leak(text), None, "{text}");
        let told = parsed(text).1;
        assert!(rule.is_empty() || told.contains(&rule), "{told:?}: {text}");
    }
    // The second may begin a comment as well as end one.
    let (article, told) = parsed("Beforeword %%i\n\n:::staff\n%%j §\n:::\n\nAfterword");
    assert!(!article.contains(CANARY) && article.contains("beforeword"), "{article}");
    assert!(told.contains(&"staff-block"), "{told:?}");
}

#[test]
fn code_shows_what_it_holds() {
    let mut wrong = Vec::new();
    let forms = || COMMENTS.into_iter().chain(STAFF);
    for carrier in CARRIERS.iter().filter(|carrier| carrier.takes_blocks) {
        // A fence ends the code that two stray ticks would make.
        for form in forms() {
            let text = put(carrier, &fenced(form));
            if !parsed(&text).0.contains(CANARY) {
                wrong.push(format!("{}: {text:?}", carrier.name));
            }
        }
    }
    for form in forms().filter(|form| !form.contains(['\n', '`'])) {
        for text in
            [format!("a `{form}` b"), format!("- a\n  `{form}`"), format!("|a|\n|-|\n|`{form}`|")]
        {
            if !parsed(&text).0.contains(CANARY) {
                wrong.push(text);
            }
        }
    }
    assert_none(&wrong);
}

/// As exporters write code: only what a browser takes for a comment is one there.
#[test]
fn code_in_elements_shows_what_it_holds() {
    for form in ["{/* § */}", "{ /* § */ }", "{# § #}", "%% § %%", "{% comment %}§{% endcomment %}"]
    {
        for (open, close) in
            [("<pre><code>", "</code></pre>"), ("a <kbd>", "</kbd> b"), ("<CODE x>", "</CODE>")]
        {
            let text = format!("Beforeword\n\n{open}f({form}){close}\n\nAfterword");
            assert!(parsed(&text).0.contains(CANARY), "{text}");
        }
        let text = format!("Beforeword {form} <code>x</code>\n\nAfterword");
        assert_eq!(leak(&text), None, "{text}");
    }
    assert_eq!(leak("Beforeword <code>a <!-- § --> b</code> Afterword"), None);
}

/// A step that begins with something hidden stays the step it was.
#[test]
fn an_item_stays_whole_behind_what_is_hidden() {
    for hidden in ["<!-- § -->", "{# § #}", "%% § %%", ":::staff\n   §\n   :::", "{#\n   §\n   #}"]
    {
        let text = format!("Beforeword\n\n1. {hidden}\n\n   Open the lid.\n2. Pour.\n\nAfterword");
        assert_eq!(leak(&text), None, "{text}");
        let document = parse::document(&SourcePath::new("a.md"), &text.replace('§', CANARY)).value;
        let steps = document
            .body
            .nodes
            .iter()
            .filter(|node| matches!(node, Node::Open(Element::Step { .. })));
        assert_eq!(steps.count(), 2, "{text}: {:?}", document.body);
        assert!(!format!("{document:?}").contains("2. Pour"), "{text}");
    }
}

#[test]
fn text_that_only_looks_hidden_shows() {
    for text in [
        "## A {#canaryword}\n\n{#x} canaryword",
        "## A {#x .y title=\"z\"}\n\ncanaryword",
        "{{#if a}} canaryword {{/if}}",
        "{#if a} canaryword {/if}",
        "100%% canaryword",
        "5%% a\n\ncanaryword 6%%",
        "git rebase {--continue} canaryword",
        "\\<!-- canaryword -->",
        "\\{# canaryword #}",
        "\\:::staff canaryword",
        "&lt;!-- canaryword -->",
        "a <? canaryword",
        "say <comment> canaryword",
        "{++ canaryword ++}",
        "{== canaryword ==}",
        "{~~ a ~> canaryword ~~}",
        "std::staff::canaryword",
        "a --> canaryword",
        "{ a } /* canaryword */",
        "    <!-- canaryword -->",
        "a <span aria-hidden=\"true\">canaryword</span>",
        "<details>\n<summary>a</summary>\ncanaryword\n</details>",
        "<div class=\"hidden\">canaryword</div>",
        "<div data-hidden>canaryword</div>",
        "<div title=\"hidden\">canaryword</div>",
        "<p style=\"display:block\">canaryword</p>",
        "<Tab hidden={false}>canaryword</Tab>",
        "<Tab hidden /> canaryword",
        "a <br hidden> canaryword",
        "a `<div hidden>` canaryword",
        "a \\<div hidden> canaryword",
        "a\n\n    <!--\n\n    canaryword\n    -->",
    ] {
        assert!(parsed(text).0.contains(CANARY), "{text}");
        assert!(!parsed(text).1.contains(&"unclosed-comment"), "{text}");
    }
}

/// A word near to `staff` is none, nor is a style near to one that hides.
#[test]
fn words_near_to_those_that_hide_show() {
    for text in [
        ":::start\ncanaryword\n:::",
        ":::stats\ncanaryword\n:::",
        ":::stack\ncanaryword\n:::",
        ":::hidden-gems\ncanaryword\n:::",
        ":::note {.stats}\ncanaryword\n:::",
        ":::note Our staff\ncanaryword\n:::",
        ":::only models=k200\ncanaryword\n:::",
        "<p style='backface-visibility:hidden'>canaryword</p>",
        "<p style='display:nonesuch'>canaryword</p>",
        "{::comment/} canaryword",
        "<!-- a --!> canaryword <!-- b -->",
        "<!-- a --!> canaryword",
        "<!DOCTYPE html>\n\ncanaryword",
    ] {
        let (article, told) = parsed(text);
        assert!(article.contains(CANARY), "{text}");
        assert!(!told.contains(&"staff-block"), "{text}");
    }
}

/// An `only` without a model shows to everybody, and is told.
#[test]
fn an_only_without_a_model_is_told() {
    for line in [":::only", ":::only models=", ":::only audience=plumbers", ":::only{}"] {
        let (_, told) = parsed(&format!("{line}\na\n:::"));
        assert_eq!(told, ["unknown-container"], "{line}");
    }
}

/// What has no end and is hardly a comment takes its paragraph and no more.
#[test]
fn what_may_be_a_comment_without_an_end_hides_its_paragraph() {
    let mut wrong = Vec::new();
    for text in UNENDED {
        wrong.extend(leak(text).map(|leak| format!("{leak}: {text:?}")));
        let told = parsed(text).1;
        if !told.contains(&"unclosed-comment") {
            wrong.push(format!("{told:?}: {text:?}"));
        }
    }
    assert_none(&wrong);
}

/// What may have been meant for a comment and is taken for text is told.
#[test]
fn a_mark_that_is_taken_for_text_shows_and_is_told() {
    for text in [
        "100%% cotton canaryword",
        "50%% to 60%% canaryword",
        "50%% canaryword 60%%, 70%%",
        "a%%b canaryword\n\nc %% d %%",
        "The mass $m^{#}$, $m^{# canaryword x}$",
        "The mass $a %% b$ canaryword",
        "100%% cotton canaryword, $a %% b$",
        "$$\na %% b {-- c\n$$\n\ncanaryword",
        "| a | $x_{#y$ | canaryword |\n| - | - | - |",
        "- 5%%\n- 6%% canaryword",
        "## Up to 100%% canaryword",
    ] {
        let (article, told) = parsed(&text.replace("canaryword", "§"));
        assert!(article.contains(CANARY), "{text}");
        assert!(told.contains(&"stray-comment"), "{text}: {told:?}");
        assert!(!told.contains(&"unclosed-comment"), "{text}: {told:?}");
    }
    for text in [
        "\\%% canaryword \\%%",
        "\\{# canaryword \\{#",
        "\\{-- canaryword",
        "The mass $m^{#}$ canaryword",
        "{--} {#} {>>} canaryword",
    ] {
        assert!(parsed(text).0.contains(CANARY), "{text}");
        assert_eq!(parsed(text).1, [""; 0], "{text}");
    }
    // In doubt it hides, also what may be none.
    for text in [
        "Beforeword 100%% cotton and %% § %% afterword",
        "Beforeword 5%% § %% afterword",
        "Beforeword 5%% § %% and 100%% afterword",
        "Beforeword %% § 100%% § %% afterword",
        "Beforeword a%% §\n§ %% afterword",
        "Beforeword 5%%§%% afterword",
        "Beforeword, it costs $5 {# was $6\n\n§ #} afterword",
        "Beforeword, $5 {# $6\n\n§ #} afterword",
    ] {
        assert_eq!(leak(text), None, "{text}");
    }
}

/// A number keeps a `%%` from beginning a comment, not from ending one, and what stands between two
/// comments shows.
#[test]
fn a_number_opens_no_comment_again() {
    let mut wrong: Vec<String> = Vec::new();
    let mut project = project();
    let mut pages = Vec::new();
    for (number, form) in SIGNS.iter().chain(&UNENDED).enumerate() {
        wrong.extend(leak(form).map(|leak| format!("{leak}: {form:?}")));
        // Which of the words between two comments is which.
        let mut parts = form.split("Between");
        let mut text = parts.next().unwrap().to_owned();
        let mut words = vec!["Beforeword".to_owned(), "Afterword".to_owned()];
        for (count, part) in parts.enumerate() {
            text += &format!("Between{count}{part}");
            words.push(format!("Between{count}word"));
        }
        let text = text.replace('§', CANARY);
        for (end, ending) in [("lf", "\n"), ("crlf", "\r\n"), ("cr", "\r")] {
            let name = format!("{end}-{number}");
            let text = format!("# A\n\n{text}\n").replace('\n', ending);
            project = project.file(format!("content/{name}.md"), text);
            pages.push((name, form, words.clone()));
        }
    }
    let site = project.build();
    for (name, form, words) in pages {
        let page = site.text(&format!("{name}/index.html"));
        let lost = words.iter().filter(|word| !page.contains(*word));
        wrong.extend(lost.map(|word| format!("{name} hides {word}: {form:?}")));
    }
    wrong.extend(site.outputs_with(CANARY).iter().map(|path| format!("{path} shows the canary")));
    assert_none(&wrong);
}

/// The cells behind what is hidden stay below their heads.
#[test]
fn a_row_keeps_its_cells() {
    for (row, cells) in [
        ("| Beforeword {# § | § #} b | Afterword |", 3),
        ("Beforeword {# § | § #} b | Afterword", 3),
        ("| Beforeword <!-- § | § --> | Afterword |", 3),
        ("| Beforeword %% § | § | § %% Afterword |", 3),
        ("| Beforeword {# § \\| § #} | b | Afterword |", 3),
        ("| Beforeword | {# § \\| § | § #} Afterword |", 3),
        ("| Beforeword :::staff § | § ::: b | Afterword |", 3),
        ("| Beforeword {~~ § | § ~> b ~~} | Afterword |", 3),
        ("| Beforeword {# § | b |\n| § | §#} a | Afterword |", 6),
        ("| Beforeword <!-- § | b | c |\n| § | § | § |\n| § --> a | b | Afterword |", 9),
    ] {
        for (table, count) in [
            (format!("| a | b | c |\n| - | - | - |\n{row}"), 3 + cells),
            (
                format!("> | a | b | c |\n> | - | - | - |\n> {}", row.replace('\n', "\n> ")),
                3 + cells,
            ),
            (format!("{row}\n| - | - | - |\n| a | b | c |"), if cells == 3 { 6 } else { 0 }),
        ] {
            if count == 0 {
                continue;
            }
            assert_eq!(leak(&table), None, "{table}");
            let text = table.replace('§', CANARY);
            let document = parse::document(&SourcePath::new("a.md"), &text).value;
            let is_cell = |node: &&Node| matches!(node, Node::Open(Element::TableCell { .. }));
            let found = document.body.nodes.iter().filter(is_cell).count();
            assert_eq!(found, count, "{table}: {:?}", document.body);
        }
    }
}

#[test]
fn references_that_are_comments_never_show() {
    for comment in [
        "[//]: # (§)",
        "[//]: # \"§\"",
        "[//]: <> (§)",
        "[comment]: # (§)",
        "[//]: # (a\n§)",
        "[//]: # (a (b) §)",
    ] {
        for text in [
            format!("Beforeword\n\n{comment}\n\nAfterword"),
            format!("Beforeword\n{comment}\nAfterword"),
            format!("- Beforeword\n{comment}\n- Afterword"),
        ] {
            assert_eq!(leak(&text), None, "{text}");
        }
    }
}

#[test]
fn values_of_front_matter_hide_what_they_hide() {
    for form in COMMENTS.iter().filter(|form| !form.contains(['\n', '"', '`'])) {
        for (key, open, close) in [
            ("title", "", ""),
            ("description", "", ""),
            ("time", "", ""),
            ("symptoms", "[", "]"),
            ("keywords", "[", "]"),
            ("tools", "[", "]"),
        ] {
            let value = form.replace('\'', "''");
            let value = format!("{open}'Beforeword {value}'{close}");
            let text = format!("---\ntitle: T\n{key}: {value}\n---\n\nAfterword");
            let text = text.replace("title: T\ntitle", "title");
            assert_eq!(leak(&text), None, "{text}");
        }
    }
}

#[test]
fn no_byte_of_a_site_holds_what_is_hidden() {
    let mut project = project().file(
        "dopo.toml",
        "base_url = \"https://help.example\"\ntitle = \"Help\"\n[rules]\ndead-link = \"off\"\n",
    );
    let mut articles = Vec::new();
    for (end, ending) in [("lf", "\n"), ("crlf", "\r\n"), ("cr", "\r")] {
        for (number, carrier) in CARRIERS.iter().enumerate() {
            let forms = COMMENTS.iter().chain(STAFF.iter().filter(|_| carrier.takes_blocks));
            let forms: Vec<String> = forms.map(|form| put(carrier, form)).collect();
            // A text that has to be looked at too often is hidden whole.
            for (part, forms) in forms.chunks(24).enumerate() {
                let name = format!("{end}-{number}-{part}");
                let text = format!("# {name}\n\n{}\n\nLastword\n", forms.join("\n\n---\n\n"));
                let text = text.replace('§', CANARY).replace('\n', ending);
                project = project.file(format!("content/{name}.md"), text);
                articles.push((name, carrier.name));
            }
        }
    }
    let site = project.build();
    assert_eq!(site.outputs_with(CANARY), [""; 0]);
    for (name, carrier) in articles {
        let page = site.text(&format!("{name}/index.html"));
        for word in ["Beforeword", "fterword", "Lastword"] {
            assert!(page.contains(word), "{name}, {carrier}: no {word}");
        }
    }

    // Shown once, it stands in the page, its twin and the search files: the look finds it there.
    let shown = project.file("content/shown.md", "# Shown\n\n`<!-- canaryword -->`\n").build();
    let found = shown.outputs_with(CANARY);
    assert!(found.contains(&"shown/index.html"), "{found:?}");
    assert!(found.iter().any(|path| path.ends_with(".md")), "{found:?}");
    let is_packed = |path: &&str| shown.files[*path].starts_with(&[0x1f, 0x8b]);
    assert!(found.iter().any(is_packed), "{found:?}");
}
