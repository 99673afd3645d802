//! Names that become addresses: parts of an address from file names, heading ids from headings.
//!
//! Both are permanent: a change here breaks links that customers and other sites hold. The tables
//! of cases in the tests are the contract.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::page_ids::PageIds;

/// One part of an address from a file name, a folder name or a `slug`: NFC, lower case; letters,
/// digits and marks of any script, `-`, `_` and `.` are kept, apostrophes dropped, any other run
/// becomes one `-`. Dashes at either end are cut.
pub fn address_part(name: &str) -> String {
    let mut part = String::with_capacity(name.len());
    let mut gap = false;
    for letter in name.nfc().flat_map(char::to_lowercase) {
        let kept = letter.is_alphanumeric()
            || is_combining_mark(letter)
            || matches!(letter, '-' | '_' | '.');
        if kept {
            if gap && !part.is_empty() && !part.ends_with('-') && letter != '-' {
                part.push('-');
            }
            gap = false;
            part.push(letter);
        } else if !matches!(letter, '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}') {
            gap = true;
        }
    }
    part.trim_matches('-').nfc().collect()
}

/// Whether `address_part` removed or replaced anything but case and white space.
pub fn is_cleaned(name: &str) -> bool {
    let spaced: String = name
        .nfc()
        .flat_map(char::to_lowercase)
        .map(|letter| if letter.is_whitespace() { '-' } else { letter })
        .collect();
    spaced != address_part(name)
}

/// The id of a heading by GitHub's algorithm: lower case, white space becomes `-`, everything but
/// letters, digits, marks, `-` and `_` goes.
pub fn heading_id(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|letter| match letter {
            ' ' => Some('-'),
            '-' | '_' => Some(letter),
            _ if letter.is_alphanumeric() || is_combining_mark(letter) => Some(letter),
            _ => None,
        })
        .collect()
}

/// Gives each id once in a document: the second `x` becomes `x-1`, the third `x-2`.
#[derive(Debug, Default)]
pub struct UniqueIds {
    seen: HashMap<String, usize>,
    /// The ids nobody gets.
    page: Option<PageIds>,
}

impl UniqueIds {
    /// Ids beside those of the page.
    pub fn beside(page: PageIds) -> Self {
        Self { page: Some(page), ..Self::default() }
    }

    fn is_free(&self, id: &str) -> bool {
        !self.seen.contains_key(id) && !self.page.is_some_and(|page| page.hold(id))
    }

    /// Takes `id` itself, if nothing has it yet.
    pub fn take_exactly(&mut self, id: &str) -> bool {
        let is_free = self.is_free(id);
        if is_free {
            self.seen.insert(id.to_owned(), 0);
        }
        is_free
    }

    /// Takes `id`, or the next free `id-N`.
    pub fn take(&mut self, id: &str) -> String {
        let id = if id.is_empty() { "section" } else { id };
        if self.take_exactly(id) {
            return id.to_owned();
        }
        loop {
            let count = self.seen.entry(id.to_owned()).or_insert(0);
            *count += 1;
            let candidate = format!("{id}-{count}");
            if self.take_exactly(&candidate) {
                return candidate;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_parts_are_permanent() {
        for (name, part) in [
            ("La macchina non scalda", "la-macchina-non-scalda"),
            ("Yún Board", "yún-board"),
            ("Licensing & Counterfeits", "licensing-counterfeits"),
            ("How-to-spot-a-counterfeit-Arduino", "how-to-spot-a-counterfeit-arduino"),
            ("dell'acqua", "dellacqua"),
            ("dell’acqua", "dellacqua"),
            ("v1.2_beta", "v1.2_beta"),
            ("(old) name!", "old-name"),
            ("a - b", "a-b"),
            ("E\u{300} vero", "è-vero"),
            ("日本語 ページ", "日本語-ページ"),
        ] {
            assert_eq!(address_part(name), part, "{name}");
        }
        assert!(is_cleaned("Licensing & Counterfeits"));
        assert!(!is_cleaned("Yún Board"));
    }

    #[test]
    fn heading_ids_follow_github() {
        for (text, id) in [
            ("Before you start", "before-you-start"),
            ("What's new?", "whats-new"),
            ("A & B", "a--b"),
            ("Perché è così", "perché-è-così"),
            ("E-42: no water", "e-42-no-water"),
        ] {
            assert_eq!(heading_id(text), id, "{text}");
        }
        let mut ids = UniqueIds::default();
        let taken: Vec<String> = ["a", "a", "a-1", "a"].iter().map(|id| ids.take(id)).collect();
        assert_eq!(taken, ["a", "a-1", "a-1-1", "a-2"]);
    }
}
