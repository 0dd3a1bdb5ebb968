//! The parts of a statement with the value of each, for people who ask why.

use vigil_vulndb::{Affected, CpeMatch, Node, Operator, Product, RangeKind};

use super::name::{self, Named};
use super::tree::{self, Environment};
use super::{cve5, osv};
use crate::story::{MOST_PARTS, Part};
use crate::truth::Truth;

fn part(depth: usize, text: String, truth: Option<&Truth>) -> Part {
    let value = truth.map_or("", Truth::word);
    Part { depth, text, value, why: truth.map(|truth| truth.reason().to_owned()).unwrap_or_default() }
}

/// Cuts a list that is too long to read, and says so.
fn cut(mut parts: Vec<Part>) -> Vec<Part> {
    if parts.len() > MOST_PARTS {
        let more = parts.len() - MOST_PARTS;
        parts.truncate(MOST_PARTS);
        parts.push(part(0, format!("and {more} more parts"), None));
    }
    parts
}

/// Ranges and listed versions of an OSV record.
pub(crate) fn of_package(affected: &Affected<'_>, version: Option<&str>) -> Vec<Part> {
    let mut parts = Vec::new();
    if !affected.versions.is_empty() {
        let listed = version.is_some_and(|version| affected.versions.iter().any(|it| it.as_str() == version));
        let whether = if listed { "this one among them" } else { "not this one as it is written" };
        parts.push(part(0, format!("{} listed versions, {whether}", affected.versions.len()), None));
    }
    for range in &affected.ranges {
        let truth = (range.kind != RangeKind::Git).then(|| osv::range_alone(affected, range, version));
        parts.push(part(0, osv::in_words(range), truth.as_ref()));
    }
    cut(parts)
}

/// Versions of a product of a CVE record or an advisory, in the order in which they decide.
pub(crate) fn of_product(product: &Product<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> =
        product.versions.iter().map(|versions| part(0, cve5::in_words(versions), None)).collect();
    if let Some(default) = product.default {
        parts.push(part(0, format!("any other version: {}", default.word()), None));
    }
    if !product.files.is_empty() {
        let files: Vec<&str> = product.files.iter().map(vigil_vulndb::Text::as_str).collect();
        parts.push(part(0, format!("in source files {}", files.join(", ")), None));
    }
    cut(parts)
}

/// The tree of the configurations that name the product: those in which nothing does are left out.
pub(crate) fn of_configurations(
    nodes: &[Node<'_>],
    named: &Named,
    environment: &Environment<'_>,
) -> Vec<Part> {
    let Some(roots) = tree::roots(nodes) else { return Vec::new() };
    let own = tree::own_leaves(nodes, &roots, named);
    let is_own = |leaf: &CpeMatch<'_>| own.iter().any(|own| std::ptr::eq(own.leaf(), leaf));
    let mut depths = Vec::with_capacity(nodes.len());
    let mut parts = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let depth = node.above.map_or(0, |above| depths[above as usize] + 1);
        depths.push(depth);
        if !own.iter().any(|own| own.root() == roots[at]) {
            continue;
        }
        let word = if node.operator == Operator::And { "all of" } else { "one of" };
        let not = if node.negate { "not " } else { "" };
        parts.push(part(depth, format!("{not}{word}"), None));
        // What is about the package comes first: a record may list thousands of others.
        let (mine, others): (Vec<_>, Vec<_>) = node.leaves.iter().partition(|leaf| is_own(leaf));
        for leaf in mine {
            let truth = match vigil_vulndb::cpe::Cpe::parse(&leaf.criteria) {
                Ok(criteria) => name::leaf(leaf, &criteria, named),
                Err(error) => Truth::Unknown(error.to_string().into()),
            };
            parts.push(part(depth + 1, tree::in_words(leaf), Some(&truth)));
        }
        for leaf in others {
            let truth = environment.holds(leaf);
            let what = if leaf.vulnerable { "" } else { "running on " };
            parts.push(part(depth + 1, format!("{what}{}", tree::in_words(leaf)), Some(&truth)));
        }
    }
    cut(parts)
}
