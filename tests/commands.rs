//! Command transcripts: what a person types and what the program says, word for word.
//!
//! `tests/commands/NAME.trycmd` is run in a copy of `tests/commands/NAME.in`. After a wanted change
//! of words: `TRYCMD=overwrite cargo test --test commands`.

#[test]
fn transcripts_hold() {
    trycmd::TestCases::new().case("tests/commands/*.trycmd");
}
