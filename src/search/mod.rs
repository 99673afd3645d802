//! Site → the search files of each locale, and the reader of those same files.
//!
//! tantivy inverts the text; `export` writes our own compact files from its dictionary and
//! postings; `reader` ranks by them exactly as the browser client does, in whole numbers.

mod input;

pub use input::{SearchArticle, SearchFile, SearchFiles, SearchPassage};
