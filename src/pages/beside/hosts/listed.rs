//! `_headers` and `_redirects`: an address at the start of a line, what holds for it beside or below.

use super::{Header, Hosting, for_ever, root_of_search};

pub(super) fn headers(hosting: &Hosting) -> String {
    let base = &hosting.base_path;
    let mut text = rule(&format!("{base}/*"), &hosting.general);
    text.push_str(&rule(&format!("{base}{}*", hosting.hashed), &for_ever()));
    for root in &hosting.search_roots {
        text.push_str(&rule(&format!("{base}{root}"), &root_of_search()));
    }
    text
}

fn rule(pattern: &str, headers: &[Header]) -> String {
    let mut text = format!("{pattern}\n");
    for (name, value) in headers {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    text
}

pub(super) fn redirects(hosting: &Hosting) -> String {
    hosting.moved.iter().map(|moved| format!("{} {} 301\n", moved.from, moved.to)).collect()
}
