//! The downloader against servers that behave well and badly.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod bad;
mod good;
mod network;
mod secure;
mod support;
