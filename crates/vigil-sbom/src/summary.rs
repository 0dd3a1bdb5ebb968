//! An SBOM in numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Format, Package, Reach, Sbom};

/// The counts that `sbom show` prints. All but `packages` count packages that have the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The file.
    pub file: String,
    /// The format.
    pub format: Format,
    /// Its version.
    pub spec_version: String,
    /// What is described, as `name version`.
    pub primary: Option<String>,
    /// All packages without the primary one.
    pub packages: usize,
    /// Packages of each kind.
    pub kinds: BTreeMap<String, usize>,
    /// With a version.
    pub with_version: usize,
    /// With a readable purl.
    pub with_purl: usize,
    /// With a CPE name.
    pub with_cpe: usize,
    /// With a digest.
    pub with_hash: usize,
    /// With a licence.
    pub with_licence: usize,
    /// With a supplier, manufacturer or publisher.
    pub with_supplier: usize,
    /// With a level of support that could be read, "unknown" not counted.
    pub with_support_level: usize,
    /// With a day of the end of support.
    pub with_end_of_support: usize,
    /// With nothing that identifies them: neither readable purl nor CPE nor SWID.
    pub unidentified: usize,
    /// Services.
    pub services: usize,
    /// Longest way from the primary package; absent where the SBOM allows no answer.
    pub depth: Option<usize>,
    /// Packages not reached from the primary one; absent where the SBOM allows no answer.
    pub orphans: Option<usize>,
    /// The keys of those packages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orphan_packages: Vec<String>,
    /// Why depth and orphans are absent.
    pub graph_unknown_because: Option<String>,
}

impl Summary {
    /// The numbers of `sbom`.
    pub fn of(sbom: &Sbom) -> Self {
        let count = |has: fn(&Package) -> bool| sbom.packages.iter().filter(|package| has(package)).count();
        let (depth, orphans, reason) = match sbom.graph().reach() {
            Reach::Known { depth, orphans, .. } => (Some(depth), Some(orphans), None),
            Reach::Unknown { reason } => (None, None, Some(reason.to_owned())),
        };
        let is_orphan = |package: &&Package| orphans.as_ref().is_some_and(|it| it.contains(&package.pointer));
        Self {
            file: sbom.file.clone(),
            format: sbom.format,
            spec_version: sbom.spec_version.clone(),
            primary: sbom.primary.as_ref().map(title),
            packages: sbom.packages.len(),
            kinds: kinds(sbom),
            with_version: count(|package| package.version.is_some()),
            with_purl: count(has_purl),
            with_cpe: count(|package| package.cpe.is_some()),
            with_hash: count(|package| !package.hashes.is_empty()),
            with_licence: count(|package| !package.licences.is_empty()),
            with_supplier: count(|package| crate::facts::known_supplier(package).is_some()),
            with_support_level: count(|package| package.support.states_level()),
            with_end_of_support: count(|package| package.support.end_of_support.is_some()),
            unidentified: count(|package| {
                !has_purl(package) && package.cpe.is_none() && package.swid.is_none()
            }),
            services: sbom.services.len(),
            depth,
            orphan_packages: sbom.packages.iter().filter(is_orphan).map(|it| it.key().to_string()).collect(),
            orphans: orphans.map(|it| it.len()),
            graph_unknown_because: reason,
        }
    }
}

fn has_purl(package: &Package) -> bool {
    package.purl.as_ref().is_some_and(|purl| purl.parsed.is_some())
}

fn title(package: &Package) -> String {
    match &package.version {
        Some(version) => format!("{} {version}", package.name),
        None => package.name.clone(),
    }
}

fn kinds(sbom: &Sbom) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for package in &sbom.packages {
        *kinds.entry(package.kind.word().to_owned()).or_default() += 1;
    }
    kinds
}
