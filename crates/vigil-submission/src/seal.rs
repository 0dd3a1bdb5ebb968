//! Digests and signatures that stand beside SBOMs of a submission. Who signs, and with what, the caller knows.

use std::fmt::Debug;

/// Makes what stands beside a file.
pub trait Seal: Debug + Sync {
    /// For the file `name`: the ending of each further file, which takes the place of the name's own, and its content.
    fn beside(&self, name: &str, bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)>;
}
