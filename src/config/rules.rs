//! `[rules]`: how bad each rule is, everywhere and per folder; and the one place where that is
//! applied.

use std::collections::BTreeMap;

use super::Config;
use super::fields::{Field, Place, Reading, Table, Value};
use crate::text::problem::{Problem, Severity, nearest};
use crate::text::report::Report;

/// Every rule there is, in order of name: what `[rules]` may set. A test holds it against the code.
const RULES: [&str; 69] = [
    "accent",
    "address-collision",
    "article-too-large",
    "builtin-address",
    "cascade-target",
    "cleaned-address",
    "config-syntax",
    "cut-value",
    "dangling-reference",
    "dead-anchor",
    "dead-image",
    "dead-link",
    "empty-link",
    "file-too-large",
    "foreign-image",
    "front-matter",
    "future-date",
    "golden-query",
    "html-element",
    "lost-address",
    "metadata-line",
    "missing-base-url",
    "missing-contact",
    "moved-page",
    "no-articles",
    "no-picture",
    "not-utf-8",
    "outside-link",
    "picture-metadata",
    "picture-too-large",
    "redirect-loop",
    "secret-file",
    "shared-address",
    "staff-block",
    "stray-comment",
    "stray-container-end",
    "table-shape",
    "taken-alias",
    "template",
    "template-tag",
    "theme-strings",
    "too-deep",
    "too-many-files",
    "two-dates",
    "two-days",
    "unclosed-code",
    "unclosed-comment",
    "unclosed-container",
    "unknown-container",
    "unknown-key",
    "unknown-locale",
    "unknown-scheme",
    "unknown-setting",
    "unknown-string",
    "unknown-theme",
    "unportable-name",
    "unpublishable-file",
    "unreadable",
    "unreadable-markdown",
    "unreadable-name",
    "unrenderable-page",
    "unsafe-link",
    "unused-key",
    "unwritable-name",
    "visibility-key",
    "visibility-value",
    "wrong-case",
    "wrong-setting",
    "wrong-value",
];

/// Rules that stay errors: without them something would be published that its writer hides, or one
/// of two articles would vanish in silence.
const ALWAYS_ERRORS: [&str; 6] = [
    "address-collision",
    "builtin-address",
    "front-matter",
    "unwritable-name",
    "visibility-key",
    "visibility-value",
];

/// `(folder, rule) -> severity`; `None` is off.
pub(super) type Rules = BTreeMap<(String, String), Option<Severity>>;

/// Reads the table: `rule = "off"` holds everywhere, `[rules."content/archive"]` below a folder.
pub(super) fn read(table: Table, reading: &Reading<'_>) -> Rules {
    let mut rules = Rules::new();
    for (key, (place, field)) in table {
        if let Value::Table(folder) = field.value {
            let name = key.trim_matches('/').to_owned();
            for (rule, (place, field)) in folder {
                one(&mut rules, &name, &rule, &place, &field, reading);
            }
        } else {
            one(&mut rules, "", &key, &place, &field, reading);
        }
    }
    rules
}

fn one(
    rules: &mut Rules,
    folder: &str,
    key: &str,
    place: &Place,
    field: &Field,
    reading: &Reading<'_>,
) {
    // A variable has no dashes: `DOPO_RULES__DEAD_LINK`.
    let rule = key.replace('_', "-");
    if !RULES.contains(&rule.as_str()) {
        let problem = Problem::error("unknown-setting", format!("unknown rule `{key}`"));
        let problem = reading.at(problem, place, "there is no such rule");
        reading.report(match nearest(&rule, RULES) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("the manual names every rule, in the page about problems"),
        });
        return;
    }
    let severity = match &field.value {
        Value::Text(text) if text == "error" => Some(Severity::Error),
        Value::Text(text) if text == "warning" => Some(Severity::Warning),
        Value::Text(text) if text == "advice" => Some(Severity::Advice),
        Value::Text(text) if text == "off" => None,
        _ => {
            let headline = format!("rule `{rule}` is set to something unknown");
            let text = "`error`, `warning`, `advice` or `off` is wanted here";
            reading.wrong("wrong-setting", headline, &field.place, text);
            return;
        }
    };
    if severity != Some(Severity::Error) && ALWAYS_ERRORS.contains(&rule.as_str()) {
        let headline = format!("rule `{rule}` is always an error");
        let text = "something could be published that is to stay hidden, or vanish in silence";
        reading.wrong("wrong-setting", headline, &field.place, text);
        return;
    }
    rules.insert((folder.to_owned(), rule), severity);
}

impl Config {
    /// The problems as this project judges them: those of rules that are off are gone, the others
    /// have the severity of the nearest folder that sets their rule; when the project is strict,
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
        if self.strict && problem.severity == Severity::Warning {
            problem.severity = Severity::Error;
        }
        Some(problem)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]

    use std::collections::BTreeSet;
    use std::path::Path;

    use super::RULES;

    /// The rule names in `code`: the first argument of whatever makes a problem.
    fn rules_in(code: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for maker in
            ["Problem::error(", "Problem::warning(", "Problem::advice(", ".warning(", ".wrong("]
        {
            for (at, _) in code.match_indices(maker) {
                let argument = code[at + maker.len()..].trim_start();
                let name = argument.strip_prefix('"').and_then(|rest| rest.split('"').next());
                found.extend(name.map(str::to_owned));
            }
        }
        found
    }

    #[test]
    fn every_rule_of_the_program_is_known() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut used = BTreeSet::new();
        let mut all_code = String::new();
        for entry in walkdir::WalkDir::new(source) {
            let path = entry.unwrap().into_path();
            let is_test = path.components().any(|part| part.as_os_str() == "tests")
                || path.file_name().is_some_and(|name| name == "tests.rs");
            if path.extension().is_none_or(|ending| ending != "rs") || is_test {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            used.extend(rules_in(code));
            all_code.push_str(if path.ends_with("config/rules.rs") { "" } else { code });
        }
        let unknown: Vec<&String> =
            used.iter().filter(|rule| !RULES.contains(&rule.as_str())).collect();
        assert!(unknown.is_empty(), "add to RULES: {unknown:?}");
        let unused: Vec<&str> =
            RULES.into_iter().filter(|rule| !all_code.contains(&format!("\"{rule}\""))).collect();
        assert!(unused.is_empty(), "no such rule any more: {unused:?}");
        assert!(RULES.is_sorted());
    }
}
