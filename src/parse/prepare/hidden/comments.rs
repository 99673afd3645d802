//! The comments writers know, of HTML and of other tools: how each begins and where it ends.
//!
//! A comment ends where its tool says, whatever stands between: blocks, code, other comments. What
//! begins like one and is something else in an article (the id of a heading, `{{#if x}}`) is none.

use std::ops::Range;

use super::percents::Percents;
use super::{formula, unseen};
use crate::parse::prepare::code::Code;
use crate::parse::tag::Tag;

/// A kind of comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What opens and what closes it, in [`PAIRS`].
    Pair(usize),
    /// `<comment> … </comment>`.
    Element,
    /// An element of HTML that is not to be seen: `<div hidden> … </div>`.
    Unseen,
    /// `{/* … */}` of MDX.
    Mdx,
    /// `{{/* … */}}` of Hugo.
    Hugo,
    /// `{% comment %} … {% endcomment %}` of Liquid, `{{% comment %}} … {{% /comment %}}` of Hugo.
    Block,
    /// `%% … %%` of Obsidian.
    Obsidian,
    /// `{~~ old ~> new ~~}` of CriticMarkup: the old goes.
    Change,
    /// `{++ … ++}` and `{== … ==}` of CriticMarkup: only the marks go.
    Marked,
    /// `<!NOTE …>`: what HTML takes for a declaration.
    Declaration,
    /// `[//]: # (…)`: a link reference nobody uses.
    Reference,
}

/// What becomes of a comment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// It ends before this byte.
    Closed(usize),
    /// Only these pieces of it are hidden.
    Pieces([Range<usize>; 2]),
    /// It never ends, and goes as far as its paragraph, which ends before this byte.
    Paragraph(usize),
    /// It never ends.
    Unclosed,
    /// It is no comment after all, though it may have been meant for one.
    Text,
    /// It is no comment after all.
    None,
}

/// Comments with a fixed beginning and end; longer beginnings stand first. The first end is the one
/// to tell.
const PAIRS: [(&str, &[&str]); 16] = [
    ("<!--", &["-->"]),
    ("<![CDATA[", &["]]>"]),
    ("<?", &["?>"]),
    ("<%--", &["--%>"]),
    ("<%#", &["%>"]),
    ("<#--", &["-->"]),
    ("{#", &["#}"]),
    ("{>>", &["<<}"]),
    ("{--", &["--}"]),
    ("{{!--", &["--}}", "--~}}"]),
    ("{{~!--", &["--}}", "--~}}"]),
    ("{{!", &["}}"]),
    ("{{~!", &["}}"]),
    ("{{--", &["--}}"]),
    ("{%#", &["%}"]),
    ("{::comment}", &["{:/comment}", "{:/}"]),
];

const HTML: Kind = Kind::Pair(0);
const PROCESSING: Kind = Kind::Pair(2);
const TAG: Kind = Kind::Pair(14);
const KRAMDOWN: Kind = Kind::Pair(15);

/// Where comments may begin.
pub(super) fn may_begin(byte: u8) -> bool {
    matches!(byte, b'<' | b'{' | b'%' | b'[')
}

/// The kind of comment that begins at byte `at` of `text`. `is_first`: nothing but marks stands
/// before it on its line.
pub(super) fn begins(text: &str, at: usize, is_first: bool) -> Option<Kind> {
    let rest = text.get(at..)?;
    let before = text.get(..at)?;
    match rest.as_bytes().get(..2)? {
        b"<c" | b"<C" => {
            let after = rest.get("<comment".len()..)?;
            let is_it = rest.get(1..8)?.eq_ignore_ascii_case("comment")
                && after.starts_with(|end: char| end == '>' || end.is_whitespace());
            is_it.then_some(Kind::Element).or_else(|| unseen(rest))
        }
        [b'<', letter] if letter.is_ascii_alphabetic() => unseen(rest),
        b"<!"
            if is_first
                && rest.get(2..)?.starts_with(|first: char| first.is_ascii_alphabetic()) =>
        {
            Some(Kind::Declaration)
        }
        b"%%" => (!before.ends_with('{')).then_some(Kind::Obsidian),
        b"[/" | b"[c" | b"[C" if is_first => reference(rest).map(|_| Kind::Reference),
        b"{%" if tag_word(rest).is_some_and(|word| word.starts_with('#')) => Some(TAG),
        b"{%" if before.ends_with('{') => None,
        b"{{" | b"{%" if block_word(rest).is_some() => Some(Kind::Block),
        b"{{" if hugo(rest) => Some(Kind::Hugo),
        b"{/" | b"{ " | b"{\t" | b"{\n" if before.ends_with('{') => None,
        b"{/" | b"{ " | b"{\t" | b"{\n" => {
            let after = rest.get(1..)?.trim_start();
            after.starts_with("/*").then_some(Kind::Mdx)
        }
        b"{~" => rest.starts_with("{~~").then_some(Kind::Change).filter(|_| !is_word(rest, "~~}")),
        b"{:" => is_kramdown(rest).then_some(KRAMDOWN),
        b"{+" => rest.starts_with("{++").then_some(Kind::Marked),
        b"{=" => rest.starts_with("{==").then_some(Kind::Marked),
        b"{#" | b"{-" | b"{>" if before.ends_with('{') => None,
        _ => {
            let pair = PAIRS.iter().position(|(open, _)| rest.starts_with(open))?;
            let (open, closes) = PAIRS.get(pair)?;
            let is_braced = open.starts_with('{') && !open.starts_with("{{");
            (!is_braced || !closes.iter().any(|close| is_word(rest, close)))
                .then_some(Kind::Pair(pair))
        }
    }
}

fn unseen(rest: &str) -> Option<Kind> {
    unseen::begins(rest).map(|_| Kind::Unseen)
}

/// Whether `rest` is a word in braces and no comment: it goes on without a space and its brace is
/// closed on the same line by something else than `close`. Such are `{#id}`, `{#if x}`, `{--flag}`.
fn is_word(rest: &str, close: &str) -> bool {
    const LONGEST: usize = 500;
    let inside = rest.get(3..).unwrap_or("");
    if rest.starts_with("{#") {
        let first = rest.as_bytes().get(2);
        let is_dash = rest.starts_with("{#- ") || rest.starts_with("{#-\n");
        if is_dash || first.is_none_or(|first| first.is_ascii_whitespace() || *first == b'#') {
            return false;
        }
    } else if inside.starts_with(|first: char| first.is_whitespace()) {
        return false;
    }
    let mut depth = 0usize;
    for (at, byte) in rest.bytes().enumerate().take(LONGEST) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'\n' => return false,
            _ => {}
        }
        if depth == 0 {
            // `{#}` is no beginning that is an end too.
            let shortest = if rest.starts_with("{#") { 2 } else { 3 } + close.len();
            let braced = rest.get(..=at).unwrap_or("");
            return braced.len() < shortest || !braced.ends_with(close);
        }
    }
    false
}

/// What follows `{%` and its dash.
fn tag_word(rest: &str) -> Option<&str> {
    let word = rest.strip_prefix("{%")?;
    Some(word.strip_prefix(['-', '~', '+']).unwrap_or(word).trim_start())
}

/// The word that opens a block whose content is a comment.
fn block_word(rest: &str) -> Option<&'static str> {
    let (word, names) = match shortcode_word(rest) {
        Some(word) => (word, ["comment"].as_slice()),
        None => (tag_word(rest)?, ["comment", "doc"].as_slice()),
    };
    names.iter().copied().find(|name| is_the_word(word, name))
}

/// What follows `{{%` or `{{<`.
fn shortcode_word(rest: &str) -> Option<&str> {
    rest.strip_prefix("{{%").or_else(|| rest.strip_prefix("{{<")).map(str::trim_start)
}

/// `{::comment}` of kramdown, with whatever stands in its braces. `{::comment/}` holds nothing.
fn is_kramdown(rest: &str) -> bool {
    let Some(inside) = rest.strip_prefix("{::").map(str::trim_start) else { return false };
    let tag = inside.split('}').next().unwrap_or("");
    is_the_word(inside, "comment") && tag.len() < inside.len() && !tag.ends_with('/')
}

/// Where the end tag of `<comment>` begins.
fn end_of_element(text: &str) -> Option<usize> {
    text.match_indices("</").map(|(at, _)| at).find(|&at| {
        text.get(at..).and_then(Tag::near).is_some_and(|tag| tag.is_end && tag.name == "comment")
    })
}

/// Whether `text` begins with this word.
fn is_the_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|after| {
        !after.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_')
    })
}

fn hugo(rest: &str) -> bool {
    let Some(inside) = rest.strip_prefix("{{") else { return false };
    inside.strip_prefix('-').unwrap_or(inside).trim_start().starts_with("/*")
}

/// The label of a reference that is a comment.
fn reference(rest: &str) -> Option<&str> {
    ["[//]:", "[comment]:"].into_iter().find_map(|label| {
        let written = rest.get(..label.len())?;
        let after = rest.get(label.len()..)?;
        let target = after.trim_start_matches([' ', '\t']);
        let is_it = written.eq_ignore_ascii_case(label)
            && (target.starts_with('#') || target.starts_with("<>"));
        is_it.then_some(target)
    })
}

impl Kind {
    /// Whether a block of HTML begins with it.
    pub(super) fn is_html(self) -> bool {
        matches!(self, Self::Pair(0..=2) | Self::Declaration)
    }

    /// Whether it is HTML, also where nothing else is read but HTML.
    pub(super) fn is_markup(self) -> bool {
        self.is_html() || self == Self::Unseen
    }

    /// How it is written, for messages; `None` for those that need no word of this kind.
    pub(super) fn example(self) -> Option<String> {
        Some(match self {
            HTML | Self::Declaration | Self::Reference | Self::Unseen => return None,
            Self::Pair(pair) => {
                let (open, closes) = PAIRS.get(pair)?;
                format!("{open} … {}", closes.first()?)
            }
            Self::Element => "<comment> … </comment>".to_owned(),
            Self::Mdx => "{/* … */}".to_owned(),
            Self::Hugo => "{{/* … */}}".to_owned(),
            Self::Block => "{% comment %} … {% endcomment %}".to_owned(),
            Self::Obsidian => "%% … %%".to_owned(),
            Self::Change => "{~~ … ~> … ~~}".to_owned(),
            Self::Marked => "{++ … ++}".to_owned(),
        })
    }

    /// What ends it, for messages.
    pub(super) fn end(self) -> &'static str {
        match self {
            Self::Pair(pair) => {
                PAIRS.get(pair).and_then(|(_, closes)| closes.first()).map_or("", |close| close)
            }
            Self::Declaration => ">",
            Self::Element => "</comment>",
            Self::Unseen => "</…>",
            Self::Mdx => "*/}",
            Self::Hugo => "*/}}",
            Self::Block => "{% endcomment %}",
            Self::Obsidian => "%%",
            Self::Change => "~~}",
            Self::Marked => "++}",
            Self::Reference => ")",
        }
    }
}

/// Finds where comments end. It remembers what it has looked for, so that ten thousand beginnings
/// without an end cost one look.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// What was looked for, from which byte, and where it was.
    known: Vec<(&'static str, usize, Option<usize>)>,
    /// Up to here all `%%` stand behind a number and are signs.
    pub(super) signs: usize,
    /// All `%%` outside fenced code, once they are asked for.
    pub(super) marks: Option<Vec<Percents>>,
}

impl Ends {
    /// Where the comment of this kind that begins at byte `at` of `text` ends. In a formula it is
    /// text when it does not end in the same paragraph.
    pub(super) fn of(&mut self, kind: Kind, text: &str, code: &Code, at: usize) -> Extent {
        let extent = match kind {
            Kind::Unseen => unseen::extent(text, code, at),
            Kind::Obsidian => self.percents(text, code, at),
            kind => self.as_written(kind, text, at),
        };
        let paragraph = self.end_of_paragraph(text, at);
        let goes_on = match &extent {
            Extent::Closed(end) => *end > paragraph,
            Extent::Paragraph(_) => true,
            Extent::Unclosed => true,
            Extent::Pieces(_) | Extent::Text | Extent::None => false,
        };
        if goes_on && !kind.is_markup() && formula::holds(text, at) { Extent::Text } else { extent }
    }

    fn as_written(&mut self, kind: Kind, text: &str, at: usize) -> Extent {
        match kind {
            Kind::Pair(pair) => {
                let Some((open, closes)) = PAIRS.get(pair) else { return Extent::None };
                let from = at + open.len();
                let ends = closes.iter();
                let ends = ends.filter_map(|end| Some(self.find(end, text, from)? + end.len()));
                let end = ends.min();
                match end {
                    _ if kind == HTML
                        && let Some(end) = self.bang(text, from, end) =>
                    {
                        Extent::Closed(end)
                    }
                    Some(end) => Extent::Closed(end),
                    // `<!-->` and `<!--->` are whole comments.
                    None if kind == HTML => match text.get(from..) {
                        Some(rest) if rest.starts_with('>') => Extent::Closed(from + 1),
                        Some(rest) if rest.starts_with("->") => Extent::Closed(from + 2),
                        _ => Extent::Unclosed,
                    },
                    None if kind == PROCESSING => {
                        let rest = text.get(from..).unwrap_or("");
                        let is_it = rest.starts_with(|letter: char| {
                            letter.is_ascii_alphabetic() || letter == '='
                        });
                        if is_it { Extent::Unclosed } else { Extent::None }
                    }
                    None => Extent::Unclosed,
                }
            }
            Kind::Element => self
                .find_by("</comment>", text, at, end_of_element)
                .and_then(|end| Some(end + Tag::near(text.get(end..)?)?.length))
                .map_or(Extent::None, Extent::Closed),
            Kind::Declaration => self.declaration(text, at),
            Kind::Unseen | Kind::Obsidian => Extent::None,
            Kind::Mdx => self.braces(text, at, "}"),
            Kind::Hugo => self.braces(text, at, "}}"),
            Kind::Block => self.block(text, at),
            Kind::Change => self.change(text, at),
            Kind::Marked => {
                let close = if text.get(at..).is_some_and(|rest| rest.starts_with("{++")) {
                    "++}"
                } else {
                    "==}"
                };
                match self.find(close, text, at + 3) {
                    Some(end) => Extent::Pieces([at..at + 3, end..end + 3]),
                    None => Extent::None,
                }
            }
            Kind::Reference => Extent::Closed(reference_end(text, at)),
        }
    }

    /// Where `what` stands at byte `from` or after it.
    pub(super) fn find(&mut self, what: &'static str, text: &str, from: usize) -> Option<usize> {
        self.find_by(what, text, from, |rest| rest.find(what))
    }

    /// Where `look` finds `what` at byte `from` or after it.
    fn find_by(
        &mut self,
        what: &'static str,
        text: &str,
        from: usize,
        look: impl FnOnce(&str) -> Option<usize>,
    ) -> Option<usize> {
        let known = self.known.iter().position(|(known, ..)| *known == what);
        if let Some((_, looked, found)) = known.and_then(|known| self.known.get(known))
            && *looked <= from
            && found.is_none_or(|found| found >= from)
        {
            return *found;
        }
        let found = text.get(from..).and_then(look).map(|at| from + at);
        match known.and_then(|known| self.known.get_mut(known)) {
            Some(entry) => *entry = (what, from, found),
            None => self.known.push((what, from, found)),
        }
        found
    }

    /// The end of a comment of HTML that a browser ends at `--!>`. Where a `-->` comes before the
    /// next comment, that one was meant: what either hides is hidden.
    fn bang(&mut self, text: &str, from: usize, end: Option<usize>) -> Option<usize> {
        const END: &str = "--!>";
        let bang = self.find(END, text, from)? + END.len();
        let next = self.find("<!--", text, bang);
        let is_meant = match (end, next) {
            (Some(end), _) if end < bang => false,
            (Some(end), Some(next)) => next < end,
            (Some(_), None) => false,
            (None, _) => true,
        };
        is_meant.then_some(bang)
    }

    /// `<!NOTE …>`, which goes to its `>` wherever that is, and takes all that stands before.
    fn declaration(&mut self, text: &str, at: usize) -> Extent {
        let end = end_of_block(text, at);
        match self.find(">", text, at) {
            Some(close) if close < end => Extent::None,
            _ => Extent::Paragraph(end),
        }
    }

    /// The end of a comment between `/*` and `*/`, which braces follow.
    fn braces(&mut self, text: &str, at: usize, braces: &str) -> Extent {
        let mut from = at + 1;
        // The star that opens is none that closes.
        if let Some(open) = text.get(at..).and_then(|rest| rest.find("/*")) {
            from = at + open + 2;
        }
        let first = self.find("*/", text, from);
        while let Some(end) = self.find("*/", text, from) {
            let after = text.get(end + 2..).unwrap_or("");
            let mut rest = after.trim_start();
            if braces == "}}" {
                rest = rest.strip_prefix('-').unwrap_or(rest);
            }
            if rest.starts_with(braces) {
                return Extent::Closed(text.len() - rest.len() + braces.len());
            }
            if braces == "}"
                && first == Some(end)
                && let Some(length) = rest_of_expression(after)
            {
                return Extent::Closed(end + 2 + length);
            }
            from = end + 2;
        }
        Extent::Unclosed
    }

    /// The end of a block, which may hold others of its kind.
    fn block(&mut self, text: &str, at: usize) -> Extent {
        let rest = text.get(at..).unwrap_or("");
        let Some(name) = block_word(rest) else { return Extent::None };
        let is_shortcode = shortcode_word(rest).is_some();
        let mut depth = 0usize;
        let mut from = at;
        while let Some(tag) = text.get(from..).and_then(|rest| rest.find('{')).map(|tag| from + tag)
        {
            let rest = text.get(tag..).unwrap_or("");
            let inside = if is_shortcode { shortcode_word(rest) } else { tag_word(rest) };
            from = tag + 1;
            let Some(inside) = inside else { continue };
            // `/` ends a block in Markdoc too.
            let end = inside.strip_prefix('/').map(str::trim_start);
            let end = end.or_else(|| inside.strip_prefix("end").filter(|_| !is_shortcode));
            if is_the_word(inside, name) {
                depth += 1;
            } else if end.is_some_and(|end| is_the_word(end, name)) {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let close = if is_shortcode { "}}" } else { "%}" };
                    return match rest.find(close) {
                        Some(length) => Extent::Closed(tag + length + close.len()),
                        None => Extent::Unclosed,
                    };
                }
            }
        }
        Extent::Unclosed
    }

    /// Where the paragraph of byte `at` ends.
    pub(super) fn end_of_paragraph(&mut self, text: &str, at: usize) -> usize {
        self.find("\n\n", text, at).unwrap_or(text.len())
    }

    fn change(&mut self, text: &str, at: usize) -> Extent {
        let Some(end) = self.find("~~}", text, at + 3) else { return Extent::Unclosed };
        match self.find("~>", text, at + 3).filter(|&arrow| arrow < end) {
            Some(arrow) => Extent::Pieces([at..arrow + 2, end..end + 3]),
            None => Extent::Closed(end + 3),
        }
    }
}

/// Where the last line with words of the block ends that byte `at` stands in.
pub(super) fn end_of_block(text: &str, at: usize) -> usize {
    let mut end = at;
    for (number, line) in text.get(at..).unwrap_or("").split_inclusive('\n').enumerate() {
        if number > 0 && line.trim_matches([' ', '\t', '>', '\n']).is_empty() {
            break;
        }
        end += line.len();
    }
    end - usize::from(text.get(..end).is_some_and(|block| block.ends_with('\n')))
}

/// How far the braces go on that hold more than a comment: `{/* a */ 1 /* b */}`.
fn rest_of_expression(text: &str) -> Option<usize> {
    const LONGEST: usize = 2000;
    let mut depth = 0usize;
    let mut at = 0;
    while at < LONGEST {
        let rest = text.get(at..)?;
        let next = rest.find(['{', '}', '/', '\n'])?;
        at += next + 1;
        match rest.get(next..)? {
            rest if rest.starts_with("/*") => at += rest.find("*/")? + 1,
            rest if rest.starts_with("\n\n") => return None,
            rest if rest.starts_with('{') => depth += 1,
            rest if rest.starts_with('}') && depth == 0 => return Some(at),
            rest if rest.starts_with('}') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where a reference ends: behind its title, which may take several lines of its paragraph.
fn reference_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    let first = rest.split('\n').next().unwrap_or("");
    let target = reference(first).unwrap_or("").trim_start_matches(['#', '<', '>']);
    let close = match target.trim_start().chars().next() {
        Some('(') => ')',
        Some(quote @ ('"' | '\'')) => quote,
        _ => return at + first.len(),
    };
    let mut end = at;
    for line in rest.split_inclusive('\n') {
        let written = line.trim_end();
        if written.is_empty() {
            break;
        }
        end += written.len();
        if written.ends_with(close) {
            break;
        }
        end += line.len() - written.len();
    }
    end
}
