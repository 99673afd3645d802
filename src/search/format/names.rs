//! What search files are called: a letter for the kind, a number, and a mark made from content.
//!
//! A file whose bytes change gets another name, so browsers may keep every file for ever and a
//! publish uploads few. The root names the marks, and a mark costs a visitor two or three bytes: on a large
//! site neighbouring files share one, and change their names together.

use serde::{Deserialize, Serialize};

use crate::text::fingerprint;

/// A kind of search file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::search) enum Kind {
    /// Dictionary shards.
    Words,
    /// Near words.
    Near,
    /// Near words, reversed.
    Reversed,
    /// What results show.
    Texts,
}

impl Kind {
    fn letter(self) -> char {
        match self {
            Self::Words => 'w',
            Self::Near => 'n',
            Self::Reversed => 'r',
            Self::Texts => 't',
        }
    }

    /// The name of file `number` without its mark, as a pack has it.
    pub(in crate::search) fn plain(self, number: usize) -> String {
        format!("{}{number}", self.letter())
    }
}

/// Letters of a mark, five bits each: one change in a million gives a file the name it had before.
pub(in crate::search) const MARK: usize = 4;

/// One case only: some file systems know no other.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The marks of the files of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::search) struct Marks {
    /// How many files share a mark.
    per_mark: u32,
    /// [`MARK`] letters each.
    marks: String,
}

impl Marks {
    /// The marks of these files, at most `most`.
    pub(in crate::search) fn new(files: &[Vec<u8>], most: usize) -> Self {
        let per_mark = files.len().div_ceil(most.max(1)).max(1);
        let marks = files.chunks(per_mark).map(mark).collect();
        Self { per_mark: per_mark as u32, marks }
    }

    /// The name of file `number` of `kind`; `None` when it has no mark.
    pub(in crate::search) fn name(&self, kind: Kind, number: usize) -> Option<String> {
        let at = number.checked_div(self.per_mark as usize)? * MARK;
        Some(format!("{}-{}", kind.plain(number), self.marks.get(at..at + MARK)?))
    }
}

/// The name of a pack.
pub(in crate::search) fn pack_name(mark: &str) -> String {
    format!("pack-{mark}")
}

/// The mark of files that change their names together.
pub(in crate::search) fn mark(files: &[Vec<u8>]) -> String {
    let hashes: Vec<u8> = files.iter().flat_map(|file| *blake3::hash(file).as_bytes()).collect();
    let hash = fingerprint::number(&hashes);
    let letters = (0..MARK).map(|at| LETTERS[(hash >> (5 * at)) as usize % LETTERS.len()]);
    letters.map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_changes_its_name_and_those_of_its_fellows() {
        let mut files: Vec<Vec<u8>> = (0..10).map(|number| vec![number; 9]).collect();
        let names = |files: &[Vec<u8>]| -> Vec<Option<String>> {
            let marks = Marks::new(files, 3);
            (0..14).map(|number| marks.name(Kind::Texts, number)).collect()
        };
        let before = names(&files);
        assert_eq!(before.iter().filter(|name| name.is_some()).count(), 12);
        files[5][0] = 77;
        let after = names(&files);
        let changed: Vec<usize> = (0..12).filter(|&at| before[at] != after[at]).collect();
        assert_eq!(changed, [4, 5, 6, 7]);
        let name = before[0].clone().unwrap_or_default();
        assert!(name.starts_with("t0-") && name.len() == 3 + MARK, "{name}");
        let none = Marks::new(&[], 3);
        assert_eq!(none.name(Kind::Texts, 0), None);
    }
}
