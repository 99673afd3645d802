//! A short, stable name for some bytes: equal bytes have equal fingerprints, on every machine.

use std::io;

/// The first 16 hexadecimal digits of the BLAKE3 hash of `bytes`: enough for file names and
/// manifests, where the other side is ourselves and not an attacker.
pub fn fingerprint(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

/// The same 64 bits as a number: eight bytes where very many are held at once.
pub fn number(bytes: &[u8]) -> u64 {
    first_eight(&blake3::hash(bytes))
}

/// The fingerprint of bytes that come one part after the other.
#[derive(Clone, Debug, Default)]
pub struct Running(blake3::Hasher);

impl Running {
    /// Takes in the next part.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    /// What [`number`] gives for all parts together.
    pub fn number(&self) -> u64 {
        first_eight(&self.0.finalize())
    }
}

/// What is written to it is taken in.
impl io::Write for Running {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        self.add(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn first_eight(hash: &blake3::Hash) -> u64 {
    hash.as_bytes()[..8].iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}
