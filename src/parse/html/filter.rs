//! Raw HTML, tag by tag: known elements pass, others go, and each link and picture gets the place
//! it was written at. This is a filter and no parser: what it lets through is parsed and sanitised
//! afterwards, so a tag it misreads costs at worst that tag.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::elements::{self, Fate};
use crate::parse::markdown::RawHtml;
use crate::parse::prepare::Prepared;
use crate::parse::problems::Problems;
use crate::parse::tag::{self, Tag};
use crate::parse::tape::{DEEPEST, too_deep};
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(crate) static HTML_ELEMENT: Rule = Rule::warning(
    "html-element",
    "HTML that is not for articles or not to be seen (`hidden`), or words in `<…>`",
);

/// How many formatting elements may be left open. A parser opens them again in every block, so
/// that a few thousand of them would fill the memory.
const OPEN_FORMATTING: usize = 8;

pub(super) struct Filter<'f, 'p> {
    out: String,
    /// The attribute that carries our notes.
    key: &'f str,
    prepared: &'f Prepared<'f>,
    problems: &'f mut Problems<'p>,
    /// Where the last end tag of each name begins.
    last_ends: HashMap<String, usize>,
    /// Everything goes until the end tag of this name.
    skipped: Option<String>,
    /// Elements of raw HTML that are open.
    depth: usize,
    formatting: usize,
    is_too_deep: bool,
    /// In a video: whether its source is known. The text in it is for programs that show none.
    video: Option<bool>,
}

impl<'f, 'p> Filter<'f, 'p> {
    pub(super) fn new(
        html: &[RawHtml],
        key: &'f str,
        prepared: &'f Prepared<'f>,
        problems: &'f mut Problems<'p>,
    ) -> Self {
        let mut last_ends = HashMap::new();
        for raw in html {
            for (at, _) in raw.text.match_indices("</") {
                let name = tag::name(raw.text.get(at + 2..).unwrap_or(""));
                last_ends.insert(name.to_ascii_lowercase(), raw.place(at));
            }
        }
        Self {
            out: String::with_capacity(prepared.text.len() * 2),
            key,
            prepared,
            problems,
            last_ends,
            skipped: None,
            depth: 0,
            formatting: 0,
            is_too_deep: false,
            video: None,
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// A Markdown node, by its index.
    pub(super) fn stand_in(&mut self, name: &str, node: usize) {
        if self.skipped.is_none() || !elements::is_void(name) {
            let _ = write!(self.out, "<{name} {}=n{node}>", self.key);
        }
    }

    /// A Markdown element ends. What was skipped ends with it.
    pub(super) fn end(&mut self, name: &str) {
        if elements::is_block(name) {
            self.skipped = None;
            self.video = None;
        }
        let _ = write!(self.out, "</{name}>");
    }

    /// Text of Markdown.
    pub(super) fn text(&mut self, text: &str) {
        if self.skipped.is_none() && self.video.is_none() {
            escape(text, &mut self.out);
        }
    }

    /// Raw HTML.
    pub(super) fn raw(&mut self, raw: &RawHtml) {
        let text = raw.text.as_str();
        // After the last `>` no tag can end.
        let last = text.rfind('>').unwrap_or(0);
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let place = raw.place(at);
            at += match &self.skipped {
                Some(name) => match end_of(rest, name) {
                    Some(end) => {
                        self.skipped = None;
                        end
                    }
                    None => rest.len(),
                },
                None if at > last => {
                    escape(&self.prepared.without_marks(rest), &mut self.out);
                    rest.len()
                }
                None => self.piece(rest, place),
            };
        }
    }

    /// Text up to the next tag, or a tag. Gives how many bytes it took.
    fn piece(&mut self, rest: &str, place: usize) -> usize {
        let text = rest.find('<').unwrap_or(rest.len());
        if text > 0 {
            if self.video.is_none() {
                self.out.push_str(rest.get(..text).unwrap_or(""));
            }
            return text;
        }
        for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">")] {
            if let Some(inside) = rest.strip_prefix(open) {
                let end = inside.find(close).map(|end| open.len() + end + close.len());
                return end.unwrap_or(rest.len());
            }
        }
        match Tag::of(rest) {
            Some(tag) => {
                let length = tag.length;
                self.tag(&tag, rest.get(..length).unwrap_or(""), place);
                length
            }
            None => {
                self.out.push_str("&lt;");
                1
            }
        }
    }

    fn tag(&mut self, tag: &Tag<'_>, written: &str, place: usize) {
        let name = tag.name.as_str();
        let end = place + written.len();
        match elements::fate(name) {
            // A parser reads `</br>` as a line break too.
            Fate::Stays if tag.is_end && name != "br" => self.end_tag(name),
            Fate::Stays => self.start_tag(tag, place),
            Fate::Unwrapped => {}
            Fate::Refused if !tag.is_end => self.refused(name, place..end),
            Fate::Refused => {}
            Fate::Vanishes if tag.is_end || tag.closes_itself => {}
            Fate::Vanishes => {
                self.refused(name, place..end);
                self.skip(name, place);
            }
            Fate::Embed if tag.is_end => {}
            Fate::Embed => {
                // Like a rule it ends the paragraph it stands in.
                self.note('f', tag, "hr", place);
                if name == "iframe" && !tag.closes_itself {
                    self.skip(name, place);
                }
            }
            Fate::Video => self.video(tag, place),
            Fate::Unknown if tag.is_end => {}
            Fate::Unknown if tag.closes_itself || self.ends_after(name, place) => {
                self.refused(name, place..end);
            }
            // `<project-id>`: a place to fill in, which the reader must see.
            Fate::Unknown => {
                escape(&self.prepared.without_marks(written), &mut self.out);
                self.problems.add(
                    Problem::of(&HTML_ELEMENT, "words in angle brackets")
                        .at(
                            self.problems.file,
                            self.prepared.place(place..end),
                            "shown as they are",
                        )
                        .help(format!("write it as code: `{written}`")),
                );
            }
        }
    }

    fn start_tag(&mut self, tag: &Tag<'_>, place: usize) {
        let name = tag.name.as_str();
        if name == "img" {
            return self.note('p', tag, name, place);
        }
        if name == "a" {
            let leads_on = tag.attribute("href").is_some();
            self.note(if leads_on { 'h' } else { 'a' }, tag, name, place);
            if !leads_on {
                // Writers leave the end of an anchor out; a parser would repeat it in every block.
                self.out.push_str("</a>");
            }
            return;
        }
        if !elements::is_void(name) && !elements::ends_itself(name) {
            if self.depth >= DEEPEST || !self.may_format(name) {
                self.tell_too_deep(place);
                return;
            }
            self.depth += 1;
            self.formatting += usize::from(elements::is_formatting(name));
        }
        if name == "table" {
            return self.note('t', tag, name, place);
        }
        let attributes = self.prepared.without_marks(tag.attributes);
        let _ = write!(self.out, "<{name} {attributes}>");
    }

    fn end_tag(&mut self, name: &str) {
        if !elements::ends_itself(name) {
            self.depth = self.depth.saturating_sub(1);
            let formatting = usize::from(elements::is_formatting(name));
            self.formatting = self.formatting.saturating_sub(formatting);
        }
        if !elements::is_void(name) {
            let _ = write!(self.out, "</{name}>");
        }
    }

    fn may_format(&self, name: &str) -> bool {
        self.formatting < OPEN_FORMATTING || !elements::is_formatting(name)
    }

    /// A tag under `name` with the place it was written at.
    fn note(&mut self, kind: char, tag: &Tag<'_>, name: &str, place: usize) {
        let span = self.prepared.place(place..place + tag.length);
        let attributes = self.prepared.without_marks(tag.attributes);
        let key = self.key;
        let _ = write!(self.out, "<{name} {key}={kind}{}-{} {attributes}>", span.start, span.end);
    }

    /// A video shows its `src`, or the first of its sources.
    fn video(&mut self, tag: &Tag<'_>, place: usize) {
        let is_video = tag.name == "video";
        if is_video && tag.is_end {
            self.video = None;
        } else if !tag.is_end && tag.name != "track" {
            let is_wanted = is_video || self.video == Some(false);
            let has_source = tag.attribute("src").is_some();
            if is_wanted && has_source {
                self.note('v', tag, "img", place);
            }
            if is_video && !self.ends_after("video", place) {
                self.video = None;
            } else if is_video || (is_wanted && has_source) {
                self.video = Some(has_source);
            }
        }
    }

    /// Skips everything up to the end tag, if there is one.
    fn skip(&mut self, name: &str, place: usize) {
        if self.ends_after(name, place) {
            self.skipped = Some(name.to_owned());
        }
    }

    fn ends_after(&self, name: &str, place: usize) -> bool {
        self.last_ends.get(name).is_some_and(|&end| end > place)
    }

    fn refused(&mut self, name: &str, range: std::ops::Range<usize>) {
        let span: Span = self.prepared.place(range);
        self.problems.add(
            Problem::of(&HTML_ELEMENT, format!("HTML element `{name}` is not for articles"))
                .at(self.problems.file, span, "")
                .help("the element goes; write what it was for in Markdown"),
        );
    }

    fn tell_too_deep(&mut self, place: usize) {
        if !self.is_too_deep {
            self.is_too_deep = true;
            let span = self.prepared.place(place..place + 1);
            self.problems.add(too_deep(self.problems.file, span));
        }
    }
}

/// Where the text after the end tag of `name` begins.
fn end_of(text: &str, name: &str) -> Option<usize> {
    for (at, _) in text.match_indices("</") {
        let after = text.get(at + 2..)?;
        if tag::name(after).eq_ignore_ascii_case(name) {
            let end = after.find('>').map_or(after.len(), |end| end + 1);
            return Some(at + 2 + end);
        }
    }
    None
}

/// Writes `text` so that it is no HTML.
fn escape(text: &str, out: &mut String) {
    let mut copied = 0;
    for (at, letter) in text.match_indices(['&', '<', '>']) {
        out.push_str(text.get(copied..at).unwrap_or(""));
        out.push_str(match letter {
            "&" => "&amp;",
            "<" => "&lt;",
            _ => "&gt;",
        });
        copied = at + 1;
    }
    out.push_str(text.get(copied..).unwrap_or(""));
}
