//! The project on disk. Owner fills in: walk with the rules of what is never content.
