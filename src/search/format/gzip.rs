//! Search files are gzip: browsers inflate it, and the bytes are the same on every machine.

use std::io::Read;

use flate2::read::GzDecoder;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};

use super::LARGEST_FILE;

/// Compresses files one after the other, with one set of tables: making those for each of many
/// small files costs more than compressing them.
pub(in crate::search) struct Gzip(Compress);

impl Gzip {
    pub(in crate::search) fn new() -> Self {
        Self(Compress::new(Compression::new(6), false))
    }

    /// One file; the same bytes on every machine.
    pub(in crate::search) fn file(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.reset();
        let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
        loop {
            let read = self.0.total_in() as usize;
            out.reserve((bytes.len() - read) / 2 + 64);
            let rest = bytes.get(read..).unwrap_or_default();
            match self.0.compress_vec(rest, &mut out, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => break,
                Ok(_) => {}
                // Compressing in memory does not fail; were it ever to, the file would go out as
                // it is, and readers know a file that is not compressed by its first bytes.
                Err(_) => return bytes.to_vec(),
            }
        }
        let mut check = Crc::new();
        check.update(bytes);
        out.extend_from_slice(&check.sum().to_le_bytes());
        out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        out
    }
}

/// Inflates a file, unless something on the way already did.
pub(in crate::search) fn gunzip(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(bytes.to_vec());
    }
    let mut inflated = Vec::new();
    let read = GzDecoder::new(bytes).take(LARGEST_FILE + 1).read_to_end(&mut inflated).ok()?;
    (read as u64 <= LARGEST_FILE).then_some(inflated)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn files_are_compressed_one_after_the_other() {
        let mut gzip = Gzip::new();
        for text in ["", "a", &"serbatoio ".repeat(5_000), "dopo"] {
            assert_eq!(gunzip(&gzip.file(text.as_bytes())).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = Gzip::new().file(&vec![0; 9 << 20]);
        assert!(bomb.len() < 20_000 && gunzip(&bomb).is_none());
    }
}
