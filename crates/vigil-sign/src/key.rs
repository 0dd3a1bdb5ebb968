//! Keys as minisign writes them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{SigningKey, VerifyingKey};

/// Algorithm of keys: Ed25519.
const ALGORITHM: &[u8] = b"Ed";
/// Secret keys that a password protects by scrypt.
const PROTECTED: &[u8] = b"Sc";
/// Algorithm, key derivation, checksum, salt, two limits, number, secret and public key, checksum.
const SECRET_LENGTH: usize = 2 + 2 + 2 + 32 + 8 + 8 + 8 + 64 + 32;
/// No key file is longer.
const MOST: usize = 4096;

/// A text that is no key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// What is wrong.
    #[error("it is no {what} in the format of minisign: {why}")]
    Format {
        /// Public or secret key.
        what: &'static str,
        /// What is wrong.
        why: &'static str,
    },
    /// A password would be needed.
    #[error(
        "the secret key is protected by a password, which is not supported; `minisign -G -W` makes one without"
    )]
    Protected,
}

/// The number of a key pair, as minisign prints it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Number(pub(crate) [u8; 8]);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016X}", u64::from_le_bytes(self.0))
    }
}

/// A key that signatures are verified with.
#[derive(Clone)]
pub struct PublicKey {
    pub(crate) number: Number,
    pub(crate) key: VerifyingKey,
}

impl PublicKey {
    /// Reads a key file, or the one line of it that holds the key.
    pub fn read(text: &str) -> Result<Self, BadKey> {
        let bad = |why| BadKey::Format { what: "public key", why };
        let bytes = decoded(text).map_err(bad)?;
        let bytes: &[u8; 42] = bytes.as_slice().try_into().map_err(|_| bad("it has another length"))?;
        if !bytes.starts_with(ALGORITHM) {
            return Err(bad("it is for another algorithm than Ed25519"));
        }
        let key = field::<32>(bytes, 10).and_then(|key| VerifyingKey::from_bytes(&key).ok());
        let number = field(bytes, 2).map(Number).ok_or(bad("it is cut short"))?;
        Ok(Self { number, key: key.ok_or(bad("it is no point of the curve"))? })
    }

    /// The number of the pair, as minisign prints it, with leading zeros.
    pub fn number(&self) -> String {
        self.number.to_string()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.number)
    }
}

/// A key that signatures are made with. Its bytes are overwritten when it is dropped.
pub struct SecretKey {
    pub(crate) number: Number,
    pub(crate) key: SigningKey,
}

impl SecretKey {
    /// Reads a key file without a password.
    pub fn read(text: &str) -> Result<Self, BadKey> {
        let bad = |why| BadKey::Format { what: "secret key", why };
        let bytes = decoded(text).map_err(bad)?;
        if bytes.len() != SECRET_LENGTH {
            return Err(bad("it has another length"));
        }
        if !bytes.starts_with(ALGORITHM) {
            return Err(bad("it is for another algorithm than Ed25519"));
        }
        match &bytes[2..4] {
            [0, 0] => {}
            PROTECTED => return Err(BadKey::Protected),
            _ => return Err(bad("it is protected in an unknown way")),
        }
        let pair = field::<64>(&bytes, 62).and_then(|pair| SigningKey::from_keypair_bytes(&pair).ok());
        let number = field(&bytes, 54).map(Number).ok_or(bad("it is cut short"))?;
        Ok(Self { number, key: pair.ok_or(bad("its two halves do not belong together"))? })
    }

    /// The key that verifies what this one signs.
    pub fn public(&self) -> PublicKey {
        PublicKey { number: self.number, key: self.key.verifying_key() }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({})", self.number)
    }
}

/// The bytes of the line that is no comment.
fn decoded(text: &str) -> Result<Vec<u8>, &'static str> {
    if text.len() > MOST {
        return Err("it is far too long");
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines = lines.filter(|line| !line.starts_with("untrusted comment:"));
    match (lines.next(), lines.next()) {
        (Some(line), None) => STANDARD.decode(line).map_err(|_| "it is not base64"),
        (None, _) => Err("it is empty"),
        (Some(_), Some(_)) => Err("it has more than one line beside the comment"),
    }
}

/// `N` bytes at a place.
pub(crate) fn field<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}
