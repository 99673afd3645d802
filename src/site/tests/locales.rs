//! Languages by suffix and by folder, and what belongs together across them.

use super::build;

fn shown(built: &super::Built) -> Vec<String> {
    let site = &built.site;
    let mut shown: Vec<String> = site
        .articles
        .iter()
        .map(|article| {
            let locale = &site.locale(article.locale).locale;
            let others: Vec<&str> =
                article.translations.iter().map(|id| site.article(*id).address.as_str()).collect();
            format!("{} {locale} {} {}", article.source, article.address, others.join(","))
        })
        .collect();
    shown.sort_unstable();
    shown
}

#[test]
fn a_suffix_names_the_language_of_a_translation() {
    let built = build(&[
        ("dopo.toml", "default_locale = \"it\"\n[locales.it]\n[locales.en]\n[locales.pt-BR]\n"),
        ("content/_index.md", ""),
        ("content/_index.en.md", ""),
        ("content/cura/a.md", ""),
        ("content/cura/a.en.md", "---\nslug: descale\n---\n"),
        ("content/cura/a.pt_br.md", ""),
        ("content/cura/only.en.md", "---\npermalink: /x/\n---\n"),
        ("content/cura/v1.2.md", ""),
    ]);
    assert_eq!(
        shown(&built),
        [
            "content/_index.en.md en /en/ /",
            "content/_index.md it / /en/",
            "content/cura/a.en.md en /en/cura/descale/ /cura/a/,/pt-br/cura/a/",
            "content/cura/a.md it /cura/a/ /en/cura/descale/,/pt-br/cura/a/",
            "content/cura/a.pt_br.md pt-BR /pt-br/cura/a/ /cura/a/,/en/cura/descale/",
            "content/cura/only.en.md en /en/x/ ",
            "content/cura/v1.2.md it /cura/v1.2/ ",
        ]
    );
    let homes: Vec<&str> = built.site.locales.iter().map(|locale| locale.home.as_str()).collect();
    assert_eq!(homes, ["/", "/en/", "/pt-br/"]);
    assert_eq!(built.site.locales[1].search.as_str(), "/en/search/");
    for locale in built.site.locales.iter() {
        let root = built.site.category(locale.root);
        assert_eq!((root.folder.as_str(), &root.address), ("", &locale.home));
    }
    assert!(built.problems.is_empty(), "{:?}", built.problems());
}

#[test]
fn a_language_can_have_a_folder_of_its_own() {
    let built = build(&[
        (
            "dopo.toml",
            "default_locale = \"en\"\n[locales.en]\n[locales.it]\ncontent = \"content-it\"\n",
        ),
        ("content/fix/a.md", "[x](../care/b.md)"),
        ("content/care/b.md", "![x](/p.png)"),
        ("content/p.png", "<svg/>"),
        ("content-it/fix/a.md", "[x](../care/b.md) [y](/care/b.md) ![z](/q.png) ![z](/p.png)"),
        ("content-it/care/b.md", ""),
        ("content-it/q.png", "<svg/>"),
    ]);
    assert_eq!(
        shown(&built),
        [
            "content-it/care/b.md it /it/care/b/ /care/b/",
            "content-it/fix/a.md it /it/fix/a/ /fix/a/",
            "content/care/b.md en /care/b/ /it/care/b/",
            "content/fix/a.md en /fix/a/ /it/fix/a/",
        ]
    );
    assert_eq!(built.links("content-it/fix/a.md"), ["/it/care/b/", "/it/care/b/"]);
    let files: Vec<&str> = built.site.files.iter().map(|file| file.output.as_str()).collect();
    assert_eq!(files, ["it/q.png", "p.png"]);
    let fix = built.site.categories.iter().find(|one| one.folder == "fix").unwrap();
    let other = built.site.category(fix.translations[0]);
    assert_eq!((other.folder.as_str(), other.address.as_str()), ("fix", "/it/fix/"));
    assert!(built.problems.is_empty(), "{:?}", built.problems());
}

#[test]
fn without_configuration_languages_show_by_files_side_by_side() {
    let built = build(&[
        ("a.md", "Controlla che il serbatoio sia pieno"),
        ("a.en.md", "Check that the tank is full"),
        ("notes.de.md", ""),
        ("install.old.md", ""),
        ("install.md", ""),
    ]);
    let tags: Vec<&str> = built.site.locales.iter().map(|one| one.locale.as_str()).collect();
    assert_eq!(tags, ["it", "en"]);
    assert_eq!(
        built.addresses(),
        [
            ("a.en.md", "/en/a/"),
            ("a.md", "/a/"),
            ("install.md", "/install/"),
            ("install.old.md", "/install.old/"),
            ("notes.de.md", "/notes.de/"),
        ]
    );
}

#[test]
fn a_suffix_of_a_language_the_site_has_not_is_told() {
    let built = build(&[
        ("dopo.toml", "[locales.it]\n"),
        ("content/a.md", ""),
        ("content/a.de.md", ""),
        ("content/b.old.md", ""),
    ]);
    assert_eq!(built.rules(), ["unknown-locale"]);
    assert_eq!(built.problems[0].labels[0].file.as_str(), "content/a.de.md");
}

#[test]
fn links_stay_in_the_language_of_the_reader() {
    let built = build(&[
        ("dopo.toml", "default_locale = \"it\"\n[locales.en]\n"),
        ("content/a.md", "[en](a.en.md)"),
        ("content/a.en.md", "[b](b.md) [c](c.md) [it](a.md) [dir](d/)"),
        ("content/b.md", ""),
        ("content/b.en.md", ""),
        ("content/c.md", ""),
        ("content/d/e.en.md", ""),
    ]);
    assert_eq!(built.links("content/a.en.md"), ["/en/b/", "/c/", "/a/", "category /en/d/"]);
    assert_eq!(built.links("content/a.md"), ["/en/a/"]);
}
