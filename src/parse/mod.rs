//! One source file → [`Document`]: front matter read and typed, Markdown and raw HTML as one tape of
//! nodes. Pure, parallel, never fails: what is wrong becomes a problem and the rest goes on.
//!
//! A document knows nothing of other documents: its links are the texts the writer wrote, numbered,
//! and `site` resolves them.

mod body;
mod document;

pub use body::{Align, AsideKind, Body, Element, Image, ImageId, Link, LinkId, Node, TextRange};
pub use document::{
    ArticleType, Document, FrontMatter, Heading, ParseOptions, Reference, SearchWish, Stage, When,
};
