//! The block in which cameras write what they know of a picture: a TIFF file without a picture. Of
//! all that is in it only which way is up matters for drawing.

use image::metadata::Orientation;

use super::{big, little, part};

/// Where the place is; a whole block of text; what news agencies write.
const PLACE: u64 = 0x8825;
const TEXTS: [u64; 2] = [700, 33723];

/// A block that says which way is up and nothing else; `None` when that goes without saying.
pub(super) fn only_orientation(exif: &[u8]) -> Option<Vec<u8>> {
    let orientation = Orientation::from_exif_chunk(without_mark(exif))?;
    if orientation == Orientation::NoTransforms {
        return None;
    }
    let mut block = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    block.push(orientation.to_exif());
    block.extend_from_slice(&[0, 0, 0, 0, 0, 0]);
    Some(block)
}

/// A block with no entry in it, of `length` bytes; `None` where there is no room for one.
pub(super) fn empty(length: usize) -> Option<Vec<u8>> {
    let mut block = b"MM\0\x2a\0\0\0\x08\0\0\0\0\0\0".to_vec();
    (block.len() <= length).then(|| {
        block.resize(length, 0);
        block
    })
}

/// Whether it says where the picture was taken.
pub(super) fn holds_place(exif: &[u8]) -> bool {
    has(exif, |tag| tag == PLACE)
}

/// Whether a TIFF file says more than what it takes to draw it.
pub(super) fn says_more_than_the_picture(tiff: &[u8]) -> bool {
    has(tiff, |tag| tag == PLACE || TEXTS.contains(&tag))
}

/// Some programs write the mark of a JPEG's segment before the block in other kinds too.
fn without_mark(exif: &[u8]) -> &[u8] {
    exif.strip_prefix(b"Exif\0\0").unwrap_or(exif)
}

/// Whether the first table has an entry of this kind.
fn has(exif: &[u8], wanted: impl Fn(u64) -> bool) -> bool {
    let exif = without_mark(exif);
    let number = |at: usize, length: usize| {
        let bytes = part(exif, at, length)?;
        Some(if exif.starts_with(b"II") { little(bytes) } else { big(bytes) })
    };
    let entries = || {
        let table = usize::try_from(number(4, 4)?).ok()?;
        let count = usize::try_from(number(table, 2)?).ok()?;
        Some((0..count).map_while(move |entry| table.checked_add(2 + entry * 12)))
    };
    entries().is_some_and(|entries| entries.map_while(|entry| number(entry, 2)).any(wanted))
}
