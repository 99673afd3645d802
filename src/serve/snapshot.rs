//! A built site as the preview answers for it: addresses in, files out.
//!
//! Only addresses of the built tree have an answer, looked up in a map; nothing of a request ever
//! becomes a path on disk. Where a slash is missing the redirect names an address of the map, so it
//! cannot lead anywhere else.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use percent_encoding::percent_decode_str;

use super::headers::{self, HeaderRule};
use crate::output::{Files, Held};
use crate::source::{OpenFile, SourceFile};
use crate::text::media;
use crate::text::path::UrlPath;

/// A file of the site as it is sent.
#[derive(Debug)]
pub(super) enum Content {
    /// Held here; sending it copies nothing.
    Bytes(Bytes),
    /// A page, sent with the script of the preview at its end.
    Page(Arc<[u8]>),
    /// A file of the project, read while it is sent.
    File(SourceFile),
}

/// One state of the site.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    /// Differs from that of every other state of the site.
    version: String,
    /// The path part of the base URL, without a slash at its end.
    base: String,
    /// Files by decoded address below the base.
    files: HashMap<String, Content>,
    rules: Vec<HeaderRule>,
    /// What pages get at their end: the built bytes have none.
    script: String,
}

/// What is at an address.
#[derive(Debug)]
pub(super) enum Answer<'a> {
    /// A file, and its path on the site for its type and headers.
    File(&'a str, &'a Content),
    /// The address has a slash more.
    Redirect(String),
    /// Nothing.
    Missing,
}

/// The file of the site with the headers its host is to send.
const HEADERS: &str = "/_headers";

impl Snapshot {
    /// The state `version` of `site`. Its HTML gets `script` at its end.
    pub(super) fn new(site: &Files, base: String, version: String, script: String) -> Self {
        let mut rules = Vec::new();
        let mut files = HashMap::new();
        for (path, held) in site {
            let address = format!("/{path}");
            let is_page = media::of(&address).bare() == "text/html";
            let held = held.clone();
            let held = if is_page || address == HEADERS { in_memory(held) } else { held };
            let content = match held {
                Held::File(file) => Content::File(file),
                Held::Bytes(bytes) if is_page => Content::Page(bytes),
                Held::Bytes(bytes) => {
                    if address == HEADERS {
                        rules = headers::parse(&bytes);
                    }
                    Content::Bytes(Bytes::from_owner(bytes))
                }
            };
            files.insert(address, content);
        }
        Self { version, base, files, rules, script }
    }

    /// The path part of the base URL, without a slash at its end.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// Differs from that of every other state of the site.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// The headers for an address as the browser asked for it, when the file at `path` answers.
    pub(super) fn headers(&self, address: &str, path: &str) -> impl Iterator<Item = (&str, &str)> {
        headers::for_answer(&self.rules, address, path)
    }

    /// What is at the percent-encoded `address`.
    pub(super) fn answer(&self, address: &str) -> Answer<'_> {
        let Ok(decoded) = percent_decode_str(address).decode_utf8() else {
            return Answer::Missing;
        };
        let Some(path) = decoded.strip_prefix(self.base.as_str()) else {
            return self.to_base(&decoded).unwrap_or(Answer::Missing);
        };
        let index = |folder: &str| format!("{folder}index.html");
        let name = if path.ends_with('/') { index(path) } else { path.to_owned() };
        if let Some((name, content)) = self.files.get_key_value(&name) {
            return Answer::File(name, content);
        }
        if self.files.contains_key(&index(&format!("{path}/"))) {
            return Answer::Redirect(UrlPath::new(format!("{path}/")).href(&self.base));
        }
        Answer::Missing
    }

    /// The page for what is not there, of the nearest folder of `address` that has one.
    pub(super) fn missing_page(&self, address: &str) -> Option<Bytes> {
        let path = address.strip_prefix(self.base.as_str()).unwrap_or("/");
        let folders = path.rmatch_indices('/').filter_map(|(at, _)| path.get(..=at));
        let mut pages =
            folders.chain(["/"]).filter_map(|folder| self.files.get(&format!("{folder}404.html")));
        pages.find_map(|content| match content {
            Content::Page(page) => Some(self.with_script(page)),
            Content::Bytes(_) | Content::File(_) => None,
        })
    }

    /// A page as it is sent.
    pub(super) fn with_script(&self, page: &[u8]) -> Bytes {
        [page, self.script.as_bytes()].concat().into()
    }

    /// On a site below a path the bare host leads to the home page.
    fn to_base(&self, decoded: &str) -> Option<Answer<'_>> {
        (decoded == "/").then(|| Answer::Redirect(UrlPath::root().href(&self.base)))
    }
}

/// A page or a file of headers that a project brings itself: small, and looked into here.
fn in_memory(held: Held) -> Held {
    match held {
        Held::File(file) => match file.open().and_then(OpenFile::into_bytes) {
            Ok(bytes) => Held::Bytes(bytes.into()),
            Err(_) => Held::File(file),
        },
        held => held,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::output::{Memory, Output, Sink as _};
    use crate::text::path::OutputPath;

    fn snapshot(base: &str) -> Snapshot {
        let site = Memory::default();
        for path in
            ["index.html", "404.html", "en/404.html", "caffè/index.html", "a b/x.png", "_dopo/x.js"]
        {
            site.put(Output { path: OutputPath::new(path), bytes: path.into() }).unwrap();
        }
        Snapshot::new(&site.into_files(), base.to_owned(), "1".to_owned(), String::new())
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
            assert!(matches!(site.answer(address), Answer::Missing), "{address}");
        }
    }

    fn assert_leads(site: &Snapshot, from: &str, to: &str) {
        let answer = site.answer(from);
        assert!(matches!(&answer, Answer::Redirect(end) if end == to), "{from}: {answer:?}");
    }

    #[test]
    fn html_has_the_script_and_nothing_else_has() {
        let site = Memory::default();
        for path in ["a.html", "a.js"] {
            site.put(Output { path: OutputPath::new(path), bytes: path.into() }).unwrap();
        }
        let files = site.into_files();
        let site = Snapshot::new(&files, String::new(), "1".to_owned(), "+".to_owned());
        for (address, sent) in [("/a.html", "a.html+"), ("/a.js", "a.js")] {
            let bytes = match site.answer(address) {
                Answer::File(_, Content::Bytes(bytes)) => bytes.clone(),
                Answer::File(_, Content::Page(page)) => site.with_script(page),
                other => panic!("{other:?}"),
            };
            assert_eq!(bytes, sent);
        }
    }

    #[test]
    fn a_missing_slash_is_added_and_leads_nowhere_else() {
        let site = snapshot("");
        assert_leads(&site, "/caff%C3%A8", "/caff%C3%A8/");
        for address in
            ["//evil.example", "/\\evil.example", "//evil.example/%2e%2e", "/evil.example"]
        {
            assert!(matches!(site.answer(address), Answer::Missing), "{address}");
        }
    }

    #[test]
    fn what_is_not_there_is_told_by_the_nearest_page() {
        for base in ["", "/help"] {
            let site = snapshot(base);
            for (address, page) in [
                ("/none/", "404.html"),
                ("/en/none", "en/404.html"),
                ("/en/", "en/404.html"),
                ("/en", "404.html"),
                ("/english/none", "404.html"),
                ("/en/a/b/", "en/404.html"),
                ("/%ff", "404.html"),
            ] {
                let told = site.missing_page(&format!("{base}{address}"));
                assert_eq!(told.as_deref(), Some(page.as_bytes()), "{base}{address}");
            }
            assert_eq!(site.missing_page("elsewhere").as_deref(), Some(&b"404.html"[..]));
        }
    }

    #[test]
    fn a_site_below_a_path_answers_only_there() {
        let site = snapshot("/help");
        assert!(matches!(site.answer("/help/"), Answer::File("/index.html", _)));
        assert_leads(&site, "/help", "/help/");
        assert_leads(&site, "/", "/help/");
        assert!(matches!(site.answer("/index.html"), Answer::Missing));
        assert!(matches!(site.answer("/helpindex.html"), Answer::Missing));
    }
}
