//! Texts as they were written, what is cut of them, and how much of them is read.

use super::*;

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
