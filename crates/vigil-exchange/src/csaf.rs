//! CSAF 2.0 and 2.1 documents (OASIS Common Security Advisory Framework): advisories and VEX alike.
//!
//! Only what a matcher, a proposal or a writer needs is kept. Names are those of the standard. A document of a newer
//! version than 2.1 is refused rather than half understood.

pub mod tree;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::ReadError;
pub use tree::{Product, Related};

/// Largest document that is read, in bytes. The largest real ones (advisories on a whole distribution) have 20 MB.
pub const MAX_DOCUMENT: usize = 60_000_000;

/// A CSAF document.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Csaf {
    /// What it is, by whom, when (3.2.1).
    pub document: Document,
    /// The products it speaks of (3.2.2).
    #[serde(default)]
    pub product_tree: ProductTree,
    /// What it says of each flaw (3.2.3).
    #[serde(default)]
    pub vulnerabilities: Vec<Vulnerability>,
}

/// Meta-data of a document.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Document {
    /// The profile: `csaf_vex`, `csaf_security_advisory` ...
    pub category: String,
    /// `2.0` or `2.1`.
    pub csaf_version: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Who publishes it.
    pub publisher: Publisher,
    /// Number, version, dates.
    pub tracking: Tracking,
    /// For whom it is.
    #[serde(default)]
    pub distribution: Option<Distribution>,
    /// Texts about the document.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// Links.
    #[serde(default)]
    pub references: Vec<Reference>,
    /// Its language.
    #[serde(default)]
    pub lang: Option<String>,
}

/// The publisher.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Publisher {
    /// `vendor`, `coordinator`, `discoverer`, `translator`, `user`, `other`.
    #[serde(default)]
    pub category: String,
    /// The name.
    pub name: String,
    /// The address that the publisher's names live under.
    #[serde(default)]
    pub namespace: String,
}

/// Number, version and dates of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Tracking {
    /// Its number, unique under the publisher's namespace.
    pub id: String,
    /// `draft`, `interim` or `final`.
    #[serde(default)]
    pub status: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// First release, RFC 3339.
    #[serde(default)]
    pub initial_release_date: String,
    /// This release, RFC 3339.
    #[serde(default)]
    pub current_release_date: String,
}

/// For whom a document is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Distribution {
    /// The traffic light.
    #[serde(default)]
    pub tlp: Option<Tlp>,
    /// In words.
    #[serde(default)]
    pub text: Option<String>,
}

/// A traffic light.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Tlp {
    /// `WHITE` or `CLEAR`, `GREEN`, `AMBER`, `AMBER+STRICT`, `RED`.
    pub label: String,
}

/// The products of a document.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ProductTree {
    /// Vendor to product to version, as deep as the publisher likes.
    #[serde(default)]
    pub branches: Vec<Branch>,
    /// Products outside any branch.
    #[serde(default)]
    pub full_product_names: Vec<FullProduct>,
    /// Names for sets of products.
    #[serde(default)]
    pub product_groups: Vec<ProductGroup>,
    /// Products made of two others: `openssl` as a component of `Red Hat Enterprise Linux 9`.
    #[serde(default)]
    pub relationships: Vec<Relationship>,
}

/// A branch of the product tree.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Branch {
    /// `vendor`, `product_name`, `product_version`, `product_version_range`, `product_family`, `architecture` ...
    pub category: String,
    /// Its name; a version or a range for the version categories.
    pub name: String,
    /// Branches below.
    #[serde(default)]
    pub branches: Vec<Branch>,
    /// The product at its end.
    #[serde(default)]
    pub product: Option<FullProduct>,
}

/// A product with its id in the document.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct FullProduct {
    /// The name in words.
    #[serde(default)]
    pub name: String,
    /// The id that statuses refer to.
    pub product_id: String,
    /// How to recognise it.
    #[serde(default)]
    pub product_identification_helper: Option<Helper>,
}

/// How to recognise a product.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Helper {
    /// CPE 2.2 or 2.3.
    #[serde(default)]
    pub cpe: Option<String>,
    /// Package URL (2.0).
    #[serde(default)]
    pub purl: Option<String>,
    /// Package URLs (2.1).
    #[serde(default)]
    pub purls: Vec<String>,
    /// Digests of its files.
    #[serde(default)]
    pub hashes: Vec<FileHashes>,
    /// Model numbers, with `*` and `?`.
    #[serde(default)]
    pub model_numbers: Vec<String>,
    /// Serial numbers, with `*` and `?`.
    #[serde(default)]
    pub serial_numbers: Vec<String>,
    /// Stock numbers, with `*` and `?`.
    #[serde(default)]
    pub skus: Vec<String>,
    /// Where its SBOMs are.
    #[serde(default)]
    pub sbom_urls: Vec<String>,
}

/// Digests of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct FileHashes {
    /// The digests.
    #[serde(default)]
    pub file_hashes: Vec<FileHash>,
    /// The file.
    #[serde(default)]
    pub filename: String,
}

/// One digest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct FileHash {
    /// `sha256` ...
    pub algorithm: String,
    /// In hex.
    pub value: String,
}

/// A set of products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ProductGroup {
    /// Its id.
    pub group_id: String,
    /// Its products.
    #[serde(default)]
    pub product_ids: Vec<String>,
}

/// A product made of two others.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Relationship {
    /// `default_component_of`, `installed_on` ...
    pub category: String,
    /// The pair as a product of its own.
    pub full_product_name: FullProduct,
    /// The part.
    pub product_reference: String,
    /// The whole.
    pub relates_to_product_reference: String,
}

/// What a document says of one flaw.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Vulnerability {
    /// The CVE id.
    #[serde(default)]
    pub cve: Option<String>,
    /// Other ids.
    #[serde(default)]
    pub ids: Vec<OtherId>,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// Weakness (2.0).
    #[serde(default)]
    pub cwe: Option<Weakness>,
    /// Weaknesses (2.1).
    #[serde(default)]
    pub cwes: Vec<Weakness>,
    /// Texts.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// Products by status: `known_affected`, `first_affected`, `last_affected`, `known_not_affected`, `first_fixed`,
    /// `fixed`, `recommended`, `under_investigation`.
    #[serde(default)]
    pub product_status: BTreeMap<String, Vec<String>>,
    /// Scores (2.0).
    #[serde(default)]
    pub scores: Vec<Score>,
    /// Scores (2.1).
    #[serde(default)]
    pub metrics: Vec<Metric>,
    /// What to do.
    #[serde(default)]
    pub remediations: Vec<Remediation>,
    /// Impact and exploitation in words.
    #[serde(default)]
    pub threats: Vec<Threat>,
    /// Machine-readable reasons, such as `vulnerable_code_not_present`.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// Links.
    #[serde(default)]
    pub references: Vec<Reference>,
    /// When it was found.
    #[serde(default)]
    pub discovery_date: Option<String>,
    /// When it was made public (2.0).
    #[serde(default)]
    pub release_date: Option<String>,
}

/// An id in another system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct OtherId {
    /// The system.
    #[serde(default)]
    pub system_name: String,
    /// The id.
    #[serde(default)]
    pub text: String,
}

/// A weakness.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Weakness {
    /// `CWE-787`.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
}

/// A text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Note {
    /// `description`, `summary`, `legal_disclaimer` ...
    #[serde(default)]
    pub category: String,
    /// A heading.
    #[serde(default)]
    pub title: Option<String>,
    /// The text.
    #[serde(default)]
    pub text: String,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Reference {
    /// `self` or `external`.
    #[serde(default)]
    pub category: Option<String>,
    /// What is there.
    #[serde(default)]
    pub summary: String,
    /// Where.
    #[serde(default)]
    pub url: String,
}

/// A score of 2.0.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Score {
    /// The products that it holds for.
    #[serde(default)]
    pub products: Vec<String>,
    /// CVSS 2.
    #[serde(default)]
    pub cvss_v2: Option<Cvss>,
    /// CVSS 3.0 or 3.1.
    #[serde(default)]
    pub cvss_v3: Option<Cvss>,
}

/// A score of 2.1.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Metric {
    /// The products that it holds for.
    #[serde(default)]
    pub products: Vec<String>,
    /// The scores.
    #[serde(default)]
    pub content: Scores,
}

/// The scores of a metric of 2.1.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Scores {
    /// CVSS 2.
    #[serde(default)]
    pub cvss_v2: Option<Cvss>,
    /// CVSS 3.0 or 3.1.
    #[serde(default)]
    pub cvss_v3: Option<Cvss>,
    /// CVSS 4.0.
    #[serde(default)]
    pub cvss_v4: Option<Cvss>,
}

/// One CVSS score.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cvss {
    /// The version of CVSS.
    #[serde(default)]
    pub version: String,
    /// The vector.
    #[serde(default)]
    pub vector_string: String,
    /// The score as stated; the vector counts.
    #[serde(default)]
    pub base_score: Option<f64>,
}

/// What to do about a flaw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Remediation {
    /// `vendor_fix`, `workaround`, `mitigation`, `no_fix_planned`, `none_available` ...
    pub category: String,
    /// In words.
    #[serde(default)]
    pub details: String,
    /// When it was given.
    #[serde(default)]
    pub date: Option<String>,
    /// For which products.
    #[serde(default)]
    pub product_ids: Vec<String>,
    /// For which groups of products.
    #[serde(default)]
    pub group_ids: Vec<String>,
    /// Where.
    #[serde(default)]
    pub url: Option<String>,
}

/// Impact or exploitation in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Threat {
    /// `impact`, `exploit_status`, `target_set`.
    pub category: String,
    /// In words.
    #[serde(default)]
    pub details: String,
    /// For which products; for all where none and no group is named.
    #[serde(default)]
    pub product_ids: Vec<String>,
    /// For which groups of products.
    #[serde(default)]
    pub group_ids: Vec<String>,
}

/// A machine-readable reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Flag {
    /// Such as `vulnerable_code_not_present`.
    pub label: String,
    /// When it was given.
    #[serde(default)]
    pub date: Option<String>,
    /// For which products; for all where none and no group is named.
    #[serde(default)]
    pub product_ids: Vec<String>,
    /// For which groups of products.
    #[serde(default)]
    pub group_ids: Vec<String>,
}

/// Reads a CSAF document. serde_json limits the depth of nesting to 128.
pub fn read(text: &str) -> Result<Csaf, ReadError> {
    if text.len() > MAX_DOCUMENT {
        return Err(ReadError::TooLarge);
    }
    let fault = |cause: String, line: usize| ReadError::Malformed { format: "CSAF", cause, line };
    let csaf: Csaf = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| fault(error.to_string(), error.line()))?;
    match csaf.document.csaf_version.as_str() {
        "2.0" | "2.1" => Ok(csaf),
        other => Err(fault(format!("its version is {other:?}, and 2.0 and 2.1 are understood"), 1)),
    }
}

#[cfg(test)]
mod tests;
