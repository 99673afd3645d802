//! Where links may lead: nowhere that runs script.

/// Whether `destination` names a scheme that can run script or carry a document of its own. Reads
/// it as a browser does: entities are decoded already, white space and control characters do not
/// count, case neither.
pub(super) fn is_dangerous(destination: &str) -> bool {
    let mut scheme = String::with_capacity(16);
    for letter in destination.chars() {
        match letter {
            ':' => {
                return matches!(
                    scheme.as_str(),
                    "javascript" | "data" | "vbscript" | "livescript" | "mocha" | "view-source"
                );
            }
            '/' | '?' | '#' => return false,
            letter if letter.is_control() || letter.is_whitespace() => {}
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
            letter if scheme.len() < 16 => scheme.extend(letter.to_lowercase()),
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_is_found_in_every_disguise() {
        for destination in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\tscript\n:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
        ] {
            assert!(is_dangerous(destination), "{destination:?}");
        }
        for destination in [
            "https://example.com/javascript:x",
            "a.md#data:x",
            "/data:x",
            "mailto:a@b.it",
            "tel:+39",
            "notes.md",
            "",
        ] {
            assert!(!is_dangerous(destination), "{destination:?}");
        }
    }
}
