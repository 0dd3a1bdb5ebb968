//! Algorithms by the names that JWA (RFC 7518) and RFC 8037 give them, and which keys fit them.

use ring::signature as with;
use ring::signature::{RsaParameters, VerificationAlgorithm};

use super::key::{ForeignKey, Kind};

/// How a signature by a kind of key is verified.
pub(super) enum How {
    Point(&'static dyn VerificationAlgorithm),
    Rsa(&'static RsaParameters),
}

/// The kinds of keys, as algorithms ask for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    P256,
    P384,
    Rsa,
    Ed25519,
}

/// A named algorithm of JSF, or why it is not verified.
pub(super) fn named(name: &str) -> Result<(Wants, How), String> {
    Ok(match name {
        "ES256" => (Wants::P256, How::Point(&with::ECDSA_P256_SHA256_FIXED)),
        "ES384" => (Wants::P384, How::Point(&with::ECDSA_P384_SHA384_FIXED)),
        "RS256" => (Wants::Rsa, How::Rsa(&with::RSA_PKCS1_2048_8192_SHA256)),
        "RS384" => (Wants::Rsa, How::Rsa(&with::RSA_PKCS1_2048_8192_SHA384)),
        "RS512" => (Wants::Rsa, How::Rsa(&with::RSA_PKCS1_2048_8192_SHA512)),
        "PS256" => (Wants::Rsa, How::Rsa(&with::RSA_PSS_2048_8192_SHA256)),
        "PS384" => (Wants::Rsa, How::Rsa(&with::RSA_PSS_2048_8192_SHA384)),
        "PS512" => (Wants::Rsa, How::Rsa(&with::RSA_PSS_2048_8192_SHA512)),
        "Ed25519" => (Wants::Ed25519, How::Point(&with::ED25519)),
        "ES512" => return Err("it is of the curve P-521, which this program does not verify".to_owned()),
        "Ed448" => return Err("it is of the curve Ed448, which this program does not verify".to_owned()),
        "HS256" | "HS384" | "HS512" => {
            return Err(format!("`{name}` is made with a secret that only its maker and its reader share"));
        }
        _ => return Err("its algorithm is none that this program knows".to_owned()),
    })
}

/// All ways in which a key of this kind signs an envelope, which names no algorithm.
pub(super) fn of_envelopes(kind: Wants) -> Vec<How> {
    match kind {
        Wants::P256 => vec![How::Point(&with::ECDSA_P256_SHA256_ASN1)],
        Wants::P384 => {
            vec![How::Point(&with::ECDSA_P384_SHA384_ASN1), How::Point(&with::ECDSA_P384_SHA256_ASN1)]
        }
        Wants::Rsa => {
            vec![How::Rsa(&with::RSA_PKCS1_2048_8192_SHA256), How::Rsa(&with::RSA_PSS_2048_8192_SHA256)]
        }
        Wants::Ed25519 => vec![How::Point(&with::ED25519)],
    }
}

impl How {
    /// Whether `signature` over `message` holds with `key`. A key of another kind holds nothing.
    pub(super) fn holds(&self, key: &ForeignKey, message: &[u8], signature: &[u8]) -> bool {
        match (self, &key.kind) {
            (Self::Rsa(how), Kind::Rsa { n, e }) => {
                with::RsaPublicKeyComponents { n, e }.verify(how, message, signature).is_ok()
            }
            (Self::Point(how), Kind::P256(point) | Kind::P384(point) | Kind::Ed25519(point)) => {
                with::VerificationAlgorithm::verify(
                    *how,
                    point.as_slice().into(),
                    message.into(),
                    signature.into(),
                )
                .is_ok()
            }
            _ => false,
        }
    }
}
