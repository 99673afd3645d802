//! Which languages a project has: those it names, or those its files show.
//!
//! Without `[locales]` the default language is the one the texts are written in, and a file
//! `a.it.md` beside `a.md` is an Italian translation. Only two-letter languages count there:
//! `notes.old.md` is no translation into anything.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{Fields, Place, Reading, Table, Value};
use super::model::LocaleConfig;
use crate::source::SourceTree;
use crate::text::locale::{Locale, detect};
use crate::text::path::SourcePath;

/// Two-letter languages of ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// How many files are read to tell the language, and how much of each.
const SAMPLES: usize = 40;
const SAMPLE_LENGTH: usize = 6 * 1024;

/// What one `[locales.TAG]` says; titles are filled in later.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) tagline: Option<String>,
    pub(super) content: Option<String>,
    pub(super) strings: BTreeMap<String, String>,
}

/// Reads `[locales]`.
pub(super) fn read(table: Table, reading: &Reading<'_>) -> BTreeMap<Locale, Named> {
    let mut named = BTreeMap::new();
    for (tag, (place, field)) in table {
        let Some(locale) = parse(&tag, &place, reading) else { continue };
        let Value::Table(table) = field.value else {
            let headline = format!("`locales.{tag}` has a value of the wrong type");
            reading.wrong(headline, &field.place, "a table is wanted here");
            continue;
        };
        let mut fields = Fields::new(reading, &format!("locales.{tag}."), table);
        let one = Named {
            title: fields.plain_text("title"),
            description: fields.plain_text("description"),
            tagline: fields.plain_text("tagline"),
            content: super::load::folder(&mut fields, "content", reading),
            strings: strings(&mut fields, reading),
        };
        fields.finish();
        named.insert(locale, one);
    }
    named
}

/// A language tag, or an error at its place.
pub(super) fn parse(tag: &str, place: &Place, reading: &Reading<'_>) -> Option<Locale> {
    let locale = Locale::parse(tag);
    if locale.is_none() {
        let headline = format!("`{tag}` is no language tag");
        reading.wrong(headline, place, "a tag such as it or pt-BR is wanted");
    }
    locale
}

/// The locale that an entry of a data file names, else the default one. One that the site has not
/// is an error.
pub(super) fn of_entry(
    fields: &mut Fields<'_>,
    known: &[LocaleConfig],
    reading: &Reading<'_>,
) -> Option<Locale> {
    let Some((tag, place)) = fields.text("locale") else {
        return known.first().map(|default| default.locale.clone());
    };
    let locale = parse(&tag, &place, reading)?;
    if known.iter().all(|known| known.locale != locale) {
        let tags: Vec<&str> = known.iter().map(|known| known.locale.as_str()).collect();
        let headline = format!("the site has no locale `{tag}`");
        let text = format!("write one of its locales: {}", tags.join(", "));
        reading.wrong(headline, &place, &text);
        return None;
    }
    Some(locale)
}

fn strings(fields: &mut Fields<'_>, reading: &Reading<'_>) -> BTreeMap<String, String> {
    let mut strings = BTreeMap::new();
    for (key, (_, field)) in fields.table("strings").unwrap_or_default() {
        match field.value {
            Value::Text(text) => {
                strings.insert(key, text);
            }
            _ => {
                let headline = format!("string `{key}` is not a text");
                reading.wrong(headline, &field.place, "a string is wanted here");
            }
        }
    }
    strings
}

/// The locales with everything filled in, `default` first, the others in order of tag.
pub(super) fn complete(
    default: &Locale,
    mut named: BTreeMap<Locale, Named>,
    site: &Named,
    site_title: &str,
) -> Vec<LocaleConfig> {
    let own = named.remove(default).unwrap_or_default();
    let first = LocaleConfig {
        locale: default.clone(),
        title: own.title.unwrap_or_else(|| site_title.to_owned()),
        description: own.description.or_else(|| site.description.clone()),
        tagline: own.tagline.or_else(|| site.tagline.clone()),
        content: own.content,
        strings: own.strings,
    };
    let further = named.into_iter().map(|(locale, own)| LocaleConfig {
        locale,
        title: own.title.unwrap_or_else(|| site_title.to_owned()),
        description: own.description,
        tagline: own.tagline,
        content: own.content,
        strings: own.strings,
    });
    std::iter::once(first).chain(further).collect()
}

/// The name of a Markdown file without its ending; `None` for other files.
fn stem(path: &SourcePath) -> Option<&str> {
    let (stem, _) = path.as_str().rsplit_once('.')?;
    path.is_markdown().then_some(stem)
}

/// The translation that a stem names by its suffix: `a/b.it` is `a/b` in Italian. Only suffixes
/// that are a language by ISO 639-1 count.
pub fn suffixed(stem: &str) -> Option<(&str, Locale)> {
    let (base, tag) = stem.rsplit_once('.')?;
    let locale = Locale::parse(tag)?;
    let is_known = LANGUAGES.split(' ').any(|language| language == locale.language());
    (is_known && !base.is_empty() && !base.ends_with('/')).then_some((base, locale))
}

/// The languages that files below `content` show by a suffix beside the same name without one.
pub(super) fn shown_by_suffixes(tree: &SourceTree, content: &str) -> BTreeSet<Locale> {
    tree.below(content)
        .filter_map(|(path, _)| suffixed(stem(path)?))
        .filter(|(base, _)| tree.contains(&format!("{base}.md")))
        .map(|(_, locale)| locale)
        .collect()
}

/// The language most of the texts below `content` are written in.
pub(super) fn written_in(tree: &SourceTree, content: &str) -> Locale {
    let texts: Vec<&SourcePath> = tree
        .below(content)
        .map(|(path, _)| path)
        .filter(|path| stem(path).is_some_and(|stem| suffixed(stem).is_none()))
        .collect();
    let step = texts.len().div_ceil(SAMPLES).max(1);
    let mut sample = String::new();
    for path in texts.into_iter().step_by(step) {
        if let Ok(start) = tree.read_start(path, SAMPLE_LENGTH) {
            sample.push_str(&String::from_utf8_lossy(&start));
            sample.push('\n');
        }
    }
    detect(&sample)
}
