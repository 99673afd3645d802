//! Small sites for the tests of this stage, made by hand from Markdown files: folders are categories,
//! `_index.md` heads one, `.en.md` is English, everything else Italian.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use super::plan::{Plan, plan};
use crate::config::{self, BuildDate, Overrides};
use crate::parse;
use crate::site::{
    Article, ArticleId, Category, CategoryId, LocaleId, Redirect, Site, SiteLocale, Target,
    Visibility,
};
use crate::source::memory;
use crate::text::locale::Locale;
use crate::text::path::{SourcePath, UrlPath};

/// Where the sample is served.
pub(super) const BASE: &str = "https://caslani.example/aiuto";

const CONFIG: &str = r#"
title = "Bruna"
default_locale = "it"
time_zone = "UTC"
[locales.it]
title = "Bruna"
description = "Prima tazza & pulizia"
[locales.en]
title = "Bruna help"
"#;

/// The plan of the site of `(path below the content folder, text)`, served at [`BASE`].
pub(super) fn planned(files: &[(&str, &str)]) -> Plan {
    plan(Arc::new(site(files, Some(BASE))))
}

/// The site of some files.
pub(super) fn site(files: &[(&str, &str)], base_url: Option<&str>) -> Site {
    let overrides = Overrides { base_url: base_url.map(str::to_owned), ..Overrides::default() };
    let tree = memory::tree([("dopo.toml", CONFIG), ("content/x.md", "x")]);
    let config = config::load(&tree, &overrides).value;
    let locales: Vec<Locale> = config.locales.iter().map(|one| one.locale.clone()).collect();
    let mut site = Site {
        config: Arc::new(config),
        build_date: BuildDate {
            moment: "2026-11-20T00:00:00Z".parse().unwrap(),
            day: "2026-11-20".parse().unwrap(),
        },
        locales: Vec::new(),
        articles: Vec::new(),
        categories: Vec::new(),
        redirects: Vec::new(),
        files: Vec::new(),
    };
    for (at, locale) in locales.iter().enumerate() {
        add_locale(&mut site, LocaleId(u16::try_from(at).unwrap()), locale, files);
    }
    translate(&mut site);
    site
}

fn add_locale(site: &mut Site, id: LocaleId, locale: &Locale, files: &[(&str, &str)]) {
    let prefix = if id.0 == 0 { "/".to_owned() } else { format!("/{locale}/") };
    let at = |name: &str| UrlPath::new(format!("{prefix}{name}/"));
    let root = category(site, id, &prefix, "");
    site.locales.push(SiteLocale {
        locale: locale.clone(),
        home: UrlPath::new(&prefix),
        search: at("search"),
        all: at("all"),
        symptoms: at("symptoms"),
        root,
    });
    for (path, text) in files {
        let is_english = path.ends_with(".en.md");
        let name = path.trim_end_matches(".md").trim_end_matches(".en");
        let document =
            parse::document(&SourcePath::new(format!("content/{path}")), text.as_bytes());
        let document = Arc::new(document.value);
        if is_english != (id.0 == 1) || document.front.draft {
            continue;
        }
        let (folder, stem) = name.rsplit_once('/').unwrap_or(("", name));
        if let Some(to) = &document.front.redirect {
            let to = Target::External(to.text.clone());
            site.redirects.push(Redirect { from: at(name), to, locale: id });
            continue;
        }
        let category = category(site, id, &prefix, folder);
        let is_head = stem == "_index";
        let address = if is_head { site.category(category).address.clone() } else { at(name) };
        let article = article(id, category, is_head, address, document);
        let article_id = ArticleId(u32::try_from(site.articles.len()).unwrap());
        let home = &mut site.categories[category.0 as usize];
        if is_head {
            home.head = Some(article_id);
            home.title.clone_from(&article.title);
            home.listed = article.visibility.listed;
        } else if article.visibility.listed {
            home.articles.push(article_id);
            home.count += 1;
        }
        site.articles.push(article);
    }
}

/// The category of a folder, made when it is first met.
fn category(site: &mut Site, locale: LocaleId, prefix: &str, folder: &str) -> CategoryId {
    let same = |category: &Category| category.locale == locale && category.folder == folder;
    if let Some(at) = site.categories.iter().position(same) {
        return CategoryId(u32::try_from(at).unwrap());
    }
    let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
    let parent = (!folder.is_empty()).then(|| category(site, locale, prefix, above));
    let id = CategoryId(u32::try_from(site.categories.len()).unwrap());
    site.categories.push(Category {
        locale,
        folder: folder.to_owned(),
        address: UrlPath::new(if folder.is_empty() {
            prefix.to_owned()
        } else {
            format!("{prefix}{folder}/")
        }),
        title: name.to_owned(),
        menu_title: None,
        description: None,
        head: None,
        parent,
        children: Vec::new(),
        articles: Vec::new(),
        listed: true,
        translations: Vec::new(),
        count: 0,
    });
    if let Some(parent) = parent {
        site.categories[parent.0 as usize].children.push(id);
    }
    id
}

fn article(
    locale: LocaleId,
    category: CategoryId,
    is_head: bool,
    address: UrlPath,
    document: Arc<parse::Document>,
) -> Article {
    let front = &document.front;
    let listed = !front.unlisted;
    let day = |when: &parse::When| match when {
        parse::When::Day(day) => Some(*day),
        _ => None,
    };
    let midnight =
        |day: jiff::civil::Date| day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let date = front.date.as_ref().and_then(day);
    let updated = front.updated.as_ref().and_then(day).or(date);
    Article {
        locale,
        source: document.source.clone(),
        content_path: document.source.as_str().trim_start_matches("content/").to_owned(),
        address,
        title: document.title.clone().unwrap_or_else(|| "Senza titolo".to_owned()),
        menu_title: front.menu_title.clone(),
        description: front.description.clone().or_else(|| document.first_paragraph.clone()),
        kind: front.kind,
        stage: front.stage.or_else(|| front.kind.and_then(parse::ArticleType::stage)),
        visibility: Visibility { listed, searched: listed, indexed: listed && !front.noindex },
        date,
        updated: updated.map(midnight),
        reviewed: front.reviewed.as_ref().and_then(day),
        category,
        is_head,
        links: document.body.links.iter().map(|link| target(&link.destination)).collect(),
        pictures: Vec::new(),
        translations: Vec::new(),
        previous: None,
        following: None,
        next: Vec::new(),
        if_not: Vec::new(),
        before: Vec::new(),
        related: Vec::new(),
        link_texts: Vec::new(),
        document,
    }
}

fn target(destination: &str) -> Target {
    match destination.split_once('#') {
        Some(("", anchor)) => Target::Anchor(anchor.to_owned()),
        _ if destination.starts_with('/') => Target::Page(UrlPath::new(destination)),
        _ => Target::External(destination.to_owned()),
    }
}

/// `a.md` and `a.en.md` are one article in two languages.
fn translate(site: &mut Site) {
    let stem = |article: &Article| {
        article.content_path.trim_end_matches(".md").trim_end_matches(".en").to_owned()
    };
    let stems: Vec<(String, LocaleId)> =
        site.articles.iter().map(|article| (stem(article), article.locale)).collect();
    for (article, own) in site.articles.iter_mut().zip(&stems) {
        let others = stems
            .iter()
            .enumerate()
            .filter(|(_, (stem, locale))| *stem == own.0 && *locale != own.1);
        article.translations =
            others.map(|(at, _)| ArticleId(u32::try_from(at).unwrap())).collect();
    }
}
