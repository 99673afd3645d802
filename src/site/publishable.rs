//! Which files of the content folders may be published because an article links to them: kinds that
//! a browser shows or saves and neither runs nor obeys.
//!
//! It is a list of what may, for nobody can list what some server or browser takes for a program,
//! a page or an order. Everything else is published from `static/` only, where a person puts it on
//! purpose. What counts is the name the file would have on the site.

/// Endings that may be published, by what they are.
const KINDS: [&[&str]; 8] = [
    // Pictures.
    &[
        "apng", "avif", "bmp", "gif", "heic", "heif", "ico", "jfif", "jpe", "jpeg", "jpg", "png",
        "svg", "tif", "tiff", "webp",
    ],
    // Film and sound, and the words to them.
    &[
        "3gp", "aac", "avi", "flac", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg",
        "oga", "ogg", "ogv", "opus", "srt", "vtt", "wav", "webm", "wma", "wmv",
    ],
    // Documents, without those that bring macros.
    &[
        "doc", "docx", "epub", "mobi", "numbers", "odg", "odp", "ods", "odt", "pages", "pdf",
        "ppt", "pptx", "rtf", "vsdx", "xls", "xlsx",
    ],
    // Text, tables, dates and addresses to save.
    &["csv", "gpx", "ics", "tsv", "txt", "vcf"],
    // Archives.
    &["7z", "bz2", "gz", "rar", "tar", "tgz", "txz", "xz", "zip", "zst"],
    // Firmware and disk images.
    &["bin", "dfu", "elf", "fw", "hex", "img", "iso", "rom", "uf2"],
    // Programs and drivers to install.
    &["apk", "appimage", "deb", "dmg", "exe", "msi", "msix", "pkg", "rpm"],
    // Drawings and models.
    &["3mf", "dwg", "dxf", "gcode", "iges", "igs", "obj", "step", "stl", "stp"],
];

/// Endings by which a server or browser takes a file for a page or a program, even when another
/// ending follows: `x.html.gz` is a page that was compressed, `x.php.jpg` runs on many an Apache.
const ACTIVE: [&str; 36] = [
    "asa", "asax", "ascx", "ashx", "asmx", "asp", "aspx", "cfm", "cgi", "cjs", "css", "fcgi",
    "htc", "htm", "html", "inc", "js", "jsp", "jspx", "lua", "mht", "mhtml", "mjs", "phar", "phps",
    "pht", "phtml", "pl", "py", "rb", "shtm", "shtml", "var", "wasm", "xht", "xhtml",
];

/// Text files that search engines and other programs obey.
const OBEYED: [&str; 7] = [
    "ads.txt",
    "app-ads.txt",
    "humans.txt",
    "llms-full.txt",
    "llms.txt",
    "robots.txt",
    "security.txt",
];

/// Endings of texts that other generators make pages of.
const SOURCES: [&str; 12] = [
    "adoc", "asciidoc", "ipynb", "mdoc", "mdown", "mdwn", "mdx", "mkd", "org", "qmd", "rst",
    "textile",
];

/// Whether a file that would have this name on the site may be published from the content folders.
pub(super) fn is_publishable(name: &str) -> bool {
    let name = name.to_lowercase();
    let endings: Vec<&str> = name.split('.').skip(1).collect();
    let Some((last, before)) = endings.split_last() else { return false };
    let is_active = |ending: &&str| ACTIVE.contains(ending) || is_php(ending);
    KINDS.iter().any(|kind| kind.contains(last))
        && !before.iter().any(is_active)
        && !OBEYED.contains(&name.as_str())
}

/// `php`, `php5`.
fn is_php(ending: &str) -> bool {
    let version = ending.strip_prefix("php");
    version.is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a file is the text of a page in another notation.
pub(super) fn is_source(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    SOURCES.iter().any(|source| ending.eq_ignore_ascii_case(source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_or_saved_may_be_published() {
        for name in [
            "a.png",
            "A.JPG",
            "photo.jfif",
            "v1.2.pdf",
            "manual.en.pdf",
            "film.MP4",
            "fw-1.0.3.uf2",
            "driver.exe",
            "case.stl",
            "log.tar.gz",
            "table.csv",
            "notes.txt",
            "x.svg",
            "dates.ics",
        ] {
            assert!(is_publishable(name), "{name}");
        }
    }

    #[test]
    fn what_is_run_obeyed_or_read_is_not() {
        for name in [
            "evil.html",
            "evil.HTM",
            "x.xhtml",
            "x.shtml",
            "x.svgz",
            "x.xml",
            "x.xsl",
            "x.js",
            "x.mjs",
            "x.css",
            "x.wasm",
            "sw.js.map",
            "shell.php",
            "shell.PhP5",
            "x.phtml",
            "x.jsp",
            "x.aspx",
            "x.cgi",
            "x.py",
            "shell.php.jpg",
            "shell.php7.png",
            "page.html.gz",
            "PAGE.HTML.PDF",
            "x.js.gz",
            "x.cgi.txt",
            "_headers",
            "_redirects",
            "_worker.js",
            "_routes.json",
            "web.config",
            ".htaccess",
            "nginx.conf",
            "CNAME",
            "netlify.toml",
            "vercel.json",
            "staticwebapp.config.json",
            "manifest.webmanifest",
            "robots.txt",
            "Robots.TXT",
            "llms.txt",
            "sitemap.xml",
            "setup.mdx",
            "page.rst",
            "page.adoc",
            "page.njk",
            "page.liquid",
            "page.hbs",
            "page.ejs",
            "page.tera",
            "page.j2",
            "x.md",
            "dopo.toml",
            "terms.yaml",
            "secret.env",
            ".env",
            "id_rsa",
            "server.key",
            "server.pem",
            "Makefile",
            "x.",
            "x",
            "",
            "png",
            ".png.",
        ] {
            assert!(!is_publishable(name), "{name}");
        }
    }

    #[test]
    fn sources_of_other_generators_are_known() {
        assert!(is_source("setup.MDX") && is_source("a/b.rst"));
        assert!(!is_source("a.html") && !is_source("mdx"));
    }
}
