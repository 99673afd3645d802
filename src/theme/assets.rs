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
use super::{nesting, scripts};

/// The layers of the style sheet, in order.
const LAYERS: [&str; 6] = ["reset", "tokens", "base", "layout", "parts", "print"];

/// The files of `styles/`, in order. The layer `parts` is in five of them, every other layer in the
/// one of its name.
const SHEETS: [&str; 10] = [
    "reset",
    "tokens",
    "base",
    "layout",
    "header",
    "search",
    "article",
    "article_end",
    "home",
    "print",
];

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
        let style = minified_sheet(&style_sheet(files, palette));
        let style_path = format!("{HASHED}{}/style.css", fingerprint(&style));
        made.push((output(&style_path), style));

        let scripts: Vec<(&str, &str)> = files
            .below("scripts", "js")
            .map(|(name, _)| (name, files.text(&format!("scripts/{name}"))))
            .collect();
        let scripts: Vec<(String, Vec<u8>)> = scripts::joined(&scripts)
            .into_iter()
            .map(|(name, text)| (name, scripts::minified(&text)))
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
    for name in SHEETS {
        sheet.push_str(files.text(&format!("styles/{name}.css")));
    }
    sheet
}

/// A style sheet through the HTML minifier, which reads one only as an element. What it cannot read
/// it gives back as it is.
fn minified_sheet(sheet: &str) -> Vec<u8> {
    // A text that closes its own element cannot pass through one.
    if sheet.to_ascii_lowercase().contains("</s") {
        return sheet.as_bytes().to_vec();
    }
    let options = minify_html::Cfg {
        minify_css: true,
        keep_closing_tags: true,
        ..minify_html::Cfg::default()
    };
    let html = format!("<style>{sheet}</style>");
    let html = nesting::too_deep(sheet)
        .is_none()
        .then(|| nesting::with_room(|| minify_html::minify(html.as_bytes(), &options)));
    let Some(html) = html.flatten() else { return sheet.as_bytes().to_vec() };
    let html = String::from_utf8_lossy(&html);
    let inner = html.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</style>"));
    inner.unwrap_or(sheet).as_bytes().to_vec()
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
    fn what_cannot_be_read_stays() {
        let closing = "a { content: \"</style>\" }\n";
        assert_eq!(minified_sheet(closing), closing.as_bytes());
    }

    /// As deep and as long as is let through, the stack holds; what is deeper stays as it is.
    #[test]
    fn deep_sheets_and_scripts_overflow_nothing() {
        let nested = |times: usize| format!("{}b{{c:d}}{}", "a{".repeat(times), "}".repeat(times));
        let sum = |times: usize| format!("a{{width:calc({}1px)}}", "1px + ".repeat(times));
        let not = |times: usize| format!("{}a{}{{b:c}}", ":not(".repeat(times), ")".repeat(times));
        for times in [90, 1_500, 50_000] {
            for sheet in [nested(times), sum(times), not(times)] {
                let minified = minified_sheet(&sheet);
                assert!(!minified.is_empty() && minified.len() <= sheet.len());
            }
            for (open, close) in
                [("(", ")"), ("[", "]"), ("!", ""), ("a=>", ""), ("1+", ""), ("if(a)", "")]
            {
                let script = format!("{}a{}", open.repeat(times), close.repeat(times));
                assert!(scripts::minified(&script).len() <= script.len() + 1);
            }
        }
    }
}
