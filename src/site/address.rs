//! Addresses: where articles and folders stand by their names, `slug` and `permalink`.
//!
//! All of it is permanent: customers and other sites hold these addresses, so a change here breaks
//! links. The tables of cases in the tests are the contract.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::LocaleId;
use super::sources::{Placed, Role};
use crate::config::Config;
use crate::text::fingerprint::fingerprint;
use crate::text::path::{SourcePath, UrlPath};
use crate::text::problem::Problem;
use crate::text::slug::{address_part, is_cleaned};

/// The addresses of folders, made as they are asked for.
pub(super) struct Addresses<'a> {
    config: &'a Config,
    /// What `slug` of a folder's `_index.md` calls the folder.
    slugs: BTreeMap<(LocaleId, &'a str), &'a str>,
    folders: BTreeMap<(LocaleId, String), UrlPath>,
    told: BTreeSet<String>,
    problems: Vec<Problem>,
}

impl<'a> Addresses<'a> {
    pub(super) fn new(placed: &'a [Placed], config: &'a Config) -> Self {
        let slugs = placed
            .iter()
            .filter(|one| one.role == Role::Folder)
            .filter_map(|one| {
                let slug = one.document.front.slug.as_ref()?;
                Some(((one.locale, &*one.folder), slug.text.as_str()))
            })
            .collect();
        Self {
            config,
            slugs,
            folders: BTreeMap::new(),
            told: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// The address of `folder` (below the content folder) in `locale`; `source` is a file in it,
    /// for problems.
    pub(super) fn folder(
        &mut self,
        locale: LocaleId,
        folder: &str,
        source: &SourcePath,
    ) -> UrlPath {
        if folder.is_empty() {
            return home(self.config, locale);
        }
        if let Some(known) = self.folders.get(&(locale, folder.to_owned())) {
            return known.clone();
        }
        let (parent, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        let parent = self.folder(locale, parent, source);
        let name = self.slugs.get(&(locale, folder)).copied().unwrap_or(name);
        let part = self.part(name, source, "the folder", folder);
        let address = UrlPath::new(format!("{parent}{part}/"));
        self.folders.insert((locale, folder.to_owned()), address.clone());
        address
    }

    /// The address of an article that heads nothing by its name.
    pub(super) fn article(&mut self, one: &Placed) -> UrlPath {
        if let Some(address) = self.permalink(one) {
            return address;
        }
        let parent = self.folder(one.locale, &one.folder, one.source());
        let name = one.document.front.slug.as_ref().map_or(&*one.stem, |slug| &slug.text);
        let part = self.part(name, one.source(), "the article", &one.content_path);
        UrlPath::new(format!("{parent}{part}/"))
    }

    /// The address a document gives itself by `permalink`, below its locale.
    pub(super) fn permalink(&mut self, one: &Placed) -> Option<UrlPath> {
        let written = one.document.front.permalink.as_ref()?;
        let home = home(self.config, one.locale);
        match whole(&written.text) {
            Some(address) if address.as_str().starts_with(home.as_str()) => Some(address),
            Some(address) => {
                Some(UrlPath::new(format!("{home}{}", address.as_str().trim_start_matches('/'))))
            }
            None => {
                self.problems.push(
                    Problem::warning(
                        "wrong-value",
                        "a `permalink` that is no address of this site",
                    )
                    .at(one.source(), written.span, format!("`{}` is not used", written.text))
                    .help("write it as /folder/name/"),
                );
                None
            }
        }
    }

    /// One part of an address. What is left out of a name is told once for each folder or article.
    fn part(&mut self, name: &str, source: &SourcePath, what: &str, path: &str) -> String {
        let part = address_part(name);
        let has_name = part.chars().any(|letter| letter != '.');
        let is_new = (!has_name || is_cleaned(name)) && self.told.insert(path.to_owned());
        if is_new && has_name {
            self.problems.push(
                Problem::warning("cleaned-address", "an address without characters of the name")
                    .in_file(source, format!("{what} `{name}` stands at `{part}`"))
                    .help("rename it, or choose the address with `slug`"),
            );
        } else if is_new {
            self.problems.push(
                Problem::error("cleaned-address", "a name of which no address can be made")
                    .in_file(source, format!("nothing of {what} `{name}` can stand in an address"))
                    .help("rename it, or choose the address with `slug`"),
            );
        }
        if has_name { part } else { fingerprint(path.as_bytes()) }
    }
}

/// The home page of a locale: `/`, and `/en/` for a further one.
pub(super) fn home(config: &Config, locale: LocaleId) -> UrlPath {
    match config.locales.get(usize::from(locale.0)) {
        Some(further) if locale.0 != 0 => {
            UrlPath::new(format!("/{}/", further.locale.as_str().to_lowercase()))
        }
        _ => UrlPath::root(),
    }
}

/// An address as a writer gives it whole: `/x`, `/x/` and `/x/index.html` are one; a name with an
/// ending (`/x.html`) is that very file. `None` when it is no path of this site.
pub(super) fn whole(written: &str) -> Option<UrlPath> {
    let path = written.trim().strip_suffix("index.html").unwrap_or(written.trim());
    let has_bad = |letter: char| letter.is_control() || "\\?#<>:\"|*".contains(letter);
    if path.contains(has_bad) || (written.trim().is_empty()) {
        return None;
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| part.chars().all(|letter| letter == '.')) {
        return None;
    }
    let joined: String = parts.join("/").nfc().collect();
    let is_file = !path.ends_with('/') && parts.last().is_some_and(|last| is_page_file(last));
    Some(match joined.as_str() {
        "" => UrlPath::root(),
        _ if is_file => UrlPath::new(format!("/{joined}")),
        _ => UrlPath::new(format!("/{joined}/")),
    })
}

fn is_page_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty() && matches!(ending, "html" | "htm" | "php" | "aspx" | "asp" | "jsp")
    })
}
