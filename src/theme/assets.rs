//! The files a theme brings: one style sheet, a folder of scripts, an icon. Their names carry
//! their fingerprint, so a browser may keep them for ever.
//!
//! Scripts are joined (see `scripts`) and lie in one folder, named after all of them together.

use crate::source::SourceTree;
use crate::text::fingerprint::fingerprint;
use crate::text::path::{HASHED, OutputPath, UrlPath};

use super::AssetAddresses;
use super::colour::Palette;
use super::files::ThemeFiles;
use super::scripts;

/// The layers of the style sheet, in order: each is a file of `styles/`.
const LAYERS: [&str; 6] = ["reset", "tokens", "base", "layout", "parts", "print"];

/// Icons a project may bring in `static/`, best first.
const OWN_ICONS: [&str; 3] = ["favicon.svg", "favicon.png", "favicon.ico"];

/// The assets and where they are.
#[derive(Debug)]
pub(super) struct Assets {
    files: Vec<(OutputPath, Vec<u8>)>,
    addresses: AssetAddresses,
}

impl Assets {
    /// Makes them from the theme's files.
    pub(super) fn make(
        tree: &SourceTree,
        files: &ThemeFiles,
        palette: &Palette,
        title: &str,
    ) -> Self {
        let mut made = Vec::new();
        let style = minified("<style>", &style_sheet(files, palette), "</style>");
        let style_path = format!("{HASHED}{}/style.css", fingerprint(&style));
        made.push((output(&style_path), style));

        let scripts: Vec<(&str, &str)> = files
            .below("scripts", "js")
            .map(|(name, _)| (name, files.text(&format!("scripts/{name}"))))
            .collect();
        let scripts: Vec<(String, Vec<u8>)> = scripts::joined(&scripts)
            .into_iter()
            .map(|(name, text)| (name, minified_script(&text)))
            .collect();
        let all: Vec<u8> = scripts.iter().flat_map(|(_, bytes)| bytes).copied().collect();
        let script_folder = format!("{HASHED}{}", fingerprint(&all));
        for (name, bytes) in scripts {
            made.push((output(&format!("{script_folder}/{name}")), bytes));
        }

        let own_icon = OWN_ICONS.iter().find(|name| tree.contains(&format!("static/{name}")));
        let icon = match own_icon {
            Some(name) => format!("/{name}"),
            None => {
                let drawn = icon(palette, title);
                let path = format!("{HASHED}{}/icon.svg", fingerprint(drawn.as_bytes()));
                made.push((output(&path), drawn.into_bytes()));
                path
            }
        };
        let addresses = AssetAddresses {
            style: style_path,
            entry: format!("{script_folder}/{}", scripts::ENTRY),
            icon,
            frame_colours: ("#ffffff".to_owned(), "#161514".to_owned()),
        };
        Self { files: made, addresses }
    }

    pub(super) fn files(&self) -> &[(OutputPath, Vec<u8>)] {
        &self.files
    }

    pub(super) fn addresses(&self) -> &AssetAddresses {
        &self.addresses
    }

    /// A name for the whole of it: what pages say of the assets.
    pub(super) fn fingerprint(&self) -> String {
        fingerprint(format!("{:?}", self.addresses).as_bytes())
    }
}

/// The output file of an address.
fn output(address: &str) -> OutputPath {
    UrlPath::new(address).output()
}

/// The layers in order, with the brand colour in front.
fn style_sheet(files: &ThemeFiles, palette: &Palette) -> String {
    let mut sheet = format!("@layer {};\n", LAYERS.join(", "));
    sheet.push_str(&palette.css());
    for layer in LAYERS {
        sheet.push_str(files.text(&format!("styles/{layer}.css")));
    }
    sheet
}

/// A script, minified. The minifier keeps comments that stand before statements, so they are taken
/// out first: those that have their lines for themselves.
fn minified_script(script: &str) -> Vec<u8> {
    // Within a text over several lines, what looks like a comment may be none.
    let has_long_text = script.lines().any(|line| line.matches('`').count() % 2 == 1);
    let bare = if has_long_text { script.to_owned() } else { without_comments(script) };
    minified("<script type=module>", &bare, "</script>")
}

/// `script` without the comments that begin a line.
fn without_comments(script: &str) -> String {
    let mut bare = String::with_capacity(script.len());
    let mut is_inside = false;
    for line in script.lines() {
        let content = line.trim_start();
        is_inside |= content.starts_with("/*");
        if is_inside {
            let Some((_, code)) = content.split_once("*/") else { continue };
            is_inside = false;
            bare.push_str(code);
        } else if !content.starts_with("//") {
            bare.push_str(line);
        }
        bare.push('\n');
    }
    bare
}

/// `text` through the HTML minifier, which reads style sheets and scripts only as elements. What it
/// cannot read it gives back as it is.
fn minified(open: &str, text: &str, close: &str) -> Vec<u8> {
    // A text that closes its own element cannot pass through one.
    if text.to_ascii_lowercase().contains("</s") {
        return text.as_bytes().to_vec();
    }
    let options = minify_html::Cfg {
        minify_css: true,
        minify_js: true,
        keep_closing_tags: true,
        ..minify_html::Cfg::default()
    };
    let html = minify_html::minify(format!("{open}{text}{close}").as_bytes(), &options);
    let html = String::from_utf8_lossy(&html);
    let inner = html.split_once('>').and_then(|(_, rest)| rest.strip_suffix(close));
    inner.unwrap_or(text).as_bytes().to_vec()
}

/// The initial of the help centre on its colour.
fn icon(palette: &Palette, title: &str) -> String {
    let initial: String = title
        .chars()
        .find(|letter| letter.is_alphanumeric())
        .unwrap_or('?')
        .to_uppercase()
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\">\
         <rect width=\"32\" height=\"32\" rx=\"7\" fill=\"{}\"/>\
         <text x=\"16\" y=\"23\" font-family=\"system-ui,sans-serif\" font-size=\"20\" \
         font-weight=\"700\" text-anchor=\"middle\" fill=\"{}\">{initial}</text></svg>",
        palette.accent, palette.on_accent
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_lose_their_comments_and_keep_their_imports() {
        let script = "/** Says hello. */\nimport { a } from \"./a.js\";\n\
                      /** @param {string} name */\nexport function hello(name) { a(name); }\n";
        let minified = String::from_utf8(minified_script(script)).unwrap_or_default();
        assert!(!minified.contains("/*"), "{minified}");
        assert!(minified.contains("./a.js") && minified.contains("hello"), "{minified}");
    }

    #[test]
    fn what_cannot_be_read_stays() {
        assert_eq!(minified_script("export const = ;"), b"export const = ;");
        let closing = "export const end = \"</script>\";\n";
        assert_eq!(minified_script(closing), closing.as_bytes());
    }
}
