//! Whole documents: what goes in, what the tape says.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use super::outline::{is_balanced, outline};
use super::{Document, document};
use crate::text::path::SourcePath;
use crate::text::problem::Checked;

fn parse(text: &str) -> Checked<Document> {
    document(&SourcePath::new("a.md"), text)
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
        ("1. a\n\nb\n\n2. c", "steps1(step1(a)) p(b) steps2(step2(c))"),
        ("1. a\n\nb\n\n3. c", "ol1(li(a)) p(b) ol3(li(c))"),
        ("> 1. a\n> 2. b", "quote(ol1(li(a) li(b)))"),
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
        (
            "---\ntitle: T\n---\n#### A\n## B\n#### C\n### D",
            Some("T"),
            "h2#a(A) h2#b(B) h3#c(C) h3#d(D)",
        ),
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

#[test]
fn headings_keep_their_braces() {
    let cases = [
        ("## GET /users/{id}", "h2#get-usersid(GET /users/{id})"),
        ("## Set {1, 2, 3}", "h2#set-1-2-3(Set {1, 2, 3})"),
        ("## The `{#x}` syntax", "h2#the-x-syntax(The  `{#x}`  syntax)"),
        ("## Write `{#x}`", "h2#write-x(Write  `{#x}`)"),
        ("## More {...}", "h2#more-(More {...})"),
        ("## Solve {x=1}", "h2#solve-x1(Solve {x=1})"),
        ("## Hello \\{#x}", "h2#hello-x(Hello {#x})"),
        ("## Set {*a*}", "h2#set-a(Set { em(a) })"),
        ("## {id}", "h2#id({id})"),
        ("Set {1}\n---", "h2#set-1(Set {1})"),
        ("> ## Set {1}", "quote(h2#set-1(Set {1}))"),
        ("## A {#my-id .do key=val}", "h2#my-id.do(A)"),
        ("## A {: #my-id .do}", "h2#my-id.do(A)"),
        ("## A {: #my-id }", "h2#my-id(A)"),
        ("## A {#_x_}", "h2#_x_(A)"),
        ("## A{#x} ##", "h2#x(A)"),
        ("## A {b} {#x}", "h2#x(A {b})"),
        ("## *A* {#x title=\"*B* c\"}", "h2#x(em(A))"),
        ("## *A {#b*}", "h2#b*(em(A))"),
        ("A {#x}\n===", "h2#x(A)"),
        ("## {#x}", "h2#x()"),
        ("## `A`{#x}", "h2#x(`A`)"),
        ("## f(x){a=1, b=2}", "h2#fxa1-b2(f(x){a=1, b=2})"),
    ];
    compare(&cases);
    for (markdown, _) in cases {
        assert_eq!(rules(markdown), [""; 0], "{markdown}");
    }
}

/// What the page has for itself stays with the page; the writer's place keeps its name for links.
#[test]
fn ids_of_the_page_stay_with_the_page() {
    for (markdown, anchors) in [
        ("## Contact", "contact=contact-1"),
        ("## Contact\n## Contact", "contact=contact-1 contact-1=contact-2"),
        ("## Contact\n## Other {#contact-1}", "contact=contact-2 contact-1"),
        ("## A {#contact}\n## B {#contact-1}", "contact=contact-2 contact-1"),
        ("## A {#Main}", "Main=Main-1"),
        ("<a id=\"main\"></a>\n\nx", "main=main-1"),
        ("<div id=\"q\">\n\nx\n\n</div>", "q=q-1"),
        ("<a name=\"contact\"></a>\n\n## Contact", "contact=contact-1"),
        ("## Search option 4", "search-option-4=search-option-4-1"),
        ("## Step 2\n\n1. a\n2. b", "step-2=step-2-1 step-1 step-2"),
        ("## Step 3\n\n1. a\n2. b", "step-3 step-1 step-2"),
        ("## Note 1\n\na[^n]\n\n[^n]: b", "note-1=note-1-1"),
        ("## Mark 1\n\na[^n] b[^n]\n\n[^n]: c", "mark-1=mark-1-3"),
        ("## Note 1", "note-1"),
        ("## Fn 1\n\na[^n]\n\n[^n]: b", "fn-1"),
        (":::tabs\n:::tab A\n## Tab 1 1\n:::\n:::", "tab-1-1=tab-1-1-1"),
        ("## Tab 1 1", "tab-1-1"),
        ("## Codes", "codes"),
        ("## Top", "top"),
    ] {
        let document = parse(&format!("---\ntitle: T\n---\n{markdown}")).value;
        let found: Vec<String> = document
            .anchors
            .iter()
            .map(|anchor| match &anchor.name {
                Some(name) => format!("{name}={}", anchor.id),
                None => anchor.id.clone(),
            })
            .collect();
        assert_eq!(found.join(" "), anchors, "{markdown}");
        let on_tape = outline(&document.body);
        for anchor in &document.anchors {
            let is_step = anchor.id.starts_with("step-");
            assert!(is_step || on_tape.contains(&format!("#{}", anchor.id)), "{markdown}");
        }
    }
}

#[test]
fn a_table_whose_shape_is_lost_is_told() {
    for (markdown, told) in [
        ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", 0),
        ("<table><tr><td>a<table><tr><td>b</table></table>", 1),
        ("<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>", 1),
        ("<table><tr><td>\n\n|a|\n|-|\n|b|\n\n</td></tr></table>", 1),
        ("| a | b |\n| - | - |\n| -40 °C | 1|2", 1),
        ("| a | b |\n| - | - |\n| `a || b` | runs b |", 1),
        ("> a | b\n> - | -\n> 1 | 2 | 3 |\n> 4 | 5\n> 6 | 7 | | 8", 2),
        ("- | a |\n  | - |\n  | b | c |", 1),
        ("| a | b |\n| - | - |\n| 1 | 2 | | |\n| 3\n| 4 \\| 5 | `6 \\| 7` |\n", 0),
        ("| a |\n| - |\n| b | <!-- c -->\n", 0),
        ("```\n| a |\n| - |\n| b | c |\n```", 0),
    ] {
        let found = parse(markdown).problems;
        let places = found.iter().filter(|problem| problem.rule.name == "table-shape");
        assert_eq!(places.count(), told, "{markdown}");
        assert_eq!(found.len(), told, "{markdown}: {found:?}");
    }
}

/// The tape of `markdown` under a title, so that no heading becomes the title.
fn tape(markdown: &str) -> String {
    let document = parse(&format!("---\ntitle: T\n---\n{markdown}")).value;
    assert!(is_balanced(&document.body), "{markdown}");
    outline(&document.body)
}

/// Compares all cases, to show every difference in one run.
fn compare(cases: &[(&str, &str)]) {
    let different: Vec<String> = cases
        .iter()
        .map(|&(markdown, expected)| (markdown, tape(markdown), expected))
        .filter(|(_, tape, expected)| tape != expected)
        .map(|(markdown, tape, expected)| {
            format!("{markdown}\n  is     {tape}\n  not    {expected}")
        })
        .collect();
    assert!(different.is_empty(), "\n{}", different.join("\n"));
}

fn rules(markdown: &str) -> Vec<&'static str> {
    parse(markdown).problems.iter().map(|problem| problem.rule.name).collect()
}

#[test]
fn containers() {
    let cases = [
        (":::warning Hot water\nMind **it**.\n:::", "warning\"hot water\"(p(Mind  b(it) .))"),
        ("::: tip\na\n:::\nb", "tip(p(a)) p(b)"),
        ("a\n:::note\nb\n:::\nc", "p(a) note(p(b)) p(c)"),
        (":::note[My title]\na\n:::", "note\"my title\"(p(a))"),
        (":::{note} My title\na\n:::", "note\"my title\"(p(a))"),
        ("::: details Click me {open}\na\n:::", "details-open\"Click me\"(p(a))"),
        (
            "::::tabs\n:::tab One\na\n:::\n:::tab Two\nb\n:::\n::::",
            "tabs(tab\"One\"(p(a)) tab\"Two\"(p(b)))",
        ),
        (
            ":::tabs\n:::tab One\na\n:::\n:::tab Two\nb\n:::\n:::\nc",
            "tabs(tab\"One\"(p(a)) tab\"Two\"(p(b))) p(c)",
        ),
        (
            "::: only models=k200,k300\n1. a\n2. b\n:::\n\n1. c\n2. d",
            "only:k200+k300(steps1(step1(a) step2(b))) steps1(step3(c) step4(d))",
        ),
        (":::only models=\"k200 k300\"\na\n:::", "only:k200+k300(p(a))"),
        (":::steps\n- a\n:::", "steps1(step1(a))"),
        (":::check\na\n:::", "check(p(a))"),
        (":::frobnicate\na\n:::", "p(a)"),
        ("a\n\n:::staff\nsecret\n\n- b\n:::\n\nc", "p(a) p(c)"),
        ("a\n\n:::STAFF\nsecret", "p(a)"),
        ("::::note\na\n:::staff\nsecret\n::::\nb", "note(p(a)) p(b)"),
        ("+++T\n\n:::staff\n+++\nsecret\n:::\n\nb\n\n+++", "details\"T\"(p(b))"),
        ("> :::note\n> a\n> :::", "quote(note(p(a)))"),
        ("1. a\n\n   :::note\n   b\n   :::\n2. c", "steps1(step1(p(a) note(p(b))) step2(p(c)))"),
        ("- a\n  :::note\n  b\n\n:::\nc", "ul(li(a note(b))) p(c)"),
        (":::note\n- a\n  :::\n- b\n\nc", "note(ul(li(a) li(b))) p(c)"),
        ("```\n:::note\n```", "code:\":::note\\n\""),
        ("a\n:::\nb", "p(a) p(b)"),
        ("+++<b>For me</b>\na\n+++\nb", "details\"For me\"(p(a)) p(b)"),
        ("> [!INFO]\n> a", "info(p(a))"),
        ("> [!NOTE] a\n> b", "note(p(a ~ b))"),
        ("- > [!danger] a", "ul(li(quote(p(a))))"),
        (":::image source=\"a.png\" alt-text=\"A b\":::", "p(img:a.png[A b])"),
    ];
    compare(&cases);
    for (markdown, rule) in [
        (":::frobnicate\na\n:::", "unknown-container"),
        (":::note\na", "unclosed-container"),
        ("a\n:::", "stray-container-end"),
        ("+++A\na\n+++", "template-tag"),
    ] {
        assert_eq!(rules(markdown), [rule], "{markdown}");
    }
}

#[test]
fn template_tags() {
    let cases = [
        ("a {% include b.md %} c", "p(a  c)"),
        ("[a]({{ site.baseurl }}/b/)", "p(a:/b/(a))"),
        ("[a]({{site.baseurl}})", "p(a:/(a))"),
        ("![a]({{ '/b.png' | relative_url }})", "p(img:/b.png[a])"),
        ("[a]({% link b.md %})", "p(a:b.md(a))"),
        ("[a]({{< ref \"b.md\" >}})", "p(a:b.md(a))"),
        ("a {{ page.title }}b {{your-id}}", "p(a b your-id)"),
        ("`{{ a }}` {% raw %}", "p(`{{ a }}`)"),
        ("a {% comment %} b {% endcomment %}c", "p(a c)"),
        ("[!DNL Adobe] [!UICONTROL Save > As]", "p(Adobe Save > As)"),
        ("[[!DNL Adobe] site](a.md)", "p(a:a.md(Adobe site))"),
        ("> [!VIDEO https://www.youtube.com/embed/a1]", "embed:https://www.youtube.com/watch?v=a1"),
        ("{{< youtube a1 >}}", "embed:https://www.youtube.com/watch?v=a1"),
        ("[a](b){:target=\"\\_blank\"}{:rel=\"x\"} c", "p(a:b(a)  c)"),
        ("[a](b){.link-chevron-right}", "p(a:b(a))"),
        ("![a](b.png){width=\"500\"} c", "p(img:b.png[a w500]  c)"),
        ("![a](b.png){width=\"100%\"}", "p(img:b.png[a])"),
        ("a {braces} {x}", "p(a {braces} {x})"),
        ("## A {#b}\n\nc", "h2#b(A) p(c)"),
        ("import X from '../x'\n\na", "p(a)"),
        ("a {/* b */}c", "p(a c)"),
        ("\\{{ a }}", "p({{ a }})"),
    ];
    compare(&cases);
    let title = "---\ntitle: '[!DNL Adobe] login'\n---\n# [!DNL Adobe] login\n\na";
    let document = parse(title).value;
    assert_eq!(document.title.as_deref(), Some("Adobe login"));
    assert_eq!(outline(&document.body), "#adobe-login p(a)");
}

#[test]
fn raw_html() {
    let cases = [
        ("<p>a <b>b</b>\n c</p>", "p(a  b(b)  c)"),
        ("a<br>b <kbd>C</kbd>", "p(a br b  kbd(C))"),
        ("<h2 id=\"x\">A</h2>\n<p>b</p>", "h2#x(A) p(b)"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "ul(li(a) li(b))"),
        ("<ol start=3><li>a<li>b</ol>", "steps3(step1(a) step2(b))"),
        (
            "<table><tr><th>a</th></tr><tr><td align=right>b</td></tr></table>",
            "table(thead(tr(th(a))) tbody(tr(td:e(b))))",
        ),
        (
            "<table><caption>C</caption><tr><th rowspan=2>M<th colspan=2>P<tr><th>a<th>b<tr><td>c<td>1<td>9",
            "table(<caption>(C) thead(tr(th:2x1(M) th:1x2(P)) tr(th(a) th(b))) tbody(tr(td(c) td(1) td(9))))",
        ),
        (
            "<table><thead><tr><th rowspan=99999999>M</thead><tbody><tr><th scope=row>a<td>b",
            "table(thead(tr(th(M))) tbody(tr(rowth(a) td(b))))",
        ),
        (
            "<table><thead><tr><th>a<tfoot><tr><td>sum<tbody><tr><td>b</table>c",
            "table(thead(tr(th(a))) tbody(tr(td(b))) tbody(tr(td(sum)))) p(c)",
        ),
        (
            "<table><tfoot><tr><th>sum<tbody><tr><td>b</table>",
            "table(tbody(tr(td(b))) tbody(tr(th(sum))))",
        ),
        // A head made of the first row would cut its cell off.
        (
            "<table><tr><th rowspan=2>M<th>a<tr><td>1<tr><th>b<td>2",
            "table(tbody(tr(th:2x1(M) th(a)) tr(td(1)) tr(rowth(b) td(2))))",
        ),
        (
            "<table><tr><td><th scope=col>a<tr><th>b<td rowspan=0>c<tr><th>d",
            "table(tbody(tr(td() th(a)) tr(rowth(b) td:2x1(c)) tr(th(d))))",
        ),
        (
            "<table><colgroup><col><col></colgroup><tr><th>a<th>b<tbody><tr><td colspan=2><ul><li>c</ul>d<br>e",
            "table(thead(tr(th(a) th(b))) tbody(tr(td:1x2(ul(li(c)) d br e))))",
        ),
        (
            "<details>\n<summary>S <i>s</i></summary>\n\n- a\n- **b**\n\n</details>\n\nc",
            "details\"S s\"(ul(li(a) li(b(b)))) p(c)",
        ),
        ("<div class=\"x\">\n\n# A\n\n</div>", "<div>(h2#a(A))"),
        ("<a id=\"x\"></a>\n\n## A", "#x h2#a(A)"),
        ("<a id=\"a\"></a>\n\n## A\n\n<a id=\"a\"></a>", "h2#a(A)"),
        ("a</br>b", "p(a br b)"),
        ("# <a name=\"y\"></a>T\n\na", "#t #y p(a)"),
        ("<a id=x>text", "p(#x text)"),
        ("<img src=a.png alt=A width=30>", "p(img:a.png[A w30])"),
        (
            "<iframe src=\"https://www.youtube.com/embed/a1\">x</iframe>",
            "embed:https://www.youtube.com/watch?v=a1",
        ),
        ("<video controls><source src=a.webm><source src=a.mp4></video>", "p(video:a.webm[])"),
        ("a <iframe src=\"https://b.it\"></iframe> c", "p(a) embed:https://b.it p(c)"),
        ("<video src=a.mp4>No video here.</video>\n\nb", "p(video:a.mp4[]) p(b)"),
        ("- a\n\n  <img src=b>\n- c<br>", "ul(li(p(a) p(img:b[])) li(p(c br)))"),
        ("- a\n- b<br>", "ul(li(a) li(b br))"),
        ("a <!-- b --> c", "p(a c)"),
        ("<script>alert(1)</script>a", "p(a)"),
        ("a <script>b</script> c", "p(a c)"),
        ("a <style>b</style>", "p(a)"),
        ("<svg><path d=1><text>x</text></svg>\n\na", "p(a)"),
        ("use <project-id> here", "p(use <project-id> here)"),
        ("<Tabs>\n\na\n\n</Tabs>", "p(a)"),
        ("<pre><code class=\"language-sh\">a\n  b</code></pre>", "code:sh\"a\\n  b\""),
        ("<code>a <a href=b>c</a></code>", "p(`a ` a:b(`c`))"),
        ("</div>a</p>", "p(a)"),
        ("<div><b>a\n\nb", "<div>(b(a p(b)))"),
        ("- <div>\n- a", "ul(li() li(a))"),
        ("|a|\n|-|\n|b<br>c|", "table(thead(tr(th(a))) tbody(tr(td(b br c))))"),
        ("<a href=\"x\"></a>a", "p(a)"),
        ("<div><a href=x></a> <img src=y> <span>Z</span></div>", "<div>(p(a:x(img:y[]  Z)))"),
        ("<div><a href=x></a><p>a</p></div>", "<div>(p(a))"),
        ("H<sub>2</sub>O", "p(H <sub>(2) O)"),
        ("<dl><dt>a<dd>b</dl>", "dl(dt(a) dd(b))"),
        ("<div>a</div>\n<div>b</div>", "<div>(p(a)) <div>(p(b))"),
        (":::note\n<p>a</p>\n:::", "note(p(a))"),
        ("`<b>` <i>`<c>`</i>", "p(`<b>`   em(`<c>`))"),
        ("a[^1]<br>\n\n[^1]: <b>n</b>", "p(a ^1 br) notes(note1(p(b(n))))"),
    ];
    compare(&cases);
}

#[test]
fn dangerous_html() {
    for markdown in [
        "<a href=\"javascript:alert(1)\">a</a>",
        "<a href=\"java&#115;cript:alert(1)\">a</a>",
        "<a href=\" jav\tascript:alert(1)\">a</a>",
        "[a](javascript:alert(1))",
        "[a](JAVA&#83;CRIPT:alert(1))",
        "[a](<java\tscript:alert(1)>)",
        "<javascript:alert(1)>",
        "[a][b]\n\n[b]: javascript:alert(1)",
        "<p onclick=alert(1) style=x>a</p>",
        "<img src=x onerror=alert(1)>",
        "<img src=data:image/svg+xml,x alt=a>",
        "![a](data:image/png;base64,x)",
        "<iframe src=javascript:alert(1)></iframe>a",
        "<svg onload=alert(1)>a</svg>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>a",
        "<div title=\"x\" dopo0=n1 dopo1=n1>a</div>",
    ] {
        let tape = tape(markdown);
        for word in ["script:", "alert", "onclick", "onerror", "data:", "style", "dopo"] {
            // The text of an autolink stays.
            let is_text = tape == "p(javascript:alert(1))";
            assert!(!tape.contains(word) || is_text, "{markdown}: {tape}");
        }
    }
}

/// Every article of the corpora named by `DOPO_CORPORA` is read: nothing panics, nothing stops a
/// build, every tape is balanced. Prints what was met, kind by kind.
#[test]
#[allow(clippy::disallowed_methods, clippy::print_stdout)]
fn corpora() {
    let Ok(corpora) = std::env::var("DOPO_CORPORA") else {
        println!("DOPO_CORPORA is unset: the corpora were not read");
        return;
    };
    let mut kinds: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut errors = Vec::new();
    let (mut links_inside, mut links_found) = (0, 0);
    for entry in walkdir::WalkDir::new(&corpora).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let path = entry.path().strip_prefix(&corpora).unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let checked = document(&SourcePath::new(&path), &text);
        assert!(is_balanced(&checked.value.body), "{path}");
        for link in &checked.value.body.links {
            if let Some(anchor) = link.destination.strip_prefix('#') {
                links_inside += 1;
                links_found +=
                    usize::from(checked.value.anchors.iter().any(|known| known.name() == anchor));
            }
        }
        for problem in checked.problems {
            if problem.is_error() {
                errors.push(format!("{path}: {problem:?}"));
            }
            *kinds.entry((problem.rule.name, problem.headline)).or_default() += 1;
        }
    }
    for ((rule, headline), count) in kinds {
        println!("{count:6} {rule}: {headline}");
    }
    println!("{links_found} of {links_inside} links within an article lead to an anchor");
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn a_panic_is_told_with_its_line() {
    let text = "a\nb\nodd\nc";
    let line = super::first_unreadable_line(text, |lines| !lines.contains("odd"));
    assert_eq!(text.get(line), Some("odd"));
}
