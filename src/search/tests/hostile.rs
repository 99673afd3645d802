//! Files that lie and queries that nobody types.

use super::*;

#[test]
fn damaged_files_are_errors_and_never_panics() {
    let files = index_cut(example(), "en", &[], SMALL);
    let whole: Files =
        by_name(&files).into_iter().map(|(name, bytes)| (name, gunzip(&bytes).unwrap())).collect();
    let root = gunzip(&files.root).unwrap();
    let names: Vec<&String> = whole.keys().collect();
    let queries = ["machine cold", "pasword", "desc", "wi fi steam", "\"steam wand\" -x"];
    let mut dice = Dice(88_172_645_463_325_252);
    let (mut refused, mut answered) = (0, 0);
    for round in 0..10_000 {
        let mut damaged = whole.clone();
        let mut damaged_root = root.clone();
        let name = names[dice.roll(names.len())];
        let bytes =
            if round % 20 == 0 { &mut damaged_root } else { damaged.get_mut(name).unwrap() };
        let at = dice.roll(bytes.len());
        match dice.roll(4) {
            0 => bytes[at] ^= 1 << dice.roll(8),
            1 => bytes.truncate(at),
            2 => bytes[at] = 0xff,
            _ => {
                let lie = [0xff, 0xff, 0xff, 0x7f];
                bytes.splice(at..at, lie);
            }
        }
        if round % 7 == 0 {
            *bytes = Gzip::new().file(bytes);
        }
        let Ok(reader) = Reader::open(&damaged_root, |name: &str| damaged.get(name).cloned())
        else {
            refused += 1;
            continue;
        };
        match reader.search(queries[round % queries.len()], &SearchOptions::default()) {
            Ok(_) => answered += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 100 && answered > 100, "both happen: {refused} refused, {answered} answered");
}

#[test]
fn hostile_queries_are_answered() {
    let files = index_cut(example(), "en", &[], SMALL);
    let by_name = by_name(&files);
    let reader = reader(&files.root, &by_name);
    let alphabet: Vec<char> =
        "ab-'\".:_ \u{202e}😀é\u{301}ßİ設ไ\0\u{7f}0129ǅ\u{ffff}-type:fix".chars().collect();
    let mut dice = Dice(3);
    for _ in 0..2_000 {
        let length = dice.roll(60);
        let query: String = (0..length).map(|_| alphabet[dice.roll(alphabet.len())]).collect();
        assert!(reader.search(&query, &SearchOptions::default()).is_ok(), "{query:?}");
    }
    let long = "machine ".repeat(1_300);
    assert!(reader.search(&long, &SearchOptions::default()).is_ok());
}
