//! Where the code of an article is: there nothing is a tag or a container.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// The code of an article, in order of place.
#[derive(Debug, Default)]
pub(super) struct Code {
    ranges: Vec<(Range<usize>, Kind)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Fenced,
    Indented,
    Inline,
}

impl Code {
    /// Whether byte `at` is code.
    pub(super) fn holds(&self, at: usize) -> bool {
        self.kind(at).is_some()
    }

    /// Whether byte `at` is code between fences.
    pub(super) fn holds_fenced(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Fenced)
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        let count = self.ranges.partition_point(|(range, _)| range.start <= at);
        let (range, kind) = self.ranges.get(count.checked_sub(1)?)?;
        range.contains(&at).then_some(*kind)
    }
}

/// Finds the code in `text`. It is the Markdown parser that says what is code; it is not asked
/// when there can be none.
pub(super) fn find(text: &str) -> Code {
    let may_hold = text.contains('`')
        || text.contains("~~~")
        || text.lines().any(|line| line.starts_with("    ") || line.contains('\t'));
    if !may_hold {
        return Code::default();
    }
    let ranges = Parser::new_ext(text, Options::empty())
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => Some((range, Kind::Fenced)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some((range, Kind::Indented)),
            Event::Code(_) => Some((range, Kind::Inline)),
            _ => None,
        })
        .collect();
    Code { ranges }
}
