//! What a file that goes on as it is says of where it was made, and of whose computer: told, never
//! taken out.
//!
//! Pictures are searched whole for what cameras and programs write, wherever it stands: a second
//! picture behind the first, a block in an item of a HEIC file, a JPEG behind bytes that are none.
//! Only what PNG keeps compressed is unpacked for it. Of a film the boxes are walked and its frames
//! never read. A drawing is read as text.

use std::io::{self, Read as _};

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::{Kind, SIGNATURE, big, exif, part, png};
use crate::source::{LARGEST_IN_MEMORY, OpenFile};

/// What a file says that its owner may not want to tell everybody. The first is the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trace {
    /// Where it was taken.
    Place,
    /// A folder below somebody's home.
    HomeFolder,
}

/// What kind of file it is, as far as this goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Picture,
    Film,
    Drawing,
}

/// Endings of pictures: one of these that does not begin like a picture may hold one all the same.
const PICTURES: [&str; 13] = [
    "apng", "avif", "gif", "heic", "heif", "jfif", "jpe", "jpeg", "jpg", "png", "tif", "tiff",
    "webp",
];

/// Of a picture that is too large to be in memory, so much is looked at.
const START: u64 = 1024 * 1024;

/// What `file`, which is called `name`, says beside what it shows; `None` for other kinds of file.
///
/// # Errors
/// When it cannot be read.
pub fn trace(mut file: OpenFile, name: &str) -> io::Result<Option<Trace>> {
    let mut start = Vec::new();
    (&mut file).take(SIGNATURE as u64).read_to_end(&mut start)?;
    let Some(form) = form(&start, name) else { return Ok(None) };
    if form == Form::Film {
        return Ok(film(&mut file)?.then_some(Trace::Place));
    }
    file.seek_to(0)?;
    let mut bytes = Vec::new();
    let most = if file.length() > LARGEST_IN_MEMORY { START } else { LARGEST_IN_MEMORY };
    (&mut file).take(most).read_to_end(&mut bytes)?;
    if form == Form::Drawing {
        return Ok(drawing(&bytes));
    }
    let has_boxes = Kind::of(&start) == Some(Kind::Boxes);
    let holds_place = picture(&bytes) || (has_boxes && film(&mut file)?);
    Ok(holds_place.then_some(Trace::Place))
}

fn form(start: &[u8], name: &str) -> Option<Form> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    if Kind::of(start).is_some() {
        return Some(Form::Picture);
    }
    match part(start, 4, 4) {
        Some(b"ftyp" | b"moov" | b"mdat" | b"wide" | b"free" | b"skip" | b"pnot") => {
            Some(Form::Film)
        }
        _ if PICTURES.contains(&ending.as_str()) => Some(Form::Picture),
        _ if ending == "svg" => Some(Form::Drawing),
        _ => None,
    }
}

/// Whether a place is named anywhere in a picture.
fn picture(bytes: &[u8]) -> bool {
    let is_png = Kind::of(bytes) == Some(Kind::Png);
    plainly(bytes) || (is_png && png::texts(bytes).any(|text| png_text(&text)))
}

/// Whether a place stands in what is written plainly: the table of a camera, the text that programs
/// write, what news agencies write.
fn plainly(bytes: &[u8]) -> bool {
    let camera = |mark: &[u8]| {
        memmem::find_iter(bytes, mark).any(|at| bytes.get(at..).is_some_and(exif::holds_place))
    };
    camera(b"II*\0") || camera(b"MM\0*") || text(bytes) || agency(bytes)
}

/// Names under which XMP keeps a place.
const PLACES: [&[u8]; 5] = [
    b"GPSLatitude",
    b"GPSLongitude",
    b"photoshop:City",
    b"Iptc4xmpCore:Location",
    b"LocationCreated",
];

fn text(bytes: &[u8]) -> bool {
    PLACES.iter().any(|name| memmem::find(bytes, name).is_some())
}

/// City and part of the city, as news agencies number them.
fn agency(bytes: &[u8]) -> bool {
    const LONGEST: usize = 64 * 1024;
    memmem::find_iter(bytes, b"8BIM\x04\x04").any(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        let record = rest.get(..LONGEST).unwrap_or(rest);
        [b"\x1c\x02\x5a", b"\x1c\x02\x5c"].iter().any(|mark| memmem::find(record, *mark).is_some())
    })
}

/// Whether a place stands in a text of a PNG. Some programs write a camera's block there in digits.
fn png_text(text: &png::Text<'_>) -> bool {
    const LONGEST: u64 = 4 * 1024 * 1024;
    let mut plain = Vec::new();
    if text.is_compressed {
        // What is damaged counts as far as it can be read.
        let _ = ZlibDecoder::new(text.content).take(LONGEST).read_to_end(&mut plain);
    } else {
        plain.extend_from_slice(text.content);
    }
    plainly(&plain)
        || (text.keyword.starts_with(b"Raw profile type") && plainly(&from_digits(&plain)))
}

/// The bytes of a profile. Its name and its length come before them, each on a line.
fn from_digits(profile: &[u8]) -> Vec<u8> {
    let start = memmem::find_iter(profile, b"\n").nth(2).unwrap_or(0);
    let digits = profile.get(start..).unwrap_or_default();
    let mut digits = digits.iter().filter_map(|&byte| char::from(byte).to_digit(16));
    std::iter::from_fn(|| Some((digits.next()? << 4 | digits.next()?) as u8)).collect()
}

/// Whether a place stands in a box of a film that holds no frames.
fn film(file: &mut OpenFile) -> io::Result<bool> {
    const MOST_BOXES: usize = 100_000;
    let mut at = 0;
    for _ in 0..MOST_BOXES {
        file.seek_to(at)?;
        let mut head = Vec::new();
        (&mut *file).take(16).read_to_end(&mut head)?;
        let (Some(short), Some(name)) = (part(&head, 0, 4), part(&head, 4, 4)) else { break };
        let rest = file.length() - at;
        let length = match big(short) {
            0 => rest,
            1 => part(&head, 8, 8).map_or(0, big),
            length => length,
        };
        if length < 8 {
            break;
        }
        if matches!(name, b"moov" | b"meta" | b"uuid" | b"udta") {
            file.seek_to(at)?;
            let mut bytes = Vec::new();
            (&mut *file).take(length.min(LARGEST_IN_MEMORY)).read_to_end(&mut bytes)?;
            let is_named = |name: &[u8]| memmem::find(&bytes, name).is_some();
            let names: [&[u8]; 3] = [b"\xa9xyz", b"loci", b"location.ISO6709"];
            if names.into_iter().any(is_named) || plainly(&bytes) {
                return Ok(true);
            }
        }
        at = at.saturating_add(length);
        if at >= file.length() {
            break;
        }
    }
    Ok(false)
}

/// What a drawing says in its values, its comments and the data beside it; words that are drawn
/// are meant to be seen.
fn drawing(bytes: &[u8]) -> Option<Trace> {
    const HOMES: [&[u8]; 4] = [b"/home/", b"/Users/", b":\\Users\\", b"\\Documents and Settings\\"];
    if text(bytes) {
        return Some(Trace::Place);
    }
    let is_beside = |at: usize| {
        let before = bytes.get(..at).unwrap_or_default();
        // In an address of the web it is a folder of that site.
        let begins = before.last().is_none_or(|&byte| !byte.is_ascii_alphanumeric())
            || before.len() > 1 && before.get(before.len() - 2..).is_some_and(is_drive);
        let value = before.iter().rposition(|byte| b"\"'<>".contains(byte));
        let is_drawn = value.and_then(|at| before.get(at)) == Some(&b'>')
            && !is_open(before, b"<metadata", b"</metadata");
        begins && !is_drawn
    };
    let names_home = |home: &[u8]| memmem::find_iter(bytes, home).any(is_beside);
    HOMES.into_iter().any(names_home).then_some(Trace::HomeFolder)
}

/// `C` of `C:\Users\`, after a quote or a slash.
fn is_drive(before: &[u8]) -> bool {
    matches!(before, [around, letter] if !around.is_ascii_alphanumeric() && letter.is_ascii_alphabetic())
}

/// Whether the last `start` before here has no `end` yet.
fn is_open(before: &[u8], start: &[u8], end: &[u8]) -> bool {
    let opened = memmem::rfind(before, start);
    opened.is_some() && opened > memmem::rfind(before, end)
}

#[cfg(test)]
mod tests;
