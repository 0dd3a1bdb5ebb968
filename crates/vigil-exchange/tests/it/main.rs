//! Integration tests of the readers, in one binary.

#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::disallowed_methods)]

mod csaf;
mod data;
mod emb3d;
mod reports;
mod threat_models;
mod vex;
mod workbook;
