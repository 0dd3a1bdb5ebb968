#![doc = include_str!("../README.md")]

mod chunks;
mod range;
mod scheme;

pub use range::{Bound, Interval, Range, RangeError};
pub use scheme::{Scheme, Version, VersionError};
