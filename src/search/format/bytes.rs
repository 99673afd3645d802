//! The bytes of the search files: numbers, sorted words, posting lists.
//!
//! Everything here that reads is given bytes from a network: a length that lies, a cut file or a word
//! that splits a character gives `None`, never a panic and never more work than the bytes are long.

/// A posting: a number (article, or article × [`STRIDE`](super::STRIDE) + slot) and its impact, 1 to 16.
pub(in crate::search) type Posting = (u32, u8);

/// Bytes being written.
#[derive(Default)]
pub(in crate::search) struct Writer(pub(in crate::search) Vec<u8>);

impl Writer {
    pub(in crate::search) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// A number as LEB128: seven bits a byte, lowest first.
    pub(in crate::search) fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A text with its length in bytes before it.
    pub(in crate::search) fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Words in UTF-16 order: how many; for each how many UTF-16 units it shares with the one
    /// before and how many bytes follow; then all those bytes.
    pub(in crate::search) fn words<'a>(&mut self, words: impl Iterator<Item = &'a str> + Clone) {
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
    pub(in crate::search) fn postings(&mut self, postings: &[Posting]) {
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
pub(in crate::search) fn bytes_of_units(word: &str, units: usize) -> Option<usize> {
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
pub(in crate::search) struct Bytes<'a>(pub(in crate::search) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(in crate::search) fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    pub(in crate::search) fn number(&mut self) -> Option<u32> {
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

    pub(in crate::search) fn slice(&mut self, length: usize) -> Option<&'a [u8]> {
        let (slice, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(slice)
    }

    pub(in crate::search) fn text(&mut self) -> Option<&'a str> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.slice(length)?).ok()
    }

    /// What [`Writer::words`] wrote.
    pub(in crate::search) fn words(&mut self) -> Option<Vec<String>> {
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
    pub(in crate::search) fn count(&mut self) -> Option<usize> {
        let count = self.number()? as usize;
        (count <= self.0.len()).then_some(count)
    }

    /// What [`Writer::postings`] wrote.
    pub(in crate::search) fn postings(&mut self, mut take: impl FnMut(u32, u8)) -> Option<()> {
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
pub(in crate::search) const LONGEST_STORED_WORD: usize = 200;

/// The order of all dictionaries: by UTF-16 units, as scripts compare strings.
pub(in crate::search) fn utf16_order(one: &str, other: &str) -> std::cmp::Ordering {
    if one.is_ascii() || other.is_ascii() {
        return one.cmp(other);
    }
    one.encode_utf16().cmp(other.encode_utf16())
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
    fn lies_are_refused() {
        assert!(Bytes(&[0xff, 0xff, 0xff, 0xff, 0xff]).number().is_none());
        assert!(Bytes(&[200, 1, 0]).words().is_none(), "more words than bytes");
        assert!(Bytes(&[1, 9, 1, b'a']).words().is_none(), "shares what is not there");
        assert!(
            Bytes(&[1, 0xf0, 0x7f, 1]).postings(|_, _| {}).is_none(),
            "a run that is not there"
        );
    }
}
