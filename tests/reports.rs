//! What a build tells of whole projects: places in files of any form, and no harm from hostile ones.

#![allow(clippy::unwrap_used)]

mod support;

use support::{article, project};

#[test]
fn places_are_those_of_the_file_whatever_its_line_ends() {
    let text = "---\ntitle: T\nslug: t\n---\nA *word*.\n\nSee [è](no.md).\n";
    for end in ["\n", "\r\n", "\r"] {
        for start in ["", "\u{feff}"] {
            let file = format!("{start}{}", text.replace('\n', end));
            let report = article(&file).build().report;
            let place =
                " --> content/article.md:7:5\n  |\n7 | See [è](no.md).\n  |     ^^^^^^^^^^ ";
            assert!(report.contains(place), "{file:?}: {report}");
        }
    }
    let report = article("\u{feff}[x](no.md)").build().report;
    assert!(report.contains("content/article.md:1:1\n"), "{report}");
}

#[test]
fn every_stage_tells_lines_and_columns() {
    let project = |path: &str, text: &[u8]| {
        project()
            .file("content/a.md", "# A\n\nText.\n")
            .file(path, text)
            .with(|overrides| overrides.base_url = Some("https://a.example".to_owned()))
    };
    let cases: [(&str, &[u8], &str); 15] = [
        ("dopo.toml", b"title = 'T'\ncolour = 1\n", "dopo.toml:2:1\n"),
        ("dopo.toml", b"title = 'T'\n\ntheme = 'none'\n", "dopo.toml:3:9\n"),
        ("dopo.toml", b"[locales.it]\n[locales.en]\n", "dopo.toml:2:10\n"),
        ("data/contact.toml", b"\nholidays = ['x']\n", "data/contact.toml:2:13\n"),
        ("data/terms.toml", b"[[term]]\nalso = 'x'\n", "data/terms.toml:1:1\n"),
        ("content/b.md", b"---\ndraft: maybe\n---\n", "content/b.md:2:8\n"),
        ("content/b.md", b"---\npermalink: 'x y:z'\n---\n", "content/b.md:2:12\n"),
        ("content/b.md", b"x\n:::none\nx\n:::\n", "content/b.md:2:"),
        ("content/b.md", b"x\n\nx ![x](no.png)\n", "content/b.md:3:3\n"),
        ("templates/home.html", b"<p>\n\n{% if %}", "templates/home.html:3:"),
        ("templates/home.html", b"<p>\n\n{% include \"no\" %}", "templates/home.html:3:12\n"),
        ("templates/home.html", b"<p>\n\n{{ nothing.at.all }}", "templates/home.html:3:4\n"),
        ("strings/it.toml", b"# none\nnone = 'x'\n", "strings/it.toml:2:1\n"),
        ("content/b.md", b"caff\xe8", "content/b.md:1:5\n"),
        ("data/contact.toml", b"\nx = '\xff'", "data/contact.toml:2:6\n"),
    ];
    for (path, text, place) in cases {
        let report = project(path, text).build().report;
        assert!(report.contains(&format!("--> {place}")), "{path} {place:?}: {report}");
    }
}

#[test]
fn nothing_that_a_project_holds_begins_a_line_of_its_own() {
    let report = project()
        .file(
            "dopo.toml",
            "title = \"T\"\n\"a\\n::error::A\" = 1\n[rules]\n\"\\u001b[2J\" = \"off\"\n",
        )
        .file("content/a\n::error::B.md", "[b](x%0a::error::C) [c](<\u{1b}[2J\u{202e}.md>)\n")
        .file("content/c.md", "---\n\"d\\n::error::D\": 1\nlayout\u{85}x: 1\n---\n:::e\u{1b}[2J\n")
        .build()
        .report;
    assert!(report.contains("::error::A") && report.contains("::error::B"), "{report}");
    assert!(!report.lines().any(|line| line.trim_start().starts_with("::error")), "{report}");
    let acts = |letter: char| letter != '\n' && (letter.is_control() || letter == '\u{202e}');
    assert!(!report.contains(acts), "{report:?}");
}

/// Whatever is said on the command line and in the environment comes back written out.
#[cfg(unix)]
#[test]
fn nothing_that_a_call_holds_acts_on_the_terminal() {
    const BAD: &str = "x\n::error::A\u{1b}[2J\r##[error]\u{202e}";
    let build = |name: &'static str, value: &'static str| vec!["build", name, value];
    // `@` stands for it.
    type Call<'a> = (&'a str, Vec<&'a str>, Option<(&'a str, &'a str)>);
    let cases: [Call<'_>; 17] = [
        ("an unknown argument", vec!["build", "--@"], None),
        ("an unknown verb", vec!["@"], None),
        ("one word too many", vec!["build", "@"], None),
        ("a number", vec!["serve", "--port", "@"], None),
        ("an address", vec!["serve", "--interface", "@"], None),
        ("one of several", vec!["search", "--type", "@", "x"], None),
        ("a value too many", vec!["build", "--strict=@"], None),
        ("a root that is not there", build("--root", "no@"), None),
        ("a configuration that is not there", build("--config", "no@"), None),
        ("a configuration outside", build("--config", "../@"), None),
        ("a base URL", build("--base-url", "@"), None),
        ("a locale", build("--locale", "@"), None),
        ("a file to write into", build("--output-dir", "@"), None),
        ("questions that are not there", vec!["search", "--batch", "no@"], None),
        ("a variable's name", vec!["build"], Some(("DOPO_@", "1"))),
        ("a variable's value", vec!["build"], Some(("DOPO_BASE_URL", "@"))),
        ("a moment", vec!["build"], Some(("SOURCE_DATE_EPOCH", "@"))),
    ];
    for (name, arguments, variable) in cases {
        let folder = tempfile::tempdir().unwrap();
        let project = article("Text.").file("dopo.toml", "title = \"T\"\n").file(BAD, "");
        project.write(folder.path());
        let mut call = support::dopo();
        let bad = |text: &str| text.replace('@', BAD);
        call.current_dir(folder.path()).args(arguments.into_iter().map(bad));
        call.envs(variable.map(|(name, value)| (bad(name), bad(value))));
        let ended = call.output().unwrap();
        let told = [ended.stdout, ended.stderr].concat();
        let told = String::from_utf8(told).unwrap();
        assert_ne!(ended.status.code(), Some(0), "{name}: {told}");
        assert!(told.contains("::error::A"), "{name}: {told}");
        assert!(!told.lines().any(|line| line.trim_start().starts_with("::")), "{name}: {told:?}");
        let acts = |letter: char| letter != '\n' && (letter.is_control() || letter == '\u{202e}');
        assert!(!told.contains(acts) && !told.contains("##["), "{name}: {told:?}");
    }
}

#[test]
fn five_thousand_kinds_make_a_short_report() {
    let names: String = (0..5_000).map(|nth| format!(":::n{nth}\n")).collect();
    let site = article(&names).build();
    assert!(site.rules().len() > 5_000);
    assert!(site.report.len() < 200_000, "{}", site.report.len());
    assert!(site.report.contains(" more kinds of `unknown-container`\n"));
}
