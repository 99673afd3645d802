//! Left-over tags of other generators: Liquid, Hugo, kramdown, Microsoft Learn, MDX.
//!
//! The tag goes and the text in it stays; what has a meaning here keeps it (`{{ site.baseurl }}` is
//! the root, `{width="300"}` the width of an image, `[!VIDEO …]` an embed). Each is told, one kind
//! of tag one kind of problem. Comments are gone before (`hidden`).

use std::borrow::Cow;
use std::ops::Range;

use super::Mark;
use super::code::{self, Code, Stage};
use super::containers::aside_kind;
use super::draft::{Change, Edit, Found};
use crate::parse::body::AsideKind;
use crate::parse::heading_attributes::are_attributes;
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(crate) static TEMPLATE_TAG: Rule = Rule::warning(
    "template-tag",
    "a tag of another generator, whose text stays, or a comment, which is hidden",
);

/// How far the end of a tag is looked for.
const LONGEST: usize = 500;

/// A tag that was found.
struct Tag {
    range: Range<usize>,
    becomes: Becomes,
    /// What kind it is, for the headline; `None` is not worth a word.
    kind: Option<Cow<'static, str>>,
}

enum Becomes {
    Text(String),
    Width(u32),
    Alert(AsideKind),
    Embed(String),
}

/// Whether there is anything to find, code or not.
pub(super) fn may_hold(text: &str) -> bool {
    starts(text).any(|at| tag_at(text, at).is_some()) || module_lines(text).next().is_some()
}

/// Finds the tags of `text` outside its code and what becomes of them.
pub(super) fn find(text: &str, code: &Code, found: &mut Found<'_, '_>) {
    let mut end = 0;
    let in_lines = starts(text).filter_map(|at| {
        if at < end || code.holds(at) {
            return None;
        }
        let tag = tag_at(text, at)?;
        end = tag.range.end;
        Some(tag)
    });
    let modules = module_lines(text).filter(|tag| !code.holds(tag.range.start));
    for Tag { range, becomes, kind } in in_lines.chain(modules) {
        if let Some(kind) = kind {
            let headline = format!("{kind} of another generator");
            let problem = Problem::of(&TEMPLATE_TAG, headline)
                .help("write it in plain Markdown; so far the tag goes and its text stays");
            found.tell(problem, range.clone(), "");
        }
        match becomes {
            Becomes::Text(text) => found.replace(range, text),
            Becomes::Width(width) => {
                found.edits.push(Edit { range, change: Change::Width(width) });
            }
            Becomes::Alert(kind) => {
                found.mark(range, Mark::Alert(kind));
            }
            Becomes::Embed(address) => {
                let span = found.place(range.clone());
                found.mark(range, Mark::Embed { address, span });
            }
        }
    }
}

/// A line of text (a title) without the tags outside its code.
pub(super) fn without_tags(line: &str) -> Cow<'_, str> {
    if !may_hold(line) {
        return Cow::Borrowed(line);
    }
    let code = code::find(line, Stage::Written);
    let mut clean = String::new();
    let mut copied = 0;
    for at in starts(line) {
        if at < copied || code.holds(at) {
            continue;
        }
        if let Some(Tag { range, becomes: Becomes::Text(text), .. }) = tag_at(line, at) {
            clean.push_str(line.get(copied..range.start).unwrap_or(""));
            clean.push_str(&text);
            copied = range.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(line);
    }
    clean.push_str(line.get(copied..).unwrap_or(""));
    Cow::Owned(clean.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Where a tag could begin.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['{', '[']).map(|(at, _)| at)
}

/// The tag that begins at byte `at`.
fn tag_at(text: &str, at: usize) -> Option<Tag> {
    let (before, rest) = text.split_at_checked(at)?;
    let second = *rest.as_bytes().get(1)?;
    if !matches!(second, b'%' | b'{' | b':' | b'!' | b'.' | b'#') && !second.is_ascii_alphabetic()
        || before.ends_with('\\')
    {
        return None;
    }
    if rest.starts_with('[') {
        return marker(before, rest, at);
    }
    match second {
        b'%' => liquid(rest, at),
        b'{' => value(rest, at),
        _ => attributes(before, rest, at),
    }
}

impl Tag {
    fn new(range: Range<usize>, kind: &'static str, text: impl Into<String>) -> Self {
        Self { range, becomes: Becomes::Text(text.into()), kind: Some(Cow::Borrowed(kind)) }
    }
}

/// What stands between `open` and `close` at the beginning of `text`, and how long it is with both.
fn inside<'t>(text: &'t str, open: &str, close: &str) -> Option<(&'t str, usize)> {
    let rest = text.strip_prefix(open)?;
    let mut limit = LONGEST.min(rest.len());
    while !rest.is_char_boundary(limit) {
        limit -= 1;
    }
    let end = rest.get(..limit)?.find(close)?;
    Some((rest.get(..end)?, open.len() + end + close.len()))
}

/// `{% include x %}`, `{% link a.md %}`.
fn liquid(rest: &str, at: usize) -> Option<Tag> {
    const KIND: &str = "template tag `{% … %}`";
    let (content, length) = inside(rest, "{%", "%}")?;
    let content = content.trim_matches('-').trim();
    let (word, argument) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
    match word {
        "link" | "post_url" => Some(Tag::new(at..at + length, KIND, argument.trim())),
        _ => Some(Tag::new(at..at + length, KIND, "")),
    }
}

/// `{{ site.baseurl }}`, `{{ placeholder }}`, `{{< shortcode >}}`.
fn value(rest: &str, at: usize) -> Option<Tag> {
    for (open, close) in [("{{<", ">}}"), ("{{%", "%}}")] {
        if let Some((content, length)) = inside(rest, open, close) {
            return Some(shortcode(content.trim(), at..at + length));
        }
    }
    let (content, length) = inside(rest, "{{", "}}")?;
    let range = at..at + length;
    let content = content.trim_matches(['-', '{']).trim();
    // A third brace belongs to the tag.
    let after = rest.get(length..)?;
    if let Some(quote @ ('"' | '\'')) = content.chars().next() {
        let text = content.get(1..)?.split(quote).next().unwrap_or("");
        return Some(Tag::new(range, VALUE, text));
    }
    let name = content.split(['|', ' ']).next().unwrap_or("");
    if matches!(name, "site.baseurl" | "site.url" | "base_url" | "baseurl" | "site.base_url") {
        // `{{ site.baseurl }}/x/` leads to `/x/`.
        let is_prefix =
            after.starts_with('/') || after.starts_with("{{") || after.starts_with("{%");
        return Some(Tag::new(range, ROOT, if is_prefix { "" } else { "/" }));
    }
    // `{{ page.title }}` is a value nobody has; `{{your-project}}` is a placeholder for a reader.
    let is_variable = content.contains(['|', '(', '='])
        || name.starts_with(['.', '$', '#', '/'])
        || name.split('.').count() > 1 && !name.contains('/');
    Some(Tag::new(range, VALUE, if is_variable { "" } else { content }))
}

const VALUE: &str = "template value `{{ … }}`";
const ROOT: &str = "template value `{{ site.baseurl }}`";

/// A Hugo shortcode. Its inner text lies between two tags and stays by itself.
fn shortcode(content: &str, range: Range<usize>) -> Tag {
    const KIND: &str = "shortcode `{{< … >}}`";
    let (name, arguments) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
    let first = arguments.trim().split(char::is_whitespace).next().unwrap_or("");
    let first = first.trim_matches(['"', '\'', '`']);
    let video = match name {
        "youtube" => Some(format!("https://www.youtube.com/watch?v={first}")),
        "vimeo" => Some(format!("https://vimeo.com/{first}")),
        _ => None,
    };
    match (name, video) {
        (_, Some(address)) => {
            Tag { range, becomes: Becomes::Embed(address), kind: Some(KIND.into()) }
        }
        ("ref" | "relref", _) => Tag::new(range, KIND, first),
        _ => Tag::new(range, KIND, ""),
    }
}

/// `{:target="_blank"}` anywhere; `{.class}` and `{width="300"}` right behind a link, an image, an
/// emphasis or code. At the end of a heading they are its own.
fn attributes(before: &str, rest: &str, at: usize) -> Option<Tag> {
    let (content, length) = inside(rest, "{", "}")?;
    if content.contains('\n') {
        return None;
    }
    let is_kramdown = content.starts_with(':');
    let is_behind = before.ends_with([')', ']', '*', '_', '`', '>', '"']);
    let is_list = are_attributes(content);
    let line = line_before(before);
    let is_heading_end = is_list
        && content.trim_start_matches([':', ' ']).starts_with(['#', '.'])
        && ends_line(rest.get(length..)?.trim_start_matches([' ', '#']))
        && line.is_none_or(|line| line.trim_start_matches([' ', '\t', '>']).starts_with('#'));
    if is_heading_end || !(is_kramdown || is_list && is_behind) {
        return None;
    }
    let kind = Some(Cow::Borrowed("attribute list `{: … }`"));
    let becomes = match width(content) {
        Some(width) => Becomes::Width(width),
        None => Becomes::Text(String::new()),
    };
    Some(Tag { range: at..at + length, becomes, kind })
}

/// The width in an attribute list, in pixels.
fn width(content: &str) -> Option<u32> {
    let (_, value) = content.split_once("width=")?;
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(value.len());
    let (digits, unit) = value.split_at_checked(end)?;
    let is_pixels = unit.is_empty() || unit.starts_with(['"', '\'', ' ']) || unit.starts_with("px");
    digits.parse().ok().filter(|&width| is_pixels && width > 0)
}

/// `[!DNL word]`, `[!VIDEO address]`, and `[!INFO]` at the beginning of a quotation.
fn marker(before: &str, rest: &str, at: usize) -> Option<Tag> {
    let (content, length) = inside(rest, "[!", "]")?;
    let end = content.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(content.len());
    let (name, text) = content.split_at_checked(end)?;
    if name.len() < 2 || content.contains('\n') {
        return None;
    }
    let range = at..at + length;
    if text.is_empty() {
        return alert(before, rest.get(length..)?, name, range);
    }
    if !text.starts_with(' ') || name.bytes().any(|letter| letter.is_ascii_lowercase()) {
        return None;
    }
    if name == "VIDEO" {
        // Alone in its quotation the embed needs no quotation.
        let line = line_before(before).unwrap_or("");
        let is_quoted = line.contains('>') && line.trim_matches([' ', '>']).is_empty();
        let is_alone = is_quoted && ends_line(rest.get(length..)?);
        let start = if is_alone { at - line.len() } else { at };
        return Some(Tag {
            range: start..range.end,
            becomes: Becomes::Embed(text.trim().to_owned()),
            kind: Some("`[!VIDEO …]`".into()),
        });
    }
    Some(Tag {
        range,
        becomes: Becomes::Text(text.trim().to_owned()),
        kind: Some(format!("marker `[!{name} …]`").into()),
    })
}

/// What stands before on the same line, when it is as short as indentation and marks are.
fn line_before(before: &str) -> Option<&str> {
    let mut start = before.len().saturating_sub(200);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    let near = before.get(start..)?;
    match near.rfind('\n') {
        Some(end) => near.get(end + 1..),
        None => (start == 0).then_some(near),
    }
}

/// Whether nothing more stands on the line.
fn ends_line(after: &str) -> bool {
    let rest = after.trim_start_matches([' ', '\t', '\r']);
    rest.is_empty() || rest.starts_with('\n')
}

/// The kinds of alert the Markdown parser knows itself.
const GITHUB_ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// `> [!INFO]`, and `> [!NOTE] text` with its text on the same line.
fn alert(before: &str, after: &str, name: &str, range: Range<usize>) -> Option<Tag> {
    let line = line_before(before).filter(|line| line.trim_end().ends_with('>'))?;
    let has_text = !ends_line(after);
    let is_known = GITHUB_ALERTS.iter().any(|known| name.eq_ignore_ascii_case(known));
    match aside_kind(&name.to_ascii_lowercase()) {
        Some(_) if is_known && !has_text => None,
        // The text moves to a line of its own in the same quotation.
        Some(_) if is_known => {
            let prefix: String = line
                .chars()
                .map(|letter| if matches!(letter, '>' | '\t') { letter } else { ' ' })
                .collect();
            let text = format!("[!{name}]\n{prefix}");
            Some(Tag { range, becomes: Becomes::Text(text), kind: None })
        }
        Some(kind) if !has_text => Some(Tag { range, becomes: Becomes::Alert(kind), kind: None }),
        _ => Some(Tag {
            range,
            becomes: Becomes::Text(String::new()),
            kind: Some(format!("alert `[!{name}]`").into()),
        }),
    }
}

/// `import … from "…"` and `export …` lines of MDX: lines of their own at the beginning of a block.
fn module_lines(text: &str) -> impl Iterator<Item = Tag> {
    let mut at = 0;
    let mut is_block_start = true;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let words = line.trim_end().trim_end_matches(';');
        let is_quoted = words.ends_with(['"', '\'']);
        let is_module = is_block_start
            && (words.starts_with("import ")
                && is_quoted
                && words.contains([' ', '"'])
                && (words.contains(" from ")
                    || words.starts_with("import '")
                    || words.starts_with("import \""))
                || words.starts_with("export const ")
                || words.starts_with("export default "));
        is_block_start = words.trim().is_empty() || is_module;
        is_module.then(|| Tag::new(start..start + words.len(), "`import` line of MDX", ""))
    })
}
