//! What is in no output byte: why, and where it would stand. A link to it can say so, a build can
//! count it, and an address that is gone because of it is not lost.

use std::sync::Arc;

use super::address::{Addresses, whole};
use super::heads::standings;
use super::sources::{Content, Placed, left_out};
use super::{Unpublished, Visibility, Withheld};
use crate::source::SourceTree;
use crate::text::path::UrlPath;
use crate::text::slug::address_part;

/// Everything that is not published, in order of source.
pub(super) fn list(
    placed: &[Arc<Placed>],
    decided: &[Result<Visibility, Withheld>],
    content: &Content,
    tree: &SourceTree,
) -> Vec<Unpublished> {
    let left_out = left_out(tree, content);
    if left_out.is_empty() && decided.iter().all(Result::is_ok) {
        return Vec::new();
    }
    // Addresses of its own, as if everything were published: what is odd about names that nobody
    // sees is not told.
    let mut addresses = Addresses::new(placed, content.config());
    let standings = standings(placed, |_| true, &mut addresses);
    let withheld =
        placed.iter().zip(decided).zip(standings).filter_map(|((one, decided), standing)| {
            Some(Unpublished {
                source: one.source().clone(),
                reason: decided.err()?,
                address: standing?.address,
                aliases: aliases(one, content),
            })
        });
    let mut all: Vec<Unpublished> = withheld.collect();
    for source in left_out {
        let Some((_, locale, below)) = content.place(source.as_str()) else { continue };
        let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let folder = addresses.folder(locale, folder, &source);
        let address = UrlPath::new(format!("{folder}{}/", address_part(stem)));
        all.push(Unpublished { source, reason: Withheld::Folder, address, aliases: Vec::new() });
    }
    all.sort_by(|left, right| left.source.cmp(&right.source));
    all
}

fn aliases(one: &Placed, content: &Content) -> Vec<UrlPath> {
    let base_url = content.config().base_url.as_deref();
    let written = one.document.front.aliases.iter();
    written.filter_map(|alias| whole(&alias.text, base_url).ok()).collect()
}
