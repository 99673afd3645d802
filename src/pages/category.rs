//! A category: its head, if it has one, and the list of what is in it.

use super::article;
use super::face::Face;
use super::page::{CategoryPage, Content, Page};
use super::paging::{page_range, paging};
use super::plan::{PageId, Plan};
use crate::site::{ArticleId, CategoryId};

pub(super) fn page(plan: &Plan, id: CategoryId, number: u32) -> Page {
    let site = plan.site();
    let links = plan.links();
    let category = site.category(id);
    let folders = category.children.len();
    let entries = folders + category.articles.len();
    let shown = page_range(number, entries);
    let head = category.head.filter(|_| number == 1);
    let says_something = |id: &ArticleId| {
        let document = &site.article(*id).document;
        !document.body.nodes.is_empty() || document.front.answer.is_some()
    };
    let of_folders = shown.start.min(folders)..shown.end.min(folders);
    let of_articles = shown.start.max(folders) - folders..shown.end.max(folders) - folders;
    let content = CategoryPage {
        description: category.description.clone(),
        head: head.filter(says_something).map(|head| Box::new(article::show(plan, head))),
        categories: category
            .children
            .get(of_folders)
            .unwrap_or_default()
            .iter()
            .map(|&child| links.category_link(child))
            .collect(),
        articles: category
            .articles
            .get(of_articles)
            .unwrap_or_default()
            .iter()
            .map(|&article| links.article_link(article))
            .collect(),
        paging: paging(number, category.pages.count(), |page| {
            links.path(&category.pages.address(page))
        }),
    };
    let address = plan.address(PageId::Category(id, number));
    let mut face = Face::new(category.locale, address, Content::Category(Box::new(content)));
    face.title.clone_from(&category.title);
    face.description.clone_from(&category.description);
    let translated = |&other: &CategoryId| {
        let other = site.category(other);
        (other.locale, other.address.clone())
    };
    face.translations = category.translations.iter().map(translated).collect();
    face.breadcrumb = plan.way_to(category.locale, category.parent);
    face.indexed = match category.head {
        Some(head) => site.article(head).visibility.indexed,
        None => category.listed,
    };
    face.number = number;
    face.article = head;
    face.page(plan)
}
