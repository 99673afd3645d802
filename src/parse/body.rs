//! The body of an article as a flat tape: one string with all its text, one list of nodes that
//! point into it. Flat because ten thousand articles are held at once: a tree of owned strings
//! costs four times the memory and the time.
//!
//! There is no raw HTML in a body. What a writer wrote as HTML was sanitised and became the same
//! nodes Markdown makes, or [`Element::Html`] with an allowed name and allowed attributes.

use serde::Serialize;

use crate::text::span::Span;

/// A range of bytes in [`Body::text`].
pub type TextRange = Span;

/// Index into [`Body::links`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct LinkId(pub u32);

impl LinkId {
    /// The place in the list.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Index into [`Body::images`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ImageId(pub u32);

impl ImageId {
    /// The place in the list.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The content of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Body {
    /// All text of the body, in order: what nodes point into.
    pub text: String,
    /// The nodes, in reading order. Every `Open` has its `Close`.
    pub nodes: Vec<Node>,
    /// Links as written; nodes name them by [`LinkId`].
    pub links: Vec<Link>,
    /// Images and videos as written; nodes name them by [`ImageId`].
    pub images: Vec<Image>,
}

/// A link as the writer wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// Where it leads: relative path, address, `#anchor`, whole URL.
    pub destination: String,
    /// The title attribute, if any.
    pub title: Option<String>,
    /// Where it stands in the source file, for problems.
    pub span: Span,
}

/// An image or a video as the writer wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Image {
    /// Path or URL.
    pub source: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Title, shown as caption.
    pub title: Option<String>,
    /// Width in CSS pixels the writer asked for.
    pub width: Option<u32>,
    /// Where it stands in the source file, for problems.
    pub span: Span,
}

/// One step of the tape.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Node {
    /// Running text.
    Text(TextRange),
    /// Code within a line.
    Code(TextRange),
    /// A code block and the language named for it.
    CodeBlock {
        /// The word after the fence.
        language: Option<String>,
        /// The code.
        text: TextRange,
    },
    /// A line end in the source that is a space on the page.
    SoftBreak,
    /// A line end on the page.
    HardBreak,
    /// A thematic break.
    Rule,
    /// An image.
    Image(ImageId),
    /// A video that plays from a file of the site.
    Video(ImageId),
    /// A foreign embed (YouTube, a map …) that becomes a card with a link.
    Embed(LinkId),
    /// The box of a task-list item.
    TaskBox {
        /// Ticked.
        done: bool,
    },
    /// A footnote mark; `number` counts from 1 in order of first use.
    FootnoteMark {
        /// Which note.
        number: u32,
    },
    /// An empty anchor left by the writer (`<a id="x">`, or the id of a dropped heading).
    Anchor(String),
    /// An element begins.
    Open(Element),
    /// The innermost open element ends.
    Close,
}

/// Elements with content.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Element {
    /// A paragraph.
    Paragraph,
    /// A heading; `level` as it will stand on the page (the title is 1).
    Heading {
        /// 2 to 6 (1 only where the article has no other title, which `parse` avoids).
        level: u8,
        /// Its id, unique in the document.
        id: String,
        /// Classes the writer gave (`.solved`, `.do`, `.contact`, `.check`).
        classes: Vec<String>,
    },
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck out.
    Strikethrough,
    /// A link; its target is resolved by `site`.
    Link(LinkId),
    /// A list. Ordered lists that are instructions are [`Element::Steps`].
    List {
        /// First number of an ordered list.
        start: Option<u64>,
    },
    /// An item of a list.
    Item,
    /// Instructions: items are [`Element::Step`].
    Steps {
        /// The number the first one shows.
        start: u64,
    },
    /// One step.
    Step {
        /// Counted through all steps of the source, from 1: the address is `#step-N`.
        number: u32,
    },
    /// A quotation.
    BlockQuote,
    /// A table; its first row is the head if cells of it are heads.
    Table,
    /// The head rows of a table.
    TableHead,
    /// The other rows of a table.
    TableBody,
    /// A row.
    TableRow,
    /// A cell.
    TableCell {
        /// What it is the head of, if it is one.
        head: Option<HeadOf>,
        /// Alignment of its column.
        align: Align,
        /// How many rows and columns it covers.
        span: CellSpan,
    },
    /// A list of terms and their definitions.
    DefinitionList,
    /// A term.
    Term,
    /// A definition.
    Definition,
    /// The notes at the end, in order of number.
    Footnotes,
    /// One note.
    Footnote {
        /// Its number, from 1.
        number: u32,
    },
    /// note, tip, warning …: a container or a GitHub alert.
    Aside {
        /// Which.
        kind: AsideKind,
        /// The writer's own title, if any.
        title: Option<String>,
    },
    /// Something to unfold.
    Details {
        /// What stands on the fold.
        summary: String,
        /// Unfolded from the start.
        open: bool,
    },
    /// A group of tabs; its children are [`Element::Tab`].
    Tabs,
    /// One tab.
    Tab {
        /// Its name.
        title: String,
    },
    /// Content for some models only; shown with a label.
    Only {
        /// The models, as written.
        models: Vec<String>,
    },
    /// The result to see after the steps.
    Check,
    /// A key of a keyboard or a button of a device (`<kbd>`).
    Key,
    /// An allowed HTML element that has no name of its own above (`sup`, `div`, `figure` …).
    Html {
        /// Lower-case name, from the allow-list.
        name: String,
        /// Allowed attributes, sanitised.
        attributes: Vec<(String, String)>,
    },
}

impl Element {
    /// Whether it stands apart from the text around it.
    pub fn is_block(&self) -> bool {
        match self {
            Self::Emphasis | Self::Strong | Self::Strikethrough | Self::Link(_) | Self::Key => {
                false
            }
            Self::Html { name, .. } => is_block_name(name),
            _ => true,
        }
    }
}

/// Whether an HTML element of this name (one that has no [`Element`] of its own) stands apart from
/// the text around it.
pub(super) fn is_block_name(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "caption"
            | "center"
            | "div"
            | "figcaption"
            | "figure"
            | "footer"
            | "header"
            | "main"
            | "nav"
            | "section"
    )
}

/// Alignment of a table column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// As the language runs.
    #[default]
    Start,
    /// Centred.
    Center,
    /// Against the language.
    End,
}

/// What a head cell names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum HeadOf {
    /// The cells below it.
    Column,
    /// The cells beside it.
    Row,
}

/// How many rows and columns of a table a cell covers: one of each, if the writer said nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CellSpan {
    /// Rows, at most those that are left in its part of the table.
    pub rows: u16,
    /// Columns, at most a thousand.
    pub columns: u16,
}

impl Default for CellSpan {
    fn default() -> Self {
        Self { rows: 1, columns: 1 }
    }
}

/// The kinds of aside. In `safety` articles only the four signal words have their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum AsideKind {
    Note,
    Info,
    Tip,
    Important,
    Notice,
    Caution,
    Warning,
    Danger,
}
