//! Where front matter stands, and what only looks like it.
//!
//! It should stand at the first byte, between two `---` lines. Editors and other tools put blank
//! lines, marks nobody sees and comments before it, and write its fences in other ways. What begins
//! like front matter is read or is an error; it is never published as text, for a `draft: true` in
//! it would then be read by customers. What begins with a thematic break, a table or a sentence
//! stays text.

use super::json;
use super::keys;
use super::metadata;
use super::tree::Unreadable;
use crate::text::span::Span;

/// What a file begins with.
pub(super) enum Opening {
    /// Text: no front matter.
    Text,
    /// Front matter.
    Block(Block),
    /// What looks like front matter and cannot be read.
    Broken(Unreadable, &'static str),
}

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
    /// Between braces.
    Json,
}

/// Where the front matter of a file is.
pub(super) struct Block {
    pub(super) notation: Notation,
    /// Between the two fences.
    pub(super) inside: Span,
    /// Where the text after it begins.
    pub(super) body: usize,
    /// It may be a text between two thematic breaks.
    pub(super) may_be_text: bool,
}

/// A line that may open or close front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fence {
    /// `---`, `+++`, `---yaml`, `--- # a comment`.
    Right(Notation),
    /// Longer, in other dashes, or with words behind it: what such a line means is not clear.
    Odd(Notation),
    /// `***`, `===`, `___`: a fence of nobody's front matter.
    Foreign,
}

/// Looks at what `file` begins with.
pub(super) fn look(file: &str) -> Opening {
    let start = first_visible(file);
    let rest = file.get(start..).unwrap_or("");
    if rest.starts_with('{') {
        return braces(rest, start);
    }
    let first = rest.lines().next().unwrap_or("");
    if after_dashes(first).is_some_and(is_key) || is_brace_behind_fence(rest) {
        return broken(whole_line(start, first), "a key stands behind the fence", ONE_A_LINE);
    }
    if names_language(first) {
        let message = "front matter in a language that is not read";
        return broken(whole_line(start, first), message, ONE_A_LINE);
    }
    if first.starts_with("```") || first.starts_with("~~~") {
        return fenced_code(rest, start, first);
    }
    let Some(fence) = fence(first) else { return Opening::Text };
    let before = file.get(..start).unwrap_or("");
    let mut opening = Line { text: first, start, ..Line::default() };
    opening.is_first = before.trim_start_matches('\u{feff}').is_empty();
    opening.is_indented = before.ends_with([' ', '\t']);
    between(file, opening, fence)
}

/// The line that may open front matter.
#[derive(Clone, Copy, Default)]
struct Line<'a> {
    text: &'a str,
    /// The byte it begins at, without its indentation.
    start: usize,
    /// Nothing stands before it.
    is_first: bool,
    is_indented: bool,
}

const ONE_A_LINE: &str = "write one `key: value` a line between two lines `---`";
const EXACTLY: &str = "write exactly `---` above the first key and below the last one";

/// What stands between a first line that is a fence and the one that closes it.
fn between(file: &str, opening: Line<'_>, fence: Fence) -> Opening {
    let (first, start) = (opening.text, opening.start);
    let inside = (start + first.len() + 1).min(file.len());
    let below = file.get(inside..).unwrap_or("");
    let is_spaced = below.lines().next().is_some_and(|line| line.trim().is_empty());
    let first_line = below
        .lines()
        .find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        .unwrap_or("");
    let has_keys = match fence {
        Fence::Right(Notation::Json) => first_line.trim_start().starts_with(['{', '"']),
        _ if is_spaced => is_named_key(first_line),
        _ => is_key(first_line),
    };
    let place = Span::new(start..start + first.trim_end().len());
    let notation = match fence {
        Fence::Right(notation) => notation,
        Fence::Odd(_) if has_keys && closing(below, opening, false).is_some() => {
            return broken(place, "this line is no fence of front matter", EXACTLY);
        }
        Fence::Odd(_) if has_keys && holds_sight(below) => {
            return broken(place, "this line is no fence of front matter", EXACTLY);
        }
        Fence::Foreign if has_keys && holds_sight(below) => {
            return broken(place, "this line is no fence of front matter", EXACTLY);
        }
        Fence::Odd(_) | Fence::Foreign => return Opening::Text,
    };
    let is_exact = opening.is_first && matches!(first.trim_end(), "---" | "+++");
    if !is_exact && !has_keys {
        return Opening::Text;
    }
    match closing(below, opening, true) {
        Some(Closing::Right { begin, end }) => Opening::Block(Block {
            notation,
            inside: Span::new(inside..inside + begin),
            body: inside + end,
            may_be_text: is_spaced || !is_exact,
        }),
        Some(Closing::Odd(line)) if has_keys => broken(
            line.shifted(inside),
            "this line does not close it: it is no `---` of its own",
            EXACTLY,
        ),
        None if has_keys => broken(place, "opened here and not closed", EXACTLY),
        Some(Closing::Odd(_)) | None => Opening::Text,
    }
}

/// The line that ends front matter, by its place below the opening one.
enum Closing {
    Right {
        begin: usize,
        end: usize,
    },
    /// A line that looks like a fence and is none.
    Odd(Span),
}

/// Finds what closes the block that `opening` opens. Only where `odd_counts` may a line
/// that merely looks like a fence come before the right one.
fn closing(below: &str, opening: Line<'_>, odd_counts: bool) -> Option<Closing> {
    let is_toml = opening.text.starts_with('+');
    // How far the line is indented that opened a text of several lines (`description: |`).
    let mut text_of_lines: Option<usize> = None;
    for (line, begin, end) in lines(below) {
        let indent = line.len() - line.trim_start().len();
        let word = line.trim();
        if text_of_lines.is_some_and(|above| word.is_empty() || indent > above) {
            continue;
        }
        text_of_lines = opens_text(word).then_some(indent);
        let is_in_place = indent == 0 || opening.is_indented;
        let is_right = match word {
            "---" => !is_toml,
            "..." => !is_toml,
            "+++" => is_toml,
            word => word == opening.text.trim(),
        };
        if is_right && is_in_place {
            return Some(Closing::Right { begin, end });
        }
        if odd_counts
            && matches!(fence(word), Some(Fence::Right(_) | Fence::Odd(_) | Fence::Foreign))
        {
            let start = begin + indent;
            return Some(Closing::Odd(Span::new(start..start + word.len())));
        }
    }
    None
}

/// Whether a line of YAML or TOML opens a text of several lines.
fn opens_text(line: &str) -> bool {
    let line =
        line.trim_end_matches(['+', '-']).trim_end_matches(|digit: char| digit.is_ascii_digit());
    line.ends_with(['|', '>'])
}

/// What a line is as a fence.
fn fence(line: &str) -> Option<Fence> {
    let line = line.trim_matches(is_unseen);
    if is_foreign(line) {
        return Some(Fence::Foreign);
    }
    if line.chars().next().is_some_and(|first| first != '-' && is_dash(first)) {
        return line.chars().all(is_dash).then_some(Fence::Odd(Notation::Yaml));
    }
    for (mark, own) in [('-', Notation::Yaml), ('+', Notation::Toml), (';', Notation::Json)] {
        let words = line.trim_start_matches(mark);
        let marks = line.len() - words.len();
        if marks < 2 {
            continue;
        }
        let words = words.trim();
        let named = match words.to_ascii_lowercase().as_str() {
            "" => Some(own),
            "yaml" | "yml" => Some(Notation::Yaml),
            "toml" => Some(Notation::Toml),
            "json" => Some(Notation::Json),
            word if word.starts_with('#') => Some(own),
            _ => None,
        };
        return match named {
            Some(notation) if marks == 3 => Some(Fence::Right(notation)),
            Some(notation) => Some(Fence::Odd(notation)),
            // Dashes that an editor joined; a word that is the name of a notation elsewhere.
            None if words.chars().all(is_dash) => Some(Fence::Odd(own)),
            None if mark == '-' && words.chars().all(char::is_alphanumeric) => {
                Some(Fence::Odd(own))
            }
            None => None,
        };
    }
    None
}

fn is_foreign(line: &str) -> bool {
    line.len() >= 3 && ['*', '=', '_'].iter().any(|&mark| line.chars().all(|letter| letter == mark))
}

/// The dashes that typography makes of `---`.
fn is_dash(letter: char) -> bool {
    matches!(
        letter,
        '-' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{2500}'
                | '\u{2501}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{ad}'
    )
}

/// `--- draft: true`: what stands behind the dashes, also where another line end than LF does.
fn after_dashes(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("---").or_else(|| line.strip_prefix("+++"))?;
    let is_apart = rest.starts_with(|letter: char| letter.is_whitespace() || letter.is_control());
    (is_apart && !rest.trim().is_empty()).then(|| rest.trim())
}

/// `---{"draft": true}---`: JSON behind the fence.
fn is_brace_behind_fence(text: &str) -> bool {
    let marks = ["---", "+++", ";;;"];
    let behind = marks.iter().find_map(|mark| text.strip_prefix(mark));
    let behind = behind.map(|behind| behind.trim_start_matches([' ', '\t']));
    behind.is_some_and(|behind| behind.starts_with('{') && looks_like_json(behind))
}

/// `---js`: a fence with the name of a language in which other tools write front matter.
fn names_language(line: &str) -> bool {
    const LANGUAGES: [&str; 18] = [
        "cjs",
        "clojure",
        "coffee",
        "coffeescript",
        "cson",
        "edn",
        "hjson",
        "ini",
        "javascript",
        "js",
        "json5",
        "jsonc",
        "lua",
        "mjs",
        "php",
        "python",
        "ts",
        "typescript",
    ];
    let name = line.trim_start_matches('-');
    let name_is = |language: &str| name.trim_matches(is_unseen).eq_ignore_ascii_case(language);
    line.len() - name.len() >= 3 && LANGUAGES.iter().any(|language| name_is(language))
}

fn whole_line(start: usize, line: &str) -> Span {
    Span::new(start..start + line.trim_end().len())
}

/// Whether a line is `key: value` or `key = value`.
pub(super) fn is_key(line: &str) -> bool {
    key_of(line).is_some()
}

/// The key of a line `key: value`.
fn key_of(line: &str) -> Option<&str> {
    let (key, value) = line.split_once([':', '='])?;
    let key = key.trim().trim_matches(['"', '\'']);
    let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let value = value.strip_prefix(':').unwrap_or(value);
    let is_value = line.contains('=') || value.is_empty() || value.starts_with([' ', '\t']);
    (!key.is_empty() && key.chars().all(is_name) && is_value).then_some(key)
}

/// As [`is_key`], where a sentence may stand: `Note: be careful` is none.
fn is_named_key(line: &str) -> bool {
    key_of(line).is_some_and(|key| {
        keys::find(key).is_some() || key.starts_with(|first: char| first.is_lowercase())
    })
}

/// Whether one of the lines up to the first that is no key decides who sees the article.
/// Keys that hide, with a fence below them, near the top of a file but not where front matter is
/// read: the fence above them is missing, or something else stands before it.
pub(super) fn misplaced(file: &str) -> Option<Span> {
    const LINES: usize = 40;
    let mut keys: Option<usize> = None;
    for (line, begin, _) in lines(file).take(LINES) {
        let is_code = line.starts_with("```") || line.starts_with("~~~");
        if is_code {
            return None;
        }
        if let (Some(start), Some(Fence::Right(notation))) = (keys, fence(line)) {
            let above = file.get(start..begin).unwrap_or("");
            // `+++ Title` opens a block to unfold, with text in it.
            let is_it = notation == Notation::Yaml || above.contains('=');
            if is_it && holds_sight(above) {
                return Some(Span::new(start..begin.saturating_sub(1)));
            }
        }
        keys = is_key(line).then(|| keys.unwrap_or(begin));
    }
    None
}

/// Keys that hide, directly below front matter that ends at byte `body`: with a fence, in braces or
/// with a fence missing. Lines without any fence are looked at by [`metadata::below_front_matter`].
pub(super) fn further(file: &str, body: usize) -> Option<Span> {
    let after = file.get(body..)?;
    let start = body + first_visible(after);
    let rest = file.get(start..)?;
    let first = rest.lines().next()?;
    if rest.starts_with('{') {
        let inside = rest.get(..rest.find('}')?)?;
        return holds_sight_in_braces(inside).then(|| Span::new(start..start + inside.len() + 1));
    }
    if after_dashes(first).is_some_and(holds_sight) {
        return Some(whole_line(start, first));
    }
    let is_opened = matches!(fence(first), Some(Fence::Right(_) | Fence::Odd(_)));
    let keys = if is_opened { (start + first.len() + 1).min(file.len()) } else { start };
    let below = file.get(keys..)?;
    let is_more =
        |line: &str| line.is_empty() || is_key(line) || line.starts_with([' ', '\t', '-', '#']);
    let end = lines(below).find(|(line, ..)| fence(line).is_some() || !is_more(line));
    let is_closed = end.is_some_and(|(line, ..)| fence(line).is_some());
    let above = below.get(..end.map_or(below.len(), |(_, begin, _)| begin))?;
    let hides = above.lines().filter(|line| is_key(line)).any(holds_sight);
    ((is_opened || is_closed) && hides).then(|| Span::new(keys..keys + above.trim_end().len()))
}

/// Whether one of the keys of `{"title": "A", "draft": true` hides.
fn holds_sight_in_braces(text: &str) -> bool {
    let keys = text.trim_start_matches('{').split([',', '\n']).filter(|key| key.contains(':'));
    metadata::entries_of(keys.map(str::trim), 0).iter().any(metadata::hides)
}

fn holds_sight(text: &str) -> bool {
    let lines = text.lines().skip_while(|line| line.trim().is_empty());
    metadata::entries_of(lines.take_while(|line| is_key(line)).take(metadata::MOST_LINES), 0)
        .iter()
        .any(metadata::hides)
}

/// JSON between braces, as Hugo reads it.
fn braces(rest: &str, start: usize) -> Opening {
    let mut values =
        serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Map<String, _>>();
    let value: Option<Result<serde_json::Map<String, serde_json::Value>, _>> = values.next();
    let end = values.byte_offset();
    let after = rest.get(end..).unwrap_or("");
    match value {
        Some(Ok(entries)) => {
            let line_end = after.find('\n').map_or(after.len(), |at| at + 1);
            let is_alone = after.get(..line_end).unwrap_or("").trim().is_empty();
            if entries.is_empty() || !is_alone {
                return Opening::Text;
            }
            Opening::Block(Block {
                notation: Notation::Json,
                inside: Span::new(start..start + end),
                body: start + end + line_end,
                may_be_text: false,
            })
        }
        Some(Err(error)) if looks_like_json(rest) => {
            let unreadable = json::unreadable(&error, rest, start);
            Opening::Broken(unreadable, "between braces front matter is JSON")
        }
        _ => Opening::Text,
    }
}

/// `{` and a name in quotes or a known key, then a colon.
fn looks_like_json(text: &str) -> bool {
    let inside = text.trim_start_matches('{').trim_start();
    let Some((key, _)) = inside.split_once(':') else { return false };
    let is_quoted =
        key.trim_end().len() > 1 && key.starts_with('"') && key.trim_end().ends_with('"');
    is_quoted || keys::find(key.trim().trim_matches(['"', '\''])).is_some()
}

/// Front matter that somebody put into a block of code, as chat programs do. An example of front
/// matter on top of an article looks the same, so only one that hides is an error.
fn fenced_code(rest: &str, start: usize, first: &str) -> Opening {
    let below = rest.get(first.len() + 1..).unwrap_or("");
    let line = below.lines().next().unwrap_or("");
    let is_front = matches!(line.trim(), "---" | "+++");
    let keys = below.get(line.len() + 1..).unwrap_or("");
    broken(
        whole_line(start, first),
        "front matter stands in a block of code",
        "take the code fences away; if it is an example, write a heading above it",
    )
    .unless(!is_front || !holds_sight(keys))
}

fn broken(span: Span, message: &str, help: &'static str) -> Opening {
    Opening::Broken(Unreadable { span, message: message.to_owned() }, help)
}

impl Opening {
    fn unless(self, is_text: bool) -> Self {
        if is_text { Self::Text } else { self }
    }
}

/// Where the first thing stands that a reader would see: behind blank lines, marks nobody sees and
/// comments.
pub(super) fn first_visible(file: &str) -> usize {
    let mut rest = file;
    loop {
        rest = rest.trim_start_matches(is_unseen);
        let Some((comment, _)) = comment(rest) else { return file.len() - rest.len() };
        rest = rest.get(comment..).unwrap_or("");
    }
}

/// The length of the comment that `text` begins with, and what it says.
fn comment(text: &str) -> Option<(usize, &str)> {
    const MARKS: [(&str, &str); 6] = [
        ("<!--", "-->"),
        ("{#", "#}"),
        ("{/*", "*/}"),
        ("{{/*", "*/}}"),
        ("%%", "%%"),
        ("%YAML", "\n"),
    ];
    MARKS.iter().find_map(|(open, close)| {
        let inside = text.strip_prefix(open)?;
        let end = inside.find(close)?;
        // `{#id}` is no comment.
        let said = inside.get(..end)?;
        let is_comment = *open != "{#" || !said.contains('}');
        is_comment.then_some((open.len() + end + close.len(), said))
    })
}

/// The HTML comments before the first visible thing, with the byte they begin at.
pub(super) fn comments(file: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut rest = file;
    loop {
        rest = rest.trim_start_matches(is_unseen);
        let Some((length, said)) = comment(rest) else { return found };
        let at = file.len() - rest.len();
        if rest.starts_with("<!--") {
            found.push((at + "<!--".len(), said));
        }
        rest = rest.get(length..).unwrap_or("");
    }
}

/// White space, and characters that no font draws.
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(
            letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{fffd}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// The lines of `text`: without its end, where it begins, where the next begins.
fn lines(text: &str) -> impl Iterator<Item = (&str, usize, usize)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let begin = at;
        at += line.len();
        (line.trim_end(), begin, at)
    })
}
