//! Documents → [`Site`]: every name, address, link, picture and translation resolved; complete when
//! made, never changed after.
//!
//! Categories are folders. An article whose address is a folder's address heads that category. All
//! ids are indexes into the site's own lists, so a reference that exists cannot dangle.

mod address;
mod anchors;
mod assembly;
mod builtin;
mod cascade;
mod claims;
mod complete;
mod directory;
mod face;
mod files;
mod heads;
mod ids;
mod links;
mod lists;
mod model;
mod no_pictures;
mod order;
mod outline;
mod outputs;
mod own_names;
mod pictures;
mod publishable;
mod redirects;
mod references;
mod related;
mod size;
mod sources;
mod symptoms;
#[cfg(test)]
mod tests;
mod unpublished;
mod visibility;
mod writable;

use crate::text::rule::Rule;
pub use assembly::Assembly;
pub use ids::{ArticleId, CategoryId, LocaleId};
pub use lists::{PAGE_SIZE, Pages};
pub use model::{
    Article, Category, Picture, PublishedFile, Redirect, Site, SiteLocale, Target, Treatment,
    Unpublished, Visibility, Withheld,
};
pub use order::Stop;
pub use outputs::{Outputs, Owner};
pub use sources::sources;
pub use symptoms::symptom_key;

/// What can be wrong between articles.
pub const RULES: &[&Rule] = &[
    &address::CLEANED_ADDRESS,
    &address::NAMELESS_ADDRESS,
    &anchors::DEAD_ANCHOR,
    &assembly::NO_ARTICLES,
    &builtin::MOVED_PAGE,
    &cascade::CASCADE_TARGET,
    &claims::ADDRESS_COLLISION,
    &claims::BUILTIN_ADDRESS,
    &claims::UNPORTABLE_NAME,
    &claims::UNWRITABLE_NAME,
    &heads::SHARED_ADDRESS,
    &links::DANGLING_REFERENCE,
    &links::DEAD_LINK,
    &links::UNKNOWN_SCHEME,
    &links::UNPUBLISHABLE_FILE,
    &links::WRONG_CASE,
    &no_pictures::NO_PICTURE,
    &pictures::DEAD_IMAGE,
    &pictures::FOREIGN_IMAGE,
    &redirects::REDIRECT_LOOP,
    &redirects::TAKEN_ALIAS,
    &sources::UNKNOWN_LOCALE,
    &visibility::FUTURE_DATE,
];
