//! Where a sorted list is cut into shards: at words chosen by what they are, not by what came before.
//!
//! Were each shard filled to the brim, one more byte in one would move the beginning of every shard
//! after it. So a shard ends where, within reach, a beginning is shortest to tell (`boundary`), and of
//! equal ones before the word of the lowest hash: an edit elsewhere leaves that choice as it is, and
//! one that does change it is caught up with after a few shards. Short beginnings also halve what the
//! root says of them.

use std::ops::Range;

use crate::search::format::boundary;
use crate::text::fingerprint;

/// A word and the bytes it takes in a shard.
pub(super) struct Entry<'a> {
    pub(super) word: &'a str,
    pub(super) bytes: usize,
}

/// Cuts entries into ranges of about `size` bytes: a quarter less to a quarter more, but beside an
/// entry that is larger by itself.
pub(super) fn cut(entries: &[Entry<'_>], size: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    while start < entries.len() {
        let end = end(entries.get(start..).unwrap_or_default(), size);
        ranges.push(start..start + end);
        start += end;
    }
    ranges
}

/// How many of the entries the first shard has.
fn end(entries: &[Entry<'_>], size: usize) -> usize {
    let (least, most) = (size - size / 4, size + size / 4);
    let mut filled = 0;
    let mut before = "";
    let mut best: Option<(usize, u64, usize)> = None;
    for (at, Entry { word, bytes }) in entries.iter().enumerate() {
        if at > 0 && filled >= least {
            let start = boundary(before, word);
            let here = (start.chars().count(), fingerprint::number(word.as_bytes()), at);
            best = Some(best.map_or(here, |best| best.min(here)));
        }
        if at > 0 && filled + bytes > most {
            return best.map_or(at, |(_, _, at)| at);
        }
        filled += bytes;
        before = word;
    }
    entries.len()
}

/// Where each range begins; the first begins with nothing.
pub(super) fn starts(entries: &[Entry<'_>], ranges: &[Range<usize>]) -> Vec<String> {
    let word = |at: usize| entries.get(at).map_or("", |entry| entry.word);
    let start = |range: &Range<usize>| match range.start.checked_sub(1) {
        None => String::new(),
        Some(before) => boundary(word(before), word(range.start)).to_owned(),
    };
    ranges.iter().map(start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of eight letters that take from 10 to 40 bytes.
    fn words(count: u32) -> Vec<String> {
        (0..count).map(|number| format!("{:08x}", number.wrapping_mul(0x9e37_79b9) >> 1)).collect()
    }

    fn cut_words(words: &[String], size: usize) -> Vec<String> {
        let mut words: Vec<&String> = words.iter().collect();
        words.sort();
        let entries: Vec<Entry<'_>> = words
            .iter()
            .map(|word| Entry {
                word,
                bytes: 10 + word.bytes().map(usize::from).sum::<usize>() % 30,
            })
            .collect();
        let ranges = cut(&entries, size);
        assert_eq!(ranges.iter().map(ExactSizeIterator::len).sum::<usize>(), words.len());
        for range in ranges.iter().rev().skip(1) {
            let bytes: usize = entries[range.clone()].iter().map(|entry| entry.bytes).sum();
            assert!((size - size / 4..=size + size / 4).contains(&bytes), "{bytes}");
        }
        ranges.iter().map(|range| words[range.start].clone()).collect()
    }

    #[test]
    fn a_word_more_or_less_moves_few_shards() {
        let all = words(20_000);
        let before = cut_words(&all, 1_000);
        assert!((400..=650).contains(&before.len()), "{}", before.len());
        let mut moved = 0;
        for without in (0..20_000).step_by(400) {
            let mut fewer = all.clone();
            fewer.remove(without);
            let after = cut_words(&fewer, 1_000);
            moved += after.iter().filter(|start| !before.contains(start)).count();
        }
        // Filled to the brim, some two hundred would move each time.
        assert!(moved <= 150, "{moved} beginnings moved by 50 edits");
    }

    #[test]
    fn an_entry_larger_than_a_shard_stands_by_itself() {
        let entry = |word, bytes| Entry { word, bytes };
        let entries = [entry("a", 4), entry("b", 90), entry("c", 4), entry("d", 4)];
        assert_eq!(cut(&entries, 10), [0..1, 1..2, 2..4]);
        assert!(cut(&[], 10).is_empty());
    }
}
