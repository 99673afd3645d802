//! What web servers are asked to do with the site, as three kinds of them read it: `_headers` and
//! `_redirects` (Netlify, Cloudflare Pages and others), `.htaccess` (Apache), `_dopo/nginx.conf` (to
//! include in a server block). All are written from one table of headers, that of kinds of file
//! (`text::media`), and one list of old addresses.
//!
//! Each of them speaks of addresses below the base path and of no other: a shop on the same host
//! keeps its own headers and its own page for what is missing.
//!
//! What may surprise: `_headers` has no rules by file ending. Hosts disagree on what `/*.svg`
//! matches, and one that reads it as `/*` would sandbox the whole site. Pictures are safe there by
//! the general policy, which runs no inline script; the two real servers give them a stricter one of
//! their own, and say what may be shown by other sites, which `_headers` cannot tell apart.

mod apache;
mod listed;
mod nginx;
mod redirects;

use percent_encoding::percent_decode_str;

use super::BesideFile;
use crate::pages::plan::Plan;
use crate::site::LocaleId;
use crate::text::media::{self, Sort};
use crate::text::path::{HASHED, UrlPath};
use redirects::Moved;

/// A header and its value.
type Header = (&'static str, String);

/// What begins so is nobody's to see: where a folder is mounted, publishing keeps its lists and what
/// it put aside there.
const HIDDEN: [&str; 2] = ["/.dopo", "/.before-"];

/// What the server files are written from.
struct Hosting {
    /// The path part of the base URL, without a slash at its end.
    base_path: String,
    /// The same as servers compare it, decoded.
    base: String,
    /// The page for addresses that do not exist, and those of further languages.
    not_found: String,
    not_found_below: Vec<NotFound>,
    /// The headers of every answer.
    general: Vec<Header>,
    /// The folder whose files never change.
    hashed: String,
    /// The roots of search, one a locale.
    search_roots: Vec<String>,
    moved: Vec<Moved>,
}

/// The four files. `policy` is the content security policy of pages, as it stands in their meta
/// element.
pub(super) fn files(plan: &Plan, policy: &str) -> [BesideFile; 4] {
    let hosting = Hosting::of(plan, policy);
    let file = |path, text| BesideFile::new(&UrlPath::new(path), text);
    [
        file("/_headers", listed::headers(&hosting)),
        file("/_redirects", listed::redirects(&hosting)),
        file("/.htaccess", apache::file(&hosting)),
        file("/_dopo/nginx.conf", nginx::file(&hosting)),
    ]
}

/// What a further language shows below its home where nothing is, both percent-encoded.
struct NotFound {
    home: String,
    page: String,
}

impl Hosting {
    fn of(plan: &Plan, policy: &str) -> Self {
        let (site, links) = (plan.site(), plan.links());
        // A meta element may not hold this directive, so the theme's policy does not.
        let policy = format!("{}; frame-ancestors 'none'", one_line(policy));
        let general = [
            ("Content-Security-Policy", policy.as_str()),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Permissions-Policy", NOT_PERMITTED),
        ];
        Self {
            base_path: site.config.base_path.clone(),
            base: decoded(&site.config.base_path),
            not_found: links.path(&site.locale(LocaleId::DEFAULT).not_found()),
            not_found_below: site
                .locales
                .iter()
                .skip(1)
                .map(|locale| NotFound {
                    home: links.path(&locale.home),
                    page: links.path(&locale.not_found()),
                })
                .collect(),
            general: general.map(|(name, value)| (name, value.to_owned())).to_vec(),
            hashed: HASHED.to_owned(),
            search_roots: site
                .locales
                .iter()
                .map(|locale| locale.search_root().as_str().to_owned())
                .collect(),
            moved: redirects::moved(plan),
        }
    }

    /// All headers of the files of a sort.
    fn of_sort(&self, sort: Sort) -> Vec<Header> {
        self.with(sort.headers().iter().map(|&(name, value)| (name, value.to_owned())))
    }

    /// The general headers with some of a kind, which take the place of those of the same name.
    fn with(&self, own: impl Iterator<Item = Header>) -> Vec<Header> {
        let mut headers = self.general.clone();
        for (name, value) in own {
            headers.retain(|(known, _)| *known != name);
            headers.push((name, value));
        }
        headers
    }
}

/// The endings of a sort as alternatives of a regular expression.
fn endings(sort: Sort) -> String {
    let known = media::KNOWN.iter().filter(|media| media.sort == sort);
    known.flat_map(|media| media.endings).copied().collect::<Vec<_>>().join("|")
}

/// The sorts that have a rule of their own; every other file is a [`Sort::File`].
fn sorts() -> impl Iterator<Item = Sort> {
    Sort::ALL.into_iter().filter(|sort| *sort != Sort::File)
}

/// The headers of files whose address changes with their bytes.
fn for_ever() -> [Header; 2] {
    [
        ("Cache-Control", "public, max-age=31536000, immutable".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
    ]
}

/// The headers of the roots of search.
fn root_of_search() -> [Header; 2] {
    [
        ("Cache-Control", media::REVALIDATED.to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
    ]
}

/// Whether a header also holds for answers that are errors. How long something is kept is said only
/// of what is there: the page for what is missing says it of itself.
fn holds_for_errors((name, _): &Header) -> bool {
    *name != "Cache-Control"
}

/// What no page of a help centre asks a browser for. Only names that browsers know: each other one
/// would be a line in their console.
const NOT_PERMITTED: &str = "accelerometer=(), camera=(), display-capture=(), \
    encrypted-media=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), \
    screen-wake-lock=(), serial=(), usb=(), window-management=(), xr-spatial-tracking=()";

/// An address as servers compare it.
fn decoded(address: &str) -> String {
    percent_decode_str(address).decode_utf8_lossy().into_owned()
}

/// A text as a regular expression that matches just it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\^$.|?*+()[]{}#\"".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// A header has no line ends, and nothing that would end the quotes it stands in.
fn one_line(policy: &str) -> String {
    policy.split_whitespace().collect::<Vec<_>>().join(" ").replace(['"', '\\', '$'], "")
}
