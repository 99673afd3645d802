//! What readers must not see is cut out of the text before anything else reads it: comments, and
//! staff blocks.
//!
//! Cutting goes by the text and not by the blocks it stands in: a comment that begins in a list
//! item goes from its first byte to its last, whatever lies between. Only whether something *is* a
//! comment is asked of the Markdown parser: in code it is text ([`Code`]). As a cut may change what
//! is code, the text is looked at again until nothing is left to cut; whoever finds no end to that
//! loses the rest of the article, never the secret. What is cut is one of the edits of the text, so
//! that every place is known, and a comment of HTML leaves a mark: it ends a paragraph as before.
//!
//! This is no second Markdown parser. It does not know what the blocks are and need not: where in
//! doubt, it hides, and says so.

mod cells;
mod comments;
mod formula;
mod names;
mod percents;
mod staff;
mod unseen;

use std::ops::Range;

use super::Mark;
use super::code::{self, Code, Kind as CodeKind, Stage};
use super::containers::is_known;
use super::draft::{Draft, Found};
use super::lines::{Containers, Line, Margin};
use crate::parse::html::HTML_ELEMENT;
use crate::parse::prepare::containers::UNCLOSED_CONTAINER;
use crate::parse::prepare::tags::TEMPLATE_TAG;
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use comments::{Ends, Extent, Kind};
use staff::{Beginning, End};

pub(crate) static UNCLOSED_COMMENT: Rule =
    Rule::warning("unclosed-comment", "a comment never ends; what follows is hidden");
pub(crate) static STRAY_COMMENT: Rule = Rule::warning(
    "stray-comment",
    "a `%%`, `{#` or the like is taken for text: behind a word or in a formula, and not closed \
     in its paragraph",
);
pub(crate) static UNCLOSED_CODE: Rule = Rule::warning(
    "unclosed-code",
    "something hidden stands in code of which a fence seems to be missing; it stays hidden",
);
pub(crate) static STAFF_BLOCK: Rule = Rule::warning(
    "staff-block",
    "something looks like a staff block and is not written as one; it is hidden",
);

/// How often the text is looked at with the parser's eyes, before everything that looks like a
/// comment is taken for one.
const LOOKS: usize = 32;

/// How many staff blocks that begin in a comment may have no end, before the rest of the text goes
/// with one.
const DOUBTS: usize = 64;

/// Cuts everything hidden out of the draft. Gives the code of what is left, if it was looked for.
pub(super) fn cut(draft: &mut Draft<'_, '_, '_>, stage: Stage) -> Option<Code> {
    for look in 0..LOOKS * 2 {
        let scan = Scan::new(draft.text(), draft.opening(), Code::default());
        if !scan.may_cut() {
            return None;
        }
        let is_blind = look >= LOOKS;
        let code = if is_blind { Code::unknown() } else { code::find(draft.text(), stage) };
        let mut scan = Scan::new(draft.text(), draft.opening(), code);
        let hidden = scan.run();
        let code = std::mem::take(&mut scan.code);
        if hidden.is_empty() {
            let stray = std::mem::take(&mut scan.stray);
            draft.pass(|_, _, found| stray.into_iter().for_each(|mark| tell_stray(mark, found)));
            return (!is_blind).then_some(code);
        }
        draft.pass(|text, _, found| {
            for hidden in &hidden {
                hidden.write(text, found);
            }
        });
    }
    // Made to have no end: nothing of it is shown.
    draft.pass(|text, _, found| found.replace(0..text.len(), ""));
    None
}

/// Something to cut out.
struct Hidden {
    range: Range<usize>,
    what: What,
    /// What stands before it on its line, when that is nothing but marks.
    margin: Option<Margin>,
    /// It stands in code that seems to be none.
    is_in_code: bool,
}

enum What {
    Comment {
        kind: Kind,
        closing: Closing,
        takes_staff: bool,
    },
    /// A piece of a comment of which the rest is shown, or told already.
    Piece,
    Staff {
        beginning: Beginning,
        end: End,
    },
}

/// What a comment ends with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closing {
    /// What ends its kind.
    Own,
    /// Nothing: it goes as far as its paragraph.
    Paragraph,
    /// Nothing: it goes as far as the text.
    Text,
}

/// A look at a text from its beginning to its end.
struct Scan<'t> {
    text: &'t str,
    /// What our marks begin with.
    opening: &'t str,
    code: Code,
    ends: Ends,
    containers: Containers,
    /// The line the scan is on, and how far it has come.
    margin: Margin,
    seen: usize,
    /// How many staff blocks within comments may still be followed.
    doubts: usize,
    /// Marks of comments that are taken for text.
    stray: Vec<Range<usize>>,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, opening: &'t str, code: Code) -> Self {
        Self {
            text,
            opening,
            code,
            ends: Ends::default(),
            containers: Containers::default(),
            margin: Margin::of(text, 0),
            seen: 0,
            doubts: DOUBTS,
            stray: Vec::new(),
        }
    }

    /// Whether anything looks as if it were to be cut, code or not. Most articles hold nothing of
    /// the kind, and pay for no more than this.
    fn may_cut(mut self) -> bool {
        let mut at = 0;
        while let Some(start) = self.next(at) {
            let rest = self.text.get(start..).unwrap_or("");
            at = start + 1;
            if rest.starts_with(':') {
                let is_run = self.text.get(..start).is_some_and(|before| before.ends_with(':'));
                if !is_run && rest.starts_with("::") {
                    let is_first = self.is_first(start);
                    if staff::begins(rest, is_first).is_some() {
                        return true;
                    }
                }
            } else if !self.is_mark(start) && comments::begins(self.text, start, true).is_some() {
                return true;
            }
        }
        false
    }

    /// Everything to cut, up to where the look has to be taken anew.
    fn run(&mut self) -> Vec<Hidden> {
        let mut hidden: Vec<Hidden> = Vec::new();
        let mut at = 0;
        while let Some(start) = self.next(at) {
            let is_first = self.is_first(start);
            let rest = self.text.get(start..).unwrap_or("");
            let found = if rest.starts_with(':') {
                let found = self.staff(start, is_first);
                at = start + rest.len() - rest.trim_start_matches(':').len();
                found
            } else {
                at = start + 1;
                self.comment(start, is_first, &mut hidden)
            };
            let Some(found) = found else { continue };
            at = found.range.end;
            let is_stale = self.code.is_cut_by(&found.range);
            hidden.push(found);
            if is_stale {
                break;
            }
        }
        hidden
    }

    /// The comment that begins at byte `start`.
    fn comment(
        &mut self,
        start: usize,
        is_first: bool,
        hidden: &mut Vec<Hidden>,
    ) -> Option<Hidden> {
        if self.is_text(start) || self.is_code(start, is_first) {
            return None;
        }
        let kind = comments::begins(self.text, start, is_first)?;
        if !kind.is_markup() && self.code.is_element(start) {
            return None;
        }
        let mut takes_staff = false;
        let (range, closing) = match self.ends.of(kind, self.text, &self.code, start) {
            // Wholly in indented code it is code.
            Extent::Closed(end) if self.code.is_one(start..end, CodeKind::Indented) => return None,
            Extent::Unclosed | Extent::Paragraph(_) | Extent::Pieces(_)
                if self.code.kind(start) == Some(CodeKind::Indented) =>
            {
                return None;
            }
            Extent::Closed(end) => {
                let further = self.end_of_staff_in(start..end);
                takes_staff = further.is_some();
                (start..further.unwrap_or(end), Closing::Own)
            }
            Extent::Paragraph(end) => (start..end, Closing::Paragraph),
            Extent::Unclosed => (start..self.text.len(), Closing::Text),
            Extent::None => return None,
            Extent::Text => {
                self.stray.push(start..start + 2);
                return None;
            }
            Extent::Pieces([first, last]) => {
                hidden.push(Hidden {
                    range: last,
                    what: What::Piece,
                    margin: None,
                    is_in_code: false,
                });
                (first, Closing::Own)
            }
        };
        let margin = is_first.then(|| self.margin.clone());
        let what = What::Comment { kind, closing, takes_staff };
        let is_in_code = self.code.kind(start) == Some(CodeKind::Doubtful);
        Some(Hidden { range, what, margin, is_in_code })
    }

    /// The staff block that begins at byte `start`. Other container lines are followed here.
    fn staff(&mut self, start: usize, is_first: bool) -> Option<Hidden> {
        let rest = self.text.get(start..)?;
        if self.text.get(..start)?.ends_with(':') || self.is_escaped(start) {
            return None;
        }
        let code = self.code.kind(start);
        let is_code = match code {
            Some(CodeKind::Fenced) => true,
            Some(CodeKind::Inline | CodeKind::Indented) => !is_first,
            Some(CodeKind::Doubtful) | None => false,
        };
        let Some(beginning) = staff::begins(rest, is_first).filter(|_| !is_code) else {
            if is_first && self.margin.marks == 0 && code.is_none() {
                let line = rest.split('\n').next().unwrap_or("");
                if let Some(line) = Line::of(line, start) {
                    self.containers.pass(&line, is_known);
                }
            }
            return None;
        };
        let mut end = End::default();
        let within = (!is_first).then(|| staff_within_line(rest)).flatten();
        match within {
            Some(length) => end.at = start + length,
            None => end = self.end_of_staff(start, beginning.fence, self.margin.column),
        }
        let margin = is_first.then(|| self.margin.clone());
        let range = start..end.at;
        let what = What::Staff { beginning, end };
        Some(Hidden { range, what, margin, is_in_code: code == Some(CodeKind::Doubtful) })
    }

    /// Where something to hide may begin, at byte `at` or after it.
    fn next(&self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..)?;
        let is_it = |&byte: &u8| byte == b':' || comments::may_begin(byte);
        rest.iter().position(is_it).map(|found| at + found)
    }

    /// Where the next comment may begin in `range`.
    fn next_comment(&self, range: Range<usize>) -> Option<usize> {
        let within = self.text.as_bytes().get(range.clone())?;
        within.iter().position(|&byte| comments::may_begin(byte)).map(|found| range.start + found)
    }

    /// Whether nothing but marks stands before byte `at` on its line. Goes on to that line.
    fn is_first(&mut self, at: usize) -> bool {
        let passed = self.text.get(self.seen..at).unwrap_or("");
        if let Some(end) = passed.rfind('\n') {
            self.margin = Margin::of(self.text, self.seen + end + 1);
        }
        self.seen = at;
        self.margin.end == at
    }

    /// Whether what begins at byte `at` is a mark of ours or has a backslash before it.
    fn is_text(&self, at: usize) -> bool {
        self.is_mark(at) || self.is_escaped(at)
    }

    fn is_mark(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or("");
        !self.opening.is_empty() && rest.starts_with(self.opening)
    }

    fn is_escaped(&self, at: usize) -> bool {
        let before = self.text.as_bytes().get(..at).unwrap_or(&[]);
        let slashes = before.iter().rev().take_while(|&&byte| byte == b'\\').count();
        slashes % 2 == 1 && !self.code.is_html(at)
    }

    /// Whether a comment at byte `at` is code, wherever it ends. A line that begins with one is not taken for code
    /// within a line, which two stray backticks around it would make of it.
    fn is_code(&self, at: usize, is_first: bool) -> bool {
        match self.code.kind(at) {
            Some(CodeKind::Inline) => !is_first,
            Some(CodeKind::Fenced) => true,
            Some(CodeKind::Indented | CodeKind::Doubtful) | None => false,
        }
    }
}

/// How long a staff block is that begins and ends within a line.
fn staff_within_line(rest: &str) -> Option<usize> {
    let line = rest.split('\n').next()?;
    let inside = line.trim_start_matches(':');
    let end = inside.find(":::")?;
    let after = inside.get(end..)?;
    let colons = after.len() - after.trim_start_matches(':').len();
    Some(line.len() - after.len() + colons)
}

impl Hidden {
    /// Cuts it out of `text` and tells what is to be told.
    fn write(&self, text: &str, found: &mut Found<'_, '_>) {
        self.tell(text, found);
        let after = text.get(self.range.end..).unwrap_or("");
        let rest = after.trim_start_matches([' ', '\t']);
        let blanks = after.len() - rest.len();
        let is_last = rest.is_empty() || rest.starts_with('\n');
        let is_html = matches!(self.what, What::Comment { kind, .. } if kind.is_html());
        match &self.margin {
            Some(_) if is_html => {
                found.mark(self.range.clone(), Mark::Hidden);
            }
            Some(margin) if is_last => {
                let lines = self.lines(text, margin, self.range.end + blanks);
                // An item that begins with nothing would end at the next blank line.
                if margin.marks > 0 && lines.start == self.range.start {
                    found.mark(self.range.clone(), Mark::Hidden);
                } else {
                    found.replace(lines, "");
                }
            }
            _ => match cells::borders(text, &self.range) {
                Some(borders) => found.replace(self.range.clone(), borders),
                None => found.replace(self.within_line(text, blanks, is_last), ""),
            },
        }
    }

    /// The bytes that go for something that takes whole lines up to byte `end`: those lines, unless
    /// text would grow together that stood apart.
    fn lines(&self, text: &str, margin: &Margin, end: usize) -> Range<usize> {
        let before = text.get(..margin.start).unwrap_or("");
        let after = text.get(end..).unwrap_or("");
        let (after, whole) = match after.strip_prefix('\n') {
            Some(after) => (after, margin.start..end + 1),
            None => (after, margin.start..end),
        };
        // The next line with words.
        let follows = after.trim_start_matches([' ', '\t', '>', '\n']);
        let start = after.len() - follows.len();
        let start = after.get(..start).and_then(|blank| blank.rfind('\n')).map_or(0, |at| at + 1);
        let next = Margin::of(text, text.len() - after.len() + start);
        let goes = match margin.marks {
            0 => {
                let is_behind_blank = matches!(before, "" | "\n") || before.ends_with("\n\n");
                is_behind_blank || start > 0 || follows.is_empty() || next.marks > 0
            }
            // An item of which nothing is left.
            1 => follows.is_empty() || next.column < margin.column || next.marks > 0,
            _ => false,
        };
        if goes { whole } else { self.range.start..end }
    }

    /// The bytes that go for something within a line, with the blanks that would be left over.
    fn within_line(&self, text: &str, blanks: usize, is_last: bool) -> Range<usize> {
        let before = text.get(..self.range.start).unwrap_or("");
        let before = before.len() - before.trim_end_matches([' ', '\t']).len();
        let Range { start, end } = self.range;
        match (is_last, before) {
            (true, before) => start - before..end + blanks,
            (false, 0) => start..end,
            (false, _) => start..end + blanks,
        }
    }

    fn tell(&self, text: &str, found: &mut Found<'_, '_>) {
        let line = self.first_line(text);
        if self.is_in_code {
            let problem =
                Problem::of(&UNCLOSED_CODE, "code between fences of which one is missing")
                    .help("end each code block with a fence as long as the one that begins it");
            found.tell(problem, line.clone(), "this is hidden though it stands in code");
        }
        match &self.what {
            What::Piece => {}
            What::Comment { kind, closing: Closing::Own, takes_staff } => {
                if *takes_staff {
                    let label =
                        "a staff block begins in this comment and ends behind it: all is hidden";
                    found.tell(odd_staff(), line, label);
                }
                if *kind == Kind::Unseen {
                    found.tell(
                        unseen_element(),
                        self.first_line(text),
                        "it goes with all it holds",
                    );
                }
                if let Some(example) = kind.example() {
                    let headline = format!("comment `{example}` of another generator");
                    let problem = Problem::of(&TEMPLATE_TAG, headline)
                        .help("write it as `<!-- … -->`, or as code where readers are to see it");
                    let keeps_text = matches!(kind, Kind::Marked | Kind::Change);
                    let label = if keeps_text { "its new text stays" } else { "it is hidden" };
                    found.tell(problem, self.range.clone(), label);
                }
            }
            What::Comment { kind, closing, .. } => {
                self.tell_unclosed(*kind, *closing, text, found);
            }
            What::Staff { beginning, end } => self.tell_staff(beginning, end, text, found),
        }
    }

    fn tell_unclosed(&self, kind: Kind, closing: Closing, text: &str, found: &mut Found<'_, '_>) {
        let hidden = text.get(self.range.clone()).unwrap_or("");
        let end = kind.end();
        let help = if end == "-->" && hidden.contains("-- >") {
            "`-- >` does not end it: write `-->` without a space".to_owned()
        } else {
            format!("write `{end}` where it ends; if it is to be read, write it as code")
        };
        let problem = Problem::of(&UNCLOSED_COMMENT, "comment that is never closed").help(help);
        let label = match closing {
            Closing::Paragraph => "everything from here to the end of the paragraph is hidden",
            Closing::Own | Closing::Text => {
                "everything from here to the end of the article is hidden"
            }
        };
        found.tell(problem, self.first_line(text), label);
    }

    /// The bytes of its first line.
    fn first_line(&self, text: &str) -> Range<usize> {
        let hidden = text.get(self.range.clone()).unwrap_or("");
        let line = hidden.split('\n').next().unwrap_or("").trim_end().len();
        self.range.start..self.range.start + line
    }

    fn tell_staff(&self, beginning: &Beginning, end: &End, text: &str, found: &mut Found<'_, '_>) {
        let line = self.first_line(text);
        let odd = odd_staff();
        if let Some(name) = &beginning.misspelt {
            let label = format!("`{name}` is taken for `staff`: it is hidden");
            found.tell(odd.clone(), line.clone(), &label);
        } else if self.margin.is_none() || beginning.fence.1 < 3 {
            found.tell(odd.clone(), line.clone(), "it does not begin a line: it is hidden");
        }
        if let Some(deeper) = &end.deeper {
            let label = "indented deeper than the line that opens the block: it does not end it";
            found.tell(odd, deeper.clone(), label);
        }
        if end.is_unclosed {
            let problem = Problem::of(&UNCLOSED_CONTAINER, "container that is never closed")
                .help("write a line with the same colons and nothing else where it ends");
            found.tell(problem, line, "opened here; what follows is hidden");
        }
    }
}

fn unseen_element() -> Problem {
    Problem::of(&HTML_ELEMENT, "HTML element that is not to be seen")
        .help("write a comment or a staff block instead; words for search only are `keywords`")
}

/// Tells a mark that is shown though it may have been meant to hide something.
fn tell_stray(mark: Range<usize>, found: &mut Found<'_, '_>) {
    let problem = Problem::of(&STRAY_COMMENT, "mark of a comment that is taken for text")
        .help("to hide what follows, end it in the same paragraph; else put a backslash before it");
    found.tell(problem, mark, "shown as it is");
}

fn odd_staff() -> Problem {
    Problem::of(&STAFF_BLOCK, "staff block that is not written as one")
        .help("write `:::staff` and `:::` on lines of their own, equally indented")
}
