//! Theme folder, or the default theme inside the binary → [`Theme`]: compiled templates, strings,
//! and assets under names that carry their fingerprint.
//!
//! A project overrides single files: `templates/NAME` at its root, or `themes/NAME/…` as a whole.
