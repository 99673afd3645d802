//! The ids a page has for itself: those of the theme's templates and scripts, and those the
//! renderer makes.
//!
//! They are public addresses (`#contact` and `#step-3` stand in e-mails) and handles of styles and
//! scripts, so a writer's heading, anchor or element of such a name gives way: it gets another id,
//! and links to it by its own name follow. A test holds the list against the templates, the scripts
//! and a rendered page. The ids in templates of a project cannot be known here.

/// The ids of the theme's templates on pages that show the text of a writer.
pub const FIXED: [&str; 12] = [
    "articles-title",
    "categories-title",
    "contact",
    "contact-title",
    "helped-no",
    "helped-yes",
    "main",
    "next-title",
    "q",
    "related-title",
    "stages-title",
    "symptoms-title",
];

/// What the numbered entries of the search box begin with.
pub const SEARCH_OPTION: &str = "search-option-";

const STEP: &str = "step-";
const TAB: &str = "tab-";
const NOTE: &str = "note-";
const MARK: &str = "mark-";

/// The address of a step, by its number in the whole article.
pub fn step(number: u32) -> String {
    format!("{STEP}{number}")
}

/// The switch of a tab: which group on the page, which in it.
pub fn tab(group: u32, tab: u32) -> String {
    format!("{TAB}{group}-{tab}")
}

/// A footnote.
pub fn note(number: u32) -> String {
    format!("{NOTE}{number}")
}

/// The mark of a footnote, counted among the marks of the same note.
pub fn mark(number: u32, count: u32) -> String {
    match count {
        0 | 1 => format!("{MARK}{number}"),
        _ => format!("{MARK}{number}-{count}"),
    }
}

/// The ids of one page: the fixed ones, and as many of each numbered kind as it has. An article
/// without footnotes may have a heading `note-1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageIds {
    /// How many steps.
    pub steps: u32,
    /// How many groups of tabs.
    pub groups: u32,
    /// How many tabs in all groups together.
    pub tabs: u32,
    /// How many footnotes.
    pub notes: u32,
    /// How many marks of footnotes.
    pub marks: u32,
}

impl PageIds {
    /// Whether `id` is one of them. Capital letters make no other id here: people type addresses.
    pub fn hold(&self, id: &str) -> bool {
        let numbers = |prefix: &str| numbers(id, prefix);
        FIXED.iter().any(|fixed| fixed.eq_ignore_ascii_case(id))
            || matches!(numbers(SEARCH_OPTION), Some((_, None)))
            || matches!(numbers(STEP), Some((step, None)) if step <= self.steps)
            || matches!(numbers(NOTE), Some((note, None)) if note <= self.notes)
            || matches!(numbers(TAB), Some((group, Some(tab)))
                if group <= self.groups && tab <= self.tabs)
            || matches!(numbers(MARK), Some((note, count))
                if note <= self.notes && count.is_none_or(|count| count <= self.marks))
    }
}

/// The number behind `prefix`, and a second one behind a dash.
fn numbers(id: &str, prefix: &str) -> Option<(u32, Option<u32>)> {
    let (start, rest) = id.split_at_checked(prefix.len())?;
    if !start.eq_ignore_ascii_case(prefix) {
        return None;
    }
    match rest.split_once('-') {
        None => Some((rest.parse().ok()?, None)),
        Some((first, second)) => Some((first.parse().ok()?, Some(second.parse().ok()?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_what_it_has() {
        let page = PageIds { steps: 3, groups: 1, tabs: 2, notes: 1, marks: 2 };
        for (id, is_held) in [
            ("contact", true),
            ("Main", true),
            ("contact-1", false),
            ("search-option-40", true),
            ("search-option-4-1", false),
            ("step-3", true),
            ("step-4", false),
            ("step-3-1", false),
            ("tab-1-2", true),
            ("tab-1-3", false),
            ("tab-1", false),
            ("note-1", true),
            ("note-2", false),
            ("mark-1", true),
            ("mark-1-2", true),
            ("mark-1-3", false),
            ("step-", false),
            ("step-é", false),
            ("", false),
        ] {
            assert_eq!(page.hold(id), is_held, "{id}");
        }
        assert!(!PageIds::default().hold("step-1"));
        for made in [step(3), tab(1, 2), note(1), mark(1, 1), mark(1, 2)] {
            assert!(page.hold(&made), "{made}");
        }
    }
}
