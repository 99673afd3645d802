//! The headers of an answer: what the built site asks its host to send (`_headers`), and the type.
//! Sending the real ones shows in the preview what a strict policy would break on the host.

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

/// The headers for an address, the general before the particular.
pub(super) fn for_address<'a>(
    rules: &'a [HeaderRule],
    address: &str,
) -> impl Iterator<Item = &'a (String, String)> {
    rules
        .iter()
        .filter(move |rule| match rule.pattern.strip_suffix('*') {
            Some(beginning) => address.starts_with(beginning),
            None => address == rule.pattern,
        })
        .flat_map(|rule| &rule.headers)
}

/// The type of a file, by its ending.
pub(super) fn content_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
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

    #[test]
    fn types_follow_the_ending() {
        assert_eq!(content_type("/a.b/INDEX.HTML"), "text/html; charset=utf-8");
        assert_eq!(content_type("/_dopo/search-it.bin"), "application/octet-stream");
        assert_eq!(content_type("/LICENSE"), "application/octet-stream");
    }
}
