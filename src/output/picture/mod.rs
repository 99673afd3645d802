//! What is done to pictures on their way to the site: place, camera and owner removed, smaller
//! variants made. Pure: bytes in, bytes out.
//!
//! A picture is known by its content, never by its name. Each kind is taken apart in a module of its
//! own, and only those parts go on that it takes to draw it, with its colours and which way is up; so
//! a picture that is cut short or odd loses what is no picture too. Where the parts cannot be told
//! apart, nothing goes on and the caller says so. What a file says that goes on as it is, `trace`
//! finds.

mod boxes;
mod exif;
mod gif;
mod jpeg;
mod png;
mod trace;
mod variant;
mod webp;

pub use trace::{Trace, trace};
pub use variant::{TooManyPixels, resized, too_large};

/// How many bytes at the start of a file say what it is.
pub const SIGNATURE: usize = 32;

/// What a picture is, as far as its parts are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Jpeg,
    Png,
    Gif,
    WebP,
    /// AVIF, HEIC, JPEG XL: boxes within boxes.
    Boxes,
    Tiff,
}

impl Kind {
    /// The kind of what begins with `start`.
    fn of(start: &[u8]) -> Option<Self> {
        Some(match start {
            [0xff, 0xd8, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', ..] => Self::Png,
            [b'G', b'I', b'F', b'8', ..] => Self::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::WebP,
            [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Self::Tiff,
            _ if boxes::begin_so(start) => Self::Boxes,
            _ => return None,
        })
    }
}

/// Whether a file that begins with `start` is a picture that can hold more than what is drawn.
pub fn can_hold_metadata(start: &[u8]) -> bool {
    Kind::of(start).is_some()
}

/// The picture holds, or can hold, what is not drawn, and it cannot be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclean;

/// A picture without what is not drawn. What is no picture stays as it is.
///
/// # Errors
/// When it cannot be told apart.
pub fn clean(bytes: Vec<u8>) -> Result<Vec<u8>, Unclean> {
    match Kind::of(&bytes) {
        Some(Kind::Jpeg) => Ok(jpeg::clean(&bytes)),
        Some(Kind::Png) => Ok(png::clean(&bytes)),
        Some(Kind::Gif) => Ok(gif::clean(&bytes)),
        Some(Kind::WebP) => Ok(webp::clean(&bytes)),
        Some(Kind::Boxes) => boxes::clean(bytes).ok_or(Unclean),
        // Browsers do not show it; to write it anew for a download is not worth it.
        Some(Kind::Tiff) if exif::says_more_than_the_picture(&bytes) => Err(Unclean),
        Some(Kind::Tiff) | None => Ok(bytes),
    }
}

/// `length` bytes from `at` on; `None` where there are not so many.
fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// The number in the first bytes of `bytes`, the highest byte first.
fn big(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// The number in the first bytes of `bytes`, the lowest byte first.
fn little(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests;
