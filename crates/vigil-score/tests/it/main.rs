//! Tests over published CVSS vectors.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "these are tests; they say what they ran")]

mod data;
mod reading;
mod rubric;
mod vectors;
