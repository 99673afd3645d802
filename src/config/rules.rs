//! `[rules]`: how bad each rule is, everywhere and per folder; and the one place where that is
//! applied.

use std::collections::BTreeMap;

use super::Config;
use super::fields::{Field, Reading, Table, Value};
use crate::text::problem::{Problem, Severity};

/// `(folder, rule) -> severity`; `None` is off.
pub(super) type Rules = BTreeMap<(String, String), Option<Severity>>;

/// Reads the table: `rule = "off"` holds everywhere, `[rules."content/archive"]` below a folder.
pub(super) fn read(table: Table, reading: &Reading<'_>) -> Rules {
    let mut rules = Rules::new();
    for (key, (_, field)) in table {
        if let Value::Table(folder) = field.value {
            let name = key.trim_matches('/').to_owned();
            for (rule, (_, field)) in folder {
                one(&mut rules, &name, &rule, &field, reading);
            }
        } else {
            one(&mut rules, "", &key, &field, reading);
        }
    }
    rules
}

fn one(rules: &mut Rules, folder: &str, rule: &str, field: &Field, reading: &Reading<'_>) {
    let severity = match &field.value {
        Value::Text(text) if text == "error" => Some(Severity::Error),
        Value::Text(text) if text == "warning" => Some(Severity::Warning),
        Value::Text(text) if text == "off" => None,
        _ => {
            let headline = format!("rule `{rule}` is set to something unknown");
            let text = "`error`, `warning` or `off` is wanted here";
            reading.wrong("wrong-setting", headline, &field.place, text);
            return;
        }
    };
    rules.insert((folder.to_owned(), rule.replace('_', "-")), severity);
}

impl Config {
    /// The problems as this project judges them: those of rules that are off are gone, the others
    /// have the severity of the nearest folder that sets their rule; when the project is strict,
    /// warnings are errors.
    pub fn judge(&self, problems: Vec<Problem>) -> Vec<Problem> {
        problems.into_iter().filter_map(|problem| self.judged(problem)).collect()
    }

    fn judged(&self, mut problem: Problem) -> Option<Problem> {
        if !self.rules.is_empty() {
            let file = problem.labels.first().map_or("", |label| label.file.as_str());
            let mut folder = file;
            loop {
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
                let key = (folder.to_owned(), problem.rule.to_owned());
                if let Some(severity) = self.rules.get(&key) {
                    problem.severity = (*severity)?;
                    break;
                }
                if folder.is_empty() {
                    break;
                }
            }
        }
        if self.strict {
            problem.severity = Severity::Error;
        }
        Some(problem)
    }
}
