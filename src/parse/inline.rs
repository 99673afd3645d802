//! A line of Markdown → its words: titles and descriptions of front matter are shown as text, and
//! writers put marks, entities and tags in them all the same.

use std::panic::catch_unwind;

use pulldown_cmark::{Event, Parser};

use super::html;

/// The words of `line`: `Using **<b>A</b> &amp; B**` is `Using A & B`. Words in angle brackets that
/// are no HTML stay.
pub(super) fn words(line: &str) -> String {
    if !line.contains(['*', '_', '`', '&', '<', '[', '\\']) {
        return line.to_owned();
    }
    // Behind a word nothing is a list, a heading or a quotation: `1. First steps` keeps its number.
    const GUARD: &str = "a ";
    let guarded = format!("{GUARD}{line}");
    let read = || {
        let mut words = String::with_capacity(line.len());
        for event in Parser::new(&guarded) {
            match event {
                Event::Text(text) | Event::Code(text) => words.push_str(&text),
                Event::InlineHtml(tag) if !html::is_element(&tag) => words.push_str(&tag),
                _ => {}
            }
        }
        words
    };
    // A line that the Markdown parser cannot bear stays as it is.
    let Ok(words) = catch_unwind(read) else { return line.to_owned() };
    words.strip_prefix(GUARD.trim_end()).unwrap_or(&words).trim().to_owned()
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
            ("1. First *steps*", "1. First steps"),
            ("# 5 * 3 * 2 in MY_VAR_NAME", "# 5 * 3 * 2 in MY_VAR_NAME"),
            ("*Contact*", "Contact"),
            ("- [x] `a`", "- [x] a"),
        ] {
            assert_eq!(words(line), expected);
        }
    }
}
