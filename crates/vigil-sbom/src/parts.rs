//! The parts of a package and of an SBOM's head: people, hashes, licences, references, properties.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its name.
    pub name: Option<String>,
    /// Its addresses on the web.
    pub urls: Vec<String>,
    /// People to turn to.
    pub contacts: Vec<Contact>,
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name, as written.
    pub name: Option<String>,
    /// Electronic mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

/// One digest of a package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hash {
    /// Algorithm in CycloneDX spelling: `SHA-256`.
    pub alg: String,
    /// Hex digits as written.
    pub value: String,
}

impl Hash {
    /// A digest whose algorithm is spelt in any of the usual ways: `sha256`, `SHA256`, `SHA-256`.
    pub fn of(algorithm: &str, value: impl Into<String>) -> Self {
        Self { alg: crate::spdx2::algorithm(algorithm.trim()), value: value.into() }
    }

    /// Whether the value has as many hex digits as its algorithm gives. Of an algorithm that is not known
    /// here, any value of hex digits will do.
    pub fn has_right_length(&self) -> bool {
        let hex = !self.value.is_empty() && self.value.bytes().all(|byte| byte.is_ascii_hexdigit());
        hex && digits(&self.alg).is_none_or(|digits| digits.contains(&self.value.len()))
    }
}

/// Hex digits of each algorithm's values.
fn digits(alg: &str) -> Option<&'static [usize]> {
    Some(match alg {
        "MD5" => &[32],
        "SHA-1" => &[40],
        "SHA-256" | "SHA3-256" | "BLAKE2b-256" | "Streebog-256" => &[64],
        "SHA-384" | "SHA3-384" | "BLAKE2b-384" => &[96],
        "SHA-512" | "SHA3-512" | "BLAKE2b-512" | "Streebog-512" => &[128],
        _ => return None,
    })
}

/// What the text of a licence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LicenceForm {
    /// An SPDX licence expression.
    Expression,
    /// An SPDX licence identifier.
    Id,
    /// A name that is not an SPDX identifier.
    Name,
}

/// One licence of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// What `text` is.
    pub form: LicenceForm,
    /// Expression, identifier or name, as written.
    pub text: String,
    /// `declared` or `concluded`, where stated.
    pub acknowledgement: Option<String>,
    /// Where its text stands.
    pub url: Option<String>,
    /// The whole entry as it came, if it says more than the fields above; null otherwise.
    pub raw: Value,
}

impl Licence {
    /// A licence of which only the words are known: an identifier or an expression where they are one, else a name.
    pub fn of(text: String) -> Self {
        let form = if spdx::license_id(&text).is_some() {
            LicenceForm::Id
        } else if crate::licences::is_expression(&text) {
            LicenceForm::Expression
        } else {
            LicenceForm::Name
        };
        Self { form, text, acknowledgement: None, url: None, raw: Value::Null }
    }
}

/// A link to something outside of the SBOM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalReference {
    /// What it is: `vcs`, `website`, `security-contact`.
    pub kind: String,
    /// Its address.
    pub url: String,
    /// A remark.
    pub comment: Option<String>,
    /// Digests of what stands there.
    pub hashes: Vec<Hash>,
}

/// A name and a value that the format gives no meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// Name, usually with a prefix: `cdx:lifecycle:milestone:endOfSupport`.
    pub name: String,
    /// Value, where there is one.
    pub value: Option<String>,
}

/// A software identification tag (ISO/IEC 19770-2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swid {
    /// The tag's identifier.
    pub tag_id: String,
    /// The tag's name.
    pub name: Option<String>,
    /// The tag's version.
    pub version: Option<String>,
    /// The whole tag as it came.
    pub raw: Value,
}

/// Where a package comes from and how it was changed; kept as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pedigree {
    /// Commits that make the difference.
    pub commits: Vec<Value>,
    /// Patches that make the difference; a patch that resolves a CVE matters to matching.
    pub patches: Vec<Value>,
    /// Remarks.
    pub notes: Option<String>,
    /// The whole entry as it came, ancestors, descendants and variants included.
    pub raw: Value,
}
