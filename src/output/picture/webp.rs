//! WebP: a RIFF file, chunks with a name and a length, an even number of bytes each.

use super::{exif, little, part};

/// `RIFF`, the length, `WEBP`.
const HEAD: usize = 12;

/// What stands before the chunks of a frame.
const FRAME_HEAD: usize = 16;

/// The chunks it takes to draw a picture.
const DRAWN: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// In the flags of `VP8X`: what the camera wrote, and what programs wrote.
const HAS_EXIF: u8 = 0x08;
const HAS_TEXT: u8 = 0x04;

struct Chunk<'a> {
    name: &'a [u8],
    content: &'a [u8],
}

/// A WebP of only what it takes to draw it.
pub(super) fn clean(bytes: &[u8]) -> Vec<u8> {
    let orientation = exif(bytes).and_then(exif::only_orientation);
    let mut clean = part(bytes, 0, HEAD).unwrap_or(bytes).to_vec();
    for chunk in drawn(body(bytes)) {
        match chunk.name {
            b"VP8X" => {
                let mut content = chunk.content.to_vec();
                if let Some(flags) = content.first_mut() {
                    *flags &= !(HAS_EXIF | HAS_TEXT);
                    *flags |= if orientation.is_some() { HAS_EXIF } else { 0 };
                }
                push(&mut clean, chunk.name, &content);
            }
            b"ANMF" => {
                let (head, parts) =
                    chunk.content.split_at_checked(FRAME_HEAD).unwrap_or((chunk.content, &[]));
                let mut frame = head.to_vec();
                for part in drawn(parts) {
                    push(&mut frame, part.name, part.content);
                }
                push(&mut clean, chunk.name, &frame);
            }
            _ => push(&mut clean, chunk.name, chunk.content),
        }
    }
    if let Some(orientation) = orientation {
        push(&mut clean, b"EXIF", &orientation);
    }
    let length = (clean.len().saturating_sub(8) as u32).to_le_bytes();
    if let Some(place) = clean.get_mut(4..8) {
        place.copy_from_slice(&length);
    }
    clean
}

/// What the camera wrote into it.
pub(super) fn exif(bytes: &[u8]) -> Option<&[u8]> {
    chunks(body(bytes)).find(|chunk| chunk.name == b"EXIF").map(|chunk| chunk.content)
}

/// The chunks of a file, without what follows its end.
fn body(bytes: &[u8]) -> &[u8] {
    let length = part(bytes, 4, 4).map_or(0, little);
    let end = usize::try_from(length).map_or(bytes.len(), |length| bytes.len().min(length + 8));
    bytes.get(HEAD..end).unwrap_or_default()
}

fn drawn(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    chunks(bytes).filter(|chunk| DRAWN.iter().any(|name| chunk.name == name.as_slice()))
}

/// The chunks of `bytes`; the last has what is there of it when it is cut short.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (name, length) = (part(rest, 0, 4)?, usize::try_from(little(part(rest, 4, 4)?)).ok()?);
        let after = rest.get(8..)?;
        let content = part(after, 0, length).unwrap_or(after);
        rest = after.get(length.saturating_add(length % 2)..).unwrap_or_default();
        Some(Chunk { name, content })
    })
}

fn push(webp: &mut Vec<u8>, name: &[u8], content: &[u8]) {
    webp.extend_from_slice(name);
    webp.extend_from_slice(&(content.len() as u32).to_le_bytes());
    webp.extend_from_slice(content);
    if content.len() % 2 == 1 {
        webp.push(0);
    }
}
