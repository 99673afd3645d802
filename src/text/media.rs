//! What a file is to a server and a browser, by the ending of its name: its media type, and what is
//! said with it.
//!
//! One table serves the files for web servers and the preview, so that both say the same. An ending
//! that is not in it is [`UNKNOWN`]: bytes to be saved, which no browser runs or shows.

/// A kind of file.
#[derive(Debug)]
pub struct Media {
    /// The media type, with its charset where it has one.
    pub content_type: &'static str,
    /// The endings of such files, in small letters.
    pub endings: &'static [&'static str],
    /// What files of the kind are for.
    pub sort: Sort,
}

/// What a file is for, which says how it is kept, compressed and shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Pages, and what programs read instead of them.
    Text,
    /// The Markdown twins of pages.
    Twin,
    /// Pictures of pixels.
    Picture,
    /// SVG: a picture that could hold a script.
    Drawing,
    /// Films, papers, archives, fonts.
    File,
}

/// Asked for anew each time; the answer is short when nothing has changed.
pub const REVALIDATED: &str = "no-cache";

/// Nothing a picture could do but be drawn.
const DRAWN_ONLY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

impl Sort {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Text, Self::Twin, Self::Picture, Self::Drawing, Self::File];

    /// The headers that go with such files, beside or instead of those of the whole site. Other
    /// sites may show pictures (a shop, an e-mail), and nothing else.
    pub fn headers(self) -> &'static [(&'static str, &'static str)] {
        const OWN: (&str, &str) = ("Cross-Origin-Resource-Policy", "same-origin");
        const SHARED: (&str, &str) = ("Cross-Origin-Resource-Policy", "cross-origin");
        const ANEW: (&str, &str) = ("Cache-Control", REVALIDATED);
        const DAY: (&str, &str) = ("Cache-Control", "public, max-age=86400");
        const HOUR: (&str, &str) = ("Cache-Control", "public, max-age=3600");
        match self {
            Self::Text => &[ANEW, OWN],
            Self::Twin => &[ANEW, OWN, ("X-Robots-Tag", "noindex")],
            Self::Picture => &[DAY, SHARED],
            Self::Drawing => &[DAY, SHARED, ("Content-Security-Policy", DRAWN_ONLY)],
            Self::File => &[HOUR, OWN],
        }
    }

    /// Whether such files get smaller when a server compresses them. Search files are compressed
    /// already, and have no ending that says text.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Twin | Self::Drawing)
    }
}

impl Media {
    /// The media type without its charset.
    pub fn bare(&self) -> &'static str {
        self.content_type.split(';').next().unwrap_or_default()
    }
}

/// What is known of a file by the ending of its name.
pub fn of(path: &str) -> &'static Media {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    KNOWN.iter().find(|media| media.endings.contains(&ending.as_str())).unwrap_or(&UNKNOWN)
}

/// A file that nobody knows.
pub const UNKNOWN: Media = file("application/octet-stream", &[]);

const fn media(sort: Sort, content_type: &'static str, endings: &'static [&'static str]) -> Media {
    Media { content_type, endings, sort }
}

const fn text(content_type: &'static str, endings: &'static [&'static str]) -> Media {
    media(Sort::Text, content_type, endings)
}

const fn picture(content_type: &'static str, endings: &'static [&'static str]) -> Media {
    media(Sort::Picture, content_type, endings)
}

const fn file(content_type: &'static str, endings: &'static [&'static str]) -> Media {
    media(Sort::File, content_type, endings)
}

/// Every kind whose type is known.
pub static KNOWN: [Media; 58] = [
    text("text/html; charset=utf-8", &["html", "htm"]),
    text("text/css; charset=utf-8", &["css"]),
    text("text/javascript; charset=utf-8", &["js", "mjs"]),
    text("application/json", &["json"]),
    text("application/manifest+json", &["webmanifest"]),
    text("application/xml; charset=utf-8", &["xml"]),
    text("text/plain; charset=utf-8", &["txt"]),
    text("text/csv; charset=utf-8", &["csv"]),
    text("text/calendar; charset=utf-8", &["ics"]),
    text("text/vtt; charset=utf-8", &["vtt"]),
    media(Sort::Twin, "text/markdown; charset=utf-8", &["md"]),
    media(Sort::Drawing, "image/svg+xml", &["svg"]),
    picture("image/png", &["png"]),
    picture("image/jpeg", &["jpg", "jpeg", "jpe", "jfif"]),
    picture("image/gif", &["gif"]),
    picture("image/webp", &["webp"]),
    picture("image/avif", &["avif"]),
    picture("image/bmp", &["bmp"]),
    picture("image/x-icon", &["ico"]),
    file("application/pdf", &["pdf"]),
    file("video/mp4", &["mp4", "m4v"]),
    file("video/webm", &["webm"]),
    file("video/ogg", &["ogv"]),
    file("video/quicktime", &["mov"]),
    file("audio/mpeg", &["mp3"]),
    file("audio/mp4", &["m4a"]),
    file("audio/ogg", &["ogg", "oga", "opus"]),
    file("audio/wav", &["wav"]),
    file("audio/flac", &["flac"]),
    file("audio/aac", &["aac"]),
    file("font/woff2", &["woff2"]),
    file("font/woff", &["woff"]),
    file("font/ttf", &["ttf"]),
    file("font/otf", &["otf"]),
    file("application/wasm", &["wasm"]),
    file("application/zip", &["zip"]),
    file("application/gzip", &["gz", "tgz"]),
    file("application/x-tar", &["tar"]),
    file("application/x-xz", &["xz"]),
    file("application/x-bzip2", &["bz2"]),
    file("application/zstd", &["zst"]),
    file("application/x-7z-compressed", &["7z"]),
    file("application/vnd.rar", &["rar"]),
    file("application/rtf", &["rtf"]),
    file("application/epub+zip", &["epub"]),
    file("application/msword", &["doc"]),
    file("application/vnd.ms-excel", &["xls"]),
    file("application/vnd.ms-powerpoint", &["ppt"]),
    file("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    file("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    file("application/vnd.oasis.opendocument.text", &["odt"]),
    file("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    file("application/vnd.oasis.opendocument.presentation", &["odp"]),
    file("application/vnd.oasis.opendocument.graphics", &["odg"]),
    file("application/vnd.android.package-archive", &["apk"]),
    file("model/stl", &["stl"]),
    file("model/gltf-binary", &["glb"]),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn types_follow_the_ending() {
        for (path, content_type, sort) in [
            ("/a.b/INDEX.HTML", "text/html; charset=utf-8", Sort::Text),
            ("/site.webmanifest", "application/manifest+json", Sort::Text),
            ("/a/index.md", "text/markdown; charset=utf-8", Sort::Twin),
            ("/logo.svg", "image/svg+xml", Sort::Drawing),
            ("/a.AVIF", "image/avif", Sort::Picture),
            ("/_dopo/search-it.bin", "application/octet-stream", Sort::File),
            ("/_dopo/hashed/a.svg/w0", "application/octet-stream", Sort::File),
            ("/LICENSE", "application/octet-stream", Sort::File),
            ("/shell.php", "application/octet-stream", Sort::File),
        ] {
            assert_eq!((of(path).content_type, of(path).sort), (content_type, sort), "{path}");
        }
    }

    #[test]
    fn no_ending_and_no_type_is_named_twice() {
        let mut seen = HashSet::new();
        for media in &KNOWN {
            assert!(seen.insert(media.bare()), "{}", media.content_type);
            for ending in media.endings {
                assert!(seen.insert(ending), "{ending}");
                assert!(
                    ending.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
                );
            }
        }
    }
}
