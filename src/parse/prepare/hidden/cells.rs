//! What is hidden across the cells of a table leaves their borders: else the cells behind it would
//! move below the heads of others, and a row would say what nobody wrote.

use std::ops::Range;

/// How many lines before a row its table is looked for.
const LINES: usize = 100;

/// What stays of `hidden`, a range of `text`, where it goes from one cell of a table to another.
pub(super) fn borders(text: &str, hidden: &Range<usize>) -> Option<String> {
    let cut = text.get(hidden.clone())?;
    // After an empty line there is no table.
    if !cut.contains('|') || cut.contains("\n\n") || !is_in_row(text, hidden) {
        return None;
    }
    let mut kept = String::new();
    let mut is_escaped = false;
    let mut is_margin = false;
    for letter in cut.chars() {
        is_margin = letter == '\n' || is_margin && matches!(letter, ' ' | '\t' | '>');
        if is_margin || letter == '|' && !is_escaped {
            kept.push(letter);
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    kept.contains('|').then_some(kept)
}

/// Whether the line that `hidden` begins on is a row: it begins with a border, or a line of dashes
/// and borders stands above it, or below where it is the head.
pub(super) fn is_in_row(text: &str, hidden: &Range<usize>) -> bool {
    let before = text.get(..hidden.start).unwrap_or("");
    let mut lines = before.rsplit('\n');
    let line = lines.next().unwrap_or("");
    let above = lines.take(LINES).take_while(|line| !line.trim().is_empty());
    let below = text.get(hidden.end..).unwrap_or("").split('\n').nth(1);
    without_margin(line).starts_with('|') || above.chain(below).any(is_rule)
}

/// Whether a line is the one below the head of a table.
fn is_rule(line: &str) -> bool {
    let line = without_margin(line);
    line.contains('|') && line.contains('-') && line.chars().all(|letter| " \t|:-".contains(letter))
}

fn without_margin(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>'])
}
