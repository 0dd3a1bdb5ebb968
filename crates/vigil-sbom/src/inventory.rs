//! All packages of a device, from all of its SBOMs.

use serde::{Deserialize, Serialize};
use vigil_base::{Digest, Place};
use vigil_finding::Finding;

use crate::{FieldFacts, Package, PackageKey, Reach, Sbom, findings};

mod conflicts;

/// The packages of several SBOMs, each with the model component that carries it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Inventory {
    /// One entry for each package of each SBOM, ordered by component, SBOM file and place in it.
    pub items: Vec<Item>,
    /// The SBOMs, in the same order.
    pub sources: Vec<Source>,
}

/// A package where it was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The model component that carries it, or the file's name where there is no model.
    pub component: String,
    /// The SBOM it stands in.
    pub sbom_file: String,
    /// The package.
    pub package: Package,
    /// Whether it can be reached from its SBOM's primary package; absent where the SBOM allows no answer.
    pub reached: Option<bool>,
    /// What the SBOM states of it.
    pub facts: FieldFacts,
}

/// An SBOM that went into an inventory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The model component it belongs to, or the file's name.
    pub component: String,
    /// The file.
    pub sbom_file: String,
    /// SHA-256 of the file.
    pub digest: Digest,
    /// What it describes.
    pub primary: Option<Package>,
    /// Why it is not known what the primary package needs, where that is so.
    pub unreachable_because: Option<String>,
}

/// Two statements on one package that cannot both be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The package.
    pub key: PackageKey,
    /// `supplier`, `licence` or the hash algorithm.
    pub what: String,
    /// The differing values, each with the first place that states it.
    pub statements: Vec<(String, Place)>,
}

impl Inventory {
    /// The inventory of SBOMs, each with the component it belongs to.
    pub fn of<'a>(sboms: impl IntoIterator<Item = (&'a str, &'a Sbom)>) -> Self {
        let mut sboms: Vec<_> = sboms.into_iter().collect();
        sboms.sort_by(|a, b| (a.0, &a.1.file).cmp(&(b.0, &b.1.file)));
        let mut inventory = Self::default();
        for (component, sbom) in sboms {
            inventory.add(component, sbom);
        }
        inventory
    }

    /// The items reached from the primary package of their SBOM.
    pub fn reachable(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.reached == Some(true))
    }

    /// The items that their SBOM relates to nothing that leads to its primary package.
    pub fn orphans(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.reached == Some(false))
    }

    /// The items of SBOMs that allow no answer: neither reachable nor orphans.
    pub fn unplaced(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.reached.is_none())
    }

    /// Packages on which two entries disagree.
    pub fn conflicts(&self) -> Vec<Conflict> {
        conflicts::of(&self.items)
    }

    /// The conflicts, and the SBOMs whose graph could not be followed, as findings.
    pub fn findings(&self) -> Vec<Finding> {
        let graphs = self.sources.iter().filter_map(findings::graph_unknown);
        graphs.chain(self.conflicts().iter().map(findings::conflict)).collect()
    }

    fn add(&mut self, component: &str, sbom: &Sbom) {
        let graph = sbom.graph();
        let reach = graph.reach();
        for package in &sbom.packages {
            self.items.push(Item {
                component: component.to_owned(),
                sbom_file: sbom.file.clone(),
                reached: reach.has(package),
                facts: FieldFacts::of(package, &graph),
                package: package.clone(),
            });
        }
        self.sources.push(Source {
            component: component.to_owned(),
            sbom_file: sbom.file.clone(),
            digest: sbom.digest,
            primary: sbom.primary.clone(),
            unreachable_because: match reach {
                Reach::Unknown { reason } => Some(reason.to_owned()),
                Reach::Known { .. } => None,
            },
        });
    }
}
