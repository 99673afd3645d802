//! The way from documents to the site, as a list of calls.

use std::sync::Arc;

use super::address::Addresses;
use super::builtin::BuiltIn;
use super::claims::{Claimant, Claims};
use super::directory::{Directory, Thing};
use super::heads::{Standing, standings};
use super::links::{Links, former_hosts};
use super::outline::{Outline, article_ids, category_ids};
use super::own_names::OwnNames;
use super::redirects::RedirectFile;
use super::sources::{Content, Placed};
use super::visibility::Calendar;
use super::{Redirect, Site, Target, Unpublished, Visibility, Withheld};
use super::{
    builtin, complete, files, no_pictures, order, redirects, references, related, sources,
    unpublished, visibility,
};
use crate::config::{BuildDate, Config};
use crate::parse::Document;
use crate::source::SourceTree;
use crate::text::problem::{Checked, Problem};

/// Makes the site of `documents`, which may come in any order. `tree` tells which files are there;
/// of pictures the first bytes are read for their size. Equal input gives an equal site.
///
/// Problems: errors `address-collision`, `redirect-loop`, `builtin-address`, `unwritable-name`,
/// `no-articles`; warnings `dead-link`, `dead-anchor`, `dead-image`, `foreign-image`, `wrong-case`,
/// `no-picture`, `unknown-scheme`, `dangling-reference`, `unpublishable-file`, `cleaned-address`,
/// `shared-address`, `taken-alias`, `unportable-name`, `moved-page`, `unknown-locale`,
/// `future-date`, `wrong-value`. What they name as dead is [`Target::Dead`] or `Picture::Dead` in
/// the site.
pub fn assemble<D: Into<Arc<Document>>>(
    documents: impl IntoIterator<Item = D>,
    config: Arc<Config>,
    tree: &SourceTree,
    build_date: BuildDate,
) -> Checked<Site> {
    let mut problems = Vec::new();
    let mut claims = Claims::new(OwnNames::new(&config));
    let content = Content::new(&config);
    let placed = sources::place(documents, &content, tree, &mut problems);
    let calendar = Calendar::new(&config, build_date);
    let decided = visibility::decide(&placed, calendar, &mut problems);
    let unpublished = unpublished::list(&placed, &decided, &content, tree);

    let mut addresses = Addresses::new(&placed, &config);
    let standings = standings(&placed, |at| decided[at].is_ok(), &mut addresses);
    let (published, redirect_files) = apart(&placed, &decided, standings);
    let outline = Outline::new(published, &config, &content, &mut addresses, &mut claims);
    problems.extend(addresses.into_problems());
    problems.extend(no_articles(&outline));

    let has_static = !config.is_bare;
    sources::idle_links(tree, &content, has_static, &mut problems);
    let mut published_files =
        if has_static { files::static_files(tree, &content, &mut claims) } else { Vec::new() };
    let redirect_files = claimed(redirect_files, &mut claims);
    let mut directory = Directory::new(&content, tree, has_static);
    enter(&mut directory, &outline, &redirect_files, &unpublished);
    let pages = builtin::pages(&outline, &mut claims, &mut problems);
    for page in pages.iter().flat_map(BuiltIn::linkable) {
        directory.enter_address(page, Thing::Page(page.clone()));
    }
    let aliases = redirects::aliases(&outline, &mut directory, &claims, &mut problems);

    let former_hosts = former_hosts(&outline, &directory);
    let links = Links { directory: &directory, outline: &outline, former_hosts };
    let ends = redirects::follow(&redirect_files, &links, &mut problems);
    let written_order = order::written(&placed, &links, &mut problems);
    let references = references::resolve(&links, &mut problems);

    let used = references::used_files(&references);
    let named_files =
        files::publish(&used, &content, has_static, tree, &mut claims, &mut published_files);
    no_pictures::tell(&outline, &references, &named_files, tree, &mut problems);
    published_files.sort_by(|left, right| left.output.cmp(&right.output));

    let targets: Vec<Vec<Target>> = references
        .iter()
        .map(|one| {
            one.links.iter().map(|lead| complete::target(lead, &ends, &named_files)).collect()
        })
        .collect();
    let contents = order::contents(&outline, &written_order);
    let categories = complete::categories(&outline, &contents, &mut claims);
    let parts = complete::Parts {
        neighbours: order::neighbours(&outline, &contents),
        related: related::related(&outline, &targets, &references),
        link_texts: references::link_texts(&outline, &targets),
        targets,
        references,
    };
    let articles = complete::articles(&outline, calendar, parts, &named_files);
    let locales = builtin::locales(&outline, pages, &contents, &articles, &mut claims);
    let sitemap = builtin::sitemap(&outline);
    builtin::claim_files(&locales, &sitemap, &mut claims);
    let mut all_redirects = redirects::of_files(&redirect_files, &ends, &mut claims);
    all_redirects.extend(redirects::of_aliases(&aliases, &mut claims, &mut problems));
    all_redirects.sort_by(|left: &Redirect, right| left.from.cmp(&right.from));
    let (outputs, refused) = claims.finish();
    problems.extend(refused);

    let site = Site {
        build_date,
        locales,
        unpublished,
        categories,
        redirects: all_redirects,
        files: published_files,
        articles,
        config: complete::config(&config, &outline),
        sitemap,
        outputs,
    };
    problems.sort_by(|left, right| left.labels.cmp(&right.labels).then(left.cmp(right)));
    Checked { value: site, problems }
}

/// Published articles, and files that are redirects.
#[allow(clippy::type_complexity)]
fn apart<'a>(
    placed: &'a [Placed],
    decided: &[Result<Visibility, Withheld>],
    standings: Vec<Option<Standing>>,
) -> (Vec<(&'a Placed, Standing, Visibility)>, Vec<RedirectFile<'a>>) {
    let (mut articles, mut redirects) = (Vec::new(), Vec::new());
    for ((one, decided), standing) in placed.iter().zip(decided).zip(standings) {
        let (Ok(visibility), Some(standing)) = (decided, standing) else { continue };
        match &one.document.front.redirect {
            Some(to) => redirects.push(RedirectFile { placed: one, standing, to }),
            None => articles.push((one, standing, *visibility)),
        }
    }
    (articles, redirects)
}

fn no_articles(outline: &Outline<'_>) -> Option<Problem> {
    outline.entries.is_empty().then(|| {
        let folder = &outline.config.content;
        let place = if folder.is_empty() { "this folder" } else { folder.as_str() };
        Problem::error("no-articles", "the site has no articles")
            .help(format!("articles are Markdown files below {place} that are published"))
    })
}

fn claimed<'a>(files: Vec<RedirectFile<'a>>, claims: &mut Claims) -> Vec<RedirectFile<'a>> {
    let mut kept = files;
    kept.retain(|file| {
        let by = Claimant::redirect(file.placed.source(), file.standing.named_by, file.to.span);
        claims.claim(&[file.standing.address.output()], by)
    });
    kept
}

/// Enters all that links can lead to. What is entered first keeps an address.
fn enter(
    directory: &mut Directory<'_>,
    outline: &Outline<'_>,
    redirect_files: &[RedirectFile<'_>],
    unpublished: &[Unpublished],
) {
    for (id, entry) in article_ids(outline.entries.len()).zip(&outline.entries) {
        directory.enter_article(id, entry.placed, &entry.standing.address);
    }
    for (id, folder) in category_ids(outline.folders.len()).zip(&outline.folders) {
        directory.enter_category(id, folder.locale, &folder.folder, &folder.address);
    }
    for (at, file) in redirect_files.iter().enumerate() {
        directory.enter_source(file.placed.source(), Thing::Redirect(at));
        directory.enter_address(&file.standing.address, Thing::Redirect(at));
    }
    for one in unpublished {
        directory.enter_source(&one.source, Thing::Unpublished(one.reason));
    }
}
