//! The tables of CycloneDX 1.2 to 1.7: fields, types, words, and the minor version that brought each.
//!
//! The fields stand in the order that the XML schemas ask for. Source: the JSON schemas of the specification (github.com/CycloneDX/specification, `schema/bom-1.2` to `bom-1.7`).

use super::rules;
use crate::licences;
use crate::shape::{Is, Shape, Words, field};

const TYPES: Words = &[
    ("application", 2),
    ("framework", 2),
    ("library", 2),
    ("container", 2),
    ("operating-system", 2),
    ("device", 2),
    ("file", 2),
    ("firmware", 2),
    ("platform", 5),
    ("device-driver", 5),
    ("machine-learning-model", 5),
    ("data", 5),
    ("cryptographic-asset", 6),
];
const SCOPES: Words = &[("required", 2), ("optional", 2), ("excluded", 2)];
const ALGORITHMS: Words = &[
    ("MD5", 2),
    ("SHA-1", 2),
    ("SHA-256", 2),
    ("SHA-384", 2),
    ("SHA-512", 2),
    ("SHA3-256", 2),
    ("SHA3-384", 2),
    ("SHA3-512", 2),
    ("BLAKE2b-256", 2),
    ("BLAKE2b-384", 2),
    ("BLAKE2b-512", 2),
    ("BLAKE3", 2),
    ("Streebog-256", 7),
    ("Streebog-512", 7),
];
const REFERENCES: Words = &[
    ("vcs", 2),
    ("issue-tracker", 2),
    ("website", 2),
    ("advisories", 2),
    ("bom", 2),
    ("mailing-list", 2),
    ("social", 2),
    ("chat", 2),
    ("documentation", 2),
    ("support", 2),
    ("distribution", 2),
    ("license", 2),
    ("build-meta", 2),
    ("build-system", 2),
    ("other", 2),
    ("release-notes", 4),
    ("security-contact", 5),
    ("model-card", 5),
    ("log", 5),
    ("configuration", 5),
    ("evidence", 5),
    ("formulation", 5),
    ("attestation", 5),
    ("threat-model", 5),
    ("adversary-model", 5),
    ("risk-assessment", 5),
    ("distribution-intake", 5),
    ("vulnerability-assertion", 5),
    ("exploitability-statement", 5),
    ("pentest-report", 5),
    ("static-analysis-report", 5),
    ("dynamic-analysis-report", 5),
    ("runtime-analysis-report", 5),
    ("component-analysis-report", 5),
    ("maturity-report", 5),
    ("certification-report", 5),
    ("quality-metrics", 5),
    ("codified-infrastructure", 5),
    ("poam", 5),
    ("source-distribution", 6),
    ("electronic-signature", 6),
    ("digital-signature", 6),
    ("rfc-9116", 6),
    ("patent", 7),
    ("patent-family", 7),
    ("patent-assertion", 7),
    ("citation", 7),
];
const PATCHES: Words = &[("unofficial", 2), ("monkey", 2), ("backport", 2), ("cherry-pick", 2)];
const ISSUES: Words = &[("defect", 2), ("enhancement", 2), ("security", 2)];
const FLOWS: Words = &[("inbound", 2), ("outbound", 2), ("bi-directional", 2), ("unknown", 2)];
const PHASES: Words = &[
    ("design", 5),
    ("pre-build", 5),
    ("build", 5),
    ("post-build", 5),
    ("operations", 5),
    ("discovery", 5),
    ("decommission", 5),
];
const AGGREGATES: Words = &[
    ("complete", 3),
    ("incomplete", 3),
    ("incomplete_first_party_only", 3),
    ("incomplete_third_party_only", 3),
    ("unknown", 3),
    ("not_specified", 3),
    ("incomplete_first_party_proprietary_only", 5),
    ("incomplete_first_party_opensource_only", 5),
    ("incomplete_third_party_proprietary_only", 5),
    ("incomplete_third_party_opensource_only", 5),
];
const ACKNOWLEDGEMENTS: Words = &[("declared", 6), ("concluded", 6)];
const ENCODINGS: Words = &[("base64", 2)];
const FORMATS: Words = &[("CycloneDX", 2)];

pub(crate) static BOM: Shape = Shape {
    name: "the SBOM",
    rule: Some(rules::licences),
    fields: &[
        field("$schema", 2, 0, Is::Text),
        field("bomFormat", 2, 2, Is::Word(FORMATS)),
        field("specVersion", 2, 2, Is::Text),
        field("serialNumber", 2, 0, Is::Format(rules::is_serial, "`urn:uuid:` and a UUID in lower case")),
        field("version", 2, 0, Is::Whole),
        field("metadata", 2, 0, Is::Object(&METADATA)),
        field("components", 2, 0, Is::Objects(&COMPONENT)),
        field("services", 2, 0, Is::Objects(&SERVICE)),
        field("externalReferences", 2, 0, Is::Objects(&REFERENCE)),
        field("dependencies", 2, 0, Is::Objects(&DEPENDENCY)),
        field("compositions", 3, 0, Is::Objects(&COMPOSITION)),
        field("properties", 5, 0, Is::Objects(&PROPERTY)),
        field("vulnerabilities", 4, 0, Is::Objects(&VULNERABILITY)),
        field("signature", 4, 0, Is::Any),
        field("annotations", 5, 0, Is::List),
        field("formulation", 5, 0, Is::List),
        field("declarations", 6, 0, Is::Any),
        field("definitions", 6, 0, Is::Any),
        field("citations", 7, 0, Is::List),
    ],
};

pub(crate) static METADATA: Shape = Shape {
    name: "the metadata",
    rule: Some(rules::licences),
    fields: &[
        field(
            "timestamp",
            2,
            0,
            Is::Format(rules::is_time, "a date and time with a zone, such as `2026-02-03T10:00:00Z`"),
        ),
        field("lifecycles", 5, 0, Is::Objects(&LIFECYCLE)),
        field("tools", 2, 0, Is::ObjectsOr(&TOOL, &TOOLS)),
        field("authors", 2, 0, Is::Objects(&CONTACT)),
        field("component", 2, 0, Is::Object(&COMPONENT)),
        field("manufacturer", 6, 0, Is::Object(&PARTY)),
        field("manufacture", 2, 0, Is::Object(&PARTY)),
        field("supplier", 2, 0, Is::Object(&PARTY)),
        field("licenses", 3, 0, Is::Objects(&CHOICE)),
        field("properties", 3, 0, Is::Objects(&PROPERTY)),
        field("distributionConstraints", 7, 0, Is::Any),
    ],
};

pub(crate) static COMPONENT: Shape = Shape {
    name: "a component",
    rule: Some(rules::component),
    fields: &[
        field("type", 2, 2, Is::Word(TYPES)),
        field("mime-type", 2, 0, Is::Text),
        field("bom-ref", 2, 0, Is::Reference),
        field("supplier", 2, 0, Is::Object(&PARTY)),
        field("manufacturer", 6, 0, Is::Object(&PARTY)),
        field("authors", 6, 0, Is::Objects(&CONTACT)),
        field("author", 2, 0, Is::Text),
        field("publisher", 2, 0, Is::Text),
        field("group", 2, 0, Is::Text),
        field("name", 2, 2, Is::Text),
        field("version", 2, 0, Is::Text),
        field("versionRange", 7, 0, Is::Text),
        field("isExternal", 7, 0, Is::Flag),
        field("description", 2, 0, Is::Text),
        field("scope", 2, 0, Is::Word(SCOPES)),
        field("hashes", 2, 0, Is::Objects(&HASH)),
        field("licenses", 2, 0, Is::Objects(&CHOICE)),
        field("copyright", 2, 0, Is::Text),
        field("patentAssertions", 7, 0, Is::List),
        field("cpe", 2, 0, Is::Text),
        field("purl", 2, 0, Is::Text),
        field("omniborId", 6, 0, Is::Texts),
        field("swhid", 6, 0, Is::Texts),
        field("swid", 2, 0, Is::Object(&SWID)),
        field("modified", 2, 0, Is::Flag),
        field("pedigree", 2, 0, Is::Object(&PEDIGREE)),
        field("externalReferences", 2, 0, Is::Objects(&REFERENCE)),
        field("properties", 3, 0, Is::Objects(&PROPERTY)),
        field("components", 2, 0, Is::Objects(&COMPONENT)),
        field("evidence", 3, 0, Is::Object(&EVIDENCE)),
        field("releaseNotes", 4, 0, Is::Any),
        field("modelCard", 5, 0, Is::Any),
        field("data", 5, 0, Is::List),
        field("cryptoProperties", 6, 0, Is::Any),
        field("tags", 6, 0, Is::Texts),
        field("signature", 4, 0, Is::Any),
    ],
};

pub(crate) static SERVICE: Shape = Shape {
    name: "a service",
    rule: Some(rules::licences),
    fields: &[
        field("bom-ref", 2, 0, Is::Reference),
        field("provider", 2, 0, Is::Object(&PARTY)),
        field("group", 2, 0, Is::Text),
        field("name", 2, 2, Is::Text),
        field("version", 2, 0, Is::Text),
        field("description", 2, 0, Is::Text),
        field("endpoints", 2, 0, Is::Texts),
        field("authenticated", 2, 0, Is::Flag),
        field("x-trust-boundary", 2, 0, Is::Flag),
        field("trustZone", 5, 0, Is::Text),
        field("data", 2, 0, Is::Objects(&FLOW)),
        field("licenses", 2, 0, Is::Objects(&CHOICE)),
        field("patentAssertions", 7, 0, Is::List),
        field("externalReferences", 2, 0, Is::Objects(&REFERENCE)),
        field("properties", 3, 0, Is::Objects(&PROPERTY)),
        field("services", 2, 0, Is::Objects(&SERVICE)),
        field("releaseNotes", 4, 0, Is::Any),
        field("tags", 6, 0, Is::Texts),
        field("signature", 4, 0, Is::Any),
    ],
};

pub(crate) static PARTY: Shape = Shape {
    name: "an organisation",
    rule: None,
    fields: &[
        field("bom-ref", 5, 0, Is::Reference),
        field("name", 2, 0, Is::Text),
        field("address", 6, 0, Is::Any),
        field("url", 2, 0, Is::Texts),
        field("contact", 2, 0, Is::Objects(&CONTACT)),
    ],
};

pub(crate) static CONTACT: Shape = Shape {
    name: "a person",
    rule: None,
    fields: &[
        field("bom-ref", 5, 0, Is::Reference),
        field("name", 2, 0, Is::Text),
        field("email", 2, 0, Is::Text),
        field("phone", 2, 0, Is::Text),
    ],
};

pub(crate) static TOOL: Shape = Shape {
    name: "a tool",
    rule: None,
    fields: &[
        field("vendor", 2, 0, Is::Text),
        field("name", 2, 0, Is::Text),
        field("version", 2, 0, Is::Text),
        field("hashes", 2, 0, Is::Objects(&HASH)),
        field("externalReferences", 4, 0, Is::Objects(&REFERENCE)),
    ],
};

pub(crate) static TOOLS: Shape = Shape {
    name: "the tools",
    rule: None,
    fields: &[
        field("components", 5, 0, Is::Objects(&COMPONENT)),
        field("services", 5, 0, Is::Objects(&SERVICE)),
    ],
};

pub(crate) static HASH: Shape = Shape {
    name: "a hash",
    rule: None,
    fields: &[
        field("alg", 2, 2, Is::Word(ALGORITHMS)),
        field("content", 2, 2, Is::Format(rules::is_digest, "32, 40, 64, 96 or 128 hex digits")),
    ],
};

pub(crate) static CHOICE: Shape = Shape {
    name: "a licence entry",
    rule: Some(rules::licence_choice),
    fields: &[
        field("license", 2, 0, Is::Object(&LICENCE)),
        field("expression", 2, 0, Is::Format(licences::is_expression, "an SPDX licence expression")),
        field("expressionDetails", 7, 0, Is::List),
        field("licensing", 7, 0, Is::Any),
        field("properties", 7, 0, Is::Objects(&PROPERTY)),
        field("acknowledgement", 6, 0, Is::Word(ACKNOWLEDGEMENTS)),
        field("bom-ref", 5, 0, Is::Reference),
    ],
};

pub(crate) static LICENCE: Shape = Shape {
    name: "a licence",
    rule: Some(rules::licence),
    fields: &[
        field("bom-ref", 5, 0, Is::Reference),
        field(
            "id",
            2,
            0,
            Is::Format(
                licences::is_licence_id,
                "an identifier of the SPDX licence list; other names belong into `name`",
            ),
        ),
        field("name", 2, 0, Is::Text),
        field("acknowledgement", 6, 0, Is::Word(ACKNOWLEDGEMENTS)),
        field("text", 2, 0, Is::Object(&ATTACHMENT)),
        field("url", 2, 0, Is::Text),
        field("licensing", 5, 0, Is::Any),
        field("properties", 5, 0, Is::Objects(&PROPERTY)),
    ],
};

pub(crate) static ATTACHMENT: Shape = Shape {
    name: "an attachment",
    rule: None,
    fields: &[
        field("contentType", 2, 0, Is::Text),
        field("encoding", 2, 0, Is::Word(ENCODINGS)),
        field("content", 2, 2, Is::Text),
    ],
};

pub(crate) static PROPERTY: Shape = Shape {
    name: "a property",
    rule: None,
    fields: &[field("name", 2, 6, Is::Text), field("value", 2, 0, Is::Text)],
};

pub(crate) static REFERENCE: Shape = Shape {
    name: "an external reference",
    rule: None,
    fields: &[
        field("url", 2, 2, Is::Text),
        field("type", 2, 2, Is::Word(REFERENCES)),
        field("comment", 2, 0, Is::Text),
        field("hashes", 3, 0, Is::Objects(&HASH)),
        field("properties", 7, 0, Is::Objects(&PROPERTY)),
    ],
};

pub(crate) static PEDIGREE: Shape = Shape {
    name: "a pedigree",
    rule: None,
    fields: &[
        field("ancestors", 2, 0, Is::Objects(&COMPONENT)),
        field("descendants", 2, 0, Is::Objects(&COMPONENT)),
        field("variants", 2, 0, Is::Objects(&COMPONENT)),
        field("commits", 2, 0, Is::Objects(&COMMIT)),
        field("patches", 2, 0, Is::Objects(&PATCH)),
        field("notes", 2, 0, Is::Text),
    ],
};

pub(crate) static COMMIT: Shape = Shape {
    name: "a commit",
    rule: None,
    fields: &[
        field("uid", 2, 0, Is::Text),
        field("url", 2, 0, Is::Text),
        field("author", 2, 0, Is::Any),
        field("committer", 2, 0, Is::Any),
        field("message", 2, 0, Is::Text),
    ],
};

pub(crate) static PATCH: Shape = Shape {
    name: "a patch",
    rule: None,
    fields: &[
        field("type", 2, 2, Is::Word(PATCHES)),
        field("diff", 2, 0, Is::Object(&DIFF)),
        field("resolves", 2, 0, Is::Objects(&ISSUE)),
    ],
};

pub(crate) static DIFF: Shape = Shape {
    name: "a difference",
    rule: None,
    fields: &[field("text", 2, 0, Is::Object(&ATTACHMENT)), field("url", 2, 0, Is::Text)],
};

pub(crate) static ISSUE: Shape = Shape {
    name: "an issue",
    rule: None,
    fields: &[
        field("type", 2, 2, Is::Word(ISSUES)),
        field("id", 2, 0, Is::Text),
        field("name", 2, 0, Is::Text),
        field("description", 2, 0, Is::Text),
        field("source", 2, 0, Is::Any),
        field("references", 2, 0, Is::Texts),
    ],
};

pub(crate) static FLOW: Shape = Shape {
    name: "a data flow",
    rule: None,
    fields: &[
        field("flow", 2, 2, Is::Word(FLOWS)),
        field("classification", 2, 2, Is::Text),
        field("name", 5, 0, Is::Text),
        field("description", 5, 0, Is::Text),
        field("governance", 5, 0, Is::Any),
        field("source", 5, 0, Is::Texts),
        field("destination", 5, 0, Is::Texts),
    ],
};

pub(crate) static DEPENDENCY: Shape = Shape {
    name: "a dependency",
    rule: None,
    fields: &[
        field("ref", 2, 2, Is::Reference),
        field("dependsOn", 2, 0, Is::Texts),
        field("provides", 6, 0, Is::Texts),
    ],
};

pub(crate) static COMPOSITION: Shape = Shape {
    name: "a composition",
    rule: None,
    fields: &[
        field("bom-ref", 5, 0, Is::Reference),
        field("aggregate", 2, 2, Is::Word(AGGREGATES)),
        field("assemblies", 2, 0, Is::Texts),
        field("dependencies", 2, 0, Is::Texts),
        field("vulnerabilities", 5, 0, Is::Texts),
        field("signature", 4, 0, Is::Any),
    ],
};

pub(crate) static LIFECYCLE: Shape = Shape {
    name: "a stage of life",
    rule: Some(rules::lifecycle),
    fields: &[
        field("phase", 5, 0, Is::Word(PHASES)),
        field("name", 5, 0, Is::Text),
        field("description", 5, 0, Is::Text),
    ],
};

pub(crate) static SWID: Shape = Shape {
    name: "a SWID tag",
    rule: None,
    fields: &[
        field("tagId", 2, 2, Is::Text),
        field("name", 2, 2, Is::Text),
        field("version", 2, 0, Is::Text),
        field("tagVersion", 2, 0, Is::Whole),
        field("patch", 2, 0, Is::Flag),
        field("text", 2, 0, Is::Object(&ATTACHMENT)),
        field("url", 2, 0, Is::Text),
    ],
};

pub(crate) static EVIDENCE: Shape = Shape {
    name: "evidence",
    rule: Some(rules::licences),
    fields: &[
        field("identity", 5, 0, Is::Any),
        field("occurrences", 5, 0, Is::List),
        field("callstack", 5, 0, Is::Any),
        field("licenses", 3, 0, Is::Objects(&CHOICE)),
        field("copyright", 3, 0, Is::Objects(&COPYRIGHT)),
    ],
};

pub(crate) static COPYRIGHT: Shape =
    Shape { name: "a copyright notice", rule: None, fields: &[field("text", 3, 3, Is::Text)] };

pub(crate) static VULNERABILITY: Shape = Shape {
    name: "a vulnerability",
    rule: None,
    fields: &[
        field("bom-ref", 2, 0, Is::Reference),
        field("id", 2, 0, Is::Text),
        field("source", 2, 0, Is::Any),
        field("references", 2, 0, Is::List),
        field("ratings", 2, 0, Is::List),
        field("cwes", 2, 0, Is::Any),
        field("description", 2, 0, Is::Text),
        field("detail", 2, 0, Is::Text),
        field("recommendation", 2, 0, Is::Text),
        field("workaround", 5, 0, Is::Text),
        field("proofOfConcept", 5, 0, Is::Any),
        field("advisories", 2, 0, Is::List),
        field("created", 2, 0, Is::Text),
        field("published", 2, 0, Is::Text),
        field("updated", 2, 0, Is::Text),
        field("rejected", 5, 0, Is::Text),
        field("credits", 2, 0, Is::Any),
        field("tools", 2, 0, Is::Any),
        field("analysis", 2, 0, Is::Any),
        field("affects", 2, 0, Is::List),
        field("properties", 2, 0, Is::Objects(&PROPERTY)),
    ],
};

/// Whether the format has the algorithm.
pub(crate) fn has_algorithm(word: &str) -> bool {
    ALGORITHMS.iter().any(|(known, _)| *known == word)
}

/// Whether the format has the kind of reference.
pub(crate) fn has_reference(word: &str) -> bool {
    REFERENCES.iter().any(|(known, _)| *known == word)
}
