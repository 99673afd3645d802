//! Width and height of a picture from the first bytes of its file, and what is the matter with one
//! that browsers cannot show: PNG, JPEG, GIF, WebP, AVIF, BMP, ICO, SVG.
//!
//! A file is known by its content, not by its name, and nothing is decoded.

/// How many bytes usually hold the size.
pub(super) const START: usize = 4 * 1024;

/// How far the size can lie behind what a camera wrote, and behind a colour profile.
pub(super) const LONG_START: usize = 512 * 1024;

/// Whether the size of what begins with `start` can lie behind it.
pub(super) fn may_lie_behind(start: &[u8]) -> bool {
    start.starts_with(&[0xff, 0xd8]) || is_avif(start)
}

/// Width and height in pixels of the picture that begins with `bytes`, as it is shown.
pub(super) fn of(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = match bytes {
        [0x89, b'P', b'N', b'G', ..] => (big(bytes, 16, 4)?, big(bytes, 20, 4)?),
        [b'G', b'I', b'F', b'8', ..] => (little(bytes, 6, 2)?, little(bytes, 8, 2)?),
        [0xff, 0xd8, ..] => jpeg(bytes)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(bytes)?,
        [b'B', b'M', ..] => bmp(bytes)?,
        [0, 0, 1, 0, ..] => icon(bytes)?,
        _ if is_avif(bytes) => avif(bytes)?,
        _ => svg(&String::from_utf8_lossy(bytes))?,
    };
    (size.0 > 0 && size.1 > 0).then_some(size)
}

/// Why browsers cannot show the file that begins with `bytes` as a picture; `None` when they can,
/// as far as its beginning says.
pub(super) fn fault(bytes: &[u8]) -> Option<&'static str> {
    if of(bytes).is_some() || bytes.windows(4).any(|word| word == b"<svg") {
        return None;
    }
    let start = String::from_utf8_lossy(bytes.get(..1024).unwrap_or(bytes)).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    Some(match bytes {
        [] => "it is empty",
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, ..] => "its beginning is damaged",
        [b'G' | b'R', b'I', b'F', b'8' | b'F', ..] => "its beginning is damaged",
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => "it is a TIFF file",
        [b'%', b'P', b'D', b'F', ..] => "it is a PDF file",
        [b'8', b'B', b'P', b'S', ..] => "it is a Photoshop file",
        [_, _, _, _, b'J', b'X', b'L', b' ', ..] | [0xff, 0x0a, ..] => "it is a JPEG XL file",
        _ if is_avif(bytes) => "its beginning is damaged",
        [_, _, _, _, b'f', b't', b'y', b'p', b'h' | b'm', ..] => "it is a HEIC file",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "it is a film",
        _ if start.starts_with("version https://git-lfs.github.com/spec/") => {
            "it is only a pointer of Git LFS; `git lfs pull` fetches the picture"
        }
        _ if start.starts_with("<!doctype html") || start.starts_with("<html") => {
            "it is a web page"
        }
        _ => "it is no picture",
    })
}

fn bmp(bytes: &[u8]) -> Option<(u32, u32)> {
    // A height below nothing says that the lines stand from top to bottom.
    let height = little(bytes, 22, 4)?.cast_signed().unsigned_abs();
    Some((little(bytes, 18, 4)?, height))
}

/// The first picture of an icon; 0 stands for 256.
fn icon(bytes: &[u8]) -> Option<(u32, u32)> {
    let side = |at: usize| Some(u32::from(bytes.get(at)?.wrapping_sub(1)) + 1);
    (little(bytes, 4, 2)? > 0).then_some((side(6)?, side(7)?))
}

fn is_avif(bytes: &[u8]) -> bool {
    let brands = bytes.get(8..end_of_box(bytes, 0).unwrap_or(0)).unwrap_or_default();
    bytes.get(4..8).is_some_and(|name| name == b"ftyp")
        && brands.chunks(4).any(|brand| matches!(brand, b"avif" | b"avis"))
}

/// Where the box that begins at `at` ends.
fn end_of_box(bytes: &[u8], at: usize) -> Option<usize> {
    let length = big(bytes, at, 4)? as usize;
    (length >= 8).then(|| at.checked_add(length))?
}

/// The content of the first box `name` of those in `bytes`; what is there of it when it is cut.
fn within<'a>(bytes: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    let mut at = 0;
    loop {
        let end = end_of_box(bytes, at)?;
        if bytes.get(at + 4..at + 8)? == name {
            return bytes.get(at + 8..end.min(bytes.len()));
        }
        at = end;
    }
}

/// The largest of the pictures in it, which is made of the others; turned where a property says so.
fn avif(bytes: &[u8]) -> Option<(u32, u32)> {
    let meta = within(bytes, b"meta")?.get(4..)?;
    let mut properties = within(within(meta, b"iprp")?, b"ipco")?;
    let (mut largest, mut is_turned) = ((0, 0), false);
    while let Some(end) = end_of_box(properties, 0) {
        match properties.get(4..8)? {
            b"ispe" => {
                let size = (big(properties, 12, 4)?, big(properties, 16, 4)?);
                let area = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
                if area(size) > area(largest) {
                    largest = size;
                }
            }
            b"irot" => is_turned |= properties.get(8)? & 1 == 1,
            _ => {}
        }
        properties = properties.get(end..).unwrap_or_default();
    }
    Some(if is_turned { (largest.1, largest.0) } else { largest })
}

fn big(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn little(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        b"VP8 " => Some((little(bytes, 26, 2)? & 0x3fff, little(bytes, 28, 2)? & 0x3fff)),
        b"VP8L" => {
            let bits = little(bytes, 21, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        _ => None,
    }
}

/// The frame's size, turned where the camera was.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    let mut is_turned = false;
    loop {
        let marker = *bytes.get(at + 1)?;
        if *bytes.get(at)? != 0xff {
            return None;
        }
        if marker == 0xff {
            at += 1;
            continue;
        }
        let length = big(bytes, at + 2, 2)? as usize;
        match marker {
            0xe1 => is_turned |= turned(bytes.get(at + 4..at + 2 + length.max(2))?),
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let (height, width) = (big(bytes, at + 5, 2)?, big(bytes, at + 7, 2)?);
                return Some(if is_turned { (height, width) } else { (width, height) });
            }
            0xda => return None,
            _ => {}
        }
        at += 2 + length;
    }
}

/// Whether this EXIF block says that the picture lies on its side.
fn turned(exif: &[u8]) -> bool {
    let orientation = || {
        let tiff = exif.strip_prefix(b"Exif\0\0")?;
        let is_little = tiff.starts_with(b"II");
        let number =
            |at, length| if is_little { little(tiff, at, length) } else { big(tiff, at, length) };
        let table = number(4, 4)? as usize;
        let count = number(table, 2)? as usize;
        (0..count.min(100))
            .map(|entry| table + 2 + entry * 12)
            .find(|&entry| number(entry, 2) == Some(0x0112))
            .and_then(|entry| number(entry + 8, 2))
    };
    orientation().is_some_and(|orientation| orientation >= 5)
}

/// `width` and `height` in pixels, else the view box.
fn svg(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let tag = text.get(start..)?;
    let tag = tag.get(..tag.find('>')?)?;
    let length = |name: &str| attribute(tag, name).and_then(pixels);
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return Some((width, height));
    }
    let numbers: Vec<&str> = attribute(tag, "viewBox")?
        .split(|letter: char| letter.is_whitespace() || letter == ',')
        .filter(|number| !number.is_empty())
        .collect();
    match numbers.as_slice() {
        [_, _, width, height] => Some((pixels(width)?, pixels(height)?)),
        _ => None,
    }
}

/// The value of `name="…"` in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    for (at, _) in tag.match_indices(name) {
        let is_whole = tag.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
        let Some(rest) = tag.get(at + name.len()..).filter(|_| is_whole) else { continue };
        let Some(rest) = rest.trim_start().strip_prefix('=') else { continue };
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        return rest.get(1..)?.split(quote).next();
    }
    None
}

fn pixels(length: &str) -> Option<u32> {
    let number: f64 = length.trim().trim_end_matches("px").trim().parse().ok()?;
    (0.5..100_000.0).contains(&number).then_some(number.round() as u32)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// A JPEG's head: an EXIF block with `orientation`, then a frame of 4 x 3.
    fn photo(orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1, 0, u8::try_from(exif.len() + 2).unwrap()];
        bytes.extend(exif);
        bytes.extend([0xff, 0xc0, 0, 11, 8, 0, 3, 0, 4, 1, 1, 0x11, 0]);
        bytes
    }

    #[test]
    fn sizes_are_in_the_first_bytes() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0".to_vec();
        let vp8l = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x0f\xc0\x01\0".to_vec();
        let vp8x = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x0f\0\0\x07\0\0".to_vec();
        for (name, bytes, size) in [
            ("png", png, Some((640, 480))),
            ("gif", b"GIF89a\x10\0\x08\0".to_vec(), Some((16, 8))),
            ("webp, lossless", vp8l, Some((16, 8))),
            ("webp, extended", vp8x, Some((16, 8))),
            ("jpeg", photo(1), Some((4, 3))),
            ("jpeg on its side", photo(6), Some((3, 4))),
            (
                "svg",
                b"<?xml?><svg width='12px' height=\"7.6\" viewBox='0 0 1 1'>".to_vec(),
                Some((12, 8)),
            ),
            (
                "svg by its view box",
                b"<svg stroke-width=\"3\" viewBox=\"0,0 30 20\">".to_vec(),
                Some((30, 20)),
            ),
            ("svg in per cent", b"<svg width='100%' viewBox='0 0 30 20'>".to_vec(), Some((30, 20))),
            ("cut", b"\x89PNG\r\n".to_vec(), None),
            ("none", Vec::new(), None),
        ] {
            assert_eq!(of(&bytes), size, "{name}");
        }
    }

    fn one_box(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&length[..], name, content].concat()
    }

    /// An AVIF's head: two tiles of a picture of 40 x 30, which may be turned.
    fn avif_head(turned: Option<u8>) -> Vec<u8> {
        let size = |width: u32, height: u32| {
            one_box(b"ispe", &[&[0; 4][..], &width.to_be_bytes(), &height.to_be_bytes()].concat())
        };
        let turn = turned.map(|angle| one_box(b"irot", &[angle])).unwrap_or_default();
        let properties = [size(20, 30), size(40, 30), size(20, 30), turn].concat();
        let meta = one_box(b"iprp", &one_box(b"ipco", &properties));
        let meta = [vec![0; 4], one_box(b"hdlr", b"pict"), meta].concat();
        [one_box(b"ftyp", b"mif1\0\0\0\0avif"), one_box(b"meta", &meta)].concat()
    }

    #[test]
    fn sizes_of_avif_bmp_and_icons() {
        let mut bmp = b"BM".to_vec();
        bmp.resize(18, 0);
        bmp.extend_from_slice(&7u32.to_le_bytes());
        bmp.extend_from_slice(&(-5i32).to_le_bytes());
        for (name, bytes, size) in [
            ("avif", avif_head(None), Some((40, 30))),
            ("avif, upside down", avif_head(Some(2)), Some((40, 30))),
            ("avif on its side", avif_head(Some(3)), Some((30, 40))),
            ("bmp", bmp, Some((7, 5))),
            ("icon", b"\0\0\x01\0\x01\0\x10\0".to_vec(), Some((16, 256))),
        ] {
            assert_eq!(of(&bytes), size, "{name}");
            for end in 0..bytes.len() {
                let _ = (of(&bytes[..end]), fault(&bytes[..end]));
            }
        }
    }

    #[test]
    fn what_browsers_cannot_show_is_told_apart() {
        let lfs = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
        for (bytes, words) in [
            (&b""[..], "empty"),
            (b"\x89PNG\r\n\x1a\n", "damaged"),
            (b"\xff\xd8\xff", "damaged"),
            (b"GIF89a", "damaged"),
            (b"RIFF....WEBPVP8 ", "damaged"),
            (&avif_head(None)[..40], "damaged"),
            (lfs, "Git LFS"),
            (b"\xef\xbb\xbf\n<!DOCTYPE HTML><title>404</title>", "web page"),
            (b"<html>", "web page"),
            (b"%PDF-1.7", "PDF"),
            (b"II*\0", "TIFF"),
            (b"8BPS", "Photoshop"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
            (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "film"),
            (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
            (b"hello", "no picture"),
        ] {
            let fault = fault(bytes).unwrap_or_else(|| panic!("{words}: nothing told"));
            assert!(fault.contains(words), "{fault}: {words}");
        }
        let drawing = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        for bytes in [&photo(1)[..], &avif_head(None), b"GIF89a\x10\0\x08\0", drawing] {
            assert_eq!(fault(bytes), None);
        }
    }

    #[test]
    fn cut_files_have_no_size_and_do_no_harm() {
        let photo = photo(6);
        for end in 0..photo.len() - 5 {
            assert_eq!(of(&photo[..end]), None, "{end}");
        }
    }
}
