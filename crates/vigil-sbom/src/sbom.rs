//! The internal model of an SBOM, whatever its format.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use vigil_base::{Date, Digest};
use vigil_sign::foreign::Claim;

use crate::serial::optional_day;
use crate::{Contact, ExternalReference, Graph, Hash, Original, Package, Party, Property};

/// One SBOM.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sbom {
    /// The file it was read from, as printed.
    pub file: String,
    /// Its format.
    pub format: Format,
    /// The version of the format that it states.
    pub spec_version: String,
    /// Its unique number.
    pub serial_number: Option<String>,
    /// Its edition.
    pub version: Option<u64>,
    /// When it was made.
    pub timestamp: Option<Timestamp>,
    /// Who wrote it.
    pub authors: Vec<Contact>,
    /// The organisation that made it.
    pub manufacturer: Option<Party>,
    /// The organisation that supplied what it describes.
    pub supplier: Option<Party>,
    /// What it was made with.
    pub tools: Vec<Tool>,
    /// At which stage of the software's life it was made.
    pub lifecycles: Vec<Lifecycle>,
    /// What it describes: the device or the part of it.
    pub primary: Option<Package>,
    /// All packages, nested ones included, in file order. The primary one is not among them.
    pub packages: Vec<Package>,
    /// Services.
    pub services: Vec<Service>,
    /// What needs what, by `bom_ref`. A key without targets states that it needs nothing.
    pub dependencies: BTreeMap<String, BTreeSet<String>>,
    /// What implements what, by `bom_ref`.
    pub provides: BTreeMap<String, BTreeSet<String>>,
    /// How complete which parts are.
    pub compositions: Vec<Composition>,
    /// References of the SBOM itself.
    pub external_references: Vec<ExternalReference>,
    /// Properties of the SBOM and of its metadata.
    pub properties: Vec<Property>,
    /// Top-level fields that are not interpreted here, as they came.
    pub unknown: BTreeMap<String, Value>,
    /// Signatures in or around the document, and whether they hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Claim>,
    /// SHA-256 of the bytes as they were handed in, compressed or not.
    pub digest: Digest,
    /// The whole document as it came, so that nothing is lost when it is written again.
    #[serde(skip)]
    pub original: Original,
}

impl Sbom {
    /// An SBOM that says nothing.
    pub fn empty(file: &str, format: Format) -> Self {
        Self {
            file: file.to_owned(),
            format,
            spec_version: String::new(),
            serial_number: None,
            version: None,
            timestamp: None,
            authors: Vec::new(),
            manufacturer: None,
            supplier: None,
            tools: Vec::new(),
            lifecycles: Vec::new(),
            primary: None,
            packages: Vec::new(),
            services: Vec::new(),
            dependencies: BTreeMap::new(),
            provides: BTreeMap::new(),
            compositions: Vec::new(),
            external_references: Vec::new(),
            properties: Vec::new(),
            unknown: BTreeMap::new(),
            signatures: Vec::new(),
            digest: Digest::of_bytes(b""),
            original: Original::default(),
        }
    }

    /// The relationships of this SBOM.
    pub fn graph(&self) -> Graph<'_> {
        Graph::of(self)
    }

    /// The primary package and all others.
    pub fn all_packages(&self) -> impl Iterator<Item = &Package> {
        self.primary.iter().chain(&self.packages)
    }
}

/// A format of SBOMs. Which of them can be read is said by [`crate::read`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Format {
    /// CycloneDX in JSON.
    CyclonedxJson,
    /// CycloneDX in XML.
    CyclonedxXml,
    /// CycloneDX as Protocol Buffers text.
    CyclonedxProtobuf,
    /// SPDX 2 in JSON.
    SpdxJson,
    /// SPDX 2 as tag and value.
    SpdxTagValue,
    /// SPDX 2 in YAML.
    SpdxYaml,
    /// SPDX 2 in XML.
    SpdxXml,
    /// A tar archive of SPDX 2 documents in JSON, as Yocto writes it.
    SpdxTar,
    /// SPDX in RDF/XML.
    SpdxRdf,
    /// SPDX 3 in JSON-LD.
    Spdx3,
    /// A component list as comma-separated values.
    Csv,
    /// A component list as an Excel workbook.
    Xlsx,
    /// An in-toto statement or its envelope, which may hold an SBOM.
    InToto,
}

impl Format {
    /// The format's name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::CyclonedxJson => "CycloneDX JSON",
            Self::CyclonedxXml => "CycloneDX XML",
            Self::CyclonedxProtobuf => "CycloneDX Protocol Buffers",
            Self::SpdxJson => "SPDX 2 JSON",
            Self::SpdxTagValue => "SPDX tag-value",
            Self::SpdxYaml => "SPDX YAML",
            Self::SpdxXml => "SPDX 2 XML",
            Self::SpdxTar => "SPDX 2 JSON archive",
            Self::SpdxRdf => "SPDX RDF",
            Self::Spdx3 => "SPDX 3 JSON-LD",
            Self::Csv => "CSV",
            Self::Xlsx => "XLSX",
            Self::InToto => "in-toto attestation",
        }
    }
}

/// A point in time as written, with its day if that can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timestamp {
    /// The text as written.
    pub text: String,
    /// Its day.
    #[serde(with = "optional_day")]
    pub day: Option<Date>,
}

/// A tool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Who makes it.
    pub vendor: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its digests.
    pub hashes: Vec<Hash>,
}

/// A stage of life: one of the format's phases, or a name of the maker's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifecycle {
    /// `design`, `pre-build`, `build`, `post-build`, `operations`, `discovery`, `decommission`.
    pub phase: Option<String>,
    /// The maker's own name for it.
    pub name: Option<String>,
    /// What that name means.
    pub description: Option<String>,
}

/// A service that the described thing offers or uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Identifier inside the SBOM.
    pub bom_ref: Option<String>,
    /// JSON pointer.
    pub pointer: String,
    /// Group of the name.
    pub group: Option<String>,
    /// Name.
    pub name: String,
    /// Version.
    pub version: Option<String>,
    /// The whole entry as it came.
    pub raw: Value,
}

/// A statement on completeness.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composition {
    /// Identifier inside the SBOM.
    pub bom_ref: Option<String>,
    /// How complete.
    pub aggregate: Aggregate,
    /// Whose nested parts it is about.
    pub assemblies: BTreeSet<String>,
    /// Whose dependencies it is about.
    pub dependencies: BTreeSet<String>,
    /// Which vulnerabilities it is about.
    pub vulnerabilities: BTreeSet<String>,
}

/// How complete something is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Aggregate {
    /// Complete.
    Complete,
    /// Incomplete, no matter what is missing.
    Incomplete,
    /// Only first-party parts are listed.
    IncompleteFirstPartyOnly,
    /// Only proprietary first-party parts are listed.
    IncompleteFirstPartyProprietaryOnly,
    /// Only open-source first-party parts are listed.
    IncompleteFirstPartyOpensourceOnly,
    /// Only third-party parts are listed.
    IncompleteThirdPartyOnly,
    /// Only proprietary third-party parts are listed.
    IncompleteThirdPartyProprietaryOnly,
    /// Only open-source third-party parts are listed.
    IncompleteThirdPartyOpensourceOnly,
    /// The author says that this is unknown.
    Unknown,
    /// The author says nothing.
    NotSpecified,
    /// A word the format does not have, kept.
    Other(String),
}
