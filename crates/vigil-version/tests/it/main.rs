//! Tests over published vectors and generated versions.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "these are tests; they say what they ran")]

mod containment;
mod data;
mod notation;
mod properties;
mod vectors;
