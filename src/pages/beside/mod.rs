//! The text files beside the pages: what search engines, feed readers, language models and web
//! servers read. Pure functions of the plan; none of them is a page.
//!
//! What needs whole addresses (sitemap, feed) is left out without a base URL. A file of the same
//! name in the project's `static/` wins: the writer knows why it is there.

mod feed;
mod hosts;
mod llms;
mod markdown;
mod markdown_block;
mod markdown_table;
mod robots;
mod sitemap;
mod xml;

use super::plan::{PageId, Plan};
use crate::site::ArticleId;
use crate::text::path::{OutputPath, UrlPath};

/// A file beside the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BesideFile {
    /// Where it goes.
    pub path: OutputPath,
    /// Its bytes, UTF-8.
    pub bytes: Vec<u8>,
}

impl BesideFile {
    fn new(address: &UrlPath, text: String) -> Self {
        Self { path: address.output(), bytes: text.into_bytes() }
    }
}

/// Everything but the Markdown twins, in order of path. `policy` is the theme's content security
/// policy, as it stands in the meta element of pages.
pub fn files(plan: &Plan, policy: &str) -> Vec<BesideFile> {
    let mut files = sitemap::files(plan);
    files.push(robots::file(plan));
    for id in plan.site().locale_ids() {
        files.extend(feed::file(plan, id));
        files.push(llms::file(plan, id));
    }
    files.extend(hosts::files(plan, policy));
    files.retain(|file| plan.site().outputs.is_own(&file.path));
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files
}

/// The Markdown twin of a page, when it shows an article: title, short answer, text.
pub fn twin(plan: &Plan, id: PageId) -> Option<BesideFile> {
    let id = plan.article_of(id)?;
    let article = plan.site().article(id);
    let links = plan.links();
    let answer = article.document.front.answer.as_deref();
    let text = markdown::twin(&article.title, answer, &links.prose(article), links.origin());
    Some(BesideFile::new(&article.twin, text))
}

impl Plan {
    /// The article whose text a page shows.
    fn article_of(&self, id: PageId) -> Option<ArticleId> {
        match id {
            PageId::Article(article) => Some(article),
            PageId::Category(category, 1) => self.site().category(category).head,
            PageId::Home(locale) => self.site().category(self.site().locale(locale).root).head,
            _ => None,
        }
    }
}
