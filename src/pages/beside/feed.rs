//! An Atom feed per locale: the articles that changed last. A feed needs dates and whole addresses;
//! where there are none there is no feed.

use super::BesideFile;
use super::xml::{push_element, push_tag};
use crate::pages::dates;
use crate::pages::plan::Plan;
use crate::site::{Article, LocaleId};

/// Entries in a feed.
const NEWEST: usize = 50;

/// The feed of a locale.
pub(super) fn file(plan: &Plan, locale: LocaleId) -> Option<BesideFile> {
    let links = plan.links();
    let site = plan.site();
    let address = site.locale(locale).feed.clone()?;
    let zone = &site.config.time_zone;
    let frame = &plan.locale(locale).frame;
    let own = links.whole(&address)?;
    let home = links.whole(&site.locale(locale).home)?;

    let mut newest: Vec<(jiff::Timestamp, &Article)> = site
        .articles()
        .filter(|article| article.locale == locale && article.visibility.listed)
        .filter_map(|article| Some((article.updated?, article)))
        .collect();
    newest.sort_by(|(left, one), (right, other)| {
        right.cmp(left).then_with(|| one.address.cmp(&other.address))
    });
    newest.truncate(NEWEST);
    let (last_change, _) = *newest.first()?;

    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    xml.push_str(frame.lang.as_str());
    xml.push_str("\">\n");
    push_element(&mut xml, "title", &frame.site_title);
    push_element(&mut xml, "id", &own);
    push_tag(&mut xml, "link", &[("rel", "self"), ("href", &own)], None);
    push_tag(&mut xml, "link", &[("rel", "alternate"), ("href", &home)], None);
    push_element(&mut xml, "updated", &dates::moment(last_change, zone));
    xml.push_str("<author>");
    push_element(&mut xml, "name", &frame.site_title);
    xml.push_str("</author>\n");
    for (updated, article) in newest {
        let whole = links.whole(&article.address)?;
        xml.push_str("<entry>");
        push_element(&mut xml, "title", &article.title);
        push_element(&mut xml, "id", &whole);
        push_tag(&mut xml, "link", &[("href", &whole)], None);
        push_element(&mut xml, "updated", &dates::moment(updated, zone));
        if let Some(published) = article.date.and_then(|day| dates::start_of(day, zone)) {
            push_element(&mut xml, "published", &published);
        }
        if let Some(description) = &article.description {
            push_element(&mut xml, "summary", description);
        }
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    Some(BesideFile::new(&address, xml))
}
