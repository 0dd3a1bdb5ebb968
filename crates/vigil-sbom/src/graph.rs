//! The relationships inside one SBOM. Everything here walks with a list of its own, never by recursion:
//! the input decides how long a chain is.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{Package, Sbom};

mod cycles;

/// What points to what: `dependsOn`, `provides`, and a package to those nested in it.
#[derive(Clone, Debug)]
pub struct Graph<'a> {
    edges: BTreeMap<&'a str, BTreeSet<&'a str>>,
    root: Result<&'a str, &'static str>,
    stated: BTreeSet<&'a str>,
    packages: Vec<&'a Package>,
}

/// What can be reached from the primary package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Pointers of the packages that are reached, and of those that are not.
    Known {
        /// Reached, by pointer.
        reached: BTreeSet<String>,
        /// Not reached, by pointer.
        orphans: BTreeSet<String>,
        /// The most steps from the primary package to a reached one.
        depth: usize,
    },
    /// The SBOM does not allow an answer.
    Unknown {
        /// Why.
        reason: &'static str,
    },
}

impl<'a> Graph<'a> {
    /// The graph of `sbom`.
    pub fn of(sbom: &'a Sbom) -> Self {
        let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut stated = BTreeSet::new();
        for (from, targets) in sbom.dependencies.iter().chain(&sbom.provides) {
            stated.insert(from.as_str());
            stated.extend(targets.iter().map(String::as_str));
            edges.entry(from).or_default().extend(targets.iter().map(String::as_str));
        }
        for (parent, child) in nested(sbom) {
            stated.insert(child);
            edges.entry(parent).or_default().insert(child);
        }
        Self { edges, root: root(sbom), stated, packages: sbom.packages.iter().collect() }
    }

    /// What can be reached from the primary package.
    pub fn reach(&self) -> Reach {
        let root = match self.root {
            Ok(root) => root,
            Err(reason) => return Reach::Unknown { reason },
        };
        let steps = self.steps_from(root);
        let (reached, orphans): (Vec<&&Package>, Vec<_>) =
            self.packages.iter().partition(|package| steps.contains_key(node(package)));
        let pointers = |of: Vec<&&Package>| of.iter().map(|package| package.pointer.clone()).collect();
        Reach::Known {
            depth: self
                .packages
                .iter()
                .filter_map(|package| steps.get(node(package)))
                .copied()
                .max()
                .unwrap_or(0),
            reached: pointers(reached),
            orphans: pointers(orphans),
        }
    }

    /// Whether the SBOM states any relationship of `package`, even "needs nothing".
    pub fn relates(&self, package: &Package) -> bool {
        self.stated.contains(node(package))
    }

    /// Groups of references that need each other in a circle, each sorted.
    pub fn cycles(&self) -> Vec<Vec<&'a str>> {
        cycles::of(&self.edges)
    }

    fn steps_from(&self, root: &'a str) -> BTreeMap<&'a str, usize> {
        let mut steps = BTreeMap::from([(root, 0)]);
        let mut queue = VecDeque::from([root]);
        while let Some(from) = queue.pop_front() {
            let next = steps[from] + 1;
            for to in self.edges.get(from).into_iter().flatten() {
                if !steps.contains_key(to) {
                    steps.insert(to, next);
                    queue.push_back(to);
                }
            }
        }
        steps
    }
}

impl Reach {
    /// Whether `package` is reached; `None` where the SBOM allows no answer.
    pub fn has(&self, package: &Package) -> Option<bool> {
        match self {
            Self::Known { reached, .. } => Some(reached.contains(&package.pointer)),
            Self::Unknown { .. } => None,
        }
    }
}

/// How a package is named in the graph: its reference, else its pointer, which nothing else can use.
fn node(package: &Package) -> &str {
    package.bom_ref.as_deref().unwrap_or(&package.pointer)
}

fn nested(sbom: &Sbom) -> impl Iterator<Item = (&str, &str)> {
    let by_pointer: BTreeMap<&str, &str> =
        sbom.all_packages().map(|package| (package.pointer.as_str(), node(package))).collect();
    sbom.packages
        .iter()
        .filter_map(move |package| Some((*by_pointer.get(package.parent.as_deref()?)?, node(package))))
}

fn root(sbom: &Sbom) -> Result<&str, &'static str> {
    let primary = sbom.primary.as_ref().ok_or("the SBOM names no primary component")?;
    if sbom.dependencies.is_empty() && !sbom.packages.iter().any(|package| package.parent.is_some()) {
        return Err("the SBOM states no relationships");
    }
    let nests = sbom.packages.iter().any(|package| package.parent.as_deref() == Some(&primary.pointer));
    if primary.bom_ref.is_none() && !nests {
        return Err("the primary component has no bom-ref, so nothing can be related to it");
    }
    Ok(node(primary))
}
