//! The tags of a template, found as the engine finds them: `{% … %}` and `{{ … }}`, not within
//! comments, raw text or quotes. What is in them is only looked at word by word.

/// Where a template makes a list by a loop within an expression: what no call can be put into.
pub(super) fn loop_in_expression(template: &str) -> Option<usize> {
    expressions(template).find_map(|(start, inner)| {
        let skipped =
            if inner.trim_start_matches(['-', ' ', '\n', '\t']).starts_with("for") { 1 } else { 0 };
        words(inner).filter(|(_, word)| *word == "for").nth(skipped).map(|(at, _)| start + at)
    })
}

/// A `{% … %}`.
pub(super) struct Tag<'a> {
    inner: &'a str,
    /// Where it ends in the template.
    pub(super) end: usize,
}

impl<'a> Tag<'a> {
    /// What kind of tag it is; `<…` or `</` for the use of a component.
    pub(super) fn word(&self) -> &'a str {
        let inner = self.inner.trim_start_matches('-').trim_start();
        if inner.starts_with("</") {
            return "</";
        }
        if inner.starts_with('<') {
            // One that ends itself has nothing between.
            return if self.inner.trim_end_matches('-').trim_end().ends_with("/>") {
                ""
            } else {
                "<>"
            };
        }
        inner.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or("")
    }

    fn after_word(&self) -> &'a str {
        let inner = self.inner.trim_start_matches('-').trim_start();
        inner.get(self.word().len()..).unwrap_or("").trim_start()
    }

    /// The name that is set, and whether its value stands here.
    pub(super) fn set(&self) -> (&'a str, bool) {
        let rest = self.after_word();
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let (name, rest) = rest.split_at(end.unwrap_or(rest.len()));
        (name, rest.trim_start().starts_with('='))
    }

    /// The names of a component's parameters.
    pub(super) fn parameters(&self) -> Vec<&'a str> {
        let Some((_, list)) = self.inner.split_once('(') else { return Vec::new() };
        let mut names = Vec::new();
        let (mut depth, mut is_start) = (0_usize, true);
        for (at, word) in pieces(list) {
            match word {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" if depth == 0 => break,
                ")" | "]" | "}" => depth -= 1,
                "," if depth == 0 => is_start = true,
                _ if is_start => {
                    is_start = false;
                    let is_name =
                        word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
                    if is_name && !list.get(..at).is_some_and(|before| before.ends_with(['@', '.']))
                    {
                        names.push(word);
                    }
                }
                _ => {}
            }
        }
        names
    }
}

/// The tags of a template in order.
pub(super) fn tags(template: &str) -> impl Iterator<Item = Tag<'_>> {
    expressions(template).filter_map(|(start, inner)| {
        let is_tag = template.get(..start)?.ends_with("{%");
        is_tag.then(|| Tag { inner, end: start + inner.len() + 2 })
    })
}

/// What stands between `{{ }}` and `{% %}`, with where it begins. Comments and raw text are passed
/// over.
fn expressions(template: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = template.get(at..)?;
            let open = rest
                .as_bytes()
                .windows(2)
                .position(|pair| matches!(pair, b"{{" | b"{%" | b"{#"))?;
            let start = at + open + 2;
            let inner = template.get(start..)?;
            match rest.as_bytes().get(open + 1)? {
                b'#' => at = start + inner.find("#}")? + 2,
                kind => {
                    let close = if *kind == b'%' { "%}" } else { "}}" };
                    let length = end_of(inner, close)?;
                    at = start + length + 2;
                    let inner = inner.get(..length)?;
                    if *kind == b'%' && inner.trim_matches(['-', ' ', '\n', '\t', '\r']) == "raw" {
                        let after = template.get(at..)?;
                        at += after.match_indices("endraw").find_map(|(end, _)| {
                            let before = after.get(..end)?.trim_end().trim_end_matches('-');
                            before.ends_with("{%").then_some(end)
                        })?;
                        at += template.get(at..)?.find("%}")? + 2;
                        continue;
                    }
                    return Some((start, inner));
                }
            }
        }
    })
}

/// Where `close` is in `inner`, not within a text in quotes.
fn end_of(inner: &str, close: &str) -> Option<usize> {
    pieces(inner)
        .map(|(at, _)| at)
        .find(|&at| inner.get(at..).is_some_and(|rest| rest.starts_with(close)))
}

/// The words of an expression outside of quotes.
fn words(inner: &str) -> impl Iterator<Item = (usize, &str)> {
    pieces(inner).filter(|(_, piece)| piece.starts_with(|letter: char| letter.is_alphabetic()))
}

/// The words, signs and quoted texts of an expression; blanks are passed over.
fn pieces(inner: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = inner.get(at..)?;
            let first = rest.chars().next()?;
            let length = if first.is_whitespace() {
                at += first.len_utf8();
                continue;
            } else if matches!(first, '"' | '\'' | '`') {
                quoted(rest, first)
            } else if first.is_alphanumeric() || first == '_' {
                rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_')
                    .unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            let piece = (at, rest.get(..length)?);
            at += length;
            return Some(piece);
        }
    })
}

/// The length of a text in quotes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            letter if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn loops_within_expressions_are_found_and_others_are_none() {
        for (template, found) in [
            ("{{ [x for x in y] }}", true),
            ("{% set a = [x for x in y if x] %}", true),
            ("{% for a in [x for x in y] %}{% endfor %}", true),
            ("{% for a in b %}{% endfor %}", false),
            ("{%- for a in b %}{% endfor %}", false),
            ("{{ ' for ' }}{{ for_all }}{# for #} for", false),
            ("{% raw %}{{ [x for x in y] }}{% endraw %}", false),
        ] {
            assert_eq!(loop_in_expression(template).is_some(), found, "{template}");
        }
        assert_eq!(loop_in_expression("{{ [x for x in y] }}"), Some(6));
    }

    #[test]
    fn what_is_no_whole_template_does_no_harm() {
        let whole =
            "{% raw %}a{% endraw %}{% component c(a: string = 'x', @b) %}{# c #}{{ \"é}}\\\"\" }}";
        for end in (0..=whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            let part = &whole[..end];
            assert!(tags(part).all(|tag| tag.end <= part.len()), "{part}");
            let _ = loop_in_expression(part);
        }
        let component = tags(whole).next().unwrap();
        assert_eq!((component.word(), component.parameters()), ("component", vec!["a"]));
    }
}
