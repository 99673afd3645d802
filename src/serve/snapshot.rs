//! A built site as the preview answers for it: addresses in, files out.
//!
//! Only addresses of the built tree have an answer, looked up in a map; nothing of a request ever
//! becomes a path on disk. Where a slash is missing the redirect names an address of the map, so it
//! cannot lead anywhere else.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::headers::{self, HeaderRule};
use crate::output::Memory;
use crate::text::path::UrlPath;

/// One state of the site.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    /// Differs from that of every other state of the site.
    version: String,
    /// The path part of the base URL, without a slash at its end.
    base: String,
    /// Files by decoded address below the base.
    files: HashMap<String, Vec<u8>>,
    rules: Vec<HeaderRule>,
}

/// What is at an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer<'a> {
    /// A file, and its path on the site for its type and headers.
    File(&'a str, &'a [u8]),
    /// The address has a slash more.
    Redirect(String),
    /// Nothing; the 404 page of the site, when it has one.
    Missing(&'a [u8]),
}

/// The file of the site with the headers its host is to send.
const HEADERS: &str = "/_headers";

impl Snapshot {
    pub(super) fn new(site: Memory, base: String, version: String) -> Self {
        let files: HashMap<String, Vec<u8>> = site
            .into_files()
            .into_iter()
            .map(|(path, bytes)| (format!("/{path}"), bytes))
            .collect();
        let rules = files.get(HEADERS).map(|bytes| headers::parse(bytes)).unwrap_or_default();
        Self { version, base, files, rules }
    }

    /// The path part of the base URL, without a slash at its end.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// Differs from that of every other state of the site.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// The headers for an address as the browser asked for it.
    pub(super) fn headers(&self, address: &str) -> impl Iterator<Item = &(String, String)> {
        headers::for_address(&self.rules, address)
    }

    /// What is at the percent-encoded `address`.
    pub(super) fn answer(&self, address: &str) -> Answer<'_> {
        let missing = || Answer::Missing(self.files.get("/404.html").map_or(b"", Vec::as_slice));
        let Ok(decoded) = percent_decode_str(address).decode_utf8() else { return missing() };
        let Some(path) = decoded.strip_prefix(self.base.as_str()) else {
            return self.to_base(&decoded).unwrap_or_else(missing);
        };
        let index = |folder: &str| format!("{folder}index.html");
        let name = if path.ends_with('/') { index(path) } else { path.to_owned() };
        if let Some((name, bytes)) = self.files.get_key_value(&name) {
            return Answer::File(name, bytes);
        }
        if self.files.contains_key(&index(&format!("{path}/"))) {
            return Answer::Redirect(UrlPath::new(format!("{path}/")).href(&self.base));
        }
        missing()
    }

    /// On a site below a path the bare host leads to the home page.
    fn to_base(&self, decoded: &str) -> Option<Answer<'_>> {
        (decoded == "/").then(|| Answer::Redirect(UrlPath::root().href(&self.base)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::output::{Output, Sink as _};
    use crate::text::path::OutputPath;

    fn snapshot(base: &str) -> Snapshot {
        let site = Memory::default();
        for path in ["index.html", "404.html", "caffè/index.html", "a b/x.png", "_dopo/x.js"] {
            site.put(Output { path: OutputPath::new(path), bytes: path.into() }).unwrap();
        }
        Snapshot::new(site, base.to_owned(), "1".to_owned())
    }

    #[test]
    fn every_file_has_its_address_and_nothing_else_has_one() {
        let site = snapshot("");
        for (address, path) in [
            ("/", "/index.html"),
            ("/index.html", "/index.html"),
            ("/caff%C3%A8/", "/caffè/index.html"),
            ("/a%20b/x.png", "/a b/x.png"),
            ("/_dopo/x.js", "/_dopo/x.js"),
        ] {
            assert!(matches!(site.answer(address), Answer::File(at, _) if at == path), "{address}");
        }
        for address in [
            "/../index.html",
            "/%2e%2e/index.html",
            "/..%2findex.html",
            "//index.html",
            "/etc/passwd",
            "/caffè/../index.html",
            "/%00",
            "/%ff",
            "index.html",
            "/_dopo",
            "/_dopo/",
            "\\index.html",
        ] {
            assert_eq!(site.answer(address), Answer::Missing(b"404.html"), "{address}");
        }
    }

    #[test]
    fn a_missing_slash_is_added_and_leads_nowhere_else() {
        let site = snapshot("");
        assert_eq!(site.answer("/caff%C3%A8"), Answer::Redirect("/caff%C3%A8/".to_owned()));
        for address in
            ["//evil.example", "/\\evil.example", "//evil.example/%2e%2e", "/evil.example"]
        {
            assert!(matches!(site.answer(address), Answer::Missing(_)), "{address}");
        }
    }

    #[test]
    fn a_site_below_a_path_answers_only_there() {
        let site = snapshot("/help");
        assert!(matches!(site.answer("/help/"), Answer::File("/index.html", _)));
        assert_eq!(site.answer("/help"), Answer::Redirect("/help/".to_owned()));
        assert_eq!(site.answer("/"), Answer::Redirect("/help/".to_owned()));
        assert!(matches!(site.answer("/index.html"), Answer::Missing(_)));
        assert!(matches!(site.answer("/helpindex.html"), Answer::Missing(_)));
    }
}
