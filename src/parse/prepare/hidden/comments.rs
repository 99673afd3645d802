//! The comments writers know, of HTML and of other tools: how each begins and where it ends.
//!
//! A comment ends where its tool says, whatever stands between: blocks, code, other comments. What
//! begins like one and is something else in an article (the id of a heading, `{{#if x}}`) is none.

use std::ops::Range;

use super::percents::Percents;
use super::{formula, unseen};
use crate::parse::prepare::code::Code;

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
    /// It never ends.
    Unclosed,
    /// It is no comment after all, though it may have been meant for one.
    Text,
    /// It is no comment after all.
    None,
}

/// Comments with a fixed beginning and end; longer beginnings stand first.
const PAIRS: [(&str, &str); 14] = [
    ("<!--", "-->"),
    ("<![CDATA[", "]]>"),
    ("<?", "?>"),
    ("<%--", "--%>"),
    ("<%#", "%>"),
    ("<#--", "-->"),
    ("{#", "#}"),
    ("{>>", "<<}"),
    ("{--", "--}"),
    ("{{!--", "--}}"),
    ("{{!", "}}"),
    ("{{--", "--}}"),
    ("{%#", "%}"),
    ("{::comment}", "{:/comment}"),
];

const HTML: Kind = Kind::Pair(0);
const PROCESSING: Kind = Kind::Pair(2);

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
        b"%%" => (!before.ends_with('{')).then_some(Kind::Obsidian),
        b"[/" | b"[c" | b"[C" if is_first => reference(rest).map(|_| Kind::Reference),
        b"{%" if tag_word(rest).is_some_and(|word| word.starts_with('#')) => Some(Kind::Pair(12)),
        b"{%" if before.ends_with('{') => None,
        b"{{" | b"{%" if block_word(rest).is_some() => Some(Kind::Block),
        b"{{" if hugo(rest) => Some(Kind::Hugo),
        b"{/" | b"{ " | b"{\t" | b"{\n" if before.ends_with('{') => None,
        b"{/" | b"{ " | b"{\t" | b"{\n" => {
            let after = rest.get(1..)?.trim_start();
            after.starts_with("/*").then_some(Kind::Mdx)
        }
        b"{~" => rest.starts_with("{~~").then_some(Kind::Change).filter(|_| !is_word(rest, "~~}")),
        b"{:" => rest.starts_with("{::comment}").then_some(Kind::Pair(13)),
        b"{+" => rest.starts_with("{++").then_some(Kind::Marked),
        b"{=" => rest.starts_with("{==").then_some(Kind::Marked),
        b"{#" | b"{-" | b"{>" if before.ends_with('{') => None,
        _ => {
            let pair = PAIRS.iter().position(|(open, _)| rest.starts_with(open))?;
            let (open, close) = PAIRS.get(pair)?;
            let is_braced = open.starts_with('{') && !open.starts_with("{{");
            (!is_braced || !is_word(rest, close)).then_some(Kind::Pair(pair))
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

/// The word that opens a block whose content is a comment, and the end of its tag.
fn block_word(rest: &str) -> Option<(&'static str, &'static str)> {
    let (word, ends) = match rest.get(..3)? {
        "{{%" | "{{<" => {
            let word = rest.get(3..)?.trim_start();
            (word, [("comment", "/comment")].as_slice())
        }
        _ => (tag_word(rest)?, [("comment", "endcomment"), ("doc", "enddoc")].as_slice()),
    };
    ends.iter().copied().find(|(name, _)| is_the_word(word, name))
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
        matches!(self, Self::Pair(0..=2))
    }

    /// Whether it is HTML, also where nothing else is read but HTML.
    pub(super) fn is_markup(self) -> bool {
        self.is_html() || self == Self::Unseen
    }

    /// How it is written, for messages; `None` for those that need no word of this kind.
    pub(super) fn example(self) -> Option<String> {
        Some(match self {
            HTML | Self::Reference | Self::Unseen => return None,
            Self::Pair(pair) => {
                let (open, close) = PAIRS.get(pair)?;
                format!("{open} … {close}")
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
            Self::Pair(pair) => PAIRS.get(pair).map_or("", |(_, close)| close),
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
            Extent::Unclosed => true,
            Extent::Pieces(_) | Extent::Text | Extent::None => false,
        };
        if goes_on && !kind.is_markup() && formula::holds(text, at) { Extent::Text } else { extent }
    }

    fn as_written(&mut self, kind: Kind, text: &str, at: usize) -> Extent {
        match kind {
            Kind::Pair(pair) => {
                let Some((open, close)) = PAIRS.get(pair) else { return Extent::None };
                let from = at + open.len();
                match self.find(close, text, from) {
                    Some(end) => Extent::Closed(end + close.len()),
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
            Kind::Element => ["</comment>", "</COMMENT>", "</Comment>"]
                .into_iter()
                .filter_map(|end| Some(self.find(end, text, at)? + end.len()))
                .min()
                .map_or(Extent::None, Extent::Closed),
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
        let known = self.known.iter().position(|(known, ..)| *known == what);
        if let Some((_, looked, found)) = known.and_then(|known| self.known.get(known))
            && *looked <= from
            && found.is_none_or(|found| found >= from)
        {
            return *found;
        }
        let found = text.get(from..).and_then(|rest| rest.find(what)).map(|at| from + at);
        match known.and_then(|known| self.known.get_mut(known)) {
            Some(entry) => *entry = (what, from, found),
            None => self.known.push((what, from, found)),
        }
        found
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
        let Some((name, end)) = text.get(at..).and_then(block_word) else { return Extent::None };
        let is_shortcode = end.starts_with('/');
        let mut depth = 0usize;
        let mut from = at;
        while let Some(tag) = text.get(from..).and_then(|rest| rest.find('{')).map(|tag| from + tag)
        {
            let rest = text.get(tag..).unwrap_or("");
            let inside = if is_shortcode {
                rest.strip_prefix("{{%").or_else(|| rest.strip_prefix("{{<")).map(str::trim_start)
            } else {
                tag_word(rest)
            };
            let is = |word: &str| inside.is_some_and(|inside| is_the_word(inside, word));
            from = tag + 1;
            if is(name) {
                depth += 1;
            } else if is(end) {
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
