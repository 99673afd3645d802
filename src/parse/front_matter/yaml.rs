//! YAML → [`Tree`], within a budget: aliases, depth and size are bounded, so a bomb ends in an
//! error instead of a full memory.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Error, Location, MessageFormatter, Spanned, UserMessageFormatter};

use super::tree::{Entry, Scalar, Tree, Unreadable, Value};
use crate::text::span::Span;

/// Reads `text`, which begins at byte `offset` of the file.
pub(super) fn read(text: &str, offset: usize) -> Result<Tree, Unreadable> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: 16,
            max_nodes: 20_000,
            max_aliases: 100,
            max_anchors: 100,
        },
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Node>>(text, options) {
        Ok(node) => Ok(tree(node, text, offset)),
        Err(error) => Err(unreadable(&error, text, offset)),
    }
}

/// A YAML value before its places are translated.
enum Node {
    Empty,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Spanned<Node>>),
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Empty)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Empty)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = entries.next_key()? {
            map.push((key, entries.next_value()?));
        }
        Ok(Node::Map(map))
    }
}

fn tree(node: Spanned<Node>, text: &str, offset: usize) -> Tree {
    let span = span(node.referenced, text, offset);
    let written = || {
        let range = bytes(node.defined, text);
        text.get(range).unwrap_or("").trim().to_owned()
    };
    let value = match node.value {
        Node::Empty => Value::Empty,
        Node::Bool(value) => Value::Scalar { text: written(), kind: Scalar::Bool(value) },
        Node::Number(value) => Value::Scalar { text: written(), kind: Scalar::Number(value) },
        Node::Text(text) => Value::Scalar { text, kind: Scalar::Text },
        Node::List(items) => {
            Value::List(items.into_iter().map(|item| item_tree(item, text, offset)).collect())
        }
        Node::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| Entry {
                    span: self::span(key.referenced, text, offset),
                    key: key.value,
                    value: tree(value, text, offset),
                })
                .collect(),
        ),
    };
    // The parser gives the place where a list or a group begins.
    let last = match &value {
        Value::List(items) => items.last().map(|item| item.span.end),
        Value::Map(entries) => entries.last().map(|entry| entry.value.span.end),
        _ => None,
    };
    let end = last.map_or(span.end, |last| last.max(span.end));
    Tree { span: Span { end, ..span }, value }
}

/// An item of a list: there the word `null` is a word, as what a display shows.
fn item_tree(node: Spanned<Node>, text: &str, offset: usize) -> Tree {
    let item = tree(node, text, offset);
    let range = item.span.range();
    let written = text.get(range.start - offset..range.end - offset).unwrap_or("");
    match item.value {
        Value::Empty if written.eq_ignore_ascii_case("null") => {
            let value = Value::Scalar { text: written.to_owned(), kind: Scalar::Text };
            Tree { value, ..item }
        }
        _ => item,
    }
}

fn unreadable(error: &Error, text: &str, offset: usize) -> Unreadable {
    let message = match error {
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            format!("`{key}` is here a second time")
        }
        error => UserMessageFormatter.format_message(error).into_owned(),
    };
    // A syntax error is a point, by line and column: the rest of its line is shown.
    let start = error.location().map_or(0, |at| {
        let line = usize::try_from(at.line()).unwrap_or(1).saturating_sub(1);
        let column = usize::try_from(at.column()).unwrap_or(1).saturating_sub(1);
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let rest = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        start + rest.chars().take(column).map(char::len_utf8).sum::<usize>()
    });
    let rest = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let end = start + rest.trim_end().len();
    Unreadable { span: Span::new(start..end).shifted(offset), message }
}

/// Byte range of `location` in `text`; it never leaves the text.
fn bytes(location: Location, text: &str) -> std::ops::Range<usize> {
    let at = |offset: Option<u64>| offset.and_then(|offset| usize::try_from(offset).ok());
    let start = at(location.span().byte_offset()).unwrap_or(0).min(text.len());
    let length = at(location.span().byte_len()).unwrap_or(0);
    start..start.saturating_add(length).min(text.len())
}

fn span(location: Location, text: &str, offset: usize) -> Span {
    let range = bytes(location, text);
    let end = range.start + text.get(range.clone()).unwrap_or("").trim_end().len();
    Span::new(range.start..end).shifted(offset)
}
