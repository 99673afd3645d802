//! Files published as they are, or nearly so: pictures of articles without what is not drawn, and
//! smaller variants of them.
//!
//! What is not a picture is never in memory whole. A picture that cannot be cleaned is an error: a
//! project that sets the rule lower publishes it as it is. What a file that stays as it is says of
//! where it was made is told.

use crate::output::picture::{self, TooManyPixels, Trace};
use crate::output::{Failure, Output, Sink};
use crate::site::{PublishedFile, Treatment};
use crate::source::{self, LARGEST_IN_MEMORY, SourceFile, SourceTree};
use crate::text::path::{OutputPath, SourcePath};
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static PICTURE_METADATA: Rule = Rule::error(
    "picture-metadata",
    "a picture of an article can say where and by whom it was taken, and that cannot be taken \
     out",
);
pub(super) static TELLING_FILE: Rule = Rule::warning(
    "telling-file",
    "a file that is published as it is says where it was taken, or names somebody's folder",
);
pub(super) static PICTURE_TOO_LARGE: Rule = Rule::warning(
    "picture-too-large",
    "a picture of more than 64 million pixels gets no smaller copy for phones",
);

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

/// What [`publish`] would say of a file; nothing is resized for it.
pub(super) fn check(tree: &SourceTree, file: &PublishedFile) -> Option<Problem> {
    match file.treatment {
        Treatment::Resize(_) => {
            let bytes = tree.read(&file.source).ok()?;
            Some(too_large(&file.source, picture::too_large(&bytes)?))
        }
        // A file that cannot be read is a problem, and nothing else can fail.
        _ => publish(tree, file, &Unwritten).ok()?,
    }
}

/// For who wants to know what is wrong, and needs no files.
struct Unwritten;

impl Sink for Unwritten {
    fn put(&self, _output: Output) -> Result<(), Failure> {
        Ok(())
    }

    fn copy(&self, _path: OutputPath, file: &SourceFile) -> Result<(), Failure> {
        file.open().map(drop).map_err(Failure::source(file.path()))
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
            Err(Failure::Source { path, cause }) => Ok(Some(source::unreadable(&path, cause))),
            copied => copied.map(|()| None),
        }
    }

    /// A file as it is. What it says beside what it shows is told.
    fn copy_told(&self) -> Result<Option<Problem>, Failure> {
        let copied = self.copy()?;
        Ok(copied.or_else(|| Some(telling(self.file, self.trace()?))))
    }

    /// What it says; that it cannot be read is told where it is published.
    fn trace(&self) -> Option<Trace> {
        let source = self.tree.file(&self.file.source)?;
        picture::trace(source.open().ok()?, self.file.source.name()).ok()?
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
            return self.copy_told();
        }
        let length = self.tree.entry(source.as_str()).map_or(0, |entry| entry.size);
        let cleaned = match self.tree.read(source) {
            Ok(bytes) => picture::clean(bytes).ok(),
            Err(_) if length > LARGEST_IN_MEMORY => None,
            Err(cause) => return Ok(Some(source::unreadable(source, cause))),
        };
        match cleaned {
            Some(bytes) => self.put(bytes).map(|()| None),
            None => Ok(self.copy()?.or_else(|| Some(unclean(source, self.trace())))),
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

fn unclean(path: &SourcePath, trace: Option<Trace>) -> Problem {
    let headline = "a picture holds what is not drawn, and it cannot be taken out";
    let holds = match trace {
        Some(Trace::Place) => "it says where it was taken",
        _ => "it may say where and by whom it was taken",
    };
    Problem::of(&PICTURE_METADATA, headline)
        .in_file(path, holds)
        .help("save it as JPEG, PNG or WebP; to publish it as it is, set `picture-metadata` lower")
}

fn telling(file: &PublishedFile, trace: Trace) -> Problem {
    let (headline, what) = match trace {
        Trace::Place => ("a file says where it was taken", "place"),
        Trace::HomeFolder => ("a drawing names a folder on somebody's computer", "name"),
    };
    let why = match file.treatment {
        Treatment::Copy => "files of `static/` are published as they are",
        _ => "it is published as it is: dopo cannot take that out of such a file",
    };
    Problem::of(&TELLING_FILE, headline)
        .in_file(&file.source, why)
        .help(format!("take the {what} out of it, or save it anew without"))
}

fn too_large(path: &SourcePath, (width, height): (u32, u32)) -> Problem {
    Problem::of(&PICTURE_TOO_LARGE, "a picture has too many pixels for a smaller variant")
        .in_file(path, format!("{width} x {height}"))
        .help("make it smaller: phones load it whole")
}
