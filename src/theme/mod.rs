//! Theme folder, or the default theme inside the binary → [`Theme`]: compiled templates, strings,
//! and assets under names that carry their fingerprint.
//!
//! Every file of a theme is looked up in three places, the first that has it wins: the project
//! itself (`templates/…`, `strings/…`, `static/favicon.svg`), the theme's folder
//! (`themes/NAME/…`), the theme inside the binary. So a project changes one template by writing
//! one file.
//!
//! White space in templates follows one rule, applied once when the theme is loaded: a run of it
//! that holds a line end and stands between two tags is layout and goes, any other run is one
//! space. Pages need no minifier after that.

mod allowance;
mod assets;
mod colour;
mod files;
mod filters;
mod nesting;
mod policy;
mod scripts;
mod strings;
mod tags;
mod templates;

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tera::Context;

use crate::source::SourceTree;
use crate::text::locale::Locale;
use crate::text::path::OutputPath;
use crate::text::problem::{Checked, Label, Problem};

use crate::text::rule::Rule;
pub use policy::content_security_policy;

/// What can be wrong with a theme.
pub const RULES: &[&Rule] = &[
    &files::DEEP_THEME_FILE,
    &files::UNKNOWN_THEME,
    &strings::THEME_STRINGS,
    &strings::UNKNOWN_STRING,
    &templates::TEMPLATE,
];

/// What the configuration says about the theme.
#[derive(Clone, Debug)]
pub struct ThemeOptions {
    /// Name of the theme: a folder below `themes/`, else the embedded one of that name.
    pub name: String,
    /// Where the project names it; nowhere when the call does.
    pub name_label: Option<Label>,
    /// The brand colour, `#rrggbb`.
    pub accent: Option<String>,
    /// Name of the help centre: its initial stands on the icon made for sites without one.
    pub title: String,
}

/// A theme, ready to render with.
#[derive(Debug)]
pub struct Theme {
    templates: templates::Templates,
    strings: strings::Strings,
    assets: assets::Assets,
    fingerprint: String,
    shared: Mutex<Vec<Shared>>,
}

/// A template context that many pages begin with, remembered by the identity of what it was made
/// from. Holding the key keeps its address from being used again.
type Shared = (Arc<dyn Any + Send + Sync>, Arc<Context>);

/// So many shared contexts are remembered: one per locale, and those of the builds before while
/// `serve` runs.
const SHARED_KEPT: usize = 64;

/// Where a page finds the theme's files: relative to the base path, with a slash in front.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AssetAddresses {
    /// The style sheet.
    pub style: String,
    /// The entry script.
    pub entry: String,
    /// The icon of the site.
    pub icon: String,
    /// Colours of the browser's own frame: light scheme, dark scheme.
    pub frame_colours: (String, String),
}

/// Loads the theme that `options` names. Always gives a theme that renders: a project file that is
/// wrong is reported and the one below it is used.
pub fn load(tree: &SourceTree, options: &ThemeOptions) -> Checked<Theme> {
    let mut problems = Vec::new();
    let named_at = options.name_label.as_ref();
    let files = files::ThemeFiles::find(tree, &options.name, named_at, &mut problems);
    let palette = colour::Palette::new(options.accent.as_deref());
    let templates = templates::Templates::compile(&files).into_value(&mut problems);
    let strings = strings::Strings::read(&files).into_value(&mut problems);
    let assets = assets::Assets::make(tree, &files, &palette, &options.title);
    let mut hash = blake3::Hasher::new();
    for part in [templates.fingerprint(), strings.fingerprint(), assets.fingerprint()] {
        hash.update(part.as_bytes());
    }
    let fingerprint = hash.finalize().to_hex().to_string();
    let theme = Theme { templates, strings, assets, fingerprint, shared: Mutex::default() };
    Checked { value: theme, problems }
}

impl Theme {
    /// Equal for themes that make equal pages: part of every page's cache key.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Whether a project or its own theme replaces templates, which may fail on any page.
    pub fn has_own_templates(&self) -> bool {
        self.templates.has_own()
    }

    /// The files of the theme: style sheet, scripts, icon.
    pub fn assets(&self) -> &[(OutputPath, Vec<u8>)] {
        self.assets.files()
    }

    /// Where pages find them.
    pub fn addresses(&self) -> &AssetAddresses {
        self.assets.addresses()
    }

    /// The interface language for `locale`: its own tag, its language, else English. Pages in
    /// other languages mark the interface with it.
    pub fn interface_locale(&self, locale: &Locale) -> Locale {
        self.strings.locale(locale)
    }

    /// The strings for `locale`, complete, with `overrides` in place of the theme's.
    pub fn strings(
        &self,
        locale: &Locale,
        overrides: &BTreeMap<String, String>,
    ) -> BTreeMap<String, String> {
        self.strings.for_locale(locale, overrides)
    }

    /// Runs the template `name`, a path below `templates/`.
    ///
    /// # Errors
    /// When the template fails: an undefined name, a filter with a wrong argument. The problem has
    /// the place in the template.
    pub fn render(&self, name: &str, context: &Context) -> Result<String, Box<Problem>> {
        self.templates.render(name, context)
    }

    /// The context made from `key`, by `make` when it is not known yet. Keys are compared by
    /// identity. Whatever `make` gives must follow from the key alone.
    ///
    /// # Errors
    /// What `make` gives; nothing is remembered then.
    pub fn shared<K: Any + Send + Sync>(
        &self,
        key: &Arc<K>,
        make: impl FnOnce() -> Result<Context, Box<Problem>>,
    ) -> Result<Arc<Context>, Box<Problem>> {
        let same = |known: &Shared| std::ptr::addr_eq(Arc::as_ptr(&known.0), Arc::as_ptr(key));
        let known = |list: &[Shared]| list.iter().find(|one| same(one)).map(|one| one.1.clone());
        let lock = || self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(context) = known(&lock()) {
            return Ok(context);
        }
        let context = Arc::new(make()?);
        let mut list = lock();
        if list.len() >= SHARED_KEPT {
            list.clear();
        }
        list.push((key.clone(), context.clone()));
        Ok(context)
    }
}
