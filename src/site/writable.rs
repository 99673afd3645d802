//! Whether a path of the site can be a file: on any system, and on all of them.

/// The longest name, in bytes, that file systems hold.
const LONGEST_NAME: usize = 255;

/// Longer paths than this leave no room for the folder the site is in.
const LONGEST_PATH: usize = 1000;

/// Names that are devices on Windows, whatever ending follows.
const DEVICES: [&str; 6] = ["aux", "con", "conin$", "conout$", "nul", "prn"];

/// Why no system can hold `path`, if none can.
pub(super) fn nowhere(path: &str) -> Option<&'static str> {
    if path.split('/').any(|name| name.len() > LONGEST_NAME) {
        return Some("a name of more than 255 bytes");
    }
    if path.len() > LONGEST_PATH {
        return Some("a path of more than 1,000 bytes");
    }
    if path.contains(|letter: char| letter.is_control() || letter == '\\') {
        return Some("a control character or backslash");
    }
    let is_no_name = |name: &str| matches!(name, "" | "." | "..");
    path.split('/').any(is_no_name).then_some("a name that is empty or only dots")
}

/// Why Windows, or a copy made there, cannot hold `path`, if it cannot.
pub(super) fn elsewhere(path: &str) -> Option<&'static str> {
    path.split('/').find_map(|name| {
        if name.ends_with(['.', ' ']) {
            Some("a name that ends with a dot or a space")
        } else if name.contains(['<', '>', ':', '"', '|', '?', '*']) {
            Some("a character that is reserved there")
        } else {
            is_device(name).then_some("the name of a device there")
        }
    })
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| {
        let mut digits = number.chars();
        digits.next().is_some_and(|digit| "123456789¹²³".contains(digit)) && digits.next().is_none()
    });
    is_port || DEVICES.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_cannot_be_written_are_told_from_those_that_can() {
        let long = "é".repeat(128);
        for (path, is_nowhere, is_elsewhere) in [
            ("a/index.html", false, false),
            (".well-known/x", false, false),
            ("..a/b..c", false, false),
            ("console/index.html", false, false),
            ("com/com0/com10/auxiliary.html", false, false),
            ("aux/index.html", false, true),
            ("a/Con.html", false, true),
            ("lpt1.tar.gz", false, true),
            ("com³", false, true),
            ("a./index.html", false, true),
            ("a /index.html", false, true),
            ("a:b.txt", false, true),
            ("what?.txt", false, true),
            (&long, true, false),
            (&"a/".repeat(600), true, false),
            ("a\\b", true, false),
            ("a\nb", true, false),
            ("a//b", true, false),
            ("a/../b", true, true),
            ("", true, false),
        ] {
            assert_eq!(nowhere(path).is_some(), is_nowhere, "{path:?}");
            assert_eq!(elsewhere(path).is_some(), is_elsewhere, "{path:?}");
        }
    }
}
