//! The fields of CycloneDX that its statements need, by the names of the standard.

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub(super) struct Bom {
    #[serde(rename = "serialNumber")]
    pub(super) serial_number: Option<String>,
    pub(super) version: Option<u64>,
    #[serde(default)]
    pub(super) metadata: Metadata,
    #[serde(default)]
    pub(super) components: Vec<Component>,
    #[serde(default)]
    pub(super) services: Vec<Component>,
    #[serde(default)]
    pub(super) vulnerabilities: Vec<Vulnerability>,
}

#[derive(Default, Deserialize)]
pub(super) struct Metadata {
    pub(super) timestamp: Option<String>,
    pub(super) component: Option<Component>,
    pub(super) supplier: Option<Party>,
    pub(super) manufacturer: Option<Party>,
    pub(super) manufacture: Option<Party>,
    #[serde(default)]
    pub(super) authors: Vec<Party>,
}

#[derive(Deserialize)]
pub(super) struct Party {
    pub(super) name: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Component {
    #[serde(rename = "bom-ref")]
    pub(super) bom_ref: Option<String>,
    pub(super) group: Option<String>,
    pub(super) name: Option<String>,
    pub(super) version: Option<String>,
    pub(super) purl: Option<String>,
    pub(super) cpe: Option<String>,
    pub(super) supplier: Option<Party>,
    pub(super) manufacturer: Option<Party>,
    pub(super) publisher: Option<String>,
    #[serde(default)]
    pub(super) hashes: Vec<Hash>,
    #[serde(default)]
    pub(super) components: Vec<Component>,
    #[serde(default)]
    pub(super) services: Vec<Component>,
}

#[derive(Deserialize)]
pub(super) struct Hash {
    pub(super) alg: String,
    pub(super) content: String,
}

#[derive(Deserialize)]
pub(super) struct Vulnerability {
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) references: Vec<Reference>,
    pub(super) updated: Option<String>,
    pub(super) published: Option<String>,
    pub(super) recommendation: Option<String>,
    pub(super) workaround: Option<String>,
    pub(super) analysis: Option<Analysis>,
    #[serde(default)]
    pub(super) affects: Vec<Affected>,
}

#[derive(Deserialize)]
pub(super) struct Reference {
    pub(super) id: Option<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Analysis {
    pub(super) state: Option<String>,
    pub(super) justification: Option<String>,
    #[serde(default)]
    pub(super) response: Vec<String>,
    pub(super) detail: Option<String>,
    #[serde(rename = "firstIssued")]
    pub(super) first_issued: Option<String>,
    #[serde(rename = "lastUpdated")]
    pub(super) last_updated: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Affected {
    #[serde(rename = "ref")]
    pub(super) target: Option<Value>,
    #[serde(default)]
    pub(super) versions: Vec<Versions>,
}

#[derive(Deserialize)]
pub(super) struct Versions {
    pub(super) version: Option<String>,
    pub(super) range: Option<String>,
    pub(super) status: Option<String>,
}
