//! `snapshot/lifecycles.json`: what public data says of the support of the device's packages.
//!
//! Machine-written by `vigil match`, beside the matches, so that a build needs no database. It fills what neither the
//! model nor an SBOM states of the support of a package (FDA 3 Feb 2026, V.A.4(b)); what they do state stays.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use vigil_base::{Date, Place, World, canonical};
use vigil_finding::Finding;
use vigil_model::kinds::SupportLevel;
use vigil_model::quantity::Until;
use vigil_sbom::{Inventory, Package};
use vigil_vulndb::Lifecycles;
use vigil_vulndb::ecosystem;
use vigil_vulndb::lifecycle::{Answer, Asked, Ends};

use crate::findings;
use crate::packages::{PackageRow, SupportFacts};

/// Where it stands, from the device folder.
pub const FILE: &str = "snapshot/lifecycles.json";
/// The newest format that is read, and the one that is written.
const FORMAT: u32 = 1;

/// The life cycles of the packages of one inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Format of the file.
    pub format: u32,
    /// Who publishes the data.
    pub source: String,
    /// Day of the newest data.
    pub newest: Option<Date>,
    /// By key of the package in the inventory.
    pub packages: BTreeMap<String, Cycle>,
}

/// The release cycle that a package is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    /// The product, as people call it.
    pub product: String,
    /// The cycle; `None` where the version is of none that the source lists.
    pub cycle: Option<String>,
    /// End of security support.
    pub ends: End,
    /// End of support that is paid for, or that others give.
    pub extended: End,
    /// How product and cycle were found.
    pub how: String,
    /// Where the product's maker states its policy; empty where that is not known.
    pub policy: String,
}

/// When security support of a cycle ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// The source does not say.
    Unstated,
    /// Not yet, and no day is known.
    NotYet,
    /// It has ended, and the day is not known.
    Ended,
    /// On this day, past or to come.
    On(Date),
}

impl From<Ends> for End {
    fn from(ends: Ends) -> Self {
        match ends {
            Ends::Unstated => Self::Unstated,
            Ends::NotYet => Self::NotYet,
            Ends::Ended => Self::Ended,
            Ends::On(day) => Self::On(day),
        }
    }
}

impl Known {
    /// Looks every package of an inventory up: a distribution's by the release it is of, others by package URL, by CPE
    /// name, and a `pkg:generic` by its name in Repology. A name alone is never enough.
    pub fn of(inventory: &Inventory, lifecycles: &Lifecycles, newest: Option<Date>) -> Self {
        let found = inventory.items.iter().filter_map(|item| {
            let cycle = cycle(&item.package, lifecycles)?;
            Some((item.package.key().to_string(), cycle))
        });
        Self { format: FORMAT, source: "endoflife.date".to_owned(), newest, packages: found.collect() }
    }

    /// Reads the file; `None` where there is none.
    pub fn read(world: &dyn World, root: &Path) -> Result<Option<Self>, String> {
        let path = root.join(FILE);
        if !world.exists(&path) {
            return Ok(None);
        }
        let bytes = world.read(&path).map_err(|cause| cause.to_string())?;
        let read: Self = serde_json::from_slice(&bytes).map_err(|cause| cause.to_string())?;
        if read.format > FORMAT {
            return Err(format!("it has format {}, this version reads up to {FORMAT}", read.format));
        }
        Ok(Some(read))
    }

    /// The file's text.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        canonical::pretty(self)
    }

    /// Fills what is not stated of the support of packages, and names what is stated otherwise than here.
    pub(crate) fn fill(&self, rows: &mut [PackageRow], as_of: Date) -> Vec<Finding> {
        // A distribution has hundreds of packages that end on one day: that is one thing to say.
        let mut later: BTreeMap<(String, Date, Date), Vec<(String, Place)>> = BTreeMap::new();
        for row in rows {
            let Some(cycle) = self.packages.get(&row.key) else { continue };
            if let Some((stated, public)) = later_than(row, cycle) {
                let release = format!("{} {}", cycle.product, cycle.cycle.as_deref().unwrap_or_default());
                later
                    .entry((release, stated, public))
                    .or_default()
                    .push((row.key.clone(), row.place.clone()));
            }
            self.fill_one(&mut row.support, cycle, as_of);
        }
        let said = later.into_iter().filter_map(|((release, stated, public), packages)| {
            let (first, place) = packages.first()?;
            let by = format!("{} on {release}", self.source);
            Some(findings::support_later(first, packages.len(), stated, public, &by).at(place.clone()))
        });
        said.collect()
    }

    fn fill_one(&self, support: &mut SupportFacts, cycle: &Cycle, as_of: Date) {
        let Some(name) = &cycle.cycle else { return };
        let is_over = match cycle.ends {
            End::Unstated => return,
            End::NotYet => false,
            End::Ended => true,
            End::On(day) => day < as_of,
        };
        let lacks_level = support.level.is_none();
        let lacks_end = support.ends.is_none();
        if !lacks_level && !lacks_end {
            return;
        }
        if lacks_level {
            let over = SupportLevel::NoLongerMaintained;
            support.level = Some(if is_over { over } else { SupportLevel::ActivelyMaintained });
        }
        if lacks_end {
            (support.ends, support.because) = match cycle.ends {
                End::On(day) => (Some(Until::Day(day)), support.because.take()),
                _ => {
                    let why = format!("{} names no day for {} {name}", self.source, cycle.product);
                    (Some(Until::Unknown), support.because.take().or(Some(why)))
                }
            };
        }
        let source = format!("{}, {} {name}", self.source, cycle.product);
        support.source = Some(match support.source.take() {
            Some(stated) => format!("{stated}; {source}"),
            None => source,
        });
        support.checked = support.checked.or(self.newest);
    }
}

fn cycle(package: &Package, lifecycles: &Lifecycles) -> Option<Cycle> {
    if let Some((product, release)) = distribution(package) {
        // Its distribution cares for it, whatever the project that it comes from says of that version.
        return Some(taken(&lifecycles.end_of_life(Asked::Name(product?), &release?)?));
    }
    let version = package.version.as_deref().filter(|version| !version.trim().is_empty())?;
    let purl = package.purl.iter().map(|purl| Asked::Purl(&purl.raw));
    let cpe = package.cpe.iter().map(|cpe| Asked::Cpe(cpe));
    let generic = generic_name(package);
    let generic = generic.iter().map(|name| Asked::Repology(name));
    let mut answers =
        purl.chain(cpe).chain(generic).filter_map(|asked| lifecycles.end_of_life(asked, version));
    let first = answers.next()?;
    // A product by its URL may lack the cycle that the same product has by its CPE name.
    let best =
        if first.cycle.is_some() { first } else { answers.find(|it| it.cycle.is_some()).unwrap_or(first) };
    Some(taken(&best))
}

/// Distributions by the name that feeds of flaws use, and the one that the source of life cycles uses.
const DISTRIBUTIONS: [(&str, &str); 11] = [
    ("Amazon Linux", "amazon-linux"),
    ("CentOS", "centos"),
    ("Debian", "debian"),
    ("Ubuntu", "ubuntu"),
    ("Alpine", "alpine-linux"),
    ("Red Hat", "rhel"),
    ("AlmaLinux", "almalinux"),
    ("Rocky Linux", "rocky-linux"),
    ("openSUSE", "opensuse"),
    ("SUSE", "sles"),
    ("Fedora", "fedora"),
];

/// The distribution that a package is from, where the source knows it, and its release, where the package URL says it.
fn distribution(package: &Package) -> Option<(Option<&'static str>, Option<String>)> {
    let purl = package.purl.as_ref()?.parsed.as_ref()?;
    let qualifiers = purl.qualifiers();
    let distro = qualifiers.get("distro").map(AsRef::as_ref);
    match ecosystem::of_purl(purl.ty(), purl.namespace(), distro) {
        ecosystem::Place::Distribution { family, release } => {
            let product =
                DISTRIBUTIONS.iter().find(|(known, _)| *known == family).map(|(_, product)| *product);
            Some((product, release.map(|release| release.trim_start_matches('v').to_owned())))
        }
        ecosystem::Place::Ecosystem(_) | ecosystem::Place::Unknown => None,
    }
}

/// The name in a `pkg:generic/NAME`, by which Repology calls the project: somebody has said that it is that package.
fn generic_name(package: &Package) -> Option<String> {
    let purl = package.purl.as_ref()?.parsed.as_ref()?;
    (purl.ty() == "generic" && purl.namespace().is_none()).then(|| purl.name().to_lowercase())
}

fn taken(answer: &Answer<'_>) -> Cycle {
    Cycle {
        product: answer.product.title.clone(),
        cycle: answer.cycle.map(|cycle| cycle.name.clone()),
        ends: answer.cycle.map_or(End::Unstated, |cycle| cycle.life.into()),
        extended: answer.cycle.map_or(End::Unstated, |cycle| cycle.extended_support.into()),
        how: answer.how.clone(),
        policy: answer.product.policy.clone(),
    }
}

/// A stated end of support that is later than the public one: somebody may count on patches that do not come.
fn later_than(row: &PackageRow, cycle: &Cycle) -> Option<(Date, Date)> {
    let stated = row.support.ends.and_then(Until::day)?;
    let End::On(ends) = cycle.ends else { return None };
    let public = match cycle.extended {
        End::On(extended) => ends.max(extended),
        End::NotYet => return None,
        End::Unstated | End::Ended => ends,
    };
    (stated > public && row.support.source.is_none()).then_some((stated, public))
}

#[cfg(test)]
mod tests;
