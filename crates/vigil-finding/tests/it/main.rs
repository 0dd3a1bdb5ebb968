//! Every format over the same findings, over hostile text, and against the published shapes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod fixture;
mod formats;
mod hostile;
mod shape;
