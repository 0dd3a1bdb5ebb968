#![doc = include_str!("../README.md")]

pub mod bundle;
pub mod foreign;
pub mod jcs;
mod key;
mod signature;

pub use key::{BadKey, PublicKey, SecretKey};
pub use signature::{Refused, Verified, sign, verify};
