//! JSON-LD for search engines: a TechArticle for an article, a BreadcrumbList for the way to it.
//!
//! It stands in a script element, so no `<` may be in it; JSON lets every one be written `\u003c`.
//! Without a base URL there are no ids, and a breadcrumb, which is made of them, is left out.

use serde_json::{Value, json};

use super::dates;
use super::face::Face;
use super::plan::Plan;
use crate::site::ArticleId;

/// The documents for a page, ready for script elements.
pub(super) fn documents(face: &Face, plan: &Plan) -> Vec<String> {
    let is_home = face.breadcrumb.is_empty();
    if is_home || !face.indexed || face.stands_for.is_some() {
        return Vec::new();
    }
    let article = face.article.map(|id| tech_article(id, plan));
    article.into_iter().chain(breadcrumb(face, plan)).map(|value| for_script(&value)).collect()
}

fn tech_article(id: ArticleId, plan: &Plan) -> Value {
    let article = plan.site().article(id);
    let frame = &plan.locale(article.locale).frame;
    let zone = &plan.site().config.time_zone;
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": article.title,
        "inLanguage": frame.lang.as_str(),
        "publisher": { "@type": "Organization", "name": frame.site_title },
    });
    let mut set = |key: &str, text: Option<String>| {
        if let Some(text) = text {
            value[key] = Value::String(text);
        }
    };
    let whole = plan.links().whole(&article.address);
    set("@id", whole.clone());
    set("url", whole);
    set("description", article.description.clone());
    set("datePublished", article.date.map(|day| day.to_string()));
    set("dateModified", article.updated.map(|moment| dates::moment(moment, zone)));
    value
}

fn breadcrumb(face: &Face, plan: &Plan) -> Option<Value> {
    let here = plan.links().whole(&face.address)?;
    if face.title.is_empty() {
        return None;
    }
    let origin = plan.links().origin();
    let above = face.breadcrumb.iter();
    let above = above.map(|link| (link.title.as_str(), format!("{origin}{}", link.href)));
    let here = (face.title.as_str(), here);
    let items: Vec<Value> = above
        .chain(std::iter::once(here))
        .enumerate()
        .map(|(at, (name, item))| {
            json!({ "@type": "ListItem", "position": at + 1, "name": name, "item": item })
        })
        .collect();
    Some(json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": items,
    }))
}

/// JSON that cannot end the script element it stands in, nor open a comment in it.
fn for_script(value: &Value) -> String {
    let mut text = String::new();
    for letter in value.to_string().chars() {
        match letter {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            letter => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn no_text_ends_the_script_element() {
        let hostile = "</script><script>alert(1)</script><!-- & \u{2028}";
        let text = for_script(&json!({ "headline": hostile }));
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["headline"], hostile);
    }
}
