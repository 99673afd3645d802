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

/// Nothing of a writer's can stand below `/_dopo/`: what is there has hashes for names.
pub(super) fn refuse_own_folder(claims: &Claims, problems: &mut Vec<Problem>) {
    if let Some(owner) = claims.first_in("_dopo") {
        problems.push(
            Problem::error("builtin-address", "the address `/_dopo/` is dopo's own")
                .in_file(&owner.source, format!("{} cannot stand there", owner.what))
                .help("rename the folder `_dopo`"),
        );
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
