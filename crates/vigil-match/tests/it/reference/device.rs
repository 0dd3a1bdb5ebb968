//! What an inventory is to the plain evaluator, and its result for each package.

use std::collections::{BTreeMap, BTreeSet};

use vigil_match::{Matching, PackageResult, State, Way};
use vigil_sbom::{Inventory, Item};

use super::feed::Feed;
use super::name::Truth;
use super::osv::{self, Package};
use super::tree::Name;

/// All that a device consists of.
pub(super) struct Device {
    packages: Vec<Identity>,
    names: Vec<Name>,
}

/// What one entry of the inventory is.
#[derive(Default)]
struct Identity {
    package: Option<Package>,
    names: Vec<Name>,
    of_distribution: bool,
    /// It was identified in a way that is not the plain evaluator's to judge.
    is_beyond: bool,
}

/// What is known of one package: flaws that hold or are open, and how many do not concern it.
pub(super) struct Plain {
    pub(super) open: BTreeMap<String, Truth>,
    pub(super) dismissed: usize,
    pub(super) withdrawn: usize,
}

/// Purl types of ecosystems without releases.
const ECOSYSTEMS: [(&str, &str); 10] = [
    ("npm", "npm"),
    ("pypi", "PyPI"),
    ("maven", "Maven"),
    ("golang", "Go"),
    ("cargo", "crates.io"),
    ("gem", "RubyGems"),
    ("nuget", "NuGet"),
    ("composer", "Packagist"),
    ("swift", "SwiftURL"),
    ("bitnami", "Bitnami"),
];

impl Device {
    pub(super) fn of(inventory: &Inventory, matching: &Matching) -> Self {
        let packages: Vec<Identity> = inventory
            .items
            .iter()
            .zip(&matching.results)
            .map(|(item, result)| identity(item, result))
            .collect();
        let mut names: Vec<Name> = Vec::new();
        for name in packages.iter().flat_map(|package| &package.names) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        Self { packages, names }
    }

    /// The result for the package at `at`; `None` where its identity is beyond the plain evaluator.
    pub(super) fn plain_result(&self, feed: &Feed, at: usize) -> Option<Plain> {
        let identity = &self.packages[at];
        if identity.is_beyond {
            return None;
        }
        // Whether each statement is NVD's on a product, or the distribution's own.
        let mut evidence: BTreeMap<String, Vec<(Truth, bool)>> = BTreeMap::new();
        let mut withdrawn = BTreeSet::new();
        if let Some(package) = &identity.package {
            for record in &feed.osv {
                let said = osv::says(record, package);
                if said.is_empty() {
                    continue;
                }
                if !record["withdrawn"].is_null() {
                    withdrawn.insert(record["id"].to_string());
                    continue;
                }
                for flaw in osv::flaws(record, &feed.osv) {
                    evidence.entry(flaw).or_default().extend(said.iter().map(|truth| (*truth, false)));
                }
            }
        }
        for (cve, is_rejected) in &feed.nvd {
            for truth in identity.names.iter().filter_map(|name| cve.says(name, &self.names)) {
                if *is_rejected {
                    withdrawn.insert(format!("{:?}", cve.id));
                } else {
                    evidence.entry(cve.id.clone()).or_default().push((truth, true));
                }
            }
        }
        let mut plain = Plain { open: BTreeMap::new(), dismissed: 0, withdrawn: withdrawn.len() };
        for (flaw, statements) in evidence {
            match together(&statements, identity.of_distribution) {
                0 => plain.dismissed += 1,
                truth => {
                    plain.open.insert(flaw, truth);
                }
            }
        }
        Some(plain)
    }
}

/// One statement that holds is enough, but a distribution's word on its own package wins over NVD's.
fn together(statements: &[(Truth, bool)], of_distribution: bool) -> Truth {
    let best = |only: &dyn Fn(bool) -> bool| {
        statements.iter().filter(|(_, of_product)| only(*of_product)).map(|(truth, _)| *truth).max()
    };
    let own = best(&|of_product| !of_product);
    if of_distribution
        && let Some(own) = own
        && own == 0
    {
        return 0;
    }
    best(&|_| true).unwrap_or(0)
}

fn identity(item: &Item, result: &PackageResult) -> Identity {
    let mut identity = Identity::default();
    let package = &item.package;
    let purl = package.purl.as_ref().and_then(|purl| purl.parsed.as_ref());
    let in_purl = purl.and_then(|purl| purl.version()).filter(|version| !version.is_empty());
    let version = package.version.as_deref().or(in_purl).filter(|version| !version.is_empty());
    if let Some(purl) = purl {
        let distribution = matches!(purl.ty(), "deb" | "apk" | "rpm" | "alpm");
        identity.of_distribution = distribution;
        // Versions of packages: the purl's, else the entry's.
        let own = in_purl.or(package.version.as_deref());
        let found = if distribution { of_distribution(purl) } else { of_ecosystem(purl) };
        identity.package = found.map(|(ecosystem, name)| {
            let version = own.map(|version| version_in(&ecosystem, version).to_owned());
            Package { ecosystem, name, version }
        });
    }
    let upstream = version.map(|version| upstream(version, identity.of_distribution));
    if let Some(text) = &package.cpe {
        identity.names.extend(Name::new(text, upstream.as_deref()).filter(is_product));
    }
    let beyond = [Way::Repository, Way::SourcePackage, Way::Pinned];
    let looked_up =
        |way: &[Way]| result.tried.iter().any(|tried| way.contains(&tried.way) && !tried.keys.is_empty());
    identity.is_beyond = looked_up(&beyond)
        || package.properties.iter().any(|property| property.name.contains("cpe23"))
        || package.cpe.as_ref().is_some_and(|cpe| cpe.starts_with("cpe:/"))
        // Which release it is, or which source package, is not the plain evaluator's to find out.
        || (identity.of_distribution && (identity.package.is_none() || !looked_up(&[Way::Purl])))
        || purl.is_some_and(|purl| identity.package.is_none() && looked_up(&[Way::Purl]) && !purl.ty().is_empty());
    // A product found by name: which one it is, is taken over; what its records say is not.
    for tried in result.tried.iter().filter(|tried| tried.way == Way::Name) {
        for key in &tried.keys {
            let Some((vendor, product)) = key.strip_prefix("cpe:").and_then(|key| key.split_once(':')) else {
                continue;
            };
            let name = format!("cpe:2.3:*:{}:{}:*:*:*:*:*:*:*:*", escaped(vendor), escaped(product));
            identity.names.extend(Name::new(&name, upstream.as_deref()));
        }
    }
    identity
}

fn escaped(text: &str) -> String {
    let plain = text.replace("%3a", ":").replace("%25", "%");
    plain
        .chars()
        .flat_map(|c| if c.is_alphanumeric() || c == '_' { vec![c] } else { vec!['\\', c] })
        .collect()
}

fn is_product(name: &Name) -> bool {
    name.parts[1..3].iter().all(|part| part != "*" && part != "-" && !super::name::is_wild(part))
}

fn of_ecosystem(purl: &vigil_sbom::Purl) -> Option<(String, String)> {
    let (_, ecosystem) = ECOSYSTEMS.iter().find(|(kind, _)| *kind == purl.ty())?;
    let name = match (purl.ty(), purl.namespace()) {
        ("bitnami", _) | (_, None) => purl.name().to_owned(),
        ("maven", Some(group)) => format!("{group}:{}", purl.name()),
        (_, Some(space)) => format!("{space}/{}", purl.name()),
    };
    Some(((*ecosystem).to_owned(), name))
}

fn of_distribution(purl: &vigil_sbom::Purl) -> Option<(String, String)> {
    let distro = purl.qualifiers().get("distro").map(ToString::to_string)?;
    let release = distro.rsplit('-').next().unwrap_or_default().to_owned();
    let ecosystem = match (purl.ty(), purl.namespace()) {
        ("deb", Some("debian")) if release.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("Debian:{release}")
        }
        ("apk", Some("alpine")) => format!("Alpine:v{release}"),
        _ => return None,
    };
    Some((ecosystem, purl.name().to_owned()))
}

/// Go, Swift and Packagist write tags with a `v` that their records leave out.
fn version_in<'v>(ecosystem: &str, version: &'v str) -> &'v str {
    match version.strip_prefix('v') {
        Some(rest)
            if ["Go", "SwiftURL", "Packagist"].contains(&ecosystem)
                && rest.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            rest
        }
        _ => version,
    }
}

/// A distribution's version without its epoch and revision.
fn upstream(version: &str, of_distribution: bool) -> String {
    if !of_distribution {
        return version.to_owned();
    }
    let version = version.split_once(':').map_or(version, |(_, rest)| rest);
    version.rsplit_once('-').map_or(version, |(upstream, _)| upstream).to_owned()
}

/// The engine's result in the same terms.
pub(super) fn engine_result(result: &PackageResult) -> BTreeMap<String, Truth> {
    let rows = result.matches.iter().map(|row| {
        let truth = match (row.state, row.uncertain) {
            (State::Affected, false) => 3,
            (State::Affected, true) => 2,
            _ => 1,
        };
        (row.id.to_string(), truth)
    });
    rows.collect()
}
