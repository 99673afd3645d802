//! GIF: frames and extensions, both as runs of blocks of at most 255 bytes.

use super::part;

/// Header and screen, before the colours.
const HEAD: usize = 13;

const EXTENSION: u8 = 0x21;
const FRAME: u8 = 0x2c;
const END: u8 = 0x3b;

/// Extensions: what the next frame is like, and what a program has written.
const CONTROL: u8 = 0xf9;
const PROGRAM: u8 = 0xff;

/// What programs write that matters for drawing: how often it runs, and how its colours are meant.
const DRAWN: [&[u8]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// A GIF of only what it takes to draw it: up to its end, or up to where it is cut or odd.
pub(super) fn clean(bytes: &[u8]) -> Vec<u8> {
    let mut at = HEAD + bytes.get(10).map_or(0, |flags| colours(*flags));
    let mut clean = part(bytes, 0, at).unwrap_or(bytes).to_vec();
    while let Some(&kind) = bytes.get(at) {
        let (end, is_drawn) = match kind {
            EXTENSION => {
                let Some(end) = end_of_blocks(bytes, at + 2) else { break };
                let program = part(bytes, at + 3, 11).unwrap_or_default();
                let is_drawn = match bytes.get(at + 1) {
                    Some(&CONTROL) => true,
                    Some(&PROGRAM) => DRAWN.contains(&program),
                    _ => false,
                };
                (end, is_drawn)
            }
            FRAME => {
                let flags = bytes.get(at + 9).copied().unwrap_or(0);
                let pixels = at + 10 + colours(flags) + 1;
                (end_of_blocks(bytes, pixels).unwrap_or(bytes.len()), true)
            }
            END => {
                clean.push(END);
                break;
            }
            _ => break,
        };
        if is_drawn {
            clean.extend_from_slice(bytes.get(at..end).unwrap_or_default());
        }
        at = end;
    }
    clean
}

/// How many bytes the table of colours takes that `flags` announce.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where the run of blocks ends that begins at `at`; `None` when it is cut.
fn end_of_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    }
}
