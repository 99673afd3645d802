//! Front matter as a tree of values with their places: one type for YAML and TOML, so that the
//! table of keys reads both alike.

use crate::text::span::Span;

/// A value and where it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tree {
    pub(super) span: Span,
    pub(super) value: Value,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing after the colon, `null`, `~`.
    Empty,
    /// A text, number, date or truth value: what it was taken for, and the text as written (a
    /// title `1.10` must not become `1.1`).
    Scalar {
        text: String,
        kind: Scalar,
    },
    List(Vec<Tree>),
    Map(Vec<Entry>),
}

/// What a scalar was taken for by the notation it stands in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scalar {
    Text,
    Bool(bool),
    Number(f64),
    Date,
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) value: Tree,
}

/// Why front matter could not be read, and where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unreadable {
    pub(super) span: Span,
    pub(super) message: String,
}

impl Tree {
    /// What a writer would call this kind of value.
    pub(super) fn describe(&self) -> &'static str {
        match &self.value {
            Value::Empty => "nothing",
            Value::Scalar { kind: Scalar::Text, .. } => "a text",
            Value::Scalar { kind: Scalar::Bool(_), .. } => "yes or no",
            Value::Scalar { kind: Scalar::Number(_), .. } => "a number",
            Value::Scalar { kind: Scalar::Date, .. } => "a date",
            Value::List(_) => "a list",
            Value::Map(_) => "a group of keys",
        }
    }

    /// The value as free data.
    pub(super) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Empty => serde_json::Value::Null,
            Value::Scalar { kind: Scalar::Bool(value), .. } => (*value).into(),
            Value::Scalar { kind: Scalar::Number(number), text } => {
                text.parse::<i64>().map_or_else(|_| (*number).into(), Into::into)
            }
            Value::Scalar { text, .. } => text.as_str().into(),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Map(entries) => serde_json::Value::Object(
                entries.iter().map(|entry| (entry.key.clone(), entry.value.to_json())).collect(),
            ),
        }
    }
}
