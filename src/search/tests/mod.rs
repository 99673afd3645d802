//! The index and its reader together, on a small help centre.
//!
//! `tests/search/example/` is that help centre's index as files, and what some queries find in it:
//! the script tests read the same. After a change of the format or the ranking write it anew with
//! `DOPO_WRITE_EXAMPLE=1 cargo test --lib search::tests::the_example`.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod edits;
mod facts;
mod hostile;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::export::Sizes;
use super::format::{Gzip, TYPE, attribute, gunzip};
use super::input::{SearchArticle, SearchPassage};
use super::*;
use crate::text::locale::Locale;

/// So small that the example has several shards of each kind, and marks that they share.
const SMALL: Sizes = Sizes { word_shard: (700, 0), near_shard: 900, pack: 0, marks: (4, 4) };

/// An article of these passages.
pub(super) fn article(address: &str, title: &str, passages: &[(&str, &str)]) -> SearchArticle {
    let passages = passages.iter().enumerate().map(|(number, (heading, text))| SearchPassage {
        heading: (*heading).to_owned(),
        anchor: if heading.is_empty() { String::new() } else { format!("part-{number}") },
        steps: text
            .match_indices("Step")
            .enumerate()
            .map(|(at, (start, _))| (start as u32, at as u32 + 1))
            .collect(),
        text: (*text).to_owned(),
        attributes: Vec::new(),
    });
    SearchArticle {
        address: address.to_owned(),
        title: title.to_owned(),
        weight: 100,
        passages: passages.collect(),
        ..SearchArticle::default()
    }
}

/// A help centre for a coffee machine, in English.
fn example() -> Vec<SearchArticle> {
    let mut all = vec![
        article(
            "/fix/cold/",
            "The machine does not heat up",
            &[
                ("", "A cold machine is most often one that is in standby."),
                (
                    "Check the power",
                    "Step: Look at the power cable.\nStep: Press the button for three seconds.\nStep: Wait until the green light is steady.",
                ),
                (
                    "Error E-42",
                    "The display shows E-42 when the heater of the K200 is broken. Contact us for a repair.",
                ),
            ],
        ),
        article(
            "/fix/leak/",
            "Water under the machine",
            &[
                ("", "Dry the tray, then find out where the water comes from."),
                (
                    "From the tank",
                    "Push the tank down until it clicks. Replace the seal if it is worn.",
                ),
                ("From the steam wand", "A drop after steaming is normal."),
            ],
        ),
        article(
            "/care/descale/",
            "Descale the machine",
            &[
                (
                    "",
                    "Descale every three months, or when the orange light blinks. It takes 25 minutes.",
                ),
                (
                    "What you need",
                    "One bag of descaler, a bowl of 1.5 litres, and version 2.4.1 of the app or later.",
                ),
                (
                    "How to do it",
                    "Step: Empty the tank.\nStep: Dissolve the descaler in water and fill the tank.\nStep: Start the programme and wait.",
                ),
            ],
        ),
        article(
            "/use/espresso/",
            "Make an espresso",
            &[
                ("", "A good espresso needs fresh beans, a warm cup and the right grind."),
                ("Adjust the grind", "Turn the ring towards fine when the coffee runs too fast."),
            ],
        ),
        article(
            "/account/password/",
            "Reset your password",
            &[
                ("", "We send a link to your e-mail address. It is valid for one hour."),
                ("No e-mail arrives", "Look into the spam folder, then ask for another link."),
            ],
        ),
        article(
            "/orders/refund/",
            "Get a refund",
            &[(
                "",
                "Send the parcel back within 30 days. The money is on your credit card a week later.",
            )],
        ),
        article(
            "/start/wifi/",
            "Connect to Wi-Fi",
            &[(
                "",
                "The K300 joins networks of 2.4 GHz. Café networks with a log-in page don't work.",
            )],
        ),
    ];
    for (at, kind) in [(0, "fix"), (1, "fix"), (2, "care"), (3, "how-to")] {
        all[at].attributes = vec![(TYPE.to_owned(), kind.to_owned())];
    }
    all[0].symptoms = vec!["coffee is lukewarm".to_owned(), "E-42".to_owned()];
    all[3].keywords = vec!["ristretto".to_owned()];
    all[1].link_texts = vec!["puddle on the table".to_owned()];
    all
}

/// Queries of every kind, with options.
fn queries() -> Vec<(&'static str, SearchOptions)> {
    let plain = [
        "machine does not heat up",
        "descale",
        "desc",
        "e-42",
        "E42",
        "k200",
        "wifi",
        "wi fi",
        "pasword",
        "rest password",
        "machine cold",
        "lukewarm cofee",
        "starterkit",
        "how do i get my money back",
        "how to",
        "steam wand",
        "\"steam wand\"",
        "machine -water",
        "machine -machine",
        "-water",
        "error -42",
        "descale -v --force \u{2013}water",
        "„steam wand” ‟water",
        "puddle",
        "grind finer",
        "gring",
        "2.4.1",
        "cafe",
        "espreso machine",
        "fill the ta",
        "x",
        "",
        "日本語",
        "__proto__ constructor",
        "\"",
        "- -",
        "the the the",
        "coffee runs too fast",
        "parcel",
        "passwordreset",
        "wich pasword",
        "machine dosnt heat",
    ];
    let mut all: Vec<_> =
        plain.into_iter().map(|query| (query, SearchOptions::default())).collect();
    let kind = |kind: &str| SearchOptions {
        attributes: vec![attribute(TYPE, kind)],
        ..SearchOptions::default()
    };
    all.push(("machine", kind("fix")));
    all.push(("machine", kind("nothing")));
    all.push(("pasword", SearchOptions { verbatim: true, ..SearchOptions::default() }));
    all
}

fn index_cut(
    mut articles: Vec<SearchArticle>,
    language: &str,
    terms: &[Vec<String>],
    sizes: Sizes,
) -> SearchFiles {
    articles.sort_by(|one, other| one.address.cmp(&other.address));
    let locale = Locale::parse(language).unwrap();
    indexer::index(&articles, SearchArticle::clone, &locale, terms, sizes)
}

/// Makes the search files of some articles.
pub(super) fn index_articles(
    articles: Vec<SearchArticle>,
    language: &str,
    terms: &[Vec<String>],
) -> SearchFiles {
    index_cut(articles, language, terms, export::SIZES)
}

type Files = BTreeMap<String, Vec<u8>>;

fn by_name(files: &SearchFiles) -> Files {
    files.files.iter().map(|file| (file.name.clone(), file.bytes.clone())).collect()
}

fn reader<'a>(root: &[u8], files: &'a Files) -> Reader<impl Fn(&str) -> Option<Vec<u8>> + 'a> {
    Reader::open(root, |name: &str| files.get(name).cloned()).unwrap()
}

fn shown(outcome: &SearchOutcome) -> Value {
    let hits = outcome.hits.iter().map(|hit| {
        json!([
            hit.address,
            hit.anchor,
            hit.title,
            hit.kind,
            hit.categories,
            hit.heading,
            hit.excerpt,
            hit.title_marks,
            hit.excerpt_marks,
            hit.score
        ])
    });
    let corrections = outcome.corrections.iter().map(|one| json!([one.typed, one.used]));
    json!({ "hits": hits.collect::<Vec<_>>(), "corrections": corrections.collect::<Vec<_>>() })
}

pub(super) fn first(outcome: &SearchOutcome) -> &str {
    outcome.hits.first().map_or("", |hit| hit.address.as_str())
}

/// A small generator of numbers, the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

#[test]
fn the_example_is_the_committed_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/example");
    let made = index_cut(example(), "en", &[], SMALL);
    let files = by_name(&made);
    let reader = reader(&made.root, &files);
    let found: Vec<Value> = queries()
        .iter()
        .map(|(query, options)| {
            let outcome = reader.search(query, options).unwrap();
            json!({ "q": query, "attributes": options.attributes, "verbatim": options.verbatim, "outcome": shown(&outcome) })
        })
        .collect();
    let mut all = files.clone();
    all.insert("root".to_owned(), made.root.clone());
    all.insert("queries.json".to_owned(), serde_json::to_vec_pretty(&found).unwrap());
    if std::env::var_os("DOPO_WRITE_EXAMPLE").is_some() {
        std::fs::remove_dir_all(&folder).ok();
        std::fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in &all {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
    let mut committed: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    committed.sort();
    let names: Vec<String> = committed
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, all.keys().cloned().collect::<Vec<_>>());
    for (path, (name, bytes)) in committed.iter().zip(&all) {
        // Inflated: what gzip makes of a file is not part of the format.
        let kept = gunzip(&std::fs::read(path).unwrap()).unwrap();
        assert!(kept == gunzip(bytes).unwrap(), "{name} differs from the committed example");
    }
}

#[test]
fn a_query_finds_its_article() {
    let files = index_cut(example(), "en", &[], SMALL);
    let by_name = by_name(&files);
    let reader = reader(&files.root, &by_name);
    for (query, wanted, anchor) in [
        ("E42", "/fix/cold/", "part-2"),
        ("k200", "/fix/cold/", "part-2"),
        ("press the button", "/fix/cold/", "step-2"),
        ("dissolve", "/care/descale/", "step-2"),
        ("pasword", "/account/password/", ""),
        ("seams wand", "/fix/leak/", "part-2"),
        ("wi fi", "/start/wifi/", ""),
        ("money back", "/orders/refund/", ""),
        ("rimborso refunds", "/orders/refund/", ""),
        ("café", "/start/wifi/", ""),
        ("lukewarm", "/fix/cold/", ""),
        ("puddle", "/fix/leak/", ""),
        ("ristretto", "/use/espresso/", ""),
        ("esp", "/use/espresso/", ""),
        ("how to", "/care/descale/", "part-2"),
        ("version 2.4.1", "/care/descale/", "part-1"),
    ] {
        let outcome = reader.search(query, &SearchOptions::default()).unwrap();
        let anchored = outcome.hits.first().map_or("", |hit| hit.anchor.as_str());
        assert_eq!((first(&outcome), anchored), (wanted, anchor), "{query}");
    }
}

#[test]
fn minus_quotes_and_types_narrow() {
    let files = index_cut(example(), "en", &[], SMALL);
    let by_name = by_name(&files);
    let reader = reader(&files.root, &by_name);
    let addresses = |query: &str, options: &SearchOptions| -> Vec<String> {
        let outcome = reader.search(query, options).unwrap();
        outcome.hits.into_iter().map(|hit| hit.address).collect()
    };
    let plain = SearchOptions::default();
    assert!(addresses("machine", &plain).contains(&"/fix/leak/".to_owned()));
    assert!(!addresses("machine -water", &plain).contains(&"/fix/leak/".to_owned()));
    assert_eq!(addresses("\"steam wand\"", &plain), ["/fix/leak/"]);
    for (query, same) in [
        ("machine -machine", "machine machine"),
        ("-water", "water"),
        ("error -42", "error 42"),
        ("machine -K200", "machine k200"),
        ("machine -v --water", "machine v water"),
    ] {
        assert_eq!(addresses(query, &plain), addresses(same, &plain), "{query}");
        assert!(!addresses(query, &plain).is_empty(), "{query}");
    }
    let told = reader.search("machine -machine", &plain).unwrap().corrections;
    let ignored = Correction { typed: "-machine".to_owned(), used: "machine".to_owned() };
    assert_eq!(told, [ignored]);
    let mut fixes = addresses(
        "machine",
        &SearchOptions { attributes: vec![attribute(TYPE, "fix")], ..SearchOptions::default() },
    );
    fixes.sort();
    assert_eq!(fixes, ["/fix/cold/", "/fix/leak/"]);
    let verbatim = SearchOptions { verbatim: true, ..SearchOptions::default() };
    assert_eq!(addresses("pasword", &verbatim), Vec::<String>::new());
    assert_eq!(addresses("machine -machine", &verbatim), Vec::<String>::new());
}

#[test]
fn articles_and_passages_are_found_by_their_attributes() {
    let model = |name: &str| ("model".to_owned(), name.to_owned());
    let parts =
        [("", "Fill it."), ("Tank", "The tank of alpha."), ("Lid", "The lid of the other.")];
    let mut both = article("/a/", "Fill the tank", &parts);
    both.passages[1].attributes = vec![model("k200")];
    both.passages[2].attributes = vec![model("k300")];
    let mut whole = article("/b/", "Empty the tank", &[("", "Empty it, and the lid.")]);
    whole.attributes = vec![model("k300"), (TYPE.to_owned(), "care".to_owned())];
    let files = index_articles(vec![both, whole], "en", &[]);
    let reader = open(&files).unwrap();
    for (query, attributes, wanted) in [
        ("tank", &[][..], &[("/a/", ""), ("/b/", "")][..]),
        ("alpha", &["model:k200"], &[("/a/", "part-1")]),
        ("lid", &["model:k300"], &[("/b/", ""), ("/a/", "part-2")]),
        ("lid", &["model:k200"], &[]),
        ("tank", &["model:k200"], &[("/a/", "")]),
        ("tank", &["model:k300", "type:care"], &[("/b/", "")]),
        ("tank", &["model:k200", "model:k300"], &[]),
        ("tank", &["model:k400"], &[]),
        ("tank", &["colour:red"], &[]),
    ] {
        let attributes = attributes.iter().map(|one| (*one).to_owned()).collect();
        let options = SearchOptions { attributes, ..SearchOptions::default() };
        let hits = reader.search(query, &options).unwrap().hits;
        let mut found: Vec<(&str, &str)> =
            hits.iter().map(|hit| (hit.address.as_str(), hit.anchor.as_str())).collect();
        let mut wanted = wanted.to_vec();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{query} {:?}", options.attributes);
    }
}

#[test]
fn codes_numbers_and_ordinary_words_are_not_corrected() {
    let files = index_cut(example(), "en", &[], SMALL);
    let by_name = by_name(&files);
    let reader = reader(&files.root, &by_name);
    for (query, corrected) in [
        ("k201", false),
        ("e-43", false),
        ("2.4.2", false),
        ("tray", false),
        ("bank", false),
        ("tabel", true),
    ] {
        let outcome = reader.search(query, &SearchOptions::default()).unwrap();
        assert_eq!(!outcome.corrections.is_empty(), corrected, "{query} {:?}", outcome.corrections);
    }
}

#[test]
fn a_list_is_the_same_cold_and_warm_packed_and_cut() {
    let cut = index_cut(example(), "en", &[], SMALL);
    let packed = index_articles(example(), "en", &[]);
    assert_eq!(packed.files.len(), 1, "a small site is one pack");
    let (cut_files, packed_files) = (by_name(&cut), by_name(&packed));
    let (warm, one) = (reader(&cut.root, &cut_files), reader(&packed.root, &packed_files));
    for (query, options) in queries() {
        let cold = reader(&cut.root, &cut_files).search(query, &options).unwrap();
        assert_eq!(warm.search(query, &options).unwrap(), cold, "{query}");
        let in_pack: Vec<_> = one.search(query, &options).unwrap().hits;
        let addresses = |hits: &[Hit]| {
            hits.iter().map(|hit| (hit.address.clone(), hit.score)).collect::<Vec<_>>()
        };
        assert_eq!(addresses(&in_pack), addresses(&cold.hits), "{query}");
    }
}

#[test]
fn the_files_are_the_same_over_runs_order_and_threads() {
    let make = |threads: usize, reversed: bool| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut articles = example();
        if reversed {
            articles.reverse();
        }
        pool.install(|| index_cut(articles, "en", &[], SMALL))
    };
    let once = make(1, false);
    assert_eq!(once, make(8, false));
    assert_eq!(once, make(2, true));
}

#[test]
fn japanese_is_found_by_pairs() {
    let articles = vec![
        article(
            "/a/",
            "パスワードをリセットする",
            &[("", "設定の画面を開きます。"), ("注意", "メールが届かない場合")],
        ),
        article("/b/", "注文を返品する", &[("", "三十日以内に返品できます。")]),
    ];
    let files = index_articles(articles, "ja", &[]);
    let by_name = by_name(&files);
    let reader = reader(&files.root, &by_name);
    for (query, wanted) in
        [("リセット", "/a/"), ("返品できますか", "/b/"), ("メール 届かない", "/a/"), ("返", "/b/")]
    {
        let outcome = reader.search(query, &SearchOptions::default()).unwrap();
        assert_eq!(first(&outcome), wanted, "{query}");
    }
}

/// The addresses a query finds on a site in one language.
fn found(articles: Vec<SearchArticle>, language: &str, query: &str) -> Vec<String> {
    let files = index_articles(articles, language, &[]);
    let by_name = by_name(&files);
    let outcome = reader(&files.root, &by_name).search(query, &SearchOptions::default()).unwrap();
    outcome.hits.into_iter().map(|hit| hit.address).collect()
}

#[test]
fn an_accent_is_not_needed_but_wins_as_typed() {
    let articles = || {
        vec![
            article("/a/", "La papa americana", &[("", "Una papa bollita.")]),
            article("/b/", "Il papà americano", &[("", "Un papà in cucina.")]),
        ]
    };
    assert_eq!(found(articles(), "it", "papa"), ["/a/", "/b/"]);
    assert_eq!(found(articles(), "it", "papà"), ["/b/", "/a/"]);
}

#[test]
fn parts_of_a_compound_find_it() {
    let articles = || {
        vec![
            article("/a/", "Konto", &[("", "Die Rechnungsadresse steht im Profil.")]),
            article("/b/", "Rechnung", &[("", "Eine Rechnung kommt mit der Post.")]),
            article("/c/", "Adresse", &[("", "Die Adresse ist falsch.")]),
        ]
    };
    assert!(found(articles(), "de", "Adresse").contains(&"/a/".to_owned()));
    assert_eq!(found(articles(), "de", "Rechnungsadressen").first().unwrap(), "/a/");
    assert!(!found(articles(), "en", "Adresse").contains(&"/a/".to_owned()), "not in English");
}

#[test]
fn an_empty_site_finds_nothing() {
    let files = index_articles(Vec::new(), "en", &[]);
    let by_name = by_name(&files);
    let outcome =
        reader(&files.root, &by_name).search("anything", &SearchOptions::default()).unwrap();
    assert_eq!(outcome, SearchOutcome::default());
}

#[test]
fn the_parts_of_a_score_add_up_and_name_the_words() {
    let files = index_cut(example(), "en", &[], SMALL);
    let reader = open(&files).unwrap();
    let search = |words: &str, all: bool| {
        reader.search(words, &SearchOptions { all, ..SearchOptions::default() }).unwrap()
    };
    let found = search("zzzzzz machien ", false);
    assert_eq!(found.unknown, ["zzzzzz"]);
    assert!(!found.hits.is_empty());
    for hit in &found.hits {
        let reasons = &hit.reasons;
        let sum = reasons.words_score + reasons.title_score;
        assert_eq!(hit.score, sum + sum * reasons.nearness / 64, "{}", hit.address);
        assert_eq!(reasons.words.len(), 1);
        assert_eq!(reasons.words[0].form, "machine");
    }
    let found = search("lukewarm coffee beans", false);
    let espresso = found.hits.iter().find(|hit| hit.address == "/use/espresso/").unwrap();
    let [lukewarm, coffee, beans] =
        <[WordReasons; 3]>::try_from(espresso.reasons.words.clone()).unwrap();
    assert_eq!((lukewarm.title, lukewarm.article, lukewarm.passage), (0, 0, 0));
    assert!(lukewarm.tells > 0 && lukewarm.written.is_empty());
    assert!(beans.passage > 0 && beans.written == ["beans"]);
    assert_eq!(coffee.form, "coffee");
    assert!((1..64).contains(&espresso.reasons.matched));

    // Every article that has a word, where the list keeps the best.
    let many: Vec<SearchArticle> =
        (0..30).map(|number| article(&format!("/{number}/"), "Water", &[("", "Water.")])).collect();
    let files = index_articles(many, "en", &[]);
    let reader = open(&files).unwrap();
    for (all, count) in [(false, MOST_RESULTS), (true, 30)] {
        let options = SearchOptions { all, ..SearchOptions::default() };
        assert_eq!(reader.search("water", &options).unwrap().hits.len(), count);
    }
}
