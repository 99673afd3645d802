//! Names on the site that are kept for dopo, whether this site has such a file or not: an article
//! must not lose its address on the day somebody sets a base URL.
//!
//! Everything below `_dopo/` and what begins with `.dopo` or `.before-` at the root is nobody else's.
//! A file in `static/` may take the place of the others, under exactly their name: its writer knows
//! why.
//!
//! Kept from everybody, dopo too, are the folders of version control: the output folder can be a work
//! tree, and an address below `.git` would be a file in somebody's repository.

use std::collections::BTreeSet;

use super::address::home;
use super::outline::locale_ids;
use crate::config::Config;
use crate::source::MARKER;
use crate::text::path::{OutputPath, UrlPath};

/// Files at the root of the site.
const AT_ROOT: [&str; 5] = [".htaccess", "_headers", "_redirects", "robots.txt", "sitemap.xml"];

/// The page for addresses that do not exist.
const NOT_FOUND: &str = "404.html";

/// What Apache reads in every folder.
const HTACCESS: &str = ".htaccess";

/// What version control keeps in a work tree.
const REPOSITORIES: [&str; 5] = [".bzr", ".git", ".hg", ".jj", ".svn"];

/// What dopo puts into an output folder beside the site begins so.
const BESIDE: [&str; 2] = [".dopo", ".before-"];

/// Files beside the home page of each language.
const AT_HOME: [&str; 3] = [NOT_FOUND, "feed.xml", "llms.txt"];

/// How a name is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own<'a> {
    /// For dopo alone.
    Always,
    /// For dopo, or for a file in `static/` of exactly this name.
    Replaceable(&'a str),
}

/// The names kept in one project.
#[derive(Debug)]
pub(super) struct OwnNames(BTreeSet<OutputPath>);

impl OwnNames {
    pub(super) fn new(config: &Config) -> Self {
        let at_root = AT_ROOT.map(OutputPath::new);
        let homes = locale_ids(config).map(|locale| home(config, locale));
        let at_homes = homes
            .flat_map(|home| AT_HOME.map(|name| UrlPath::new(format!("{home}{name}")).output()));
        Self(at_root.into_iter().chain(at_homes).collect())
    }

    /// How the folded `path` is kept, if it is. So is what would need a folder of a kept name.
    pub(super) fn of<'a>(&'a self, path: &'a str) -> Option<Own<'a>> {
        let first = path.split('/').next().unwrap_or(path);
        let is_beside = BESIDE.iter().any(|start| first.starts_with(start));
        let is_kept = |part: &str| part == MARKER || REPOSITORIES.contains(&part);
        if first == "_dopo" || is_beside || path.split('/').any(is_kept) {
            return Some(Own::Always);
        }
        if is_part_of_sitemap(path) {
            return Some(Own::Replaceable(path));
        }
        // A folder of that name in the place of the file closes all around it on Apache.
        if let Some((above, name)) = path.rsplit_once('/')
            && (name == HTACCESS || above.split('/').any(|part| part == HTACCESS))
        {
            return Some(if name == HTACCESS { Own::Replaceable(path) } else { Own::Always });
        }
        if let Some(own) = self.0.get(path) {
            return Some(Own::Replaceable(own.as_str()));
        }
        let mut above = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        above.any(|path| self.0.contains(path) || is_part_of_sitemap(path)).then_some(Own::Always)
    }

    /// Whether `path` is in the place of a page for addresses that do not exist.
    pub(super) fn is_not_found(path: &str) -> bool {
        path.split('/').any(|part| part.eq_ignore_ascii_case(NOT_FOUND))
    }

    /// The files at the root that every site has.
    pub(super) fn of_every_site() -> impl Iterator<Item = OutputPath> {
        AT_ROOT.into_iter().filter(|name| *name != "sitemap.xml").map(OutputPath::new)
    }
}

/// `sitemap-3.xml`.
fn is_part_of_sitemap(path: &str) -> bool {
    let number = path.strip_prefix("sitemap-").and_then(|rest| rest.strip_suffix(".xml"));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}
