//! Files published as they are, or nearly so: pictures of articles without what is not drawn, and
//! smaller variants of them.
//!
//! What is not a picture is never in memory whole. A picture that cannot be cleaned is an error: a
//! project that sets the rule lower publishes it as it is.

use crate::output::picture::{self, TooManyPixels};
use crate::output::{Failure, Output, Sink};
use crate::site::{PublishedFile, Treatment};
use crate::source::{LARGEST_IN_MEMORY, SourceTree};
use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// How far into a picture of `static/` is looked for its place: cameras write it in front.
const START: usize = 256 * 1024;

/// Gives one published file to `sink`. What is wrong with it is the project's problem.
pub(super) fn publish(
    tree: &SourceTree,
    file: &PublishedFile,
    sink: &impl Sink,
) -> Result<Option<Problem>, Failure> {
    let work = Work { tree, file, sink };
    match file.treatment {
        Treatment::Copy => work.copy_told(),
        Treatment::StripMetadata => work.clean(),
        Treatment::Resize(width) => work.resize(width),
    }
}

struct Work<'a, S> {
    tree: &'a SourceTree,
    file: &'a PublishedFile,
    sink: &'a S,
}

impl<S: Sink> Work<'_, S> {
    fn copy(&self) -> Result<Option<Problem>, Failure> {
        let Some(source) = self.tree.file(&self.file.source) else { return Ok(None) };
        match self.sink.copy(self.file.output.clone(), &source) {
            Err(Failure::Source { path, cause }) => Ok(Some(unreadable(&path, &cause))),
            copied => copied.map(|()| None),
        }
    }

    /// A file of `static/`, as it is; a place in it is told.
    fn copy_told(&self) -> Result<Option<Problem>, Failure> {
        let copied = self.copy()?;
        let is_picture = |start: &Vec<u8>| picture::can_hold_metadata(start);
        let holds_place = copied.is_none()
            && self.start(picture::SIGNATURE).as_ref().is_some_and(is_picture)
            && self.start(START).is_some_and(|start| picture::holds_place(&start));
        Ok(copied.or_else(|| holds_place.then(|| place_in_static(&self.file.source))))
    }

    fn start(&self, length: usize) -> Option<Vec<u8>> {
        self.tree.read_start(&self.file.source, length).ok()
    }

    fn put(&self, bytes: Vec<u8>) -> Result<(), Failure> {
        self.sink.put(Output { path: self.file.output.clone(), bytes })
    }

    fn clean(&self) -> Result<Option<Problem>, Failure> {
        let source = &self.file.source;
        if !self.start(picture::SIGNATURE).is_some_and(|start| picture::can_hold_metadata(&start)) {
            return self.copy();
        }
        let length = self.tree.entry(source.as_str()).map_or(0, |entry| entry.size);
        let cleaned = match self.tree.read(source) {
            Ok(bytes) => picture::clean(bytes).ok(),
            Err(_) if length > LARGEST_IN_MEMORY => None,
            Err(cause) => return Ok(Some(unreadable(source, &cause))),
        };
        match cleaned {
            Some(bytes) => self.put(bytes).map(|()| None),
            None => Ok(self.copy()?.or_else(|| Some(unclean(source)))),
        }
    }

    /// A smaller variant; the cleaned picture itself where that would save nothing.
    fn resize(&self, width: u32) -> Result<Option<Problem>, Failure> {
        let source = &self.file.source;
        let bytes = match self.tree.read(source) {
            Ok(bytes) => bytes,
            // Told of the picture itself.
            Err(_) => return self.clean().map(|_| None),
        };
        match picture::resized(&bytes, width) {
            Ok(Some(variant)) => self.put(variant).map(|()| None),
            Ok(None) => self.clean().map(|_| None),
            Err(TooManyPixels { size }) => {
                self.clean()?;
                Ok(Some(too_large(source, size)))
            }
        }
    }
}

fn unreadable(path: &SourcePath, cause: &std::io::Error) -> Problem {
    Problem::error("unreadable", "a file or folder cannot be read").in_file(path, cause.to_string())
}

fn unclean(path: &SourcePath) -> Problem {
    let headline = "a picture holds what is not drawn, and it cannot be taken out";
    Problem::error("picture-metadata", headline)
        .in_file(path, "it may say where and by whom it was taken")
        .help("save it as JPEG, PNG or WebP; to publish it as it is, set `picture-metadata` lower")
}

fn place_in_static(path: &SourcePath) -> Problem {
    Problem::warning("picture-metadata", "a picture says where it was taken")
        .in_file(path, "files of `static/` are published as they are")
        .help("take the place out of it, or put it beside the articles that show it")
}

fn too_large(path: &SourcePath, (width, height): (u32, u32)) -> Problem {
    Problem::warning("picture-too-large", "a picture has too many pixels for a smaller variant")
        .in_file(path, format!("{width} x {height}"))
        .help("make it smaller: phones load it whole")
}
