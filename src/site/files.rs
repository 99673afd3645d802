//! The files that are published beside the pages: `static/` whole, and of the content folders just
//! what published articles show or link to and [may be published](super::publishable). They stand at
//! their own path below the content folder, cleaned as addresses are, so that one picture used in ten
//! articles is there once.

use std::collections::{BTreeMap, HashMap};

use super::claims::{Claimant, Claims, Kind};
use super::sources::Content;
use super::{PublishedFile, Treatment, publishable, size};
use crate::parse::is_video;
use crate::source::SourceTree;
use crate::text::fingerprint::fingerprint;
use crate::text::path::{SourcePath, UrlPath};
use crate::text::slug::address_part;

/// Width in pixels of the variant for phones: 400 CSS pixels on a screen of double density.
const SMALL_WIDTH: u32 = 800;

/// A picture is worth a variant from this width on.
const WIDE: u32 = 900;

/// A published file as articles name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Published {
    pub(super) address: UrlPath,
    pub(super) size: Option<(u32, u32)>,
    pub(super) small: Option<(UrlPath, u32)>,
}

/// How a file is used by the articles that name it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Use {
    /// Shown as a picture: its size is wanted.
    pub(super) is_shown: bool,
}

/// Everything below `static/`, as it is.
pub(super) fn static_files(
    tree: &SourceTree,
    content: &Content,
    claims: &mut Claims,
) -> Vec<PublishedFile> {
    tree.below("static")
        .filter(|(path, entry)| content.may_stand_for(path, entry))
        .filter_map(|(path, _)| {
            let output = UrlPath::new(static_address(path.as_str())?).output();
            let is_ours =
                claims.claim(std::slice::from_ref(&output), Claimant::whole(path, Kind::Static));
            let file = PublishedFile { source: path.clone(), output, treatment: Treatment::Copy };
            is_ours.then_some(file)
        })
        .collect()
}

/// The address of a file below `static/`.
pub(super) fn static_address(path: &str) -> Option<&str> {
    path.strip_prefix("static").filter(|address| address.starts_with('/'))
}

/// Gives each used file its address, its size and what is to be done to it. Adds to `files` what
/// is not there by being static.
pub(super) fn publish(
    used: &BTreeMap<SourcePath, Use>,
    content: &Content,
    has_static: bool,
    tree: &SourceTree,
    claims: &mut Claims,
    files: &mut Vec<PublishedFile>,
) -> HashMap<SourcePath, Published> {
    let mut published = HashMap::with_capacity(used.len());
    for (path, one_use) in used {
        let in_static = static_address(path.as_str()).filter(|_| has_static);
        let address = match in_static {
            Some(address) => UrlPath::new(address),
            None => {
                let address = address_of(path, content);
                let output = address.output();
                if !claims.claim(std::slice::from_ref(&output), Claimant::whole(path, Kind::Linked))
                {
                    continue;
                }
                let treatment = Treatment::StripMetadata;
                files.push(PublishedFile { source: path.clone(), output, treatment });
                address
            }
        };
        let size = one_use.is_shown.then(|| size_of(tree, path)).flatten();
        published.insert(path.clone(), Published { address, size, small: None });
    }
    add_variants(&mut published, tree, claims, files);
    published
}

/// Variants come when every file has its path: one whose path is taken is done without.
fn add_variants(
    published: &mut HashMap<SourcePath, Published>,
    tree: &SourceTree,
    claims: &mut Claims,
    files: &mut Vec<PublishedFile>,
) {
    let mut in_order: Vec<(&SourcePath, &mut Published)> = published.iter_mut().collect();
    in_order.sort_by_key(|(path, _)| *path);
    for (path, file) in in_order {
        if !file.size.is_some_and(|size| deserves_small(path, size, tree)) {
            continue;
        }
        let small = small_address(&file.address);
        let output = small.output();
        if claims.refused(&output, Kind::Linked).is_none() {
            claims.hold(&output, Claimant::whole(path, Kind::Linked));
            let treatment = Treatment::Resize(SMALL_WIDTH);
            files.push(PublishedFile { source: path.clone(), output, treatment });
            file.small = Some((small, SMALL_WIDTH));
        }
    }
}

/// Whether `path` may be published when an article names it: see [`publishable`].
pub(super) fn may_publish(path: &SourcePath, content: &Content) -> bool {
    let address = address_of(path, content);
    publishable::is_publishable(address.as_str().rsplit('/').next().unwrap_or(""))
}

/// The path below the content folder, each part cleaned; below the locale's home for a content
/// folder of its own.
fn address_of(path: &SourcePath, content: &Content) -> UrlPath {
    let Some((_, locale, below)) = content.place(path.as_str()) else {
        return UrlPath::new(format!("/{path}"));
    };
    let parts: Vec<String> = below
        .split('/')
        .map(|part| {
            let clean = address_part(part);
            let has_name = clean.chars().any(|letter| letter != '.');
            if has_name { clean } else { fingerprint(part.as_bytes()) }
        })
        .collect();
    UrlPath::new(format!("{}{}", content.home(locale), parts.join("/")))
}

/// `/a/photo.jpg` has its variant at `/a/photo.800w.jpg`.
fn small_address(address: &UrlPath) -> UrlPath {
    let (stem, ending) = address.as_str().rsplit_once('.').unwrap_or((address.as_str(), ""));
    UrlPath::new(format!("{stem}.{SMALL_WIDTH}w.{ending}"))
}

fn ending(path: &SourcePath) -> String {
    path.extension().to_ascii_lowercase()
}

fn size_of(tree: &SourceTree, path: &SourcePath) -> Option<(u32, u32)> {
    if is_video(path.as_str()) {
        return None;
    }
    let read = |length| tree.read_start(path, length).ok();
    let start = read(size::START)?;
    size::of(&start).or_else(|| {
        let long = size::may_lie_behind(&start).then(|| read(size::LONG_START)).flatten()?;
        size::of(&long)
    })
}

/// Whether a variant saves bytes: judged by what such a picture usually takes, for nothing is
/// encoded here. Drawings in PNG grow when they are scaled and keep their one size.
fn deserves_small(path: &SourcePath, (width, height): (u32, u32), tree: &SourceTree) -> bool {
    let quarter_bytes_per_pixel = match ending(path).as_str() {
        "jpg" | "jpeg" | "jfif" | "jpe" => 1,
        "png" => 8,
        _ => return false,
    };
    let bytes = tree.entry(path.as_str()).map_or(0, |entry| entry.size);
    let small_height = u64::from(height) * u64::from(SMALL_WIDTH) / u64::from(width.max(1));
    let small_bytes = u64::from(SMALL_WIDTH) * small_height * quarter_bytes_per_pixel / 4;
    width > WIDE && small_bytes * 10 < bytes * 7
}
