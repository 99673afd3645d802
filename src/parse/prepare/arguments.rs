//! What stands on a container line behind its colons.

/// The name a container line begins with (`note`, `{note}`, `{.note}`), and the rest of the line.
pub(super) fn name_of(rest: &str) -> (&str, &str) {
    let (rest, is_braced) = match rest.strip_prefix('{') {
        Some(rest) => (rest.strip_prefix('.').unwrap_or(rest), true),
        None => (rest, false),
    };
    let end = rest
        .find(|letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '_')
        .unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    (name, if is_braced { rest.strip_prefix('}').unwrap_or(rest) } else { rest })
}

/// What follows the name of a container: `[Title]`, `{key="value" flag}`, `key=value`, words.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    words: Vec<String>,
    values: Vec<(String, String)>,
    flags: Vec<String>,
}

impl Arguments {
    pub(super) fn read(text: &str) -> Self {
        let mut arguments = Self::default();
        let mut rest = text.trim();
        if let Some((title, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            arguments.words.push(title.to_owned());
            rest = after.trim_start();
        }
        let mut in_braces = false;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('{') {
                in_braces = true;
                rest = after.trim_start();
                continue;
            }
            if let Some(after) = rest.strip_prefix('}').filter(|_| in_braces) {
                in_braces = false;
                rest = after.trim_start();
                continue;
            }
            let (word, value, after) = argument(rest, in_braces);
            match value {
                Some(value) => arguments.values.push((word.to_ascii_lowercase(), value.to_owned())),
                None if in_braces => arguments.flags.push(word.to_owned()),
                None => arguments.words.push(word.to_owned()),
            }
            rest = after.trim_start();
        }
        arguments
    }

    pub(super) fn value(&self, key: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    pub(super) fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|known| known == flag)
    }

    /// The words, or the value of `title`.
    pub(super) fn title(&self) -> Option<String> {
        let title = match self.words.join(" ") {
            words if words.is_empty() => self.value("title")?.to_owned(),
            words => words,
        };
        let title = plain(&title);
        (!title.is_empty()).then_some(title)
    }
}

/// The first word of `text`, its value when it is `key=value`, and what follows.
fn argument(text: &str, in_braces: bool) -> (&str, Option<&str>, &str) {
    let ends = |letter: char| letter.is_whitespace() || (in_braces && letter == '}');
    let end = text.find(ends).unwrap_or(text.len());
    let key = text[..end].find('=').filter(|&at| {
        at > 0 && text[..at].chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    });
    let Some(equals) = key else {
        // At least one letter, so that reading always goes on.
        let end = end.max(text.chars().next().map_or(0, char::len_utf8));
        return (&text[..end], None, &text[end..]);
    };
    let (name, value) = (&text[..equals], &text[equals + 1..]);
    for quote in ['"', '\''] {
        if let Some((value, rest)) =
            value.strip_prefix(quote).and_then(|value| value.split_once(quote))
        {
            return (name, Some(value), rest);
        }
    }
    let end = value.find(ends).unwrap_or(value.len());
    (name, Some(&value[..end]), &value[end..])
}

/// A title without marks: `**Hot** water` and `<b>Hot</b> water` are words here.
pub(super) fn plain(title: &str) -> String {
    let mut text = String::with_capacity(title.len());
    // After the last `>` no tag ends.
    let (mut rest, words) = title.split_at(title.rfind('>').map_or(0, |end| end + 1));
    while let Some(at) = rest.find('<') {
        let is_tag =
            rest[at + 1..].starts_with(|letter: char| letter == '/' || letter.is_alphabetic());
        let Some(end) = rest[at..].find('>').filter(|_| is_tag) else { break };
        text.push_str(&rest[..at]);
        rest = &rest[at + end + 1..];
    }
    text.push_str(rest);
    text.push_str(words);
    let text = text.replace(['*', '`'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
