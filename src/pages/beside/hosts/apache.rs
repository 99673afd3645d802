//! `.htaccess`, which Apache reads for the folder it is in. It needs `AllowOverride FileInfo` and
//! nothing more: a line that a host does not allow would be an error on every page.
//!
//! What may surprise: the default handler serves every file. It gives files away and does nothing
//! else, so nothing in the folder is run and no folder is listed. Every file is bytes unless the last
//! ending of its name is a known one; Apache would go by the others too. And a header is taken away before
//! it is set, because Apache keeps those of errors apart and would send it twice.

use super::{
    HIDDEN, Header, Hosting, decoded, endings, escaped, for_ever, holds_for_errors, root_of_search,
    sorts,
};
use crate::text::media::{self, Media, Sort};

/// Apache reads the file at every request: a thousand old addresses cost about a millisecond each time,
/// five thousand thirty. Of more than this the pages at the old addresses lead on.
const MOST_MOVED: usize = 1_000;

pub(super) fn file(hosting: &Hosting) -> String {
    let mut text = format!(
        "# For Apache 2.4, which needs `AllowOverride FileInfo` for it.\n\
         SetHandler default-handler\nErrorDocument 404 {}\n",
        hosting.not_found
    );
    for below in &hosting.not_found_below {
        let home = escaped(&decoded(&below.home));
        let home = format!("<If \"%{{REQUEST_URI}} =~ m#^{home}#\">");
        text.push_str(&within(&home, &format!("ErrorDocument 404 {}\n", below.page)));
    }
    let types = media::KNOWN
        .iter()
        .map(|media| format!("AddType \"{}\" .{}\n", media.content_type, media.endings.join(" .")));
    let known: Vec<&str> = media::KNOWN.iter().flat_map(|media| media.endings).copied().collect();
    let known = format!("<FilesMatch \"(?i)\\.({})$\">", known.join("|"));
    text.push_str(&format!("ForceType {}\n", media::UNKNOWN.content_type));
    text.push_str(&within(&known, "ForceType None\n"));
    text.push_str(&within("<IfModule mod_mime.c>", &types.collect::<String>()));
    let compressed: Vec<&str> =
        media::KNOWN.iter().filter(|media| media.sort.is_text()).map(Media::bare).collect();
    let deflate = format!("AddOutputFilterByType DEFLATE {}\n", compressed.join(" "));
    let deflate = within("<IfModule mod_deflate.c>", &deflate);
    text.push_str(&within("<IfModule mod_filter.c>", &deflate));
    let hidden = HIDDEN.map(|hidden| {
        format!("RedirectMatch 404 \"^{}\"\n", escaped(&format!("{}{hidden}", hosting.base)))
    });
    let is_short = hosting.moved.len() <= MOST_MOVED;
    let moved = if is_short { redirects(hosting) } else { String::new() };
    text.push_str(&within("<IfModule mod_alias.c>", &(hidden.concat() + &moved)));
    text.push_str(&within("<IfModule mod_headers.c>", &all_headers(hosting)));
    text
}

fn all_headers(hosting: &Hosting) -> String {
    // What is compressed has a tag of its own, by which Apache does not know the file again.
    let mut text = String::from("RequestHeader edit* If-None-Match '-gzip\"' '\"'\n");
    text.push_str("Header unset Expires\n");
    text.push_str(&headers(&hosting.of_sort(Sort::File)));
    for sort in sorts() {
        let files = format!("<FilesMatch \"(?i)\\.({})$\">", endings(sort));
        let own = sort.headers().iter().map(|&(name, value)| (name, value.to_owned()));
        text.push_str(&within(&files, &headers(&own.collect::<Vec<_>>())));
    }
    let address = |address: &str, end: &str| {
        format!(
            "<If \"%{{REQUEST_URI}} =~ m#^{}{end}#\">",
            escaped(&(hosting.base.clone() + address))
        )
    };
    text.push_str(&within(&address(&hosting.hashed, ""), &headers(&for_ever())));
    for root in &hosting.search_roots {
        text.push_str(&within(&address(root, "$"), &headers(&root_of_search())));
    }
    text
}

/// Lines between the tags of a section.
fn within(open: &str, lines: &str) -> String {
    let name = open.trim_start_matches('<').split(' ').next().unwrap_or_default();
    format!("{open}\n{lines}</{name}>\n")
}

fn headers(headers: &[Header]) -> String {
    let mut text = String::new();
    for header @ (name, value) in headers {
        if holds_for_errors(header) {
            text.push_str(&format!(
                "Header onsuccess unset {name}\nHeader always set {name} \"{value}\"\n"
            ));
        } else {
            text.push_str(&format!("Header set {name} \"{value}\"\n"));
        }
    }
    text
}

/// Apache compares decoded addresses, and encodes the new one itself.
fn redirects(hosting: &Hosting) -> String {
    let moved = hosting.moved.iter();
    let lines = moved.map(|moved| {
        let from = escaped(&moved.old_decoded());
        format!("RedirectMatch 301 \"^{from}$\" \"{}\"\n", decoded(&moved.to))
    });
    lines.collect()
}
