//! The three kinds of path, which are never mixed: where a file is in the project, where a page is
//! on the site, and where a file is in the output folder.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Serialize};

macro_rules! path_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// Wraps a path that already has the right form.
            pub fn new(path: impl AsRef<str>) -> Self {
                Self(path.as_ref().into())
            }

            /// The path as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

path_type! {
    /// A file of the project: relative to its root, `/` between parts, no `.` or `..` in it.
    SourcePath
}

path_type! {
    /// A place on the site below the base URL: starts with `/`, a page ends with `/`, decoded
    /// (`/caffè/crema/`), without query or fragment.
    UrlPath
}

path_type! {
    /// A file of the output: relative to the output folder, `/` between parts.
    OutputPath
}

/// Where files lie whose path holds a hash of their bytes (`/_dopo/hashed/HASH/name`): theme assets
/// and search files. Browsers keep them for ever; nothing else may stand below it.
pub const HASHED: &str = "/_dopo/hashed/";

impl SourcePath {
    /// Everything before the last `/`, or the empty string.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The ending after the last dot of the name, as written, or the empty string.
    pub fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Whether its name says that it is Markdown (`.md`, `.markdown`, any case).
    pub fn is_markdown(&self) -> bool {
        let extension = self.extension();
        ["md", "markdown"].iter().any(|markdown| extension.eq_ignore_ascii_case(markdown))
    }

    /// `relative` seen from the folder of this file, with `.` and `..` worked out. `None` when it
    /// leads out of the project.
    pub fn resolve(&self, relative: &str) -> Option<SourcePath> {
        resolve(self.folder(), relative).map(SourcePath::new)
    }
}

/// `relative` seen from `folder`, with `.`, `..` and empty parts worked out. `None` when it leads
/// above the root.
pub fn resolve(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What is percent-encoded in an address beside everything outside ASCII: white space, quotes and
/// the characters with a meaning of their own.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl UrlPath {
    /// The home page.
    pub fn root() -> Self {
        Self::new("/")
    }

    /// The file this page is written to: `/a/b/` is `a/b/index.html`, `/feed.xml` is `feed.xml`.
    pub fn output(&self) -> OutputPath {
        let relative = self.0.trim_start_matches('/');
        if relative.is_empty() || relative.ends_with('/') {
            OutputPath::new(format!("{relative}index.html"))
        } else {
            OutputPath::new(relative)
        }
    }

    /// This place as it stands in an `href`: percent-encoded, below `base` (the path part of the
    /// base URL, without a slash at its end).
    pub fn href(&self, base: &str) -> String {
        format!("{base}{}", utf8_percent_encode(&self.0, ENCODED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_stay_inside() {
        let file = SourcePath::new("content/fix/heat.md");
        assert_eq!(file.resolve("../care/a.md"), Some(SourcePath::new("content/care/a.md")));
        assert_eq!(file.resolve("./b.md"), Some(SourcePath::new("content/fix/b.md")));
        assert_eq!(file.resolve("../../../b.md"), None);
        assert_eq!(file.extension(), "md");
    }

    #[test]
    fn a_page_is_written_as_an_index_file() {
        assert_eq!(UrlPath::root().output().as_str(), "index.html");
        assert_eq!(UrlPath::new("/a/b/").output().as_str(), "a/b/index.html");
        assert_eq!(UrlPath::new("/feed.xml").output().as_str(), "feed.xml");
        assert_eq!(UrlPath::new("/caffè/a b/").href("/help"), "/help/caff%C3%A8/a%20b/");
    }
}
