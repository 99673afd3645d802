//! What search needs to know of an article, and what it makes of all of them.

/// An article as search sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SearchArticle {
    /// Where it stands on the site, without the base path: `/fix/heat/`.
    pub(super) address: String,
    /// Its file below the content folder: `fix/heat.md`.
    pub(super) content_path: String,
    /// Its title.
    pub(super) title: String,
    /// Description, when the writer gave one.
    pub(super) description: Option<String>,
    /// The short answer.
    pub(super) answer: Option<String>,
    /// Titles of the categories above it, outermost first.
    pub(super) categories: Vec<String>,
    /// What it is, to filter and to weigh by: name and value, `type` and `fix`.
    pub(super) attributes: Vec<(String, String)>,
    /// When it was last checked, an ISO day.
    pub(super) checked: Option<String>,
    /// What customers say or read.
    pub(super) symptoms: Vec<String>,
    /// Further search words.
    pub(super) keywords: Vec<String>,
    /// Texts of links from other articles that lead here.
    pub(super) link_texts: Vec<String>,
    /// Hundredths: 100 is normal.
    pub(super) weight: u16,
    /// Its parts by heading, in reading order; the first has no heading.
    pub(super) passages: Vec<SearchPassage>,
}

/// A heading-level part of an article: the unit of search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SearchPassage {
    /// The heading it stands under; empty for the part before the first.
    pub(super) heading: String,
    /// The id to link to; empty for the top of the page.
    pub(super) anchor: String,
    /// Its plain text, blocks separated by a line end.
    pub(super) text: String,
    /// Where each step begins in `text` (bytes) and its number, for a link to the very step.
    pub(super) steps: Vec<(u32, u32)>,
    /// What this passage is and the article is not as a whole.
    pub(super) attributes: Vec<(String, String)>,
}

/// All search files of one locale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFiles {
    /// The root file: served from one fixed address, revalidated, names all others by their content.
    pub root: Vec<u8>,
    /// Name of the folder of the others, below that of hashed files.
    pub folder: String,
    /// The others.
    pub files: Vec<SearchFile>,
}

/// One immutable search file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchFile {
    /// Name within the folder, made from its content.
    pub name: String,
    /// Its bytes as served.
    pub bytes: Vec<u8>,
}
