//! What SPDX 3.0.1 has names for: types of elements and fields of packages (its model of 2024, profiles Core, Software, AI and
//! Dataset). What is not among them is told.

use std::collections::BTreeMap;

use super::graph::{Graph, bare};
use super::package;
use crate::findings;
use crate::report::{At, Report};

/// Types that are interpreted, or say nothing of their own.
const TYPES: &[&str] = &[
    "SpdxDocument",
    "Sbom",
    "Bom",
    "Bundle",
    "CreationInfo",
    "Package",
    "AIPackage",
    "DatasetPackage",
    "File",
    "Relationship",
    "LifecycleScopedRelationship",
    "Annotation",
    "Agent",
    "Person",
    "Organization",
    "SoftwareAgent",
    "Tool",
    "LicenseExpression",
    "SimpleLicensingText",
    "ListedLicense",
    "CustomLicense",
    "ListedLicenseException",
    "CustomLicenseAddition",
    "ConjunctiveLicenseSet",
    "DisjunctiveLicenseSet",
    "OrLaterOperator",
    "WithAdditionOperator",
    "IndividualLicensingInfo",
    "IndividualElement",
];

const FIELDS: &[&str] = &[
    "@id",
    "@type",
    "additionalPurpose",
    "anonymizationMethodUsed",
    "attributionText",
    "autonomyType",
    "builtTime",
    "comment",
    "confidentialityLevel",
    "contentIdentifier",
    "copyrightText",
    "creationInfo",
    "dataCollectionProcess",
    "dataPreprocessing",
    "datasetAvailability",
    "datasetNoise",
    "datasetSize",
    "datasetType",
    "datasetUpdateMechanism",
    "description",
    "domain",
    "downloadLocation",
    "energyConsumption",
    "extension",
    "externalIdentifier",
    "externalRef",
    "hasSensitivePersonalInformation",
    "homePage",
    "hyperparameter",
    "informationAboutApplication",
    "informationAboutTraining",
    "intendedUse",
    "knownBias",
    "limitation",
    "metric",
    "metricDecisionThreshold",
    "modelDataPreprocessing",
    "modelExplainability",
    "name",
    "originatedBy",
    "packageUrl",
    "packageVersion",
    "primaryPurpose",
    "releaseTime",
    "safetyRiskAssessment",
    "sensor",
    "sourceInfo",
    "spdxId",
    "standardCompliance",
    "standardName",
    "suppliedBy",
    "summary",
    "supportLevel",
    "type",
    "typeOfModel",
    "useSensitivePersonalInformation",
    "validUntilTime",
    "verifiedUsing",
];

/// Tells of elements that were kept and say nothing to the inventory, and of fields of packages that the format does not have.
pub(super) fn odd(graph: &Graph<'_>, report: &mut Report<'_>) {
    let root = At::Root.key("@graph");
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for element in &graph.elements {
        if !TYPES.contains(&element.kind) && !element.kind.is_empty() {
            kinds.entry(element.kind).or_insert((0, element.number)).0 += 1;
        }
        if !package::is_one(element.kind) {
            continue;
        }
        let at = root.item(element.number);
        for key in element.fields.keys().filter(|key| !FIELDS.contains(&bare(key)) && !key.starts_with('@')) {
            let at = at.key(key);
            report.add("sbom.unknown-field", &at, || findings::unknown_field("SPDX 3", "a package", key));
        }
    }
    for (kind, (count, first)) in kinds {
        let what = format!("elements of type `{kind}`");
        report.add("sbom.not-inventory", &root.item(first), || findings::not_inventory(count, &what));
    }
}
