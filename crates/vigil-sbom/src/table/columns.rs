//! Which column holds what: guessed from headings, or read from a file that a person keeps.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use toml::Value;

/// A mapping of fields to the headings of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Whether a person has checked it.
    #[serde(default)]
    pub confirmed: bool,
    /// The sheet of a workbook; the first one with a heading for names where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The heading of the column for each field.
    #[serde(rename = "columns")]
    pub fields: BTreeMap<String, String>,
}

/// Why a mapping cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// It is no mapping.
    #[error("it is not a mapping of columns: {0}")]
    Syntax(String),
    /// It names a field that there is not.
    #[error("there is no field `{field}`; there are {known}")]
    Field {
        /// The field.
        field: String,
        /// All fields.
        known: String,
    },
}

/// The fields, each with the headings by which it is guessed, strongest first, in letters and digits only.
const FIELDS: &[(&str, &[&str])] = &[
    (
        "name",
        &[
            "componentname",
            "packagename",
            "softwarename",
            "name",
            "component",
            "package",
            "software",
            "library",
            "product",
            "title",
        ],
    ),
    (
        "version",
        &[
            "componentversion",
            "packageversion",
            "softwareversion",
            "version",
            "versionstring",
            "release",
            "ver",
        ],
    ),
    (
        "supplier",
        &["suppliername", "componentsupplier", "supplier", "vendor", "producer", "componentproducer"],
    ),
    ("manufacturer", &["manufacturer", "maker", "author", "originator"]),
    ("group", &["group", "groupid", "namespace"]),
    ("purl", &["purl", "packageurl"]),
    ("cpe", &["cpe", "cpe23", "cpename"]),
    ("licence", &["license", "licence", "licenses", "licences", "spdxlicense", "licenseexpression"]),
    ("hash", &["componenthash", "hash", "sha256", "sha512", "sha1", "checksum", "digest"]),
    ("support-level", &["levelofsupport", "supportlevel", "supportstatus", "support"]),
    (
        "end-of-support",
        &["endofsupport", "endofsupportdate", "eos", "eosdate", "supportends", "supportenddate"],
    ),
    ("type", &["type", "componenttype", "kind"]),
    ("description", &["description", "purpose", "function"]),
];

impl Columns {
    /// The mapping that the headings suggest; not confirmed.
    pub(crate) fn guess(heads: &[String], sheet: Option<String>) -> Self {
        let bare: Vec<String> = heads.iter().map(|head| bare(head)).collect();
        let mut fields = BTreeMap::new();
        for (field, words) in FIELDS {
            let found = words.iter().find_map(|word| bare.iter().position(|head| head == word));
            if let Some(at) = found {
                fields.insert((*field).to_owned(), heads[at].clone());
            }
        }
        Self { confirmed: false, sheet, fields }
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    ///
    /// [`ColumnsError`] for what is no mapping and for fields that there are not.
    pub fn parse(text: &str) -> Result<Self, ColumnsError> {
        let columns: Self = toml::from_str(text).map_err(|error| ColumnsError::Syntax(error.to_string()))?;
        match columns.fields.keys().find(|field| !FIELDS.iter().any(|(known, _)| known == field)) {
            None => Ok(columns),
            Some(field) => {
                let known: Vec<_> = FIELDS.iter().map(|(known, _)| *known).collect();
                Err(ColumnsError::Field { field: field.clone(), known: known.join(", ") })
            }
        }
    }

    /// The mapping as a file to keep.
    pub fn written(&self) -> String {
        let quoted = |text: &str| Value::String(text.to_owned()).to_string();
        let mut text = format!(
            "# Set this to true when a person has checked the mapping.\nconfirmed = {}\n",
            self.confirmed
        );
        if let Some(sheet) = &self.sheet {
            let _ = writeln!(text, "sheet = {}", quoted(sheet));
        }
        text.push_str("\n[columns]\n");
        for (field, head) in &self.fields {
            let _ = writeln!(text, "{field} = {}", quoted(head));
        }
        text
    }
}

/// Letters and digits of a heading in lower case.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
