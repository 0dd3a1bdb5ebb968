//! Relationships of SPDX 2 as what needs what.

use std::collections::{BTreeMap, BTreeSet};

use super::others_known;
use crate::document::Document;
use crate::take::{strings, text};
use crate::{Aggregate, Composition, Package};

/// What relationships say.
#[derive(Default)]
pub(super) struct Related {
    pub(super) described: BTreeSet<String>,
    pub(super) dependencies: BTreeMap<String, BTreeSet<String>>,
    pub(super) compositions: Vec<Composition>,
}

/// Relationships whose first element needs or holds the second.
const FORWARD: &[&str] = &[
    "DEPENDS_ON",
    "CONTAINS",
    "STATIC_LINK",
    "DYNAMIC_LINK",
    "HAS_PREREQUISITE",
    "GENERATED_FROM",
    "DISTRIBUTION_ARTIFACT",
];

/// Relationships whose second element needs or holds the first.
const BACKWARD: &[&str] = &[
    "DEPENDENCY_OF",
    "BUILD_DEPENDENCY_OF",
    "DEV_DEPENDENCY_OF",
    "OPTIONAL_DEPENDENCY_OF",
    "PROVIDED_DEPENDENCY_OF",
    "RUNTIME_DEPENDENCY_OF",
    "TEST_DEPENDENCY_OF",
    "CONTAINED_BY",
    "PREREQUISITE_FOR",
    "PACKAGE_OF",
    "OPTIONAL_COMPONENT_OF",
    "GENERATES",
    "BUILD_TOOL_OF",
    "DEV_TOOL_OF",
    "TEST_TOOL_OF",
];

pub(super) fn of(document: &Document<'_>, packages: &[Package]) -> Related {
    let fields = &document.head;
    let packages: BTreeSet<&str> = packages.iter().filter_map(|package| package.bom_ref.as_deref()).collect();
    let others = others_known(fields);
    let mut related = Related { described: strings(fields, "documentDescribes"), ..Related::default() };
    related.described.retain(|id| packages.contains(id.as_str()));
    let mut unknown = BTreeSet::new();
    let _ = document.each("relationships", |_, entry| {
        let get = |key| text(entry, key);
        let (Some(from), Some(kind), Some(to)) =
            (get("spdxElementId"), get("relationshipType"), get("relatedSpdxElement"))
        else {
            return Ok(());
        };
        let kind = bare(&kind);
        let (from, to, backward) = match kind.as_str() {
            "DESCRIBES" => (from, to, false),
            "DESCRIBED_BY" => (to, from, false),
            kind if FORWARD.contains(&kind) => (from, to, false),
            kind if BACKWARD.contains(&kind) => (to, from, true),
            _ => return Ok(()),
        };
        if kind.starts_with("DESCRIBE") {
            if packages.contains(to.as_str()) {
                related.described.insert(to);
            }
            return Ok(());
        }
        if others.contains(&from) || others.contains(&to) {
            return Ok(());
        }
        match (from.as_str(), to.as_str()) {
            ("NOASSERTION" | "NONE", _) => {}
            (_, "NONE") if !backward => drop(related.dependencies.entry(from).or_default()),
            (_, "NOASSERTION") if !backward => drop(unknown.insert(from)),
            _ => drop(related.dependencies.entry(from).or_default().insert(to)),
        }
        Ok(())
    });
    if !unknown.is_empty() {
        related.compositions.push(Composition {
            bom_ref: None,
            aggregate: Aggregate::Unknown,
            assemblies: BTreeSet::new(),
            dependencies: unknown,
            vulnerabilities: BTreeSet::new(),
        });
    }
    related
}

/// The word in capitals with underscores, as JSON has it (XML and RDF write `relationshipType_dependsOn`).
fn bare(word: &str) -> String {
    let word = word.rsplit("relationshipType_").next().unwrap_or(word);
    if word.chars().any(|c| c.is_ascii_uppercase()) && !word.chars().any(|c| c.is_ascii_lowercase()) {
        return word.replace('-', "_");
    }
    let mut bare = String::new();
    for character in word.chars() {
        if character.is_ascii_uppercase() && !bare.is_empty() {
            bare.push('_');
        }
        bare.push(character.to_ascii_uppercase());
    }
    bare
}

/// The one package that the document describes; nothing if there are none or several.
pub(crate) fn take_primary(described: &BTreeSet<String>, packages: &mut Vec<Package>) -> Option<Package> {
    let [only] = described.iter().collect::<Vec<_>>()[..] else { return None };
    let mut owners =
        packages.iter().enumerate().filter(|(_, package)| package.bom_ref.as_ref() == Some(only));
    let (at, _) = owners.next()?;
    if owners.next().is_some() {
        return None;
    }
    Some(packages.remove(at))
}
