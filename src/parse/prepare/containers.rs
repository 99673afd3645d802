//! Container lines: `:::warning Hot water` … `:::`, and `+++Title` … `+++`.
//!
//! A line that opens has a name after its colons, a line that closes has none. Containers nest by
//! the number of their colons, as in Docusaurus and VitePress, or by plain order when the numbers
//! are equal. Staff blocks are gone before (`hidden`).

use std::ops::Range;

use super::Mark;
use super::arguments::{Arguments, name_of, plain};
use super::code::Code;
use super::draft::Found;
use super::lines::{self, Fence, Line};
use super::tags::TEMPLATE_TAG;
use crate::parse::body::AsideKind;
use crate::parse::tape::{DEEPEST, too_deep};
use crate::text::problem::{Problem, nearest};
use crate::text::rule::Rule;

pub(crate) static UNKNOWN_CONTAINER: Rule =
    Rule::warning("unknown-container", "`:::name` has an unknown name; its content stays");
pub(crate) static UNCLOSED_CONTAINER: Rule = Rule::warning(
    "unclosed-container",
    "a container is without its `:::` at the end; a staff block then hides all that follows",
);
pub(crate) static STRAY_CONTAINER_END: Rule =
    Rule::warning("stray-container-end", "a `:::` closes nothing");

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
pub(super) const NAMES: [&str; 16] = [
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

/// A container that is open.
struct Open {
    fence: Fence,
    /// The number of its mark.
    number: usize,
    /// The line that opened it.
    line: Range<usize>,
}

/// Whether there may be anything to find.
pub(super) fn may_hold(text: &str) -> bool {
    (text.contains(":::") || text.contains("+++")) && lines::containers(text).next().is_some()
}

/// Finds the container lines of `text` and what becomes of them.
pub(super) fn find(text: &str, code: &Code, found: &mut Found<'_, '_>) {
    let mut finder = Finder { found, open: Vec::new() };
    for line in lines::containers(text) {
        if code.holds(line.fence_at) {
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
    finder.finish();
}

/// `+++ b/file` is a line of a patch; `+++Title` is ours.
fn text_follows(rest: &str) -> bool {
    !rest.starts_with(char::is_whitespace)
}

/// Follows which containers are open.
struct Finder<'f, 'a, 'p> {
    found: &'f mut Found<'a, 'p>,
    open: Vec<Open>,
}

impl Finder<'_, '_, '_> {
    /// A line without a name closes the innermost container of the same fence, else the innermost
    /// of a shorter one. What was open inside ends there too.
    fn close(&mut self, line: &Line<'_>) {
        let open: Vec<Fence> = self.open.iter().map(|open| open.fence).collect();
        match lines::ended_by(line.fence, &open) {
            Some(ended) => {
                if let Some(open) = self.open.drain(ended..).next() {
                    self.found.mark(line.content(), Mark::Close(open.number));
                }
            }
            None => self.stray(line),
        }
    }

    fn stray(&mut self, line: &Line<'_>) {
        self.found.replace(line.content(), "");
        let problem = Problem::of(&STRAY_CONTAINER_END, "end of a container that is not open")
            .help("remove the line, or open the container with a name: `:::note`");
        self.found.tell(problem, line.content(), "nothing to close");
    }

    /// `+++Title` of Adobe's help centres.
    fn begin_details(&mut self, line: &Line<'_>) {
        let problem = Problem::of(&TEMPLATE_TAG, "`+++Title` block of another generator")
            .help("write `:::details Title` and close it with `:::`");
        self.found.tell(problem, line.content(), "it became a block to unfold");
        self.open(line, Container::Details { summary: plain(line.rest), open: false });
    }

    /// A line with a name opens a container.
    fn begin(&mut self, line: &Line<'_>) {
        let (name, rest) = name_of(line.rest);
        let name = name.to_ascii_lowercase();
        let alone = rest.trim_end().strip_suffix(":::").map(str::trim_end);
        let arguments = Arguments::read(alone.unwrap_or(rest));
        match (name.as_str(), container(&name, &arguments)) {
            ("", _) => {}
            ("image", _) => {
                let source = arguments.value("source").unwrap_or("");
                let alt = arguments.value("alt-text").unwrap_or("").replace(['[', ']'], "");
                self.found.replace(line.content(), format!("![{alt}](<{source}>)"));
            }
            (_, Some(container)) => {
                if matches!(&container, Container::Only { models } if models.is_empty()) {
                    self.for_everybody(line);
                }
                self.open(line, container);
            }
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
            Problem::of(&UNKNOWN_CONTAINER, format!("unknown container `{name}`")).help(help);
        self.found.tell(problem, line.content(), "its content stays");
    }

    /// Tells an `only` that is for no model: nobody writes one who wants all to read it.
    fn for_everybody(&mut self, line: &Line<'_>) {
        let problem = Problem::of(&UNKNOWN_CONTAINER, "container `only` without a model")
            .help("write `:::only models=k200,k300`; what no reader may see is `:::staff`");
        self.found.tell(problem, line.content(), "its content is shown to everybody");
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
        self.open.push(Open { fence: line.fence, number, line: line.content() });
    }

    /// Tells what is still open at the end of the text.
    fn finish(self) {
        for open in self.open {
            let problem = Problem::of(&UNCLOSED_CONTAINER, "container that is never closed")
                .help("write a line with the same colons and nothing else where it ends");
            self.found.tell(problem, open.line, "opened here");
        }
    }
}

/// Whether a lower-case name is that of a container that shows.
pub(super) fn is_known(name: &str) -> bool {
    container(name, &Arguments::default()).is_some()
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
