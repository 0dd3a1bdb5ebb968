//! The program as a user starts it: one binary for all its tests, which saves link time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod approve;
mod baseline;
mod build;
mod bundle;
mod check;
mod db;
mod device;
mod explain;
mod explore;
mod export;
mod help;
mod import;
mod import_results;
mod init;
mod match_;
mod process;
mod run;
mod sbom;
mod threats;
mod triage;
mod update;
mod verify;
mod vex;
