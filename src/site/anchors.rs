//! The places on a page that links point at.

use unicode_normalization::UnicodeNormalization;

use super::claims::folded;
use super::links::{Written, decoded};
use crate::text::problem::{Problem, nearest};

/// The one of `anchors` that `fragment` names: as it is, or in other letters. One that is not there
/// is reported; `place` says where it was looked for: "on this page".
pub(super) fn anchor(
    link: Written<'_>,
    anchors: &[String],
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
        anchors.iter().find(|anchor| folded(anchor) == wanted)
    };
    let as_written = anchors.iter().find(|anchor| **anchor == wanted);
    if let Some(anchor) = as_written.or_else(in_other_letters) {
        return Some(anchor.clone());
    }
    let text = format!("`#{wanted}` is not {place}");
    let problem = link.warning("dead-anchor", "a link to a place that is not on the page", text);
    problems.push(match nearest(&wanted, anchors.iter().map(String::as_str)) {
        Some(near) => problem.help(format!("there is `#{near}`")),
        None => problem,
    });
    None
}

/// Whether a fragment means the page as a whole, on which `anchors` are.
pub(super) fn names_the_top(fragment: &str, anchors: &[String]) -> bool {
    is_top(&id_of(fragment), anchors)
}

fn is_top(id: &str, anchors: &[String]) -> bool {
    id.is_empty() || (id == "top" && !anchors.iter().any(|anchor| anchor == id))
}

/// The id a fragment names, without a text directive (`#:~:text=…`).
fn id_of(fragment: &str) -> String {
    let id = decoded(fragment.split(":~:").next().unwrap_or(fragment));
    if id.is_ascii() { id } else { id.nfc().collect() }
}
