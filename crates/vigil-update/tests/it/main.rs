//! Feeds from a loopback server to a database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod failures;
mod pages;
mod real;
mod support;
mod updates;
