//! Where each shard of a kind begins, and which shard a word is in.

use super::{bytes_of_units, utf16_order};

/// The shortest text that sorts after `before` and not after `word`.
pub(in crate::search) fn boundary<'a>(before: &str, word: &'a str) -> &'a str {
    let ends = word.char_indices().map(|(at, character)| at + character.len_utf8());
    ends.filter_map(|end| word.get(..end))
        .find(|start| utf16_order(before, start).is_lt())
        .unwrap_or(word)
}

/// Starts one after the other: a capital letter says how many UTF-16 units of the one before a start
/// begins with (A is none, Z is 25), and the rest of it follows. No start has a capital letter.
pub(in crate::search) fn packed_starts(starts: &[String]) -> String {
    let mut packed = String::new();
    let mut before = "";
    for start in starts {
        let (mut units, mut bytes) = (0, 0);
        for (one, other) in before.chars().zip(start.chars()) {
            if one != other || units + one.len_utf16() > 25 {
                break;
            }
            units += one.len_utf16();
            bytes += one.len_utf8();
        }
        packed.push(char::from(b'A' + units as u8));
        packed.push_str(start.get(bytes..).unwrap_or_default());
        before = start;
    }
    packed
}

/// Where each shard begins: what [`packed_starts`] wrote.
pub(in crate::search) fn starts(packed: &str) -> Option<Vec<String>> {
    let mut starts: Vec<String> = Vec::new();
    let mut rest = packed;
    while let Some(letter) = rest.chars().next() {
        let kept = u32::from(letter).checked_sub(u32::from('A')).filter(|&units| units < 26)?;
        rest = rest.get(1..)?;
        let end = rest.find(|letter: char| letter.is_ascii_uppercase()).unwrap_or(rest.len());
        let (suffix, after) = rest.split_at_checked(end)?;
        let before = starts.last().map_or("", String::as_str);
        let kept = before.get(..bytes_of_units(before, kept as usize)?)?;
        starts.push(format!("{kept}{suffix}"));
        rest = after;
    }
    Some(starts)
}

/// The shard in which `word` sorts.
pub(in crate::search) fn shard_of(starts: &[impl AsRef<str>], word: &str) -> usize {
    starts.partition_point(|start| utf16_order(start.as_ref(), word).is_le()).saturating_sub(1)
}

/// The first and the last shard with words that begin with `prefix`.
pub(in crate::search) fn shards_of_prefix(
    starts: &[impl AsRef<str>],
    prefix: &str,
) -> (usize, usize) {
    (shard_of(starts, prefix), shard_of(starts, &format!("{prefix}\u{ffff}")))
}

#[cfg(test)]
mod tests {
    use super::{boundary, packed_starts};

    #[test]
    fn boundaries_are_as_short_as_they_can_be() {
        for (before, word, wanted) in [
            ("acqua", "bagno", "b"),
            ("serbatoi", "serbatoio", "serbatoio"),
            ("porta", "posta", "pos"),
        ] {
            assert_eq!(boundary(before, word), wanted);
        }
    }

    #[test]
    fn starts_come_back_from_their_packing() {
        let long = "ä".repeat(30);
        let starts = ["", "ab", "abc", "b𝒳y", "b𝒳z", &long, &format!("{long}b")].map(String::from);
        let packed = packed_starts(&starts);
        assert!(packed.starts_with("AAabCcAb𝒳yDz"), "{packed}");
        assert_eq!(super::starts(&packed).as_deref(), Some(starts.as_slice()));
        for lie in ["a", "AZb", "Aab0", "é"] {
            let read = super::starts(lie);
            assert!(read.is_none() || lie == "Aab0", "{lie}");
        }
    }
}
