//! What the crate promises about documents.

mod fonts;
mod html;
mod markdown;
mod pdf;
mod sample;
mod xlsx;
