//! Relationships of SPDX 3: what needs what, how completely that is known, licences, and what is described.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::graph::{Element, Graph, bare, text, texts};
use crate::spdx2::licence;
use crate::take::Fields;
use crate::{Aggregate, Composition, Licence, Package};

/// What relationships say.
#[derive(Default)]
pub(super) struct Related {
    pub(super) dependencies: BTreeMap<String, BTreeSet<String>>,
    pub(super) compositions: Vec<Composition>,
}

/// Relationships whose first element needs or holds the others.
const FORWARD: &[&str] = &[
    "dependsOn",
    "contains",
    "hasStaticLink",
    "hasDynamicLink",
    "hasPrerequisite",
    "hasOptionalComponent",
    "hasOptionalDependency",
    "hasProvidedDependency",
    "hasDistributionArtifact",
];

/// Relationships whose other elements need or hold the first.
const BACKWARD: &[&str] = &["generates", "packagedBy"];

/// Whether the writer makes elements like this one from the model, so that the original's is not kept beside them.
pub(crate) fn is_written_anew(kind: &str, element: &Fields) -> bool {
    if kind.ends_with("Relationship") {
        let kind = text(element, "relationshipType").unwrap_or_default();
        let kind = bare(&kind);
        return FORWARD.contains(&kind)
            || BACKWARD.contains(&kind)
            || ["hasDeclaredLicense", "hasConcludedLicense", "describes"].contains(&kind);
    }
    let is_property = || {
        let statement = text(element, "statement").unwrap_or_default();
        statement.split_once('=').is_some_and(|(name, _)| !name.contains([' ', '\n']))
    };
    match kind {
        "CreationInfo" | "SpdxDocument" | "Sbom" | "Bom" => true,
        "Annotation" => is_property(),
        kind => super::package::is_one(kind),
    }
}

pub(super) fn of(graph: &Graph<'_>, packages: &mut [Package]) -> Related {
    let by_id: HashMap<String, usize> = packages
        .iter()
        .enumerate()
        .filter_map(|(number, package)| Some((package.bom_ref.clone()?, number)))
        .collect();
    let mut related = Related::default();
    let mut completeness: BTreeMap<Aggregate, BTreeSet<String>> = BTreeMap::new();
    for element in graph.elements.iter().filter(|element| element.kind.ends_with("Relationship")) {
        let (Some(from), Some(kind)) =
            (text(element.fields, "from"), text(element.fields, "relationshipType"))
        else {
            continue;
        };
        let targets = texts(element.fields, "to");
        match bare(&kind) {
            "hasDeclaredLicense" => licences(&from, &targets, "declared", graph, &by_id, packages),
            "hasConcludedLicense" => licences(&from, &targets, "concluded", graph, &by_id, packages),
            kind if FORWARD.contains(&kind) => {
                if is_other(&from, graph, &by_id) {
                    continue;
                }
                if let Some(aggregate) = aggregate(element, &targets) {
                    completeness.entry(aggregate).or_default().insert(from.clone());
                }
                let wanted = targets.into_iter().filter(|id| !is_other(id, graph, &by_id) && !is_word(id));
                related.dependencies.entry(from).or_default().extend(wanted);
            }
            kind if BACKWARD.contains(&kind) => {
                for to in targets {
                    if !is_other(&to, graph, &by_id) && !is_other(&from, graph, &by_id) && !is_word(&to) {
                        related.dependencies.entry(to).or_default().insert(from.clone());
                    }
                }
            }
            _ => {}
        }
    }
    let composition = |(aggregate, dependencies)| Composition {
        bom_ref: None,
        aggregate,
        assemblies: BTreeSet::new(),
        dependencies,
        vulnerabilities: BTreeSet::new(),
    };
    related.compositions = completeness.into_iter().map(composition).collect();
    related
}

/// Whether `id` is an element of the graph that is no package.
fn is_other(id: &str, graph: &Graph<'_>, by_id: &HashMap<String, usize>) -> bool {
    !by_id.contains_key(id) && graph.get(id).is_some()
}

/// Whether `id` stands for nothing, or for not knowing.
fn is_word(id: &str) -> bool {
    ["NoneElement", "NoAssertionElement"].contains(&bare(id))
}

fn aggregate(relationship: &Element<'_>, targets: &[String]) -> Option<Aggregate> {
    if targets.iter().any(|id| bare(id) == "NoAssertionElement") {
        return Some(Aggregate::Unknown);
    }
    match bare(&text(relationship.fields, "completeness")?) {
        "complete" => Some(Aggregate::Complete),
        "incomplete" => Some(Aggregate::Incomplete),
        _ => None,
    }
}

fn licences(
    from: &str,
    targets: &[String],
    acknowledgement: &str,
    graph: &Graph<'_>,
    by_id: &HashMap<String, usize>,
    packages: &mut [Package],
) {
    let Some(at) = by_id.get(from) else { return };
    let stated = targets.iter().filter_map(|id| expression(id, graph));
    let stated: Vec<Licence> = stated.map(|text| licence(text, acknowledgement)).collect();
    packages[*at].licences.extend(stated);
}

/// The expression that a licence element stands for. "Not asserted" states none.
fn expression(id: &str, graph: &Graph<'_>) -> Option<String> {
    let Some(element) = graph.get(id) else {
        let end = id.rsplit('/').next().unwrap_or(id);
        return spdx::license_id(end).map(|listed| listed.name.to_owned());
    };
    let stated =
        text(element.fields, "licenseExpression").filter(|text| text != "NOASSERTION" && text != "NONE");
    if element.kind == "LicenseExpression" {
        return stated;
    }
    let end = id.rsplit(['/', '#']).next().unwrap_or(id);
    stated
        .or_else(|| spdx::license_id(end).map(|listed| listed.name.to_owned()))
        .or_else(|| text(element.fields, "name"))
}

/// The packages that the document, or the SBOM in it, says it is about.
pub(super) fn roots(graph: &Graph<'_>, packages: &[Package]) -> BTreeSet<String> {
    let ids: BTreeSet<&str> = packages.iter().filter_map(|package| package.bom_ref.as_deref()).collect();
    let of = |kind| graph.of_type(kind).flat_map(|element| texts(element.fields, "rootElement"));
    let mut found: BTreeSet<String> = of("SpdxDocument").filter(|id| ids.contains(id.as_str())).collect();
    let of_sboms = of("Sbom").chain(of("Bom")).filter(|id| ids.contains(id.as_str()));
    found.extend(of_sboms);
    if found.is_empty() {
        let relationships = graph.elements.iter().filter(|element| {
            text(element.fields, "relationshipType").is_some_and(|kind| bare(&kind) == "describes")
        });
        let targets = relationships.flat_map(|element| texts(element.fields, "to"));
        found = targets.filter(|id| ids.contains(id.as_str())).collect();
    }
    found
}
