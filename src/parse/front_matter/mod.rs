//! Front matter → [`FrontMatter`]: found, read as a tree with places, and taken over key by key.
//!
//! What we know is typed, what we do not know is said. [`keys`] is the whole knowledge: a table of
//! names and what each one does. A value that cannot be understood counts as absent with a
//! warning; where the key decides who sees the article it is an error, for guessing wrong would
//! publish what was to stay hidden.

mod date;
mod keys;
mod reader;
mod toml;
mod tree;
mod yaml;

use super::document::FrontMatter;
use super::problems::Problems;
use crate::text::problem::Problem;
use crate::text::span::Span;
use tree::{Scalar, Tree, Value};

/// Reads the front matter of `file` into a [`FrontMatter`]; gives the byte where the body begins.
pub(super) fn read(file: &str, problems: &mut Problems) -> (FrontMatter, usize) {
    let mut front = FrontMatter::default();
    let Some(block) = find(file, problems) else { return (front, 0) };
    let text = block.inside.of(file);
    let offset = block.inside.range().start;
    let read = match block.notation {
        Notation::Yaml => yaml::read(text, offset),
        Notation::Toml => toml::read(text, offset),
    };
    match read {
        Ok(Tree { value: Value::Map(entries), .. }) => {
            reader::read(entries, &mut front, problems);
        }
        Ok(Tree { value: Value::Empty, .. }) => {}
        Ok(Tree { value: Value::Scalar { kind: Scalar::Text, .. }, .. }) if block.is_spaced => {
            // A text between two thematic breaks.
            return (front, 0);
        }
        Ok(tree) => {
            problems.add(
                Problem::error("front-matter", "front matter is not a list of keys")
                    .at(problems.file, tree.span, format!("this is {}", tree.describe()))
                    .help("write one `key: value` a line between the two `---` lines"),
            );
        }
        Err(unreadable) => {
            problems.add(
                Problem::error("front-matter", "front matter cannot be read")
                    .at(problems.file, unreadable.span, unreadable.message)
                    .help(block.notation.help()),
            );
        }
    }
    (front, block.body)
}

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notation {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
}

impl Notation {
    /// What most often mends front matter that cannot be read.
    fn help(self) -> &'static str {
        match self {
            Self::Yaml => {
                "put a value with a colon, a `#` or a quote in it between quotes: \
                 `title: \"Error: no water\"`"
            }
            Self::Toml => "between `+++` lines values are TOML: `title = \"No water\"`",
        }
    }
}

/// Where the front matter of a file is.
struct Block {
    notation: Notation,
    /// Between the two fences.
    inside: Span,
    /// Where the text after it begins.
    body: usize,
    /// An empty line follows the opening fence: it may be a thematic break.
    is_spaced: bool,
}

/// Finds front matter: a `---` or `+++` line at the very start, and the same line after it (`...`
/// closes YAML too). A byte order mark before it does not matter.
fn find(file: &str, problems: &mut Problems) -> Option<Block> {
    let start = if file.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = lines(file, start);
    let (first, _, inside) = lines.next()?;
    let notation = match first {
        "---" => Notation::Yaml,
        "+++" => Notation::Toml,
        _ => return None,
    };
    for (line, begin, end) in lines {
        if line == first || (notation == Notation::Yaml && line == "...") {
            let text = file.get(inside..begin).unwrap_or("");
            let is_spaced = text.lines().next().is_some_and(|line| line.trim().is_empty());
            return Some(Block {
                notation,
                inside: Span::new(inside..begin),
                body: end,
                is_spaced,
            });
        }
    }
    let next = file.get(inside..).unwrap_or("").lines().next().unwrap_or("");
    let is_key = next.split_once([':', '=']).is_some_and(|(key, _)| {
        let key = key.trim_end();
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    });
    if is_key {
        problems.add(
            Problem::error("front-matter", "front matter is not closed")
                .at(problems.file, Span::new(start..start + 3), "opened here")
                .help(format!("write a line `{first}` after the last key")),
        );
        return Some(Block {
            notation,
            inside: Span::new(inside..inside),
            body: file.len(),
            is_spaced: false,
        });
    }
    None
}

/// The lines of `text` from byte `start`: without its end, where it begins, where the next begins.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (&str, usize, usize)> {
    let mut at = start;
    text.get(start..).unwrap_or("").split_inclusive('\n').map(move |line| {
        let begin = at;
        at += line.len();
        (line.trim_end(), begin, at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::document::{ArticleType, SearchWish};
    use crate::text::path::SourcePath;

    /// The front matter of `file`, the body, and for each problem its rule and place in words.
    fn parse(file: &str) -> (FrontMatter, &str, Vec<String>) {
        let source = SourcePath::new("a.md");
        let mut problems = Problems::new(&source);
        let (front, start) = read(file, &mut problems);
        let told = problems.into_found().into_iter().map(|problem| {
            let severity = if problem.is_error() { "error" } else { "warning" };
            let place = problem.labels.first().and_then(|label| label.span);
            let words = place.map_or("nowhere", |span| span.of(file));
            format!("{severity} {} at {words:?}", problem.rule)
        });
        (front, file.get(start..).unwrap_or(""), told.collect())
    }

    #[test]
    fn front_matter_is_found_at_the_very_start() {
        for (file, body) in [
            ("---\ntitle: A\n---\nb", "b"),
            ("\u{feff}---\r\ntitle: A\r\n---\r\nb", "b"),
            ("+++\ntitle = 'A'\n+++\nb", "b"),
            ("---\ntitle: A\n...\nb", "b"),
            ("---\n---\nb", "b"),
            ("---\n\ntext\n\n---\nb", "---\n\ntext\n\n---\nb"),
            ("---\ntext", "---\ntext"),
            ("b\n---\ntitle: A\n---\n", "b\n---\ntitle: A\n---\n"),
            ("+++Title\nb\n+++\n", "+++Title\nb\n+++\n"),
            ("", ""),
        ] {
            assert_eq!(parse(file).1, body, "{file:?}");
        }
    }

    #[test]
    fn both_notations_say_the_same() {
        let yaml = "---\ntitle: A\nweight: 3\ndraft: no\ndate: 2026-02-16\ntags: [x, y]\n\
                    extra:\n  n: 1\n---\n";
        let toml = "+++\ntitle = 'A'\nweight = 3\ndraft = false\ndate = 2026-02-16\n\
                    tags = ['x', 'y']\n[extra]\nn = 1\n+++\n";
        assert_eq!(parse(yaml).0, parse(toml).0);
        assert_eq!(parse(yaml).2, Vec::<String>::new());
        assert_eq!(parse(toml).2, Vec::<String>::new());
    }

    #[test]
    fn keys_of_other_generators_are_understood() {
        let (front, _, problems) = parse(
            "---\ntitle: 1.10\nlastmod: 2026-01-02\nurl: /x/\nsidebar_position: 2\n\
             sidebar_label: S\nredirect_from: /old\nexpiryDate: 2030-01-01\nROBOTS: NOINDEX, NoFollow\n\
             hide: yes\nexcluded_in_search: on\nid: 0012\npublished: false\ntype: how-to\n---\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(front.title.as_deref(), Some("1.10"));
        assert_eq!(front.permalink.as_ref().map(|one| one.text.as_str()), Some("/x/"));
        assert_eq!(front.menu_title.as_deref(), Some("S"));
        assert_eq!(front.weight, Some(2.0));
        assert_eq!(front.aliases.first().map(|alias| alias.text.as_str()), Some("/old"));
        assert_eq!(front.id.as_deref(), Some("0012"));
        assert_eq!(front.search, SearchWish::Never);
        assert_eq!(front.kind, Some(ArticleType::HowTo));
        assert!(front.updated.is_some() && front.expires.is_some());
        assert!(front.noindex && front.unlisted && front.draft);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let cases = [
            ("titel: A", "warning unknown-key at \"titel\""),
            ("owner: A", "warning unused-key at \"owner\""),
            ("type: docs", "warning wrong-value at \"docs\""),
            ("weight: heavy", "warning wrong-value at \"heavy\""),
            ("date: 08/13/2021", "warning wrong-value at \"08/13/2021\""),
            ("title: [a, b]", "warning wrong-value at \"[a, b\""),
            ("title: \"[!DNL A] b\"", "warning template-tag at \"\\\"[!DNL A] b\\\"\""),
            ("draft: maybe", "error visibility-value at \"maybe\""),
            ("draft:", "error visibility-value at \"\""),
            ("publish: soon", "error visibility-value at \"soon\""),
            ("expires: 2026-13-01", "error visibility-value at \"2026-13-01\""),
            ("staff: 1", "error visibility-value at \"1\""),
            ("hide: [toc]", "error visibility-value at \"[toc\""),
            ("robots: noindx", "error visibility-value at \"noindx\""),
            ("search: perhaps", "error visibility-value at \"perhaps\""),
            ("search: -1", "error visibility-value at \"-1\""),
            ("title: a: b", "error front-matter at \": b\""),
            ("title: \"a", "error front-matter at \"\""),
            ("title: A\ntitle: B", "error front-matter at \"title: B\""),
            ("- a\n- b", "error front-matter at \"- a\\n- b\""),
            ("just words", "error front-matter at \"just words\""),
            ("a: *b", "error front-matter at \"*b\""),
            ("a: {{{{{{{{{{{{{{{{{{{{b", "error front-matter at \"{b\""),
        ];
        let different: Vec<_> = cases
            .iter()
            .map(|&(lines, told)| (lines, parse(&format!("---\n{lines}\n---\nb")).2, told))
            .filter(|(_, problems, told)| problems != &[*told])
            .collect();
        assert!(different.is_empty(), "{different:#?}");
        assert_eq!(parse("+++\ntitle = A\n+++\n").2, ["error front-matter at \"A\""]);
        assert_eq!(parse("+++\na = 1\na = 2\n+++\n").2, ["error front-matter at \"a\""]);
        assert_eq!(parse("---\ntitle: A\n\nb").2, ["error front-matter at \"---\""]);
    }

    #[test]
    fn a_key_of_ours_wins_over_the_same_of_another() {
        let (front, _, problems) = parse("---\nurl: /b/\npermalink: /a/\n---\n");
        assert_eq!(front.permalink.as_ref().map(|one| one.text.as_str()), Some("/a/"));
        assert_eq!(problems, Vec::<String>::new());
    }

    #[test]
    fn bombs_end_in_a_problem() {
        let mut aliases = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..12 {
            let before = level - 1;
            aliases +=
                &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{before}"); 10].join(","));
        }
        let deep = format!("a: {}{}\n", "[".repeat(5000), "]".repeat(5000));
        let wide = "- x\n".repeat(100_000);
        for bomb in [aliases, deep, wide] {
            let (_, _, problems) = parse(&format!("---\n{bomb}---\nb"));
            assert_eq!(problems.len(), 1, "{}", &bomb[..20]);
            assert!(problems.iter().all(|problem| problem.starts_with("error front-matter")));
        }
    }
}
