//! Where a place can stand in a file, and where it only seems to.

#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::ImageFormat;

use super::super::clean;
use super::super::tests::{all_kinds, camera, chunk, jpeg, one_box, riff, segment, written};
use super::*;

fn of(name: &str, bytes: Vec<u8>) -> Option<Trace> {
    let length = bytes.len() as u64;
    trace(OpenFile::new(Cursor::new(bytes), length), name).unwrap()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const XMP: &[u8] = b"<rdf:Description exif:GPSLatitude=\"45,4.2N\" exif:GPSLongitude=\"7,41E\"/>";

/// `content` as the last segment, chunk or box before the picture.
fn in_jpeg(marker: u8, content: &[u8]) -> Vec<u8> {
    let plain = jpeg(40, 20);
    [&plain[..2], &segment(marker, content), &plain[2..]].concat()
}

fn in_png(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let plain = written(ImageFormat::Png);
    [&plain[..33], &chunk(name, content), &plain[33..]].concat()
}

fn in_webp(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let body = [&b"WEBP"[..], &written(ImageFormat::WebP)[12..], &riff(name, content)].concat();
    riff(b"RIFF", &body)
}

fn film(boxes: &[u8]) -> Vec<u8> {
    let frames = one_box(b"mdat", &b"frames".repeat(4000));
    [one_box(b"ftyp", b"isom\0\0\0\0"), frames, boxes.to_vec()].concat()
}

/// A TIFF file whose table stands behind the picture, as most programs write it.
fn tiff() -> Vec<u8> {
    let mut bytes = b"II*\0\x10\0\0\0pixels..".to_vec();
    bytes.extend_from_slice(b"\x01\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    bytes
}

#[test]
fn a_place_is_seen_wherever_programs_write_it() {
    let block = [b"Exif\0\0", &camera()[..]].concat();
    let hex: String = block.iter().map(|byte| format!("{byte:02x}")).collect();
    let profile = format!("\nexif\n    {}\n{hex}\n", block.len());
    let named = |keyword: &str, more: &[u8]| [keyword.as_bytes(), more].concat();
    let agency = b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x08\x1c\x02\x5a\0\x05Turin";
    let second = [jpeg(40, 20), in_jpeg(0xe1, &block)].concat();
    for (case, name, bytes) in [
        ("a camera's block", "a.jpg", in_jpeg(0xe1, &block)),
        ("XMP", "a.jpg", in_jpeg(0xe1, &named("http://ns.adobe.com/xap/1.0/\0", XMP))),
        ("more XMP", "a.jpg", in_jpeg(0xe1, &named("http://ns.adobe.com/xmp/extension/\0", XMP))),
        ("XMP of a city", "a.jpg", in_jpeg(0xe1, b"<photoshop:City>Turin</photoshop:City>")),
        ("an agency's city", "a.jpg", in_jpeg(0xed, agency)),
        ("a second picture", "a.jpg", second.clone()),
        ("a JPEG behind a line end", "a.jpg", [b"\n", &second[..]].concat()),
        ("a JPEG of another name", "a.bin", second),
        ("a chunk", "a.png", in_png(b"eXIf", &camera())),
        ("XMP in PNG", "a.png", in_png(b"iTXt", &named("XML:com.adobe.xmp\0\0\0\0\0", XMP))),
        (
            "compressed XMP",
            "a.png",
            in_png(b"iTXt", &named("XML:com.adobe.xmp\0\x01\0\0\0", &deflated(XMP))),
        ),
        (
            "a compressed profile",
            "a.png",
            in_png(b"zTXt", &named("Raw profile type exif\0\0", &deflated(profile.as_bytes()))),
        ),
        (
            "a plain profile",
            "a.png",
            in_png(b"tEXt", &named("Raw profile type APP1\0", profile.as_bytes())),
        ),
        ("WebP", "a.webp", in_webp(b"EXIF", &camera())),
        ("XMP in WebP", "a.webp", in_webp(b"XMP ", XMP)),
        ("XMP in GIF", "a.gif", [&written(ImageFormat::Gif)[..], XMP].concat()),
        ("TIFF", "a.tif", tiff()),
        ("a film", "a.mp4", film(&one_box(b"moov", &one_box(b"udta", b"\xa9xyz+45.07+007.68/")))),
        ("a phone's film", "a.3gp", film(&one_box(b"moov", &one_box(b"loci", b"Turin")))),
        (
            "a film of Apple",
            "a.mov",
            film(&one_box(b"moov", b"com.apple.quicktime.location.ISO6709")),
        ),
        ("XMP in a film", "a.mp4", film(&one_box(b"uuid", XMP))),
        ("a drawing", "a.svg", [b"<svg><metadata>", XMP, b"</metadata></svg>"].concat()),
    ] {
        assert_eq!(of(name, bytes), Some(Trace::Place), "{case}");
    }
    for (name, bytes) in all_kinds() {
        let has_camera = !matches!(name, "gif");
        assert_eq!(of(name, bytes.clone()).is_some(), has_camera, "{name}");
        assert_eq!(of(name, clean(bytes).unwrap()), None, "{name}, cleaned");
    }
}

#[test]
fn what_names_no_place_is_let_be() {
    let up = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    for (case, name, bytes) in [
        ("which way is up", "a.jpg", in_jpeg(0xe1, &[b"Exif\0\0", &up[..]].concat())),
        ("a comment", "a.jpg", in_jpeg(0xfe, b"made in Turin")),
        ("a text", "a.png", in_png(b"tEXt", b"Software\0Some")),
        ("a damaged text", "a.png", in_png(b"zTXt", b"Comment\0\0damaged")),
        ("a text cut short", "a.png", in_png(b"iTXt", b"x\0")),
        ("a film", "a.mp4", film(&one_box(b"moov", b"tracks"))),
        ("frames that look so", "a.mp4", film(&one_box(b"mdat", b"\xa9xyz loci"))),
        ("a box without end", "a.mp4", [film(b""), vec![0xff; 8]].concat()),
        ("an empty film", "a.mp4", film(&one_box(b"moov", b""))),
        ("another kind", "a.txt", XMP.to_vec()),
        ("nothing", "a.jpg", Vec::new()),
        ("nothing", "a.svg", Vec::new()),
    ] {
        assert_eq!(of(name, bytes), None, "{case}");
    }
}

#[test]
fn a_home_is_seen_beside_the_drawing_and_not_in_it() {
    for (says, text) in [
        (true, "<svg inkscape:export-filename=\"/home/jo/a.png\"/>"),
        (true, "<svg><image sodipodi:absref='C:\\Users\\Jo\\a.png'/></svg>"),
        (true, "<svg><image xlink:href=\"file:///Users/jo/a.png\"/></svg>"),
        (true, "<svg><metadata><path>/Users/jo/a</path></metadata></svg>"),
        (true, "<!-- made from /home/jo/a.fig --><svg/>"),
        (false, "<svg><text>Open C:\\Users\\you, or /home/you</text></svg>"),
        (false, "<svg><metadata><x/></metadata><text>/home/you</text></svg>"),
        (false, "<svg><a href=\"https://help.example/Users/list\"/></svg>"),
        (false, "<svg sodipodi:docname=\"tray.svg\"/>"),
    ] {
        let expected = says.then_some(Trace::HomeFolder);
        assert_eq!(of("a.svg", text.as_bytes().to_vec()), expected, "{text}");
    }
}
