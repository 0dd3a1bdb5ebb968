//! The file: sections, how they are found, how blobs are packed.

use std::fmt::Write as _;

use vigil_base::Digest;

pub(crate) mod heads;
pub(crate) mod layout;
pub(crate) mod pack;
pub(crate) mod writer;

/// The first bytes of a vulnerability database.
pub(crate) const MAGIC: [u8; 8] = *b"VIGILVDB";
/// Files of another major format are refused.
pub(crate) const MAJOR: u16 = 3;
/// A higher minor format adds sections that older tools pass over.
pub(crate) const MINOR: u16 = 0;

/// A digest from its bytes.
pub(crate) fn digest(bytes: &[u8]) -> Digest {
    let mut hex = String::with_capacity(64);
    for byte in bytes {
        write!(hex, "{byte:02x}").expect("a text can always grow");
    }
    Digest::parse(&hex).expect("32 bytes are 64 hex digits")
}
