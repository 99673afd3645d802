//! The spine wired: reading and writing stand at its ends, and `run` is everything between.
