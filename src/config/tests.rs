//! Configurations as people write them, and what is said of those with mistakes.

#![allow(clippy::unwrap_used)]

use super::{ChannelKind, Config, GoldenQuery, Overrides, golden_queries};
use crate::pipeline::RULES;
use crate::source::{SourceTree, memory};
use crate::text::problem::{Checked, Problem};
use crate::text::rule::Level;

fn load(tree: &SourceTree, overrides: &Overrides) -> Checked<Config> {
    super::load(tree, overrides, &RULES)
}

fn of(toml: &str) -> Checked<Config> {
    with(toml, &Overrides::default())
}

fn with(toml: &str, overrides: &Overrides) -> Checked<Config> {
    let files = [("dopo.toml", toml), ("content/a.md", "Il testo"), ("static/logo.svg", "<svg/>")];
    let mut checked = load(&memory::tree(files), overrides);
    checked.problems.retain(|problem| !problem.rule.name.starts_with("missing-"));
    checked
}

fn variables(pairs: &[(&str, &str)]) -> Overrides {
    let variables = pairs.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
    Overrides { variables, ..Overrides::default() }
}

#[test]
fn the_sample_is_read_whole() {
    let toml = include_str!("../../dopo.toml");
    let contact = include_str!("../../data/contact.toml");
    let files =
        [("dopo.toml", toml), ("data/contact.toml", contact), ("static/logo.svg", "<svg/>")];
    let Checked { value: config, problems } = load(&memory::tree(files), &Overrides::default());
    let rules: Vec<&str> = problems.iter().map(|problem| problem.rule.name).collect();
    assert_eq!(rules, [""; 0]);
    assert_eq!(config.locales.len(), 2);
    assert_eq!(config.locales[0].locale.as_str(), "it");
    assert_eq!(config.locales[1].title, "Bruna · Help");
    let contact = config.contact.unwrap();
    let kinds: Vec<ChannelKind> = contact.channels.iter().map(|channel| channel.kind).collect();
    use ChannelKind::{Chat, Email, Form, Phone, Post};
    assert_eq!(kinds, [Phone, Chat, Email, Form, Post]);
    assert_eq!(contact.channels[0].hours[1].from, "09:00");
    assert_eq!(contact.have_ready["en"].len(), 4);
    assert_eq!(contact.holidays[0], "2026-12-07");
}

#[test]
fn every_key_reaches_its_field() {
    let Checked { value: config, problems } = of(r##"
        title = "Help"
        description = "All of it"
        tagline = "How can we help?"
        base_url = "https://example.com/help/"
        default_locale = "de"
        accent = "#A1f"
        logo = "logo.svg"
        theme = "plain"
        time_zone = "Europe/Rome"
        strict = true
        ignore = ["*.draft.md"]
        former_hosts = ["https://Old.example.com/hc"]
        link_schemes = ["Matrix:"]
        repository = "https://github.com/example/help.git"
        [images]
        allow = ["img.example.com"]
        [rules]
        dead-link = "error"
        [rules."content/archive"]
        dead_link = "off"
        [locales.it]
        title = "Aiuto"
        content = "content-it"
        [locales.it.strings]
        search = "Cerca"
        [extra]
        deep = { number = 1, date = 2026-01-01 }
    "##);
    assert!(problems.is_empty(), "{problems:#?}");
    assert_eq!(config.base_url.as_deref(), Some("https://example.com/help"));
    assert_eq!(config.base_path, "/help");
    assert_eq!(config.accent.as_deref(), Some("#aa11ff"));
    assert_eq!(config.time_zone.iana_name(), Some("Europe/Rome"));
    assert_eq!(config.former_hosts, ["old.example.com"]);
    assert_eq!(config.link_schemes, ["matrix"]);
    assert_eq!(config.image_hosts, ["img.example.com"]);
    let edit_url = config.repository.unwrap().edit_url;
    assert_eq!(edit_url, "https://github.com/example/help/edit/main/{path}");
    assert_eq!(config.locales[0].description.as_deref(), Some("All of it"));
    assert_eq!(config.locales[1].title, "Aiuto");
    assert_eq!(config.locales[1].content.as_deref(), Some("content-it"));
    assert_eq!(config.locales[1].strings["search"], "Cerca");
    assert_eq!(config.extra["deep"], serde_json::json!({ "number": 1, "date": "2026-01-01" }));
    assert!(config.strict && !config.title_is_guessed && !config.locale_is_guessed);
}

#[test]
fn mistakes_are_told_where_they_are() {
    for (toml, rule, at, help) in [
        ("titel = \"x\"", "unknown-setting", "titel", "did you mean `title`?"),
        ("[locales.it]\ntaglin = 1", "unknown-setting", "taglin", "did you mean `tagline`?"),
        ("[images]\nhosts = []", "unknown-setting", "hosts", "known here: allow"),
        ("zzz = 1", "unknown-setting", "zzz", "free data goes below [extra]"),
        ("title = 5", "wrong-setting", "5", ""),
        ("strict = \"yes\"", "wrong-setting", "\"yes\"", ""),
        ("ignore = [1]", "wrong-setting", "1", ""),
        ("ignore = [\"[\"]", "wrong-setting", "\"[\"", ""),
        ("accent = \"red\"", "wrong-setting", "\"red\"", ""),
        ("accent = \"#12345\"", "wrong-setting", "\"#12345\"", ""),
        ("accent = \"#ééé\"", "wrong-setting", "\"#ééé\"", ""),
        ("logo = \"gone.svg\"", "wrong-setting", "\"gone.svg\"", ""),
        ("logo = \"../dopo.toml\"", "wrong-setting", "\"../dopo.toml\"", ""),
        ("time_zone = \"Rome\"", "wrong-setting", "\"Rome\"", ""),
        ("base_url = \"example.com\"", "wrong-setting", "\"example.com\"", ""),
        ("content = \"../other\"", "wrong-setting", "\"../other\"", ""),
        ("content = \"/etc\"", "wrong-setting", "\"/etc\"", ""),
        ("default_locale = \"italiano\"", "wrong-setting", "\"italiano\"", ""),
        ("[locales.overview]", "wrong-setting", "overview", ""),
        ("locales.it = 1", "wrong-setting", "1", ""),
        ("link_schemes = [\"javascript\"]", "wrong-setting", "\"javascript\"", ""),
        ("images.allow = [\"a b\"]", "wrong-setting", "\"a b\"", ""),
        ("images.allow = [\"*; script-src *\"]", "wrong-setting", "\"*; script-src *\"", ""),
        ("rules.dead-link = \"fatal\"", "wrong-setting", "\"fatal\"", ""),
        ("rules.dead-lnk = \"off\"", "unknown-setting", "dead-lnk", "did you mean `dead-link`?"),
        ("edit_url = \"https://x\"", "wrong-setting", "\"https://x\"", ""),
        (
            "repository = \"https://git.example.com/x\"",
            "wrong-setting",
            "\"https://git.example.com/x\"",
            "",
        ),
        ("title = \"a\"\ntitle = \"b\"", "config-syntax", "title", ""),
        ("title = ", "config-syntax", "", ""),
    ] {
        let problems = of(toml).problems;
        let [problem] = problems.as_slice() else { panic!("{toml}: {problems:#?}") };
        assert!(problem.is_error(), "{toml}");
        assert_eq!(problem.rule.name, rule, "{toml}");
        assert_eq!(problem.labels[0].span.unwrap().of(toml), at, "{toml}");
        let told = problem.help.as_deref().unwrap_or("");
        assert!(if help.is_empty() { !told.is_empty() } else { told == help }, "{toml}: {told}");
    }
}

#[test]
fn all_mistakes_are_told_in_one_run() {
    let problems = of("titel = 1\nacent = 2\nstrict = 3\n[locales.x]\n").problems;
    assert_eq!(problems.len(), 4, "{problems:#?}");
}

#[test]
fn what_is_given_wins_over_the_file() {
    let toml = "title = \"File\"\nstrict = false\n[locales.pt-BR]\ntitle = \"Ajuda\"\n";
    let overrides = variables(&[
        ("DOPO_TITLE", "2026"),
        ("DOPO_BASE_URL", "https://a.example"),
        ("DOPO_STRICT", "true"),
        ("DOPO_IGNORE", "[\"a\", \"b\"]"),
        ("DOPO_LOCALES__PT_BR__TITLE", "Outro"),
        ("DOPO_RULES__DEAD_LINK", "off"),
        ("DOPO_EXTRA__COLOUR", "red"),
    ]);
    let Checked { value: config, problems } = with(toml, &overrides);
    assert!(problems.is_empty(), "{problems:#?}");
    assert_eq!(config.title, "2026");
    assert_eq!(config.base_url.as_deref(), Some("https://a.example"));
    assert!(config.strict);
    assert_eq!(config.ignore, ["a", "b"]);
    assert_eq!(config.locales[0].title, "Outro");
    assert_eq!(config.rules[&(String::new(), RULES.named("dead-link").unwrap())], None);
    assert_eq!(config.extra["colour"], "red");

    let flags = Overrides {
        base_url: Some("https://b.example/x".to_owned()),
        locale: Some("en".to_owned()),
        strict: true,
        drafts: true,
        ..variables(&[("DOPO_BASE_URL", "https://a.example")])
    };
    let config = with("strict = false", &flags).value;
    assert_eq!(config.base_path, "/x");
    assert_eq!(config.locales[0].locale.as_str(), "en");
    assert!(config.strict && config.drafts);
}

#[test]
fn unknown_and_wrong_variables_are_told_by_name() {
    for (name, text) in [
        ("DOPO_TITEL", "x"),
        ("DOPO_", "x"),
        ("DOPO_LOCALES__IT__", "x"),
        ("DOPO_LOCALES__IT__TITEL", "x"),
        ("DOPO_STRICT", "perhaps"),
        ("DOPO_BASE_URL", "nowhere"),
        ("DOPO_TITLE", "{\"a\": 1}"),
    ] {
        let problems = with("", &variables(&[(name, text)])).problems;
        assert_eq!(problems.len(), 1, "{name}: {problems:#?}");
        assert!(problems[0].is_error() && problems[0].headline.contains(name), "{problems:#?}");
    }
}

#[test]
fn a_bare_folder_has_the_language_of_its_texts() {
    let tree = memory::tree([
        ("a.md", "Controlla che il serbatoio sia pieno e che la spia non lampeggi"),
        ("b.en.md", "The only English one, with the words of the language"),
    ]);
    let Checked { value: config, problems } =
        load(&tree.named("il-mio_aiuto"), &Overrides::default());
    assert_eq!(config.title, "Il mio aiuto");
    assert_eq!(config.locales[0].locale.as_str(), "it");
    assert!(config.is_bare && config.locale_is_guessed && config.title_is_guessed);
    assert_eq!(config.content, "");
    let rules: Vec<&str> = problems.iter().map(|problem| problem.rule.name).collect();
    assert_eq!(rules, ["missing-base-url"]);
}

#[test]
fn a_project_is_one_with_a_configuration_or_a_content_folder() {
    for (file, content, is_bare) in
        [("a.md", "", true), ("content/a.md", "content", false), ("dopo.toml", "", false)]
    {
        let Checked { value: config, problems } =
            load(&memory::tree([(file, "")]), &Overrides::default());
        assert_eq!((config.content.as_str(), config.is_bare), (content, is_bare), "{file}");
        let misses_contact = problems.iter().any(|problem| problem.rule.name == "missing-contact");
        assert_eq!(misses_contact, !is_bare, "{file}");
    }
}

#[test]
fn mistakes_in_contact_data_are_told_where_they_are() {
    let contact = |toml: &str| {
        let files = [("dopo.toml", "default_locale = \"it\""), ("data/contact.toml", toml)];
        load(&memory::tree(files), &Overrides::default())
    };
    for (toml, at) in [
        ("time_zone = \"Nowhere\"", "\"Nowhere\""),
        ("holidays = [\"24 December\"]", "\"24 December\""),
        ("holidays = [true]", "true"),
        ("[[channel]]\nkind = \"fax\"\nvalue = \"1\"", "\"fax\""),
        (
            "[[channel]]\nkind = \"phone\"\nvalue = \"1\"\nhours = [{ days = [\"lun\"], from = \"08:00\", to = \"09:00\" }]",
            "\"lun\"",
        ),
        ("[[channel]]\nkind = \"phone\"\nvalue = \"1\"\nlabel = { italiano = \"x\" }", "italiano"),
        ("[[channel]]\nkind = \"phone\"\nvalue = \"1\"\nnumber = 2", "number"),
        ("chanel = 1", "chanel"),
    ] {
        let mut problems = contact(toml).problems;
        problems.retain(|problem| problem.rule.name.ends_with("-setting"));
        let place = problems.first().and_then(|problem| problem.labels.first()).unwrap();
        assert_eq!(place.file.as_str(), "data/contact.toml");
        assert_eq!(place.span.unwrap().of(toml), at, "{toml}");
    }
    let plain = contact(
        "holidays = [2026-12-24]\nhave_ready = \"Il modello\"\n[[channel]]\nkind = \"post\"\nvalue = \"Via\"\nlabel = \"Scrivi\"\n",
    );
    let data = plain.value.contact.unwrap();
    assert_eq!(data.holidays, ["2026-12-24"]);
    assert_eq!(data.channels[0].label["it"], "Scrivi");
    assert_eq!(data.have_ready["it"], ["Il modello"]);
}

#[test]
fn rules_are_judged_by_the_nearest_folder_and_then_by_strictness() {
    let toml = "[rules]\ndead-link = \"error\"\ndead-image = \"off\"\nempty-link = \"advice\"\n[rules.\"/content/old/\"]\ndead-link = \"off\"\ndead-image = \"warning\"\n";
    let problem = |rule, file: &str| {
        Problem::of(RULES.named(rule).unwrap(), "x")
            .in_file(&crate::text::path::SourcePath::new(file), "")
    };
    let judged = |config: &Config, problem: Problem| {
        config.report(vec![problem]).problems().first().map(|problem| problem.level)
    };
    let mut config = of(toml).value;
    for (rule, file, expected) in [
        ("dead-link", "content/a.md", Some(Level::Error)),
        ("dead-link", "a.md", Some(Level::Error)),
        ("dead-link", "content/older/a.md", Some(Level::Error)),
        ("dead-link", "content/old/a.md", None),
        ("dead-link", "content/old/deep/a.md", None),
        ("dead-image", "content/a.md", None),
        ("dead-image", "content/old/a.md", Some(Level::Warning)),
        ("wrong-case", "content/a.md", Some(Level::Warning)),
        ("empty-link", "content/a.md", Some(Level::Advice)),
    ] {
        assert_eq!(judged(&config, problem(rule, file)), expected, "{rule} {file}");
    }
    config.strict = true;
    assert_eq!(judged(&config, problem("empty-link", "a.md")), Some(Level::Advice));
    assert_eq!(judged(&config, problem("unused-key", "a.md")), Some(Level::Advice));
    assert_eq!(judged(&config, problem("wrong-case", "a.md")), Some(Level::Error));
    assert_eq!(judged(&config, problem("dead-link", "content/old/a.md")), None);
    assert_eq!(
        judged(&config, Problem::of(&super::load::MISSING_BASE_URL, "x")),
        Some(Level::Error)
    );
}

/// The problems that `toml` gives in a file below `data/`, by their rules and places.
fn problems_of_data(name: &str, toml: &str) -> Vec<(&'static str, String)> {
    let settings = "default_locale = \"it\"\n[locales.it]\n[locales.en]";
    let tree = memory::tree([("dopo.toml", settings), (name, toml), ("content/a.md", "")]);
    let loaded = load(&tree, &Overrides::default());
    let mut problems = loaded.problems;
    problems.extend(golden_queries(&tree, &loaded.value).problems);
    let of_file = problems.iter().flat_map(|problem| {
        let label = problem.labels.first().filter(|label| label.file.as_str() == name);
        label.map(|label| (problem.rule.name, label.span.unwrap().of(toml).to_owned()))
    });
    of_file.collect()
}

#[test]
fn golden_queries_are_read_with_their_places() {
    let tree =
        memory::tree([("data/queries.toml", "[[query]]\nq = \"cold\"\nexpect = \"a.md\"\n")]);
    let config = load(&tree, &Overrides::default()).value;
    let read = golden_queries(&tree, &config);
    assert_eq!(read.problems, []);
    let [query] = <[GoldenQuery; 1]>::try_from(read.value.queries).unwrap();
    assert_eq!((query.query.as_str(), query.expect.as_str()), ("cold", "a.md"));
    assert_eq!(query.locale, config.locales[0].locale);
    assert_eq!((query.span.start, query.expect_span.start), (14, 30));

    let query = "[[query]]\nq = \"a\"\nlocale = \"it\"\nexpect = \"a.md\"\n";
    let again = "[[query]]\nq = \"A \"\nexpect = \"b.md\"\n";
    for (toml, rule, at) in [
        ("[[query]]\nq = ", "config-syntax", ""),
        ("[[queries]]\nq = 1", "unknown-setting", "queries"),
        ("[[query]]\nq = \"a\"\nexpect = \"a\"\nlang = \"it\"", "unknown-setting", "lang"),
        ("[[query]]\nq = \"a\"", "wrong-setting", "[[query]]"),
        ("[[query]]\nq = \" \"\nexpect = \"a\"", "wrong-setting", "[[query]]"),
        ("[[query]]\nq = 1\nexpect = \"a\"", "wrong-setting", "1"),
        ("[[query]]\nq = \"a\"\nexpect = \"a\"\nlocale = \"fr\"", "wrong-setting", "\"fr\""),
        (&format!("{query}{again}"), "wrong-setting", "\"A \""),
    ] {
        let problems = problems_of_data("data/queries.toml", toml);
        assert_eq!(problems.first(), Some(&(rule, at.to_owned())), "{toml}");
    }
    let other = again.replace("expect", "locale = \"en\"\nexpect");
    assert_eq!(problems_of_data("data/queries.toml", &format!("{query}{other}")), []);
}

#[test]
fn terms_are_read_with_their_places() {
    let toml = "[[term]]\nterm = \"drip tray\"\nmeaning = \"A drawer.\"\nalso = \"tray\"\navoid = [\"drip pan\"]\n";
    let tree = memory::tree([("data/terms.toml", toml)]);
    let terms = load(&tree, &Overrides::default()).value.terms;
    assert_eq!(terms.len(), 1);
    assert_eq!(terms[0].words, ["drip tray", "tray", "drip pan"]);

    for (toml, rule, at) in [
        ("[[term]]\nterm = ", "config-syntax", ""),
        ("[[term]]\nterm = \"a\"\navoids = [\"b\"]", "unknown-setting", "avoids"),
        ("[[term]]\nalso = [\"b\"]", "wrong-setting", "[[term]]"),
        ("[[term]]\nterm = \"a\"\nalso = [1]", "wrong-setting", "1"),
        ("[[term]]\nterm = \"a\"\nlocale = \"fr\"", "wrong-setting", "\"fr\""),
    ] {
        let problems = problems_of_data("data/terms.toml", toml);
        assert_eq!(problems.first(), Some(&(rule, at.to_owned())), "{toml}");
    }
}
