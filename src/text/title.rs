//! Titles where nobody wrote one: made from the name of a file or folder.

/// `how-to_use` is "How to use": dashes and underscores are spaces, the first letter is a capital.
/// A number of one or two
/// digits that only sorts (`01-intro`) goes. Empty when nothing is left.
pub fn from_name(name: &str) -> String {
    let unnumbered = name.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = name.len() - unnumbered.len();
    let name = match unnumbered.strip_prefix(['-', '_', '.', ' ']) {
        Some(rest) if matches!(digits, 1 | 2) && rest.contains(char::is_alphabetic) => rest,
        _ => name,
    };
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_titles() {
        for (name, title) in [
            ("how-to_use", "How to use"),
            ("How-to-spot-a-counterfeit-Arduino", "How to spot a counterfeit Arduino"),
            ("Yún Board", "Yún Board"),
            ("01-intro", "Intro"),
            ("2024-report", "2024 report"),
            ("10-steps", "Steps"),
            ("404", "404"),
            ("èlite", "Èlite"),
            ("--", ""),
        ] {
            assert_eq!(from_name(name), title, "{name}");
        }
    }
}
