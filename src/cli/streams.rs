//! Words for the two streams of the process.
//!
//! Who reads them may stop reading (`dopo build | head`), and a disk they go to may be full. Neither
//! undoes what was done, so it ends nothing: the exit code says how a run ended.

/// A result, on the standard output stream.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

/// What is to be known beside results, on the standard error stream.
macro_rules! tell {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($words)*);
    }};
}
