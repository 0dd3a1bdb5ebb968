//! The program as a user starts it: one binary for all its tests, which saves link time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod db;
mod explain;
mod help;
mod process;
mod run;
mod sbom;
