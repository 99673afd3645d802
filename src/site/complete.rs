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
use super::outline::{Entry, Outline, locale_ids};
use super::pictures::Shown;
use super::redirects::is_other_name;
use super::references::References;
use super::visibility::Calendar;
use super::{Article, ArticleId, Category, LocaleId, Picture, Target};
use crate::config::Config;
use crate::text::path::SourcePath;

/// How long a description is, in characters.
const LONGEST_DESCRIPTION: usize = 200;

/// What was found out about the articles, each list in the order of their ids.
pub(super) struct Parts {
    pub(super) references: Vec<References>,
    pub(super) targets: Vec<Vec<Target>>,
    pub(super) neighbours: Vec<(Option<ArticleId>, Option<ArticleId>)>,
    pub(super) related: Vec<Vec<ArticleId>>,
    pub(super) link_texts: Vec<Vec<String>>,
}

/// Where a link leads now that redirects are followed and files have addresses.
pub(super) fn target(
    lead: &Lead,
    ends: &[Option<Target>],
    files: &HashMap<SourcePath, Published>,
) -> Target {
    match lead {
        Lead::To(target) => target.clone(),
        Lead::Redirect(at) => ends.get(*at).cloned().flatten().unwrap_or(Target::Dead),
        Lead::File(path) => {
            files.get(path).map_or(Target::Dead, |file| Target::File(file.address.clone()))
        }
    }
}

fn picture(shown: Shown, files: &HashMap<SourcePath, Published>) -> Picture {
    match shown {
        Shown::File(path) => files.get(&path).map_or(Picture::Dead, |file| Picture::File {
            address: file.address.clone(),
            size: file.size,
            small: file.small.clone(),
        }),
        Shown::Remote(address) => Picture::Remote(address),
        Shown::Foreign(address) => Picture::Foreign(address),
        Shown::Dead => Picture::Dead,
    }
}

/// All articles, in the order of their ids.
pub(super) fn articles(
    outline: &Outline<'_>,
    calendar: Calendar<'_>,
    parts: Parts,
    files: &HashMap<SourcePath, Published>,
) -> Vec<Article> {
    outline
        .entries
        .iter()
        .zip(parts.references)
        .zip(parts.targets)
        .zip(parts.neighbours)
        .zip(parts.related)
        .zip(parts.link_texts)
        .map(|(((((entry, references), links), neighbours), related), link_texts)| {
            let (previous, following) = neighbours;
            let front = &entry.placed.document.front;
            let updated = calendar.past(front.updated).or(calendar.past(front.date));
            let names = front.aliases.iter().filter(|alias| is_other_name(alias));
            let names = names.map(|name| name.text.clone());
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
                date: calendar.past(front.date).map(|when| calendar.day(when)),
                updated: updated.and_then(|when| calendar.moment(when)),
                reviewed: calendar.past(front.reviewed).map(|when| calendar.day(when)),
                category: entry.category,
                is_head: entry.standing.is_head,
                document: Arc::clone(&entry.placed.document),
                links,
                pictures: references.pictures.into_iter().map(|one| picture(one, files)).collect(),
                translations: entry.translations.clone(),
                previous,
                following,
                next: references.next,
                if_not: references.if_not,
                before: references.before,
                related,
                link_texts: link_texts.into_iter().chain(names).collect(),
            }
        })
        .collect()
}

/// `description`, else the short answer, else the first paragraph.
fn description(entry: &Entry<'_>) -> Option<String> {
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

/// All categories, in the order of their ids.
pub(super) fn categories(
    outline: &Outline<'_>,
    contents: &[Contents],
    claims: &mut Claims,
) -> Vec<Category> {
    outline
        .folders
        .iter()
        .zip(contents)
        .map(|(folder, contents)| {
            let head = folder.head.map(|head| outline.entry(head));
            let entries = contents.children.len() + contents.articles.len();
            // The home page shows what is at the root, and has no further pages.
            let entries = if folder.parent.is_some() { entries } else { 0 };
            Category {
                locale: folder.locale,
                folder: folder.folder.clone(),
                address: folder.address.clone(),
                pages: Pages::of(&folder.address, entries, claims),
                title: folder.title.clone(),
                menu_title: head.and_then(|head| head.placed.document.front.menu_title.clone()),
                description: head.and_then(description),
                head: folder.head,
                parent: folder.parent,
                children: contents.children.clone(),
                articles: contents.articles.clone(),
                listed: contents.is_listed,
                translations: folder.translations.clone(),
                count: contents.count,
            }
        })
        .collect()
}

/// The configuration, with the home page's title where nobody gave the site one.
pub(super) fn config(config: &Arc<Config>, outline: &Outline<'_>) -> Arc<Config> {
    if !config.title_is_guessed {
        return Arc::clone(config);
    }
    let mut named = Config::clone(config);
    for id in locale_ids(config) {
        let Some(title) = home_title(outline, id) else { continue };
        let locale = usize::from(id.0);
        if let Some(own) = named.locales.get_mut(locale).filter(|own| own.title == config.title) {
            own.title.clone_from(&title);
        }
        if locale == 0 {
            named.title = title;
        }
    }
    Arc::new(named)
}

fn home_title(outline: &Outline<'_>, locale: LocaleId) -> Option<String> {
    let head = outline.category(outline.root(locale)).head?;
    outline.entry(head).placed.document.title.clone()
}
