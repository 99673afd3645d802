//! Formulas between dollars, in which braces and signs stand as they do nowhere else: `$m^{# }$`.

/// How far around a place its formula is looked for.
const NEAR: usize = 500;

/// Whether byte `at` of `text` stands in a formula: between dollars of its paragraph of which the
/// first is followed by no space and the last stands behind none, so that prices are none.
pub(super) fn holds(text: &str, at: usize) -> bool {
    let mut start = at.saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = text.len().min(at + NEAR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = text.get(start..at).unwrap_or("");
    let before = before.rsplit("\n\n").next().unwrap_or("");
    let after = text.get(at..end).unwrap_or("").split("\n\n").next().unwrap_or("");
    is_open(before) && closes(after)
}

/// Whether a formula is open at the end of `text`.
fn is_open(text: &str) -> bool {
    let mut open = None;
    for (at, fence) in fences(text) {
        open = match open {
            None if !text.get(at + fence..).unwrap_or("").starts_with(' ') => Some(fence),
            Some(opened) if opened == fence => None,
            open => open,
        };
    }
    open.is_some()
}

/// Whether a formula that is open before `text` ends in it.
fn closes(text: &str) -> bool {
    fences(text).next().is_some_and(|(at, fence)| {
        let after = text.get(at + fence..).unwrap_or("");
        fence > 1
            || !text.get(..at).unwrap_or("").ends_with(' ')
                && !after.starts_with(|letter: char| letter.is_ascii_digit())
    })
}

/// The runs of dollars, each with its length.
fn fences(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut end = 0;
    text.match_indices('$').filter_map(move |(at, _)| {
        if at < end || text.get(..at)?.ends_with('\\') {
            return None;
        }
        let rest = text.get(at..)?;
        let fence = rest.len() - rest.trim_start_matches('$').len();
        end = at + fence;
        Some((at, fence))
    })
}
