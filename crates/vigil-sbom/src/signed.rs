//! Signatures in the document itself: JSF in CycloneDX JSON, at the document and at its components; in XML they are told,
//! not checked.

use serde_json::{Map, Value};
use vigil_sign::foreign::{Claim, ForeignKey, Form, Verdict, jsf};

use crate::Format;
use crate::take::Fields;

/// Most bytes of a document whose canonical form is made: it is held as a whole tree.
const MOST: usize = 64 << 20;
/// Most signed entries that are looked at.
const ENTRIES: usize = 10_000;

/// Whether each signature holds.
pub(crate) fn claims(
    format: Format,
    head: &Fields,
    text: &str,
    has_doubled_keys: bool,
    trusted: &[ForeignKey],
) -> Vec<Claim> {
    match format {
        Format::CyclonedxJson if may_be_signed(head, text) => in_json(text, has_doubled_keys, trusted),
        Format::CyclonedxXml => {
            let is_one = |key: &&String| {
                key.rsplit(':').next().is_some_and(|it| it == "Signature" || it == "signature")
            };
            head.keys()
                .filter(is_one)
                .map(|key| {
                    not_checked(
                        Form::XmlSignature,
                        &format!("/{key}"),
                        "signatures in XML are not verified by this program",
                    )
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a look at the whole tree is worth its price: most documents are not signed.
fn may_be_signed(head: &Fields, text: &str) -> bool {
    // A key can be written with escapes; those of its own letters are rare.
    let is_letter = |at: usize| {
        let code = text.get(at + 4..at + 6).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        code.is_some_and(|code| jsf::MEMBER.as_bytes().contains(&code))
    };
    head.contains_key(jsf::MEMBER)
        || text
            .match_indices("\"signature\"")
            .any(|(at, key)| text[at + key.len()..].trim_start().starts_with(':'))
        || text.match_indices("\\u00").any(|(at, _)| is_letter(at))
}

fn in_json(text: &str, has_doubled_keys: bool, trusted: &[ForeignKey]) -> Vec<Claim> {
    let refused = if has_doubled_keys {
        Some("a key stands twice in an object, so that there is no one canonical form")
    } else if text.len() > MOST {
        Some("the document is larger than 64 MiB")
    } else {
        None
    };
    if let Some(why) = refused {
        return vec![not_checked(Form::Jsf, "/signature", why)];
    }
    let Ok(Value::Object(document)) = serde_json::from_str(text) else { return Vec::new() };
    let mut claims = jsf::verify(&document, "", trusted);
    let primary = document.get("metadata").and_then(|it| it.get("component"));
    let mut open: Vec<(String, &Value)> =
        primary.map(|it| ("/metadata/component".to_owned(), it)).into_iter().collect();
    nested(&document, "", &mut open);
    open.reverse();
    while let Some((pointer, entry)) = open.pop() {
        let Value::Object(entry) = entry else { continue };
        if claims.len() >= ENTRIES {
            claims.push(not_checked(
                Form::Jsf,
                &pointer,
                "10,000 signatures were checked; the others were not",
            ));
            break;
        }
        claims.extend(jsf::verify(entry, &pointer, trusted));
        nested(entry, &pointer, &mut open);
    }
    claims
}

/// Adds the entries of `of` that can carry a signature of their own.
fn nested<'v>(of: &'v Map<String, Value>, pointer: &str, open: &mut Vec<(String, &'v Value)>) {
    for list in ["components", "services"] {
        for (number, entry) in of.get(list).and_then(Value::as_array).into_iter().flatten().enumerate() {
            open.push((format!("{pointer}/{list}/{number}"), entry));
        }
    }
}

fn not_checked(form: Form, pointer: &str, why: &str) -> Claim {
    Claim {
        form,
        pointer: pointer.to_owned(),
        algorithm: None,
        key: None,
        leaves_out: Vec::new(),
        verdict: Verdict::NotChecked { why: why.to_owned() },
    }
}
