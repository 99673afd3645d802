//! What is done to pictures on their way to the site: place, camera and owner removed from JPEG,
//! smaller variants made. Pure: bytes in, bytes out; what cannot be understood passes as it is.
//!
//! The JPEG is taken apart here and not by a crate because phones append a second picture or a
//! film after the end of the first, with a place of its own; that has to go too.

use std::io::Cursor;
use std::ops::Range;

use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader,
};

/// Quality of smaller JPEG variants, of 100.
const JPEG_QUALITY: u8 = 80;

/// A JPEG without metadata: only what it takes to draw it stays, with its colour profile and which
/// way is up.
pub fn without_metadata(bytes: Vec<u8>) -> Vec<u8> {
    strip(&bytes).unwrap_or(bytes)
}

/// A variant of `width` pixels, in the same format; the picture itself where that would save
/// nothing.
pub fn resized(bytes: Vec<u8>, width: u32) -> Vec<u8> {
    match smaller(&bytes, width) {
        Some(variant) if variant.len() < bytes.len() => variant,
        _ => without_metadata(bytes),
    }
}

fn smaller(bytes: &[u8], width: u32) -> Option<Vec<u8>> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let format = reader.format()?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return None;
    }
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let profile = decoder.icc_profile().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    if picture.width() <= width || width == 0 {
        return None;
    }
    let ratio = f64::from(picture.height()) / f64::from(picture.width());
    let height = ((f64::from(width) * ratio).round() as u32).max(1);
    let has_alpha = picture.color().has_alpha() && format != ImageFormat::Jpeg;
    let (pixels, kind, colour) = if has_alpha {
        (picture.to_rgba8().into_raw(), PixelType::U8x4, ExtendedColorType::Rgba8)
    } else {
        (picture.to_rgb8().into_raw(), PixelType::U8x3, ExtendedColorType::Rgb8)
    };
    let whole = Image::from_vec_u8(picture.width(), picture.height(), pixels, kind).ok()?;
    let mut variant = Image::new(width, height, kind);
    Resizer::new().resize(&whole, &mut variant, None).ok()?;
    encode(variant.buffer(), (width, height), colour, format, profile)
}

fn encode(
    pixels: &[u8],
    (width, height): (u32, u32),
    colour: ExtendedColorType,
    format: ImageFormat,
    profile: Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    fn write(
        mut encoder: impl ImageEncoder,
        pixels: &[u8],
        (width, height): (u32, u32),
        colour: ExtendedColorType,
        profile: Option<Vec<u8>>,
    ) -> Option<()> {
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile).ok()?;
        }
        encoder.write_image(pixels, width, height, colour).ok()
    }
    let mut bytes = Vec::new();
    let size = (width, height);
    match format {
        ImageFormat::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
            write(encoder, pixels, size, colour, profile)?;
        }
        ImageFormat::Png => write(PngEncoder::new(&mut bytes), pixels, size, colour, profile)?,
        _ => write(WebPEncoder::new_lossless(&mut bytes), pixels, size, colour, profile)?,
    }
    Some(bytes)
}

/// A part of a JPEG.
struct Segment {
    marker: u8,
    /// From its first `FF` to its end; for a scan with the picture data that follow.
    whole: Range<usize>,
    /// What is in it, after marker and length.
    content: Range<usize>,
}

const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const JFIF: u8 = 0xe0;
const EXIF: u8 = 0xe1;
const PROFILE: u8 = 0xe2;
const ADOBE: u8 = 0xee;
const COMMENT: u8 = 0xfe;

fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let segments = segments(bytes)?;
    let content = |segment: &Segment| bytes.get(segment.content.clone()).unwrap_or_default();
    let orientation = segments
        .iter()
        .filter(|segment| segment.marker == EXIF)
        .find_map(|segment| content(segment).strip_prefix(b"Exif\0\0"))
        .and_then(Orientation::from_exif_chunk)
        .filter(|orientation| *orientation != Orientation::NoTransforms);
    let is_drawn = |segment: &&Segment| match segment.marker {
        JFIF | ADOBE => true,
        PROFILE => content(segment).starts_with(b"ICC_PROFILE\0"),
        0xe0..=0xef | COMMENT => false,
        _ => true,
    };
    let mut stripped = Vec::with_capacity(bytes.len());
    stripped.extend_from_slice(&[0xff, 0xd8]);
    let (first, rest): (Vec<_>, Vec<_>) =
        segments.iter().filter(is_drawn).partition(|segment| segment.marker == JFIF);
    for segment in first {
        stripped.extend_from_slice(bytes.get(segment.whole.clone())?);
    }
    if let Some(orientation) = orientation {
        stripped.extend_from_slice(&exif_with(orientation));
    }
    for segment in rest {
        stripped.extend_from_slice(bytes.get(segment.whole.clone())?);
    }
    Some(stripped)
}

/// An Exif segment that says which way is up and nothing else.
fn exif_with(orientation: Orientation) -> Vec<u8> {
    let mut segment = vec![0xff, EXIF, 0, 34];
    segment.extend_from_slice(b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    segment.push(orientation.to_exif());
    segment.extend_from_slice(&[0, 0, 0, 0, 0, 0]);
    segment
}

/// The parts of a JPEG up to its end; what follows that is no part of it. `None` when it is none,
/// or cut short.
fn segments(bytes: &[u8]) -> Option<Vec<Segment>> {
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    let mut segments = Vec::new();
    let mut at = 2;
    loop {
        let start = at;
        if *bytes.get(at)? != 0xff {
            return None;
        }
        while *bytes.get(at)? == 0xff {
            at += 1;
        }
        let marker = *bytes.get(at)?;
        at += 1;
        let content = if matches!(marker, 0x01 | 0xd0..=0xd7 | END) {
            at..at
        } else {
            let length = u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]);
            let content = at + 2..at + usize::from(length.max(2));
            at = content.end;
            content
        };
        if marker == SCAN {
            at = end_of_scan(bytes, at)?;
        }
        bytes.get(start..at)?;
        segments.push(Segment { marker, whole: start..at, content });
        if marker == END {
            return Some(segments);
        }
    }
}

/// Where the picture data that begin at `at` end: before the next marker that is no restart.
fn end_of_scan(bytes: &[u8], at: usize) -> Option<usize> {
    let pairs = bytes.get(at..)?.windows(2);
    let is_end = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff | 0xd0..=0xd7);
    pairs.into_iter().position(is_end).map(|offset| at + offset)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let picture = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x * 7 % 256) as u8, (y * 5 % 256) as u8, ((x * y) % 256) as u8])
        });
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&picture).unwrap();
        bytes
    }

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker][..], &length, content].concat()
    }

    /// A JPEG as a phone writes it: turned, with a place, a comment and a film after its end.
    fn from_a_phone() -> Vec<u8> {
        let plain = jpeg(40, 20);
        let mut exif = exif_with(Orientation::Rotate90)[4..].to_vec();
        exif.extend_from_slice(b"GPS 45.07N 7.68E");
        [
            &plain[..2],
            &segment(EXIF, &exif),
            &segment(EXIF, b"http://ns.adobe.com/xap/1.0/\0SECRET"),
            &segment(COMMENT, b"SECRET"),
            &segment(0xed, b"SECRET"),
            &segment(PROFILE, b"MPF\0SECRET"),
            &segment(PROFILE, b"ICC_PROFILE\0\x01\x01colours"),
            &plain[2..],
            b"\xff\xd8\xff\xe1SECRET film with GPS",
        ]
        .concat()
    }

    fn contains(bytes: &[u8], words: &[u8]) -> bool {
        bytes.windows(words.len()).any(|window| window == words)
    }

    #[test]
    fn only_what_it_takes_to_draw_a_jpeg_stays() {
        let stripped = without_metadata(from_a_phone());
        assert!(!contains(&stripped, b"SECRET") && !contains(&stripped, b"GPS"));
        assert!(contains(&stripped, b"ICC_PROFILE"));
        let mut decoder = ImageReader::with_format(Cursor::new(&stripped), ImageFormat::Jpeg)
            .into_decoder()
            .unwrap();
        assert_eq!(decoder.orientation().unwrap(), Orientation::Rotate90);
        let plain = jpeg(40, 20);
        assert_eq!(
            image::load_from_memory(&stripped).unwrap(),
            image::load_from_memory(&plain).unwrap()
        );
        assert_eq!(without_metadata(plain.clone()), plain);
        assert_eq!(without_metadata(stripped.clone()), stripped);
    }

    #[test]
    fn what_is_no_whole_jpeg_passes_as_it_is() {
        let phone = from_a_phone();
        for bytes in [&b""[..], b"\xff", b"\xff\xd8", b"\xff\xd8\xff", b"GIF89a", &phone[..400]] {
            assert_eq!(without_metadata(bytes.to_vec()), bytes);
        }
    }

    #[test]
    fn a_variant_is_narrower_upright_and_without_metadata() {
        let original = from_a_phone();
        let variant = resized(original.clone(), 10);
        assert!(variant.len() < original.len() && !contains(&variant, b"GPS"));
        let picture = image::load_from_memory(&variant).unwrap();
        assert_eq!((picture.width(), picture.height()), (10, 20));
    }

    #[test]
    fn a_picture_that_is_small_enough_stays() {
        let original = jpeg(40, 20);
        assert_eq!(resized(original.clone(), 40), original);
        assert_eq!(resized(b"no picture".to_vec(), 40), b"no picture");
    }

    #[test]
    fn png_and_webp_keep_what_shines_through() {
        let picture = image::RgbaImage::from_fn(64, 64, |x, y| {
            image::Rgba([x as u8 * 3, y as u8 * 3, (x ^ y) as u8, if x < 32 { 0 } else { 255 }])
        });
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let mut bytes = Cursor::new(Vec::new());
            picture.write_to(&mut bytes, format).unwrap();
            let variant = image::load_from_memory(&resized(bytes.into_inner(), 16)).unwrap();
            let variant = variant.to_rgba8();
            assert_eq!(variant.dimensions(), (16, 16), "{format:?}");
            assert_eq!((variant.get_pixel(2, 8)[3], variant.get_pixel(13, 8)[3]), (0, 255));
        }
    }
}
