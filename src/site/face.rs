//! What others see of a document: its *face*. While it stays as it is, an edit of the document is a
//! matter of its own, and the ground of the site need not be laid again.
//!
//! What may surprise: titles, weights and descriptions are not part of it, though menus show them:
//! they change lists, which are cheap, and no name. Nor are anchors: who links to them is known. A key
//! is part of the face unless it is named here: one that nobody thought of makes edits slow, not
//! wrong.

use super::links::web_address;
use crate::parse::{Document, FrontMatter, Reference};
use crate::text::span::Span;

/// Whether the names, dates and visibility that others see are the same in both.
pub(super) fn keeps_face(old: &Document, new: &Document) -> bool {
    names(&old.front) == names(&new.front) && by_number(old).eq(by_number(new))
}

/// Front matter without what is no part of the face, and without places.
fn names(front: &FrontMatter) -> FrontMatter {
    let mut names = FrontMatter {
        title: None,
        menu_title: None,
        description: None,
        weight: None,
        kind: None,
        stage: None,
        answer: None,
        keywords: Vec::new(),
        tags: Vec::new(),
        models: Vec::new(),
        time: None,
        tools: Vec::new(),
        before: Vec::new(),
        next: Vec::new(),
        if_not: Vec::new(),
        related: Vec::new(),
        extra: Default::default(),
        ..front.clone()
    };
    let nowhere = Span::new(0..0);
    let single = [&mut names.slug, &mut names.permalink, &mut names.redirect];
    let references: Vec<&mut Reference> =
        single.into_iter().flatten().chain(&mut names.aliases).collect();
    for reference in references {
        reference.span = nowhere;
    }
    let single = [&mut names.updated, &mut names.reviewed];
    let alleged = names.alleged.iter_mut().map(|alleged| &mut alleged.dated);
    let several = [&mut names.date, &mut names.publish, &mut names.expires];
    for dated in single.into_iter().flatten().chain(several.into_iter().flatten()).chain(alleged) {
        dated.span = nowhere;
    }
    names
}

/// The links by which a document may show that a host was the former one of this help centre.
fn by_number(document: &Document) -> impl Iterator<Item = &str> {
    let destinations = document.body.links.iter().map(|link| link.destination.trim());
    destinations.filter(|destination| {
        destination.contains("/articles/")
            && web_address(destination).is_some_and(|address| address.article_number().is_some())
    })
}
