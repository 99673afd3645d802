//! Files that articles show as pictures and that are none: empty ones, pointers to a picture that
//! was not fetched, web pages that were saved under a picture's name, kinds that browsers do not
//! know. The page would show a broken picture.

use std::collections::{BTreeMap, HashMap};

use super::files::{Published, Use};
use super::pictures::Shown;
use super::size;
use crate::parse::{Document, is_video};
use crate::source::SourceTree;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static NO_PICTURE: Rule = Rule::warning(
    "no-picture",
    "an article shows a file as a picture that browsers cannot show: it is empty, damaged at \
     its beginning, a web page, a pointer of Git LFS, HEIC, TIFF, PDF, …",
);

/// The files that are shown as pictures and are none, each with what is wrong with it. Only those
/// whose size could not be told are looked at.
pub(super) fn faults(
    files: &HashMap<SourcePath, Published>,
    used: &BTreeMap<SourcePath, Use>,
    tree: &SourceTree,
) -> HashMap<SourcePath, &'static str> {
    used.iter()
        .filter(|(path, one_use)| one_use.is_shown && !is_video(path.as_str()))
        .filter(|(path, _)| files.get(*path).is_some_and(|file| file.size.is_none()))
        .filter_map(|(path, _)| {
            // What cannot be read at all is told when it is published.
            let start = tree.read_start(path, size::START).ok()?;
            Some((path.clone(), size::fault(&start)?))
        })
        .collect()
}

/// Tells each place of a document where something is shown that is no picture.
pub(super) fn tell(
    document: &Document,
    pictures: &[Shown],
    faults: &HashMap<SourcePath, &'static str>,
    problems: &mut Vec<Problem>,
) {
    for (image, shown) in document.body.images.iter().zip(pictures) {
        let Shown::File(path) = shown else { continue };
        if let Some(fault) = faults.get(path) {
            problems.push(
                Problem::of(&NO_PICTURE, "a picture that browsers cannot show")
                    .at(&document.source, image.span, format!("{path}: {fault}"))
                    .help("save it as PNG, JPEG, WebP, AVIF, GIF or SVG"),
            );
        }
    }
}
