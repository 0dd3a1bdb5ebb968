//! Tests over whole drawings.

mod font;
mod infusion;
mod many;
mod refused;
mod sample;
mod split;
mod svg;
