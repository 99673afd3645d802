//! Files that articles show as pictures and that are none: empty ones, pointers to a picture that
//! was not fetched, web pages that were saved under a picture's name, kinds that browsers do not
//! know. The page would show a broken picture.

use std::collections::HashMap;

use super::files::Published;
use super::outline::Outline;
use super::pictures::Shown;
use super::references::References;
use super::size;
use crate::parse::is_video;
use crate::source::SourceTree;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// Tells each place where something is shown that is no picture. Only files whose size could not be
/// told are looked at.
pub(super) fn tell(
    outline: &Outline<'_>,
    references: &[References],
    files: &HashMap<SourcePath, Published>,
    tree: &SourceTree,
    problems: &mut Vec<Problem>,
) {
    let mut known: HashMap<&SourcePath, Option<&'static str>> = HashMap::new();
    for (entry, references) in outline.entries.iter().zip(references) {
        let document = &entry.placed.document;
        for (image, shown) in document.body.images.iter().zip(&references.pictures) {
            let Shown::File(path) = shown else { continue };
            let has_size = files.get(path).is_none_or(|file| file.size.is_some());
            if has_size || is_video(path.as_str()) {
                continue;
            }
            let fault = known.entry(path).or_insert_with(|| {
                // What cannot be read at all is told when it is published.
                tree.read_start(path, size::START).ok().and_then(|start| size::fault(&start))
            });
            if let Some(fault) = fault {
                let headline = "a picture that browsers cannot show";
                problems.push(
                    Problem::warning("no-picture", headline)
                        .at(&document.source, image.span, format!("{path}: {fault}"))
                        .help("save it as PNG, JPEG, WebP, AVIF, GIF or SVG"),
                );
            }
        }
    }
}
