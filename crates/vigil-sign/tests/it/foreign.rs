//! Signatures of others, made with OpenSSL: each holds, and none that was tampered with does.

use serde_json::{Map, Value};
use vigil_sign::foreign::{Claim, ForeignKey, Origin, Verdict, dsse, jsf};

fn data() -> Value {
    serde_json::from_str(include_str!("../data/signed.json")).unwrap()
}

fn key(name: &str) -> ForeignKey {
    ForeignKey::read(data()["keys"][name].as_str().unwrap().as_bytes()).unwrap()
}

fn document(name: &str) -> Map<String, Value> {
    data()["jsf"][name].as_object().unwrap().clone()
}

fn envelope(name: &str) -> Map<String, Value> {
    data()["dsse"][name].as_object().unwrap().clone()
}

fn verdicts(document: &Map<String, Value>, trusted: &[ForeignKey]) -> Vec<Verdict> {
    jsf::verify(document, "", trusted).into_iter().map(|claim| claim.verdict).collect()
}

fn opened(envelope: &Map<String, Value>, trusted: &[ForeignKey]) -> Vec<Verdict> {
    let claims = dsse::open(envelope, trusted).unwrap().unwrap().claims;
    claims.into_iter().map(|claim: Claim| claim.verdict).collect()
}

const CARRIED: Verdict = Verdict::Valid { origin: Origin::Carried };
const TRUSTED: Verdict = Verdict::Valid { origin: Origin::Trusted };

fn is_wrong(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::NotValid { .. })
}

fn why_not_checked(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::NotChecked { why } => why,
        other => panic!("{other:?}"),
    }
}

const VERIFIED: [(&str, &str); 9] = [
    ("ES256", "p256"),
    ("ES384", "p384"),
    ("RS256", "rsa"),
    ("RS384", "rsa"),
    ("RS512", "rsa"),
    ("PS256", "rsa"),
    ("PS384", "rsa"),
    ("PS512", "rsa"),
    ("Ed25519", "ed"),
];

#[test]
fn a_signature_inside_json_holds_by_every_algorithm_and_says_whose_key_it_was() {
    for (algorithm, name) in VERIFIED {
        let document = document(algorithm);
        assert_eq!(verdicts(&document, &[]), [CARRIED], "{algorithm}");
        assert_eq!(verdicts(&document, &[key("other"), key(name)]), [TRUSTED], "{algorithm}");
        assert_eq!(verdicts(&document, &[key("other")]), [CARRIED], "{algorithm}");
    }
}

#[test]
fn any_change_of_what_is_signed_is_not_valid() {
    for (algorithm, name) in VERIFIED {
        for trusted in [vec![], vec![key(name)]] {
            let mut changed = document(algorithm);
            changed["components"][0]["version"] = "2.1.3".into();
            assert!(is_wrong(&verdicts(&changed, &trusted)[0]), "{algorithm}");
            let mut added = document(algorithm);
            added.insert("x".into(), true.into());
            assert!(is_wrong(&verdicts(&added, &trusted)[0]), "{algorithm}");
            let mut renamed = document(algorithm);
            renamed["signature"]["keyId"] = "another".into();
            assert!(is_wrong(&verdicts(&renamed, &trusted)[0]), "{algorithm}");
            let mut left_out = document(algorithm);
            left_out["signature"]["excludes"] = serde_json::json!(["components"]);
            assert!(is_wrong(&verdicts(&left_out, &trusted)[0]), "{algorithm}");
            let mut no_value = document(algorithm);
            no_value["signature"]["value"] = "".into();
            assert!(is_wrong(&verdicts(&no_value, &trusted)[0]), "{algorithm}");
        }
    }
}

#[test]
fn the_order_of_members_and_white_space_are_not_part_of_what_is_signed() {
    let text =
        serde_json::to_string_pretty(&Value::Object(document("ES256").into_iter().rev().collect())).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(verdicts(document.as_object().unwrap(), &[]), [CARRIED]);
}

#[test]
fn certificates_and_names_of_keys_lead_to_the_key() {
    let by_certificate = document("certificate");
    assert_eq!(verdicts(&by_certificate, &[]), [CARRIED]);
    assert_eq!(verdicts(&by_certificate, &[key("p256 certificate")]), [TRUSTED]);
    let claim = &jsf::verify(&by_certificate, "", &[])[0];
    assert_eq!(claim.key.as_deref(), Some("CN=SBOM signing,O=Acme Medical"));
    let by_name = document("keyId");
    assert_eq!(why_not_checked(&verdicts(&by_name, &[])[0]), "it carries no key, and none was given");
    assert_eq!(verdicts(&by_name, &[key("p256 JWK")]), [TRUSTED]);
    assert!(is_wrong(&verdicts(&by_name, &[key("other")])[0]));
    assert!(why_not_checked(&verdicts(&by_name, &[key("rsa")])[0]).contains("none of the given keys"));
}

#[test]
fn what_is_left_out_is_told_and_may_change() {
    let mut document = document("excludes");
    document.insert("serialNumber".into(), "another".into());
    let claim = &jsf::verify(&document, "", &[])[0];
    assert_eq!(
        (&claim.verdict, claim.leaves_out.as_slice()),
        (&CARRIED, ["serialNumber".to_owned()].as_slice())
    );
}

#[test]
fn several_signers_are_apart_and_a_chain_binds_those_before() {
    for several in ["signers", "chain"] {
        let mut document = document(several);
        assert_eq!(verdicts(&document, &[key("ed")]), [CARRIED, TRUSTED], "{several}");
        document["signature"][several][0]["value"] = "AAAA".into();
        let found = verdicts(&document, &[]);
        assert!(is_wrong(&found[0]), "{several}");
        assert_eq!(found[1] == CARRIED, several == "signers", "{several}");
    }
    let mut shorter = document("chain");
    shorter["signature"]["chain"].as_array_mut().unwrap().remove(0);
    assert!(is_wrong(&verdicts(&shorter, &[])[0]), "the second of a chain covers the first");
    let mut empty = document("signers");
    empty["signature"]["signers"] = serde_json::json!([]);
    assert!(why_not_checked(&verdicts(&empty, &[])[0]).contains("0 signers"));
}

#[test]
fn what_cannot_be_verified_says_so_and_is_not_valid_either() {
    let with = |algorithm: &str| {
        let mut document = document("ES256");
        document["signature"]["algorithm"] = algorithm.into();
        verdicts(&document, &[]).remove(0)
    };
    assert!(why_not_checked(&verdicts(&document("ES512"), &[])[0]).contains("P-521"));
    assert!(why_not_checked(&verdicts(&document("HS256"), &[])[0]).contains("secret"));
    assert!(why_not_checked(&with("none")).contains("none that this program knows"));
    assert!(why_not_checked(&verdicts(&document("rsa1024"), &[])[0]).contains("1024 bits"));
    assert!(is_wrong(&with("RS256")), "a key of another kind");
    let mut odd = document("ES256");
    odd["signature"] = 5.into();
    assert!(why_not_checked(&verdicts(&odd, &[])[0]).contains("no object"));
    odd.remove("signature");
    assert_eq!(verdicts(&odd, &[]), []);
}

#[test]
fn an_envelope_holds_with_the_keys_that_were_given_only() {
    for (name, by) in [
        ("p256", "p256"),
        ("p384", "p384"),
        ("p384 with SHA-256", "p384"),
        ("rsa", "rsa"),
        ("rsa pss", "rsa"),
        ("ed", "ed"),
    ] {
        let envelope = envelope(name);
        assert_eq!(opened(&envelope, &[key("other"), key(by)]), [TRUSTED], "{name}");
        assert!(is_wrong(&opened(&envelope, &[key("other")])[0]), "{name}");
        assert!(why_not_checked(&opened(&envelope, &[])[0]).contains("none was given"), "{name}");
        let mut other_type = envelope.clone();
        other_type.insert("payloadType".into(), "text/plain".into());
        assert!(is_wrong(&opened(&other_type, &[key(by)])[0]), "{name}");
        let mut other_payload = envelope.clone();
        other_payload.insert("payload".into(), "e30=".into());
        assert!(is_wrong(&opened(&other_payload, &[key(by)])[0]), "{name}");
    }
}

#[test]
fn a_sigstore_bundle_carries_the_key_of_its_certificate() {
    let bundle = envelope("sigstore");
    assert_eq!(opened(&bundle, &[]), [CARRIED]);
    assert_eq!(opened(&bundle, &[key("p256")]), [TRUSTED]);
    let mut changed = bundle;
    changed["dsseEnvelope"]["payload"] = "e30=".into();
    assert!(is_wrong(&opened(&changed, &[])[0]));
}

#[test]
fn what_is_no_key_is_refused_with_the_reason() {
    let private = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let keys = data();
    let own = |name: &str| keys["keys"][name].as_str().unwrap();
    for (text, why) in [
        (private, "private key"),
        ("{\"kty\":\"oct\",\"k\":\"AAAA\"}", "none of EC, OKP, RSA"),
        ("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}", "another length"),
        ("hello", "neither"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "no public key that can be read"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no certificate that can be read"),
        (own("p521"), "curve other than"),
        (own("rsa1024"), "1024 bits"),
    ] {
        let said = ForeignKey::read(text.as_bytes()).unwrap_err().to_string();
        assert!(said.contains(why), "{said} instead of {why}");
    }
    assert!(ForeignKey::read(crate::support::PUBLIC.as_bytes()).is_ok(), "minisign's keys are taken");
}
