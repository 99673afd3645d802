//! Container lines: `:::warning Hot water` … `:::`, and `+++Title` … `+++`.
//!
//! A line that opens has a name after its colons, a line that closes has none. Containers nest by
//! the number of their colons, as in Docusaurus and VitePress, or by plain order when the numbers
//! are equal. What a staff block holds goes here, before anything else sees it.

use std::ops::Range;

use super::code::Code;
use super::{Change, Edit, Mark};
use crate::parse::body::AsideKind;
use crate::parse::problems::Problems;
use crate::parse::tape::{DEEPEST, too_deep};
use crate::text::problem::{Problem, nearest};
use crate::text::span::Span;

/// What a container is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Container {
    Aside {
        kind: AsideKind,
        title: Option<String>,
    },
    Details {
        summary: String,
        open: bool,
    },
    Tabs,
    Tab {
        title: String,
    },
    Steps,
    Only {
        models: Vec<String>,
    },
    Check,
    /// A name nobody knows: the content stays.
    Unknown,
}

/// The names, for the help of a problem.
const NAMES: [&str; 16] = [
    "note",
    "info",
    "tip",
    "important",
    "notice",
    "caution",
    "warning",
    "danger",
    "details",
    "tabs",
    "tab",
    "steps",
    "only",
    "check",
    "staff",
    "image",
];

/// A container line.
struct Line<'t> {
    /// The line without its end.
    range: Range<usize>,
    /// Where its fence begins, after indentation and quote marks.
    fence_at: usize,
    /// `:` or `+`, and how many.
    fence: (char, usize),
    /// What follows the fence.
    rest: &'t str,
}

/// A container that is open.
struct Open {
    fence: (char, usize),
    /// Its mark, or where the staff block begins.
    what: Opened,
    span: Span,
}

enum Opened {
    Marked(usize),
    Staff(usize),
}

/// Finds the container lines of `text` and what becomes of them.
pub(super) fn find(
    text: &str,
    offset: usize,
    code: &Code,
    marks: &mut Vec<Mark>,
    edits: &mut Vec<Edit>,
    problems: &mut Problems<'_>,
) {
    let mut open: Vec<Open> = Vec::new();
    for line in lines(text) {
        let is_staff = line.fence.0 == ':' && name_of(line.rest).0.eq_ignore_ascii_case("staff");
        let is_code = if is_staff || open.iter().any(Open::is_staff) {
            code.holds_fenced(line.fence_at)
        } else {
            code.holds(line.fence_at)
        };
        if is_code {
            continue;
        }
        let span = Span::new(line.fence_at..line.range.end).shifted(offset);
        if line.rest.is_empty() {
            close(&line, span, &mut open, marks, edits, problems);
        } else if line.fence.0 == '+' && !text_follows(line.rest) {
            continue;
        } else {
            begin(&line, span, &mut open, marks, edits, problems);
        }
    }
    for opened in open {
        problems.add(
            Problem::warning("unclosed-container", "container that is never closed")
                .at(problems.file, opened.span, "opened here")
                .help("write a line with the same colons and nothing else where it ends"),
        );
        // What customers must not read goes, however far that is.
        if let Opened::Staff(start) = opened.what {
            edits.push(Edit { range: start..text.len(), change: Change::Text("\n".to_owned()) });
        }
    }
}

/// `+++ b/file` is a line of a patch; `+++Title` is ours.
fn text_follows(rest: &str) -> bool {
    !rest.starts_with(char::is_whitespace)
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let indent = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let fenced = line.get(indent..)?;
        let letter = fenced.chars().next().filter(|letter| matches!(letter, ':' | '+'))?;
        let rest = fenced.trim_start_matches(letter);
        let count = fenced.len() - rest.len();
        let fits = if letter == ':' { count >= 3 } else { count == 3 };
        fits.then(|| Line {
            range: start..start + line.len(),
            fence_at: start + indent,
            fence: (letter, count),
            rest: if letter == ':' { rest.trim_start() } else { rest },
        })
    })
}

fn close(
    line: &Line<'_>,
    span: Span,
    open: &mut Vec<Open>,
    marks: &mut Vec<Mark>,
    edits: &mut Vec<Edit>,
    problems: &mut Problems<'_>,
) {
    let (letter, count) = line.fence;
    let same = open.iter().rposition(|open| open.fence == line.fence);
    let found = same
        .or_else(|| open.iter().rposition(|open| open.fence.0 == letter && open.fence.1 < count));
    let Some(found) = found else {
        if !open.iter().any(Open::is_staff) {
            problems.add(
                Problem::warning("stray-container-end", "end of a container that is not open")
                    .at(problems.file, span, "nothing to close")
                    .help("remove the line, or open the container with a name: `:::note`"),
            );
            edits.push(Edit {
                range: line.fence_at..line.range.end,
                change: Change::Text(String::new()),
            });
        }
        return;
    };
    let mut closed = open.drain(found..);
    let Some(outermost) = closed.next() else { return };
    // What was open inside ends here too; what customers must not read goes in any case.
    for inner in closed {
        if let Opened::Staff(start) = inner.what {
            edits.push(Edit {
                range: start..line.range.start,
                change: Change::Text("\n".to_owned()),
            });
        }
    }
    match outermost.what {
        Opened::Marked(number) => {
            marks.push(Mark::Close(number));
            let change = Change::Mark(marks.len() - 1);
            edits.push(Edit { range: line.fence_at..line.range.end, change });
        }
        Opened::Staff(start) => {
            let change = Change::Text("\n".to_owned());
            edits.push(Edit { range: start..line.range.end, change });
        }
    }
}

fn begin(
    line: &Line<'_>,
    span: Span,
    open: &mut Vec<Open>,
    marks: &mut Vec<Mark>,
    edits: &mut Vec<Edit>,
    problems: &mut Problems<'_>,
) {
    let range = line.fence_at..line.range.end;
    if line.fence.0 == '+' {
        problems.add(
            Problem::warning("template-tag", "`+++Title` block of another generator")
                .at(problems.file, span, "it became a block to unfold")
                .help("write `:::details Title` and close it with `:::`"),
        );
        let summary = plain(line.rest);
        let container = Container::Details { summary, open: false };
        open_marked(container, line, span, open, marks, edits);
        return;
    }
    let (name, rest) = name_of(line.rest);
    if name.is_empty() {
        return;
    }
    if name.eq_ignore_ascii_case("staff") {
        open.push(Open { fence: line.fence, what: Opened::Staff(line.range.start), span });
        return;
    }
    if open.len() >= DEEPEST {
        problems.add(too_deep(problems.file, span));
        edits.push(Edit { range, change: Change::Text(String::new()) });
        return;
    }
    // `:::image … :::` of Microsoft Learn opens nothing.
    let alone = rest.trim_end().strip_suffix(":::").map(str::trim_end);
    let arguments = Arguments::read(alone.unwrap_or(rest));
    if let Some(container) = container(name, &arguments) {
        if alone.is_none() {
            open_marked(container, line, span, open, marks, edits);
        }
        return;
    }
    if name.eq_ignore_ascii_case("image") {
        let source = arguments.value("source").unwrap_or("");
        let alt = arguments.value("alt-text").unwrap_or("").replace(['[', ']'], "");
        edits.push(Edit { range, change: Change::Text(format!("![{alt}](<{source}>)")) });
        return;
    }
    let help = match nearest(&name.to_ascii_lowercase(), NAMES) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the containers are {}", NAMES.join(", ")),
    };
    problems.add(
        Problem::warning("unknown-container", format!("unknown container `{name}`"))
            .at(problems.file, span, "its content stays")
            .help(help),
    );
    if alone.is_some() {
        edits.push(Edit { range, change: Change::Text(String::new()) });
    } else {
        open_marked(Container::Unknown, line, span, open, marks, edits);
    }
}

fn open_marked(
    container: Container,
    line: &Line<'_>,
    span: Span,
    open: &mut Vec<Open>,
    marks: &mut Vec<Mark>,
    edits: &mut Vec<Edit>,
) {
    let number = marks.len();
    marks.push(Mark::Open(container));
    edits.push(Edit { range: line.fence_at..line.range.end, change: Change::Mark(number) });
    open.push(Open { fence: line.fence, what: Opened::Marked(number), span });
}

impl Open {
    fn is_staff(&self) -> bool {
        matches!(self.what, Opened::Staff(_))
    }
}

/// The name a container line begins with (`note`, `{note}`), and the rest of the line.
fn name_of(rest: &str) -> (&str, &str) {
    let (rest, is_braced) = match rest.strip_prefix('{') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let end = rest
        .find(|letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '_')
        .unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    (name, if is_braced { rest.strip_prefix('}').unwrap_or(rest) } else { rest })
}

/// What a name stands for; `None` for what is not a container of its own.
fn container(name: &str, arguments: &Arguments) -> Option<Container> {
    let name = name.to_ascii_lowercase();
    if let Some(kind) = aside_kind(&name) {
        return Some(Container::Aside { kind, title: arguments.title() });
    }
    Some(match name.as_str() {
        "details" => Container::Details {
            summary: arguments.title().unwrap_or_default(),
            open: arguments.has("open"),
        },
        "tabs" | "tab-set" => Container::Tabs,
        "tab" | "tab-item" => Container::Tab { title: arguments.title().unwrap_or_default() },
        "steps" => Container::Steps,
        "only" => {
            let models = arguments.value("models").map(str::to_owned).or(arguments.title());
            let models = models.unwrap_or_default();
            let models = models.split([',', ' ']).filter(|model| !model.is_empty());
            Container::Only { models: models.map(str::to_owned).collect() }
        }
        "check" => Container::Check,
        _ => return None,
    })
}

/// The aside of a lower-case name.
pub(super) fn aside_kind(name: &str) -> Option<AsideKind> {
    Some(match name {
        "note" => AsideKind::Note,
        "info" => AsideKind::Info,
        "tip" => AsideKind::Tip,
        "important" => AsideKind::Important,
        "notice" => AsideKind::Notice,
        "caution" => AsideKind::Caution,
        "warning" => AsideKind::Warning,
        "danger" => AsideKind::Danger,
        _ => return None,
    })
}

/// What follows the name of a container: `[Title]`, `{key="value" flag}`, `key=value`, words.
#[derive(Debug, Default)]
struct Arguments {
    words: Vec<String>,
    values: Vec<(String, String)>,
    flags: Vec<String>,
}

impl Arguments {
    fn read(text: &str) -> Self {
        let mut arguments = Self::default();
        let mut rest = text.trim();
        if let Some((title, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            arguments.words.push(title.to_owned());
            rest = after.trim_start();
        }
        let mut in_braces = false;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('{') {
                in_braces = true;
                rest = after.trim_start();
                continue;
            }
            if let Some(after) = rest.strip_prefix('}').filter(|_| in_braces) {
                in_braces = false;
                rest = after.trim_start();
                continue;
            }
            let (word, value, after) = argument(rest, in_braces);
            match value {
                Some(value) => arguments.values.push((word.to_ascii_lowercase(), value.to_owned())),
                None if in_braces => arguments.flags.push(word.to_owned()),
                None => arguments.words.push(word.to_owned()),
            }
            rest = after.trim_start();
        }
        arguments
    }

    fn value(&self, key: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|known| known == flag)
    }

    /// The words, or the value of `title`.
    fn title(&self) -> Option<String> {
        let title = match self.words.join(" ") {
            words if words.is_empty() => self.value("title")?.to_owned(),
            words => words,
        };
        let title = plain(&title);
        (!title.is_empty()).then_some(title)
    }
}

/// The first word of `text`, its value when it is `key=value`, and what follows.
fn argument(text: &str, in_braces: bool) -> (&str, Option<&str>, &str) {
    let ends = |letter: char| letter.is_whitespace() || (in_braces && letter == '}');
    let end = text.find(ends).unwrap_or(text.len());
    let key = text.find('=').filter(|&at| {
        at > 0
            && at < end
            && text[..at].chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    });
    let Some(equals) = key else {
        // At least one letter, so that reading always goes on.
        let end = end.max(text.chars().next().map_or(0, char::len_utf8));
        return (&text[..end], None, &text[end..]);
    };
    let (name, value) = (&text[..equals], &text[equals + 1..]);
    for quote in ['"', '\''] {
        if let Some((value, rest)) =
            value.strip_prefix(quote).and_then(|value| value.split_once(quote))
        {
            return (name, Some(value), rest);
        }
    }
    let end = value.find(ends).unwrap_or(value.len());
    (name, Some(&value[..end]), &value[end..])
}

/// A title without marks: `**Hot** water` and `<b>Hot</b> water` are words here.
fn plain(title: &str) -> String {
    let mut text = String::with_capacity(title.len());
    let mut rest = title;
    while let Some(at) = rest.find('<') {
        let is_tag =
            rest[at + 1..].starts_with(|letter: char| letter == '/' || letter.is_alphabetic());
        let Some(end) = rest[at..].find('>').filter(|_| is_tag) else { break };
        text.push_str(&rest[..at]);
        rest = &rest[at + end + 1..];
    }
    text.push_str(rest);
    let text = text.replace(['*', '`'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
