//! NVD configurations: AND, OR, negation and "running on", over everything the device consists of.

use std::cell::{OnceCell, RefCell};

use vigil_version::Version;
use vigil_vulndb::cpe::{Attribute, Cpe};
use vigil_vulndb::{CpeMatch, Node, Operator};

use super::Verdict;
use super::name::{self, Named};
use super::quick::Quick;
use crate::Text;
use crate::truth::Truth;

pub(crate) use environment::Environment;

mod environment;

/// The configurations of a record as far as they are about one product, read once for all its versions.
pub(crate) struct Prepared<'a> {
    nodes: &'a [Node<'a>],
    roots: Vec<usize>,
    /// The flawed leaves that name the product, configuration by configuration.
    own: Vec<Own<'a>>,
    /// Those configurations.
    configurations: Vec<Configuration>,
}

/// A leaf that names the product itself as flawed.
pub(super) struct Own<'a> {
    root: usize,
    leaf: &'a CpeMatch<'a>,
    quick: Quick,
    words: OnceCell<Text>,
}

struct Configuration {
    root: usize,
    own: std::ops::Range<usize>,
    /// Whether it is one list of alternatives, so that its own leaves alone decide.
    is_plain: bool,
    /// The value over the environment, by the environment's number. It does not depend on the version asked for.
    value: RefCell<Option<(usize, Truth)>>,
}

impl<'a> Prepared<'a> {
    /// Reads the configurations for what `named` stands for, whatever its version; `None` if none names it as
    /// flawed, or a node does not stand after the one above it.
    pub(crate) fn new(nodes: &'a [Node<'a>], named: &Named) -> Option<Self> {
        let roots = roots(nodes)?;
        let own = own_leaves(nodes, &roots, named);
        let mut configurations: Vec<Configuration> = Vec::new();
        for (at, leaf) in own.iter().enumerate() {
            match configurations.last_mut().filter(|last| last.root == leaf.root) {
                Some(last) => last.own.end = at + 1,
                None => configurations.push(Configuration {
                    root: leaf.root,
                    own: at..at + 1,
                    is_plain: is_plain(nodes, leaf.root),
                    value: RefCell::new(None),
                }),
            }
        }
        (!own.is_empty()).then_some(Self { nodes, roots, own, configurations })
    }

    /// What the configurations say of a version. `parsed` is the version of `named` in the generic order.
    pub(crate) fn evaluate(
        &self,
        named: &Named,
        parsed: Option<&Version>,
        environment: &Environment<'_>,
    ) -> Verdict {
        let mut verdict = Verdict::new(Truth::No("no configuration names it as flawed".into()));
        verdict.scheme = "generic";
        // Most records are about other versions, and that is seen without reading a text.
        if self.own.iter().all(|own| own.quick.excludes(parsed)) {
            verdict.truth = self.own[0].quick.no();
            verdict.range = self.own[0].in_words();
            return verdict;
        }
        let truths: Vec<Truth> = self.own.iter().map(|own| own.about(named, parsed)).collect();
        for (at, configuration) in self.configurations.iter().enumerate() {
            let own = &self.own[configuration.own.clone()];
            let truths = &truths[configuration.own.clone()];
            let Some(best) = truths.iter().cloned().reduce(Truth::or) else { continue };
            let truth = if best.is_no() || configuration.is_plain {
                best
            } else {
                best.and(self.value(configuration, environment))
            };
            let first = at == 0;
            let wins = !truth.is_no() && verdict.truth.clone().or(truth.clone()) != verdict.truth;
            if first || wins {
                let shown = truths.iter().position(|truth| !truth.is_no()).unwrap_or(0);
                verdict.range = own[shown].in_words();
            }
            if truth.holds() {
                let holding = own.iter().zip(truths).filter(|(_, truth)| truth.holds());
                let ends = holding.filter_map(|(own, _)| own.leaf.end_excluding.as_ref());
                verdict.fixed.extend(ends.map(|end| Text::from(end.as_str())));
            }
            verdict.truth = if first { truth } else { verdict.truth.or(truth) };
        }
        verdict.fixed.sort();
        verdict.fixed.dedup();
        verdict
    }

    fn value(&self, configuration: &Configuration, environment: &Environment<'_>) -> Truth {
        let mut known = configuration.value.borrow_mut();
        match &*known {
            Some((number, truth)) if *number == environment.number => truth.clone(),
            _ => {
                let truth = value(self.nodes, &self.roots, configuration.root, environment);
                *known = Some((environment.number, truth.clone()));
                truth
            }
        }
    }
}

impl<'a> Own<'a> {
    pub(super) fn leaf(&self) -> &'a CpeMatch<'a> {
        self.leaf
    }

    pub(super) fn root(&self) -> usize {
        self.root
    }

    fn about(&self, named: &Named, parsed: Option<&Version>) -> Truth {
        if self.quick.excludes(parsed) {
            return self.quick.no();
        }
        match Cpe::parse(&self.leaf.criteria) {
            Ok(criteria) => name::leaf(self.leaf, &criteria, named),
            Err(error) => Truth::Unknown(error.to_string().into()),
        }
    }

    fn in_words(&self) -> Text {
        self.words.get_or_init(|| in_words(self.leaf).into()).clone()
    }
}

/// The flawed leaves that may be about the product, in the order of their configurations.
pub(super) fn own_leaves<'a>(nodes: &'a [Node<'a>], roots: &[usize], named: &Named) -> Vec<Own<'a>> {
    let mut found = Vec::new();
    let start = start_of(&named.cpe);
    for (node, root) in nodes.iter().zip(roots) {
        for leaf in node.leaves.iter().filter(|leaf| leaf.vulnerable) {
            if !may_name(&leaf.criteria, start.as_deref()) {
                continue;
            }
            if let Ok(criteria) = Cpe::parse(&leaf.criteria)
                && names_product(&criteria, named)
            {
                let quick = Quick::of(leaf, &criteria);
                found.push(Own { root: *root, leaf, quick, words: OnceCell::new() });
            }
        }
    }
    found.sort_by_key(|own| own.root);
    found
}

/// The configuration that each node belongs to; `None` if a node does not stand after the one above it.
pub(super) fn roots(nodes: &[Node<'_>]) -> Option<Vec<usize>> {
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

/// Vendor and product as they stand in a name, if neither needs an escape.
pub(crate) fn start_of(cpe: &Cpe) -> Option<String> {
    let plain = |attribute| cpe.get(attribute).plain();
    let start = format!("{}:{}", plain(Attribute::Vendor), plain(Attribute::Product));
    is_unescaped(&start).then_some(start)
}

fn is_unescaped(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b":_.-".contains(&b))
}

/// Vendor and product of a name, if neither needs an escape or has a wild card: a quick look before a name is
/// read in full, because most leaves of a record are about other products.
pub(crate) fn plain_product(criteria: &str) -> Option<&str> {
    let rest = criteria.strip_prefix("cpe:2.3:")?.get(2..)?;
    let vendor = rest.find(':')?;
    let product = vendor + 1 + rest[vendor + 1..].find(':')?;
    Some(&rest[..product]).filter(|found| is_unescaped(found))
}

/// Whether a leaf can be about the product.
fn may_name(criteria: &str, start: Option<&str>) -> bool {
    start.is_none_or(|start| plain_product(criteria).is_none_or(|product| start == product))
}

/// Whether vendor and product are the named ones, whatever the version.
fn names_product(criteria: &Cpe, named: &Named) -> bool {
    use vigil_vulndb::cpe::{Relation, compare};
    let covers = |attribute| {
        matches!(
            compare(criteria.get(attribute), named.cpe.get(attribute)),
            Relation::Equal | Relation::Superset
        )
    };
    covers(Attribute::Vendor) && covers(Attribute::Product)
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
fn value(nodes: &[Node<'_>], roots: &[usize], root: usize, environment: &Environment<'_>) -> Truth {
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
