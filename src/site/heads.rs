//! Which article heads which folder, and so the address of every article.
//!
//! An article whose address is a folder's address heads that category: `_index.md`, else
//! `index.md`, else `README.md` by name; `guide.md` beside `guide/`, or a permalink, by address.
//! `README.md` gives way to any of them, for it is the name people use when they mean something
//! else. An `index.md` that is alone in its folder is an article with its files beside it, and its
//! folder no category.

use std::collections::{BTreeMap, BTreeSet};

use super::LocaleId;
use super::address::Addresses;
use super::sources::{Placed, Role};
use super::visibility::folders_up;
use crate::text::path::UrlPath;

/// Where a published document stands.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) address: UrlPath,
    /// The category it is in, or heads.
    pub(super) folder: String,
    pub(super) is_head: bool,
}

/// The addresses of all documents for which `is_published` says so (redirects too); `None` for the
/// others and for those that give the order.
pub(super) fn standings(
    placed: &[Placed],
    is_published: impl Fn(usize) -> bool,
    addresses: &mut Addresses<'_>,
) -> Vec<Option<Standing>> {
    let bundles = bundles(placed);
    let chosen: Vec<usize> = (0..placed.len())
        .filter(|&at| is_published(at) && placed[at].role != Role::Order)
        .collect();
    let by_name = named_heads(placed, &chosen, &bundles);
    let mut standings: Vec<Option<Standing>> = vec![None; placed.len()];

    let mut readmes = Vec::new();
    for &at in &chosen {
        let one = &placed[at];
        let heads = by_name.get(&(one.locale, one.folder.as_str())) == Some(&at);
        if heads && is_named(one, "readme") {
            readmes.push(at);
            continue;
        }
        standings[at] = Some(if heads {
            let folder = addresses.folder(one.locale, &one.folder, one.source());
            // The home page stays where it is, whatever its text says of itself.
            let permalink = if one.folder.is_empty() { None } else { addresses.permalink(one) };
            let address = permalink.unwrap_or(folder);
            Standing { address, folder: one.folder.clone(), is_head: true }
        } else if bundles.contains(&(one.root.as_str(), one.folder.as_str())) {
            let (parent, name) = one.folder.rsplit_once('/').unwrap_or(("", &one.folder));
            let as_file =
                Placed { folder: parent.to_owned(), stem: name.to_owned(), ..one.clone() };
            Standing {
                address: addresses.article(&as_file),
                folder: parent.to_owned(),
                is_head: false,
            }
        } else {
            Standing { address: addresses.article(one), folder: one.folder.clone(), is_head: false }
        });
    }

    let mut folders: BTreeMap<(LocaleId, UrlPath), String> = BTreeMap::new();
    for &at in chosen.iter().filter(|&&at| !placed[at].is_redirect()) {
        let one = &placed[at];
        let folder =
            standings[at].as_ref().map_or(&one.folder, |standing| &standing.folder).clone();
        for folder in folders_up(&folder) {
            let address = addresses.folder(one.locale, folder, one.source());
            folders.entry((one.locale, address)).or_insert_with(|| folder.to_owned());
        }
    }
    let mut headed: BTreeSet<(LocaleId, String)> = BTreeSet::new();
    for &at in &chosen {
        if let Some(standing) = standings[at].as_ref().filter(|standing| standing.is_head) {
            headed.insert((placed[at].locale, standing.folder.clone()));
        }
    }
    for &at in chosen.iter().filter(|&&at| !placed[at].is_redirect()) {
        let Some(standing) = standings[at].as_mut().filter(|standing| !standing.is_head) else {
            continue;
        };
        let key = (placed[at].locale, standing.address.clone());
        let Some(folder) = folders.get(&key) else { continue };
        if headed.insert((placed[at].locale, folder.clone())) {
            standing.folder.clone_from(folder);
            standing.is_head = true;
        }
    }
    for at in readmes {
        let one = &placed[at];
        let is_free = !headed.contains(&(one.locale, one.folder.clone()));
        let folder = addresses.folder(one.locale, &one.folder, one.source());
        let address = match addresses.permalink(one) {
            Some(address) => address,
            None if is_free => folder,
            None => addresses.article(one),
        };
        standings[at] = Some(Standing { address, folder: one.folder.clone(), is_head: is_free });
    }
    standings
}

fn is_named(one: &Placed, name: &str) -> bool {
    one.stem.eq_ignore_ascii_case(name)
}

/// Folders with nothing but an `index.md` (and its translations) in and below them, by content
/// folder. Drafts count: an article must not move when its neighbour is published.
fn bundles(placed: &[Placed]) -> BTreeSet<(&str, &str)> {
    let mut with_index = BTreeSet::new();
    let mut with_more = BTreeSet::new();
    for one in placed {
        let folder = one.folder.as_str();
        if is_named(one, "index") {
            with_index.insert((one.root.as_str(), folder));
        } else {
            with_more.insert((one.root.as_str(), folder));
        }
        for above in folders_up(folder).skip(1) {
            with_more.insert((one.root.as_str(), above));
        }
    }
    with_index.retain(|key| !key.1.is_empty() && !with_more.contains(key));
    with_index
}

/// The document that heads each folder by its name.
fn named_heads<'a>(
    placed: &'a [Placed],
    chosen: &[usize],
    bundles: &BTreeSet<(&str, &str)>,
) -> BTreeMap<(LocaleId, &'a str), usize> {
    let mut heads: BTreeMap<(LocaleId, &str), (usize, usize)> = BTreeMap::new();
    for &at in chosen {
        let one = &placed[at];
        let rank = ["_index", "index", "readme"].iter().position(|name| is_named(one, name));
        let Some(rank) = rank else { continue };
        if one.is_redirect() || bundles.contains(&(one.root.as_str(), one.folder.as_str())) {
            continue;
        }
        let best = heads.entry((one.locale, &one.folder)).or_insert((rank, at));
        *best = (*best).min((rank, at));
    }
    heads.into_iter().map(|(key, (_, at))| (key, at)).collect()
}
