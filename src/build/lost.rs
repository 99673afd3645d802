//! Addresses that the published site has and the new one has not: links to them break. Told before
//! the new site takes its place, while the old one still knows what they were.
//!
//! What was withdrawn is not lost: its writer wants nobody to find it. So an article whose file is
//! still there but is published nowhere is passed over, and so is all that led to it. Pages that
//! dopo makes by itself come and go with what they list.

use std::collections::HashSet;

use crate::output::{Catalogue, CataloguePage};
use crate::site::{Article, Category, Site, Target};
use crate::source::SourceTree;
use crate::text::path::{SourcePath, UrlPath};
use crate::text::problem::Problem;

/// The pages of a site that people may link to.
pub(super) fn pages(site: &Site) -> Vec<CataloguePage> {
    let articles = site.articles.iter().map(|article| CataloguePage {
        address: article.address.clone(),
        source: article.source.clone(),
        title: article.title.clone(),
    });
    let headless = site.categories.iter().filter(|category| category.head.is_none());
    let categories = headless.map(|category| CataloguePage {
        address: category.address.clone(),
        source: folder_of(site, category),
        title: category.title.clone(),
    });
    let redirects = site.redirects.iter().map(|redirect| CataloguePage {
        address: redirect.from.clone(),
        source: match &redirect.to {
            Target::Article(id, _) => site.article(*id).source.clone(),
            Target::Category(id) => folder_of(site, site.category(*id)),
            _ => SourcePath::new(&site.config.content),
        },
        title: String::new(),
    });
    articles.chain(categories).chain(redirects).collect()
}

/// A folder as its articles name it; where a category has none left, as the configuration does.
fn folder_of(site: &Site, category: &Category) -> SourcePath {
    let root = site.config.locales.get(usize::from(category.locale.0));
    let root = root.and_then(|locale| locale.content.as_ref()).unwrap_or(&site.config.content);
    SourcePath::new(format!("{root}/{}", category.folder).trim_matches('/'))
}

/// What `former` had and `site` has not.
pub(super) fn addresses(former: &Catalogue, site: &Site, tree: &SourceTree) -> Vec<Problem> {
    let gone = |page: &&CataloguePage| site.outputs.owner(&page.address.output()).is_none();
    let gone: Vec<&CataloguePage> = former.pages.iter().filter(gone).collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let published: HashSet<&SourcePath> =
        site.articles.iter().map(|article| &article.source).collect();
    let addresses =
        site.unpublished.iter().flat_map(|one| one.aliases.iter().chain([&one.address]));
    let withdrawn: HashSet<&UrlPath> = addresses.collect();
    let is_lost = |page: &&CataloguePage| {
        !withdrawn.contains(&page.address) && !is_withdrawn(&page.source, tree, &published)
    };
    gone.into_iter().filter(is_lost).map(|page| problem(page, site)).collect()
}

/// Whether a file, or all there is in a folder, is still there but not published; or lies where
/// people put what is not to be published.
fn is_withdrawn(source: &SourcePath, tree: &SourceTree, published: &HashSet<&SourcePath>) -> bool {
    if tree.contains(source.as_str()) {
        return !published.contains(source);
    }
    let below = format!("{source}/");
    let mut hidden = tree.iter().map(|(path, _)| path).filter(|path| {
        let is_apart = path.as_str().split('/').any(|part| part.starts_with('_'));
        let is_same = is_apart && path.name().trim_start_matches('_') == source.name();
        path.is_markdown() && (is_same || path.as_str().starts_with(&below))
    });
    match hidden.next() {
        Some(first) => !published.contains(first) && !hidden.any(|path| published.contains(path)),
        None => false,
    }
}

fn problem(page: &CataloguePage, site: &Site) -> Problem {
    let CataloguePage { address, source, .. } = page;
    let alias = format!("`aliases: [{:?}]`", address.as_str());
    let text = match heir(page, site) {
        Some(heir) => format!("`{address}` is gone; add {alias} to {}", heir.source),
        None => format!("`{address}` is gone; add {alias} to the article that takes its place"),
    };
    Problem::warning("lost-address", "an address of the published site is gone")
        .in_file(source, text)
        .help("to take an article away for good, leave its file and say `draft: true` in it")
}

/// The article that seems to have taken the place of a page: of the same file, else of the same
/// title.
fn heir<'a>(page: &CataloguePage, site: &'a Site) -> Option<&'a Article> {
    let of_file = site.articles.iter().find(|article| article.source == page.source);
    let mut of_title = site
        .articles
        .iter()
        .filter(|article| !page.title.is_empty() && article.title == page.title);
    of_file.or_else(|| of_title.next().filter(|_| of_title.next().is_none()))
}
