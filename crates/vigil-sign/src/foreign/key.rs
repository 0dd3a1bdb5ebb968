//! Public keys as others write them: JWK, PEM, certificates, minisign.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use x509_cert::Certificate;
use x509_cert::der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, UintRef};
use x509_cert::der::{Decode as _, Encode as _, Reader as _, SliceReader, pem};
use x509_cert::spki::SubjectPublicKeyInfo;

use super::algorithm::Wants;

/// No key or certificate is longer.
const MOST: usize = 64 << 10;
/// The shortest modulus that is verified with, in bits.
const SHORTEST: usize = 2048;
/// The longest.
const LONGEST: usize = 8192;

const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// A text that is no key that signatures of others can be verified with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadForeignKey(pub String);

/// A key that signatures of others are verified with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    pub(super) kind: Kind,
    /// The subject of the certificate, or the `kid` of the JWK.
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The point, uncompressed.
    P256(Vec<u8>),
    P384(Vec<u8>),
    Ed25519(Vec<u8>),
    /// Modulus and exponent, big end first, without leading zeros.
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
}

impl ForeignKey {
    /// Reads a file: a public key or certificate in PEM, a JWK, or a public key of minisign.
    pub fn read(bytes: &[u8]) -> Result<Self, BadForeignKey> {
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= MOST);
        let text = text.ok_or_else(|| bad("it is no text, or far too long for a key"))?.trim();
        if let Some(start) = text.find("-----BEGIN ") {
            return Self::of_pem(&text[start..]);
        }
        if text.starts_with('{') {
            let value =
                serde_json::from_str(text).map_err(|error| bad(&format!("it is no JSON: {error}")))?;
            return Self::of_jwk(&value);
        }
        let key = crate::PublicKey::read(text).map_err(|_| {
            bad("it is neither a public key or certificate in PEM, nor a JWK, nor a public key of minisign")
        })?;
        let name = Some(key.number());
        Ok(Self { kind: Kind::Ed25519(key.key.to_bytes().to_vec()), name })
    }

    fn of_pem(text: &str) -> Result<Self, BadForeignKey> {
        let (label, der) = pem::decode_vec(first_block(text).as_bytes())
            .map_err(|error| bad(&format!("it is no PEM: {error}")))?;
        match label {
            "CERTIFICATE" => Self::of_certificate(&der),
            "PUBLIC KEY" => Self::of_spki(&der),
            other if other.contains("PRIVATE") => {
                Err(bad("it is a private key; give the public one, which others may see"))
            }
            other => Err(bad(&format!("it is `{other}`, not `PUBLIC KEY` or `CERTIFICATE`"))),
        }
    }

    /// The key of a certificate. Neither its dates nor who signed it are looked at.
    pub(super) fn of_certificate(der: &[u8]) -> Result<Self, BadForeignKey> {
        let certificate = Certificate::from_der(der)
            .map_err(|error| bad(&format!("it is no certificate that can be read: {error}")))?;
        let to_be_signed = certificate.tbs_certificate();
        let key = to_be_signed.subject_public_key_info().to_der();
        let mut key = Self::of_spki(&key.map_err(|error| bad(&error.to_string()))?)?;
        key.name = Some(to_be_signed.subject().to_string()).filter(|name| !name.is_empty());
        Ok(key)
    }

    fn of_spki(der: &[u8]) -> Result<Self, BadForeignKey> {
        let wrong =
            |error: x509_cert::der::Error| bad(&format!("it is no public key that can be read: {error}"));
        let info = SubjectPublicKeyInfo::<AnyRef<'_>, BitStringRef<'_>>::from_der(der).map_err(wrong)?;
        let bytes =
            info.subject_public_key.as_bytes().ok_or_else(|| bad("its key is no whole number of bytes"))?;
        let curve = || info.algorithm.parameters_oid().ok();
        let kind = match info.algorithm.oid {
            EC if curve() == Some(P256) => Kind::P256(bytes.to_vec()),
            EC if curve() == Some(P384) => Kind::P384(bytes.to_vec()),
            EC => return Err(bad("it is of a curve other than P-256 and P-384")),
            ED25519 => Kind::Ed25519(bytes.to_vec()),
            RSA => {
                let mut reader = SliceReader::new(bytes).map_err(wrong)?;
                let (n, e) = reader
                    .sequence(|inner| Ok((UintRef::decode(inner)?, UintRef::decode(inner)?)))
                    .map_err(wrong)?;
                rsa(n.as_bytes(), e.as_bytes())
            }
            other => return Err(bad(&format!("its algorithm {other} is not known here"))),
        };
        Self { kind, name: None }.of_right_size()
    }

    /// The key of a JSON Web Key (RFC 7517).
    pub(super) fn of_jwk(jwk: &Value) -> Result<Self, BadForeignKey> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let bytes = |name: &str| {
            text(name)
                .filter(|text| text.len() <= MOST)
                .and_then(|text| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok())
                .ok_or_else(|| bad(&format!("its `{name}` is not there or no base64url")))
        };
        let kind = match (text("kty"), text("crv")) {
            (Some("EC"), Some("P-256")) => Kind::P256([vec![4], bytes("x")?, bytes("y")?].concat()),
            (Some("EC"), Some("P-384")) => Kind::P384([vec![4], bytes("x")?, bytes("y")?].concat()),
            (Some("OKP"), Some("Ed25519")) => Kind::Ed25519(bytes("x")?),
            (Some("RSA"), _) => rsa(&bytes("n")?, &bytes("e")?),
            (Some("EC" | "OKP"), Some(curve)) => {
                return Err(bad(&format!("it is of the curve `{}`, which is not verified", short(curve))));
            }
            _ => return Err(bad("it is no JWK with a public key: `kty` is none of EC, OKP, RSA")),
        };
        Self { kind, name: text("kid").map(short) }.of_right_size()
    }

    fn of_right_size(self) -> Result<Self, BadForeignKey> {
        let (is, wanted) = match &self.kind {
            Kind::P256(point) => (point.len(), 65),
            Kind::P384(point) => (point.len(), 97),
            Kind::Ed25519(point) => (point.len(), 32),
            Kind::Rsa { n, .. } => {
                let bits = n.len() * 8 - n.first().map_or(0, |first| first.leading_zeros() as usize);
                if (SHORTEST..=LONGEST).contains(&bits) {
                    return Ok(self);
                }
                return Err(bad(&format!(
                    "it is an RSA key of {bits} bits; {SHORTEST} to {LONGEST} are verified with"
                )));
            }
        };
        if is == wanted { Ok(self) } else { Err(bad("its point has another length than its curve asks for")) }
    }

    /// The kind that algorithms ask for.
    pub(super) fn wants(&self) -> Wants {
        match self.kind {
            Kind::P256(_) => Wants::P256,
            Kind::P384(_) => Wants::P384,
            Kind::Ed25519(_) => Wants::Ed25519,
            Kind::Rsa { .. } => Wants::Rsa,
        }
    }

    /// Whether the two are one key, whatever they are called.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

fn rsa(n: &[u8], e: &[u8]) -> Kind {
    let plain = |bytes: &[u8]| bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    Kind::Rsa { n: plain(n), e: plain(e) }
}

/// The first block of a file that may hold a chain.
fn first_block(text: &str) -> &str {
    let end = text.find("-----END ").and_then(|at| Some(at + 9 + text[at + 9..].find("-----")? + 5));
    end.map_or(text, |end| &text[..end])
}

fn bad(why: &str) -> BadForeignKey {
    BadForeignKey(why.to_owned())
}

/// Foreign words, short enough for a message.
pub(super) fn short(text: &str) -> String {
    text.chars().take(120).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
