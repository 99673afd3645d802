//! `[rules]`: how bad each rule is, everywhere and per folder; and the one place where that is
//! applied. Which rules there are it is told (`text::rule::Registry`): the stages that declare most of
//! them stand above this one.

use std::collections::BTreeMap;

use super::Config;
use super::fields::{Field, Place, Reading, Table, UNKNOWN_SETTING, Value};
use crate::text::problem::Problem;
use crate::text::report::Report;
use crate::text::rule::{Level, Registry, Rule};

/// `(folder, rule) -> level`; `None` is off.
pub(super) type Rules = BTreeMap<(String, &'static Rule), Option<Level>>;

/// Reads the table: `rule = "off"` holds everywhere, `[rules."content/archive"]` below a folder.
pub(super) fn read(table: Table, known: &Registry, reading: &Reading<'_>) -> Rules {
    let mut rules = Rules::new();
    let mut set = |folder: &str, key: &str, place: &Place, field: &Field| {
        if let Some((rule, level)) = one(key, place, field, known, reading) {
            rules.insert((folder.to_owned(), rule), level);
        }
    };
    for (key, (place, field)) in table {
        if let Value::Table(of_folder) = field.value {
            let folder = key.trim_matches('/');
            for (key, (place, field)) in of_folder {
                set(folder, &key, &place, &field);
            }
        } else {
            set("", &key, &place, &field);
        }
    }
    rules
}

/// The rule that `key` names and the level it is set to.
fn one(
    key: &str,
    place: &Place,
    field: &Field,
    known: &Registry,
    reading: &Reading<'_>,
) -> Option<(&'static Rule, Option<Level>)> {
    // A variable has no dashes: `DOPO_RULES__DEAD_LINK`.
    let name = key.replace('_', "-");
    let Some(rule) = known.named(&name) else {
        let problem = Problem::of(&UNKNOWN_SETTING, format!("unknown rule `{key}`"));
        let problem = reading.at(problem, place, "there is no such rule");
        reading.report(match known.nearest(&name) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("the manual names every rule, in the page about problems"),
        });
        return None;
    };
    let level = match &field.value {
        Value::Text(text) if text == "off" => Some(None),
        Value::Text(text) => Level::named(text).map(Some),
        _ => None,
    };
    let Some(level) = level else {
        let headline = format!("rule `{rule}` is set to something unknown");
        let text = "`error`, `warning`, `advice` or `off` is wanted here";
        reading.wrong(headline, &field.place, text);
        return None;
    };
    if !rule.may_be(level) {
        let headline = format!("rule `{rule}` is always an error");
        let text = "something could be published that is to stay hidden, or vanish in silence";
        reading.wrong(headline, &field.place, text);
        return None;
    }
    Some((rule, level))
}

impl Config {
    /// The problems as this project judges them: those of rules that are off are gone, the others
    /// have the level of the nearest folder that sets their rule; when the project is strict,
    /// warnings are errors. Advice stays what it is.
    pub fn report(&self, problems: Vec<Problem>) -> Report {
        Report::new(problems.into_iter().filter_map(|problem| self.judged(problem)).collect())
    }

    fn judged(&self, mut problem: Problem) -> Option<Problem> {
        if !self.rules.is_empty() {
            let file = problem.labels.first().map_or("", |label| label.file.as_str());
            let mut folder = file;
            loop {
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
                if let Some(level) = self.rules.get(&(folder.to_owned(), problem.rule)) {
                    problem.level = (*level)?;
                    break;
                }
                if folder.is_empty() {
                    break;
                }
            }
        }
        if self.strict && problem.level == Level::Warning {
            problem.level = Level::Error;
        }
        Some(problem)
    }
}
