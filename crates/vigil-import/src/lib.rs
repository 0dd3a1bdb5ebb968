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

/// The STRIDE letter of another tool's word for a category; `None` where it is none of them.
pub fn stride(category: &str) -> Option<&'static str> {
    words::stride(category)
}
