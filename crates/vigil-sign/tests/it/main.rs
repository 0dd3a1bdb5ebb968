//! Signatures and bundles, by themselves and against the real `minisign`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod bundles;
mod foreign;
mod minisign;
mod signatures;
mod support;
