//! A line of Markdown → its words: titles and descriptions of front matter are shown as text, and
//! writers put marks, entities and tags in them all the same.

use std::panic::catch_unwind;

use pulldown_cmark::{Event, Parser};

/// Elements that are marks around words, or only set them apart.
const MARKS: [&str; 38] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "center", "cite", "code", "del", "dfn", "div", "em",
    "font", "h1", "h2", "h3", "h4", "i", "ins", "kbd", "li", "mark", "p", "q", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "ul", "var",
];

/// Elements with nothing in them.
const EMPTY: [&str; 3] = ["br", "img", "wbr"];

/// The words of `line`: `Using **<b>A</b> &amp; B**` is `Using A & B`. A tag goes when it marks
/// words, with its other half; one that stands alone, and one of any other element, is what the
/// writer speaks of: `The <script> element`.
pub(super) fn words(line: &str) -> String {
    if !line.contains(['*', '_', '`', '&', '<', '[', '\\']) {
        return line.to_owned();
    }
    // Behind a word nothing is a list, a heading or a quotation: `1. First steps` keeps its number.
    const GUARD: &str = "a ";
    let guarded = format!("{GUARD}{line}");
    let read = || {
        let mut parts: Vec<(String, bool)> = Vec::new();
        for event in Parser::new(&guarded) {
            match event {
                Event::Text(text) | Event::Code(text) => parts.push((text.into_string(), false)),
                Event::InlineHtml(tag) => parts.push((tag.into_string(), true)),
                _ => {}
            }
        }
        without_marks(&parts)
    };
    // A line that the Markdown parser cannot bear stays as it is.
    let Ok(words) = catch_unwind(read) else { return line.to_owned() };
    words.strip_prefix(GUARD.trim_end()).unwrap_or(&words).trim().to_owned()
}

/// Joins texts and tags (`true`), less the tags that are marks.
fn without_marks(parts: &[(String, bool)]) -> String {
    // A line of so many tags is no title; it stays as it is rather than cost the square of them.
    const MOST: usize = 500;
    let mut goes = vec![false; parts.len()];
    let mut open: Vec<(usize, String)> = Vec::new();
    for (at, (part, is_tag)) in
        parts.iter().enumerate().take(MOST).filter(|(_, (_, is_tag))| *is_tag)
    {
        let name = element(part);
        if name.is_empty() || EMPTY.contains(&name.as_str()) {
            goes[at] = *is_tag;
        } else if !part.starts_with("</") {
            open.push((at, name));
        } else if let Some(from) = open.iter().rposition(|(_, opened)| *opened == name) {
            let is_mark = MARKS.contains(&name.as_str());
            let (start, _) = open.remove(from);
            (goes[start], goes[at]) = (is_mark, is_mark);
        }
    }
    parts.iter().zip(goes).filter(|(_, goes)| !goes).map(|((part, _), _)| part.as_str()).collect()
}

/// The name in a tag, in small letters; empty for a comment.
fn element(tag: &str) -> String {
    let inside = tag.trim_start_matches(['<', '/']);
    let name = inside.split(|end: char| !end.is_ascii_alphanumeric() && end != '-').next();
    name.unwrap_or("").trim_start_matches('-').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        for (line, expected) in [
            ("A plain line", "A plain line"),
            (
                "The *post-deploy* of `env.php` is **skipped**",
                "The post-deploy of env.php is skipped",
            ),
            ("A &amp; B &grave;c&grave;", "A & B `c`"),
            ("See [the status](https://a.it) ![here](a.png)", "See the status here"),
            ("<b>Hot</b> <project-id>", "Hot <project-id>"),
            ("The <script> and <details> elements", "The <script> and <details> elements"),
            ("The `<script>` element", "The <script> element"),
            ("Use &lt;b&gt; here", "Use <b> here"),
            ("Write <b> or <code>", "Write <b> or <code>"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("<details>more</details>", "<details>more</details>"),
            ("<p>Press <br>the <kbd>A</kbd></p><!-- x -->", "Press the A"),
            ("<b><i>A</b></i>", "A"),
            ("List<String> a</b>", "List<String> a</b>"),
            ("1. First *steps*", "1. First steps"),
            ("# 5 * 3 * 2 in MY_VAR_NAME", "# 5 * 3 * 2 in MY_VAR_NAME"),
            ("*Contact*", "Contact"),
            ("- [x] `a`", "- [x] a"),
        ] {
            assert_eq!(words(line), expected);
        }
    }
}
