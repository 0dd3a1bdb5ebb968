//! Tests over whole drawings.

mod infusion;
mod many;
mod sample;
mod svg;
