//! Statements on whether flaws matter in products (VEX), from whichever standard, in one form.
//!
//! [`read`] takes OpenVEX 0.2 (and the older forms of it), CycloneDX in JSON (`vulnerabilities[].analysis`) and CSAF 2.0
//! and 2.1. Nothing is decided here: a statement says of which flaw, in which product, it says what, since when. A
//! statement that cannot be taken stands in [`Document::refused`] with its place and the reason.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

mod cyclonedx;
mod from_csaf;
mod names;
mod openvex;
pub mod words;

pub use names::{BomLink, Name};
use names::{algorithm, identify};
pub use words::{Fit, Justification, Response, Standard, Status};

/// Largest document that is read, in bytes. The largest real ones (advisories on a whole distribution) have 20 MB.
pub const MAX_DOCUMENT: usize = crate::csaf::MAX_DOCUMENT;
/// How many pairs of product and part are read of one document; the largest of real ones have some ten thousand.
pub const MOST_SUBJECTS: usize = 500_000;

/// A document with statements.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// The standard it is written in.
    pub standard: Standard,
    /// Its own id: `@id`, tracking id, serial number.
    pub id: Option<String>,
    /// Its edition.
    pub version: Option<String>,
    /// Who says it.
    pub publisher: Option<String>,
    /// When it was last changed, RFC 3339 as written.
    pub time: Option<String>,
    /// What it says.
    pub statements: Vec<Statement>,
    /// What it seems to say and could not be taken.
    pub refused: Vec<Refused>,
    /// How many statements on a product are left out because the same document says something newer.
    pub superseded: usize,
}

/// What is said of one flaw in some products.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statement {
    /// The flaw's ids: the one it goes by, then its aliases.
    pub flaws: Vec<String>,
    /// The products it is said of.
    pub subjects: Vec<Subject>,
    /// What is said.
    pub status: Status,
    /// Why it is not affected.
    pub justification: Option<Stated>,
    /// What is done about it.
    pub responses: Vec<Response>,
    /// What is said in words.
    pub texts: Vec<Text>,
    /// Since when, RFC 3339 as written; that of the document where the statement has none.
    pub time: Option<String>,
    /// JSON pointer of the statement.
    pub pointer: String,
}

impl Statement {
    /// When it was made; `None` where no time is stated that can be read.
    pub fn moment(&self) -> Option<Timestamp> {
        self.time.as_ref()?.parse().ok()
    }
}

/// A justification as it stands there and as it is understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// The word as written.
    pub word: String,
    /// What it means.
    pub means: Justification,
    /// How well that fits.
    pub fit: Fit,
}

/// What a statement is about: a product, or a part in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Subject {
    /// The product.
    pub product: Name,
    /// The part in it that the flaw comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Name>,
}

/// A text with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    /// `impact`, `action`, `detail`, `note`, `workaround` ...
    pub kind: String,
    /// The text.
    pub text: String,
}

/// Something that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// JSON pointer.
    pub pointer: String,
    /// The flaw, where it is named.
    pub flaw: Option<String>,
    /// Why.
    pub because: String,
}

/// Why a document could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VexError {
    /// It is larger than [`MAX_DOCUMENT`].
    #[error("it is larger than {} MB", MAX_DOCUMENT / 1_000_000)]
    TooLarge,
    /// It is not UTF-8.
    #[error("it is not UTF-8 text")]
    NotText,
    /// It is XML.
    #[error("it is XML, and VEX is read as JSON only; CycloneDX tools convert it (`cyclonedx convert`)")]
    Xml,
    /// It is none of the standards.
    #[error("it is neither OpenVEX, CycloneDX nor CSAF")]
    Unknown,
    /// It begins like one of the standards and is not.
    #[error("it looks like {format} and is not: {cause} (line {line})")]
    Malformed {
        /// The standard.
        format: &'static str,
        /// What is wrong.
        cause: String,
        /// Where.
        line: usize,
    },
}

/// Just enough of a document to tell the standard.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "@context")]
    context: Option<Value>,
    #[serde(rename = "bomFormat")]
    bom_format: Option<Value>,
    document: Option<CsafHead>,
}

#[derive(Deserialize)]
struct CsafHead {
    csaf_version: Option<Value>,
}

/// Reads a document, whatever its standard. The nesting of the text is limited to 128 levels.
pub fn read(bytes: &[u8]) -> Result<Document, VexError> {
    if bytes.len() > MAX_DOCUMENT {
        return Err(VexError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| VexError::NotText)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('<') {
        return Err(VexError::Xml);
    }
    let head: Head = serde_json::from_str(text).map_err(|error| malformed("JSON", &error))?;
    if let Some(context) = head.context.as_ref().and_then(openvex_context) {
        return openvex::read(text, &context);
    }
    if head.bom_format.as_ref().and_then(Value::as_str) == Some("CycloneDX") {
        return cyclonedx::read(text);
    }
    if head.document.is_some_and(|it| it.csaf_version.is_some()) {
        return from_csaf::read(text);
    }
    Err(VexError::Unknown)
}

/// The context of OpenVEX, alone or among others.
fn openvex_context(context: &Value) -> Option<String> {
    let found = match context {
        Value::String(text) => Some(text.as_str()),
        Value::Array(all) => all.iter().filter_map(Value::as_str).find(|it| it.contains("openvex.dev/ns")),
        _ => None,
    };
    found.filter(|it| it.contains("openvex.dev/ns")).map(str::to_owned)
}

fn malformed(format: &'static str, error: &serde_json::Error) -> VexError {
    VexError::Malformed { format, cause: error.to_string(), line: error.line() }
}

/// A text without white space around it, where anything is left.
fn said(text: Option<&String>) -> Option<String> {
    text.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}

fn texts<'t>(all: impl IntoIterator<Item = (&'static str, Option<&'t String>)>) -> Vec<Text> {
    let texts =
        all.into_iter().filter_map(|(kind, text)| Some(Text { kind: kind.to_owned(), text: said(text)? }));
    texts.collect()
}

#[cfg(test)]
mod tests;
