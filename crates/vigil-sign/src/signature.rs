//! Signatures as minisign writes them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blake2::{Blake2b512, Digest as _};
use ed25519_dalek::{Signature, Signer as _};

use crate::key::{Number, PublicKey, SecretKey, field};

/// Signatures over the BLAKE2b-512 hash of the content; the only kind that is made.
const HASHED: &[u8] = b"ED";
/// Signatures over the content itself, as old versions made them; verified only.
const PLAIN: &[u8] = b"Ed";
/// No signature file is longer.
const MOST: usize = 64 << 10;

/// A signature that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The number of the key.
    pub number: String,
    /// The comment that is signed, too.
    pub comment: String,
}

/// Why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing that can be read.
    #[error("it is no signature in the format of minisign: {0}")]
    Format(&'static str),
    /// None of the keys.
    #[error("it was made with the key {number}, which is none of the trusted ones")]
    Unknown {
        /// The number of the key.
        number: String,
    },
    /// The content, or the comment, is not the one that was signed.
    #[error("{what} is not what was signed with the key {number}")]
    Wrong {
        /// Content or comment.
        what: &'static str,
        /// The number of the key.
        number: String,
    },
}

/// Signs a content, and a comment of one line with it. The same inputs give the same text.
pub fn sign(key: &SecretKey, content: &[u8], comment: &str) -> String {
    let comment: String = comment.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let signature = key.key.sign(&Blake2b512::digest(content)).to_bytes();
    let mut line = HASHED.to_vec();
    line.extend(key.number.0);
    line.extend(signature);
    let global = key.key.sign(&signed_with(&signature, &comment)).to_bytes();
    format!(
        "untrusted comment: signature by vigil, key {}\n{}\ntrusted comment: {comment}\n{}\n",
        key.number,
        STANDARD.encode(line),
        STANDARD.encode(global)
    )
}

/// Verifies a signature with the trusted keys.
pub fn verify(keys: &[PublicKey], content: &[u8], signature: &str) -> Result<Verified, Refused> {
    let Parts { is_hashed, number, signature, comment, global } = Parts::read(signature)?;
    let mut known = keys.iter().filter(|key| key.number == number).peekable();
    let number = number.to_string();
    if known.peek().is_none() {
        return Err(Refused::Unknown { number });
    }
    let hash = Blake2b512::digest(content);
    let message: &[u8] = if is_hashed { &hash } else { content };
    let Some(key) = known.find(|key| key.key.verify_strict(message, &signature).is_ok()) else {
        return Err(Refused::Wrong { what: "the content", number });
    };
    if key.key.verify_strict(&signed_with(&signature.to_bytes(), comment), &global).is_err() {
        return Err(Refused::Wrong { what: "the comment", number });
    }
    Ok(Verified { number, comment: comment.to_owned() })
}

/// What the second signature is over.
fn signed_with(signature: &[u8; 64], comment: &str) -> Vec<u8> {
    [signature.as_slice(), comment.as_bytes()].concat()
}

/// The four lines of a signature file.
struct Parts<'t> {
    is_hashed: bool,
    number: Number,
    signature: Signature,
    comment: &'t str,
    global: Signature,
}

impl<'t> Parts<'t> {
    fn read(text: &'t str) -> Result<Self, Refused> {
        let bad = Refused::Format;
        if text.len() > MOST {
            return Err(bad("it is far too long"));
        }
        let mut lines = text.lines();
        let mut line = || lines.next().ok_or(bad("it has fewer than four lines"));
        if !line()?.starts_with("untrusted comment:") {
            return Err(bad("it does not begin with `untrusted comment:`"));
        }
        let first = STANDARD.decode(line()?.trim()).map_err(|_| bad("its second line is not base64"))?;
        let comment = line()?.strip_prefix("trusted comment: ").ok_or(bad("it has no trusted comment"))?;
        let global = STANDARD.decode(line()?.trim()).map_err(|_| bad("its last line is not base64"))?;
        let is_hashed = match first.get(..2) {
            Some(HASHED) => true,
            Some(PLAIN) => false,
            _ => return Err(bad("it is of an unknown algorithm")),
        };
        let length = bad("a signature has another length");
        if first.len() != 74 {
            return Err(length);
        }
        Ok(Self {
            is_hashed,
            number: Number(field(&first, 2).ok_or(length.clone())?),
            signature: Signature::from_bytes(&field(&first, 10).ok_or(length.clone())?),
            comment,
            global: Signature::from_bytes(&<[u8; 64]>::try_from(global).map_err(|_| length)?),
        })
    }
}
