//! The headers of an answer: what the built site asks its host to send (`_headers`), then what goes
//! with the kind of file. Sending the real ones shows in the preview what a strict policy would break
//! on the host.

use crate::text::media;

/// Headers for some addresses.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HeaderRule {
    /// An address, or the beginning of one when `*` ends it.
    pattern: String,
    headers: Vec<(String, String)>,
}

/// Reads `_headers`: an address at the start of a line, its headers indented below.
pub(super) fn parse(bytes: &[u8]) -> Vec<HeaderRule> {
    let mut rules: Vec<HeaderRule> = Vec::new();
    for line in String::from_utf8_lossy(bytes).lines() {
        let is_header = line.starts_with([' ', '\t']);
        match (is_header, line.split_once(':'), rules.last_mut()) {
            (true, Some((name, value)), Some(rule)) => {
                rule.headers.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            (false, ..) if line.starts_with('/') => {
                rules.push(HeaderRule { pattern: line.trim().to_owned(), headers: Vec::new() });
            }
            _ => {}
        }
    }
    rules
}

/// The headers for an address, the general before the particular. `path` is the file that answers.
pub(super) fn for_answer<'a>(
    rules: &'a [HeaderRule],
    address: &str,
    path: &str,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let of_kind = media::of(path).sort.headers().iter().copied();
    for_address(rules, address).chain(of_kind)
}

fn for_address<'a>(
    rules: &'a [HeaderRule],
    address: &str,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    rules
        .iter()
        .filter(move |rule| match rule.pattern.strip_suffix('*') {
            Some(beginning) => address.starts_with(beginning),
            None => address == rule.pattern,
        })
        .flat_map(|rule| &rule.headers)
        .map(|(name, value)| (name.as_str(), value.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_hold_for_their_addresses_in_order() {
        let rules = parse(b"# note\n/*\n  A: 1\n  B: x: y\n/h/*\n  A: 2\n/one\n\tC: 3\nnoise\n");
        let at = |address: &str| {
            let found = for_address(&rules, address);
            found.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(at("/x"), "A=1 B=x: y");
        assert_eq!(at("/h/x"), "A=1 B=x: y A=2");
        assert_eq!(at("/one"), "A=1 B=x: y C=3");
    }
}
