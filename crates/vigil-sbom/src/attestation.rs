//! SBOMs as attestations: an in-toto statement whose predicate is the SBOM, plain or in a DSSE envelope or Sigstore bundle.
//! The envelope's signatures become signatures of the SBOM.

use std::borrow::Cow;

use serde_json::Value;
use vigil_base::Place;
use vigil_sign::foreign::{Claim, ForeignKey, dsse};

use crate::input::Input;
use crate::json::{self, skip};
use crate::places::{Naming, Noted, Places};
use crate::reader::{Reading, of_inner};
use crate::report::Report;
use crate::take::{Fields, text as word};
use crate::{Limits, ReadError, findings};

/// Reads the SBOM inside the attestation that `head` are the fields of.
pub(crate) fn read(
    head: &Fields,
    input: &Input<'_>,
    file: &str,
    limits: &Limits,
    trusted: &[ForeignKey],
) -> Result<Reading, ReadError> {
    let no_sbom = |why: String| ReadError::NotAnSbom { file: file.to_owned(), why };
    let (statement, claims) = match dsse::open(head, trusted) {
        None => (Cow::Borrowed(input.text.as_ref()), Vec::new()),
        Some(Err(why)) => return Err(no_sbom(format!("it is an envelope that cannot be opened: {why}"))),
        Some(Ok(envelope)) => {
            let payload = String::from_utf8(envelope.payload);
            let payload = payload.map_err(|_| {
                no_sbom(format!(
                    "it is an envelope around `{}`, which is no text",
                    short(&envelope.payload_type)
                ))
            })?;
            (Cow::Owned(payload), envelope.claims)
        }
    };
    let inner = sbom_in(&statement, file, limits)?;
    let mut reading = of_inner(&inner, &format!("{file}/predicate"), limits, trusted)?;
    file.clone_into(&mut reading.sbom.file);
    tell(&claims, file, &mut reading);
    let mut report = Report::new(file, Places::Noted(Noted::new("", Naming::Pointer)));
    for repair in &input.repairs {
        findings::repaired(repair, &mut report);
    }
    reading.findings.splice(0..0, report.finish());
    reading.sbom.signatures.splice(0..0, claims);
    Ok(reading)
}

fn tell(claims: &[Claim], file: &str, reading: &mut Reading) {
    if claims.is_empty() {
        reading.findings.insert(0, findings::unsigned_envelope(file));
    }
    for (at, claim) in claims.iter().enumerate() {
        let (code, mut finding) = (findings::signature_code(claim), findings::signed(claim));
        code.clone_into(&mut finding.code);
        file.clone_into(&mut finding.subject);
        reading.findings.insert(at, finding.at(Place::start_of(file)));
    }
}

/// The SBOM in a statement: its predicate, or the `Data` of it as older tools wrote it; or the payload itself.
fn sbom_in<'t>(statement: &'t str, file: &str, limits: &Limits) -> Result<Cow<'t, str>, ReadError> {
    let (document, _) = json::parse(statement, &format!("{file}/payload"), limits)?;
    let Some(document) = document.filter(|it| it.head.contains_key("predicate")) else {
        return Ok(Cow::Borrowed(statement));
    };
    let predicate = member(statement, "predicate").unwrap_or("");
    if let Some(Value::String(data)) = document.head["predicate"].get("Data") {
        return Ok(Cow::Owned(data.clone()));
    }
    let inner = member(predicate, "Data").unwrap_or(predicate);
    if !inner.starts_with('{') {
        let kind = word(&document.head, "predicateType").unwrap_or_default();
        let why = format!("it is an attestation of `{}` without an SBOM as its predicate", short(&kind));
        return Err(ReadError::NotAnSbom { file: file.to_owned(), why });
    }
    Ok(Cow::Borrowed(inner))
}

/// The value of a member as written. Of a key that stands twice the last counts, as everywhere.
fn member<'t>(object: &'t str, key: &str) -> Option<&'t str> {
    let quoted = format!("\"{key}\"");
    let members = object.starts_with('{').then(|| skip::members(object)).flatten()?;
    members.into_iter().rev().find(|(name, _)| *name == quoted).map(|(_, value)| value)
}

/// Foreign words, short enough for a message.
fn short(text: &str) -> String {
    text.chars().take(120).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
