//! Old addresses of this site and where they lead, for servers that can answer with the new one at
//! once. Everywhere else, and where an address has a character that a server gives a meaning to, the
//! redirect page itself does the work. Addresses on other sites are not here: their page shows a
//! link.

use super::decoded;
use crate::pages::plan::Plan;

/// An address that moved for good.
pub(super) struct Moved {
    /// The old one, percent-encoded.
    pub(super) from: String,
    /// The new one, percent-encoded, with its fragment.
    pub(super) to: String,
}

impl Moved {
    /// The old address as servers compare it.
    pub(super) fn old_decoded(&self) -> String {
        decoded(&self.from)
    }
}

/// In order of the old address.
pub(super) fn moved(plan: &Plan) -> Vec<Moved> {
    let links = plan.links();
    let mut moved = Vec::new();
    for redirect in plan.site().redirects.iter() {
        let from = links.path(&redirect.from);
        let Some(to) = links.destination(&redirect.to) else { continue };
        if links.place(&redirect.to).is_some() && is_plain(&from) && is_plain(&to.href) {
            moved.push(Moved { from, to: to.href });
        }
    }
    moved
}

/// Without what is a splat, a placeholder or a variable somewhere, and without what would end the
/// quotes it stands in once it is decoded. All else that is not ASCII is encoded.
fn is_plain(address: &str) -> bool {
    const ENCODED: [&str; 10] =
        ["%20", "%22", "%23", "%25", "%3F", "%5C", "%7B", "%7D", "%0", "%1"];
    !address.contains(['*', ':', '$', '&', '\'', ';'])
        && !ENCODED.iter().any(|encoded| address.contains(encoded))
}
