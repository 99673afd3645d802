//! What is written down twice: numbers that Rust and script share, and the page about the format.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::search::export::SIZES;
use crate::search::format::{
    FORMAT, LARGEST_FILE, LONGEST_STORED_WORD, MARK, MOST_ARTICLES, Root, SHARDS_PER_PREFIX,
    STRIDE, StoredArticle, StoredPassage,
};
use crate::search::reader::NUMBERS;

/// The numbers of the format.
const OF_FORMAT: [(&str, u64); 7] = [
    ("FORMAT", FORMAT as u64),
    ("LARGEST_FILE", LARGEST_FILE),
    ("MOST_ARTICLES", MOST_ARTICLES as u64),
    ("LONGEST_STORED_WORD", LONGEST_STORED_WORD as u64),
    ("MARK", MARK as u64),
    ("STRIDE", STRIDE as u64),
    ("SHARDS_PER_PREFIX", SHARDS_PER_PREFIX as u64),
];

const PAGE: &str = include_str!("../../../docs/search-format.md");

#[test]
fn numbers_are_those_that_the_script_has() {
    let shared: BTreeMap<&str, u64> =
        serde_json::from_str(include_str!("../../../tests/search/numbers.json")).unwrap();
    assert_eq!(OF_FORMAT.into_iter().chain(NUMBERS).collect::<BTreeMap<_, _>>(), shared);
}

/// The cells of the table of the page that begins with this head, a row each.
fn rows(head: &str) -> Vec<Vec<&'static str>> {
    let table = PAGE.split(head).nth(1).unwrap().lines().skip(2);
    let rows = table.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.split('|').map(str::trim).skip(1).collect()).collect()
}

/// What stands between backticks.
fn coded(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn the_page_has_the_numbers_of_the_format() {
    let told = rows("| number | value | |");
    let told: Vec<(&str, u64)> =
        told.iter().map(|row| (coded(row[0])[0], row[1].parse().unwrap())).collect();
    assert_eq!(told, OF_FORMAT);
    assert!(PAGE.contains(&format!("This is format **{FORMAT}**")));
    let (least, _) = SIZES.word_shard;
    for (number, sentence) in [
        (SIZES.pack / 1024, "An index of at most # KiB (compressed) is one file"),
        (least, "of the bytes of all of them, but at least #:"),
        (SIZES.near_shard, "near words, about # bytes"),
    ] {
        let number = match number {
            0..1_000 => number.to_string(),
            _ => format!("{},{:03}", number / 1_000, number % 1_000),
        };
        let sentence = sentence.replace('#', &number);
        assert!(PAGE.contains(&sentence), "{sentence}");
    }
}

#[test]
fn the_page_names_every_field_of_the_root() {
    let told: BTreeSet<&str> = rows("| field | |").iter().flat_map(|row| coded(row[0])).collect();
    let root = serde_json::to_value(Root::default()).unwrap();
    let Value::Object(root) = root else { panic!("the root is an object") };
    assert_eq!(told, root.keys().map(String::as_str).collect::<BTreeSet<_>>());
    for row in rows("| field | |") {
        for field in coded(row[0]) {
            let Value::Object(parts) = &root[field] else { continue };
            let told: BTreeSet<&str> = coded(row[1]).into_iter().collect();
            let missing: Vec<&String> =
                parts.keys().filter(|part| !told.contains(part.as_str())).collect();
            assert!(missing.is_empty(), "{field}: {missing:?}");
        }
    }
}

#[test]
fn the_page_shows_articles_and_passages_as_they_are_stored() {
    let stored = [
        serde_json::to_value(StoredArticle::default()).unwrap(),
        serde_json::to_value(StoredPassage::default()).unwrap(),
    ];
    let shown = PAGE.lines().filter_map(|line| line.strip_prefix("    ["));
    // A list is a list on the page too.
    let shape = |line: &str| -> Vec<bool> {
        let mut depth = 0;
        let fields = line.split(|letter| {
            depth += i32::from(letter == '[') - i32::from(letter == ']');
            letter == ',' && depth == 0
        });
        fields.map(|field| field.trim().starts_with('[')).collect()
    };
    let shown: Vec<Vec<bool>> = shown.map(shape).collect();
    let stored = stored.map(|one| {
        let fields = one.as_array().unwrap().iter();
        fields.map(Value::is_array).collect::<Vec<_>>()
    });
    assert_eq!(shown, stored);
}
