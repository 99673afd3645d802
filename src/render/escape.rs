//! Text into HTML, so that it stays text.

/// Appends `text` as the content of an element.
pub(super) fn push_text(out: &mut String, text: &str) {
    push(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Appends ` name="value"`. `name` is ours or checked by the caller.
pub(super) fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push(out, value, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        _ => None,
    });
    out.push('"');
}

fn push(out: &mut String, text: &str, replacement: impl Fn(u8) -> Option<&'static str>) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(replacement) = replacement(byte) {
            out.push_str(text.get(from..at).unwrap_or(""));
            out.push_str(replacement);
            from = at + 1;
        }
    }
    out.push_str(text.get(from..).unwrap_or(""));
}

/// Whether an address may stand in an `href` or `src`: no scheme that carries a script. The site
/// resolves addresses by an allow-list; this is the second lock on the same door.
pub(super) fn is_harmless_address(address: &str) -> bool {
    let scheme: String = address
        .chars()
        .take_while(|letter| *letter != ':')
        .filter(|letter| !letter.is_whitespace() && !letter.is_control())
        .collect();
    !["javascript", "vbscript", "data"].iter().any(|bad| scheme.eq_ignore_ascii_case(bad))
        || !address.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        let mut out = String::new();
        push_text(&mut out, "a < b & <script>");
        push_attribute(&mut out, "title", "\"><img onerror=x>");
        assert_eq!(out, "a &lt; b &amp; &lt;script&gt; title=\"&quot;&gt;&lt;img onerror=x&gt;\"");
    }

    #[test]
    fn scripts_in_addresses_are_known_in_disguise() {
        for bad in ["javascript:x", "JaVaScript:x", " java\tscript:x", "data:text/html,x"] {
            assert!(!is_harmless_address(bad), "{bad}");
        }
        for good in ["/a/", "#x", "https://x.example/", "tel:+39", "data", "/javascript:x"] {
            assert!(is_harmless_address(good), "{good}");
        }
    }
}
