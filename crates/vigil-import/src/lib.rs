#![doc = include_str!("../README.md")]

mod device;
mod ids;
pub mod otm;
pub mod project;
mod report;
pub mod table;
mod words;

pub use device::{Imported, device};
pub use ids::Taken;
pub use report::Line;
