//! The parts of the site put together: each article and category is made here, once, with
//! everything it has.

use std::collections::HashMap;
use std::sync::Arc;

use super::address::twin;
use super::claims::Claims;
use super::files::Published;
use super::links::Lead;
use super::lists::Pages;
use super::order::Contents;
use super::outline::{Entry, Folder, Outline, locale_ids};
use super::pictures::Shown;
use super::references::References;
use super::visibility::Calendar;
use super::{Article, ArticleId, Category, LocaleId, Picture, Target};
use crate::config::Config;
use crate::text::path::SourcePath;

/// How long a description is, in characters.
const LONGEST_DESCRIPTION: usize = 200;

/// What the other articles make of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Company {
    /// The articles before and after it in its category.
    pub(super) neighbours: (Option<ArticleId>, Option<ArticleId>),
    /// Others that help.
    pub(super) related: Vec<ArticleId>,
    /// Texts of the links that lead to it.
    pub(super) link_texts: Vec<String>,
}

/// Where the links of an article lead now that redirects are followed and files have addresses.
pub(super) fn targets(
    references: &References,
    ends: &[Option<Target>],
    files: &HashMap<SourcePath, Published>,
) -> Vec<Target> {
    references.links.iter().map(|lead| target(lead, ends, files)).collect()
}

fn target(lead: &Lead, ends: &[Option<Target>], files: &HashMap<SourcePath, Published>) -> Target {
    match lead {
        Lead::To(target) => target.clone(),
        Lead::Redirect(at) => ends.get(*at).cloned().flatten().unwrap_or(Target::Dead),
        Lead::File(path) => {
            files.get(path).map_or(Target::Dead, |file| Target::File(file.address.clone()))
        }
    }
}

fn picture(shown: &Shown, files: &HashMap<SourcePath, Published>) -> Picture {
    match shown {
        Shown::File(path) => files.get(path).map_or(Picture::Dead, |file| Picture::File {
            address: file.address.clone(),
            size: file.size,
            small: file.small.clone(),
        }),
        Shown::Remote(address) => Picture::Remote(address.clone()),
        Shown::Foreign(address) => Picture::Foreign(address.clone()),
        Shown::Dead => Picture::Dead,
    }
}

/// An article, with everything it has.
pub(super) fn article(
    entry: &Entry,
    calendar: Calendar<'_>,
    references: &References,
    links: Vec<Target>,
    company: &Company,
    files: &HashMap<SourcePath, Published>,
) -> Article {
    let (previous, following) = company.neighbours;
    let front = &entry.placed.document.front;
    let updated = calendar.past(front.updated).or(calendar.past(calendar.last(&front.date)));
    Article {
        locale: entry.placed.locale,
        source: entry.placed.source().clone(),
        content_path: entry.placed.content_path.clone(),
        address: entry.standing.address.clone(),
        twin: twin(&entry.standing.address),
        title: entry.title.clone(),
        menu_title: front.menu_title.clone(),
        description: description(entry),
        kind: front.kind,
        stage: front.stage.or_else(|| front.kind?.stage()),
        visibility: entry.visibility,
        date: calendar.past(calendar.last(&front.date)).map(|when| calendar.day(when)),
        updated: updated.and_then(|when| calendar.moment(when)),
        reviewed: calendar.past(front.reviewed).map(|when| calendar.day(when)),
        category: entry.category,
        is_head: entry.standing.is_head,
        document: Arc::clone(&entry.placed.document),
        links,
        pictures: references.pictures.iter().map(|one| picture(one, files)).collect(),
        translations: entry.translations.clone(),
        previous,
        following,
        next: references.next.clone(),
        if_not: references.if_not.clone(),
        before: references.before.clone(),
        related: company.related.clone(),
        link_texts: company.link_texts.iter().chain(entry.other_names()).cloned().collect(),
    }
}

/// `description`, else the short answer, else the first paragraph.
fn description(entry: &Entry) -> Option<String> {
    let document = &entry.placed.document;
    let front = &document.front;
    let text = front.description.as_ref().or(front.answer.as_ref());
    let text = text.or(document.first_paragraph.as_ref())?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| shortened(&text))
}

/// Cut between words, with an ellipsis, where it is too long.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST_DESCRIPTION) else {
        return text.to_owned();
    };
    let start = text.get(..end).unwrap_or(text);
    let start: String = start.chars().take(LONGEST_DESCRIPTION - 1).collect();
    let whole_words = start.rsplit_once(' ').map_or(start.as_str(), |(words, _)| words);
    let cut =
        if whole_words.chars().count() > LONGEST_DESCRIPTION / 2 { whole_words } else { &start };
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', ' ', '–', '-']))
}

/// The pages of each category's list, in the order of their ids.
pub(super) fn category_pages(
    outline: &Outline,
    contents: &[Contents],
    claims: &mut Claims,
) -> Vec<Pages> {
    let of_folder = |(folder, contents): (&Folder, &Contents)| {
        let entries = contents.children.len() + contents.articles.len();
        // The home page shows what is at the root, and has no further pages.
        let entries = if folder.parent.is_some() { entries } else { 0 };
        Pages::of(&folder.address, entries, claims)
    };
    outline.folders.iter().zip(contents).map(of_folder).collect()
}

/// All categories, in the order of their ids.
pub(super) fn categories(
    outline: &Outline,
    contents: Vec<Contents>,
    pages: impl IntoIterator<Item = Pages>,
) -> Vec<Category> {
    outline
        .folders
        .iter()
        .zip(contents)
        .zip(pages)
        .map(|((folder, contents), pages)| {
            let head = folder.head.map(|head| outline.entry(head));
            Category {
                locale: folder.locale,
                folder: folder.folder.clone(),
                address: folder.address.clone(),
                pages,
                title: folder.title.clone(),
                menu_title: head.and_then(|head| head.placed.document.front.menu_title.clone()),
                description: head.and_then(description),
                head: folder.head,
                parent: folder.parent,
                children: contents.children,
                articles: contents.articles,
                listed: contents.is_listed,
                translations: folder.translations.clone(),
                count: contents.count,
            }
        })
        .collect()
}

/// The configuration, with the home page's title where nobody gave the site one.
pub(super) fn config(config: &Arc<Config>, outline: &Outline) -> Arc<Config> {
    if !config.title_is_guessed {
        return Arc::clone(config);
    }
    let mut named = Config::clone(config);
    for id in locale_ids(config) {
        let Some(title) = home_title(outline, id) else { continue };
        let locale = id.index();
        if let Some(own) = named.locales.get_mut(locale).filter(|own| own.title == config.title) {
            own.title.clone_from(&title);
        }
        if locale == 0 {
            named.title = title;
        }
    }
    Arc::new(named)
}

fn home_title(outline: &Outline, locale: LocaleId) -> Option<String> {
    let head = outline.category(outline.root(locale)).head?;
    outline.entry(head).placed.document.title.clone()
}
