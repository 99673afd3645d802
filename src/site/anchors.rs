//! The places on a page that links point at.

use unicode_normalization::UnicodeNormalization;

use super::claims::folded;
use super::links::{Written, decoded};
use crate::parse::Anchor;
use crate::text::problem::{Problem, nearest};
use crate::text::rule::Rule;

pub(super) static DEAD_ANCHOR: Rule = Rule::warning(
    "dead-anchor",
    "a link leads to a page that is there, and to a `#place` on it that is not",
);

/// The id of the one of `anchors` that `fragment` names: by the writer's name for it, by its id, or
/// in other letters. One that is not there is reported; `place` says where it was looked for: "on
/// this page".
pub(super) fn anchor(
    link: Written<'_>,
    anchors: &[Anchor],
    place: &str,
    fragment: &str,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let wanted = id_of(fragment);
    if is_top(&wanted, anchors) {
        return None;
    }
    let in_other_letters = || {
        let wanted = folded(&wanted);
        anchors.iter().find(|anchor| folded(anchor.name()) == wanted)
    };
    let by_name = anchors.iter().find(|anchor| anchor.name() == wanted);
    let by_id = || anchors.iter().find(|anchor| anchor.id == wanted);
    if let Some(anchor) = by_name.or_else(by_id).or_else(in_other_letters) {
        return Some(anchor.id.clone());
    }
    let text = format!("`#{wanted}` is not {place}");
    let problem = link.problem(&DEAD_ANCHOR, "a link to a place that is not on the page", text);
    problems.push(match nearest(&wanted, anchors.iter().map(Anchor::name)) {
        Some(near) => problem.help(format!("there is `#{near}`")),
        None => problem,
    });
    None
}

/// Whether a fragment means the page as a whole, on which `anchors` are.
pub(super) fn names_the_top(fragment: &str, anchors: &[Anchor]) -> bool {
    is_top(&id_of(fragment), anchors)
}

fn is_top(id: &str, anchors: &[Anchor]) -> bool {
    id.is_empty() || (id == "top" && !anchors.iter().any(|anchor| anchor.name() == id))
}

/// The id a fragment names, without a text directive (`#:~:text=…`).
fn id_of(fragment: &str) -> String {
    let id = decoded(fragment.split(":~:").next().unwrap_or(fragment));
    if id.is_ascii() { id } else { id.nfc().collect() }
}
