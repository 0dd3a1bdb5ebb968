//! What the crate promises about documents.

mod pdf;
mod sample;
