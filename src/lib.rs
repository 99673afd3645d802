//! dopo
