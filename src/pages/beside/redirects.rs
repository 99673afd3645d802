//! `_redirects`, for hosts that read it: an old address answers with the new one at once. Everywhere
//! else, and where an address has a character the format gives a meaning to, the redirect page
//! itself does the work. Addresses on other sites are not here: their page shows a link.

use super::BesideFile;
use crate::pages::plan::Plan;
use crate::text::path::UrlPath;

pub(super) fn file(plan: &Plan) -> BesideFile {
    let links = plan.links();
    let mut text = String::new();
    for redirect in &plan.site().redirects {
        let from = links.path(&redirect.from);
        let Some(to) = links.destination(&redirect.to) else { continue };
        if links.place(&redirect.to).is_some() && is_plain(&from) && is_plain(&to.href) {
            text.push_str(&format!("{from} {} 301\n", to.href));
        }
    }
    BesideFile::new(&UrlPath::new("/_redirects"), text)
}

/// Without splats and placeholders.
fn is_plain(address: &str) -> bool {
    !address.contains(['*', ':', ' ', '\n'])
}
