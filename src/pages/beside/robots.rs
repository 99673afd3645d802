//! `robots.txt`: everything may be read; pages that must not be listed say so themselves, and have
//! to be read for that.

use super::BesideFile;
use crate::pages::plan::Plan;
use crate::text::path::UrlPath;

pub(super) fn file(plan: &Plan) -> BesideFile {
    let mut text = String::from("User-agent: *\nDisallow:\n");
    if let Some(sitemap) = plan.links().whole(&UrlPath::new("/sitemap.xml")) {
        text.push_str("\nSitemap: ");
        text.push_str(&sitemap);
        text.push('\n');
    }
    BesideFile::new(&UrlPath::new("/robots.txt"), text)
}
