//! Dead Simple Signing Envelope 1.0: a payload with its type, and signatures over both.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde_json::{Map, Value};

use super::algorithm::of_envelopes;
use super::key::{ForeignKey, short};
use super::{Claim, Form, Origin, Verdict};

/// Most signatures that are looked at.
const MOST: usize = 64;

/// An envelope, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The type of the payload, such as `application/vnd.in-toto+json`.
    pub payload_type: String,
    /// The payload's bytes.
    pub payload: Vec<u8>,
    /// What is known of each signature, in their order.
    pub claims: Vec<Claim>,
}

/// Opens the envelope that `fields` are, and verifies its signatures with the keys that are trusted. A Sigstore bundle holds
/// its envelope as `dsseEnvelope` and a certificate beside it. Nothing if it is no envelope; else why it cannot be opened.
pub fn open(fields: &Map<String, Value>, trusted: &[ForeignKey]) -> Option<Result<Envelope, String>> {
    let inner = fields.get("dsseEnvelope").and_then(Value::as_object);
    let envelope = inner.unwrap_or(fields);
    let payload_type = envelope.get("payloadType")?.as_str()?.to_owned();
    let Some(payload) = envelope.get("payload").and_then(Value::as_str).and_then(decoded) else {
        return Some(Err("its `payload` is not there or no base64".to_owned()));
    };
    let carried = inner.and_then(|_| certificate(fields));
    let message = pre_authentication_encoding(&payload_type, &payload);
    let pointer = if inner.is_some() { "/dsseEnvelope/signatures" } else { "/signatures" };
    let none = Vec::new();
    let signatures = envelope.get("signatures").and_then(Value::as_array).unwrap_or(&none);
    let mut claims: Vec<Claim> = signatures
        .iter()
        .take(MOST)
        .enumerate()
        .map(|(number, it)| {
            let key_id = it.get("keyid").and_then(Value::as_str).filter(|id| !id.is_empty()).map(short);
            let name = carried.as_ref().and_then(|key| key.name.clone());
            let verdict = verify(it, &message, carried.as_ref(), trusted);
            claim(format!("{pointer}/{number}"), key_id.or(name), verdict)
        })
        .collect();
    if signatures.len() > MOST {
        let why = format!("there are {} signatures; {MOST} are looked at", signatures.len());
        claims.push(claim(pointer.to_owned(), None, Verdict::not_checked(why)));
    }
    Some(Ok(Envelope { payload_type, payload, claims }))
}

fn claim(pointer: String, key: Option<String>, verdict: Verdict) -> Claim {
    Claim { form: Form::Dsse, pointer, algorithm: None, key, leaves_out: Vec::new(), verdict }
}

/// PAE of the protocol: both parts with their lengths, so that neither can be taken for the other.
fn pre_authentication_encoding(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

/// "Either standard or URL-safe encoding" (protocol, JSON envelope).
fn decoded(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()
}

/// The signer's certificate in a Sigstore bundle.
fn certificate(bundle: &Map<String, Value>) -> Option<ForeignKey> {
    let material = bundle.get("verificationMaterial")?;
    let raw = material
        .pointer("/certificate/rawBytes")
        .or_else(|| material.pointer("/x509CertificateChain/certificates/0/rawBytes"))?;
    ForeignKey::of_certificate(&decoded(raw.as_str()?)?).ok()
}

fn verify(
    signature: &Value,
    message: &[u8],
    carried: Option<&ForeignKey>,
    trusted: &[ForeignKey],
) -> Verdict {
    let Some(bytes) = signature.get("sig").and_then(Value::as_str).and_then(decoded) else {
        return Verdict::not_valid("has no `sig` in base64");
    };
    let holds =
        |key: &ForeignKey| of_envelopes(key.wants()).iter().any(|how| how.holds(key, message, &bytes));
    if trusted.iter().any(holds) {
        return Verdict::Valid { origin: Origin::Trusted };
    }
    match carried {
        Some(key) if holds(key) => Verdict::Valid { origin: Origin::Carried },
        Some(_) => {
            Verdict::not_valid("does not hold with the key of its certificate: the payload was changed")
        }
        None if trusted.is_empty() => Verdict::not_checked("an envelope carries no key, and none was given"),
        None => Verdict::not_valid(
            "holds with none of the given keys: the payload was changed, or it is of another key",
        ),
    }
}
