//! Addresses that the published site has and the new one has not: links to them break. Told before
//! the new site takes its place, while the old one still knows what they were.
//!
//! What was withdrawn is not lost: its writer wants nobody to find it. So an article whose file is
//! still there but is published nowhere is passed over, and so is all that led to it. Pages that
//! dopo makes by itself come and go with what they list.
//!
//! Of files those count that people can have linked to: what is in `static/`, and what an article
//! links to. Pictures that articles only show come and go with them.

use std::collections::HashSet;

use crate::output::{Catalogue, CatalogueFile, CataloguePage};
use crate::site::{Article, Category, PublishedFile, Site, Target, Treatment};
use crate::source::SourceTree;
use crate::text::path::{SourcePath, UrlPath};
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static LOST_ADDRESS: Rule =
    Rule::warning("lost-address", "the site in `public` has an address that the new one has not");

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

/// The files of a site that people may link to.
pub(super) fn files(site: &Site) -> Vec<CatalogueFile> {
    let links = site.articles.iter().flat_map(|article| &article.links);
    let linked: HashSet<&UrlPath> = links
        .filter_map(|link| match link {
            Target::File(address) => Some(address),
            _ => None,
        })
        .collect();
    let files = site.files.iter().filter_map(|file| {
        let (address, source) = (address_of(file), file.source.clone());
        let is_linkable = match file.treatment {
            Treatment::Copy => true,
            Treatment::StripMetadata => linked.contains(&address),
            Treatment::Resize(_) => false,
        };
        is_linkable.then_some(CatalogueFile { address, source })
    });
    files.collect()
}

fn address_of(file: &PublishedFile) -> UrlPath {
    UrlPath::new(format!("/{}", file.output))
}

/// A folder as its articles name it; where a category has none left, as the configuration does.
fn folder_of(site: &Site, category: &Category) -> SourcePath {
    let root = site.config.locales.get(category.locale.index());
    let root = root.and_then(|locale| locale.content.as_ref()).unwrap_or(&site.config.content);
    SourcePath::new(format!("{root}/{}", category.folder).trim_matches('/'))
}

/// What `former` had and `site` has not.
pub(super) fn addresses(former: &Catalogue, site: &Site, tree: &SourceTree) -> Vec<Problem> {
    let is_gone = |address: &UrlPath| site.outputs.owner(&address.output()).is_none();
    let gone: Vec<&CataloguePage> =
        former.pages.iter().filter(|page| is_gone(&page.address)).collect();
    let gone_files: Vec<&CatalogueFile> =
        former.files.iter().filter(|file| is_gone(&file.address)).collect();
    if gone.is_empty() && gone_files.is_empty() {
        return Vec::new();
    }
    let sources = site.articles.iter().map(|article| &article.source);
    let published: HashSet<&SourcePath> =
        sources.chain(site.files.iter().map(|file| &file.source)).collect();
    let addresses =
        site.unpublished.iter().flat_map(|one| one.aliases.iter().chain([&one.address]));
    let withdrawn: HashSet<&UrlPath> = addresses.collect();
    let is_lost = |page: &&CataloguePage| {
        !withdrawn.contains(&page.address) && !is_withdrawn(&page.source, tree, &published)
    };
    let is_file_lost = |file: &&CatalogueFile| !is_withdrawn(&file.source, tree, &published);
    let pages = gone.into_iter().filter(is_lost).map(|page| problem(page, site));
    let files = gone_files.into_iter().filter(is_file_lost).map(|file| file_problem(file, site));
    pages.chain(files).collect()
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
        // No alias can have it: some systems take the two for one.
        _ if is_other_spelling(address, site) => {
            format!("`{address}` is gone; another address differs from it in capital letters only")
        }
        Some(heir) => format!("`{address}` is gone; add {alias} to {}", heir.source),
        None => format!("`{address}` is gone; add {alias} to the article that takes its place"),
    };
    Problem::of(&LOST_ADDRESS, "an address of the published site is gone")
        .in_file(source, text)
        .help("to take an article away for good, leave its file and say `draft: true` in it")
}

/// Whether the site has an address that is this one in other letters.
fn is_other_spelling(address: &UrlPath, site: &Site) -> bool {
    let path = address.output().as_str().to_lowercase();
    site.outputs.iter().any(|(other, _)| other.as_str().to_lowercase() == path)
}

/// A file cannot lead elsewhere: something has to stand where it was.
fn file_problem(file: &CatalogueFile, site: &Site) -> Problem {
    let CatalogueFile { address, source } = file;
    let mut same_name = site.files.iter().filter(|other| other.source.name() == source.name());
    let text = match (same_name.next(), same_name.next()) {
        (Some(other), None) => {
            format!("`{address}` is gone; {} is at `{}`", other.source, address_of(other))
        }
        _ => format!("`{address}` is gone"),
    };
    Problem::of(&LOST_ADDRESS, "the address of a published file is gone")
        .in_file(source, text)
        .help("links to it break: put a file of that path into `static/`, at least until they are mended")
}

/// The article that seems to have taken the place of a page: of the same file, else of the same
/// title.
fn heir<'a>(page: &CataloguePage, site: &'a Site) -> Option<&'a Article> {
    let of_file = site.articles().find(|article| article.source == page.source);
    let mut of_title =
        site.articles().filter(|article| !page.title.is_empty() && article.title == page.title);
    of_file.or_else(|| of_title.next().filter(|_| of_title.next().is_none()))
}
