//! `llms.txt` per locale: the help centre for language models. A title, a sentence, and the listed
//! articles by category with links to their Markdown twins.

use super::BesideFile;
use super::markdown::{escaped, one_line};
use crate::pages::plan::Plan;
use crate::site::{ArticleId, LocaleId};
use crate::text::path::UrlPath;

pub(super) fn file(plan: &Plan, locale: LocaleId) -> BesideFile {
    let site = plan.site();
    let addresses = site.locale(locale);
    let config = site.config.locales.iter().find(|one| one.locale == addresses.locale);
    let mut text = format!("# {}\n", one_line(&plan.locale(locale).frame.site_title));
    if let Some(description) = config.and_then(|config| config.description.as_ref()) {
        text.push_str("\n> ");
        text.push_str(&in_line(description));
        text.push('\n');
    }
    let mut category = None;
    for stop in &addresses.stops {
        if category != Some(stop.category) {
            category = Some(stop.category);
            let group = site.category(stop.category);
            let is_root = group.parent.is_none();
            let title = if is_root { &plan.locale(locale).frame.site_title } else { &group.title };
            text.push_str("\n## ");
            text.push_str(&in_line(title));
            text.push_str("\n\n");
            let head = group.head.filter(|&head| site.article(head).visibility.listed);
            if let Some(head) = head.filter(|_| !is_root) {
                push_entry(&mut text, plan, head);
            }
        }
        if let Some(article) = stop.article {
            push_entry(&mut text, plan, article);
        }
    }
    BesideFile::new(&UrlPath::new(format!("{}llms.txt", addresses.home)), text)
}

fn push_entry(text: &mut String, plan: &Plan, id: ArticleId) {
    let article = plan.site().article(id);
    let links = plan.links();
    text.push_str("- [");
    text.push_str(&in_line(&article.title));
    text.push_str("](");
    text.push_str(&links.best(&article.twin));
    text.push(')');
    if let Some(description) = &article.description {
        text.push_str(": ");
        text.push_str(&in_line(description));
    }
    text.push('\n');
}

fn in_line(text: &str) -> String {
    escaped(&one_line(text))
}
