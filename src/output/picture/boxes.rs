//! AVIF, HEIC and JPEG XL: boxes within boxes, and items whose bytes lie wherever a table says.
//!
//! Much in such a file names a place in it, so nothing is taken out: what is not drawn is overwritten
//! where it stands.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{big, exif, part};

/// Kinds of file made of boxes that are pictures; films are made of them too.
const BRANDS: [&[u8; 4]; 9] =
    [b"avif", b"avis", b"mif1", b"msf1", b"heic", b"heix", b"heim", b"hevc", b"jxl "];

/// Boxes that hold nothing that is drawn.
const BESIDE: [&[u8; 4]; 9] =
    [b"uuid", b"udta", b"free", b"skip", b"Exif", b"xml ", b"jumb", b"brob", b"meco"];

/// Items that are no pictures.
const TEXT_ITEMS: [&[u8]; 2] = [b"mime", b"uri "];
const EXIF_ITEM: &[u8] = b"Exif";

/// So many items has no picture; a table that says more is odd.
const MOST_ITEMS: u64 = 10_000;

struct Part {
    name: [u8; 4],
    /// With its length and name.
    whole: Range<usize>,
    content: Range<usize>,
}

/// What is to be overwritten, and with what.
enum Gone {
    Box(Range<usize>),
    Item { extents: Vec<Range<usize>>, is_exif: bool },
}

/// Whether a file that begins so is a picture made of boxes.
pub(super) fn begin_so(start: &[u8]) -> bool {
    match part(start, 4, 4) {
        Some(b"JXL ") => true,
        Some(b"ftyp") => {
            part(start, 8, 4).is_some_and(|brand| BRANDS.iter().any(|one| brand == one.as_slice()))
        }
        _ => false,
    }
}

/// The picture with what is not drawn overwritten; `None` when it cannot be told apart.
pub(super) fn clean(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut gone = Vec::new();
    let parts = boxes(&bytes, 0..bytes.len())?;
    let end = parts.last().map_or(0, |last| last.whole.end);
    for one in parts {
        match &one.name {
            b"meta" => gone.extend(items(&bytes, one.content)?),
            b"moov" => gone.extend(beside_frames(&bytes, one.content)?),
            name if BESIDE.contains(&name) => gone.push(Gone::Box(one.whole)),
            _ => {}
        }
    }
    for one in gone {
        overwrite(&mut bytes, one)?;
    }
    bytes.truncate(end);
    Some(bytes)
}

fn overwrite(bytes: &mut [u8], gone: Gone) -> Option<()> {
    match gone {
        Gone::Box(whole) => {
            bytes.get_mut(whole.start + 4..whole.start + 8)?.copy_from_slice(b"free");
            bytes.get_mut(whole.start + 8..whole.end)?.fill(0);
        }
        Gone::Item { extents, is_exif } => {
            for extent in &extents {
                bytes.get_mut(extent.clone())?.fill(0);
            }
            // Some decoders give up on a block they cannot read.
            if let ([extent], true) = (extents.as_slice(), is_exif)
                && let Some(block) = extent.len().checked_sub(4).and_then(exif::empty)
            {
                bytes.get_mut(extent.start + 4..extent.end)?.copy_from_slice(&block);
            }
        }
    }
    Some(())
}

/// The boxes within `range`. Only the pixels may be cut short; fewer bytes than a box has are none.
fn boxes(bytes: &[u8], range: Range<usize>) -> Option<Vec<Part>> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at + 8 <= range.end {
        let name: [u8; 4] = part(bytes, at + 4, 4)?.try_into().ok()?;
        let (head, length) = match big(part(bytes, at, 4)?) {
            0 => (8, range.end - at),
            1 => (16, usize::try_from(big(part(bytes, at + 8, 8)?)).ok()?),
            length => (8, usize::try_from(length).ok()?),
        };
        let mut end = at.checked_add(length)?;
        if end > range.end && matches!(&name, b"mdat" | b"jxlc" | b"jxlp") {
            end = range.end;
        }
        if length < head || end > range.end || found.len() as u64 > MOST_ITEMS {
            return None;
        }
        found.push(Part { name, whole: at..end, content: at + head..end });
        at = end;
    }
    Some(found)
}

/// What stands beside the frames of a picture that moves.
fn beside_frames(bytes: &[u8], moov: Range<usize>) -> Option<Vec<Gone>> {
    let mut gone = Vec::new();
    for one in boxes(bytes, moov)? {
        match &one.name {
            b"trak" => gone.extend(beside_frames(bytes, one.content)?),
            b"meta" => gone.push(Gone::Box(one.whole)),
            name if BESIDE.contains(&name) => gone.push(Gone::Box(one.whole)),
            _ => {}
        }
    }
    Some(gone)
}

/// The items of a picture that are none, and the boxes beside them.
fn items(bytes: &[u8], meta: Range<usize>) -> Option<Vec<Gone>> {
    let parts = boxes(bytes, meta.start.checked_add(4)?..meta.end)?;
    let named = |name: &[u8; 4]| parts.iter().find(|one| one.name == *name);
    let mut gone: Vec<Gone> = parts
        .iter()
        .filter(|one| BESIDE.contains(&&one.name))
        .map(|one| Gone::Box(one.whole.clone()))
        .collect();
    let Some(infos) = named(b"iinf") else { return Some(gone) };
    let (texts, exifs) = kinds(bytes, infos.content.clone())?;
    if texts.is_empty() && exifs.is_empty() {
        return Some(gone);
    }
    let data = named(b"idat").map(|one| one.content.clone());
    let mut places = Table::new(bytes, named(b"iloc")?.content.clone())?;
    for _ in 0..places.count {
        let (id, extents) = places.next(data.as_ref())?;
        let is_exif = exifs.contains(&id);
        if is_exif || texts.contains(&id) {
            gone.push(Gone::Item { extents: extents?, is_exif });
        }
    }
    Some(gone)
}

/// The numbers of the items that are texts, and of those a camera wrote.
fn kinds(bytes: &[u8], infos: Range<usize>) -> Option<(BTreeSet<u64>, BTreeSet<u64>)> {
    let (mut texts, mut exifs) = (BTreeSet::new(), BTreeSet::new());
    let version = *bytes.get(infos.start)?;
    let start = infos.start + if version == 0 { 6 } else { 8 };
    for info in boxes(bytes, start..infos.end)? {
        let (version, at) = (*bytes.get(info.content.start)?, info.content.start + 4);
        let length = match version {
            2 => 2,
            3 => 4,
            _ => return None,
        };
        let id = big(part(bytes, at, length)?);
        let kind = part(bytes, at + length + 2, 4)?;
        if kind == EXIF_ITEM {
            exifs.insert(id);
        } else if TEXT_ITEMS.contains(&kind) {
            texts.insert(id);
        }
    }
    Some((texts, exifs))
}

/// The table of where items lie, being read.
struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
    version: u8,
    /// How many bytes an offset, a length, a base and an index take.
    widths: [usize; 4],
    count: u64,
}

impl<'a> Table<'a> {
    fn new(bytes: &'a [u8], table: Range<usize>) -> Option<Self> {
        let bytes = bytes.get(..table.end)?;
        let version = *bytes.get(table.start)?;
        let widths = big(part(bytes, table.start + 4, 2)?) as usize;
        let widths = [12, 8, 4, 0].map(|shift| widths >> shift & 15);
        let mut table = Self { bytes, at: table.start + 6, version, widths, count: 0 };
        table.count = table.number(if version < 2 { 2 } else { 4 })?;
        (version <= 2 && table.count <= MOST_ITEMS).then_some(table)
    }

    fn number(&mut self, length: usize) -> Option<u64> {
        let bytes = part(self.bytes, self.at, length).filter(|_| length <= 8)?;
        self.at += length;
        Some(big(bytes))
    }

    /// The next item, and where it lies: `None` there when it is not in this file, or made of others.
    #[allow(clippy::type_complexity, reason = "said in words above")]
    fn next(&mut self, data: Option<&Range<usize>>) -> Option<(u64, Option<Vec<Range<usize>>>)> {
        let [offset_width, length_width, base_width, index_width] = self.widths;
        let id = self.number(if self.version < 2 { 2 } else { 4 })?;
        let way = if self.version > 0 { self.number(2)? & 15 } else { 0 };
        let elsewhere = self.number(2)?;
        let base = self.number(base_width)?;
        let count = self.number(2)?;
        let start = match (way, elsewhere) {
            (0, 0) => Some(0),
            (1, 0) => data.map(|data| data.start),
            _ => None,
        };
        let mut extents = Vec::new();
        for _ in 0..count {
            if self.version > 0 {
                self.number(index_width)?;
            }
            let (offset, length) = (self.number(offset_width)?, self.number(length_width)?);
            let from =
                usize::try_from(base.checked_add(offset)?).ok()?.checked_add(start.unwrap_or(0))?;
            extents.push(from..from.checked_add(usize::try_from(length).ok()?)?);
        }
        // A length of nothing means all that there is.
        let is_told = extents.iter().all(|extent| !extent.is_empty());
        Some((id, start.filter(|_| is_told).map(|_| extents)))
    }
}
