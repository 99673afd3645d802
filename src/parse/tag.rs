//! A tag of HTML as written, read with the care that its attributes need: a `>` between quotes does
//! not end it. This is no parser of HTML: what stands between tags is nobody's here.

/// How many attributes a tag may have; those of one with more go. A parser compares each with all
/// before it.
const MOST_ATTRIBUTES: usize = 64;

/// A tag.
pub(super) struct Tag<'t> {
    /// Lower case.
    pub(super) name: String,
    pub(super) is_end: bool,
    pub(super) closes_itself: bool,
    /// What stands between the name and the end; nothing where that is not sound.
    pub(super) attributes: &'t str,
    /// How long it is.
    pub(super) length: usize,
}

impl<'t> Tag<'t> {
    /// The tag `rest` begins with.
    pub(super) fn of(rest: &'t str) -> Option<Self> {
        let inside = rest.strip_prefix('<')?;
        let (inside, is_end) = match inside.strip_prefix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        let name = name(inside);
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            return None;
        }
        let after = inside.get(name.len()..)?;
        let (end, is_sound) = end_of_attributes(after)?;
        let attributes = after.get(..end)?.trim_start();
        // A slash right behind a bare value belongs to the value.
        let bare = attributes.strip_suffix('/').filter(|rest| {
            rest.is_empty()
                || rest.ends_with(|end: char| end.is_whitespace() || "\"'}".contains(end))
        });
        Some(Tag {
            name: name.to_ascii_lowercase(),
            is_end,
            closes_itself: bare.is_some(),
            attributes: if is_sound { bare.unwrap_or(attributes) } else { "" },
            length: rest.len() - after.len() + end + 1,
        })
    }

    /// The tag `rest` begins with, if it is no longer than tags are: looking for the end of many that
    /// never end costs little.
    pub(super) fn near(rest: &'t str) -> Option<Self> {
        const LONGEST: usize = 2000;
        let mut end = rest.len().min(LONGEST);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        Self::of(rest.get(..end).filter(|near| near.contains('>'))?)
    }

    /// The value of the attribute of this lower-case name; empty where it has none.
    pub(super) fn attribute(&self, name: &str) -> Option<&'t str> {
        attributes(self.attributes)
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|it| it.1)
    }
}

/// The name a tag begins with.
pub(super) fn name(text: &str) -> &str {
    let end = text.find(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '/' | '>'));
    text.get(..end.unwrap_or(text.len())).unwrap_or("")
}

/// Where the `>` is that ends a tag (one between quotes does not), and whether the attributes before
/// it are sound: all quotes closed, and no more of them than there may be.
fn end_of_attributes(text: &str) -> Option<(usize, bool)> {
    let mut quote = None;
    // Nothing but white space since the last `=`.
    let mut is_value = false;
    // A name would begin here.
    let mut is_apart = true;
    let mut count = 0;
    for (at, letter) in text.bytes().enumerate() {
        match (quote, letter) {
            (None, b'>') => return Some((at, count <= MOST_ATTRIBUTES)),
            (None, b'"' | b'\'') if is_value => quote = Some(letter),
            (None, _) if is_apart && !letter.is_ascii_whitespace() => count += 1,
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
        is_apart = letter.is_ascii_whitespace() || matches!(letter, b'/' | b'"' | b'\'');
        is_value = letter == b'=' || (is_value && letter.is_ascii_whitespace());
    }
    quote.and_then(|_| text.find('>')).map(|end| (end, false))
}

/// The names and values of attributes. Braces of JSX hold a value as quotes do.
fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        let end = rest
            .char_indices()
            .find(|&(at, letter)| at > 0 && (letter.is_whitespace() || "=/".contains(letter)))
            .map_or(rest.len(), |(at, _)| at);
        let (name, after) = rest.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let end = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                value.get(1..)?.find(quote).map_or(value.len(), |end| end + 2)
            }
            Some('{') => end_of_braces(value),
            _ => value.find(char::is_whitespace).unwrap_or(value.len()),
        };
        let (value, after) = value.split_at_checked(end)?;
        rest = after;
        Some((name, value.trim_matches(['"', '\''])))
    })
}

fn end_of_braces(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, letter) in text.bytes().enumerate() {
        match letter {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_with_and_without_values() {
        for (text, name, value) in [
            ("<a href=x>", "href", Some("x")),
            ("<a HREF = 'x y'>", "href", Some("x y")),
            ("<a b=\"href=x\">", "href", None),
            ("<a data-href=x>", "href", None),
            ("<a href>", "href", Some("")),
            ("<a b c=\"d > e\" href=f>", "href", Some("f")),
            ("<a style={{display: 'none'}} href=f>", "style", Some("{{display: 'none'}}")),
            ("<a style={{display: 'none'}} href=f/>", "href", Some("f/")),
            ("<a hidden/>", "hidden", Some("")),
            ("<a class=\"hidden\">", "hidden", None),
        ] {
            let tag = Tag::of(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(tag.attribute(name), value, "{text}");
            assert_eq!(tag.length, text.len(), "{text}");
        }
        for text in ["<>", "< a>", "<a", "<1>", "a"] {
            assert!(Tag::of(text).is_none(), "{text}");
        }
    }
}
