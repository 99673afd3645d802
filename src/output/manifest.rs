//! The list of what dopo wrote, in the output folder itself under the name of
//! [`MARKER`](crate::source::MARKER). It makes the folder ours, and the next build compares with it
//! what is unchanged.
//!
//! One line a file, in path order: fingerprint, length, life, path. Equal sites have equal
//! manifests, but for the files kept from the publish before.

use std::fmt::Write as _;

use crate::text::path::{HASHED, OutputPath};

/// The first line, which says what the file is.
const HEADING: &str = "dopo site 1";

/// How long a file stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// As long as builds make it: its name is its own, its bytes change.
    Plain,
    /// One publish longer than builds make it: its name is made from its bytes.
    Hashed,
    /// This publish did not make it, the one before did.
    Kept,
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) path: OutputPath,
    pub(super) fingerprint: u64,
    pub(super) length: u64,
    pub(super) life: Life,
}

/// All files of the site, in path order.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    entries: Vec<Entry>,
}

impl Manifest {
    /// Takes the entries in any order.
    pub(super) fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable_by(|left, right| left.path.cmp(&right.path));
        Self { entries }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn get(&self, path: &OutputPath) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        self.entries.get(at)
    }

    /// Reads a manifest. A text of another kind or version gives `None`, and a line that says
    /// nothing is left out: its file is then written anew.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADING) {
            return None;
        }
        Some(Self::new(lines.filter_map(parse_line).collect()))
    }

    pub(super) fn render(&self) -> String {
        let mut text = format!("{HEADING}\n");
        for Entry { path, fingerprint, length, life } in &self.entries {
            let life = life.name();
            let _ = writeln!(text, "{fingerprint:016x} {length} {life} {path}");
        }
        text
    }
}

fn parse_line(line: &str) -> Option<Entry> {
    let mut parts = line.splitn(4, ' ');
    Some(Entry {
        fingerprint: u64::from_str_radix(parts.next()?, 16).ok()?,
        length: parts.next()?.parse().ok()?,
        life: Life::parse(parts.next()?)?,
        path: OutputPath::new(parts.next()?),
    })
    .filter(|entry| super::is_confined(&entry.path))
}

impl Life {
    /// The life of a file this publish makes: its path says it.
    pub(super) fn of(path: &OutputPath) -> Self {
        let hashed = HASHED.trim_start_matches('/');
        if path.as_str().starts_with(hashed) { Self::Hashed } else { Self::Plain }
    }

    const ALL: [Self; 3] = [Self::Plain, Self::Hashed, Self::Kept];

    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Hashed => "hashed",
            Self::Kept => "kept",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|life| life.name() == name)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn entry(path: &str, life: Life) -> Entry {
        Entry { path: OutputPath::new(path), fingerprint: 0x00ab, length: 7, life }
    }

    #[test]
    fn what_is_written_is_read_again_in_path_order() {
        let entries = vec![entry("b c/è.html", Life::Hashed), entry("a.html", Life::Plain)];
        let text = Manifest::new(entries).render();
        assert_eq!(
            text,
            "dopo site 1\n00000000000000ab 7 plain a.html\n00000000000000ab 7 hashed b c/è.html\n"
        );
        let read = Manifest::parse(&text).unwrap();
        assert_eq!(read.render(), text);
        assert_eq!(
            read.get(&OutputPath::new("b c/è.html")),
            Some(&entry("b c/è.html", Life::Hashed))
        );
        assert_eq!(read.get(&OutputPath::new("c")), None);
    }

    #[test]
    fn foreign_texts_are_no_manifest_and_bad_lines_are_left_out() {
        assert!(Manifest::parse("hello").is_none());
        let read = Manifest::parse("dopo site 1\nzz 1 plain a\n1 1 new a\n1 1 plain ../a\n1 1\n");
        assert!(read.unwrap().entries().is_empty());
    }
}
