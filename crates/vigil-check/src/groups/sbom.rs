//! Predicates of the group `sbom`: SBOM files, their packages, and how these are supported.

use std::collections::BTreeMap;

use vigil_base::{Id, Place};
use vigil_case::PackageRow;
use vigil_model::Record;
use vigil_model::kinds::Component;
use vigil_sbom::Sbom;

use crate::groups::{Predicate, say};
use crate::judgement::Judgement;
use crate::scope::Scope;

mod content;
mod file;
mod package;
mod support;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[
    ("addendum_joins", support::addendum_joins),
    ("author_and_time", file::author_and_time),
    ("coverage", content::coverage),
    ("current", content::current),
    ("every_package_assessed", package::every_package_assessed),
    ("gaps_justified", package::gaps_justified),
    ("graph", content::graph),
    ("machine_readable", file::machine_readable),
    ("package_states", package::package_states),
    ("placed_in_views", package::placed_in_views),
    ("replacement_plan", support::replacement_plan),
    ("same_in_labeling", file::same_in_labeling),
    ("supplier_controls", support::supplier_controls),
    ("support_over", support::support_over),
    ("support_summary", support::support_summary),
    ("version_under_review", file::version_under_review),
    ("well_formed", file::well_formed),
];

/// Components with an SBOM that could be read.
fn with_sbom<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = (&'s Component, &'s Sbom)> {
    let case = scope.case;
    case.sboms.iter().filter_map(|(id, sbom)| Some((case.model.components.get(id)?, sbom)))
}

/// SBOMs by file, each layer of a component on its own; a file that two components name is judged once.
fn by_file<'s>(scope: &'s Scope<'_>) -> BTreeMap<&'s str, (&'s Component, &'s Sbom)> {
    let files = |(component, _)| {
        let files = scope.case.sbom_files(Record::id(component));
        files.into_iter().map(move |(_, sbom)| (sbom.file.as_str(), (component, sbom)))
    };
    with_sbom(scope).flat_map(files).collect()
}

/// What each component's files say together, by the file of the strongest layer.
fn by_whole<'s>(scope: &'s Scope<'_>) -> BTreeMap<&'s str, (&'s Component, &'s Sbom)> {
    with_sbom(scope).map(|(component, sbom)| (sbom.file.as_str(), (component, sbom))).collect()
}

fn place_of(scope: &Scope<'_>, component: &Component) -> Place {
    scope.place(component.meta.key("sbom"))
}

/// Where a statement on the inventory stands.
fn inventory_place(scope: &Scope<'_>, key: &str) -> Place {
    scope.case.model.inventory.as_ref().map_or_else(Scope::top, |it| scope.place(it.key(key)))
}

/// Judges each package once: one that stands in several parts or files is as good as its worst entry.
fn each_package(scope: &Scope<'_>, judge: impl Fn(&PackageRow) -> Option<Judgement>) -> Vec<Judgement> {
    if scope.case.packages.is_empty() {
        return vec![no_package()];
    }
    let mut worst: BTreeMap<&str, Judgement> = BTreeMap::new();
    for row in &scope.case.packages {
        let Some(judgement) = judge(row) else { continue };
        let judgement = judgement.at(row.place.clone());
        let known = worst.entry(row.key.as_str()).or_insert_with(|| judgement.clone());
        if judgement.outcome < known.outcome {
            *known = judgement;
        }
    }
    worst.into_values().collect()
}

fn no_package() -> Judgement {
    say::could_not_look("no SBOM is read and no package is written by hand")
}

fn no_sbom() -> Judgement {
    say::could_not_look("no SBOM is read")
}

fn or(mut judgements: Vec<Judgement>, none: impl FnOnce() -> Judgement) -> Vec<Judgement> {
    if judgements.is_empty() {
        judgements.push(none());
    }
    judgements
}

/// Whether the maker developed a package: it is supplied under the maker's own name.
fn is_own(scope: &Scope<'_>, row: &PackageRow) -> bool {
    row.is_own(&scope.case.model)
}

/// The supplier, where the words are a name and not another way of saying that it is not known.
fn supplier(row: &PackageRow) -> Option<&str> {
    let name = row.supplier.as_deref()?.trim();
    let unknown = ["", "unknown", "noassertion", "not known", "none"];
    (!unknown.contains(&name.to_ascii_lowercase().as_str())).then_some(name)
}

/// What the release under review states of a component.
fn part_version<'s>(scope: &'s Scope<'_>, component: &Id) -> Option<&'s str> {
    scope.case.part(component)?.version.as_deref()
}

/// The evidence of a judgement on an SBOM.
fn rest_on(judgement: Judgement, component: &Component, sbom: &Sbom) -> Judgement {
    judgement.resting_on(component.subject()).resting_on(sbom.file.clone())
}
