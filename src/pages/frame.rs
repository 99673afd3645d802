//! What all pages of a locale share.

use super::contact;
use super::links::Links;
use super::page::Frame;
use crate::site::{LocaleId, Site};
use crate::text::path::UrlPath;

/// Entries of the menu.
const MENU: usize = 12;

/// The frame of one locale.
pub(super) fn frame(site: &Site, id: LocaleId) -> Frame {
    let links = Links::new(site);
    let locale = site.locale(id);
    let config = &site.config;
    let own = config.locales.iter().find(|one| one.locale == locale.locale);
    let default = &site.locale(LocaleId::DEFAULT).locale;
    let root = site.category(locale.root);
    let given = own.map_or(&config.title, |own| &own.title);
    let is_guessed = config.title_is_guessed && *given == config.title;
    let title = match root.head {
        Some(head) if is_guessed => &site.article(head).title,
        _ => given,
    };
    let card = |given| contact::card(given, &locale.locale, default);
    let has_symptoms = locale.symptoms.count() > 0;
    let menu = root.children.iter().take(MENU);
    Frame {
        lang: locale.locale.clone(),
        dir: locale.locale.direction(),
        site_title: title.clone(),
        home: links.path(&locale.home),
        search: links.path(&locale.search),
        search_root: links.path(&locale.search_root()),
        all: links.path(locale.all.first()),
        symptoms: has_symptoms.then(|| links.path(locale.symptoms.first())),
        feed: locale.feed.as_ref().map(|feed| links.path(feed)),
        logo: config.logo.as_ref().map(|logo| links.path(&UrlPath::new(format!("/{logo}")))),
        accent: config.accent.clone(),
        base: config.base_path.clone(),
        absolute: config.base_url.is_some(),
        menu: menu.map(|&category| links.category_link(category)).collect(),
        contact: config.contact.as_ref().map(card),
        strings: own.map(|own| own.strings.clone()).unwrap_or_default(),
        image_hosts: config.image_hosts.clone(),
        extra: serde_json::to_string(&config.extra).unwrap_or_default(),
    }
}
