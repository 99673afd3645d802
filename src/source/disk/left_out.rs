//! Names that are never part of a project, wherever they lie.
//!
//! Names that begin with a dot are left out, for tools keep their own things under them. Two places
//! are other: what is below `static/` is published whole (`.well-known/`, `.nojekyll`), and GitBook
//! keeps the pictures of articles in `.gitbook/assets/`. What systems, editors and version control
//! leave lying about is left out there too, and so are the files in which passwords are kept.

/// The folder that is published whole.
const STATIC: &str = "static";

/// GitBook's folder, and the one folder in it that counts.
const GITBOOK: (&str, &str) = (".gitbook", "assets");

/// Left by systems, editors and version control.
const LITTER: [&str; 16] = [
    ".DS_Store",
    ".Spotlight-V100",
    ".Trashes",
    ".bzr",
    ".directory",
    ".fseventsd",
    ".git",
    ".gitkeep",
    ".hg",
    ".jj",
    ".keep",
    ".svn",
    "Thumbs.db",
    "desktop.ini",
    "ehthumbs.db",
    "node_modules",
];

/// Where passwords and keys are kept.
const SECRETS: [&str; 10] = [
    ".aws",
    ".env",
    ".git-credentials",
    ".gnupg",
    ".htpasswd",
    ".netrc",
    ".npmrc",
    ".pgpass",
    ".pypirc",
    ".ssh",
];

/// Why a file or folder is no part of the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Nobody would miss it.
    Litter,
    /// It would be published, and it usually holds passwords.
    Secret,
}

/// Why the last part of `path` (relative to the root, `/` between parts) makes it no part of the
/// project; `None` when it can be one. The folders around it are not judged.
pub(super) fn reason(path: &str) -> Option<Reason> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if is_litter(name) {
        return Some(Reason::Litter);
    }
    let around = folder.rsplit('/').next().unwrap_or("");
    if around == GITBOOK.0 {
        return (name != GITBOOK.1).then_some(Reason::Litter);
    }
    if folder == STATIC || folder.starts_with("static/") {
        return is_secret(name).then_some(Reason::Secret);
    }
    (name.starts_with('.') && name != GITBOOK.0).then_some(Reason::Litter)
}

/// Whether a path can be part of the project by the names of all its parts.
pub fn can_be_part(path: &str) -> bool {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.filter_map(|end| path.get(..end)).all(|part| reason(part).is_none())
}

fn is_litter(name: &str) -> bool {
    let is_swap = name.starts_with('.')
        && name.rsplit_once('.').is_some_and(|(_, ending)| {
            ending.len() == 3 && ending.starts_with("sw") && name.len() > ending.len() + 1
        });
    let is_backup = name.len() > 1 && name.ends_with('~');
    let is_autosave = name.len() > 2 && name.starts_with('#') && name.ends_with('#');
    let begins_so = ["._", ".#", ".nfs"].iter().any(|start| name.starts_with(start));
    LITTER.contains(&name) || is_swap || is_backup || is_autosave || begins_so
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRETS.contains(&name.as_str()) || name.starts_with(".env.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_names_count_only_where_they_are_published_or_shown() {
        for (path, counts) in [
            ("content/a.md", true),
            ("content/.a.md", false),
            (".well-known/security.txt", false),
            ("static/.well-known/security.txt", true),
            ("static/.nojekyll", true),
            ("static/a/.htaccess", true),
            ("static/.domains", true),
            ("statics/.nojekyll", false),
            ("content/static/.nojekyll", false),
            (".static/a.txt", false),
            (".gitbook/assets/a.png", true),
            ("content/.gitbook/assets/a/b.png", true),
            (".gitbook/assets/.hidden.png", false),
            (".gitbook/vars.yaml", false),
            (".gitbook.yaml", false),
            ("static/.git/config", false),
            ("static/.git", false),
            ("static/.gitkeep", false),
            ("static/.gitignore", true),
            ("static/.DS_Store", false),
            ("static/._photo.jpg", false),
            ("static/a/Thumbs.db", false),
            ("static/.page.html.swp", false),
            ("static/.page.html.swo", false),
            ("static/x.swp", true),
            ("static/.swp", true),
            ("static/page.html~", false),
            ("static/~", true),
            ("static/#page.html#", false),
            ("static/.#page.html", false),
            ("static/node_modules/x.js", false),
            ("static/.env", false),
            ("static/.ENV", false),
            ("static/.env.production", false),
            ("static/a/.htpasswd", false),
            ("static/.ssh/id_rsa", false),
            ("static/environment.txt", true),
        ] {
            assert_eq!(can_be_part(path), counts, "{path}");
        }
        assert_eq!(reason("static/.env"), Some(Reason::Secret));
        assert_eq!(reason("content/.env"), Some(Reason::Litter));
    }
}
