//! Where links may lead: nowhere that runs script.

use crate::text::path::SourcePath;
use crate::text::problem::Problem;
use crate::text::rule::Rule;
use crate::text::span::Span;

pub(super) static UNSAFE_LINK: Rule =
    Rule::warning("unsafe-link", "a link or picture could run script, or has no address");
pub(super) static EMPTY_LINK: Rule = Rule::warning("empty-link", "a link has no text");

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

/// The problem of a link that leads to such a place.
pub(super) fn unsafe_link(file: &SourcePath, span: Span) -> Problem {
    Problem::of(&UNSAFE_LINK, "link that could run script, or leads nowhere")
        .at(file, span, "the text stays, the link goes")
        .help("links lead to http, https, mailto, tel, sms or a file of the project")
}

/// The problem of a picture, a video or an embed with no address that may be used.
pub(super) fn unsafe_picture(file: &SourcePath, span: Span) -> Problem {
    Problem::of(&UNSAFE_LINK, "picture or embed without a usable address")
        .at(file, span, "only its text stays")
        .help("save it as a file of the project and write its path")
}

/// The problem of a link that nobody can see.
pub(super) fn empty_link(file: &SourcePath, span: Span) -> Problem {
    Problem::of(&EMPTY_LINK, "link without a text")
        .at(file, span, "nobody can see or follow it, so it goes")
        .help("say in the text of the link where it leads")
}

/// Whether a file name ends like a video.
pub fn is_video(source: &str) -> bool {
    let path = source.split(['?', '#']).next().unwrap_or("");
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["mp4", "webm", "m4v", "mov", "ogv"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Where people see what is embedded from `source`: the page of the video, not its frame.
pub(super) fn embedded(source: &str) -> String {
    let source = source.trim();
    let address = match source.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => source.to_owned(),
    };
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let video = |prefix: &str| {
        let id = rest.strip_prefix(prefix)?.split(['?', '/', '#', '&']).next()?;
        (!id.is_empty()).then_some(id)
    };
    let youtube = video("youtube.com/embed/").or_else(|| video("youtube-nocookie.com/embed/"));
    if let Some(id) = youtube.filter(|id| *id != "videoseries") {
        return format!("https://www.youtube.com/watch?v={id}");
    }
    if let Some(id) = video("player.vimeo.com/video/") {
        return format!("https://vimeo.com/{id}");
    }
    address
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

    #[test]
    fn embeds_lead_to_the_page_of_the_video() {
        for (source, page) in [
            ("https://www.youtube.com/embed/a1?rel=0", "https://www.youtube.com/watch?v=a1"),
            ("//www.youtube-nocookie.com/embed/a1", "https://www.youtube.com/watch?v=a1"),
            ("https://player.vimeo.com/video/42", "https://vimeo.com/42"),
            ("https://maps.example.com/x", "https://maps.example.com/x"),
        ] {
            assert_eq!(embedded(source), page);
        }
    }
}
