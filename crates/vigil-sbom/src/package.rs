//! One entry of an SBOM.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use vigil_base::Place;

use crate::{
    Contact, ExternalReference, Hash, Licence, PackageKey, PackagePurl, Party, Pedigree, Property, Support,
    Swid,
};

/// A package. Absent is `None` or empty, never an empty string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// The entry's own identifier inside its SBOM.
    pub bom_ref: Option<String>,
    /// JSON pointer of the entry: unique in its SBOM even where `bom_ref` is not.
    pub pointer: String,
    /// Where the entry begins.
    pub place: Place,
    /// Pointer of the package this one is nested in.
    pub parent: Option<String>,
    /// What sort of thing it is.
    pub kind: Kind,
    /// Group, namespace or vendor prefix of the name.
    pub group: Option<String>,
    /// Name; the word `(unnamed)` where the file has none, which is also a finding.
    pub name: String,
    /// Version.
    pub version: Option<String>,
    /// Accepted versions of an external package.
    pub version_range: Option<String>,
    /// Whether the environment provides it.
    pub is_external: Option<bool>,
    /// Who supplied it.
    pub supplier: Option<Party>,
    /// Who made it.
    pub manufacturer: Option<Party>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Contact>,
    /// Package URL.
    pub purl: Option<PackagePurl>,
    /// CPE name as written, 2.2 or 2.3.
    pub cpe: Option<String>,
    /// SWID tag.
    pub swid: Option<Swid>,
    /// Digests.
    pub hashes: Vec<Hash>,
    /// Licences.
    pub licences: Vec<Licence>,
    /// Copyright notice.
    pub copyright: Option<String>,
    /// `required`, `optional` or `excluded`, where stated.
    pub scope: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Properties, in file order.
    pub properties: Vec<Property>,
    /// References, in file order.
    pub external_references: Vec<ExternalReference>,
    /// Commits and patches.
    pub pedigree: Option<Pedigree>,
    /// Evidence of identity and occurrence, as it came.
    pub evidence: Option<Value>,
    /// Level and end of support, with the words they came from.
    pub support: Support,
    /// Fields of the entry that are not interpreted here, as they came.
    pub unknown: BTreeMap<String, Value>,
}

impl Package {
    /// A package with nothing but a name.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            bom_ref: None,
            pointer: String::new(),
            place: Place::start_of(""),
            parent: None,
            kind: Kind::Library,
            group: None,
            name: name.into(),
            version: None,
            version_range: None,
            is_external: None,
            supplier: None,
            manufacturer: None,
            publisher: None,
            authors: Vec::new(),
            purl: None,
            cpe: None,
            swid: None,
            hashes: Vec::new(),
            licences: Vec::new(),
            copyright: None,
            scope: None,
            description: None,
            properties: Vec::new(),
            external_references: Vec::new(),
            pedigree: None,
            evidence: None,
            support: Support::default(),
            unknown: BTreeMap::new(),
        }
    }

    /// Gives back what its lists took too much of: of a hundred thousand packages that is most of the memory.
    pub(crate) fn shrink(&mut self) {
        self.pointer.shrink_to_fit();
        self.authors.shrink_to_fit();
        self.hashes.shrink_to_fit();
        self.licences.shrink_to_fit();
        self.properties.shrink_to_fit();
        self.external_references.shrink_to_fit();
        self.support.statements.shrink_to_fit();
        for party in self.supplier.iter_mut().chain(&mut self.manufacturer) {
            party.urls.shrink_to_fit();
            party.contacts.shrink_to_fit();
        }
    }

    /// The stable identity; [`PackageKey`] states the rule.
    pub fn key(&self) -> PackageKey {
        PackageKey::of(self)
    }

    /// The supplier's name: supplier, else manufacturer, else publisher, with the field it stood in.
    pub fn supplier_name(&self) -> Option<(&str, &'static str)> {
        named(self.supplier.as_ref(), "supplier")
            .or_else(|| named(self.manufacturer.as_ref(), "manufacturer"))
            .or_else(|| self.publisher.as_deref().map(|name| (name, "publisher")))
    }
}

fn named<'a>(party: Option<&'a Party>, field: &'static str) -> Option<(&'a str, &'static str)> {
    party?.name.as_deref().map(|name| (name, field))
}

/// What sort of thing a package is, in CycloneDX words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
#[non_exhaustive]
pub enum Kind {
    /// A program.
    Application,
    /// A framework.
    Framework,
    /// A library.
    Library,
    /// A container image.
    Container,
    /// A runtime environment.
    Platform,
    /// An operating system.
    OperatingSystem,
    /// Hardware.
    Device,
    /// A device driver.
    DeviceDriver,
    /// Firmware.
    Firmware,
    /// A file.
    File,
    /// A machine-learning model.
    MachineLearningModel,
    /// Data.
    Data,
    /// A cryptographic asset.
    CryptographicAsset,
    /// A word the format does not have, kept.
    Other(String),
}

const KINDS: [(&str, Kind); 13] = [
    ("application", Kind::Application),
    ("framework", Kind::Framework),
    ("library", Kind::Library),
    ("container", Kind::Container),
    ("platform", Kind::Platform),
    ("operating-system", Kind::OperatingSystem),
    ("device", Kind::Device),
    ("device-driver", Kind::DeviceDriver),
    ("firmware", Kind::Firmware),
    ("file", Kind::File),
    ("machine-learning-model", Kind::MachineLearningModel),
    ("data", Kind::Data),
    ("cryptographic-asset", Kind::CryptographicAsset),
];

impl Kind {
    /// The word for it.
    pub fn word(&self) -> &str {
        if let Self::Other(word) = self {
            return word;
        }
        KINDS.iter().find(|(_, kind)| kind == self).map_or("", |(word, _)| word)
    }
}

impl From<String> for Kind {
    fn from(word: String) -> Self {
        KINDS.iter().find(|(known, _)| *known == word).map_or(Self::Other(word), |(_, kind)| kind.clone())
    }
}

impl From<Kind> for String {
    fn from(kind: Kind) -> Self {
        kind.word().to_owned()
    }
}
