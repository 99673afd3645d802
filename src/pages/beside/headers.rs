//! Response headers for the site, as three kinds of server read them, from one table: `_headers`
//! (Netlify, Cloudflare Pages and others), `.htaccess` (Apache), `_dopo/nginx.conf` (to include in a
//! server block).
//!
//! `_headers` has no rules by file ending: hosts disagree on what `/*.svg` matches, and one that
//! reads it as `/*` would sandbox the whole site. Pictures are safe there by the general policy,
//! which runs no inline script; the two real servers give them a stricter one of their own.

use super::BesideFile;
use crate::pages::plan::Plan;
use crate::text::path::{HASHED, UrlPath};

/// Which files a rule is for.
enum Files {
    /// All.
    All,
    /// Everything below an address.
    Below(String),
    /// One file.
    One(String),
    /// Names with this ending.
    Ending(&'static str),
}

struct Rule {
    files: Files,
    headers: Vec<(&'static str, String)>,
}

/// Nothing a picture could do but be drawn.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// The three header files. `policy` is the content security policy of pages, as
/// it stands in their meta element.
pub(super) fn files(plan: &Plan, policy: &str) -> [BesideFile; 3] {
    let rules = rules(plan, policy);
    let not_found = plan.links().path(&UrlPath::new("/404.html"));
    [
        BesideFile::new(&UrlPath::new("/_headers"), for_hosts(&rules)),
        BesideFile::new(&UrlPath::new("/.htaccess"), for_apache(&rules, &not_found)),
        BesideFile::new(&UrlPath::new("/_dopo/nginx.conf"), for_nginx(&rules, &not_found)),
    ]
}

fn rules(plan: &Plan, policy: &str) -> Vec<Rule> {
    let links = plan.links();
    // A meta element may not hold this directive, so the theme's policy does not.
    let policy = format!("{}; frame-ancestors 'none'", one_line(policy));
    let cache = |how: &str| vec![("Cache-Control", how.to_owned())];
    let mut rules = vec![
        Rule {
            files: Files::All,
            headers: [
                ("Content-Security-Policy", policy.as_str()),
                ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "same-origin"),
                ("Cross-Origin-Opener-Policy", "same-origin"),
                (
                    "Permissions-Policy",
                    "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
                ),
            ]
            .map(|(name, value)| (name, value.to_owned()))
            .to_vec(),
        },
        Rule {
            files: Files::Below(links.path(&UrlPath::new(HASHED))),
            headers: cache("public, max-age=31536000, immutable"),
        },
    ];
    for locale in &plan.site().locales {
        let root = links.path(&locale.search_root());
        rules.push(Rule { files: Files::One(root), headers: cache("no-cache") });
    }
    // Hosts revalidate pages by themselves; a plain server lets browsers guess.
    rules.push(Rule { files: Files::Ending("html"), headers: cache("no-cache") });
    rules.push(Rule {
        files: Files::Ending("svg"),
        headers: vec![("Content-Security-Policy", PICTURE_POLICY.to_owned())],
    });
    rules.push(Rule {
        files: Files::Ending("md"),
        headers: vec![("X-Robots-Tag", "noindex".to_owned())],
    });
    rules
}

/// A header has no line ends, and nothing that would end the quotes it stands in.
fn one_line(policy: &str) -> String {
    policy.split_whitespace().collect::<Vec<_>>().join(" ").replace(['"', '\\', '$'], "")
}

fn for_hosts(rules: &[Rule]) -> String {
    let mut text = String::new();
    for rule in rules {
        let pattern = match &rule.files {
            Files::All => "/*".to_owned(),
            Files::Below(folder) => format!("{folder}*"),
            Files::One(file) => file.clone(),
            Files::Ending(_) => continue,
        };
        text.push_str(&pattern);
        text.push('\n');
        for (name, value) in &rule.headers {
            text.push_str(&format!("  {name}: {value}\n"));
        }
    }
    text
}

fn for_apache(rules: &[Rule], not_found: &str) -> String {
    let mut text = format!(
        "ErrorDocument 404 {not_found}\nAddType \"text/markdown; charset=utf-8\" .md\n\
         <IfModule mod_headers.c>\n"
    );
    for rule in rules {
        let (open, close) = match &rule.files {
            Files::All => (String::new(), ""),
            Files::Below(folder) => (when_address(folder, ""), "</If>\n"),
            Files::One(file) => (when_address(file, "$"), "</If>\n"),
            Files::Ending(ending) => {
                (format!("<FilesMatch \"\\.{ending}$\">\n"), "</FilesMatch>\n")
            }
        };
        text.push_str(&open);
        for (name, value) in &rule.headers {
            let always = if *name == "Cache-Control" { "" } else { "always " };
            text.push_str(&format!("Header {always}set {name} \"{value}\"\n"));
        }
        text.push_str(close);
    }
    text.push_str("</IfModule>\n");
    text
}

/// Apache's condition on the address of a request.
fn when_address(address: &str, end: &str) -> String {
    format!("<If \"%{{REQUEST_URI}} =~ m#^{}{end}#\">\n", address.replace('.', "\\."))
}

/// nginx forgets the headers of a server block in every location that adds one, so each location
/// repeats them all.
fn for_nginx(rules: &[Rule], not_found: &str) -> String {
    let mut text = String::from("# Include this file in the server block that serves the site.\n");
    text.push_str(&format!("error_page 404 {not_found};\n"));
    let general = rules.iter().filter(|rule| matches!(rule.files, Files::All));
    let general: Vec<_> = general.flat_map(|rule| &rule.headers).collect();
    for (name, value) in &general {
        text.push_str(&nginx_header("", name, value));
    }
    for rule in rules {
        let location = match &rule.files {
            Files::All => continue,
            Files::Below(folder) => format!("^~ {folder}"),
            Files::One(file) => format!("= {file}"),
            Files::Ending(ending) => format!("~ \\.{ending}$"),
        };
        text.push_str(&format!("location {location} {{\n"));
        if matches!(rule.files, Files::Ending("md")) {
            text.push_str("  types { }\n  default_type \"text/markdown; charset=utf-8\";\n");
        }
        let own = |name: &str| rule.headers.iter().any(|(own, _)| *own == name);
        let inherited = general.iter().copied().filter(|(name, _)| !own(name));
        for (name, value) in inherited.chain(&rule.headers) {
            text.push_str(&nginx_header("  ", name, value));
        }
        text.push_str("}\n");
    }
    text
}

fn nginx_header(indent: &str, name: &str, value: &str) -> String {
    let always = if name == "Cache-Control" { "" } else { " always" };
    format!("{indent}add_header {name} \"{value}\"{always};\n")
}
