//! Whole plans: which pages there are, what stands on them, and what never does.

#![allow(clippy::unwrap_used)]

use std::fmt::Write;

use rayon::prelude::*;
use serde_json::Value;

use super::beside::{self, BesideFile};
use super::page::{ArticlePage, CategoryPage, Content, Home, Page};
use super::plan::{Plan, plan};
use super::sample::{BASE, planned, site};
use crate::text::path::OutputPath;

const FILES: [(&str, &str); 9] = [
    ("_index.md", "---\ntitle: Aiuto\n---\nQui trovi le risposte. [Guasti](/risolvi/)"),
    ("risolvi/_index.md", "---\ntitle: Guasti\n---\n"),
    (
        "risolvi/fredda.md",
        "---\ntitle: La macchina non scalda\ntype: fix\nanswer: Aspetta.\nsymptoms: [esce freddo, E10, \
         non si scalda]\ndate: 2026-01-05\nupdated: 2026-10-05\n---\n## Uno\n\n[sotto](#due)\n\n## Due\n\nb",
    ),
    (
        "risolvi/fredda.en.md",
        "---\ntitle: It does not heat\ntype: fix\nsymptoms: [cold coffee]\n---\nWait.",
    ),
    (
        "risolvi/acqua.md",
        "---\ntitle: Perde\ntype: fix\nsymptoms: [e2, perde acqua]\n---\nAsciuga.",
    ),
    (
        "risolvi/avviso.md",
        "---\ntitle: Richiamo\ntype: notice\nstage: fix\ndate: 2026-11-01\n---\nLeggi.",
    ),
    ("cura/pulire.md", "---\ntitle: Pulire\ntype: care\n---\nPulisci."),
    ("cura/nascosto.md", "---\ntitle: Nascosto zzq\nunlisted: true\n---\nSolo col collegamento."),
    ("cura/bozza.md", "---\ntitle: Bozza wwx\ndraft: true\nsymptoms: [bozza wwx]\n---\nwwx"),
];

fn outputs(plan: &Plan) -> Vec<String> {
    plan.pages().iter().map(|&id| plan.page(id).output.to_string()).collect()
}

fn page(plan: &Plan, output: &str) -> Page {
    plan.page(plan.page_at(&OutputPath::new(output)).unwrap_or_else(|| panic!("no {output}")))
}

fn home(plan: &Plan) -> Home {
    match page(plan, "index.html").content {
        Content::Home(home) => *home,
        other => panic!("{other:?}"),
    }
}

fn article(plan: &Plan, output: &str) -> ArticlePage {
    match page(plan, output).content {
        Content::Article(article) => *article,
        other => panic!("{other:?}"),
    }
}

fn category(plan: &Plan, output: &str) -> CategoryPage {
    match page(plan, output).content {
        Content::Category(category) => *category,
        other => panic!("{other:?}"),
    }
}

fn file(plan: &Plan, path: &str) -> String {
    let files = beside::files(plan, "default-src 'none'");
    let file = files.into_iter().find(|file| file.path.as_str() == path);
    String::from_utf8(file.unwrap_or_else(|| panic!("no {path}")).bytes).unwrap()
}

#[test]
fn every_kind_of_page_is_planned_for_every_locale() {
    let mut outputs = outputs(&planned(&FILES));
    outputs.sort();
    assert_eq!(
        outputs,
        [
            "404.html",
            "all/index.html",
            "cura/index.html",
            "cura/nascosto/index.html",
            "cura/pulire/index.html",
            "en/404.html",
            "en/all/index.html",
            "en/index.html",
            "en/risolvi/fredda/index.html",
            "en/risolvi/index.html",
            "en/search/index.html",
            "en/symptoms/index.html",
            "index.html",
            "risolvi/acqua/index.html",
            "risolvi/avviso/index.html",
            "risolvi/fredda/index.html",
            "risolvi/index.html",
            "search/index.html",
            "symptoms/index.html",
        ]
    );
}

/// Everything a page says, as text: what serialises, and what only the renderer sees.
fn everything(plan: &Plan) -> String {
    let mut text = String::new();
    for &id in plan.pages() {
        let page = plan.page(id);
        write!(text, "{page:?}").unwrap();
        if let Some(twin) = beside::twin(plan, id) {
            write!(text, "{}", String::from_utf8(twin.bytes).unwrap()).unwrap();
        }
    }
    for file in beside::files(plan, "default-src 'none'") {
        write!(text, "{} {}", file.path, String::from_utf8(file.bytes).unwrap()).unwrap();
    }
    text
}

#[test]
fn a_draft_is_in_no_byte_and_a_hidden_article_in_no_list() {
    let plan = planned(&FILES);
    assert!(!everything(&plan).contains("wwx"));
    for &id in plan.pages() {
        let page = plan.page(id);
        let is_its_own = page.output.as_str() == "cura/nascosto/index.html";
        assert_eq!(format!("{page:?}").contains("Nascosto zzq"), is_its_own, "{}", page.output);
        assert_eq!(
            page.head.robots.as_deref() == Some("noindex"),
            is_its_own || {
                ["404.html", "en/404.html", "search/index.html", "en/search/index.html"]
                    .contains(&page.output.as_str())
            }
        );
    }
    for BesideFile { path, bytes } in beside::files(&plan, "") {
        assert!(!String::from_utf8(bytes).unwrap().contains("nascosto"), "{path}");
    }
}

#[test]
fn equal_sites_give_equal_pages_on_any_thread() {
    let (first, second) = (planned(&FILES), planned(&FILES));
    assert_eq!(everything(&first), everything(&second));
    let hashes = |plan: &Plan| -> Vec<String> {
        plan.pages().par_iter().map(|&id| format!("{:?}", plan.page(id))).collect()
    };
    assert_eq!(hashes(&first), hashes(&second));
}

/// Every string below a key that holds an address.
fn addresses(value: &Value, key: &str, found: &mut Vec<String>) {
    const KEYS: [&str; 11] = [
        "href",
        "home",
        "search",
        "search_root",
        "all",
        "symptoms",
        "feed",
        "logo",
        "markdown",
        "previous",
        "next",
    ];
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| addresses(value, key, found));
        }
        Value::Array(list) => list.iter().for_each(|value| addresses(value, key, found)),
        Value::String(text) if KEYS.contains(&key) => found.push(text.clone()),
        _ => {}
    }
}

#[test]
fn every_address_is_below_the_base_path() {
    let plan = planned(&FILES);
    let mut found = Vec::new();
    for &id in plan.pages() {
        let page = plan.page(id);
        addresses(&serde_json::to_value(&page).unwrap(), "", &mut found);
        let prose = match &page.content {
            Content::Home(home) => home.text.as_ref(),
            Content::Article(article) => Some(&article.text),
            _ => None,
        };
        let links = prose.into_iter().flat_map(|prose| prose.links.iter().flatten());
        found.extend(links.map(|link| link.href.clone()));
    }
    assert!(found.len() > 200, "{}", found.len());
    for address in found {
        let fine = ["/aiuto/", "https://caslani.example/aiuto/", "#"];
        assert!(fine.iter().any(|start| address.starts_with(start)), "{address}");
    }
}

#[test]
fn a_page_says_what_kind_it_is() {
    let plan = planned(&FILES);
    for (output, kind) in [
        ("index.html", "home"),
        ("risolvi/fredda/index.html", "article"),
        ("risolvi/index.html", "category"),
        ("404.html", "not-found"),
    ] {
        let page = serde_json::to_value(page(&plan, output)).unwrap();
        assert_eq!(page["content"]["page"], kind, "{output}");
    }
}

#[test]
fn an_article_has_everything_around_it() {
    let plan = planned(&FILES);
    let page = page(&plan, "risolvi/fredda/index.html");
    assert_eq!(page.head.title, "La macchina non scalda · Bruna");
    assert_eq!(
        page.head.canonical.as_deref(),
        Some("https://caslani.example/aiuto/risolvi/fredda/")
    );
    assert_eq!(page.head.markdown.as_deref(), Some("/aiuto/risolvi/fredda/index.md"));
    let alternates: Vec<(&str, &str)> =
        page.head.alternates.iter().map(|one| (&*one.hreflang, &*one.href)).collect();
    assert_eq!(
        alternates,
        [
            ("it", "https://caslani.example/aiuto/risolvi/fredda/"),
            ("en", "https://caslani.example/aiuto/en/risolvi/fredda/"),
            ("x-default", "https://caslani.example/aiuto/risolvi/fredda/"),
        ]
    );
    let languages: Vec<(&str, &str, bool)> =
        page.languages.iter().map(|one| (&*one.label, &*one.href, one.current)).collect();
    assert_eq!(
        languages,
        [
            ("Italiano", "/aiuto/risolvi/fredda/", true),
            ("English", "/aiuto/en/risolvi/fredda/", false)
        ]
    );
    let way: Vec<&str> = page.breadcrumb.iter().map(|link| link.title.as_str()).collect();
    assert_eq!(way, ["Bruna", "Guasti"]);

    let article = article(&plan, "risolvi/fredda/index.html");
    assert_eq!(article.answer.as_deref(), Some("Aspetta."));
    assert_eq!(article.updated.as_deref(), Some("2026-10-05"));
    assert_eq!(article.contents.len(), 2);
    assert_eq!(article.text.links[0].as_ref().unwrap().href, "#due");
    let current: Vec<bool> = article.siblings.iter().map(|one| one.current).collect();
    assert_eq!(current, [true, false, false]);

    let untranslated = self::page(&plan, "cura/pulire/index.html");
    assert_eq!(untranslated.languages[1].href, "/aiuto/en/", "no translation: that home page");
    assert!(untranslated.head.alternates.is_empty());
}

#[test]
fn a_head_that_is_an_article_is_shown_as_one() {
    let long = "---\ntitle: Guida\n---\n## Uno\n\na\n\n## Due\n\nb";
    let files = [
        ("guida/_index.md", long),
        ("guida/a.md", "a"),
        ("breve/_index.md", "---\ntitle: Breve\n---\nUna riga."),
        ("breve/b.md", "b"),
        ("muta/_index.md", "---\ntitle: Muta\n---\n"),
        ("muta/c.md", "c"),
    ];
    let plan = planned(&files);
    let guide = category(&plan, "guida/index.html").head.unwrap();
    assert_eq!((guide.contents.len(), guide.asks_feedback), (2, true));
    let line = category(&plan, "breve/index.html").head.unwrap();
    assert_eq!((line.contents.len(), line.asks_feedback), (0, false));
    assert!(category(&plan, "muta/index.html").head.is_none());
}

#[test]
fn the_home_page_spreads_symptoms_and_counts_stages() {
    let home = home(&planned(&FILES));
    let symptoms: Vec<&str> = home.symptoms.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(symptoms, ["Esce freddo", "Perde acqua", "Non si scalda"]);
    let stages: Vec<(String, usize, &str)> = home
        .stages
        .iter()
        .map(|one| (format!("{:?}", one.stage), one.count, one.href.as_str()))
        .collect();
    assert_eq!(
        stages,
        [("Care".to_owned(), 1, "/aiuto/cura/"), ("Fix".to_owned(), 3, "/aiuto/risolvi/")]
    );
    assert_eq!(home.notices.len(), 1);
    let notice = &home.notices[0].href;
    assert!(home.stages.iter().flat_map(|one| &one.articles).all(|one| one.href != *notice));
    assert!(home.text.is_some());
}

#[test]
fn a_topic_shows_what_others_link_to_unless_its_writer_ordered_it() {
    let linked = "[c](c.md) [c](c.md)";
    let few = |files: &[(&str, &str)]| {
        let home = home(&planned(files));
        let titles = home.categories[0].articles.iter().map(|one| one.title.clone());
        titles.collect::<Vec<_>>().join(" ")
    };
    let [a, b, c, d] = ["x/a.md", "x/y/b.md", "x/c.md", "x/d.md"];
    assert_eq!(few(&[(a, linked), (b, "# B"), (c, "# C"), (d, linked)]), "C A D");
    let weighed = "---\nweight: 1\n---\n# D";
    assert_eq!(few(&[(a, linked), (b, "# B"), (c, "# C"), (d, weighed)]), "D A C");
}

#[test]
fn the_index_of_symptoms_has_codes_first_in_order() {
    let Content::Symptoms(symptoms) = page(&planned(&FILES), "symptoms/index.html").content else {
        panic!("not the index of symptoms");
    };
    let texts = |entries: &[super::page::SymptomEntry]| {
        entries.iter().map(|one| one.symptom.clone()).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(texts(&symptoms.codes), "E2, E10");
    assert_eq!(texts(&symptoms.sentences), "Esce freddo, Non si scalda, Perde acqua");
}

fn many(count: usize) -> Vec<(String, String)> {
    let text = |at: usize| format!("---\ntitle: Articolo {at}\ndate: 2026-01-01\n---\nTesto {at}.");
    (0..count).map(|at| (format!("molti/a{at:03}.md"), text(at))).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

#[test]
fn long_lists_are_cut_and_every_article_is_on_one_page_of_them() {
    let files = many(250);
    let plan = planned(&borrowed(&files));
    for list in ["molti", "all"] {
        let mut listed = Vec::new();
        for output in ["index.html", "page/2/index.html", "page/3/index.html"] {
            let page = page(&plan, &format!("{list}/{output}"));
            match page.content {
                Content::Category(list) => listed.extend(list.articles),
                Content::All(all) => {
                    listed.extend(all.groups.into_iter().flat_map(|group| group.articles));
                }
                other => panic!("{other:?}"),
            }
        }
        let mut addresses: Vec<String> = listed.into_iter().map(|link| link.href).collect();
        assert_eq!(addresses.len(), 250, "{list}");
        addresses.sort();
        addresses.dedup();
        assert_eq!(addresses.len(), 250, "{list}");
    }
    assert_eq!(category(&plan, "molti/index.html").paging.unwrap().total, 3);
    let titles = ["molti/index.html", "molti/page/2/index.html", "all/page/3/index.html"]
        .map(|output| page(&plan, output).head.title);
    assert_eq!(titles, ["Molti · Bruna", "Molti (2) · Bruna", "Bruna (3)"]);
    let article = article(&plan, "molti/a123/index.html");
    assert_eq!(article.siblings.len(), 40);
    assert_eq!(article.siblings.iter().position(|one| one.current), Some(20));
    let last = self::article(&plan, "molti/a249/index.html");
    assert_eq!(last.siblings.iter().position(|one| one.current), Some(39));
}

#[test]
fn an_article_at_the_address_of_a_list_page_keeps_it() {
    let mut files = many(150);
    files.push(("molti/page/2.md".to_owned(), "Un articolo".to_owned()));
    let plan = planned(&borrowed(&files));
    assert!(matches!(page(&plan, "molti/page/2/index.html").content, Content::Article(_)));
    let moved = page(&plan, "_dopo/lists/molti/page/2/index.html");
    assert!(matches!(moved.content, Content::Category(_)));
    let paging = category(&plan, "molti/index.html").paging.unwrap();
    assert_eq!(paging.next.as_deref(), Some("/aiuto/_dopo/lists/molti/page/2/"));
}

#[test]
fn without_a_base_url_nothing_pretends_to_know_it() {
    let plan = plan(site(&FILES, None));
    for &id in plan.pages() {
        let page = plan.page(id);
        assert_eq!(page.head.canonical, None);
        assert!(page.head.alternates.is_empty());
        assert!(!page.head.json_ld.join("").contains("@id"));
        assert_eq!(page.frame.feed, None);
    }
    let paths: Vec<String> =
        beside::files(&plan, "").iter().map(|file| file.path.to_string()).collect();
    assert_eq!(
        paths,
        [
            ".htaccess",
            "_dopo/nginx.conf",
            "_headers",
            "_redirects",
            "en/llms.txt",
            "llms.txt",
            "robots.txt"
        ]
    );
}

/// Whether a text is well-formed XML, as far as our two kinds use it: elements nest, attributes
/// are quoted, every `&` is a known reference.
fn assert_well_formed(xml: &str) {
    let body = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    let mut open: Vec<&str> = Vec::new();
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("unclosed tag: {part}"));
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{part}");
        } else {
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap());
            }
        }
        for reference in text.split('&').skip(1).chain(tag.split('&').skip(1)) {
            let known = ["amp;", "lt;", "gt;", "quot;", "#13;"];
            assert!(known.iter().any(|one| reference.starts_with(one)), "{reference}");
        }
        assert!(!text.contains(|letter: char| letter.is_control() && letter != '\n'), "{text}");
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn sitemap_and_feed_are_true_and_well_formed() {
    let mut files = FILES.to_vec();
    files.push(("x.md", "---\ntitle: 'A < B & \"C\" ]]>'\ndate: 2026-11-12\n---\nx\u{1}y"));
    files.push(("slip.md", "---\ntitle: Slip\nupdated: 2062-01-01\n---\n"));
    files.push(("later.md", "---\ntitle: Later\ndate: 2062-01-01\n---\n"));
    let plan = planned(&files);
    let sitemap = file(&plan, "sitemap.xml");
    assert_well_formed(&sitemap);
    assert_eq!(sitemap.matches("<url>").count(), 12);
    assert_eq!(sitemap.matches("<lastmod>").count(), 3, "only where a writer gave a day");
    assert!(sitemap.contains(&format!(
        "<loc>{BASE}/risolvi/fredda/</loc><lastmod>2026-10-05T00:00:00+00:00</lastmod>"
    )));

    let feed = file(&plan, "feed.xml");
    assert_well_formed(&feed);
    assert!(!sitemap.contains("2062") && !feed.contains("2062"), "no date of the future");
    let titles: Vec<&str> = feed
        .split("<entry><title>")
        .skip(1)
        .map(|entry| entry.split("</title>").next().unwrap())
        .collect();
    assert_eq!(
        titles,
        ["A &lt; B &amp; &quot;C&quot; ]]&gt;", "Richiamo", "La macchina non scalda"],
        "newest first"
    );
    for element in ["<title>Bruna</title>", "<id>", "<updated>2026-11-12T", "<author><name>"] {
        assert!(feed.split("<entry>").next().unwrap().contains(element), "{element}");
    }
    assert!(beside::files(&plan, "").iter().all(|file| file.path.as_str() != "en/feed.xml"));
}

#[test]
fn a_feed_holds_the_newest_fifty() {
    let files = many(60);
    let plan = planned(&borrowed(&files));
    assert_eq!(file(&plan, "feed.xml").matches("<entry>").count(), 50);
}

#[test]
fn structured_data_cannot_end_its_element() {
    let files = [("x/y.md", "---\ntitle: '</script><script>alert(1)</script>'\n---\nx")];
    let page = page(&planned(&files), "x/y/index.html");
    assert_eq!(page.head.json_ld.len(), 2);
    assert!(page.head.json_ld.iter().all(|document| !document.contains('<')));
    let list: Value = serde_json::from_str(&page.head.json_ld[1]).unwrap();
    let items: Vec<&str> = list["itemListElement"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["item"].as_str().unwrap())
        .collect();
    assert_eq!(
        items,
        [
            "https://caslani.example/aiuto/",
            "https://caslani.example/aiuto/x/",
            "https://caslani.example/aiuto/x/y/"
        ]
    );
}

#[test]
fn header_files_say_the_same_three_times() {
    let plan = planned(&FILES);
    let headers = file(&plan, "_headers");
    assert!(headers.starts_with(
        "/aiuto/*\n  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\n  \
         X-Content-Type-Options: nosniff\n"
    ));
    let immutable = "Cache-Control: public, max-age=31536000, immutable";
    assert!(headers.contains(&format!("/aiuto/_dopo/hashed/*\n  {immutable}\n")));
    assert!(headers.contains("/aiuto/_dopo/search-en.bin\n  Cache-Control: no-cache\n"));
    let nginx = file(&plan, "_dopo/nginx.conf");
    let apache = file(&plan, ".htaccess");
    for part in ["frame-ancestors 'none'", "nosniff", "max-age=31536000, immutable", "sandbox"] {
        assert!(nginx.contains(part) && apache.contains(part), "{part}");
    }
    assert_eq!(nginx.matches('{').count(), nginx.matches('}').count());
    assert_eq!(apache.matches("<If ").count(), apache.matches("</If>").count());
}

#[test]
fn old_addresses_are_for_servers_what_they_can_take() {
    let front = |aliases: &str| format!("---\naliases: [{aliases}]\n---\n\n# Caffè\n");
    let lists = |aliases: &str| {
        let text = front(aliases);
        let plan = planned(&[("a.md", text.as_str())]);
        ["_redirects", "_dopo/nginx.conf", ".htaccess"].map(|name| file(&plan, name))
    };
    let [listed, nginx, apache] = lists("/vecchio/caffè/, /a.b/");
    assert!(listed.contains("/aiuto/vecchio/caff%C3%A8/ /aiuto/a/ 301\n"), "{listed}");
    assert!(nginx.contains("location = \"/aiuto/vecchio/caffè/\" { return 301 \"/aiuto/a/\"; }"));
    assert!(apache.contains("RedirectMatch 301 \"^/aiuto/a\\.b/$\" \"/aiuto/a/\"\n"), "{apache}");
    for odd in ["/a:b/", "/a b/", "/a*/", "/$host/", "/a;b/", "/a&b/", "/50%25/"] {
        let [listed, nginx, apache] = lists(&format!("\"{odd}\""));
        assert_eq!(listed, "", "{odd}");
        assert!(!nginx.contains("{ return 301") && !apache.contains("RedirectMatch 301"), "{odd}");
    }
    let many: Vec<String> = (0..=1_000).map(|number| format!("/old/{number}/")).collect();
    let [listed, nginx, apache] = lists(&many.join(", "));
    assert_eq!((listed.lines().count(), nginx.matches("{ return 301").count()), (1_001, 1_001));
    assert!(!apache.contains("RedirectMatch 301"));
}

#[test]
fn old_addresses_lead_on() {
    let files = [("via.md", "---\nredirect: https://altrove.example/\n---\n"), ("a.md", "a")];
    let plan = planned(&files);
    let page = page(&plan, "via/index.html");
    assert_eq!(page.head.robots.as_deref(), Some("noindex"));
    let Content::Redirect(redirect) = page.content else { panic!("no redirect") };
    assert!(redirect.external);
    assert_eq!(redirect.href, "https://altrove.example/");
    assert_eq!(file(&plan, "_redirects"), "", "another site gets a link, no forwarding");
}

#[test]
fn the_list_for_language_models_links_to_twins() {
    let plan = planned(&FILES);
    assert_eq!(
        file(&plan, "en/llms.txt"),
        "# Bruna help\n\n## Risolvi\n\n- [It does not heat]\
         (https://caslani.example/aiuto/en/risolvi/fredda/index.md): Wait.\n"
    );
    let italian = file(&plan, "llms.txt");
    assert!(italian.starts_with("# Bruna\n\n> Prima tazza & pulizia\n"));
    let id = plan.page_at(&OutputPath::new("risolvi/fredda/index.html")).unwrap();
    let twin = beside::twin(&plan, id).unwrap();
    assert_eq!(twin.path.as_str(), "risolvi/fredda/index.md");
    assert_eq!(
        String::from_utf8(twin.bytes).unwrap(),
        "# La macchina non scalda\n\nAspetta.\n\n## Uno\n\n[sotto](#due)\n\n## Due\n\nb\n"
    );
}
