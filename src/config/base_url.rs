//! The address the site is served at.

use percent_encoding::percent_decode_str;

/// `url` as whole address and as the path part of it, both without a slash at the end.
///
/// # Errors
/// What is wrong with it, for a label.
pub(super) fn parse(url: &str) -> Result<(String, String), &'static str> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://").ok_or("an address begins with https://")?;
    if !matches!(scheme, "http" | "https") {
        return Err("only http and https addresses serve a site");
    }
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if host.is_empty()
        || !host.chars().all(|letter| letter.is_alphanumeric() || ".-_:[]".contains(letter))
    {
        return Err("there is no host in it");
    }
    if path.contains(['?', '#']) {
        return Err("a base address has no query and no fragment");
    }
    let is_clean =
        |letter: char| letter.is_alphanumeric() || "-._~%!$&'()*+,;=:@/".contains(letter);
    if !path.chars().all(is_clean) {
        return Err("it holds characters that must be percent-encoded");
    }
    let decoded =
        percent_decode_str(path).decode_utf8().map_err(|_| "its `%` codes are no text")?;
    if decoded.chars().any(char::is_control) {
        return Err("it holds a control character");
    }
    // The files for nginx would take it for the name of a variable.
    if decoded.contains('$') {
        return Err("`$` cannot stand in it");
    }
    if decoded.matches('/').count() != path.matches('/').count() || decoded.contains('\\') {
        return Err("a slash within a part has no meaning in it");
    }
    let is_dots = |part: &str| matches!(part, "." | "..");
    if decoded.split('/').any(is_dots) {
        return Err("`.` and `..` have no meaning in it");
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let path: String = parts.iter().map(|part| format!("/{part}")).collect();
    Ok((format!("{scheme}://{host}{path}"), path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_split_into_whole_and_path() {
        for (url, whole, path) in [
            ("https://help.example.com", "https://help.example.com", ""),
            ("https://help.example.com/", "https://help.example.com", ""),
            ("https://example.com/a//help/", "https://example.com/a/help", "/a/help"),
            ("http://localhost:8080/x", "http://localhost:8080/x", "/x"),
        ] {
            assert_eq!(parse(url), Ok((whole.to_owned(), path.to_owned())), "{url}");
        }
        for url in [
            "example.com",
            "ftp://a.b",
            "https://",
            "https://a/?q",
            "https://a/b c",
            "https://a/../b",
            "https://a\"b/",
            "https://a/b%0Ac",
            "https://a/b%00",
            "https://a/%2e%2E/b",
            "https://a/b%2fc",
            "https://a/b%5cc",
            "https://a/b%FF",
            "https://a/b$c",
            "https://a/b%24c",
        ] {
            assert!(parse(url).is_err(), "{url}");
        }
    }
}
