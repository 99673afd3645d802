//! What all pages of a locale share, rendered once.
//!
//! Templates see it as `parts.NAME`; each is the template `parts/NAME.html`, run with the frame
//! alone: nothing of the page is known there.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, Value};

use super::escape::push_attribute;
use super::safe;
use crate::pages::Frame;
use crate::text::locale::Direction;
use crate::text::problem::Problem;
use crate::theme::{Theme, content_security_policy};

/// The parts that depend on the frame alone.
const PARTS: [&str; 6] = ["assets", "brand", "menu", "search", "contact", "footer"];

/// Strings that travel with the search form, for the script: their keys begin so.
const SCRIPT_STRINGS: &str = "box_";

/// What every page's context begins with: `frame`, `t` (strings), `theme` (addresses of assets),
/// `spoken` (the `lang` attribute of interface words where they are in another language than the
/// page) and `parts`.
pub(super) fn context(frame: &Arc<Frame>, theme: &Theme) -> Result<Arc<Context>, Box<Problem>> {
    theme.shared(frame, || {
        let strings = theme.strings(&frame.lang, &frame.strings);
        let for_script: BTreeMap<&str, &str> = strings
            .iter()
            .filter_map(|(key, text)| Some((key.strip_prefix(SCRIPT_STRINGS)?, text.as_str())))
            .collect();
        let mut context = Context::new();
        context.insert("frame", frame.as_ref());
        context.insert("t", &strings);
        context.insert("theme", theme.addresses());
        context.insert_value("spoken", safe(&spoken(frame, theme)));
        context.insert("policy", &content_security_policy(&frame.image_hosts));
        context.insert("script_strings", &serde_json::to_string(&for_script).unwrap_or_default());
        let extra = serde_json::from_str(&frame.extra).unwrap_or(serde_json::Value::Null);
        context.insert("extra", &extra);
        let mut parts: BTreeMap<String, Value> = BTreeMap::new();
        for part in PARTS {
            let html = theme.render(&format!("parts/{part}.html"), &context)?;
            parts.insert(part.to_owned(), safe(&html));
        }
        context.insert_value("parts", Value::from(parts));
        Ok(context)
    })
}

/// ` lang="en" dir="ltr"` where the interface has no words in the language of the page.
fn spoken(frame: &Frame, theme: &Theme) -> String {
    let interface = theme.interface_locale(&frame.lang);
    if interface.language() == frame.lang.language() {
        return String::new();
    }
    let mut attributes = String::new();
    push_attribute(&mut attributes, "lang", interface.as_str());
    let direction = interface.direction();
    if direction != frame.dir {
        let is_rtl = direction == Direction::Rtl;
        push_attribute(&mut attributes, "dir", if is_rtl { "rtl" } else { "ltr" });
    }
    attributes
}

/// The strings of a context, for the renderer of bodies.
pub(super) struct Words<'a> {
    strings: Option<&'a tera::Map>,
    /// The attributes of an element that holds a string.
    pub(super) spoken: &'a str,
}

impl<'a> Words<'a> {
    pub(super) fn of(context: &'a Context) -> Self {
        Self {
            strings: context.get("t").and_then(Value::as_map),
            spoken: context.get("spoken").and_then(Value::as_str).unwrap_or(""),
        }
    }

    /// A string, or the empty text when a theme lacks it.
    pub(super) fn get(&self, key: &'static str) -> &'a str {
        let value = self.strings.and_then(|strings| strings.get(&key.into()));
        value.and_then(Value::as_str).unwrap_or("")
    }
}
