//! The table: what is malformed, class by class. Most rows are made from a few lists: each key with
//! each kind of wrong value, each file with each kind of wrong bytes.

/// A malformed input.
pub(crate) struct Case {
    /// One of the twelve classes.
    pub(crate) class: &'static str,
    /// What is wrong, for whoever reads a failure.
    pub(crate) name: String,
    /// The files to put into a good project.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// What must come of it.
    pub(crate) wanted: Wanted,
}

/// What must come of a malformed input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Nothing is published.
    Error,
    /// The site is published, and the problem is told.
    Told,
    /// One of the two, as the rest of the input has it.
    Either,
}

use Wanted::{Either, Error, Told};

/// All of them, class by class.
pub(crate) fn all() -> Vec<Case> {
    let mut table = Table::default();
    front_matter(&mut table);
    values(&mut table);
    settings(&mut table);
    encodings(&mut table);
    links(&mut table);
    containers(&mut table);
    templates(&mut table);
    data(&mut table);
    assets(&mut table);
    collisions(&mut table);
    dates(&mut table);
    limits(&mut table);
    table.cases
}

#[derive(Default)]
struct Table {
    cases: Vec<Case>,
}

impl Table {
    fn add(&mut self, class: &'static str, wanted: Wanted, files: &[(&str, &[u8])]) {
        let start: String = String::from_utf8_lossy(files[0].1).chars().take(60).collect();
        self.cases.push(Case {
            class,
            name: format!("{} {start:?}", files[0].0),
            files: files.iter().map(|&(path, bytes)| (path.to_owned(), bytes.to_vec())).collect(),
            wanted,
        });
    }

    fn article(&mut self, class: &'static str, wanted: Wanted, text: &str) {
        self.add(class, wanted, &[("content/bad.md", text.as_bytes())]);
    }
}

/// Front matter that does not parse.
fn front_matter(table: &mut Table) {
    let yaml = [
        "title: \"open",
        "title: 'open",
        "title: [a, b",
        "title: {a: b",
        "title: a: b",
        "- a\n- b",
        "just words",
        "title: *nowhere",
        "title: A\ntitle: B",
        "title: A\n  b: c\n d: e",
        ": a",
        "a: b\n- c",
        "title: A\n\tslug: b",
        "title: !!binary \"=\"\n x",
        "? [a\n: b",
        "a: |\n  x\n y",
        "{",
        "[",
        "\"",
        "%TAG ! x\n---\na: [",
        "title: \"\\q\"",
        "title: \"\\xZZ\"",
        "a: &x\n  b: *x\n  <<: *y",
        "title: A\n title: B\n",
        "title: 'it's'",
        "a:\n- b\n c: d",
    ];
    for text in yaml {
        for (before, after) in [("---\n", "\n---\ntext\n"), ("\u{feff}---\n", "\n...\ntext\n")] {
            table.article("front matter", Error, &format!("{before}{text}{after}"));
        }
        let crlf = format!("---\n{text}\n---\ntext\n").replace('\n', "\r\n");
        table.article("front matter", Error, &crlf);
    }
    let toml = [
        "title = A",
        "title = \"open",
        "title = 'open",
        "a = 1\na = 2",
        "[a\nb = 1",
        "a = ",
        "= 1",
        "a.b = 1\na = 2",
        "a = [1, 2",
        "a = {b = 1",
        "a = 2026-13-01",
        "title: A",
        "a = \"\\q\"",
        "[[a]\n",
    ];
    for text in toml {
        table.article("front matter", Error, &format!("+++\n{text}\n+++\ntext\n"));
    }
    for text in ["---\ntitle: A\n\ntext\n", "+++\ntitle = 'A'\n\ntext\n", "---\ndraft: true\ntext"]
    {
        table.article("front matter", Error, text);
    }
}

/// Keys with values of a wrong kind.
fn values(table: &mut Table) {
    let nonsense = ["maybe", "[a, b]", "{a: b}", "3.5.1", "\"\\u0000\"", "[[1]]", "-"];
    for key in ["draft", "staff", "unlisted", "published", "private", "hidden", "render"] {
        for value in nonsense {
            table.article("values", Error, &format!("---\n{key}: {value}\n---\ntext\n"));
        }
    }
    for key in ["publish", "expires", "publishDate", "expiryDate"] {
        for value in ["soon", "2026-13-01", "31.02.2026", "[2026]", "{a: b}", "12", "9999999"] {
            table.article("values", Error, &format!("---\n{key}: {value}\n---\ntext\n"));
        }
    }
    for key in ["robots", "search"] {
        for value in ["perhaps", "[1, {a: b}]", "-1", "noindx", "1e999"] {
            table.article("values", Error, &format!("---\n{key}: {value}\n---\ntext\n"));
        }
    }
    for key in ["title", "slug", "description", "answer", "permalink", "time"] {
        for value in ["[a, b]", "{a: b}", "[[a]]"] {
            table.article("values", Told, &format!("---\n{key}: {value}\n---\ntext\n"));
        }
    }
    for key in ["weight", "date", "updated", "reviewed", "type", "stage"] {
        // A `date` that nobody can read may be one of the future.
        let wanted = if key == "date" { Error } else { Told };
        for value in ["heavy words", "[a, b]", "{a: b}"] {
            table.article("values", wanted, &format!("---\n{key}: {value}\n---\ntext\n"));
        }
    }
    for key in ["titel", "sumary", "colour", "x-y", "été"] {
        table.article("values", Told, &format!("---\n{key}: x\n---\ntext\n"));
    }
}

/// `dopo.toml`.
fn settings(table: &mut Table) {
    let mut add = |wanted, text: &str| {
        table.add("settings", wanted, &[("dopo.toml", text.as_bytes())]);
    };
    let syntax = [
        "title = Help",
        "title = \"Help",
        "title",
        "= 1",
        "[locales",
        "[[a]\n",
        "a = 1\na = 2",
        "title = 'a\nb'",
        "title = \"\\q\"",
        "x = 1e",
        "x = 2026-99-99",
        "[a]\n[a]",
        "title = \"A\" b",
        "x = [1, 2",
        "x = {a = 1",
        "\u{1}",
        "title = \"\u{1}\"",
        "key with spaces = 1",
        "'' = 1 =",
        "]",
        "}",
        "title: Help",
        "\"a\"b = 1",
    ];
    for text in syntax {
        add(Error, text);
        add(Error, &format!("# a comment\n\n{text}\n"));
    }
    let keys = [
        "title",
        "base_url",
        "default_locale",
        "accent",
        "logo",
        "theme",
        "time_zone",
        "content",
        "strict",
        "ignore",
        "former_hosts",
        "link_schemes",
        "locales",
        "rules",
        "images",
        "repository",
        "extra",
    ];
    for key in keys {
        for value in
            ["3", "[[1]]", "1.5", "2026-01-01", "{ a = { b = 1 } }", "\"\\u0000\"", "[\"a\", 1]"]
        {
            add(Either, &format!("{key} = {value}\n"));
        }
    }
    for key in ["titel", "baseurl_", "Title", "locale", "url", "nav", "plugins", "markup"] {
        add(Error, &format!("{key} = \"x\"\n"));
    }
    for value in [
        "ftp://x",
        "not an address",
        "https://",
        "//x",
        "https://a b",
        "https://x?y",
        "https://x#y",
    ] {
        add(Error, &format!("base_url = \"{value}\"\n"));
    }
    for value in ["red", "#12", "#ggg", "#1234567", "rgb(1,2,3)"] {
        add(Error, &format!("accent = \"{value}\"\n"));
    }
    for rule in ["dead-lnk = \"off\"", "dead-link = \"loud\"", "dead-link = 3", "\"a/b\" = \"off\""]
    {
        add(Error, &format!("[rules]\n{rule}\n"));
    }
    for locale in [
        "[locales.\"e n\"]",
        "[locales.\"\"]",
        "default_locale = \"zz-zz-zz-zz-zzzzzzzzzz\"",
        "[locales.it]\nx = 1",
    ] {
        add(Error, &format!("{locale}\n"));
    }
}

/// Texts that are no UTF-8, in every file that is text.
fn encodings(table: &mut Table) {
    let wrong: [(&str, &[u8]); 10] = [
        ("UTF-16 with mark", b"\xff\xfet\0i\0t\0l\0e\0"),
        ("UTF-16, big", b"\xfe\xff\0t\0i\0t\0l\0e"),
        ("Latin-1", b"caff\xe8 \xe9 pronto\n"),
        ("Latin-1 on line three", b"a\nb\ncaff\xe8\n"),
        ("a lone continuation", b"a \x80 b\n"),
        ("cut within a letter", b"caff\xc3"),
        ("too long a form", b"a \xc0\xaf b\n"),
        ("half a surrogate pair", b"a \xed\xa0\x80 b\n"),
        ("beyond the last letter", b"a \xf5\x80\x80\x80 b\n"),
        ("bytes", b"\x89PNG\r\n\x1a\n\0\0\xff\xff\n"),
    ];
    let files = [
        "content/bad.md",
        "content/_index.md",
        "dopo.toml",
        "data/contact.toml",
        "data/terms.toml",
        "strings/en.toml",
        "templates/article.html",
        "content/TOC.md",
    ];
    for file in files {
        for (name, bytes) in wrong {
            table.add("encodings", Error, &[(file, bytes)]);
            table.cases.last_mut().unwrap().name = format!("{file}: {name}");
        }
    }
}

/// Links and pictures that lead nowhere or do harm.
fn links(table: &mut Table) {
    let destinations = [
        "gone.md",
        "../../../etc/passwd",
        "folder/gone.md#x",
        "#gone",
        "good.md#gone",
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "irc://x",
        "file:///etc/passwd",
        "/gone/",
        "@/gone.md",
        "a/../gone.md",
        "Good.md",
        "FOLDER/other.md",
        "gone.pdf",
        "good.md%00",
        "%zz.md",
        "\\\\server\\x",
        "C:\\x.md",
        "www.example.it",
        "gone.png",
        "..",
        "../",
        "good.md/x",
        "?x",
        "//",
    ];
    let forms: [fn(&str) -> String; 4] = [
        |to| format!("[words](<{to}>)\n"),
        |to| format!("[words][x]\n\n[x]: <{to}>\n"),
        |to| format!("<a href=\"{to}\">words</a>\n"),
        |to| format!("- [words](<{to}>)\n"),
    ];
    for to in destinations {
        for form in forms {
            table.article("links", Either, &form(to));
        }
    }
    for to in [
        "gone.png",
        "../out.png",
        "good.md",
        "https://example.com/x.png",
        "javascript:x",
        "",
        "x.tiff",
        "a b.png",
    ] {
        table.article("links", Told, &format!("![words](<{to}>)\n"));
        table.article("links", Told, &format!("<img src=\"{to}\" alt=\"words\">\n"));
    }
    for to in ["gone.md", "b/", "javascript:x", "#x", "https://", "bad.md"] {
        for key in ["redirect", "next", "if_not", "before", "related"] {
            table.article("links", Either, &format!("---\n{key}: \"{to}\"\n---\ntext\n"));
        }
    }
}

/// Containers, tags of other tools, HTML.
fn containers(table: &mut Table) {
    let told = [
        ":::note\nnever closed\n",
        ":::\n",
        "text\n\n::::\n\ntext\n",
        ":::nite\ntext\n:::\n",
        ":::staff\nnever closed\n",
        "- a\n\n  :::note\n  b\n\n:::\n",
        ":::tabs\n:::tab A\nx\n",
        "+++Title\ntext\n+++\n",
        "{% include x %}\n",
        "{{ page.x }}\n",
        "{{< figure src=\"x\" >}}\n",
        "[!DNL word]\n",
        "<script>x</script>\n",
        "<iframe src=\"x\"></iframe>\n",
        "<object></object>\n",
        "<project-id>\n",
        "<font color=red>x</font>\n",
        "<marquee>x</marquee>\n",
        "<form><input></form>\n",
        "[](good.md)\n",
        "<!-- never closed\n\ntext\n",
        "{# never closed\n",
        "<style>x</style>\n",
        "<embed src=x>\n",
    ];
    for text in told {
        for (before, after) in
            [("", ""), ("# Title\n\n", "\nmore\n"), ("> quoted\n\n", "\n1. a\n2. b\n")]
        {
            table.article("containers", Either, &format!("{before}{text}{after}"));
        }
    }
    for depth in [120, 1000] {
        for piece in ["> ", "- ", "<div>", ":::note\n", "**", "[", "<b><i>", "::: x\n"] {
            table.article("containers", Either, &piece.repeat(depth));
        }
    }
}

/// Templates, strings and theme files of the project's own.
fn templates(table: &mut Table) {
    let wrong = [
        "{{ open",
        "{% open",
        "{% if x %}",
        "{% endif %}",
        "{% for x in %}{% endfor %}",
        "{{ x | nofilter }}",
        "{{ nofunction() }}",
        "{{ undefined_value }}",
        "{{ page.no.such.thing }}",
        "{% include \"gone.html\" %}",
        "{% extends \"gone.html\" %}",
        "{% block a %}",
        "{{ 1 + }}",
        "{{ \"open }}",
        "{% set %}",
        "{{ page.title | truncate(length=\"x\") }}",
        "{% macro x %}",
        "{{ self::gone() }}",
        "{% raw %}",
        "{# open",
        "{{ [1, 2 }}",
        "{{ 1 / \"a\" }}",
        "{% import \"gone\" as x %}",
    ];
    for file in ["templates/article.html", "templates/home.html", "templates/page.html"] {
        for text in wrong {
            table.add("templates", Either, &[(file, text.as_bytes())]);
        }
    }
    for text in [
        "a = ",
        "a = 1",
        "[a",
        "unknown_string = \"x\"",
        "search_label = 3",
        "search_label = [\"a\"]",
        "a = \"{\"",
    ] {
        table.add("templates", Either, &[("strings/en.toml", text.as_bytes())]);
    }
    for text in ["theme = \"gone\"", "theme = \"../up\"", "theme = \"\"", "theme = \"a/b\""] {
        table.add("templates", Error, &[("dopo.toml", text.as_bytes())]);
    }
}

/// The files in `data/`.
fn data(table: &mut Table) {
    let syntax = [
        "a = ",
        "[[channel]",
        "= 1",
        "x = \"open",
        "a = 1\na = 2",
        "x",
        "{",
        "channel = [",
        "[a]\n[a]\n",
        "é = 1",
    ];
    for file in ["data/contact.toml", "data/terms.toml", "data/queries.toml"] {
        for text in syntax {
            table.add("data", Either, &[(file, text.as_bytes())]);
        }
    }
    let channels = [
        "kind = \"pigeon\"\nvalue = \"x\"",
        "kind = 3\nvalue = \"x\"",
        "value = \"x\"",
        "kind = \"phone\"",
        "kind = \"phone\"\nvalue = 3",
        "kind = \"phone\"\nvalue = \"x\"\nhours = 3",
        "kind = \"phone\"\nvalue = \"x\"\nhours = [{ days = [\"moo\"], from = \"8\", to = \"9\" }]",
        "kind = \"phone\"\nvalue = \"x\"\nhours = [{ days = [\"mon\"], from = \"25:00\", to = \"26:00\" }]",
        "kind = \"form\"\nvalue = \"javascript:x\"",
        "kind = \"email\"\nvalue = \"nobody\"",
        "kind = \"phone\"\nvalue = \"x\"\ncolour = 1",
        "kind = \"phone\"\nvalue = \"x\"\nlabel = { zz = 1 }",
    ];
    for channel in channels {
        table.add(
            "data",
            Either,
            &[("data/contact.toml", format!("[[channel]]\n{channel}\n").as_bytes())],
        );
    }
    for text in [
        "time_zone = \"Mars/X\"",
        "holidays = [\"2026-02-30\"]",
        "holidays = 3",
        "channel = 3",
        "chanel = []",
        "time_zone = 1",
    ] {
        table.add("data", Error, &[("data/contact.toml", text.as_bytes())]);
    }
    for text in [
        "term = 3",
        "[[term]]\nx = 1",
        "[[term]]\nlocale = \"zz\"",
        "[[terms]]\npreferred = \"a\"",
        "[[term]]\npreferred = 3",
    ] {
        table.add("data", Either, &[("data/terms.toml", text.as_bytes())]);
    }
}

/// Pictures, styles, scripts and files that are not what their names say.
fn assets(table: &mut Table) {
    let wrong: [&[u8]; 9] = [
        b"",
        b"no picture",
        b"<!doctype html><title>Sign in</title>",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBP",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
        b"<svg",
    ];
    for name in
        ["x.png", "x.jpg", "x.gif", "x.webp", "x.avif", "x.svg", "x.jpeg", "x.heic", "x.tiff"]
    {
        for bytes in wrong {
            let article = format!("![words]({name})\n");
            let file = format!("content/{name}");
            table.add("assets", Either, &[(&file, bytes), ("content/bad.md", article.as_bytes())]);
        }
    }
    for text in [
        "a{",
        "}",
        "@media",
        "a{b:c;;;}}",
        "/*",
        "\0",
        "@import 'x';",
        "a{background:url(x",
        "(((((",
    ] {
        let file = ("themes/default/styles/base.css", text.as_bytes());
        table.add("assets", Either, &[file]);
    }
    for text in ["(", "let", "import x from", "`", "/*", "export", "}{", "\0", "await"] {
        table.add("assets", Either, &[("themes/default/scripts/entry.js", text.as_bytes())]);
    }
}

/// Two sources for one address.
fn collisions(table: &mut Table) {
    let mut two = |wanted, first: (&str, &str), second: (&str, &str)| {
        table.add(
            "collisions",
            wanted,
            &[(first.0, first.1.as_bytes()), (second.0, second.1.as_bytes())],
        );
    };
    for (first, second) in [
        ("content/a b.md", "content/a-b.md"),
        ("content/A.md", "content/a.md"),
        ("content/caf\u{e9}.md", "content/cafe\u{301}.md"),
        ("content/x!.md", "content/x.md"),
        ("content/x.md", "content/x.markdown"),
        ("content/a--b.md", "content/a -b.md"),
    ] {
        two(Either, (first, "text"), (second, "text"));
    }
    for slug in [
        "good", "GOOD", "/good/", "good/", "go od", "folder", "search", "404.html", "_dopo",
        "feed.xml", "..", ".",
    ] {
        two(
            Either,
            ("content/bad.md", &format!("---\nslug: \"{slug}\"\n---\ntext\n")),
            ("content/one.md", "text"),
        );
        two(
            Either,
            ("content/bad.md", &format!("---\npermalink: \"{slug}\"\n---\ntext\n")),
            ("content/one.md", "text"),
        );
        two(
            Either,
            ("content/bad.md", &format!("---\naliases: [\"{slug}\"]\n---\ntext\n")),
            ("content/one.md", "text"),
        );
    }
    for path in [
        "good",
        "good/index.html",
        "index.html",
        "404.html",
        "_dopo/x",
        "_headers/x",
        "feed.xml",
        "search",
        "folder",
        "sitemap.xml/x",
        ".dopo-manifest",
    ] {
        two(Either, (&format!("static/{path}"), "text"), ("content/one.md", "text"));
    }
    for path in [
        "good/index.md",
        "folder/README.md",
        "folder.md",
        "index/index.md",
        "en/x.md",
        "it/x.md",
        "_dopo/x.md",
        "search/x.md",
        "q/x.md",
    ] {
        two(Either, (&format!("content/{path}"), "text"), ("content/one.md", "text"));
    }
}

/// Days and times that are none.
fn dates(table: &mut Table) {
    let wrong = [
        "2026-02-30",
        "2026-00-10",
        "yesterday",
        "2026-02-01T25:00:00",
        "2026-02-01T10:00:00+99:00",
        "26-02-01",
        "2026-W05",
        "12:30",
        "99999-01-01",
        "-0001-01-01",
        "2026-02-29",
        "31 November 2026",
        "2026-11-31",
        "Tue",
    ];
    for day in wrong {
        for key in ["publish", "expires"] {
            table.article("dates", Error, &format!("---\n{key}: {day}\n---\ntext\n"));
            table.article("dates", Error, &format!("+++\n{key} = \"{day}\"\n+++\ntext\n"));
        }
        let of_date = if day == "-0001-01-01" { Told } else { Error };
        for (key, wanted) in [("date", of_date), ("updated", Told), ("reviewed", Told)] {
            table.article("dates", wanted, &format!("---\n{key}: {day}\n---\ntext\n"));
        }
    }
    for two_days in ["01/02/2026", "1.2.2026"] {
        for key in ["publish", "expires", "date", "updated", "reviewed"] {
            table.article("dates", Told, &format!("---\n{key}: {two_days}\n---\ntext\n"));
        }
    }
}

/// What is too much of something.
fn limits(table: &mut Table) {
    let large = "word ".repeat(2 * 1024 * 1024);
    table.article("limits", Error, &large);
    table.add("limits", Error, &[("dopo.toml", &vec![b'#'; 9 * 1024 * 1024])]);
    table.add("limits", Error, &[("data/contact.toml", &vec![b'#'; 9 * 1024 * 1024])]);
    let mut bomb = String::from("---\na: &a [x,x,x,x,x,x,x,x,x]\n");
    for letter in 'b'..='i' {
        let before = char::from(letter as u8 - 1);
        bomb.push_str(&format!("{letter}: &{letter} [{}]\n", format!("*{before},").repeat(9)));
    }
    table.article("limits", Error, &(bomb + "---\ntext\n"));
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        table.article(
            "limits",
            Error,
            &format!("---\na: {}{}\n---\ntext\n", open.repeat(400), close.repeat(400)),
        );
        let toml = format!("a = {}{}", open.replace(": ", " = ").repeat(400), close.repeat(400));
        table.add("limits", Error, &[("dopo.toml", toml.as_bytes())]);
    }
    for template in [
        "{% for i in range(end=100000) %}{% for j in range(end=100000) %}{% endfor %}{% endfor %}",
        "{% set_global x = \"a\" %}{% for i in range(end=60) %}{% set_global x = x ~ x %}{% endfor %}{{ x }}",
    ] {
        table.add("limits", Error, &[("templates/article.html", template.as_bytes())]);
    }
    for name in ["a", "\u{e8}", "x-"] {
        table.article("limits", Either, &format!("---\nslug: {}\n---\ntext\n", name.repeat(300)));
        table.article(
            "limits",
            Either,
            &format!("---\npermalink: /{}/\n---\ntext\n", format!("{name}/").repeat(600)),
        );
        table.article(
            "limits",
            Either,
            &format!("---\naliases: [/{}/]\n---\ntext\n", name.repeat(300)),
        );
        table.article("limits", Either, &format!("# {}\n\ntext\n", name.repeat(20_000)));
    }
    for piece in [
        "a", "[x](y)", "| a ", "`", "&amp;", "\\", "<b>", "![", "1. ", "#", "\u{301}", "\u{202e}",
        "(", "~",
    ] {
        table.article("limits", Either, &piece.repeat(60_000));
    }
    for nested in ["a{", "@media x{", "(", "["] {
        let css = nested.repeat(20_000);
        table.add("limits", Either, &[("themes/default/styles/base.css", css.as_bytes())]);
    }
}
