//! `_dopo/nginx.conf`: one location for the site, and everything within it. Nothing stands at the
//! level of the server, so nothing holds for another site there.
//!
//! What may surprise: nginx forgets the headers of a location in every inner one that adds a header,
//! so each repeats them all. The table of types is whole, because a location that has one forgets
//! the server's.

use super::{
    HIDDEN, Header, Hosting, decoded, endings, escaped, for_ever, holds_for_errors, root_of_search,
    sorts,
};
use crate::text::media::{self, Sort};

pub(super) fn file(hosting: &Hosting) -> String {
    let base = &hosting.base;
    let mut text = format!(
        "# For `include` in a server block of nginx. The site is the folder `{base}/` of the root there.\n\
         # It says nothing of addresses that are not below {base}/.\n"
    );
    if base.is_empty() {
        text.push_str("location / {\n");
    } else {
        let (from, to) = (quoted(base), quoted(&format!("{base}/")));
        text.push_str(&format!(
            "location = {from} {{\n  absolute_redirect off;\n  return 301 {to};\n}}\n\
             location ^~ {to} {{\n"
        ));
    }
    text.push_str(&own(hosting));
    text.push_str(&headers("  ", &hosting.of_sort(Sort::File)));
    let within = |what: &str, more: &[Header]| {
        let all = hosting.with(more.iter().cloned());
        format!("  location {what} {{\n{}  }}\n", headers("    ", &all))
    };
    for hidden in HIDDEN {
        let hidden = quoted(&format!("{base}{hidden}"));
        text.push_str(&format!("  location ^~ {hidden} {{ return 404; }}\n"));
    }
    text.push_str(&within(
        &format!("^~ {}", quoted(&format!("{base}{}", hosting.hashed))),
        &for_ever(),
    ));
    if !hosting.not_found_below.is_empty() {
        text.push_str(&not_found(hosting));
    }
    for root in &hosting.search_roots {
        text.push_str(&within(
            &format!("= {}", quoted(&format!("{base}{root}"))),
            &root_of_search(),
        ));
    }
    for sort in sorts() {
        let headers = headers("    ", &hosting.of_sort(sort));
        text.push_str(&format!("  location ~* \"\\.({})$\" {{\n{headers}  }}\n", endings(sort)));
    }
    for moved in &hosting.moved {
        let (from, to) = (quoted(&moved.old_decoded()), quoted(&moved.to));
        text.push_str(&format!("  location = {from} {{ return 301 {to}; }}\n"));
    }
    text.push_str("}\n");
    text
}

/// The page for what is not there, by the language of the address that was asked for. The headers are
/// those of a page, for a location that adds any forgets the others.
fn not_found(hosting: &Hosting) -> String {
    let page = quoted(&decoded(&hosting.not_found));
    let mut text = format!("  location = {page} {{\n");
    for below in &hosting.not_found_below {
        let home = quoted(&format!("^{}", escaped(&below.home)));
        let page = quoted(&decoded(&below.page));
        text.push_str(&format!("    if ($request_uri ~ {home}) {{ rewrite ^ {page} last; }}\n"));
    }
    text.push_str(&headers("    ", &hosting.of_sort(Sort::Text)));
    text.push_str("  }\n");
    text
}

/// What holds for all of the site but its headers.
fn own(hosting: &Hosting) -> String {
    let not_found = quoted(&decoded(&hosting.not_found));
    let mut text = format!(
        "  index index.html;\n  autoindex off;\n  expires off;\n  absolute_redirect off;\n\
         \x20 error_page 404 {not_found};\n  error_page 403 =404 {not_found};\n\
         \x20 default_type {};\n  types {{\n",
        media::UNKNOWN.content_type
    );
    for media in &media::KNOWN {
        text.push_str(&format!("    {} {};\n", media.bare(), media.endings.join(" ")));
    }
    // nginx adds text/html to both lists by itself, and warns of a type that is there twice.
    let listed = |is_wanted: fn(&media::Media) -> bool| {
        let known = media::KNOWN.iter().filter(|media| is_wanted(media));
        let types: Vec<&str> =
            known.map(media::Media::bare).filter(|bare| *bare != "text/html").collect();
        types.join(" ")
    };
    text.push_str(&format!(
        "  }}\n  charset utf-8;\n  charset_types {};\n\
         \x20 gzip on;\n  gzip_vary on;\n  gzip_proxied any;\n  gzip_min_length 256;\n  gzip_types {};\n",
        listed(|media| media.content_type.contains("charset")),
        listed(|media| media.sort.is_text()),
    ));
    text
}

fn headers(indent: &str, headers: &[Header]) -> String {
    let mut text = String::new();
    for header in headers {
        let always = if holds_for_errors(header) { " always" } else { "" };
        text.push_str(&format!("{indent}add_header {} \"{}\"{always};\n", header.0, header.1));
    }
    text
}

/// An address as one word of the file.
fn quoted(address: &str) -> String {
    format!("\"{}\"", address.replace('\\', "\\\\").replace('"', "\\\""))
}
