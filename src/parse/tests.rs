//! Whole documents: what goes in, what the tape says.

#![allow(clippy::unwrap_used)]

use super::outline::{is_balanced, outline};
use super::{Document, document};
use crate::text::path::SourcePath;
use crate::text::problem::Checked;

fn parse(text: &str) -> Checked<Document> {
    document(&SourcePath::new("a.md"), text.as_bytes())
}

#[test]
fn blocks() {
    for (markdown, expected) in [
        ("One\ntwo", "p(One ~ two)"),
        ("Hard  \nbreak", "p(Hard br break)"),
        ("*a* **b** ~~c~~ `d`", "p(em(a)   b(b)   del(c)   `d`)"),
        ("[a](b.md \"t\")", "p(a:b.md\"t\"(a))"),
        ("<a@b.it> <https://x.it/>", "p(a:mailto:a@b.it(a@b.it)   a:https://x.it/(https://x.it/))"),
        ("![A *b* [c](d)](e.png 'f')", "p(img:e.png[A b c \"f\"])"),
        ("![A](e.mp4)", "p(video:e.mp4[A])"),
        ("- a\n- b", "ul(li(a) li(b))"),
        ("1. a\n2. b", "steps1(step1(a) step2(b))"),
        ("1. a", "ol1(li(a))"),
        ("- 1. a\n  2. b", "ul(li(ol1(li(a) li(b))))"),
        ("- [x] a\n- [ ] b", "ul(li([x] a) li([ ] b))"),
        ("> a", "quote(p(a))"),
        ("> [!NOTE]\n> a", "note(p(a))"),
        (">[!tip]\n>a", "tip(p(a))"),
        ("```sh x=1\na\nb\n```", "code:sh\"a\\nb\\n\""),
        ("    a", "code:\"a\""),
        (
            "|a|b|c|\n|-|:-:|-:|\n|1|2|3|",
            "table(thead(tr(th(a) th:c(b) th:e(c))) tbody(tr(td(1) td:c(2) td:e(3))))",
        ),
        ("a\n: b\n: c", "dl(dt(a) dd(b) dd(c))"),
        ("---", "hr"),
        (
            "a[^x] b[^y] c[^x]\n\n[^y]: Y\n[^x]: X\n[^z]: Z",
            "p(a ^1  b ^2  c ^1) notes(note1(p(X)) note2(p(Y)))",
        ),
        ("a[^x]", "p(a[^x])"),
    ] {
        let body = parse(markdown).value.body;
        assert_eq!(outline(&body), expected, "{markdown}");
        assert!(is_balanced(&body), "{markdown}");
    }
}

#[test]
fn titles_and_headings() {
    for (markdown, title, expected) in [
        ("# T\n\na", Some("T"), "#t p(a)"),
        ("---\ntitle: T\n---\n# T!\n\na", Some("T"), "#t p(a)"),
        ("---\ntitle: T\n---\n# Other\n\n## A", Some("T"), "h2#other(Other) h3#a(A)"),
        ("---\ntitle: T\n---\n## A\n### B", Some("T"), "h2#a(A) h3#b(B)"),
        ("## A\n\nb\n\n## C", Some("A"), "#a p(b) h2#c(C)"),
        ("a\n\n## B", Some("B"), "p(a) h2#b(B)"),
        ("# T\n\n# A\n\n## A", Some("T"), "#t h2#a(A) h3#a-1(A)"),
        ("# T {#x}\n## A {#y .do}\n## X", Some("T"), "#x h2#y.do(A) h2#x-1(X)"),
        ("a", None, "p(a)"),
        (
            "# T\n## Step 1\n1. a\n2. b",
            Some("T"),
            "#t h2#step-1-1(Step 1) steps1(step1(a) step2(b))",
        ),
        (
            "# T\n## Do\na\n## See {.check}\nb",
            Some("T"),
            "#t h2#do(Do) p(a) check(h2#see.check(See) p(b))",
        ),
    ] {
        let document = parse(markdown).value;
        assert_eq!(document.title.as_deref(), title, "{markdown}");
        assert_eq!(outline(&document.body), expected, "{markdown}");
    }
}
