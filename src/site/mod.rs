//! Documents → [`Site`]: every name, address, link, picture and translation resolved; complete when
//! made, never changed after.
//!
//! Categories are folders. An article whose address is a folder's address heads that category. All
//! ids are indexes into the site's own lists, so a reference that exists cannot dangle.

mod model;

pub use model::{
    Article, ArticleId, Category, CategoryId, LocaleId, Picture, PublishedFile, Redirect, Site,
    SiteLocale, Target, Treatment, Visibility,
};
