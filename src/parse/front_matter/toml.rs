//! TOML → [`Tree`].

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::tree::{Entry, Scalar, Tree, Unreadable, Value};
use crate::text::span::Span;

/// Reads `text`, which begins at byte `offset` of the file.
pub(super) fn read(text: &str, offset: usize) -> Result<Tree, Unreadable> {
    match DeTable::parse(text) {
        Ok(table) => {
            let span = Span::new(table.span()).shifted(offset);
            Ok(Tree { span, value: map(table.into_inner(), text, offset) })
        }
        Err(error) => Err(Unreadable {
            span: Span::new(error.span().unwrap_or(0..0)).shifted(offset),
            message: error.message().to_owned(),
        }),
    }
}

fn map(table: DeTable<'_>, text: &str, offset: usize) -> Value {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| Entry {
            span: Span::new(key.span()).shifted(offset),
            key: key.into_inner().into_owned(),
            value: tree(value, text, offset),
        })
        .collect();
    entries.sort_by_key(|entry| entry.span);
    Value::Map(entries)
}

fn tree(value: Spanned<DeValue<'_>>, text: &str, offset: usize) -> Tree {
    let range = value.span();
    let written = text.get(range.clone()).unwrap_or("").to_owned();
    let value = match value.into_inner() {
        DeValue::String(value) => Value::Scalar { text: value.into_owned(), kind: Scalar::Text },
        DeValue::Boolean(value) => Value::Scalar { text: written, kind: Scalar::Bool(value) },
        DeValue::Integer(number) => {
            let digits = i64::from_str_radix(number.as_str(), number.radix());
            let number = digits.map_or(f64::NAN, |number| number as f64);
            Value::Scalar { text: written, kind: Scalar::Number(number) }
        }
        DeValue::Float(number) => {
            let number = number.as_str().parse().unwrap_or(f64::NAN);
            Value::Scalar { text: written, kind: Scalar::Number(number) }
        }
        DeValue::Datetime(_) => Value::Scalar { text: written, kind: Scalar::Date },
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| tree(item, text, offset)).collect())
        }
        DeValue::Table(table) => map(table, text, offset),
    };
    Tree { span: Span::new(range).shifted(offset), value }
}
