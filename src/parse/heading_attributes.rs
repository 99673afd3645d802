//! Attributes at the end of a heading: `## Title {#id .class key=value}`, and kramdown's
//! `{: #id}`.
//!
//! The Markdown parser could read them too, but it takes whatever stands between braces, and
//! `GET /users/{id}` would lose its end. Here braces are attributes only when each of their words
//! is clearly one; all else is text of the heading.

use std::ops::Range;

/// What stands between the braces, without the values: nothing uses them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct HeadingAttributes {
    pub(super) id: String,
    pub(super) classes: Vec<String>,
}

/// Where in `heading`, the source of a whole heading, its attributes stand, and what they are.
pub(super) fn find(heading: &str) -> Option<(Range<usize>, HeadingAttributes)> {
    let text = content(heading);
    let inside = text.strip_suffix('}')?;
    let open = inside.rfind('{')?;
    let before = inside.get(..open)?;
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    if backslashes % 2 == 1 {
        return None;
    }
    let attributes = read(inside.get(open + 1..)?)?;
    Some((open..text.len(), attributes))
}

/// Whether braces with this in them are attributes.
pub(super) fn are_attributes(inside: &str) -> bool {
    read(inside).is_some()
}

/// The text of a heading without what closes it: `##` at its end, or the line below it.
fn content(heading: &str) -> &str {
    let text = heading.trim_end();
    let begun = text.trim_start();
    let rest = begun.trim_start_matches('#');
    let marks = begun.len() - rest.len();
    let is_marked = (1..=6).contains(&marks) && rest.starts_with([' ', '\t']);
    if !is_marked {
        return text.rsplit_once('\n').map_or(text, |(text, _)| text).trim_end();
    }
    let open = text.trim_end_matches('#');
    if open.ends_with([' ', '\t']) { open.trim_end() } else { text }
}

fn read(inside: &str) -> Option<HeadingAttributes> {
    let mut attributes = HeadingAttributes::default();
    let mut rest = inside.strip_prefix(':').unwrap_or(inside).trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (word, after) = word(rest);
        if let Some(id) = word.strip_prefix('#') {
            attributes.id = Some(id).filter(|id| is_name(id))?.to_owned();
        } else if let Some(class) = word.strip_prefix('.') {
            let is_class = is_name(class) && !class.starts_with(|it: char| it.is_ascii_digit());
            attributes.classes.push(is_class.then(|| class.to_owned())?);
        } else if !is_pair(word) {
            return None;
        }
        rest = after.trim_start();
    }
    Some(attributes)
}

/// The first word, with what is quoted in it, and the rest.
fn word(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match quote {
            Some(open) if open == letter => quote = None,
            Some(_) => {}
            None if letter.is_whitespace() => return text.split_at(at),
            None if matches!(letter, '"' | '\'') => quote = Some(letter),
            None => {}
        }
    }
    (text, "")
}

/// `1, 2` and `...` are no names.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['.', '#'])
        && !name.contains(|letter: char| {
            letter.is_whitespace()
                || matches!(letter, ',' | ';' | '"' | '\'' | '`' | '<' | '>' | '\\' | '=' | '|')
        })
}

/// `time=2m` and `title="Two words"`. `E=mc2` and `x=1` are formulas: keys are words.
fn is_pair(word: &str) -> bool {
    let Some((key, value)) = word.split_once('=') else { return false };
    let is_key = key.len() > 1
        && key.starts_with(|letter: char| letter.is_ascii_lowercase())
        && key.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte)
        });
    let is_quoted = |quote: char| {
        let inside = value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
        inside.is_some_and(|inside| !inside.contains(quote))
    };
    let is_bare = !value.is_empty()
        && !value.contains(|letter: char| {
            letter.is_whitespace()
                || matches!(letter, ',' | ';' | '"' | '\'' | '`' | '<' | '>' | '=')
        });
    is_key && (is_quoted('"') || is_quoted('\'') || is_bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_what_is_clearly_one() {
        for (inside, id, classes) in [
            ("#tank", "tank", ""),
            (" #tank .do .solved ", "tank", "do solved"),
            (": #tank", "tank", ""),
            (":#tank", "tank", ""),
            ("#e-42 .do time=1m next=../a/b.md", "e-42", "do"),
            ("key=val", "", ""),
            ("title=\"Two words\" .a", "", "a"),
            ("#perché", "perché", ""),
            ("#v1.2", "v1.2", ""),
        ] {
            let read = read(inside).map(|read| (read.id, read.classes.join(" ")));
            assert_eq!(read, Some((id.to_owned(), classes.to_owned())), "{inside}");
        }
        for inside in [
            "",
            ":",
            "id",
            "1, 2, 3",
            "#1, #2",
            "#",
            "##",
            ".",
            "...",
            ".5",
            "x=1",
            "E=mc2",
            "a=1, b=2",
            "key=",
            "key==val",
            "#id word",
            "title=\"open",
            "`#x`",
            "id}",
            "=a",
            "#a \"b\"",
        ] {
            assert_eq!(read(inside), None, "{inside}");
        }
    }

    #[test]
    fn the_end_of_a_heading_is_found_in_its_source() {
        for (heading, attributes) in [
            ("## A {#x}", "{#x}"),
            ("## A {#x}  \n", "{#x}"),
            ("## A {#x} ##\n", "{#x}"),
            ("## A {b} {#x}", "{#x}"),
            ("##\tA{#x}\n", "{#x}"),
            ("A {#x}\n===\n", "{#x}"),
            ("a\nA {#x}\n---", "{#x}"),
            ("#A {#x}\n---", "{#x}"),
            ("## A \\\\{#x}", "{#x}"),
            ("## A \\{#x}", ""),
            ("## A `{#x}`", ""),
            ("## A {#x\\}", ""),
            ("## A {#x}#", ""),
            ("## {x}", ""),
            ("## }", ""),
            ("##", ""),
            ("", ""),
        ] {
            let found = find(heading).map_or("", |(range, _)| &heading[range]);
            assert_eq!(found, attributes, "{heading:?}");
        }
    }
}
