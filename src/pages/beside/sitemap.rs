//! `sitemap.xml`: home pages, categories and articles that may be indexed, with the day they were
//! last changed where a writer said so, and their translations.
//!
//! A sitemap may hold 50,000 addresses and 50 MB; beyond that it is cut into numbered files and
//! `sitemap.xml` lists them.

use super::BesideFile;
use super::xml::{push_element, push_tag};
use crate::pages::dates;
use crate::pages::plan::{PageId, Plan};
use crate::site::{ArticleId, CategoryId, LocaleId};
use crate::text::path::UrlPath;

const MOST_ADDRESSES: usize = 50_000;
const MOST_BYTES: usize = 50_000_000;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The sitemap, or its parts and their list; nothing without a base URL.
pub(super) fn files(plan: &Plan) -> Vec<BesideFile> {
    let entries = plan.pages().iter().filter_map(|&id| entry(plan, id));
    let mut parts = cut(entries, MOST_ADDRESSES, MOST_BYTES);
    let index = UrlPath::new("/sitemap.xml");
    if plan.links().whole(&index).is_none() {
        return Vec::new();
    }
    if parts.len() <= 1 {
        return vec![BesideFile::new(&index, url_set(&parts.pop().unwrap_or_default()))];
    }
    let mut list = format!("{HEAD}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    let mut files = Vec::with_capacity(parts.len() + 1);
    for (at, part) in parts.iter().enumerate() {
        let address = UrlPath::new(format!("/sitemap-{}.xml", at + 1));
        list.push_str("<sitemap>");
        push_element(&mut list, "loc", &plan.links().whole(&address).unwrap_or_default());
        list.push_str("</sitemap>\n");
        files.push(BesideFile::new(&address, url_set(part)));
    }
    list.push_str("</sitemapindex>\n");
    files.push(BesideFile::new(&index, list));
    files
}

fn url_set(entries: &str) -> String {
    format!(
        "{HEAD}<urlset xmlns=\"{NAMESPACE}\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n\
         {entries}</urlset>\n"
    )
}

/// Joins entries to parts of at most so many entries and about so many bytes.
fn cut(entries: impl Iterator<Item = String>, most: usize, most_bytes: usize) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut in_part = most;
    for entry in entries {
        let is_full = |part: &String| in_part >= most || part.len() + entry.len() > most_bytes;
        match parts.last_mut() {
            Some(part) if !is_full(part) => part.push_str(&entry),
            _ => {
                parts.push(entry);
                in_part = 0;
            }
        }
        in_part += 1;
    }
    parts
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
    fn parts_hold_neither_too_many_entries_nor_too_many_bytes() {
        let entries = |count: usize| (0..count).map(|_| "12345".to_owned());
        let sizes = |parts: Vec<String>| parts.iter().map(String::len).collect::<Vec<_>>();
        assert_eq!(sizes(cut(entries(0), 3, 100)), [0_usize; 0]);
        assert_eq!(sizes(cut(entries(7), 3, 100)), [15, 15, 5]);
        assert_eq!(sizes(cut(entries(4), 9, 10)), [10, 10]);
        assert_eq!(sizes(cut(entries(2), 9, 1)), [5, 5], "an entry is never cut");
    }
}
