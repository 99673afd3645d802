//! XML, as far as a sitemap and a feed need it: elements with text.

/// Appends `text`, escaped for an element or an attribute. Characters that XML forbids even as
/// references (most controls, U+FFFE, U+FFFF) are left out.
pub(super) fn push_text(xml: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' => xml.push(letter),
            '\r' => xml.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            letter => xml.push(letter),
        }
    }
}

/// Appends `<name>text</name>`.
pub(super) fn push_element(xml: &mut String, name: &str, text: &str) {
    push_tag(xml, name, &[], Some(text));
}

/// Appends an element with attributes, and with text or empty.
pub(super) fn push_tag(
    xml: &mut String,
    name: &str,
    attributes: &[(&str, &str)],
    text: Option<&str>,
) {
    xml.push('<');
    xml.push_str(name);
    for (key, value) in attributes {
        xml.push(' ');
        xml.push_str(key);
        xml.push_str("=\"");
        push_text(xml, value);
        xml.push('"');
    }
    match text {
        Some(text) => {
            xml.push('>');
            push_text(xml, text);
            xml.push_str("</");
            xml.push_str(name);
            xml.push('>');
        }
        None => xml.push_str("/>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_always_well_formed() {
        for (text, expected) in [
            ("a < b & \"c\" > 'd'", "a &lt; b &amp; &quot;c&quot; &gt; 'd'"),
            ("tab\tline\n", "tab\tline\n"),
            ("\u{0}\u{8}\u{1b}\u{fffe}x\u{ffff}", "x"),
            ("perché 日本", "perché 日本"),
        ] {
            let mut xml = String::new();
            push_text(&mut xml, text);
            assert_eq!(xml, expected);
        }
    }
}
