//! Pictures as phones and programs write them, whole, cut and odd: what goes on and what does not.

#![allow(clippy::unwrap_used)]

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{ImageDecoder as _, ImageFormat, ImageReader};

use super::*;

fn picture(width: u32, height: u32) -> image::RgbImage {
    image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x * 7 % 256) as u8, (y * 5 % 256) as u8, ((x * y) % 256) as u8])
    })
}

pub(super) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&picture(width, height)).unwrap();
    bytes
}

pub(super) fn written(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture(40, 20).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(super) fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, content].concat()
}

/// What a camera writes: which way is up, and a table of the place.
pub(super) fn camera() -> Vec<u8> {
    let mut exif = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    exif.extend_from_slice(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    exif.extend_from_slice(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26");
    exif.extend_from_slice(b"\0\0\0\0 SECRET 45.07N 7.68E");
    exif
}

/// A JPEG as a phone writes it: turned, with a place, a comment and a film after its end.
fn from_a_phone() -> Vec<u8> {
    let plain = jpeg(40, 20);
    let jfif_with_thumbnail = b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01SECRET";
    [
        &plain[..2],
        &segment(0xe1, &[b"Exif\0\0", &camera()[..]].concat()),
        &segment(0xe0, jfif_with_thumbnail),
        &segment(0xe0, b"JFXX\0SECRET"),
        &segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0SECRET"),
        &segment(0xfe, b"SECRET"),
        &segment(0xed, b"SECRET"),
        &segment(0xee, b"Adobe\0\x64\0\0\0\0\x01SECRET"),
        &segment(0xe2, b"MPF\0SECRET"),
        &segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"),
        b"SECRET odd bytes\0",
        &plain[2..],
        b"\xff\xd8\xff\xe1SECRET film with GPS",
    ]
    .concat()
}

pub(super) fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut checksum = flate2::Crc::new();
    checksum.update(name);
    checksum.update(content);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], name, content, &checksum.sum().to_be_bytes()].concat()
}

fn odd_png() -> Vec<u8> {
    let plain = written(ImageFormat::Png);
    let (head, rest) = plain.split_at(33);
    [
        head,
        &chunk(b"eXIf", &camera()),
        &chunk(b"tEXt", b"Comment\0SECRET"),
        &chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0SECRET"),
        &chunk(b"zTXt", b"SECRET"),
        &chunk(b"tIME", b"SECRET!"),
        &chunk(b"prVt", b"SECRET"),
        rest,
        b"SECRET after its end",
    ]
    .concat()
}

fn odd_gif() -> Vec<u8> {
    let plain = written(ImageFormat::Gif);
    let at = 13 + (3 << ((plain[10] & 7) + 1)) * usize::from(plain[10] >> 7);
    let (head, rest) = plain.split_at(at);
    [
        head,
        b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0",
        b"\x21\xfe\x06SECRET\0",
        b"\x21\xff\x0bXMP DataXMP\x06SECRET\0",
        b"\x21\x01\x06SECRET\0",
        rest,
        b"SECRET after its end",
    ]
    .concat()
}

pub(super) fn riff(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    let pad = vec![0; content.len() % 2];
    [&name[..], &length, content, &pad].concat()
}

fn odd_webp() -> Vec<u8> {
    let plain = written(ImageFormat::WebP);
    let body = [
        b"WEBP".to_vec(),
        riff(b"VP8X", &[0x0c, 0, 0, 0, 39, 0, 0, 19, 0, 0]),
        plain[12..].to_vec(),
        riff(b"EXIF", &camera()),
        riff(b"XMP ", b"SECRET!"),
        riff(b"NOTE", b"SECRET"),
    ]
    .concat();
    [&riff(b"RIFF", &body)[..], b"SECRET after its end"].concat()
}

pub(super) fn one_box(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
    [&length[..], name, content].concat()
}

/// An AVIF: pixels, what a camera wrote, and a text, the last in a box of its own.
fn odd_avif() -> Vec<u8> {
    let info = |id: u16, kind: &[u8; 4]| {
        let id = id.to_be_bytes();
        one_box(b"infe", &[&[2, 0, 0, 0][..], &id, &[0, 0], kind, b"\0"].concat())
    };
    let infos = [info(1, b"av01"), info(2, b"Exif"), info(3, b"mime")].concat();
    let exif = [&[0, 0, 0, 0][..], &camera()].concat();
    let layout = |at: u32| {
        let item = |id: u16, way: u16, offset: u32, length: usize| {
            let length = u32::try_from(length).unwrap().to_be_bytes();
            let head = [id.to_be_bytes(), way.to_be_bytes(), [0, 0], [0, 1]].concat();
            [&head[..], &offset.to_be_bytes(), &length].concat()
        };
        let places = [
            &[1, 0, 0, 0, 0x44, 0, 0, 3][..],
            &item(1, 0, at, 6),
            &item(2, 0, at + 6, exif.len()),
            &item(3, 1, 0, 6),
        ]
        .concat();
        let meta = [
            vec![0; 4],
            one_box(b"iinf", &[&[0, 0, 0, 0, 0, 3][..], &infos].concat()),
            one_box(b"iloc", &places),
            one_box(b"idat", b"SECRET"),
            one_box(b"uuid", b"SECRET"),
        ]
        .concat();
        [one_box(b"ftyp", b"avif\0\0\0\0"), one_box(b"meta", &meta)].concat()
    };
    let at = u32::try_from(layout(0).len() + 8).unwrap();
    let pixels = one_box(b"mdat", &[b"pixels", &exif[..]].concat());
    [layout(at), pixels, one_box(b"uuid", b"SECRET"), b"SECRET".to_vec()].concat()
}

fn odd_jxl() -> Vec<u8> {
    [
        one_box(b"JXL ", b"\r\n\x87\n"),
        one_box(b"ftyp", b"jxl \0\0\0\0"),
        one_box(b"Exif", &[&[0, 0, 0, 0][..], &camera()].concat()),
        one_box(b"xml ", b"SECRET"),
        one_box(b"jxlc", b"pixels"),
    ]
    .concat()
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

pub(super) fn all_kinds() -> [(&'static str, Vec<u8>); 6] {
    [
        ("jpeg", from_a_phone()),
        ("png", odd_png()),
        ("gif", odd_gif()),
        ("webp", odd_webp()),
        ("avif", odd_avif()),
        ("jxl", odd_jxl()),
    ]
}

#[test]
fn only_what_it_takes_to_draw_a_picture_goes_on() {
    for (name, bytes) in all_kinds() {
        assert!(can_hold_metadata(&bytes[..SIGNATURE]), "{name}");
        assert!(contains(&bytes, b"SECRET"), "{name}");
        let clean = clean(bytes.clone()).unwrap();
        assert!(!contains(&clean, b"SECRET") && !contains(&clean, b"45.07"), "{name}");
        assert_eq!(super::clean(clean.clone()).unwrap(), clean, "{name}, once more");
        if !matches!(name, "avif" | "jxl") {
            let drawn = image::load_from_memory(&clean).unwrap().to_rgb8();
            assert_eq!(drawn, image::load_from_memory(&bytes).unwrap().to_rgb8(), "{name}");
        } else {
            assert_eq!(contains(&clean, b"pixels"), contains(&bytes, b"pixels"), "{name}");
        }
        if matches!(name, "jpeg" | "png" | "webp") {
            let reader = ImageReader::new(Cursor::new(&clean)).with_guessed_format().unwrap();
            let orientation = reader.into_decoder().unwrap().orientation().unwrap();
            assert_eq!(orientation, Orientation::Rotate90, "{name}");
        }
    }
    assert!(contains(&clean(from_a_phone()).unwrap(), b"ICC_PROFILE"));
    assert!(contains(&clean(odd_gif()).unwrap(), b"NETSCAPE2.0"));
}

#[test]
fn a_plain_picture_stays_as_it_is() {
    let formats = [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP];
    for bytes in formats.map(written).into_iter().chain([jpeg(40, 20)]) {
        assert_eq!(clean(bytes.clone()).unwrap(), bytes);
    }
    for bytes in [&b""[..], b"\x89", b"no picture", b"<svg/>", b"%PDF-1.7"] {
        assert!(!can_hold_metadata(bytes));
        assert_eq!(clean(bytes.to_vec()).unwrap(), bytes);
    }
}

/// However a picture is cut, and whatever single byte of it is odd, nothing goes on that is not
/// drawn, or it is told.
#[test]
fn cut_and_odd_pictures_keep_nothing_else() {
    for (name, bytes) in all_kinds() {
        for end in 0..bytes.len() {
            if let Ok(clean) = clean(bytes[..end].to_vec())
                && can_hold_metadata(&bytes[..end.min(SIGNATURE)])
            {
                assert!(!contains(&clean, b"SECRET"), "{name} cut at {end}");
            }
        }
    }
    let bytes = from_a_phone();
    // A length that lies: what it swallows is no scan, so it cannot be drawn.
    let cut = &bytes[..bytes.len() - 40];
    assert!(image::load_from_memory(&clean(cut.to_vec()).unwrap()).is_ok());
}

#[test]
fn what_cannot_be_told_apart_does_not_go_on() {
    let mut avif = odd_avif();
    let at = avif.windows(4).position(|name| name == b"iloc").unwrap();
    avif[at + 4] = 9;
    assert_eq!(clean(avif), Err(Unclean));
    let mut avif = odd_avif();
    let at = avif.windows(4).position(|name| name == b"infe").unwrap();
    avif[at + 4] = 0;
    assert_eq!(clean(avif), Err(Unclean));
    assert_eq!(clean(camera()), Err(Unclean));
    let drawing = b"II*\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
    assert_eq!(clean(drawing.clone()), Ok(drawing));
    let film = one_box(b"ftyp", b"isom\0\0\0\0");
    assert!(!can_hold_metadata(&film));
}

#[test]
fn a_variant_is_narrower_upright_and_without_metadata() {
    let original = from_a_phone();
    let variant = resized(&original, 10).unwrap().unwrap();
    assert!(variant.len() < original.len() && !contains(&variant, b"SECRET"));
    let picture = image::load_from_memory(&variant).unwrap();
    assert_eq!((picture.width(), picture.height()), (10, 20));
}

#[test]
fn a_picture_that_is_small_enough_or_moves_has_no_variant() {
    assert_eq!(resized(&jpeg(40, 20), 40), Ok(None));
    assert_eq!(resized(b"no picture", 40), Ok(None));
    assert_eq!(resized(&written(ImageFormat::Gif), 10), Ok(None));
    let png = written(ImageFormat::Png);
    let moving = [&png[..33], &chunk(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]), &png[33..]].concat();
    assert_eq!(resized(&moving, 10), Ok(None));
}

#[test]
fn a_picture_with_too_many_pixels_is_not_decoded() {
    let mut head = 30_016u32.to_be_bytes().repeat(2);
    head.extend([8, 2, 0, 0, 0]);
    let png = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &head), &chunk(b"IDAT", b"")].concat();
    assert_eq!(resized(&png, 800), Err(TooManyPixels { size: (30_016, 30_016) }));
}

#[test]
fn png_and_webp_keep_what_shines_through() {
    let picture = image::RgbaImage::from_fn(64, 64, |x, y| {
        image::Rgba([x as u8 * 3, y as u8 * 3, (x ^ y) as u8, if x < 32 { 0 } else { 255 }])
    });
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        let variant = resized(&bytes.into_inner(), 16).unwrap().unwrap();
        let variant = image::load_from_memory(&variant).unwrap().to_rgba8();
        assert_eq!(variant.dimensions(), (16, 16), "{format:?}");
        assert_eq!((variant.get_pixel(2, 8)[3], variant.get_pixel(13, 8)[3]), (0, 255));
    }
}
