//! `sitemap.xml`: home pages, categories and articles that may be indexed, with the day they were
//! last changed where a writer said so, and their translations.
//!
//! How many files it takes is the site's to say: see [`Site::sitemap`](crate::site::Site).

use super::BesideFile;
use super::xml::{push_element, push_tag};
use crate::pages::dates;
use crate::pages::plan::{PageId, Plan};
use crate::site::{ArticleId, CategoryId, LocaleId};
use crate::text::path::UrlPath;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The sitemap, or its parts and their list; nothing without a base URL.
pub(super) fn files(plan: &Plan) -> Vec<BesideFile> {
    let Some((whole, parts)) = plan.site().sitemap.split_first() else { return Vec::new() };
    let entries: Vec<String> = plan.pages().iter().filter_map(|&id| entry(plan, id)).collect();
    if parts.is_empty() {
        return vec![BesideFile::new(whole, url_set(&entries))];
    }
    let mut list = format!("{HEAD}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    let mut files = Vec::with_capacity(parts.len() + 1);
    for (address, entries) in parts.iter().zip(cut(&entries, parts.len())) {
        list.push_str("<sitemap>");
        push_element(&mut list, "loc", &plan.links().whole(address).unwrap_or_default());
        list.push_str("</sitemap>\n");
        files.push(BesideFile::new(address, url_set(entries)));
    }
    list.push_str("</sitemapindex>\n");
    files.push(BesideFile::new(whole, list));
    files
}

fn url_set(entries: &[String]) -> String {
    format!(
        "{HEAD}<urlset xmlns=\"{NAMESPACE}\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n\
         {}</urlset>\n",
        entries.concat()
    )
}

/// Cuts `entries` into exactly `parts` parts of nearly equal length.
fn cut<T>(entries: &[T], parts: usize) -> impl Iterator<Item = &[T]> {
    let start = move |part: usize| part * entries.len() / parts.max(1);
    (0..parts).map(move |part| entries.get(start(part)..start(part + 1)).unwrap_or_default())
}

/// One `<url>`; `None` for pages that do not belong in a sitemap.
fn entry(plan: &Plan, id: PageId) -> Option<String> {
    let site = plan.site();
    let (locale, article, translations) = match id {
        PageId::Home(locale) => {
            let all = plan.in_every_locale(|other| site.locale(other).home.clone());
            (locale, site.category(site.locale(locale).root).head, all)
        }
        PageId::Category(category, 1) => {
            let category = site.category(category);
            if !category.listed {
                return None;
            }
            let address =
                |&id: &CategoryId| (site.category(id).locale, site.category(id).address.clone());
            (category.locale, category.head, category.translations.iter().map(address).collect())
        }
        PageId::Article(id) => {
            let article = site.article(id);
            let address =
                |&id: &ArticleId| (site.article(id).locale, site.article(id).address.clone());
            (article.locale, Some(id), article.translations.iter().map(address).collect())
        }
        _ => return None,
    };
    let article = article.map(|id| site.article(id));
    if article.is_some_and(|article| !article.visibility.indexed) {
        return None;
    }
    let address = plan.address(id);
    let mut xml = String::from("<url>");
    push_element(&mut xml, "loc", &plan.links().whole(&address)?);
    if let Some(updated) = article.and_then(|article| article.updated) {
        push_element(&mut xml, "lastmod", &dates::moment(updated, &site.config.time_zone));
    }
    push_alternates(&mut xml, plan, (locale, address), translations);
    xml.push_str("</url>\n");
    Some(xml)
}

fn push_alternates(
    xml: &mut String,
    plan: &Plan,
    own: (LocaleId, UrlPath),
    mut translations: Vec<(LocaleId, UrlPath)>,
) {
    translations.retain(|(locale, _)| *locale != own.0);
    if translations.is_empty() {
        return;
    }
    translations.push(own);
    translations.sort();
    let pages: Vec<_> = translations.iter().map(|(locale, address)| (*locale, address)).collect();
    for alternate in plan.links().alternates(&pages) {
        let attributes = [
            ("rel", "alternate"),
            ("hreflang", alternate.hreflang.as_str()),
            ("href", alternate.href.as_str()),
        ];
        push_tag(xml, "xhtml:link", &attributes, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_spread_over_exactly_so_many_parts() {
        for (entries, parts, lengths) in
            [(7, 3, vec![2, 2, 3]), (4, 2, vec![2, 2]), (1, 2, vec![0, 1]), (0, 1, vec![0])]
        {
            let entries: Vec<usize> = (0..entries).collect();
            let cut: Vec<&[usize]> = cut(&entries, parts).collect();
            assert_eq!(cut.iter().map(|part| part.len()).collect::<Vec<_>>(), lengths);
            assert_eq!(cut.concat(), entries);
        }
    }
}
