//! Files published as they are, or nearly so: JPEG without metadata, smaller variants of pictures.

use crate::output::picture;
use crate::site::{PublishedFile, Treatment};
use crate::source::SourceTree;
use crate::text::problem::Problem;

/// The bytes of a published file.
pub(super) fn make(tree: &SourceTree, file: &PublishedFile) -> Result<Vec<u8>, Problem> {
    let bytes = tree.read(&file.source).map_err(|cause| {
        Problem::error("unreadable", "a file or folder cannot be read")
            .in_file(&file.source, cause.to_string())
    })?;
    Ok(match file.treatment {
        Treatment::Copy => bytes,
        Treatment::StripMetadata => picture::without_metadata(bytes),
        Treatment::Resize(width) => picture::resized(bytes, width),
    })
}
