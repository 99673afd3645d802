//! Width and height of a picture from the first bytes of its file: PNG, JPEG, GIF, WebP, SVG.
//!
//! Nothing is decoded; a file that is not what it says has no size, which is no problem here.

/// How many bytes usually hold the size.
pub(super) const START: usize = 4 * 1024;

/// How far a JPEG's size can lie behind its metadata.
pub(super) const START_OF_JPEG: usize = 512 * 1024;

/// Width and height in pixels of the picture that begins with `bytes`, as it is shown.
pub(super) fn of(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = match bytes {
        [0x89, b'P', b'N', b'G', ..] => (big(bytes, 16, 4)?, big(bytes, 20, 4)?),
        [b'G', b'I', b'F', b'8', ..] => (little(bytes, 6, 2)?, little(bytes, 8, 2)?),
        [0xff, 0xd8, ..] => jpeg(bytes)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(bytes)?,
        _ => svg(&String::from_utf8_lossy(bytes))?,
    };
    (size.0 > 0 && size.1 > 0).then_some(size)
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

    #[test]
    fn cut_files_have_no_size_and_do_no_harm() {
        let photo = photo(6);
        for end in 0..photo.len() - 5 {
            assert_eq!(of(&photo[..end]), None, "{end}");
        }
    }
}
