//! Which column of a component list holds what. How mappings are guessed, written and read is shared with other tables.

use std::ops::Deref;

use vigil_exchange::table::{self, FieldNames};

pub use vigil_exchange::table::ColumnsError;

/// A mapping of fields to the headings of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(table::Columns);

impl Deref for Columns {
    type Target = table::Columns;
    fn deref(&self) -> &table::Columns {
        &self.0
    }
}

/// The fields, each with the headings by which it is guessed, strongest first, in letters and digits only.
const FIELDS: &[FieldNames] = &[
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
    ("end-of-life", &["endoflife", "endoflifedate", "eol", "eoldate"]),
    ("support-plan", &["supportplan", "endofsupportplan", "planwhensupportends"]),
    ("support-justification", &["supportjustification", "justification", "whyunknown"]),
    ("support-assessed", &["supportassessed", "supportassesseddate", "assessed", "asof"]),
    ("support-custody", &["sourcecodecustody", "custodyofsourcecode", "custody"]),
    ("type", &["type", "componenttype", "kind"]),
    ("description", &["description", "purpose", "function"]),
];

impl Columns {
    /// The mapping that the headings suggest; not confirmed.
    pub(crate) fn guess(heads: &[String], sheet: Option<String>) -> Self {
        Self(table::Columns::guess(heads, sheet, FIELDS))
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    ///
    /// [`ColumnsError`] for what is no mapping and for fields that there are not.
    pub fn parse(text: &str) -> Result<Self, ColumnsError> {
        table::Columns::parse(text, FIELDS).map(Self)
    }
}
