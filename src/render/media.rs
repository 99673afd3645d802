//! Pictures, videos and foreign embeds.
//!
//! Nothing here makes a browser ask another host for anything: what lies elsewhere is a card with
//! a link. Sizes are written where they are known, so that nothing jumps.

use std::fmt::Write;

use super::body::Renderer;
use super::escape::{is_harmless_address, push_attribute, push_text};
use super::icons;
use crate::pages::PictureView;
use crate::parse::{Image, ImageId, LinkId};

/// Width pictures have in the text at most, in CSS pixels; and the width of a phone.
const SIZES: &str = "(max-width: 45rem) 100vw, 42rem";

/// A picture. One that is `early` on the page is loaded at once, any other when it comes near.
pub(super) fn image(renderer: &mut Renderer<'_>, id: ImageId, early: bool) {
    let index = id.index();
    let prose = renderer.prose;
    let Some(image) = prose.body.images.get(index) else { return };
    let out = &mut renderer.out;
    match prose.pictures.get(index) {
        Some(PictureView::Shown { src, size, small }) if is_harmless_address(src) => {
            renderer.pictures += 1;
            out.push_str("<img");
            push_attribute(out, "src", src);
            if let (Some((small, small_width)), Some((width, _))) = (small, size) {
                let set = format!("{small} {small_width}w, {src} {width}w");
                push_attribute(out, "srcset", &set);
                push_attribute(out, "sizes", SIZES);
            }
            push_attribute(out, "alt", &image.alt);
            dimensions(out, image, *size);
            out.push_str(if !early { " loading=\"lazy\" decoding=\"async\">" } else { ">" });
        }
        Some(PictureView::Card { href }) if is_harmless_address(href) => {
            let text =
                if image.alt.is_empty() { image.title.as_deref() } else { Some(&*image.alt) };
            let text = text.unwrap_or_else(|| renderer.words.get("picture"));
            card(out, icons::PICTURE, href, text);
        }
        _ => {
            out.push_str("<span class=\"missing-picture\">");
            out.push_str(icons::PICTURE);
            out.push_str("<span>");
            let text =
                if image.alt.is_empty() { renderer.words.get("picture") } else { &image.alt };
            push_text(out, text);
            out.push_str("</span></span>");
        }
    }
}

/// Width and height: the writer's width, with the height in proportion, else those of the file.
fn dimensions(out: &mut String, image: &Image, size: Option<(u32, u32)>) {
    let (width, height) = match (image.width, size) {
        (Some(wanted), Some((width, height))) if width > 0 => {
            let height = u64::from(height) * u64::from(wanted) / u64::from(width);
            (u64::from(wanted), Some(height))
        }
        (Some(wanted), _) => (u64::from(wanted), None),
        (None, Some((width, height))) => (u64::from(width), Some(u64::from(height))),
        (None, None) => return,
    };
    let _ = write!(out, " width=\"{width}\"");
    if let Some(height) = height {
        let _ = write!(out, " height=\"{height}\"");
    }
}

/// A video of the site: it loads nothing until it is played.
pub(super) fn video(renderer: &mut Renderer<'_>, id: ImageId) {
    let index = id.index();
    let prose = renderer.prose;
    let Some(image) = prose.body.images.get(index) else { return };
    let out = &mut renderer.out;
    match prose.pictures.get(index) {
        Some(PictureView::Shown { src, size, .. }) if is_harmless_address(src) => {
            out.push_str("<video controls preload=\"none\"");
            push_attribute(out, "src", src);
            if !image.alt.is_empty() {
                push_attribute(out, "aria-label", &image.alt);
            }
            dimensions(out, image, *size);
            out.push_str("><a");
            push_attribute(out, "href", src);
            out.push('>');
            let name = if image.alt.is_empty() { renderer.words.get("video") } else { &image.alt };
            push_text(out, name);
            out.push_str("</a></video>");
        }
        Some(PictureView::Card { href }) if is_harmless_address(href) => {
            let name = if image.alt.is_empty() { renderer.words.get("video") } else { &image.alt };
            card(out, icons::PLAY, href, name);
        }
        _ => {
            out.push_str("<span class=\"missing-picture\">");
            out.push_str(icons::PLAY);
            out.push_str("<span>");
            push_text(out, &image.alt);
            out.push_str("</span></span>");
        }
    }
}

/// Something that lives on another site: a card that links there.
pub(super) fn embed(renderer: &mut Renderer<'_>, id: LinkId) {
    let resolved = renderer.prose.links.get(id.index()).and_then(Option::as_ref);
    let Some(destination) = resolved.filter(|one| is_harmless_address(&one.href)) else { return };
    let title = renderer.written_link(id).and_then(|link| link.title.as_deref());
    let text = title.unwrap_or_else(|| renderer.words.get("open_elsewhere"));
    card(&mut renderer.out, icons::PLAY, &destination.href, text);
}

fn card(out: &mut String, icon: &str, href: &str, text: &str) {
    out.push_str("<a class=\"elsewhere\" rel=\"external noopener noreferrer\"");
    push_attribute(out, "href", href);
    out.push('>');
    out.push_str(icon);
    out.push_str("<span>");
    push_text(out, text);
    out.push_str("</span>");
    if let Some(host) = host(href) {
        out.push_str(" <span class=\"host\">");
        push_text(out, host);
        out.push_str("</span>");
    }
    out.push_str("</a>");
}

/// The host of a web address.
fn host(href: &str) -> Option<&str> {
    let rest = href.split_once("://").map(|(_, rest)| rest)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    Some(host.strip_prefix("www.").unwrap_or(host))
}
