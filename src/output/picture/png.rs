//! PNG: chunks, each with its length, its name and a checksum.

use super::{big, exif, part};

const SIGNATURE: usize = 8;

/// The chunks it takes to draw a picture: its pixels, its colours, its density, its frames.
const DRAWN: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

struct Chunk<'a> {
    name: &'a [u8],
    content: &'a [u8],
    /// With length, name and checksum.
    whole: &'a [u8],
}

/// A PNG of only what it takes to draw it.
pub(super) fn clean(bytes: &[u8]) -> Vec<u8> {
    let mut clean = part(bytes, 0, SIGNATURE).unwrap_or(bytes).to_vec();
    for chunk in chunks(bytes) {
        if chunk.name == b"eXIf" {
            if let Some(orientation) = exif::only_orientation(chunk.content) {
                push(&mut clean, b"eXIf", &orientation);
            }
        } else if DRAWN.iter().any(|name| chunk.name == name.as_slice()) {
            clean.extend_from_slice(chunk.whole);
        }
    }
    clean
}

/// A text that stands in a PNG.
pub(super) struct Text<'a> {
    pub(super) keyword: &'a [u8],
    pub(super) is_compressed: bool,
    pub(super) content: &'a [u8],
}

/// The texts in it, in each of the three ways there are.
pub(super) fn texts(bytes: &[u8]) -> impl Iterator<Item = Text<'_>> {
    chunks(bytes).filter_map(|chunk| {
        let (keyword, rest) = until_nul(chunk.content)?;
        let (is_compressed, content) = match chunk.name {
            b"tEXt" => (false, rest),
            b"zTXt" => (true, rest.get(1..)?),
            b"iTXt" => {
                let (_language, after) = until_nul(rest.get(2..)?)?;
                let (_keyword, content) = until_nul(after)?;
                (rest.first() == Some(&1), content)
            }
            _ => return None,
        };
        Some(Text { keyword, is_compressed, content })
    })
}

fn until_nul(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|&byte| byte == 0)?;
    Some((bytes.get(..at)?, bytes.get(at + 1..)?))
}

/// Whether it has more than one frame.
pub(super) fn is_animated(bytes: &[u8]) -> bool {
    chunks(bytes).take_while(|chunk| chunk.name != b"IDAT").any(|chunk| chunk.name == b"acTL")
}

fn push(png: &mut Vec<u8>, name: &[u8], content: &[u8]) {
    let mut checksum = flate2::Crc::new();
    checksum.update(name);
    checksum.update(content);
    png.extend_from_slice(&(content.len() as u32).to_be_bytes());
    png.extend_from_slice(name);
    png.extend_from_slice(content);
    png.extend_from_slice(&checksum.sum().to_be_bytes());
}

/// The chunks up to the end of the picture. Of a picture that is cut short, the pixels up to there.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = bytes.get(SIGNATURE..).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = usize::try_from(big(part(rest, 0, 4)?)).ok()?;
        let name = part(rest, 4, 4)?;
        let whole = match part(rest, 0, length.checked_add(12)?) {
            Some(whole) => whole,
            None if matches!(name, b"IDAT" | b"fdAT") => rest,
            None => return None,
        };
        let content = part(whole, 8, length).unwrap_or_default();
        rest = if name == b"IEND" { &[] } else { rest.get(whole.len()..).unwrap_or_default() };
        Some(Chunk { name, content, whole })
    })
}
