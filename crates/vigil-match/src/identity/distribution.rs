//! Packages of Linux distributions: the feeds name source packages, SBOMs mostly list binary ones.

use std::collections::BTreeSet;

use vigil_sbom::{Inventory, Package, Purl};
use vigil_vulndb::Database;

use super::{Identities, Identity, Parts, Scope, Target};
use crate::Way;

/// Properties in which generators name the source package; the second is its version.
const SOURCE_PROPERTIES: [(&str, &str); 5] = [
    ("syft:metadata:source", "syft:metadata:sourceVersion"),
    ("syft:metadata:originPackage", ""),
    ("syft:metadata:sourceRpm", ""),
    ("aquasecurity:trivy:SrcName", "aquasecurity:trivy:SrcVersion"),
    ("SrcName", "SrcVersion"),
];

/// The SBOMs whose generator names source packages.
///
/// Generators name the source package only where it differs. So where one package of an SBOM states its source,
/// the others have the name of theirs; where none does, nothing is known.
#[derive(Debug, Default)]
pub(crate) struct SourceNames(BTreeSet<String>);

impl SourceNames {
    pub(crate) fn of(inventory: &Inventory) -> Self {
        let stating = inventory.items.iter().filter(|item| states_source(&item.package));
        Self(stating.map(|item| item.sbom_file.clone()).collect())
    }

    pub(crate) fn are_stated_in(&self, sbom_file: &str) -> bool {
        self.0.contains(sbom_file)
    }
}

/// Whether the SBOM names the source package of a package.
fn states_source(package: &Package) -> bool {
    let purl = package.purl.as_ref().and_then(|purl| purl.parsed.as_ref());
    purl.is_some_and(|purl| qualifier(purl, "upstream").is_some()) || property(package, |row| row.0).is_some()
}

fn qualifier<'p>(purl: &'p Purl, name: &str) -> Option<&'p str> {
    purl.qualifiers().get(name).map(AsRef::as_ref).filter(|value: &&str| !value.is_empty())
}

fn property(
    package: &Package,
    column: impl Fn(&(&'static str, &'static str)) -> &'static str,
) -> Option<&str> {
    SOURCE_PROPERTIES.iter().map(column).filter(|name| !name.is_empty()).find_map(|name| {
        let found = package.properties.iter().find(|property| property.name == name)?;
        found.value.as_deref().filter(|value| !value.is_empty())
    })
}

impl Parts<'_> {
    pub(super) fn distribution(
        &self,
        purl: &Purl,
        family: &'static str,
        release: Option<&str>,
        database: &Database,
        identities: &mut Identities,
    ) {
        let identifier = purl.to_string();
        let ecosystems = database.releases(family, release);
        if ecosystems.is_empty() {
            let wanted = release.map_or(family.to_owned(), |release| format!("{family} {release}"));
            identities.fail(self.way, &identifier, format!("no loaded source covers {wanted}"));
            return;
        }
        let scope = if release.is_some() { Scope::Release } else { Scope::AnyRelease(family) };
        let version = purl.version().filter(|v| !v.is_empty()).or(self.package.version.as_deref());
        let version = version.map(|version| with_epoch(purl, version));
        let target = |name: &str, version: Option<String>| Target::Package {
            ecosystems: ecosystems.clone(),
            name: name.to_owned(),
            version,
            scope: scope.clone(),
        };
        if let Some((name, source_version)) = self.source(purl) {
            let version = source_version.or_else(|| version.clone());
            let identifier = format!("{identifier} (source package {name})");
            let way = if self.way == Way::Pinned { Way::Pinned } else { Way::SourcePackage };
            identities.push(Identity { way, identifier, target: target(&name, version) });
            // Where records are about source packages, a source package of the binary's name is another thing.
            if by_source(family) {
                return;
            }
        } else if !self.trusts_name && names_binaries(purl, family, database, &ecosystems) {
            let outcome = "it is a binary package, and the SBOM does not name the source package that records are about";
            identities.fail(self.way, &identifier, outcome);
            return;
        }
        identities.push(Identity { way: self.way, identifier, target: target(purl.name(), version) });
    }

    /// The source package with its version, where the SBOM names it.
    fn source(&self, purl: &Purl) -> Option<(String, Option<String>)> {
        let stated = qualifier(purl, "upstream").or_else(|| property(self.package, |row| row.0))?;
        if let Some(file) = stated.strip_suffix(".src.rpm") {
            // openssl-1.1.1k-6.el8: name, version, release.
            let mut parts = file.rsplitn(3, '-');
            let (release, version, name) = (parts.next()?, parts.next()?, parts.next()?);
            return Some((name.to_owned(), Some(with_epoch(purl, &format!("{version}-{release}")))));
        }
        let (name, version) = match stated.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (stated, property(self.package, |row| row.1)),
        };
        Some((name.to_owned(), version.map(str::to_owned)))
    }
}

/// Whether the name may be that of a binary package only: records are about source packages, and none has this name.
fn names_binaries(purl: &Purl, family: &str, database: &Database, ecosystems: &[String]) -> bool {
    let is_source = qualifier(purl, "arch").is_some_and(|arch| arch == "source" || arch == "src");
    let is_known =
        |ecosystem: &String| database.lookup_package(ecosystem, purl.name()).is_ok_and(|found| found.known);
    by_source(family) && !is_source && !ecosystems.iter().any(is_known)
}

/// Whether a distribution's records are about source packages.
fn by_source(family: &str) -> bool {
    matches!(family, "Debian" | "Ubuntu" | "Alpine")
}

/// RPM purls carry the epoch as a qualifier.
fn with_epoch(purl: &Purl, version: &str) -> String {
    match qualifier(purl, "epoch") {
        Some(epoch) if epoch != "0" && !version.contains(':') => format!("{epoch}:{version}"),
        _ => version.to_owned(),
    }
}
