//! Addresses of the pages every site has. A writer's folder of such a name keeps it, and the
//! built-in page moves below `/_dopo/`.

use super::SiteLocale;
use super::claims::{Claims, folded};
use super::outline::{Outline, locale_ids};
use crate::config::Config;
use crate::text::path::UrlPath;
use crate::text::problem::Problem;

/// The pages of one locale.
#[derive(Clone, Debug)]
pub(super) struct BuiltIn {
    pub(super) home: UrlPath,
    pub(super) search: UrlPath,
    pub(super) all: UrlPath,
    pub(super) symptoms: UrlPath,
}

/// The built-in pages of each locale, out of the way of what is claimed already.
pub(super) fn pages(config: &Config, claims: &Claims, problems: &mut Vec<Problem>) -> Vec<BuiltIn> {
    locale_ids(config)
        .map(|locale| {
            let home = super::address::home(config, locale);
            let mut page = |name: &str| {
                let address = format!("{home}{name}");
                let Some(owner) = claims.first_in(&folded(address.trim_matches('/'))) else {
                    return UrlPath::new(format!("{address}/"));
                };
                let moved = format!("/_dopo{address}/");
                problems.push(
                    Problem::warning("builtin-address", "an address of a built-in page is taken")
                        .in_file(
                            &owner.source,
                            format!("{} is at or below `{address}/`", owner.what),
                        )
                        .help(format!("the built-in page is at `{moved}`")),
                );
                UrlPath::new(moved)
            };
            let (search, all, symptoms) = (page("search"), page("all"), page("symptoms"));
            BuiltIn { home, search, all, symptoms }
        })
        .collect()
}

/// Files that stand beside the pages of a locale. A file of the writer's takes the place of one, a
/// folder cannot.
const FILES: [&str; 6] =
    ["feed.xml", "sitemap.xml", "robots.txt", "llms.txt", "_headers", "_redirects"];

/// What cannot make room: `/_dopo/` and the page for addresses that do not exist; and folders with
/// the name of a built-in file.
pub(super) fn refuse_taken(config: &Config, claims: &mut Claims) {
    let homes = locale_ids(config).map(|locale| super::address::home(config, locale));
    let files = homes.flat_map(|home| FILES.map(|file| format!("{home}{file}/")));
    let own = ["/_dopo", "/404.html"].map(str::to_owned);
    for address in own.into_iter().chain(files) {
        let name = folded(address.trim_start_matches('/'));
        let owner = match name.strip_suffix('/') {
            Some(folder) => claims.first_below(folder),
            None => claims.first_in(&name),
        };
        let Some(owner) = owner else { continue };
        let headline = format!("the address `{address}` is dopo's own");
        let problem = Problem::error("builtin-address", headline)
            .in_file(&owner.source, format!("{} cannot stand there", owner.what))
            .help("give it another name");
        claims.problems.push(problem);
    }
}

/// The locales of the site with their pages.
pub(super) fn locales(outline: &Outline<'_>, pages: Vec<BuiltIn>) -> Vec<SiteLocale> {
    locale_ids(outline.config)
        .zip(pages)
        .zip(&outline.config.locales)
        .map(|((id, pages), config)| SiteLocale {
            locale: config.locale.clone(),
            home: pages.home,
            search: pages.search,
            all: pages.all,
            symptoms: pages.symptoms,
            root: outline.root(id),
        })
        .collect()
}
