//! The scripts of a theme → the script files of a site.
//!
//! A theme's scripts are small modules that import each other. In a site, every script that is asked
//! for by itself (the entry, and what is fetched later by `import()`) is one file, with all that
//! only it imports: one request instead of ten, and fewer bytes. What may surprise: modules are put
//! one after the other, not rewritten. They share one scope, so names at their top level must
//! differ. Imports and exports must be plain (`import { a, b } from "./x.js"`, `export function`); a
//! script with other forms, and one that two files import, stays a file of its own.

use std::collections::{BTreeMap, BTreeSet};

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::nesting;

/// The script every page loads.
pub(super) const ENTRY: &str = "entry.js";

/// A script, taken apart.
struct Script<'a> {
    /// What it imports by name, in order: from which script, and the names.
    imports: Vec<(String, Vec<String>)>,
    /// The scripts it fetches later.
    fetched: Vec<String>,
    /// Its text without the imports.
    code: String,
    /// Its text as it is.
    whole: &'a str,
    /// It has only forms that can be joined.
    is_plain: bool,
}

/// The files to write, by name. `scripts` are names with texts.
pub(super) fn joined(scripts: &[(&str, &str)]) -> Vec<(String, String)> {
    let scripts: BTreeMap<&str, Script<'_>> =
        scripts.iter().map(|&(name, text)| (name, read(text))).collect();
    let roots = roots(&scripts);
    roots.iter().map(|&root| (root.to_owned(), join(root, &roots, &scripts))).collect()
}

/// Takes a script apart.
fn read(whole: &str) -> Script<'_> {
    let mut script = Script {
        imports: Vec::new(),
        fetched: Vec::new(),
        code: String::with_capacity(whole.len()),
        whole,
        is_plain: true,
    };
    let mut lines = whole.lines();
    while let Some(line) = lines.next() {
        if !line.starts_with("import ") {
            script.is_plain &= export_is_plain(line);
            script.fetched.extend(fetched(line));
            script.code.push_str(line);
            script.code.push('\n');
            continue;
        }
        let mut statement = line.to_owned();
        while !statement.trim_end().ends_with(';') {
            let Some(next) = lines.next() else { break };
            statement.push(' ');
            statement.push_str(next.trim());
        }
        match import(&statement) {
            Some(import) => script.imports.push(import),
            None => script.is_plain = false,
        }
    }
    script
}

/// `import { a, b } from "./x.js";` → `x.js` and the names.
fn import(statement: &str) -> Option<(String, Vec<String>)> {
    let (names, from) = statement.strip_prefix("import {")?.split_once('}')?;
    let from = from.trim().strip_prefix("from \"./")?.strip_suffix("\";")?;
    let names: Vec<String> = names
        .split(',')
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let is_renamed = names.iter().any(|name| name.contains(' '));
    (!is_renamed).then(|| (from.to_owned(), names))
}

/// Whether a line can be joined: it exports nothing, or a declaration by its own name.
fn export_is_plain(line: &str) -> bool {
    let Some(declaration) = line.strip_prefix("export ") else { return true };
    let kinds = ["function ", "async function ", "class ", "const ", "let "];
    kinds.iter().any(|kind| declaration.starts_with(kind))
}

/// The scripts a line fetches by `import("./x.js")`; in a comment about types it follows a brace.
fn fetched(line: &str) -> impl Iterator<Item = String> + '_ {
    const CALL: &str = "import(\"./";
    line.match_indices(CALL).filter_map(|(at, _)| {
        let is_type = line.get(..at)?.ends_with('{');
        let (name, _) = line.get(at + CALL.len()..)?.split_once('"')?;
        (!is_type).then(|| name.to_owned())
    })
}

/// The scripts that are files of their own.
fn roots<'a>(scripts: &BTreeMap<&'a str, Script<'_>>) -> BTreeSet<&'a str> {
    let fetched = |name: &str| {
        scripts.values().any(|script| script.fetched.iter().any(|other| other == name))
    };
    let mut roots: BTreeSet<&str> = scripts
        .iter()
        .filter(|(name, script)| **name == ENTRY || fetched(name) || !script.is_plain)
        .map(|(&name, _)| name)
        .collect();
    loop {
        // One that no file has, or two have, is a file of its own; its imports are then its own too.
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        for root in &roots {
            for name in reached(root, &roots, scripts) {
                *owners.entry(name).or_default() += 1;
            }
        }
        let own = |name: &&str| !roots.contains(name) && owners.get(name) != Some(&1);
        let Some(&another) = scripts.keys().find(|name| own(name)) else { return roots };
        roots.insert(another);
    }
}

/// The scripts that go into the file of `root`, each after what it imports; without `root` itself.
fn reached<'a>(
    root: &str,
    roots: &BTreeSet<&'a str>,
    scripts: &BTreeMap<&'a str, Script<'_>>,
) -> Vec<&'a str> {
    fn visit<'a>(
        name: &str,
        roots: &BTreeSet<&'a str>,
        scripts: &BTreeMap<&'a str, Script<'_>>,
        begun: &mut BTreeSet<&'a str>,
        found: &mut Vec<&'a str>,
    ) {
        let Some(script) = scripts.get(name) else { return };
        for (from, _) in &script.imports {
            let Some((&from, _)) = scripts.get_key_value(from.as_str()) else { continue };
            if !roots.contains(from) && begun.insert(from) {
                visit(from, roots, scripts, begun, found);
                found.push(from);
            }
        }
    }
    let mut found = Vec::new();
    visit(root, roots, scripts, &mut BTreeSet::new(), &mut found);
    found
}

/// The text of one file.
fn join(root: &str, roots: &BTreeSet<&str>, scripts: &BTreeMap<&str, Script<'_>>) -> String {
    let Some(head) = scripts.get(root) else { return String::new() };
    if !head.is_plain {
        return head.whole.to_owned();
    }
    let within = reached(root, roots, scripts);
    let parts: Vec<&Script<'_>> = within.iter().filter_map(|name| scripts.get(name)).collect();
    // What stays outside is imported once, whoever of them needs it.
    let mut outside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, names) in parts.iter().copied().chain([head]).flat_map(|part| &part.imports) {
        if !within.contains(&from.as_str()) {
            outside.entry(from).or_default().extend(names.iter().map(String::as_str));
        }
    }
    let mut text = String::new();
    for (from, names) in outside {
        let names: Vec<&str> = names.into_iter().collect();
        text.push_str(&format!("import {{ {} }} from \"./{from}\";\n", names.join(", ")));
    }
    for part in parts {
        for line in part.code.lines() {
            text.push_str(line.strip_prefix("export ").unwrap_or(line));
            text.push('\n');
        }
    }
    text.push_str(&head.code);
    text
}

/// A script with short names and nothing that only people read. One that cannot be read stays as it
/// is: the browser will say what is wrong.
pub(super) fn minified(script: &str) -> Vec<u8> {
    let fits = nesting::too_deep(script).is_none();
    let minified = fits.then(|| nesting::with_room(|| without_names(script))).flatten();
    minified.unwrap_or_else(|| script.as_bytes().to_vec())
}

fn without_names(script: &str) -> Vec<u8> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, SourceType::mjs()).parse();
    if !parsed.errors.is_empty() {
        return script.as_bytes().to_vec();
    }
    let mut program = parsed.program;
    let mangle = Some(MangleOptions { top_level: true, ..MangleOptions::default() });
    let options = MinifierOptions { mangle, ..MinifierOptions::default() };
    let names = Minifier::new(options).minify(&allocator, &mut program);
    let written = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(names.scoping)
        .with_private_member_mappings(names.class_private_mappings)
        .build(&program);
    written.code.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_lose_their_comments_and_long_names_and_keep_their_exports() {
        let script = "/** Says hello. */\nimport { a } from \"./a.js\";\nconst longName = a();\n\
                      export function hello(name) { // twice\n  a(name + longName, longName); }\n";
        let minified = String::from_utf8(minified(script)).unwrap_or_default();
        for gone in ["/*", "//", "longName", "name", "\n"] {
            assert!(!minified.contains(gone), "{minified}");
        }
        for kept in ["./a.js", "hello", "export"] {
            assert!(minified.contains(kept), "{minified}");
        }
        assert_eq!(super::minified("export const = ;"), b"export const = ;");
    }

    fn names(scripts: &[(&str, &str)]) -> Vec<String> {
        joined(scripts).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn what_one_file_imports_is_in_it_after_what_it_needs() {
        let scripts = [
            ("entry.js", "const go = () => import(\"./box.js\");\n"),
            ("box.js", "import {\n  b,\n} from \"./b.js\";\nexport function start() { b(); }\n"),
            ("b.js", "import { c } from \"./c.js\";\nexport const b = () => c;\n"),
            ("c.js", "/** @type {import(\"./b.js\").X} */\nexport const c = 1;\n"),
        ];
        let files = joined(&scripts);
        let box_file = files.iter().find(|(name, _)| name == "box.js").map(|(_, text)| text);
        let wanted = "/** @type {import(\"./b.js\").X} */\nconst c = 1;\nconst b = () => c;\n\
                      export function start() { b(); }\n";
        assert_eq!(box_file.map(String::as_str), Some(wanted));
        assert_eq!(names(&scripts), ["box.js", "entry.js"]);
    }

    #[test]
    fn what_two_files_import_stays_a_file() {
        let scripts = [
            ("entry.js", "import(\"./one.js\"); import(\"./two.js\");\n"),
            ("one.js", "import { a } from \"./a.js\";\na();\n"),
            ("two.js", "import { a } from \"./a.js\";\na();\n"),
            ("a.js", "export const a = () => 1;\n"),
        ];
        assert_eq!(names(&scripts), ["a.js", "entry.js", "one.js", "two.js"]);
        let files = joined(&scripts);
        assert!(files.iter().any(|(_, text)| text.starts_with("import { a } from \"./a.js\";")));
    }

    #[test]
    fn other_forms_are_left_alone() {
        let odd = "import a from \"./a.js\";\nexport default a;\n";
        let scripts = [("entry.js", odd), ("a.js", "export { b as default };\n")];
        assert_eq!(
            joined(&scripts),
            [
                ("a.js".to_owned(), "export { b as default };\n".to_owned()),
                ("entry.js".to_owned(), odd.to_owned())
            ]
        );
    }
}
