//! Watch and preview, beside the spine.
