//! Texts that YAML reads otherwise than their writer: ` #` begins a comment, `&x` and `!x` before a
//! text are no part of it, `null` is nothing. The value counts as YAML has it, and that is told.

use super::tree::{Entry, Tree, Value};
use crate::parse::problems::Problems;
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(crate) static CUT_VALUE: Rule = Rule::warning(
    "cut-value",
    "YAML leaves out a part of a text: what follows ` #`, a `&x` or `!x` before it, the word \
     `null`",
);

/// Tells what of the value of `entry`, a text, is not in the text. The places of the entry point
/// into `file`.
pub(super) fn tell(file: &str, entry: &Entry, problems: &mut Problems<'_>) {
    let items = match &entry.value.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(&entry.value),
    };
    for item in items {
        let Some((place, what)) = cut(file, item) else { continue };
        let line = whole(file, item);
        problems.add(
            Problem::of(&CUT_VALUE, "YAML leaves out a part of a text")
                .at(problems.file, place, what)
                .help(format!("put the text between quotes: `{}: \"{line}\"`", entry.key)),
        );
    }
}

/// The part of the line of `value` that YAML leaves out, and what it takes it for.
fn cut(file: &str, value: &Tree) -> Option<(Span, &'static str)> {
    let range = value.span.range();
    let written = file.get(range.clone())?;
    match &value.value {
        Value::Empty if written.eq_ignore_ascii_case("null") => {
            return Some((value.span, "this word is nothing in YAML"));
        }
        Value::Scalar { .. } => {}
        _ => return None,
    }
    let before = file.get(..range.start)?;
    let before = before.rsplit('\n').next().unwrap_or("");
    let mark = if written.starts_with(['&', '!']) {
        Some((range.start, written.split(' ').next().unwrap_or("")))
    } else {
        let word = before.trim_end().rsplit(' ').next().unwrap_or("");
        let at = range.start - (before.len() - before.trim_end().len()) - word.len();
        word.starts_with(['&', '!']).then_some((at, word))
    };
    if let Some((at, mark)) = mark.filter(|(_, mark)| !mark.starts_with("!!")) {
        let place = Span::new(at..at + mark.len());
        return Some((place, "this is a mark of YAML and no part of the text"));
    }
    let is_plain = !written.starts_with(['"', '\'', '|', '>']);
    let after = file.get(range.end..)?.lines().next().unwrap_or("");
    let comment = after.trim_start();
    let is_cut = is_plain && comment.starts_with('#') && comment.len() < after.len();
    let start = range.end + after.len() - comment.len();
    let place = Span::new(start..start + comment.trim_end().len());
    is_cut.then_some((place, "this is a comment in YAML"))
}

/// The line of a value from its text on, as it would stand between quotes.
fn whole(file: &str, value: &Tree) -> String {
    let range = value.span.range();
    let line =
        file.get(..range.start).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
    let before = file.get(line..range.start).unwrap_or("");
    let start =
        before.rfind(": ").or_else(|| before.rfind("- ")).map_or(range.start, |at| line + at + 2);
    let text = file.get(start..).unwrap_or("").lines().next().unwrap_or("").trim();
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
