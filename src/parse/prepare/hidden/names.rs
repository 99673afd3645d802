//! What makes a container line that of a staff block: its name, a class in its braces, or the
//! readers that an `only` is for. Also the names of other tools and of tired writers do, for a name
//! that nobody knows would show what it stands for.

use crate::parse::prepare::arguments::name_of;
use crate::parse::prepare::containers::{NAMES, is_known};
use crate::text::problem::nearest;

const STAFF: &str = "staff";

/// Words for what is not for readers.
const HIDING: [&str; 13] = [
    "comment",
    "confidential",
    "draft",
    "employees",
    "hidden",
    "hide",
    "internal",
    "private",
    "restricted",
    "secret",
    "staff",
    "unlisted",
    "unpublished",
];

/// Words that add nothing to one of those: `internal-only`, `for-staff`.
const IDLE: [&str; 14] = [
    "begin", "block", "box", "content", "for", "info", "is", "note", "notes", "only", "section",
    "start", "text", "use",
];

/// Words that are no misspelt `staff`.
const OTHERS: [&str; 21] = [
    "chaff", "safe", "scarf", "shaft", "stack", "stage", "stair", "stake", "stale", "stall",
    "stamp", "stand", "star", "stars", "start", "stash", "stat", "state", "static", "stats",
    "stay",
];

/// How long a name may be to be taken for a misspelt one.
const LONGEST: usize = 24;

/// The word by which the line hides that has `rest` behind its colons, as it is written.
pub(super) fn hiding_word(rest: &str) -> Option<&str> {
    let line = rest.split('\n').next()?;
    let (name, arguments) = name_of(line);
    if is_like_staff(name) || is_misspelt(name) {
        return Some(name);
    }
    let words = name.eq_ignore_ascii_case("only").then(|| words(arguments)).into_iter().flatten();
    words.chain(classes(line)).find(|word| is_like_staff(word))
}

/// Whether a name says that something is not for readers.
fn is_like_staff(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let words = || name.split(['-', '_']);
    name.len() <= LONGEST
        && (name.starts_with(STAFF)
            || words().any(|word| HIDING.contains(&word))
                && words().all(|word| HIDING.contains(&word) || IDLE.contains(&word)))
}

fn is_misspelt(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.len() <= LONGEST
        && !OTHERS.contains(&name.as_str())
        && !is_known(&name)
        && nearest(&name, NAMES) == Some(STAFF)
}

/// The words of what follows a name.
fn words(arguments: &str) -> impl Iterator<Item = &str> {
    arguments.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '-' | '_'))
}

/// The classes in the braces of a line: `{.note .staff}`, `{#id class="staff"}`.
fn classes(line: &str) -> impl Iterator<Item = &str> {
    let braces = line.split('{').skip(1).filter_map(|braces| braces.split('}').next());
    braces.flat_map(|inside| {
        let mut is_value = false;
        inside.split([' ', '\t', ',']).flat_map(move |word| {
            let (key, value) = word.split_once('=').unwrap_or(("", word));
            let is_class = match key {
                "" => is_value || word.starts_with('.'),
                key => key.eq_ignore_ascii_case("class"),
            };
            // A value in quotes may go on in the next word.
            is_value = is_class && !word.starts_with('.') && !word.ends_with(['"', '\'']);
            let from = if is_class { value } else { "" };
            from.split(['.', '"', '\'', '#']).filter(|word| !word.is_empty())
        })
    })
}
