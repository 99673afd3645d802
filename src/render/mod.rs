//! Page + Theme → HTML. Sees no site.
