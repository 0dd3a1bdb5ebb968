//! The tables of SPDX 2.2 and 2.3: fields, types, words, and the minor version that brought each.
//!
//! Source: the JSON schema of the specification (github.com/spdx/spdx-spec, `schemas/spdx-schema.json`) and its chapters 6 to 12.

use serde_json::Value;

use crate::findings;
use crate::report::At;
use crate::shape::{Is, Shape, Walk, Words, field};
use crate::take::Fields;

const LICENCE_WORDS: &str = "an SPDX licence expression, `NONE` or `NOASSERTION`";

const ALGORITHMS: Words = &[
    ("SHA1", 2),
    ("SHA224", 2),
    ("SHA256", 2),
    ("SHA384", 2),
    ("SHA512", 2),
    ("MD2", 2),
    ("MD4", 2),
    ("MD5", 2),
    ("MD6", 2),
    ("SHA3-256", 3),
    ("SHA3-384", 3),
    ("SHA3-512", 3),
    ("BLAKE2b-256", 3),
    ("BLAKE2b-384", 3),
    ("BLAKE2b-512", 3),
    ("BLAKE3", 3),
    ("ADLER32", 3),
];
const PURPOSES: Words = &[
    ("APPLICATION", 3),
    ("FRAMEWORK", 3),
    ("LIBRARY", 3),
    ("CONTAINER", 3),
    ("OPERATING-SYSTEM", 3),
    ("OPERATING_SYSTEM", 3),
    ("DEVICE", 3),
    ("FIRMWARE", 3),
    ("SOURCE", 3),
    ("ARCHIVE", 3),
    ("FILE", 3),
    ("INSTALL", 3),
    ("OTHER", 3),
];
const CATEGORIES: Words = &[
    ("SECURITY", 2),
    ("PACKAGE-MANAGER", 2),
    ("PACKAGE_MANAGER", 2),
    ("PERSISTENT-ID", 2),
    ("PERSISTENT_ID", 2),
    ("OTHER", 2),
];
const LICENCES: Words = &[("CC0-1.0", 2)];

pub(super) static DOCUMENT: Shape = Shape {
    name: "the document",
    rule: None,
    fields: &[
        field("$schema", 2, 0, Is::Text),
        field("spdxVersion", 2, 2, Is::Text),
        field("SPDXID", 2, 2, Is::Format(is_id, "`SPDXRef-` and letters, digits, `.` or `-`")),
        field("name", 2, 2, Is::Text),
        field("dataLicense", 2, 2, Is::Word(LICENCES)),
        field("documentNamespace", 2, 2, Is::Text),
        field("creationInfo", 2, 2, Is::Object(&CREATION)),
        field("comment", 2, 0, Is::Text),
        field("externalDocumentRefs", 2, 0, Is::List),
        field("hasExtractedLicensingInfos", 2, 0, Is::List),
        field("annotations", 2, 0, Is::List),
        field("revieweds", 2, 0, Is::List),
        field("documentDescribes", 2, 0, Is::Texts),
        field("packages", 2, 0, Is::Objects(&PACKAGE)),
        field("files", 2, 0, Is::List),
        field("snippets", 2, 0, Is::List),
        field("relationships", 2, 0, Is::Objects(&RELATIONSHIP)),
    ],
};

static CREATION: Shape = Shape {
    name: "the creation information",
    rule: None,
    fields: &[
        field("created", 2, 2, Is::Format(is_time, "a time in UTC such as `2026-02-03T10:00:00Z`")),
        field("creators", 2, 2, Is::Texts),
        field("comment", 2, 0, Is::Text),
        field("licenseListVersion", 2, 0, Is::Text),
    ],
};

pub(super) static PACKAGE: Shape = Shape {
    name: "a package",
    rule: Some(package),
    fields: &[
        field("SPDXID", 2, 2, Is::Format(is_id, "`SPDXRef-` and letters, digits, `.` or `-`")),
        field("name", 2, 2, Is::Text),
        field("versionInfo", 2, 0, Is::Text),
        field("packageFileName", 2, 0, Is::Text),
        field("supplier", 2, 0, Is::Format(is_agent, AGENT)),
        field("originator", 2, 0, Is::Format(is_agent, AGENT)),
        field("downloadLocation", 2, 2, Is::Text),
        field("filesAnalyzed", 2, 0, Is::Flag),
        field("packageVerificationCode", 2, 0, Is::Any),
        field("checksums", 2, 0, Is::Objects(&CHECKSUM)),
        field("homepage", 2, 0, Is::Text),
        field("sourceInfo", 2, 0, Is::Text),
        field("licenseConcluded", 2, 0, Is::Format(is_licence, LICENCE_WORDS)),
        field("licenseInfoFromFiles", 2, 0, Is::Texts),
        field("licenseDeclared", 2, 0, Is::Format(is_licence, LICENCE_WORDS)),
        field("licenseComments", 2, 0, Is::Text),
        field("copyrightText", 2, 0, Is::Text),
        field("summary", 2, 0, Is::Text),
        field("description", 2, 0, Is::Text),
        field("comment", 2, 0, Is::Text),
        field("externalRefs", 2, 0, Is::Objects(&REFERENCE)),
        field("attributionTexts", 2, 0, Is::Texts),
        field("annotations", 2, 0, Is::List),
        field("hasFiles", 2, 0, Is::Texts),
        field("primaryPackagePurpose", 3, 0, Is::Word(PURPOSES)),
        field("releaseDate", 3, 0, Is::Text),
        field("builtDate", 3, 0, Is::Text),
        field("validUntilDate", 3, 0, Is::Text),
    ],
};

static CHECKSUM: Shape = Shape {
    name: "a checksum",
    rule: None,
    fields: &[field("algorithm", 2, 2, Is::Word(ALGORITHMS)), field("checksumValue", 2, 2, Is::Text)],
};

static REFERENCE: Shape = Shape {
    name: "an external reference",
    rule: None,
    fields: &[
        field("referenceCategory", 2, 2, Is::Word(CATEGORIES)),
        field("referenceType", 2, 2, Is::Text),
        field("referenceLocator", 2, 2, Is::Text),
        field("comment", 2, 0, Is::Text),
    ],
};

pub(super) static RELATIONSHIP: Shape = Shape {
    name: "a relationship",
    rule: None,
    fields: &[
        field("spdxElementId", 2, 2, Is::Reference),
        field("relationshipType", 2, 2, Is::Reference),
        field("relatedSpdxElement", 2, 2, Is::Reference),
        field("comment", 2, 0, Is::Text),
    ],
};

const AGENT: &str = "`Organization: name`, `Person: name` or `NOASSERTION`";

fn is_agent(text: &str) -> bool {
    text == "NOASSERTION" || !matches!(super::agents::split(text), ("" | "Tool", _) | (_, ""))
}

fn is_id(text: &str) -> bool {
    let rest = text.strip_prefix("SPDXRef-");
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-')
    })
}

fn is_time(text: &str) -> bool {
    text.ends_with('Z')
        && text.len() >= 20
        && text.get(..10).is_some_and(|day| vigil_base::date::parse(day).is_some())
}

fn is_licence(text: &str) -> bool {
    text == "NONE" || text == "NOASSERTION" || crate::licences::is_expression(text)
}

/// A package whose files were not analysed has no verification code (7.9).
fn package(fields: &Fields, at: &At<'_>, walk: &mut Walk<'_, '_>) {
    let is_analysed = fields.get("filesAnalyzed") != Some(&Value::Bool(false));
    if !is_analysed && fields.contains_key("packageVerificationCode") {
        let called = walk.report.called(at);
        let what = "its files were not analysed, and yet it has a verification code";
        walk.report.add("sbom.rule", at, || findings::rule(&called, what));
    }
}
