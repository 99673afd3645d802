//! `dopo.toml`, `data/contact.toml`, `data/terms.toml` and what overrides them → [`Config`].

use super::fields::{CONFIG_SYNTAX, Fields, Reading, Value, WRONG_SETTING, to_json};
use super::locales::{self, Named};
use super::model::{Config, Repository};
use super::overrides::Overrides;
use super::{base_url, contact, rules, terms};
use crate::source::SourceTree;
use crate::text::path::{SourcePath, resolve};
use crate::text::problem::{Checked, Problem};
use crate::text::rule::{Registry, Rule};
use crate::text::title;

pub(super) static MISSING_BASE_URL: Rule =
    Rule::warning("missing-base-url", "there is no `base_url`");
pub(super) static MISSING_CONTACT: Rule =
    Rule::warning("missing-contact", "there is no `data/contact.toml`, so no contact card");

/// Schemes whose links run something; no configuration lets them in.
const DANGEROUS_SCHEMES: [&str; 5] = ["javascript", "data", "vbscript", "file", "blob"];

/// Reads the configuration of a project, or makes that of a bare folder; `known` are the rules it may
/// set. Problems are those of [`RULES`](super::RULES) and of [`source::text`](crate::source::text);
/// the value is complete in any case.
pub fn load(tree: &SourceTree, overrides: &Overrides, known: &Registry) -> Checked<Config> {
    let file = overrides.file.clone().unwrap_or_else(|| SourcePath::new("dopo.toml"));
    let reading = Reading::new(tree, &file);
    let is_there = tree.contains(file.as_str());
    if overrides.file.is_some() && !is_there {
        let headline = "the configuration cannot be read";
        reading.report(Problem::of(&CONFIG_SYNTAX, headline).in_file(&file, "no such file"));
    }
    let has_content_folder = tree.below("content").next().is_some();
    let is_bare = !is_there && !has_content_folder;
    let mut table = reading.table().unwrap_or_default();
    overrides.lay_over(&mut table, &reading);
    let mut fields = Fields::new(&reading, "", table);

    let content = folder(&mut fields, "content", &reading)
        .unwrap_or_else(|| if has_content_folder { "content".into() } else { String::new() });
    let given_title = fields.plain_text("title");
    let site = Named {
        description: fields.plain_text("description"),
        tagline: fields.plain_text("tagline"),
        ..Named::default()
    };
    let default = fields
        .text("default_locale")
        .and_then(|(tag, place)| locales::parse(&tag, &place, &reading));
    let locales_table = fields.table("locales").unwrap_or_default();
    let first_locale = locales_table.values().next().map(|(place, _)| place.clone());
    let mut named = locales::read(locales_table, &reading);
    let locale_is_guessed = default.is_none() && named.len() != 1;
    if let Some(place) = first_locale.filter(|_| default.is_none() && named.len() > 1) {
        let problem = Problem::of(&WRONG_SETTING, "several locales and no `default_locale`");
        let problem = reading.at(problem, &place, "one of [locales] is to be the default");
        reading.report(problem.help("write `default_locale = \"…\"`"));
    }
    let default = default
        .or_else(|| named.keys().next().cloned())
        .unwrap_or_else(|| locales::written_in(tree, &content));
    if named.is_empty() {
        let shown = locales::shown_by_suffixes(tree, &content);
        named.extend(shown.into_iter().map(|locale| (locale, Named::default())));
    }
    let title_is_guessed = given_title.is_none();
    let title = given_title.unwrap_or_else(|| title_from_folder(tree.name()));

    let theme = fields.text("theme");
    let (base_url, base_path) = base(&mut fields, &reading);
    let at_origin = overrides.origin.as_ref().map(|origin| format!("{origin}{base_path}"));
    let mut config = Config {
        locales: locales::complete(&default, named, &site, &title),
        title,
        title_is_guessed,
        locale_is_guessed,
        is_bare,
        base_url: at_origin.or(base_url),
        base_path,
        accent: accent(&mut fields, &reading),
        logo: logo(&mut fields, tree, &reading),
        theme: theme.as_ref().map_or_else(|| "default".to_owned(), |(name, _)| name.clone()),
        theme_label: theme.and_then(|(_, place)| reading.label(&place, "named here")),
        time_zone: time_zone(&mut fields, &reading),
        content,
        strict: fields.flag("strict").unwrap_or(false) || overrides.strict,
        rules: rules::read(fields.table("rules").unwrap_or_default(), known, &reading),
        ignore: ignore(&mut fields, &reading),
        former_hosts: hosts(&mut fields, "former_hosts", &reading),
        link_schemes: schemes(&mut fields, &reading),
        image_hosts: image_hosts(&mut fields, &reading),
        repository: repository(&mut fields, &reading),
        drafts: overrides.drafts,
        extra: extra(&mut fields),
        contact: None,
        terms: Vec::new(),
    };
    fields.finish();
    let mut problems = reading.into_problems();
    config.contact = contact::read(tree, &default, &mut problems);
    config.terms = terms::read(tree, &config.locales, &mut problems);
    problems.extend(missing(&config, &file, tree));
    Checked { value: config, problems }
}

/// What a site can do without, said once.
fn missing(config: &Config, file: &SourcePath, tree: &SourceTree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let in_config = |problem: Problem| {
        if tree.contains(file.as_str()) { problem.in_file(file, "not set") } else { problem }
    };
    if config.base_url.is_none() {
        let headline = "no base URL: canonical addresses, sitemap, feed and cards are left out";
        problems.push(in_config(
            Problem::of(&MISSING_BASE_URL, headline)
                .help("set `base_url = \"https://…\"` in dopo.toml, or build with --base-url"),
        ));
    }
    if config.contact.is_none() && !config.is_bare {
        problems.push(
            Problem::of(&MISSING_CONTACT, "no contact data: pages have no contact card")
                .help(format!("write the ways to a person into {}", contact::FILE)),
        );
    }
    problems
}

/// The title of a site that has none: the name of its folder.
fn title_from_folder(name: &str) -> String {
    let title = title::from_name(name);
    if title.is_empty() { "Help".to_owned() } else { title }
}

/// A folder of the project, relative to its root.
pub(super) fn folder(
    fields: &mut Fields<'_>,
    key: &'static str,
    reading: &Reading<'_>,
) -> Option<String> {
    let (name, place) = fields.text(key)?;
    let inside = resolve("", &name).filter(|_| !name.starts_with('/') && !name.contains('\\'));
    if inside.is_none() {
        let headline = format!("`{name}` is no folder of the project");
        reading.wrong(headline, &place, "name a folder below the project's root");
    }
    inside
}

fn base(fields: &mut Fields<'_>, reading: &Reading<'_>) -> (Option<String>, String) {
    let Some((url, place)) = fields.text("base_url") else { return (None, String::new()) };
    match base_url::parse(&url) {
        Ok((whole, path)) => (Some(whole), path),
        Err(why) => {
            let headline = format!("`{url}` is no base URL");
            reading.wrong(headline, &place, why);
            (None, String::new())
        }
    }
}

/// `#rgb` or `#rrggbb`, as `#rrggbb`.
fn accent(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Option<String> {
    let (colour, place) = fields.text("accent")?;
    let digits = colour.strip_prefix('#').unwrap_or("").to_ascii_lowercase();
    if digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        match digits.len() {
            3 => return Some(digits.chars().fold("#".to_owned(), |all, d| format!("{all}{d}{d}"))),
            6 => return Some(format!("#{digits}")),
            _ => {}
        }
    }
    let headline = format!("`{colour}` is no colour");
    reading.wrong(headline, &place, "a colour is written #b04a18");
    None
}

fn logo(fields: &mut Fields<'_>, tree: &SourceTree, reading: &Reading<'_>) -> Option<String> {
    let (name, place) = fields.text("logo")?;
    let inside = resolve("", &name);
    if let Some(path) = inside.filter(|path| tree.contains(&format!("static/{path}"))) {
        return Some(path);
    }
    let headline = format!("the logo `{name}` is not there");
    reading.wrong(headline, &place, "name a file below static/");
    None
}

fn time_zone(fields: &mut Fields<'_>, reading: &Reading<'_>) -> jiff::tz::TimeZone {
    let Some((name, place)) = fields.text("time_zone") else { return jiff::tz::TimeZone::UTC };
    jiff::tz::TimeZone::get(&name).unwrap_or_else(|_| {
        let headline = format!("`{name}` is no time zone");
        reading.wrong(headline, &place, "a name such as Europe/Rome is wanted");
        jiff::tz::TimeZone::UTC
    })
}

fn ignore(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Vec<String> {
    let mut globs = Vec::new();
    for (glob, place) in fields.texts("ignore") {
        match globset::Glob::new(&glob) {
            Ok(_) => globs.push(glob),
            Err(error) => {
                let headline = format!("`{glob}` is no glob");
                reading.wrong(headline, &place, &error.kind().to_string());
            }
        }
    }
    globs
}

/// Bare host names, lower case; a whole address is taken for its host.
fn hosts(fields: &mut Fields<'_>, key: &'static str, reading: &Reading<'_>) -> Vec<String> {
    let mut hosts = Vec::new();
    for (text, place) in fields.texts(key) {
        let host = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or("").to_lowercase();
        let is_host = !host.is_empty()
            && host.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-:".contains(letter));
        if is_host {
            hosts.push(host);
        } else {
            let headline = format!("`{text}` is no host");
            reading.wrong(headline, &place, "write a name such as help.example.com");
        }
    }
    hosts
}

fn image_hosts(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Vec<String> {
    let Some(table) = fields.table("images") else { return Vec::new() };
    let mut images = Fields::new(reading, "images.", table);
    let allowed = hosts(&mut images, "allow", reading);
    images.finish();
    allowed
}

fn schemes(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Vec<String> {
    let mut schemes = Vec::new();
    for (text, place) in fields.texts("link_schemes") {
        let scheme = text.trim_end_matches(':').to_ascii_lowercase();
        let has_form = scheme.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        if has_form && !DANGEROUS_SCHEMES.contains(&scheme.as_str()) {
            schemes.push(scheme);
        } else {
            let headline = format!("links of scheme `{text}` cannot be allowed");
            reading.wrong(headline, &place, "name a scheme such as `ftp` or `matrix`");
        }
    }
    schemes
}

/// `edit_url` with `{path}` in it, or a repository on a host whose form of it is known.
fn repository(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Option<Repository> {
    let repository = fields.text("repository");
    if let Some((edit_url, place)) = fields.text("edit_url") {
        if edit_url.starts_with("https://") && edit_url.contains("{path}") {
            return Some(Repository { edit_url });
        }
        let headline = "`edit_url` needs https:// and {path}".to_owned();
        let text = "as https://git.example.com/help/edit/main/{path}";
        reading.wrong(headline, &place, text);
        return None;
    }
    let (url, place) = repository?;
    let url = url.trim_end_matches('/').trim_end_matches(".git");
    if url.starts_with("https://github.com/") {
        return Some(Repository { edit_url: format!("{url}/edit/main/{{path}}") });
    }
    if url.starts_with("https://gitlab.com/") {
        return Some(Repository { edit_url: format!("{url}/-/edit/main/{{path}}") });
    }
    let headline = "how files of this repository are edited is not known".to_owned();
    reading.wrong(headline, &place, "set `edit_url` with {path} in it instead");
    None
}

fn extra(fields: &mut Fields<'_>) -> std::collections::BTreeMap<String, serde_json::Value> {
    let table = fields.table("extra").unwrap_or_default();
    match to_json(&Value::Table(table)) {
        serde_json::Value::Object(map) => map.into_iter().collect(),
        _ => std::collections::BTreeMap::new(),
    }
}
