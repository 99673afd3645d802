//! The list of what dopo wrote into an output folder: its files, and what the site said of itself.
//!
//! It lies beside the folder and not in it, for it names pages that nothing else names. The marker
//! in the folder holds the list's own name, made from what it lists: a list and a folder that do
//! not belong together never meet.

use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::stamp::Stamp;
use crate::text::fingerprint::Running;
use crate::text::path::{HASHED, OutputPath, SourcePath, UrlPath};

/// How long a file stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Life {
    /// As long as builds make it: its name is its own, its bytes change.
    Plain,
    /// One publish longer than builds make it: its name is made from its bytes.
    Hashed,
    /// This publish did not make it, the one before did.
    Kept,
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) path: OutputPath,
    pub(super) fingerprint: u64,
    pub(super) length: u64,
    pub(super) life: Life,
    /// What it looked like on disk when it was written.
    pub(super) stamp: Option<Stamp>,
}

/// What a site says of itself, beside its files: what the next build has to know of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// The pages people link to.
    pub pages: Vec<CataloguePage>,
    /// The files people link to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<CatalogueFile>,
    /// What search knows, a locale each.
    pub searches: Vec<CatalogueSearch>,
}

/// A page that people may have linked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CataloguePage {
    /// Where it stands.
    pub address: UrlPath,
    /// The file or folder it is made from; of a redirect, where it leads.
    pub source: SourcePath,
    /// Its title.
    pub title: String,
}

/// A file that people may have linked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueFile {
    /// Where it stands.
    pub address: UrlPath,
    /// The file it is made from.
    pub source: SourcePath,
}

/// The search index of a locale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueSearch {
    /// Its tag.
    pub locale: String,
    /// Where its files are, all but the root.
    pub folder: UrlPath,
    /// The addresses of all articles it finds.
    pub found: Vec<UrlPath>,
}

/// All files of the site, in path order, and its catalogue.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    entries: Vec<Entry>,
    catalogue: Catalogue,
}

impl Manifest {
    /// Takes the entries in any order. Of two for one path the first counts.
    pub(super) fn new(mut entries: Vec<Entry>, catalogue: Catalogue) -> Self {
        entries.sort_by(|left, right| left.path.cmp(&right.path));
        entries.dedup_by(|left, right| left.path == right.path);
        Self { entries, catalogue }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Takes the pages and files out of the catalogue.
    pub(super) fn take_addresses(&mut self) -> Catalogue {
        let Catalogue { pages, files, .. } = &mut self.catalogue;
        let (pages, files) = (std::mem::take(pages), std::mem::take(files));
        Catalogue { pages, files, searches: Vec::new() }
    }

    pub(super) fn get(&self, path: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok()?;
        self.entries.get(at)
    }

    /// Whether a file of the site is below the folder `path`.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        let start = format!("{path}/");
        let at = self.entries.partition_point(|entry| entry.path.as_str() < start.as_str());
        self.entries.get(at).is_some_and(|entry| entry.path.as_str().starts_with(&start))
    }

    /// The list's name: equal for equal sites, whenever and wherever they were written.
    pub(super) fn generation(&self) -> String {
        // A hash of many small parts is slow, and of one text a second list in memory.
        let mut running = BufWriter::with_capacity(64 * 1024, Running::default());
        // Nothing can go wrong: what is written is only taken in.
        let _ = serde_json::to_writer(&mut running, &self.catalogue);
        for Entry { path, fingerprint, length, life, .. } in &self.entries {
            let _ = write!(running, "\n{fingerprint:016x} {length} {life:?} {path}");
        }
        let _ = running.flush();
        format!("{:016x}", running.get_ref().number())
    }

    /// Reads a list. One that is damaged, or not the one of `generation`, gives `None`.
    pub(super) fn parse(bytes: &[u8], generation: &str) -> Option<Self> {
        let read: Self = serde_json::from_slice(bytes).ok()?;
        let is_confined = read.entries.iter().all(|entry| super::is_confined(&entry.path));
        (is_confined && read.generation() == generation).then_some(read)
    }

    pub(super) fn render(&self) -> Vec<u8> {
        // Texts and numbers always have a JSON form.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Only the files that have come to `folder`: at the place of another may be a person's.
    pub(super) fn come_to(mut self, folder: &Path) -> Self {
        self.entries.retain(|entry| {
            let found = std::fs::symlink_metadata(folder.join(entry.path.as_str()));
            found.is_ok_and(|found| Stamp::of(&found) == entry.stamp)
        });
        self
    }

    /// What is in either; where both have a file, ours counts.
    pub(super) fn and(self, other: Self) -> Self {
        let Self { mut entries, mut catalogue } = self;
        entries.extend(other.entries);
        catalogue.searches.extend(other.catalogue.searches);
        catalogue.pages.extend(other.catalogue.pages);
        catalogue.pages.sort_by(|left, right| left.address.cmp(&right.address));
        catalogue.pages.dedup_by(|left, right| left.address == right.address);
        catalogue.files.extend(other.catalogue.files);
        catalogue.files.sort_by(|left, right| left.address.cmp(&right.address));
        catalogue.files.dedup_by(|left, right| left.address == right.address);
        Self::new(entries, catalogue)
    }
}

impl Life {
    /// The life of a file this publish makes: its path says it.
    pub(super) fn of(path: &OutputPath) -> Self {
        let hashed = HASHED.trim_start_matches('/');
        if path.as_str().starts_with(hashed) { Self::Hashed } else { Self::Plain }
    }
}

/// What the marker in an output folder says: which list is the folder's.
#[derive(Debug)]
pub(super) enum Marker {
    /// The list of this name.
    Generation(String),
    /// The list itself, as dopo 0.1 wrote it.
    List(Manifest),
    /// Nothing that can be read.
    Unreadable,
}

/// The first line of a marker.
const MARKER_HEADING: &str = "dopo site 2";
/// The first line of a marker of dopo 0.1; after it a line a file: fingerprint, length, life, path.
const LIST_HEADING: &str = "dopo site 1";

impl Marker {
    pub(super) fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        match (lines.next(), lines.next()) {
            (Some(MARKER_HEADING), Some(generation)) if is_generation(generation) => {
                Self::Generation(generation.to_owned())
            }
            (Some(LIST_HEADING), _) => {
                let entries = text.lines().skip(1).filter_map(parse_line).collect();
                Self::List(Manifest::new(entries, Catalogue::default()))
            }
            _ => Self::Unreadable,
        }
    }

    pub(super) fn render(generation: &str) -> String {
        format!("{MARKER_HEADING}\n{generation}\n")
    }
}

/// A generation becomes part of a file name.
pub(super) fn is_generation(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn parse_line(line: &str) -> Option<Entry> {
    let mut parts = line.splitn(4, ' ');
    Some(Entry {
        fingerprint: u64::from_str_radix(parts.next()?, 16).ok()?,
        length: parts.next()?.parse().ok()?,
        life: match parts.next()? {
            "plain" => Life::Plain,
            "hashed" => Life::Hashed,
            "kept" => Life::Kept,
            _ => return None,
        },
        path: OutputPath::new(parts.next()?),
        stamp: None,
    })
    .filter(|entry| super::is_confined(&entry.path))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn entry(path: &str, life: Life) -> Entry {
        Entry { path: OutputPath::new(path), fingerprint: 0x00ab, length: 7, life, stamp: None }
    }

    fn list() -> Manifest {
        let entries = vec![entry("b c/è.html", Life::Hashed), entry("a.html", Life::Plain)];
        let page = CataloguePage {
            address: UrlPath::new("/a.html"),
            source: SourcePath::new("content/a\nb.md"),
            title: "A \"title\"".to_owned(),
        };
        Manifest::new(entries, Catalogue { pages: vec![page], ..Catalogue::default() })
    }

    #[test]
    fn what_is_written_is_read_again_in_path_order() {
        let list = list();
        let read = Manifest::parse(&list.render(), &list.generation()).unwrap();
        assert_eq!(read, list);
        assert_eq!(read.entries()[0].path.as_str(), "a.html");
        assert_eq!(read.get("b c/è.html"), Some(&entry("b c/è.html", Life::Hashed)));
        assert_eq!(read.get("c"), None);
        for (folder, is_there) in [("b c", true), ("b", false), ("a.html", false), ("c", false)] {
            assert_eq!(read.is_folder(folder), is_there, "{folder}");
        }
    }

    #[test]
    fn a_list_that_is_damaged_or_of_another_site_is_none() {
        let list = list();
        let (bytes, generation) = (list.render(), list.generation());
        let text = String::from_utf8(bytes.clone()).unwrap();
        for damaged in [
            "",
            "hello",
            &text[..text.len() - 1],
            &text.replace("a.html", "b.html"),
            &text.replace("plain", "kept"),
            &text.replace("title", "tittle"),
        ] {
            assert!(Manifest::parse(damaged.as_bytes(), &generation).is_none(), "{damaged}");
        }
        assert!(Manifest::parse(&bytes, "0123456789abcdef").is_none());
        let leaving = Manifest::new(vec![entry("../a", Life::Plain)], Catalogue::default());
        assert!(Manifest::parse(&leaving.render(), &leaving.generation()).is_none());
    }

    #[test]
    fn when_and_where_a_site_was_written_is_not_in_its_name() {
        let mut stamped = list();
        let found = std::fs::metadata(file!()).or_else(|_| std::fs::metadata(".")).unwrap();
        stamped.entries[0].stamp = Stamp::of(&found);
        assert_eq!(stamped.generation(), list().generation());
    }

    #[test]
    fn markers_name_a_list_or_are_one_of_old() {
        let read = Marker::parse(&Marker::render("0123456789abcdef"));
        assert!(matches!(read, Marker::Generation(name) if name == "0123456789abcdef"));
        let Marker::List(old) = Marker::parse(
            "dopo site 1\n00ab 7 plain a.html\nzz 1 plain a\n1 1 new a\n1 1 plain ../a\n1 1\n",
        ) else {
            panic!("a list of old");
        };
        assert_eq!(old.entries(), [entry("a.html", Life::Plain)]);
        for text in ["", "hello", "dopo site 2", "dopo site 2\n../../etc/passwd", "dopo site 3\nab"]
        {
            assert!(matches!(Marker::parse(text), Marker::Unreadable), "{text}");
        }
    }
}
