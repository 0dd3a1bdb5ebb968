//! Signatures in and around SBOMs, told as facts.

use serde_json::Value;
use vigil_sbom::{
    Claim, ForeignKey, Form, Format, Limits, Origin, Reading, Sbom, Stamp, Target, Verdict, read,
    read_trusting, write,
};

use crate::data::{files, folder, name};

fn data() -> Value {
    serde_json::from_str(include_str!("../../../vigil-sign/tests/data/signed.json")).unwrap()
}

fn bytes(sort: &str, name: &str) -> Vec<u8> {
    serde_json::to_vec_pretty(&data()[sort][name]).unwrap()
}

fn trusting(bytes: &[u8], key: &str) -> Reading {
    let key = ForeignKey::read(data()["keys"][key].as_str().unwrap().as_bytes()).unwrap();
    read_trusting(bytes, "app.json", &Limits::default(), &[key]).unwrap()
}

fn codes(reading: &Reading) -> Vec<&str> {
    let is_on_signatures = |code: &&str| code.starts_with("sbom.signature");
    reading.findings.iter().map(|finding| finding.code.as_str()).filter(is_on_signatures).collect()
}

#[test]
fn the_signature_of_a_cyclonedx_file_is_told_with_the_reading() {
    let reading = read(&bytes("jsf", "ES256"), "app.json").unwrap();
    assert_eq!(reading.sbom.signatures[0].verdict, Verdict::Valid { origin: Origin::Carried });
    assert_eq!(codes(&reading), ["sbom.signature-holds"]);
    let said = &reading.findings.iter().find(|finding| finding.code == "sbom.signature-holds").unwrap();
    assert!(said.message.contains("anybody can have made it"), "{}", said.message);
    assert!(said.place.as_ref().unwrap().line > 1, "the place is that of the signature");
    let trusted = trusting(&bytes("jsf", "ES256"), "p256");
    assert_eq!(trusted.sbom.signatures[0].verdict, Verdict::Valid { origin: Origin::Trusted });
}

#[test]
fn a_tampered_file_and_an_unknown_algorithm_are_told_apart() {
    let tampered = String::from_utf8(bytes("jsf", "Ed25519")).unwrap().replace("2.1.2", "2.1.3");
    assert_eq!(codes(&read(tampered.as_bytes(), "app.json").unwrap()), ["sbom.signature-wrong"]);
    assert_eq!(codes(&read(&bytes("jsf", "HS256"), "app.json").unwrap()), ["sbom.signature-not-checked"]);
    let doubled = String::from_utf8(bytes("jsf", "Ed25519")).unwrap().replacen('{', "{\"version\": 1,", 1);
    assert_eq!(codes(&read(doubled.as_bytes(), "app.json").unwrap()), ["sbom.signature-not-checked"]);
}

#[test]
fn a_signature_whose_key_is_written_with_escapes_is_found() {
    let escaped = |name: &str| {
        String::from_utf8(bytes("jsf", name)).unwrap().replace("\"signature\"", "\"s\\u0069gnature\"")
    };
    for name in ["ES256", "component"] {
        assert_eq!(
            codes(&read(escaped(name).as_bytes(), "app.json").unwrap()),
            ["sbom.signature-holds"],
            "{name}"
        );
    }
}

#[test]
fn components_can_be_signed_by_themselves() {
    let signed = String::from_utf8(bytes("jsf", "component")).unwrap();
    let reading = read(signed.as_bytes(), "app.json").unwrap();
    let claim = &reading.sbom.signatures[0];
    assert_eq!(
        (claim.pointer.as_str(), &claim.verdict),
        ("/components/0/signature", &Verdict::Valid { origin: Origin::Carried })
    );
    let changed = signed.replace("lwip", "lwop");
    assert_eq!(codes(&read(changed.as_bytes(), "app.json").unwrap()), ["sbom.signature-wrong"]);
}

#[test]
fn the_sbom_in_an_envelope_is_read_and_the_envelope_verified() {
    for (name, format) in [
        ("p256", Format::CyclonedxJson),
        ("data", Format::CyclonedxJson),
        ("data as text", Format::CyclonedxJson),
        ("bare", Format::CyclonedxJson),
        ("sigstore", Format::CyclonedxJson),
        ("spdx", Format::SpdxJson),
    ] {
        let reading = trusting(&bytes("dsse", name), "p256");
        assert_eq!((reading.sbom.format, reading.sbom.file.as_str()), (format, "app.json"), "{name}");
        assert_eq!(reading.sbom.packages[0].name, "lwip", "{name}");
        assert_eq!(codes(&reading), ["sbom.signature-holds"], "{name}");
        let claim = &reading.sbom.signatures[0];
        assert_eq!(
            (claim.form, &claim.verdict),
            (Form::Dsse, &Verdict::Valid { origin: Origin::Trusted }),
            "{name}"
        );
    }
    assert_eq!(codes(&trusting(&bytes("dsse", "p256"), "other")), ["sbom.signature-wrong"]);
    assert_eq!(codes(&read(&bytes("dsse", "p256"), "app.json").unwrap()), ["sbom.signature-not-checked"]);
}

#[test]
fn an_envelope_without_signature_and_a_bare_statement_are_read_and_said_to_be_unsigned() {
    let mut envelope = data()["dsse"]["p256"].clone();
    envelope["signatures"] = serde_json::json!([]);
    let text = serde_json::to_vec(&envelope).unwrap();
    assert_eq!(codes(&trusting(&text, "p256")), ["sbom.signature-missing"]);
    let statement = serde_json::json!({"_type": "https://in-toto.io/Statement/v1", "predicateType": "https://cyclonedx.org/bom",
        "subject": [], "predicate": data()["jsf"]["ES256"]});
    let reading = read(&serde_json::to_vec(&statement).unwrap(), "app.json").unwrap();
    assert_eq!(codes(&reading), ["sbom.signature-missing", "sbom.signature-holds"]);
}

#[test]
fn envelopes_around_something_else_are_refused_with_the_reason() {
    let with = |payload: &str, kind: &str| {
        let mut envelope = data()["dsse"]["p256"].clone();
        envelope["payload"] = payload.into();
        envelope["payloadType"] = kind.into();
        read(&serde_json::to_vec(&envelope).unwrap(), "app.json").unwrap_err().to_string()
    };
    // Base64 of a SLSA statement whose predicate is a word, of an in-toto statement in a statement, of bytes that are no text.
    let slsa = "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEiLCJwcmVkaWNhdGVUeXBlIjoic2xzYSIsInByZWRpY2F0ZSI6MX0=";
    let nested = "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pbyIsInByZWRpY2F0ZSI6eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pbyIsInByZWRpY2F0ZSI6e319fQ==";
    for (payload, kind, why) in [
        (slsa, "application/vnd.in-toto+json", "attestation of `slsa` without an SBOM"),
        (nested, "application/vnd.in-toto+json", "in-toto attestation, which is not read"),
        ("/w==", "application/octet-stream", "which is no text"),
        ("!", "application/vnd.in-toto+json", "no base64"),
        ("e30=", "application/vnd.in-toto+json", "neither `bomFormat` nor `spdxVersion`"),
    ] {
        let said = with(payload, kind);
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn a_signature_is_written_again_only_where_it_still_holds() {
    let stamp = Stamp { time: "2026-02-03T00:00:00Z".into(), tool: None };
    let written = |sbom: &Sbom| write(sbom, Target::CyclonedxJson(6), &stamp).unwrap();
    // The made-up SBOM states no time, which writing adds.
    let stamped = written(&read(&bytes("jsf", "ES256"), "app.json").unwrap().sbom);
    assert_eq!(codes(&read(&stamped.bytes, "app.json").unwrap()), Vec::<&str>::new());
    assert!(stamped.losses.iter().any(|(field, _)| field == "signature"));
    let of_component = read(&bytes("jsf", "component"), "app.json").unwrap();
    let kept = written(&of_component.sbom);
    assert_eq!(
        codes(&read(&kept.bytes, "app.json").unwrap()),
        ["sbom.signature-holds"],
        "the component is as it was"
    );
    assert!(kept.losses.is_empty());
    let mut changed = of_component.sbom;
    changed.packages[0].version = Some("2.1.3".into());
    let dropped = written(&changed);
    assert_eq!(codes(&read(&dropped.bytes, "app.json").unwrap()), Vec::<&str>::new());
    assert!(dropped.losses.iter().any(|(field, loss)| field == "signature" && loss.first == "lwip"));
}

#[test]
fn every_signature_in_the_test_data_is_told_and_none_of_an_unknown_maker_is_trusted() {
    let Some(root) = folder("sbom") else { return };
    let (mut carried, mut wrong, mut not_checked) = (0, 0, 0);
    for path in files(&root) {
        let Ok(reading) = read(&std::fs::read(&path).unwrap(), &name(&path)) else { continue };
        for Claim { verdict, .. } in &reading.sbom.signatures {
            match verdict {
                Verdict::Valid { origin } => {
                    assert_eq!(*origin, Origin::Carried, "{}", path.display());
                    carried += 1;
                }
                Verdict::NotValid { .. } => wrong += 1,
                Verdict::NotChecked { .. } => not_checked += 1,
            }
        }
    }
    println!(
        "signatures in the data: {carried} hold with their own key, {wrong} are wrong, {not_checked} not checked"
    );
    assert!(carried + wrong + not_checked > 0);
}
