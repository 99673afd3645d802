//! Which article heads which folder, and so the address of every article.
//!
//! An article whose address is a folder's address heads that category. Of several that mean one
//! folder the first of these does: `_index.md`; `guide.md` beside `guide/`, or a permalink; then
//! `index.md`; then `README.md`. The last two are there for other reasons as well, so they give way
//! and stand at an address of their own; `README.md` in silence, for people mean nothing by it. An
//! `index.md` that is alone in its folder is an article with its files beside it, and its folder no
//! category.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::LocaleId;
use super::address::{Addresses, NamedBy};
use super::claims::folded;
use super::sources::{Placed, Role};
use super::visibility::folders_up;
use crate::text::path::UrlPath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static SHARED_ADDRESS: Rule = Rule::warning(
    "shared-address",
    "`guide.md` and `guide/index.md` mean one address; one gives way",
);

/// Where a published document stands.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) address: UrlPath,
    pub(super) named_by: NamedBy,
    /// The category it is in, or heads.
    pub(super) folder: String,
    pub(super) is_head: bool,
}

/// What the name of a document says about its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// It means the folder: `_index.md`, `index.md`, `README.md`, by their rank.
    Index(usize),
    /// `index.md` alone in its folder: it means an article of the folder above.
    Bundle,
    /// It has a name of its own.
    Named,
}

/// The names that mean a folder, in order of rank.
const INDEXES: [&str; 3] = ["_index", "index", "readme"];

/// `guide.md` beside `guide/`, or a permalink: ranks after `_index.md`.
const BY_ADDRESS: (usize, usize) = (0, 1);

/// Where a document would stand if it were alone.
#[derive(Clone, Debug)]
struct Wish {
    at: usize,
    address: UrlPath,
    named_by: NamedBy,
    folder: String,
    form: Form,
}

/// The addresses of all documents for which `is_published` says so (redirects too); `None` for the
/// others and for those that give the order. In a folder that is no project, who has another's
/// address gets a number, so that a newcomer sees a site.
pub(super) fn standings(
    placed: &[Arc<Placed>],
    is_published: impl Fn(usize) -> bool,
    addresses: &mut Addresses<'_>,
) -> Vec<Option<Standing>> {
    let bundles = bundles(placed);
    let published = (0..placed.len()).filter(|&at| is_published(at));
    let mut wishes: Vec<Wish> = published
        .filter(|&at| placed[at].role != Role::Order)
        .map(|at| wish(at, &placed[at], form(&placed[at], &bundles), addresses))
        .collect();
    bundles_give_way(&mut wishes, placed, addresses);
    let folders = folders(&wishes, placed, addresses);
    let heads = heads(&wishes, placed, &folders);

    let mut standings: Vec<Option<Standing>> = vec![None; placed.len()];
    for wish in wishes {
        let one = &placed[wish.at];
        let folder = headed(&wish, one, &folders).unwrap_or(&wish.folder).to_owned();
        let head = heads.get(&(one.locale, folder.clone())).copied();
        let is_head = head.is_some_and(|(_, at)| at == wish.at);
        let gives_way = matches!(wish.form, Form::Index(_)) && wish.named_by == NamedBy::File;
        let standing = if !is_head && gives_way {
            let (address, named_by) = addresses.named(one);
            if let Some((BY_ADDRESS, head)) = head
                && wish.form == Form::Index(1)
            {
                addresses.tell(gave_way(one, &placed[head], &wish.address, &address));
            }
            Standing { address, named_by, folder: wish.folder, is_head }
        } else {
            let folder = if is_head { folder } else { wish.folder };
            Standing { address: wish.address, named_by: wish.named_by, folder, is_head }
        };
        standings[wish.at] = Some(standing);
    }
    if addresses.is_bare() {
        number_doubles(&mut standings, placed, addresses);
    }
    standings
}

fn form(one: &Placed, bundles: &BTreeSet<(&str, &str)>) -> Form {
    if bundles.contains(&(one.root.as_str(), one.folder.as_str())) {
        return Form::Bundle;
    }
    let rank = INDEXES.iter().position(|name| one.stem.eq_ignore_ascii_case(name));
    rank.filter(|_| !one.is_redirect()).map_or(Form::Named, Form::Index)
}

fn wish(at: usize, one: &Placed, form: Form, addresses: &mut Addresses<'_>) -> Wish {
    let parent = one.folder.rsplit_once('/');
    let folder = match form {
        Form::Bundle => parent.map_or("", |(parent, _)| parent).to_owned(),
        _ => one.folder.clone(),
    };
    // The home page stays where it is, whatever its text says of itself.
    let is_home = matches!(form, Form::Index(_)) && one.folder.is_empty();
    let given = if is_home { None } else { addresses.given(one) };
    let (address, named_by) = given.unwrap_or_else(|| match form {
        Form::Index(_) => (addresses.folder(one.locale, &one.folder, one.source()), NamedBy::File),
        Form::Bundle => {
            let stem = parent.map_or(one.folder.as_str(), |(_, name)| name).to_owned();
            addresses.named(&Placed { folder: folder.clone(), stem, ..one.clone() })
        }
        Form::Named => addresses.named(one),
    });
    Wish { at, address, named_by, folder, form }
}

/// An `index.md` alone in `guide/` means the same address as `guide.md` beside it: that one has it,
/// and the folder becomes its category.
fn bundles_give_way(wishes: &mut [Wish], placed: &[Arc<Placed>], addresses: &mut Addresses<'_>) {
    let mut named: HashMap<(LocaleId, UrlPath), usize> = HashMap::new();
    for wish in wishes.iter().filter(|wish| !placed[wish.at].is_redirect()) {
        if wish.form == Form::Named || matches!(wish.named_by, NamedBy::Permalink(_)) {
            named.entry((placed[wish.at].locale, wish.address.clone())).or_insert(wish.at);
        }
    }
    for wish in wishes.iter_mut().filter(|wish| wish.form == Form::Bundle) {
        let one = &placed[wish.at];
        if one.is_redirect() || wish.named_by != NamedBy::File {
            continue;
        }
        let Some(&other) = named.get(&(one.locale, wish.address.clone())) else { continue };
        let (address, named_by) = addresses.named(one);
        addresses.tell(gave_way(one, &placed[other], &wish.address, &address));
        let folder = one.folder.clone();
        *wish = Wish { at: wish.at, address, named_by, folder, form: Form::Named };
    }
}

/// The folders with articles, by the address they have of themselves.
fn folders(
    wishes: &[Wish],
    placed: &[Arc<Placed>],
    addresses: &mut Addresses<'_>,
) -> BTreeMap<(LocaleId, UrlPath), String> {
    let mut folders = BTreeMap::new();
    for wish in wishes.iter().filter(|wish| !placed[wish.at].is_redirect()) {
        let one = &placed[wish.at];
        for folder in folders_up(&wish.folder) {
            let address = addresses.folder(one.locale, folder, one.source());
            folders.entry((one.locale, address)).or_insert_with(|| folder.to_owned());
        }
    }
    folders
}

/// The folder a document would head: the one at its address, else the one its name means.
fn headed<'a>(
    wish: &'a Wish,
    one: &'a Placed,
    folders: &'a BTreeMap<(LocaleId, UrlPath), String>,
) -> Option<&'a str> {
    if one.is_redirect() {
        return None;
    }
    let is_index = matches!(wish.form, Form::Index(_));
    let by_name = is_index.then_some(one.folder.as_str());
    if is_index && wish.named_by == NamedBy::File {
        return by_name;
    }
    let by_address = folders.get(&(one.locale, wish.address.clone()));
    by_address.map(String::as_str).or(by_name)
}

/// The document that heads each folder, with its rank.
fn heads(
    wishes: &[Wish],
    placed: &[Arc<Placed>],
    folders: &BTreeMap<(LocaleId, UrlPath), String>,
) -> BTreeMap<(LocaleId, String), ((usize, usize), usize)> {
    let mut heads = BTreeMap::new();
    for wish in wishes {
        let one = &placed[wish.at];
        let Some(folder) = headed(wish, one, folders) else { continue };
        let rank = match wish.form {
            Form::Index(rank) if folder == one.folder => (rank, 0),
            _ => BY_ADDRESS,
        };
        let best = heads.entry((one.locale, folder.to_owned())).or_insert((rank, wish.at));
        *best = (*best).min((rank, wish.at));
    }
    heads
}

/// Who has the address of one before him in path order is told apart by a number.
fn number_doubles(
    standings: &mut [Option<Standing>],
    placed: &[Arc<Placed>],
    addresses: &mut Addresses<'_>,
) {
    let key = |address: &UrlPath| folded(address.as_str());
    let by_name = |standing: &Standing| standing.named_by == NamedBy::File && !standing.is_head;
    let mut taken: HashMap<String, usize> = HashMap::new();
    for (at, standing) in standings.iter().enumerate() {
        if let Some(standing) = standing.as_ref().filter(|standing| !by_name(standing)) {
            taken.entry(key(&standing.address)).or_insert(at);
        }
    }
    for (at, standing) in standings.iter_mut().enumerate() {
        let Some(standing) = standing.as_mut().filter(|standing| by_name(standing)) else {
            continue;
        };
        let meant = standing.address.clone();
        let stem = meant.as_str().trim_end_matches('/');
        let numbered = (2..).map(|number| UrlPath::new(format!("{stem}-{number}/")));
        let mut candidates = std::iter::once(meant.clone()).chain(numbered);
        if let Some(free) = candidates.find(|address| !taken.contains_key(&key(address))) {
            standing.address = free;
        }
        if let Some(&other) = taken.get(&key(&meant)) {
            addresses.tell(gave_way(&placed[at], &placed[other], &meant, &standing.address));
        }
        taken.insert(key(&standing.address), at);
    }
}

fn gave_way(one: &Placed, other: &Placed, meant: &UrlPath, address: &UrlPath) -> Problem {
    let text =
        format!("`{meant}` is the address of {}; this stands at `{address}`", other.source());
    Problem::of(&SHARED_ADDRESS, "two documents mean one address, and one gives way")
        .in_file(one.source(), text)
        .in_file(other.source(), "this keeps the address")
        .help("rename one of the two, or choose its address with `slug` or `permalink`")
}

/// Folders with nothing but an `index.md` (and its translations) in and below them, by content
/// folder. Drafts count: an article must not move when its neighbour is published.
fn bundles(placed: &[Arc<Placed>]) -> BTreeSet<(&str, &str)> {
    let mut with_index = BTreeSet::new();
    let mut with_more = BTreeSet::new();
    for one in placed {
        let folder = one.folder.as_str();
        if one.stem.eq_ignore_ascii_case("index") {
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
