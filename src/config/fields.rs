//! TOML tables as configuration reads them: key by key, each value with its place.
//!
//! A reader asks a [`Fields`] for the keys it knows; what is left over at [`Fields::finish`] is
//! unknown and becomes an error with the nearest of the keys that were asked for. So there is no
//! list of keys beside the code that reads them. All problems of a file are found in one run.

use std::cell::RefCell;
use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use crate::source::{self, SourceTree};
use crate::text::lines::Lines;
use crate::text::path::SourcePath;
use crate::text::problem::{Label, Problem, locate, nearest};
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(super) static CONFIG_SYNTAX: Rule =
    Rule::error("config-syntax", "`dopo.toml` or a file in `data/` is no TOML, or not there");
pub(super) static UNKNOWN_SETTING: Rule =
    Rule::error("unknown-setting", "a key or a rule does not exist");
pub(super) static WRONG_SETTING: Rule =
    Rule::error("wrong-setting", "a value of the configuration cannot be used");

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Bytes of the file.
    File(Span),
    /// An environment variable or a flag, by name.
    Given(String),
}

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) place: Place,
    pub(super) value: Value,
}

/// What TOML and JSON have in common, as far as configuration uses it.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Flag(bool),
    /// A number or a date, as written.
    Bare(String),
    List(Vec<Field>),
    Table(Table),
}

/// A table: key → place of the key, and its value.
pub(super) type Table = BTreeMap<String, (Place, Field)>;

/// What most often mends a file that is no TOML.
const SYNTAX: &str = "write `key = \"text\"`, one a line, with texts in quotes";

/// One file being read: its name and text, and what was wrong in it so far.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    file: &'a SourcePath,
    text: Option<String>,
    problems: RefCell<Vec<Problem>>,
}

impl<'a> Reading<'a> {
    /// Begins to read `file`, which need not be there. What keeps it from being read is reported.
    pub(super) fn new(tree: &SourceTree, file: &'a SourcePath) -> Self {
        match source::text(tree, file) {
            Ok(text) => Self { file, text, problems: RefCell::default() },
            Err(problem) => Self { file, text: None, problems: RefCell::new(vec![problem]) },
        }
    }

    /// The text of the file; empty when there is none.
    pub(super) fn text(&self) -> &str {
        self.text.as_deref().unwrap_or("")
    }

    /// The table that the file is; `None` when there is no file that can be read. Errors of syntax
    /// are reported and what could be read is kept.
    pub(super) fn table(&self) -> Option<Table> {
        let (table, errors) = DeTable::parse_recoverable(self.text.as_deref()?);
        for error in errors {
            let headline = format!("`{}` is not valid TOML", self.file);
            let at = Span::new(error.span().unwrap_or(0..0));
            let what: Vec<&str> = error.message().lines().map(str::trim).collect();
            let problem = Problem::of(&CONFIG_SYNTAX, headline);
            self.report(problem.at(self.file, at, what.join(", ")).help(SYNTAX));
        }
        Some(from_toml(table.into_inner()))
    }

    pub(super) fn report(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// A wrong setting at `place`; `help` says what is wanted there.
    pub(super) fn wrong(&self, headline: String, place: &Place, help: &str) {
        self.report(self.at(Problem::of(&WRONG_SETTING, headline), place, "").help(help));
    }

    /// `problem` with `place` as its place.
    pub(super) fn at(&self, problem: Problem, place: &Place, text: &str) -> Problem {
        match place {
            Place::File(span) => problem.at(self.file, *span, text),
            Place::Given(name) => {
                let headline = format!("{} (from `{name}`)", problem.headline);
                Problem { headline, ..problem }.help(text).from_call()
            }
        }
    }

    /// A place in the file for a problem that a later stage may find.
    pub(super) fn label(&self, place: &Place, text: &str) -> Option<Label> {
        let Place::File(span) = *place else { return None };
        let (file, text, lines) = (self.file.clone(), text.to_owned(), Lines::new(self.text()));
        let position = Some(lines.position(span.start));
        Some(Label { file, span: Some(span), position, excerpt: lines.excerpt(span), text })
    }

    /// What was wrong, with the places people read.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        locate(&mut problems, |file| self.text.as_deref().filter(|_| file == self.file));
        problems
    }
}

/// A table being read key by key.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    reading: &'a Reading<'a>,
    /// What the keys of this table begin with in messages: `locales.it.`.
    prefix: String,
    rest: Table,
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(reading: &'a Reading<'a>, prefix: &str, table: Table) -> Self {
        Self { reading, prefix: prefix.to_owned(), rest: table, asked: Vec::new() }
    }

    pub(super) fn take(&mut self, key: &'static str) -> Option<Field> {
        self.asked.push(key);
        self.rest.remove(key).map(|(_, field)| field)
    }

    /// A string.
    pub(super) fn text(&mut self, key: &'static str) -> Option<(String, Place)> {
        let field = self.take(key)?;
        match field.value {
            Value::Text(text) => Some((text, field.place)),
            // A variable has no quotes: `DOPO_TITLE=2024` is a title.
            Value::Bare(text) if matches!(field.place, Place::Given(_)) => {
                Some((text, field.place))
            }
            _ => {
                self.wrong_type(key, &field.place, "a string");
                None
            }
        }
    }

    /// A string, without its place.
    pub(super) fn plain_text(&mut self, key: &'static str) -> Option<String> {
        self.text(key).map(|(text, _)| text)
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let field = self.take(key)?;
        if let Value::Flag(flag) = field.value {
            return Some(flag);
        }
        self.wrong_type(key, &field.place, "`true` or `false`");
        None
    }

    /// A list of strings; a single string is a list of one.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<(String, Place)> {
        let Some(field) = self.take(key) else { return Vec::new() };
        let items = match field.value {
            Value::Text(_) => vec![field],
            Value::List(items) => items,
            _ => {
                self.wrong_type(key, &field.place, "a list of strings");
                return Vec::new();
            }
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.value {
                Value::Text(text) => texts.push((text, item.place)),
                _ => self.wrong_type(key, &item.place, "a string"),
            }
        }
        texts
    }

    /// A table, with the place of its value.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Table> {
        let field = self.take(key)?;
        if let Value::Table(table) = field.value {
            return Some(table);
        }
        self.wrong_type(key, &field.place, "a table");
        None
    }

    /// A list of tables (`[[key]]`), each ready to be read.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<(Fields<'a>, Place)> {
        let Some(field) = self.take(key) else { return Vec::new() };
        let Value::List(items) = field.value else {
            self.wrong_type(key, &field.place, "a list of tables");
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(items.len());
        for item in items {
            match item.value {
                Value::Table(table) => {
                    let prefix = format!("{}{key}.", self.prefix);
                    tables.push((Fields::new(self.reading, &prefix, table), item.place));
                }
                _ => self.wrong_type(key, &item.place, "a table"),
            }
        }
        tables
    }

    pub(super) fn wrong_type(&self, key: &str, place: &Place, wanted: &str) {
        let headline = format!("`{}{key}` has a value of the wrong type", self.prefix);
        self.reading.wrong(headline, place, &format!("{wanted} is wanted here"));
    }

    /// Reports the keys nobody asked for.
    pub(super) fn finish(self) {
        for (key, (place, _)) in &self.rest {
            let headline = format!("unknown key `{}{key}`", self.prefix);
            let near = nearest(key, self.asked.iter().copied());
            let problem = Problem::of(&UNKNOWN_SETTING, headline);
            let mut problem = self.reading.at(problem, place, "not known here");
            problem.help = Some(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None if self.prefix.is_empty() => "free data goes below [extra]".to_owned(),
                None => format!("known here: {}", self.asked.join(", ")),
            });
            self.reading.report(problem);
        }
    }
}

fn from_toml(table: DeTable<'_>) -> Table {
    let entry = |(key, value): (toml::Spanned<std::borrow::Cow<'_, str>>, _)| {
        let place = Place::File(Span::new(key.span()));
        (key.into_inner().into_owned(), (place, field_of(value)))
    };
    table.into_iter().map(entry).collect()
}

fn field_of(value: toml::Spanned<DeValue<'_>>) -> Field {
    let place = Place::File(Span::new(value.span()));
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Integer(number) => Value::Bare(whole(&number)),
        DeValue::Float(number) => Value::Bare(number.as_str().to_owned()),
        DeValue::Datetime(when) => Value::Bare(when.to_string()),
        DeValue::Array(items) => Value::List(items.into_iter().map(field_of).collect()),
        DeValue::Table(table) => Value::Table(from_toml(table)),
    };
    Field { place, value }
}

/// A whole number in decimal, whatever base it was written in.
fn whole(number: &toml::de::DeInteger<'_>) -> String {
    i64::from_str_radix(number.as_str(), number.radix())
        .map_or_else(|_| number.as_str().to_owned(), |number| number.to_string())
}

/// A value given as text outside the file: JSON when it is JSON, else a string.
pub(super) fn from_given(name: &str, text: &str) -> Field {
    match serde_json::from_str(text) {
        Ok(json) => from_json(name, json),
        Err(_) => {
            Field { place: Place::Given(name.to_owned()), value: Value::Text(text.to_owned()) }
        }
    }
}

fn from_json(name: &str, json: serde_json::Value) -> Field {
    use serde_json::Value as Json;
    let value = match json {
        Json::Null => Value::Text(String::new()),
        Json::Bool(flag) => Value::Flag(flag),
        Json::Number(number) => Value::Bare(number.to_string()),
        Json::String(text) => Value::Text(text),
        Json::Array(items) => {
            Value::List(items.into_iter().map(|item| from_json(name, item)).collect())
        }
        Json::Object(table) => Value::Table(
            table
                .into_iter()
                .map(|(key, value)| (key, (Place::Given(name.to_owned()), from_json(name, value))))
                .collect(),
        ),
    };
    Field { place: Place::Given(name.to_owned()), value }
}

/// A value as JSON, for data that is passed on as it is.
pub(super) fn to_json(value: &Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Value::Text(text) => Json::String(text.clone()),
        Value::Flag(flag) => Json::Bool(*flag),
        Value::Bare(text) => {
            serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.clone()))
        }
        Value::List(items) => items.iter().map(|item| to_json(&item.value)).collect(),
        Value::Table(table) => {
            table.iter().map(|(key, (_, field))| (key.clone(), to_json(&field.value))).collect()
        }
    }
}
