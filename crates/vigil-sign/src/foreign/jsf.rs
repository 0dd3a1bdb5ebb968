//! JSON Signature Format 0.82, as CycloneDX uses it: a member `signature` of the object that is signed, over the object's
//! canonical form without the signature's own `value`.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::algorithm::named;
use super::key::{ForeignKey, short};
use super::{Claim, Form, Origin, Verdict};
use crate::jcs::canonical;

/// The member that holds the signature.
pub const MEMBER: &str = "signature";
/// Most signatures of one object that are looked at.
const MOST: usize = 64;

/// Verifies all signatures of `object`, which stands at `pointer`, with the keys that are trusted and else with the one that
/// a signature carries.
pub fn verify(object: &Map<String, Value>, pointer: &str, trusted: &[ForeignKey]) -> Vec<Claim> {
    let Some(signature) = object.get(MEMBER) else { return Vec::new() };
    let at = format!("{pointer}/{MEMBER}");
    let Value::Object(wrapper) = signature else {
        return vec![claim(&at, &Map::new(), Vec::new(), Verdict::not_checked("it is no object"))];
    };
    for several in ["signers", "chain"] {
        if let Some(Value::Array(all)) = wrapper.get(several) {
            return of_several(object, wrapper, several, all, &at, trusted);
        }
    }
    let leaves_out = excludes(wrapper);
    let verdict = one(object, wrapper, &leaves_out, trusted, Value::Object);
    vec![claim(&at, wrapper, leaves_out, verdict)]
}

/// Section 8: each of several signers signs the object with no other signer in it. Section 9: each of a chain signs it with
/// all before it in it.
fn of_several(
    object: &Map<String, Value>,
    wrapper: &Map<String, Value>,
    several: &str,
    all: &[Value],
    at: &str,
    trusted: &[ForeignKey],
) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (number, signer) in all.iter().take(MOST).enumerate() {
        let at = format!("{at}/{several}/{number}");
        let Value::Object(core) = signer else {
            claims.push(claim(&at, &Map::new(), Vec::new(), Verdict::not_checked("it is no object")));
            continue;
        };
        let leaves_out = [excludes(wrapper), excludes(core)].concat();
        let before = if several == "chain" { &all[..number] } else { &[] };
        let verdict = one(object, core, &leaves_out, trusted, |core| {
            let mut wrapper = wrapper.clone();
            let list = before.iter().cloned().chain([Value::Object(core)]).collect();
            wrapper.insert(several.to_owned(), Value::Array(list));
            Value::Object(wrapper)
        });
        claims.push(claim(&at, core, leaves_out, verdict));
    }
    if all.len() > MOST || all.is_empty() {
        let why = format!("it has {} signers; 1 to {MOST} are looked at", all.len());
        claims.push(claim(at, &Map::new(), Vec::new(), Verdict::not_checked(why)));
    }
    claims
}

/// The members that the signature does not cover.
fn excludes(signature: &Map<String, Value>) -> Vec<String> {
    let all = signature.get("excludes").and_then(Value::as_array);
    all.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn claim(at: &str, core: &Map<String, Value>, leaves_out: Vec<String>, verdict: Verdict) -> Claim {
    let text = |name: &str| core.get(name).and_then(Value::as_str).map(short);
    let name = carried(core).and_then(Result::ok).and_then(|key| key.name);
    Claim {
        form: Form::Jsf,
        pointer: at.to_owned(),
        algorithm: text("algorithm"),
        key: text("keyId").or(name),
        leaves_out: leaves_out.iter().map(|name| short(name)).collect(),
        verdict,
    }
}

fn one(
    object: &Map<String, Value>,
    core: &Map<String, Value>,
    leaves_out: &[String],
    trusted: &[ForeignKey],
    wrapped: impl FnOnce(Map<String, Value>) -> Value,
) -> Verdict {
    let Some(algorithm) = core.get("algorithm").and_then(Value::as_str) else {
        return Verdict::not_checked("it names no algorithm");
    };
    let (wants, how) = match named(algorithm) {
        Ok(found) => found,
        Err(why) => return Verdict::NotChecked { why },
    };
    let value = core.get("value").and_then(Value::as_str);
    let Some(value) = value.and_then(|text| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()) else {
        return Verdict::not_valid("has no `value` in base64url");
    };
    let key = match carried(core) {
        Some(Ok(key)) => Some(key),
        Some(Err(why)) if trusted.is_empty() => {
            return Verdict::not_checked(format!("its key cannot be used: {why}"));
        }
        _ => None,
    };
    let keys: Vec<&ForeignKey> = match &key {
        Some(key) => vec![key],
        None => trusted.iter().filter(|key| key.wants() == wants).collect(),
    };
    if keys.is_empty() {
        return Verdict::not_checked(if trusted.is_empty() {
            "it carries no key, and none was given"
        } else {
            "none of the given keys is of its algorithm"
        });
    }
    if keys.iter().all(|key| key.wants() != wants) {
        return Verdict::not_valid("names an algorithm that its own key is not for");
    }
    let message = canonical(&covered(object, core, leaves_out, wrapped));
    if !keys.iter().any(|key| how.holds(key, message.as_bytes(), &value)) {
        return Verdict::not_valid(match &key {
            Some(_) => "does not hold with the key it carries: what it covers was changed",
            None => "holds with none of the given keys: what it covers was changed, or it is of another key",
        });
    }
    let is_trusted = key.as_ref().is_none_or(|key| trusted.iter().any(|known| known.is(key)));
    Verdict::Valid { origin: if is_trusted { Origin::Trusted } else { Origin::Carried } }
}

/// The object without what the signature leaves out and without its value.
fn covered(
    object: &Map<String, Value>,
    core: &Map<String, Value>,
    leaves_out: &[String],
    wrapped: impl FnOnce(Map<String, Value>) -> Value,
) -> Value {
    let mut core = core.clone();
    core.remove("value");
    let kept = object.iter().filter(|(name, _)| *name != MEMBER && !leaves_out.contains(name));
    let mut covered: Map<String, Value> = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
    covered.insert(MEMBER.to_owned(), wrapped(core));
    Value::Object(covered)
}

/// The key that a signature carries: its own, or that of the first certificate. A path to a file is no certificate.
fn carried(core: &Map<String, Value>) -> Option<Result<ForeignKey, super::BadForeignKey>> {
    if let Some(jwk) = core.get("publicKey") {
        return Some(ForeignKey::of_jwk(jwk));
    }
    let first = core.get("certificatePath")?.as_array()?.first()?.as_str()?;
    let der = URL_SAFE_NO_PAD.decode(first.trim_end_matches('=')).or_else(|_| STANDARD.decode(first));
    Some(match der {
        Ok(der) => ForeignKey::of_certificate(&der),
        Err(_) => Err(super::BadForeignKey("its certificate is not in the file".to_owned())),
    })
}
