//! Where front matter is, where it only seems to be, and what begins like it.

use super::*;

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
