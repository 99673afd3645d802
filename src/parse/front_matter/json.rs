//! JSON → [`Tree`]. JSON is YAML, so the YAML reader makes the tree with its places; what that one
//! does not bear (pairs of escapes for one character) is said by the place of the whole.

use super::tree::{Entry, Scalar, Tree, Unreadable, Value};
use super::yaml;
use crate::text::span::Span;

/// Reads `text`, which begins at byte `offset` of the file.
pub(super) fn read(text: &str, offset: usize) -> Result<Tree, Unreadable> {
    let whole = Span::new(0..text.len()).shifted(offset);
    let value: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| Unreadable { span: whole, message: error.to_string() })?;
    // No tab stands in a string of JSON, and YAML bears none before a key.
    Ok(yaml::read(&text.replace('\t', " "), offset).unwrap_or_else(|_| tree(value, whole)))
}

fn tree(value: serde_json::Value, span: Span) -> Tree {
    use serde_json::Value as Json;
    let scalar = |text: String, kind| Value::Scalar { text, kind };
    let value = match value {
        Json::Null => Value::Empty,
        Json::Bool(value) => scalar(value.to_string(), Scalar::Bool(value)),
        Json::Number(number) => {
            let value = number.as_f64().unwrap_or(f64::NAN);
            scalar(number.to_string(), Scalar::Number(value))
        }
        Json::String(text) => scalar(text, Scalar::Text),
        Json::Array(items) => Value::List(items.into_iter().map(|one| tree(one, span)).collect()),
        Json::Object(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| Entry { key, span, value: tree(value, span) })
                .collect(),
        ),
    };
    Tree { span, value }
}
