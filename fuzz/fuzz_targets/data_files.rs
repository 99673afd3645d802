#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::data_files(data));

#[path = "../bodies.rs"]
#[allow(dead_code, clippy::unwrap_used)]
mod bodies;
