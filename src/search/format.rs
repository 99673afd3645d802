//! The bytes of the search files: numbers, sorted words, posting lists, gzip.
//!
//! `docs/search-format.md` describes the files field by field. Everything here that reads is given
//! bytes from a network: a length that lies, a cut file or a word that splits a character gives
//! `None`, never a panic and never more work than the bytes are long.

use std::io::Read;

use flate2::read::GzDecoder;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// No search file is larger than this when inflated.
const LARGEST_FILE: u64 = 8 << 20;

/// How many slots for passages an article has.
pub(super) const STRIDE: usize = 32;

/// The slot of passage `number` of `count`: its own while there are enough, else neighbours share.
pub(super) fn slot(number: usize, count: usize) -> usize {
    if count <= STRIDE { number } else { number * STRIDE / count }
}

/// A posting: a number (article, or article × [`STRIDE`] + slot) and its impact, 1 to 16.
pub(super) type Posting = (u32, u8);

/// Bytes being written.
#[derive(Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// A number as LEB128: seven bits a byte, lowest first.
    pub(super) fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A text with its length in bytes before it.
    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Words in UTF-16 order: how many; for each how many UTF-16 units it shares with the one
    /// before and how many bytes follow; then all those bytes.
    pub(super) fn words<'a>(&mut self, words: impl Iterator<Item = &'a str> + Clone) {
        self.number(words.clone().count() as u32);
        let mut suffixes = Vec::new();
        let mut before = "";
        for word in words {
            let (units, bytes) = shared(before, word);
            let suffix = word.as_bytes().get(bytes..).unwrap_or_default();
            self.number(units as u32);
            self.number(suffix.len() as u32);
            suffixes.extend_from_slice(suffix);
            before = word;
        }
        self.0.extend_from_slice(&suffixes);
    }

    /// A posting list: how many runs; a run is postings of one impact, the highest first:
    /// `count << 4 | impact - 1`, then the ascending numbers as differences. `postings` are in
    /// order of number.
    pub(super) fn postings(&mut self, postings: &[Posting]) {
        let mut runs: [Vec<u32>; 16] = Default::default();
        for &(number, impact) in postings {
            let run = runs.get_mut(usize::from(16 - impact.clamp(1, 16)));
            run.into_iter().for_each(|run| run.push(number));
        }
        let runs = || (0..=15).rev().zip(&runs).filter(|(_, run)| !run.is_empty());
        self.number(runs().count() as u32);
        for (impact_less_one, run) in runs() {
            self.number((run.len() as u32) << 4 | impact_less_one);
            let mut before = 0;
            for &number in run {
                self.number(number - before);
                before = number;
            }
        }
    }
}

/// What two words have in common at their start, in UTF-16 units and in bytes.
fn shared(before: &str, word: &str) -> (usize, usize) {
    let common = before.chars().zip(word.chars()).take_while(|(one, other)| one == other);
    common.fold((0, 0), |(units, bytes), (character, _)| {
        (units + character.len_utf16(), bytes + character.len_utf8())
    })
}

/// How many bytes the first `units` UTF-16 units of `word` are; `None` when that splits a
/// character or is more than there are.
pub(super) fn bytes_of_units(word: &str, units: usize) -> Option<usize> {
    let (mut seen, mut bytes) = (0, 0);
    for character in word.chars() {
        if seen >= units {
            break;
        }
        seen += character.len_utf16();
        bytes += character.len_utf8();
    }
    (seen == units).then_some(bytes)
}

/// Bytes being read.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        let mut number = 0u32;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn slice(&mut self, length: usize) -> Option<&'a [u8]> {
        let (slice, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(slice)
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.slice(length)?).ok()
    }

    /// What [`Writer::words`] wrote.
    pub(super) fn words(&mut self) -> Option<Vec<String>> {
        let count = self.count()?;
        let mut heads = Vec::with_capacity(count);
        for _ in 0..count {
            heads.push((self.number()? as usize, self.number()? as usize));
        }
        let mut words: Vec<String> = Vec::with_capacity(count);
        for (units, length) in heads {
            let before = words.last().map_or("", String::as_str);
            let kept = before.get(..bytes_of_units(before, units)?)?;
            let suffix = std::str::from_utf8(self.slice(length)?).ok()?;
            if kept.len() + suffix.len() > LONGEST_STORED_WORD {
                return None;
            }
            words.push(format!("{kept}{suffix}"));
        }
        Some(words)
    }

    /// A number of things that take at least a byte each: more than bytes left is a lie.
    pub(super) fn count(&mut self) -> Option<usize> {
        let count = self.number()? as usize;
        (count <= self.0.len()).then_some(count)
    }

    /// What [`Writer::postings`] wrote.
    pub(super) fn postings(&mut self, mut take: impl FnMut(u32, u8)) -> Option<()> {
        for _ in 0..self.count()? {
            let head = self.number()?;
            let impact = (head & 15) as u8 + 1;
            let count = (head >> 4) as usize;
            if count > self.0.len() {
                return None;
            }
            let mut number = 0u32;
            for _ in 0..count {
                number = number.checked_add(self.number()?)?;
                take(number, impact);
            }
        }
        Some(())
    }
}

/// A stored word is at most this many bytes: a shard of prefixes of prefixes cannot swell.
const LONGEST_STORED_WORD: usize = 200;

/// The order of all dictionaries: by UTF-16 units, as scripts compare strings.
pub(super) fn utf16_order(one: &str, other: &str) -> std::cmp::Ordering {
    if one.is_ascii() || other.is_ascii() {
        return one.cmp(other);
    }
    one.encode_utf16().cmp(other.encode_utf16())
}

/// Compresses files one after the other, with one set of tables: making those for each of many
/// small files costs more than compressing them.
pub(super) struct Gzip(Compress);

impl Gzip {
    pub(super) fn new() -> Self {
        Self(Compress::new(Compression::new(6), false))
    }

    /// One file; the same bytes on every machine.
    pub(super) fn file(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.reset();
        let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
        loop {
            let read = self.0.total_in() as usize;
            out.reserve((bytes.len() - read) / 2 + 64);
            let rest = bytes.get(read..).unwrap_or_default();
            match self.0.compress_vec(rest, &mut out, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => break,
                Ok(_) => {}
                // Compressing in memory does not fail; were it ever to, the file would go out as
                // it is, and readers know a file that is not compressed by its first bytes.
                Err(_) => return bytes.to_vec(),
            }
        }
        let mut check = Crc::new();
        check.update(bytes);
        out.extend_from_slice(&check.sum().to_le_bytes());
        out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        out
    }
}

/// Inflates a file, unless something on the way already did.
pub(super) fn gunzip(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(bytes.to_vec());
    }
    let mut inflated = Vec::new();
    let read = GzDecoder::new(bytes).take(LARGEST_FILE + 1).read_to_end(&mut inflated).ok()?;
    (read as u64 <= LARGEST_FILE).then_some(inflated)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn words_come_back_in_utf16_order() {
        let mut words = ["zeta", "è", "ent", "entrare", "", "𝒳y", "𝒳z", "\u{ff41}"];
        words.sort_by(|one, other| utf16_order(one, other));
        let mut writer = Writer::default();
        writer.words(words.iter().copied());
        assert_eq!(Bytes(&writer.0).words().unwrap(), words);
        assert!(utf16_order("𝒳", "\u{ff41}").is_lt(), "astral before the last of the first plane");
    }

    #[test]
    fn postings_come_back_by_impact() {
        let mut writer = Writer::default();
        writer.postings(&[(0, 16), (3, 2), (70, 2), (900, 16)]);
        let mut read = Vec::new();
        Bytes(&writer.0).postings(|number, impact| read.push((number, impact))).unwrap();
        assert_eq!(read, [(0, 16), (900, 16), (3, 2), (70, 2)]);
    }

    #[test]
    fn files_are_compressed_one_after_the_other() {
        let mut gzip = Gzip::new();
        for text in ["", "a", &"serbatoio ".repeat(5_000), "dopo"] {
            assert_eq!(gunzip(&gzip.file(text.as_bytes())).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn lies_are_refused() {
        assert!(Bytes(&[0xff, 0xff, 0xff, 0xff, 0xff]).number().is_none());
        assert!(Bytes(&[200, 1, 0]).words().is_none(), "more words than bytes");
        assert!(Bytes(&[1, 9, 1, b'a']).words().is_none(), "shares what is not there");
        assert!(
            Bytes(&[1, 0xf0, 0x7f, 1]).postings(|_, _| {}).is_none(),
            "a run that is not there"
        );
        let bomb = Gzip::new().file(&vec![0; 9 << 20]);
        assert!(bomb.len() < 20_000 && gunzip(&bomb).is_none());
    }
}
