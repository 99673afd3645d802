//! `cascade` of Hugo with a `target`: what a folder says of some of the pages below it. A page is
//! named by its path (`/guide/**`), its kind (`page`, `section`, `home`) or its language, each a glob.
//! A target that says more than that, or is no glob, means every page: which it leaves out nobody
//! here can tell.

use globset::{GlobBuilder, GlobMatcher};

use super::sources::{Placed, Role};
use crate::config::Config;
use crate::parse::Target;
use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;

pub(super) static CASCADE_TARGET: Rule = Rule::warning(
    "cascade-target",
    "a `target` of `cascade` says more than `path`, `kind` and `lang`; it is taken for all \
     pages below",
);

/// Which pages a target names: all of them where it asks for nothing.
#[derive(Debug, Default)]
pub(super) struct Pages {
    path: Option<GlobMatcher>,
    kind: Option<GlobMatcher>,
    lang: Option<GlobMatcher>,
}

impl Pages {
    /// What `target` names; tells one that cannot be understood.
    pub(super) fn of(target: &Target, source: &SourcePath, problems: &mut Vec<Problem>) -> Self {
        let glob = |text: &Option<String>| text.as_deref().map(glob).transpose();
        match (glob(&target.path), glob(&target.kind), glob(&target.lang)) {
            (Ok(path), Ok(kind), Ok(lang)) if !target.is_unclear => Self { path, kind, lang },
            _ => {
                problems.push(
                    Problem::of(&CASCADE_TARGET, "a target that cannot be understood")
                        .at(source, target.span, "taken for all pages below")
                        .help("name pages by `path`, `kind` or `lang` only"),
                );
                Self::default()
            }
        }
    }

    pub(super) fn hold(&self, page: &Placed, config: &Config) -> bool {
        let is = |glob: &Option<GlobMatcher>, names: &[&str]| {
            glob.as_ref().is_none_or(|glob| names.iter().any(|name| glob.is_match(name)))
        };
        let folder = format!("/{}", page.folder);
        let own = format!("{}/{}", folder.trim_end_matches('/'), page.stem);
        let is_head = page.role == Role::Folder;
        let locale = config.locales.get(page.locale.index()).map_or("", |one| one.locale.as_str());
        let (paths, kinds): (&[&str], &[&str]) = match page.stem.as_str() {
            _ if is_head && page.folder.is_empty() => (&[&folder], &["home"]),
            _ if is_head => (&[&folder], &["section"]),
            // It heads its folder, or is an article with files beside it.
            "index" | "README" => (&[&folder, &own], &["page", "section", "home"]),
            _ => (&[&own], &["page"]),
        };
        is(&self.path, paths) && is(&self.kind, kinds) && is(&self.lang, &[locale])
    }
}

fn glob(pattern: &str) -> Result<GlobMatcher, globset::Error> {
    // Hugo wants the slash; without it some would name nothing, and show what was to be hidden.
    let pattern = if pattern.contains('/') && !pattern.starts_with(['/', '*', '{']) {
        format!("/{pattern}")
    } else {
        pattern.to_owned()
    };
    let glob = GlobBuilder::new(&pattern).literal_separator(true).case_insensitive(true).build()?;
    Ok(glob.compile_matcher())
}
