//! A page as a browser reads its tags: attributes by name. Only what tests ask for.

/// The tags of a page: their names and attributes.
pub fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            continue;
        }
        let end = rest.find([' ', '>', '\n']).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let end = rest.find(['=', ' ', '>', '\n']).unwrap_or(rest.len());
            let key = rest[..end.max(1)].to_owned();
            rest = &rest[end.max(1)..];
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''));
                (value, rest) = match quote {
                    Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                    None => after.split_at(after.find([' ', '>', '\n']).unwrap_or(after.len())),
                };
            }
            attributes.push((key, value.replace("&amp;", "&")));
        }
        tags.push((name, attributes));
    }
    tags
}

/// The values of an attribute, in order.
pub fn values(page: &str, name: &str) -> Vec<String> {
    let attributes = tags(page).into_iter().flat_map(|(_, attributes)| attributes);
    attributes.filter(|(key, _)| key == name).map(|(_, value)| value).collect()
}
