//! JSON → [`Tree`]. JSON is YAML, so the YAML reader makes the tree with its places; what that one
//! does not bear (pairs of escapes for one character) is said by the place of the whole.

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::tree::{Entry, Scalar, Tree, Unreadable, Value};
use super::yaml;
use crate::text::span::Span;

/// Reads `text`, which begins at byte `offset` of the file.
pub(super) fn read(text: &str, offset: usize) -> Result<Tree, Unreadable> {
    let whole = Span::new(0..text.len()).shifted(offset);
    let unreadable = |error| unreadable(&error, text, offset);
    serde_json::from_str::<EachKeyOnce>(text).map_err(unreadable)?;
    let value: serde_json::Value = serde_json::from_str(text).map_err(unreadable)?;
    // No tab stands in a string of JSON, and YAML bears none before a key.
    Ok(yaml::read(&text.replace('\t', " "), offset).unwrap_or_else(|_| tree(value, whole)))
}

/// What `error` says of `text`, and the rest of the line from there on.
pub(super) fn unreadable(error: &serde_json::Error, text: &str, offset: usize) -> Unreadable {
    let line: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = text.get(line..).unwrap_or("");
    let column = at.len().min(error.column().saturating_sub(1));
    let end = at.find('\n').unwrap_or(at.len()).max(column);
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or("").to_owned();
    Unreadable { span: Span::new(line + column..line + end).shifted(offset), message }
}

/// JSON in which no group has a key twice. Readers take the last of two: nobody knows which one was
/// meant, and one of them may hide.
struct EachKeyOnce;

impl<'de> Deserialize<'de> for EachKeyOnce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for EachKeyOnce {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        let mut seen = HashSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            if let Some(key) = seen.replace(key) {
                return Err(A::Error::custom(format_args!("`{key}` is here a second time")));
            }
            entries.next_value::<Self>()?;
        }
        Ok(self)
    }
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
