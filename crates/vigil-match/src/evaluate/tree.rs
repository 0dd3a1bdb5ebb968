//! NVD configurations: AND, OR, negation and "running on", over everything the device consists of.

use std::collections::{BTreeMap, BTreeSet};

use vigil_vulndb::cpe::{Attribute, Cpe};
use vigil_vulndb::{CpeMatch, Node, Operator};

use super::Verdict;
use super::name::{self, Named};
use crate::truth::Truth;

/// Everything the device consists of, by the key of its CPE names.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    by_key: BTreeMap<String, Vec<Named>>,
    /// Vendor and product of all names, as they stand in a name without escapes.
    products: BTreeSet<String>,
    has_system: bool,
    has_hardware: bool,
}

impl Environment {
    /// Adds a name, if it names one product.
    pub(crate) fn add(&mut self, named: Named) {
        match named.cpe.get(Attribute::Part).plain().as_str() {
            "o" => self.has_system = true,
            "h" => self.has_hardware = true,
            _ => {}
        }
        let Some(key) = named.cpe.key() else { return };
        self.products.extend(start_of(&named.cpe));
        let list = self.by_key.entry(key).or_default();
        if !list.contains(&named) {
            list.push(named);
        }
    }

    /// Whether something in the device is what the leaf is about.
    fn holds(&self, leaf: &CpeMatch<'_>) -> Truth {
        if let Some(product) = plain_product(&leaf.criteria)
            && !self.products.contains(product)
        {
            return self.absent(&leaf.criteria);
        }
        let Ok(criteria) = Cpe::parse(&leaf.criteria) else {
            return Truth::Unknown(format!("`{}` is no CPE name", leaf.criteria).into());
        };
        let exact = criteria.key();
        let lists: Vec<&Vec<Named>> = match &exact {
            Some(key) => self.by_key.get(key).into_iter().collect(),
            None => self.by_key.values().collect(),
        };
        let absent = self.absent(&leaf.criteria);
        lists.into_iter().flatten().fold(absent, |found, named| found.or(name::leaf(leaf, &criteria, named)))
    }

    /// What it means that nothing matches. An SBOM lists software; it may name no operating system or hardware at
    /// all, and then it cannot be said what the software runs on.
    fn absent(&self, criteria: &str) -> Truth {
        let what = match criteria.get(8..9).unwrap_or_default() {
            "o" if !self.has_system => "operating system",
            "h" if !self.has_hardware => "hardware",
            _ => return Truth::No("a part of its configuration is not in the inventory".into()),
        };
        Truth::Unknown(format!("it holds only on {criteria}, and the inventory names no {what}").into())
    }
}

/// What the configurations of a record say of a package with these names.
pub(crate) fn evaluate(nodes: &[Node<'_>], names: &[Named], environment: &Environment) -> Verdict {
    let Some(roots) = roots(nodes) else {
        return Verdict::new(Truth::Unknown("a configuration of the record is damaged".into()));
    };
    let parsed = own_leaves(nodes, &roots, names);
    let mut verdict = Verdict::new(Truth::No("no configuration names it as flawed".into()));
    "generic".clone_into(&mut verdict.scheme);
    for root in (0..nodes.len()).filter(|at| nodes[*at].above.is_none()) {
        let own: Vec<&Own> = parsed.iter().filter(|own| own.root == root).collect();
        let Some(best) = own.iter().map(|own| &own.truth).cloned().reduce(Truth::or) else { continue };
        let truth = if best.is_no() || is_plain(nodes, root) {
            best
        } else {
            best.and(value(nodes, &roots, root, environment))
        };
        let first = verdict.range.is_empty();
        let wins = !truth.is_no() && verdict.truth.clone().or(truth.clone()) != verdict.truth;
        if first || wins {
            let shown = own.iter().find(|own| !own.truth.is_no()).or(own.first());
            verdict.range = shown.map(|own| in_words(own.leaf)).unwrap_or_default();
        }
        if truth.holds() {
            let holding = own.iter().filter(|own| own.truth.holds());
            verdict
                .fixed
                .extend(holding.filter_map(|own| own.leaf.end_excluding.as_ref()).map(ToString::to_string));
        }
        verdict.truth = if first { truth } else { verdict.truth.or(truth) };
    }
    verdict.fixed.sort();
    verdict.fixed.dedup();
    verdict
}

/// A leaf that names the package itself as flawed.
struct Own<'n, 'a> {
    root: usize,
    leaf: &'n CpeMatch<'a>,
    truth: Truth,
}

/// The configuration that each node belongs to; `None` if a node does not stand after the one above it.
fn roots(nodes: &[Node<'_>]) -> Option<Vec<usize>> {
    let mut roots: Vec<usize> = Vec::with_capacity(nodes.len());
    for (at, node) in nodes.iter().enumerate() {
        let root = match node.above {
            None => at,
            Some(above) => *roots.get(above as usize)?,
        };
        roots.push(root);
    }
    Some(roots)
}

/// The flawed leaves that may be about the package.
fn own_leaves<'n, 'a>(nodes: &'n [Node<'a>], roots: &[usize], names: &[Named]) -> Vec<Own<'n, 'a>> {
    let mut found = Vec::new();
    let starts: Vec<String> = names.iter().filter_map(|named| start_of(&named.cpe)).collect();
    for (node, root) in nodes.iter().zip(roots) {
        for leaf in node.leaves.iter().filter(|leaf| leaf.vulnerable) {
            if !may_name(&leaf.criteria, &starts) {
                continue;
            }
            let truth = match Cpe::parse(&leaf.criteria) {
                Ok(criteria) if names_product(&criteria, names) => names
                    .iter()
                    .map(|named| name::leaf(leaf, &criteria, named))
                    .reduce(Truth::or)
                    .unwrap_or_else(|| Truth::No("".into())),
                _ => continue,
            };
            found.push(Own { root: *root, leaf, truth });
        }
    }
    found
}

/// Vendor and product as they stand in a name, if neither needs an escape.
fn start_of(cpe: &Cpe) -> Option<String> {
    let plain = |attribute| cpe.get(attribute).plain();
    let start = format!("{}:{}", plain(Attribute::Vendor), plain(Attribute::Product));
    is_unescaped(&start).then_some(start)
}

fn is_unescaped(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b":_.-".contains(&b))
}

/// Vendor and product of a name, if neither needs an escape or has a wild card: a quick look before a name is
/// read in full, because most leaves of a record are about other products.
fn plain_product(criteria: &str) -> Option<&str> {
    let rest = criteria.strip_prefix("cpe:2.3:")?.get(2..)?;
    let vendor = rest.find(':')?;
    let product = vendor + 1 + rest[vendor + 1..].find(':')?;
    Some(&rest[..product]).filter(|found| is_unescaped(found))
}

/// Whether a leaf can be about one of the products.
fn may_name(criteria: &str, starts: &[String]) -> bool {
    starts.is_empty()
        || plain_product(criteria).is_none_or(|product| starts.iter().any(|start| start == product))
}

/// Whether vendor and product are the package's, whatever the version.
fn names_product(criteria: &Cpe, names: &[Named]) -> bool {
    use vigil_vulndb::cpe::{Relation, compare};
    let covers = |named: &Named, attribute| {
        matches!(
            compare(criteria.get(attribute), named.cpe.get(attribute)),
            Relation::Equal | Relation::Superset
        )
    };
    names.iter().any(|named| covers(named, Attribute::Vendor) && covers(named, Attribute::Product))
}

/// Whether a configuration is one list of alternatives, so that its own leaves alone decide.
fn is_plain(nodes: &[Node<'_>], root: usize) -> bool {
    let is_below = |node: &Node<'_>| node.above == Some(root as u32);
    let one = |node: &Node<'_>| !node.negate && node.operator == Operator::Or;
    let below: Vec<&Node> = nodes.iter().filter(|node| is_below(node)).collect();
    let is_leafy = |at: usize| !nodes.iter().any(|node| node.above == Some(at as u32));
    match below.as_slice() {
        [] => one(&nodes[root]),
        _ => {
            one(&nodes[root])
                && below.iter().all(|node| one(node))
                && nodes.iter().enumerate().filter(|(_, node)| is_below(node)).all(|(at, _)| is_leafy(at))
        }
    }
}

/// The value of the configuration at `root`. Nodes stand after the one above them, so one pass from the end is enough.
fn value(nodes: &[Node<'_>], roots: &[usize], root: usize, environment: &Environment) -> Truth {
    let mut below: Vec<Option<Truth>> = vec![None; nodes.len()];
    for at in (root..nodes.len()).rev().filter(|at| roots[*at] == root) {
        let node = &nodes[at];
        let join = |a: Truth, b: Truth| if node.operator == Operator::And { a.and(b) } else { a.or(b) };
        let leaves = node.leaves.iter().map(|leaf| environment.holds(leaf));
        let joined = below[at].take().into_iter().chain(leaves).reduce(join);
        // A node with nothing in it says nothing; it neither helps nor hinders the node above.
        let joined = joined.map(|truth| if node.negate { truth.negated() } else { truth });
        if at == root {
            return joined.unwrap_or_else(|| Truth::No("the configuration is empty".into()));
        }
        if let (Some(truth), Some(above)) = (joined, node.above.map(|above| above as usize)) {
            let upper = nodes[above].operator;
            below[above] = Some(match below[above].take() {
                None => truth,
                Some(other) if upper == Operator::And => other.and(truth),
                Some(other) => other.or(truth),
            });
        }
    }
    Truth::No("the configuration is empty".into())
}

/// A leaf as people read it.
pub(crate) fn in_words(leaf: &CpeMatch<'_>) -> String {
    let bounds = [
        (">=", &leaf.start_including),
        (">", &leaf.start_excluding),
        ("<=", &leaf.end_including),
        ("<", &leaf.end_excluding),
    ];
    let range: Vec<String> =
        bounds.iter().filter_map(|(sign, at)| at.as_ref().map(|at| format!("{sign}{at}"))).collect();
    if range.is_empty() {
        leaf.criteria.to_string()
    } else {
        format!("{} {}", leaf.criteria, range.join(", "))
    }
}
