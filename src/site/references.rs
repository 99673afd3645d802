//! Everything an article names, resolved: the links and pictures of its body, the articles its front
//! matter refers to, and the words it uses for the articles it links to.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::directory::Origin;
use super::files::Use;
use super::links::{Lead, Links, Written};
use super::outline::article_ids;
use super::pictures::Shown;
use super::{ArticleId, Target};
use crate::parse::{Body, Element, Node, Reference};
use crate::text::path::SourcePath;
use crate::text::problem::Problem;

/// What one article names.
#[derive(Clone, Debug, Default)]
pub(super) struct References {
    pub(super) links: Vec<Lead>,
    pub(super) pictures: Vec<Shown>,
    pub(super) next: Vec<ArticleId>,
    pub(super) if_not: Vec<ArticleId>,
    pub(super) before: Vec<ArticleId>,
    pub(super) related: Vec<ArticleId>,
}

impl References {
    /// Whether `id` is among what it names.
    pub(super) fn name(&self, id: ArticleId) -> bool {
        let is_link =
            |lead: &Lead| matches!(lead, Lead::To(Target::Article(other, _)) if *other == id);
        self.links.iter().any(is_link)
            || [&self.next, &self.if_not, &self.before, &self.related]
                .into_iter()
                .any(|named| named.contains(&id))
    }
}

/// Resolves what every article names, in parallel; in order of the articles.
pub(super) fn resolve(links: &Links<'_>) -> Vec<(References, Vec<Problem>)> {
    let ids: Vec<ArticleId> = article_ids(links.outline.entries.len()).collect();
    ids.into_par_iter().map(|id| of_article(id, links)).collect()
}

/// Resolves what one article names.
pub(super) fn of_article(id: ArticleId, links: &Links<'_>) -> (References, Vec<Problem>) {
    let entry = links.outline.entry(id);
    let document = &entry.placed.document;
    let origin = Origin {
        source: entry.placed.source(),
        locale: entry.placed.locale,
        address: &entry.standing.address,
        article: Some(id),
    };
    let mut problems = Vec::new();
    let mut articles = |references: &[Reference]| -> Vec<ArticleId> {
        let mut found: Vec<ArticleId> = Vec::new();
        for reference in references {
            let written = Written { text: &reference.text, span: reference.span, origin };
            let article = links.article(written, &mut problems);
            found.extend(article.filter(|article| *article != id && !found.contains(article)));
        }
        found
    };
    let front = &document.front;
    let next = articles(&front.next);
    let if_not = articles(&front.if_not);
    let before = articles(&front.before);
    let related = articles(&front.related);
    let body = &document.body;
    let leads = body
        .links
        .iter()
        .map(|link| {
            let written = Written { text: &link.destination, span: link.span, origin };
            links.link(written, &mut problems)
        })
        .collect();
    let pictures = body
        .images
        .iter()
        .map(|image| {
            let written = Written { text: &image.source, span: image.span, origin };
            links.picture(written, &mut problems)
        })
        .collect();
    (References { links: leads, pictures, next, if_not, before, related }, problems)
}

/// The files that articles name, and how.
pub(super) fn used_files<'a>(
    all: impl IntoIterator<Item = &'a References>,
) -> BTreeMap<SourcePath, Use> {
    let mut used: BTreeMap<SourcePath, Use> = BTreeMap::new();
    for references in all {
        for lead in &references.links {
            if let Lead::File(path) = lead {
                used.entry(path.clone()).or_default();
            }
        }
        for shown in &references.pictures {
            if let Shown::File(path) = shown {
                used.entry(path.clone()).or_default().is_shown = true;
            }
        }
    }
    used
}

/// The most words kept of the links to one article: a link in every article says no more.
const LINK_TEXTS: usize = 32;

/// For each article the texts of links from others that lead to it, each once, in order of the
/// articles that link. `leading` are the links of each article, as [`links_with_texts`] finds them.
pub(super) fn link_texts<'a>(
    leading: impl ExactSizeIterator<Item = &'a [(ArticleId, String)]>,
) -> Vec<Vec<String>> {
    let mut texts: Vec<Vec<String>> = vec![Vec::new(); leading.len()];
    for (id, found) in article_ids(leading.len()).zip(leading) {
        for (target, text) in found {
            let known = &mut texts[target.index()];
            if *target != id && known.len() < LINK_TEXTS && !known.contains(text) {
                known.push(text.clone());
            }
        }
    }
    texts
}

/// The articles a body links to, with the text of each link.
pub(super) fn links_with_texts(body: &Body, targets: &[Target]) -> Vec<(ArticleId, String)> {
    let mut found = Vec::new();
    // Links do not nest: one is open at a time, at the depth it was opened.
    let mut open: Option<(ArticleId, usize, String)> = None;
    let mut depth = 0;
    for node in &body.nodes {
        match node {
            Node::Open(element) => {
                depth += 1;
                if let Element::Link(id) = element
                    && let Some(Target::Article(article, _)) = targets.get(id.index())
                {
                    open = Some((*article, depth, String::new()));
                }
            }
            Node::Close => {
                if let Some((article, _, text)) = open.take_if(|(_, at, _)| *at == depth) {
                    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    if !text.is_empty() {
                        found.push((article, text));
                    }
                }
                depth = depth.saturating_sub(1);
            }
            Node::Text(range) | Node::Code(range) => {
                if let Some((_, _, text)) = &mut open {
                    text.push_str(range.of(&body.text));
                }
            }
            Node::SoftBreak | Node::HardBreak => {
                if let Some((_, _, text)) = &mut open {
                    text.push(' ');
                }
            }
            _ => {}
        }
    }
    found
}
