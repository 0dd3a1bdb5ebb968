//! What the crate promises about documents.

mod fonts;
mod markdown;
mod pdf;
mod sample;
mod xlsx;
