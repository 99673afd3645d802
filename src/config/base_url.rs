//! The address the site is served at.

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
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| matches!(*part, "." | "..")) {
        return Err("`.` and `..` have no meaning in it");
    }
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
        ] {
            assert!(parse(url).is_err(), "{url}");
        }
    }
}
