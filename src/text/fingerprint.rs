//! A short, stable name for some bytes: equal bytes have equal fingerprints, on every machine.

/// The first 16 hexadecimal digits of the BLAKE3 hash of `bytes`: enough for file names and
/// manifests, where the other side is ourselves and not an attacker.
pub fn fingerprint(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

/// The same 64 bits as a number: eight bytes where very many are held at once.
pub fn number(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    hash.as_bytes()[..8].iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}
