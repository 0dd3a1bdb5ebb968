//! The relationships inside one SBOM. Everything here walks with a list of its own, never by recursion:
//! the input decides how long a chain is.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use crate::{Package, Sbom};

mod cycles;

/// What points to what: `dependsOn`, `provides`, and a package to those nested in it.
#[derive(Clone, Debug)]
pub struct Graph<'a> {
    /// The references by number, sorted; a package without one is known by its pointer.
    names: Vec<&'a str>,
    numbers: HashMap<&'a str, usize>,
    edges: Vec<Vec<usize>>,
    root: Result<&'a str, &'static str>,
    /// Whether any relationship of it is stated, even "needs nothing".
    stated: Vec<bool>,
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
        let names = names(sbom);
        let numbers: HashMap<&str, usize> =
            names.iter().enumerate().map(|(number, name)| (*name, number)).collect();
        let mut graph = Self {
            edges: vec![Vec::new(); names.len()],
            stated: vec![false; names.len()],
            names,
            numbers,
            root: root(sbom),
            packages: sbom.packages.iter().collect(),
        };
        for (from, targets) in sbom.dependencies.iter().chain(&sbom.provides) {
            graph.state(from, targets.iter().map(String::as_str));
        }
        for (parent, child) in nested(sbom) {
            graph.state(parent, [child]);
        }
        graph
    }

    /// What can be reached from the primary package.
    pub fn reach(&self) -> Reach {
        let root = match self.root {
            Ok(root) => root,
            Err(reason) => return Reach::Unknown { reason },
        };
        let steps = self.steps_from(self.numbers[root]);
        let step = |package: &Package| steps[self.numbers[node(package)]];
        let pointers = |is_reached: bool| {
            let wanted = self.packages.iter().filter(|package| step(package).is_some() == is_reached);
            wanted.map(|package| package.pointer.clone()).collect()
        };
        Reach::Known {
            depth: self.packages.iter().filter_map(|package| step(package)).max().unwrap_or(0),
            reached: pointers(true),
            orphans: pointers(false),
        }
    }

    /// Whether the SBOM states any relationship of `package`, even "needs nothing".
    pub fn relates(&self, package: &Package) -> bool {
        self.numbers.get(node(package)).is_some_and(|number| self.stated[*number])
    }

    /// Groups of references that need each other in a circle, each sorted.
    pub fn cycles(&self) -> Vec<Vec<&'a str>> {
        let named = |group: Vec<usize>| group.into_iter().map(|number| self.names[number]).collect();
        cycles::of(&self.edges).into_iter().map(named).collect()
    }

    fn state(&mut self, from: &'a str, targets: impl IntoIterator<Item = &'a str>) {
        let from = self.numbers[from];
        self.stated[from] = true;
        for to in targets {
            let to = self.numbers[to];
            self.stated[to] = true;
            self.edges[from].push(to);
        }
    }

    /// How many steps each node is from `root`; nothing for those that are not reached.
    fn steps_from(&self, root: usize) -> Vec<Option<usize>> {
        let mut steps = vec![None; self.names.len()];
        steps[root] = Some(0);
        let mut queue = VecDeque::from([(root, 0)]);
        while let Some((from, step)) = queue.pop_front() {
            for to in &self.edges[from] {
                if steps[*to].is_none() {
                    steps[*to] = Some(step + 1);
                    queue.push_back((*to, step + 1));
                }
            }
        }
        steps
    }
}

/// Every name that can stand in the graph, sorted.
fn names(sbom: &Sbom) -> Vec<&str> {
    let relationships = sbom.dependencies.iter().chain(&sbom.provides);
    let stated = relationships.flat_map(|(from, targets)| std::iter::once(from).chain(targets));
    let mut names: Vec<&str> = stated.map(String::as_str).chain(sbom.all_packages().map(node)).collect();
    names.sort_unstable();
    names.dedup();
    names
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
