//! Files published as they are, or nearly so: JPEG without metadata, smaller variants of pictures.

use crate::output::{Failure, Output, Sink, picture};
use crate::site::{PublishedFile, Treatment};
use crate::source::SourceTree;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// Gives one published file to `sink`. What cannot be read is the project's problem.
pub(super) fn publish(
    tree: &SourceTree,
    file: &PublishedFile,
    sink: &impl Sink,
) -> Result<Option<Problem>, Failure> {
    let put = |bytes| sink.put(Output { path: file.output.clone(), bytes });
    let read = || tree.read(&file.source).map_err(|cause| unreadable(&file.source, &cause));
    let bytes = match file.treatment {
        Treatment::Copy => {
            let Some(source) = tree.file(&file.source) else { return Ok(None) };
            return match sink.copy(file.output.clone(), &source) {
                Err(Failure::Source { path, cause }) => Ok(Some(unreadable(&path, &cause))),
                copied => copied.map(|()| None),
            };
        }
        Treatment::StripMetadata => read().map(picture::without_metadata),
        Treatment::Resize(width) => read().map(|bytes| picture::resized(bytes, width)),
    };
    match bytes {
        Ok(bytes) => put(bytes).map(|()| None),
        Err(problem) => Ok(Some(problem)),
    }
}

fn unreadable(path: &SourcePath, cause: &std::io::Error) -> Problem {
    Problem::error("unreadable", "a file or folder cannot be read").in_file(path, cause.to_string())
}
