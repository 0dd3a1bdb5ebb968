//! Tests over whole drawings.

mod drawings;
mod embedded;
mod example;
mod font;
mod infusion;
mod many;
mod matched;
mod refused;
mod sample;
mod split;
mod svg;
mod tables;
