//! Signatures that files of others carry: JSF inside JSON, DSSE envelopes around it. They are verified and told as facts;
//! whether a key is to be trusted is never decided by the file that it stands in.

use serde::{Deserialize, Serialize};

mod algorithm;
pub mod dsse;
pub mod jsf;
mod key;

pub use key::{BadForeignKey, ForeignKey};

/// The form of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// JSON Signature Format, inside the JSON that it covers.
    Jsf,
    /// Dead Simple Signing Envelope, around what it covers.
    Dsse,
    /// XML signature, inside the XML that it covers.
    XmlSignature,
    /// In a file of its own, beside the file that it covers.
    Detached,
}

/// One signature and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its form.
    pub form: Form,
    /// JSON pointer of the signature.
    pub pointer: String,
    /// The algorithm it names; a DSSE envelope names none.
    pub algorithm: Option<String>,
    /// What it calls its key, or the subject of the certificate it carries.
    pub key: Option<String>,
    /// Members of the signed object that it leaves out, in its own words.
    pub leaves_out: Vec<String>,
    /// Whether it holds.
    pub verdict: Verdict,
}

/// Whether a signature holds. "Not checked" is never "holds".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Verdict {
    /// It holds.
    Valid {
        /// Whose key it holds with.
        origin: Origin,
    },
    /// It does not hold.
    NotValid {
        /// Why, as the rest of a sentence that begins with "it".
        why: String,
    },
    /// It could not be looked at.
    NotChecked {
        /// Why, as a clause.
        why: String,
    },
}

/// Where the key came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// From the person who asked.
    Trusted,
    /// From the file itself: nothing was changed since the signature, but anybody can have made it.
    Carried,
}

impl Verdict {
    pub(crate) fn not_checked(why: impl Into<String>) -> Self {
        Self::NotChecked { why: why.into() }
    }

    pub(crate) fn not_valid(why: impl Into<String>) -> Self {
        Self::NotValid { why: why.into() }
    }
}

impl Form {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jsf => "JSF",
            Self::Dsse => "DSSE",
            Self::XmlSignature => "XML signature",
            Self::Detached => "detached",
        }
    }
}
