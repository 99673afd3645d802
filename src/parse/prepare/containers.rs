//! Container lines: `:::warning Hot water` … `:::`, and `+++Title` … `+++`.
//!
//! A line that opens has a name after its colons, a line that closes has none. Containers nest by
//! the number of their colons, as in Docusaurus and VitePress, or by plain order when the numbers
//! are equal. What a staff block holds goes here, before anything else sees it.

use std::ops::Range;

use super::arguments::{Arguments, name_of, plain};
use super::code::Code;
use super::{Found, Mark};
use crate::parse::body::AsideKind;
use crate::parse::tape::{DEEPEST, too_deep};
use crate::text::problem::{Problem, nearest};

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
    what: Opened,
    /// The line that opened it.
    line: Range<usize>,
}

enum Opened {
    /// A container, by its mark.
    Marked(usize),
    /// A staff block, by the byte it begins at.
    Staff(usize),
}

/// Whether there may be anything to find.
pub(super) fn may_hold(text: &str) -> bool {
    (text.contains(":::") || text.contains("+++")) && lines(text).next().is_some()
}

/// Finds the container lines of `text` and what becomes of them.
pub(super) fn find(text: &str, code: &Code, found: &mut Found<'_, '_>) {
    let mut finder = Finder { found, open: Vec::new() };
    for line in lines(text) {
        let is_staff = line.fence.0 == ':' && name_of(line.rest).0.eq_ignore_ascii_case("staff");
        let is_code = if is_staff || finder.open.iter().any(Open::is_staff) {
            code.holds_fenced(line.fence_at)
        } else {
            code.holds(line.fence_at)
        };
        if is_code {
            continue;
        }
        if line.rest.is_empty() {
            finder.close(&line);
        } else if line.fence.0 == ':' {
            finder.begin(&line);
        } else if text_follows(line.rest) {
            finder.begin_details(&line);
        }
    }
    finder.finish(text.len());
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

/// Follows which containers are open.
struct Finder<'f, 'a, 'p> {
    found: &'f mut Found<'a, 'p>,
    open: Vec<Open>,
}

impl Finder<'_, '_, '_> {
    /// A line without a name closes the innermost container of the same fence, else the innermost
    /// of a shorter one. Plus signs close nothing around a staff block: its text would show.
    fn close(&mut self, line: &Line<'_>) {
        let (letter, count) = line.fence;
        let staff = self.open.iter().position(Open::is_staff).filter(|_| letter == '+');
        let same = self.open.iter().rposition(|open| open.fence == line.fence);
        let same = same.filter(|&at| staff.is_none_or(|staff| at > staff));
        let shorter =
            || self.open.iter().rposition(|open| open.fence.0 == letter && open.fence.1 < count);
        let Some(closed) = same.or_else(shorter) else {
            self.stray(line);
            return;
        };
        let mut ended = self.open.split_off(closed).into_iter();
        let outermost = ended.next().map(|open| open.what);
        // What was open inside ends here too; what customers must not read goes in any case.
        for inner in ended {
            if let Opened::Staff(start) = inner.what {
                self.found.replace(start..line.range.start, "\n");
            }
        }
        match outermost {
            Some(Opened::Staff(start)) => self.found.replace(start..line.range.end, "\n"),
            Some(Opened::Marked(number)) => {
                self.found.mark(line.content(), Mark::Close(number));
            }
            None => {}
        }
    }

    fn stray(&mut self, line: &Line<'_>) {
        if self.open.iter().any(Open::is_staff) {
            return;
        }
        self.found.replace(line.content(), "");
        let problem =
            Problem::warning("stray-container-end", "end of a container that is not open")
                .help("remove the line, or open the container with a name: `:::note`");
        self.found.tell(problem, line.content(), "nothing to close");
    }

    /// `+++Title` of Adobe's help centres.
    fn begin_details(&mut self, line: &Line<'_>) {
        let problem = Problem::warning("template-tag", "`+++Title` block of another generator")
            .help("write `:::details Title` and close it with `:::`");
        self.found.tell(problem, line.content(), "it became a block to unfold");
        self.open(line, Container::Details { summary: plain(line.rest), open: false });
    }

    /// A line with a name opens a container.
    fn begin(&mut self, line: &Line<'_>) {
        let (name, rest) = name_of(line.rest);
        let name = name.to_ascii_lowercase();
        // `:::image … :::` of Microsoft Learn opens nothing.
        let alone = rest.trim_end().strip_suffix(":::").map(str::trim_end);
        let arguments = Arguments::read(alone.unwrap_or(rest));
        match (name.as_str(), container(&name, &arguments)) {
            ("", _) => {}
            ("staff", _) => self.open.push(Open {
                fence: line.fence,
                what: Opened::Staff(line.range.start),
                line: line.content(),
            }),
            ("image", _) => {
                let source = arguments.value("source").unwrap_or("");
                let alt = arguments.value("alt-text").unwrap_or("").replace(['[', ']'], "");
                self.found.replace(line.content(), format!("![{alt}](<{source}>)"));
            }
            (_, Some(container)) => self.open(line, container),
            (_, None) => {
                self.unknown(&name, line);
                match alone {
                    Some(_) => self.found.replace(line.content(), ""),
                    None => self.open(line, Container::Unknown),
                }
            }
        }
    }

    fn unknown(&mut self, name: &str, line: &Line<'_>) {
        let help = match nearest(name, NAMES) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the containers are {}", NAMES.join(", ")),
        };
        let problem =
            Problem::warning("unknown-container", format!("unknown container `{name}`")).help(help);
        self.found.tell(problem, line.content(), "its content stays");
    }

    fn open(&mut self, line: &Line<'_>, container: Container) {
        if self.open.len() >= DEEPEST {
            self.found
                .problems
                .add(too_deep(self.found.problems.file, self.found.place(line.content())));
            self.found.replace(line.content(), "");
            return;
        }
        let number = self.found.mark(line.content(), Mark::Open(container));
        let what = Opened::Marked(number);
        self.open.push(Open { fence: line.fence, what, line: line.content() });
    }

    /// Tells what is still open at the end of the text, at byte `end`.
    fn finish(self, end: usize) {
        for open in self.open {
            let problem = Problem::warning("unclosed-container", "container that is never closed")
                .help("write a line with the same colons and nothing else where it ends");
            self.found.tell(problem, open.line, "opened here");
            // What customers must not read goes, however far that is.
            if let Opened::Staff(start) = open.what {
                self.found.replace(start..end, "\n");
            }
        }
    }
}

impl Line<'_> {
    /// The line without indentation and quote marks.
    fn content(&self) -> Range<usize> {
        self.fence_at..self.range.end
    }
}

impl Open {
    fn is_staff(&self) -> bool {
        matches!(self.what, Opened::Staff(_))
    }
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
