//! What the terminal shows of reports made up for it.

use super::*;
use crate::text::path::SourcePath;
use crate::text::span::Span;

static RULE: Rule = Rule::warning("rule", "");
static GRAVE: Rule = Rule::error("rule", "");
static USEFUL: Rule = Rule::advice("rule", "");
static UNUSED: Rule = Rule::advice("unused", "");
static ZETA: Rule = Rule::error("zeta", "");

/// A problem at the first `words` of `text`, the content of `file`.
fn at(problem: Problem, file: &str, text: &str, words: &str, label: &str) -> Problem {
    let start = text.find(words).unwrap_or(0);
    let span = Span::new(start..start + words.len());
    problem.at(&SourcePath::new(file), span, label).located_in(text)
}

fn shown(problems: Vec<Problem>, detail: Detail) -> String {
    terminal(&Report::new(problems), detail, false)
}

fn warning(headline: &str) -> Problem {
    Problem::of(&RULE, headline)
}

#[test]
fn a_kind_is_told_once_with_its_first_place_and_the_next_few() {
    let text = "one two";
    let places = |count: usize| {
        let file = |nth| format!("{nth}.md");
        (0..count).map(|nth| at(warning("wrong"), &file(nth), text, "two", "here")).collect()
    };
    let excerpt = "warning[rule]: wrong\n --> 0.md:1:5\n  |\n1 | one two\n  |     ^^^ here\n";
    let further = "  1.md:1:5: here\n  2.md:1:5: here\n  3.md:1:5: here\n  4.md:1:5: here\n";
    let five = shown(places(5), Detail::FirstPlaces);
    assert_eq!(five, format!("{excerpt}{further}\n"));
    let eight = shown(places(8), Detail::FirstPlaces);
    assert_eq!(eight, format!("{excerpt}{further}  … and 3 more (--verbose shows them)\n\n"));
    let all = shown(places(8), Detail::All);
    assert_eq!(all.matches(":1:5").count(), 8, "{all}");
}

#[test]
fn errors_come_first_and_advice_last_as_one_line_a_kind() {
    let text = "owner: me\ncode: E1";
    let advice = |file, key| {
        let headline = format!("key `{key}` is not used yet");
        at(Problem::of(&UNUSED, headline), file, text, key, "").help("it may stay")
    };
    let problems = vec![
        advice("a.md", "owner"),
        advice("b.md", "owner"),
        advice("a.md", "code"),
        warning("a warning").help("mend it"),
        Problem::of(&ZETA, "an error").in_file(&SourcePath::new("c.md"), "as a whole"),
    ];
    assert_eq!(
        shown(problems.clone(), Detail::FirstPlaces),
        "error[zeta]: an error\n  c.md: as a whole\n\n\
         warning[rule]: a warning\n |\n = help: mend it\n\n\
         advice[unused]: key `code` is not used yet (1 place)\n\
         advice[unused]: key `owner` is not used yet (2 places)\n\n"
    );
    let all = shown(problems, Detail::All);
    assert!(all.contains(" --> a.md:1:1") && all.contains("\n  b.md:1:1\n"), "{all}");
}

#[test]
fn every_place_of_a_problem_is_shown_with_its_file() {
    let first = at(warning("two for one"), "a.md", "x\nslug: a", "slug", "this one");
    let problem = at(first, "b.md", "slug: a", "slug", "and this one");
    let problem = problem.in_file(&SourcePath::new("c.md"), "and all of this");
    assert_eq!(
        shown(vec![problem], Detail::FirstPlaces),
        "warning[rule]: two for one\n\
         \x20--> a.md:2:1\n  |\n2 | slug: a\n  | ^^^^ this one\n  |\n\
         \x20::: b.md:1:1\n  |\n1 | slug: a\n  | ---- and this one\n  |\n\
         \x20 = note: c.md: and all of this\n\n"
    );
}

/// Texts that do something on a terminal, or to a program that reads its lines.
const ACTING: [&str; 11] = [
    "x\n::error::X",
    "x\r::error::X",
    "\u{1b}[2J\u{1b}]0;title\u{7}",
    "\u{9b}31m",
    "\u{85}::error::X",
    "\u{2028}::error::X\u{2029}",
    "\u{202e}desrever\u{202c}\u{2066}\u{2069}",
    "\u{200f}\u{61c}\u{200e}\0\u{8}\u{7f}",
    "::error::X\n##[error]X",
    "a ##vso[task.setvariable]b",
    "##teamcity[x]",
];

#[test]
fn nothing_of_the_project_acts_on_the_terminal() {
    for acting in ACTING {
        let text = format!("before {acting} word {acting}");
        let everywhere = at(warning(acting), acting, &text, "word", acting);
        let everywhere = everywhere.in_file(&SourcePath::new(acting), acting);
        let everywhere = everywhere.note(acting).help(acting);
        let nowhere = Problem::of(&GRAVE, acting).in_file(&SourcePath::new(acting), acting);
        let advice = at(Problem::of(&USEFUL, acting), acting, &text, "word", acting);
        for detail in [Detail::FirstPlaces, Detail::All] {
            let problems = vec![everywhere.clone(), nowhere.clone(), advice.clone()];
            let shown = shown(problems, detail);
            let acts = |letter: char| {
                let is_seen = letter == '\n' || !letter.is_control();
                !is_seen || "\u{2028}\u{2029}\u{202e}\u{2066}\u{200f}\u{61c}".contains(letter)
            };
            assert!(!shown.contains(acts), "{acting:?}: {shown:?}");
            assert!(!["##[", "##vso[", "##teamcity["].iter().any(|one| shown.contains(one)));
            let is_command =
                |line: &str| line.trim().starts_with("::") && !line.starts_with(" ::: ");
            assert_eq!(shown.lines().find(|line| is_command(line)), None);
        }
    }
}

#[test]
fn text_of_any_script_is_shown_as_it_is() {
    let text = "# Il caffè 日本語 مرحبا नमस्ते";
    let shown = shown(vec![at(warning("caffè"), "è.md", text, "日本語", "नमस्ते")], Detail::All);
    for word in [text, "è.md:1:12", "[rule]: caffè", " नमस्ते\n"] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
}

#[test]
fn columns_are_those_of_the_file_whatever_the_excerpt_shows() {
    let long = format!("{} here {}", "è ".repeat(5000), "a ".repeat(5000));
    for (text, place) in [
        (long.as_str(), "a.md:1:10002"),
        ("\u{1b}\u{1b} here", "a.md:1:4"),
        ("\u{feff}x here", "a.md:1:3"),
        ("x\n\t日 here", "a.md:2:4"),
    ] {
        let shown = shown(vec![at(warning("w"), "a.md", text, "here", "")], Detail::FirstPlaces);
        let place = format!("--> {place}\n");
        assert!(shown.contains(&place) && shown.contains("^^^^"), "{shown}");
        assert!(shown.len() < 900, "{shown}");
    }
}

#[test]
fn kinds_places_sentences_and_the_whole_have_a_measure() {
    let many = |number: usize| (0..number).map(|nth| warning(&format!("kind {nth}"))).collect();
    let kinds = shown(many(500), Detail::FirstPlaces);
    assert!(kinds.ends_with("… and 480 more kinds of `rule`\n\n"), "{kinds}");
    assert_eq!(kinds.matches("warning[").count(), 20);
    assert!(shown(many(500), Detail::All).ends_with("… and 300 more kinds of `rule`\n\n"));

    let file = SourcePath::new("a.md");
    let place = |at: usize| warning("w").at(&file, Span::new(at..at), "");
    let places = shown((0..5000).map(place).collect(), Detail::All);
    assert!(places.ends_with("  … and 4000 more\n\n"), "{places}");

    let others = (0..50).fold(warning("w"), |all, nth| all.in_file(&file, format!("{nth}")));
    let others = shown(vec![others], Detail::All);
    assert!(others.contains("= note: and 44 more places\n"), "{others}");

    let endless = "word ".repeat(100_000);
    let long = Problem::of(&RULE, &endless).in_file(&SourcePath::new(&endless), &endless);
    assert!(shown(vec![long.note(&endless).help(&endless)], Detail::All).len() < 5000);
}

#[test]
fn what_does_not_fit_into_a_megabyte_is_counted() {
    let names: Vec<String> = (0..150).map(|nth| format!("{nth:03}{}", "x".repeat(350))).collect();
    let place = |headline, file: &String| {
        Problem::of(&RULE, headline).in_file(&SourcePath::new(file), "y".repeat(390))
    };
    let mut problems = Vec::new();
    for kind in &names {
        problems.extend(names.iter().map(|file| place(kind, file)));
    }
    let shown = shown(problems, Detail::All);
    assert!((1 << 20..(1 << 20) + 4096).contains(&shown.len()), "{}", shown.len());
    let told = shown.matches("warning[").count();
    assert!(shown.ends_with(&format!("… and {} more kinds\n\n", 150 - told)));
}
