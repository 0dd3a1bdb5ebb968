//! CVSS 2.0, 3.0, 3.1 and 4.0: vectors are read strictly, scored by the `cvss` crate and explained in words.
//!
//! ```text
//! let vector = CvssVector::parse("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L")?;
//! vector.base_score().to_string()      3.7
//! vector.base_score().severity()       Severity::Low
//! vector.explain()[0].to_string()      Attack Vector: Network (from a remote network, ...)
//! ```

mod error;
mod metric;
pub mod rubric;
mod score;
mod vector;

pub use error::ScoreError;
pub use score::{Score, Severity};
pub use vector::{CvssVector, CvssVersion, Explained};
