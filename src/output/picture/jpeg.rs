//! JPEG: segments, each after a marker, and the picture itself as scans.
//!
//! Phones append a second picture or a film after the end of the first, with a place of its own:
//! nothing after the end goes on. What stands between segments is skipped, as decoders do, and a
//! picture that is cut short ends where it is cut.

use std::ops::Range;

use super::{big, exif, part};

/// A part of a JPEG.
struct Segment {
    marker: u8,
    /// From its first `FF` to its end; for a scan with the picture data that follow.
    whole: Range<usize>,
    /// What is in it, after marker and length.
    content: Range<usize>,
}

const START: [u8; 2] = [0xff, 0xd8];
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const JFIF: u8 = 0xe0;
const EXIF: u8 = 0xe1;
const PROFILE: u8 = 0xe2;
const ADOBE: u8 = 0xee;
const COMMENT: u8 = 0xfe;

/// What an EXIF segment begins with.
const EXIF_MARK: &[u8] = b"Exif\0\0";

/// A JPEG of only what it takes to draw it.
pub(super) fn clean(bytes: &[u8]) -> Vec<u8> {
    let segments = segments(bytes);
    let content = |segment: &Segment| bytes.get(segment.content.clone()).unwrap_or_default();
    let orientation = exif(bytes).and_then(exif::only_orientation);
    let mut clean = Vec::with_capacity(bytes.len());
    clean.extend_from_slice(&START);
    let (first, rest): (Vec<_>, Vec<_>) =
        segments.iter().partition(|segment| segment.marker == JFIF);
    for segment in first {
        // The density of the picture; not the small picture that can follow it.
        if let Some(head) = part(content(segment), 0, 12).filter(|head| head.starts_with(b"JFIF\0"))
        {
            push(&mut clean, JFIF, &[head, &[0, 0]].concat());
        }
    }
    if let Some(orientation) = orientation {
        push(&mut clean, EXIF, &[EXIF_MARK, &orientation].concat());
    }
    for segment in rest {
        match segment.marker {
            // How the colours are meant.
            ADOBE => {
                if let Some(head) =
                    part(content(segment), 0, 12).filter(|head| head.starts_with(b"Adobe"))
                {
                    push(&mut clean, ADOBE, head);
                }
            }
            PROFILE if !content(segment).starts_with(b"ICC_PROFILE\0") => {}
            PROFILE => {
                clean.extend_from_slice(bytes.get(segment.whole.clone()).unwrap_or_default());
            }
            0xe0..=0xef | COMMENT => {}
            _ => clean.extend_from_slice(bytes.get(segment.whole.clone()).unwrap_or_default()),
        }
    }
    clean
}

/// What the camera wrote into it.
pub(super) fn exif(bytes: &[u8]) -> Option<&[u8]> {
    segments(bytes)
        .into_iter()
        .filter(|segment| segment.marker == EXIF)
        .find_map(|segment| bytes.get(segment.content)?.strip_prefix(EXIF_MARK))
}

fn push(jpeg: &mut Vec<u8>, marker: u8, content: &[u8]) {
    let length = u16::try_from(content.len() + 2).unwrap_or(2).to_be_bytes();
    jpeg.extend_from_slice(&[0xff, marker]);
    jpeg.extend_from_slice(&length);
    jpeg.extend_from_slice(content);
}

/// The parts of a JPEG up to its end, or up to where it is cut.
fn segments(bytes: &[u8]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut at = START.len();
    while let Some(segment) = segment(bytes, at) {
        at = segment.whole.end;
        let is_end = segment.marker == END;
        segments.push(segment);
        if is_end {
            break;
        }
    }
    segments
}

/// The first whole segment from `at` on.
fn segment(bytes: &[u8], at: usize) -> Option<Segment> {
    let start = at + marker_at(bytes.get(at..)?)?;
    let marker = *bytes.get(start + 1)?;
    let after = start + 2;
    if matches!(marker, 0x01 | 0xd0..=0xd9) {
        return Some(Segment { marker, whole: start..after, content: after..after });
    }
    let length = usize::try_from(big(part(bytes, after, 2)?)).ok()?.max(2);
    let content = after + 2..after + length;
    bytes.get(content.clone())?;
    let end = if marker == SCAN { end_of_scan(bytes, content.end) } else { content.end };
    Some(Segment { marker, whole: start..end, content })
}

/// Where the next marker is: `FF` and something that says what it is. More `FF`s may come before.
fn marker_at(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff))
}

/// Where the picture data that begin at `at` end: before the next marker that is no restart.
fn end_of_scan(bytes: &[u8], at: usize) -> usize {
    let is_end = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff | 0xd0..=0xd7);
    let rest = bytes.get(at..).unwrap_or_default();
    rest.windows(2).position(is_end).map_or(bytes.len(), |offset| at + offset)
}
