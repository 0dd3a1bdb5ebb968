//! Version orders and version ranges. Every order is stated by name; none is guessed.
//!
//! ```text
//! Scheme::Deb.compare("1.0~rc1", "1.0")                      Less
//! Range::parse(">=3.0.0, <3.0.15")?.contains(Scheme::Semver, "3.0.14")   true
//! Scheme::from_ecosystem("GIT")                              None: order not known
//! ```

mod native;
mod number;
mod order;
mod range;
mod scheme;
mod vers;
mod version;

#[cfg(test)]
mod ladder;

pub use native::Native;
pub use range::{Bound, Interval, Prepared, Range, RangeError};
pub use scheme::Scheme;
pub use vers::{Constraint, Sign, Vers};
pub use version::{Version, VersionError};
