//! Predicates of the group `paths`.

mod components;
mod evidence;
mod fact;
mod flows;
mod links;

use crate::groups::Predicate;
use crate::groups::links::or_unknown;
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[
    ("assets_to_sbom", assets_to_sbom),
    ("evidence", evidence::evidence),
    ("fact", fact::fact),
    ("links", links::links),
];

/// Each software part of the maker has an SBOM that can be read, or packages written by hand.
fn assets_to_sbom(scope: &Scope<'_>) -> Vec<Judgement> {
    let case = scope.case;
    let judge = |it: &vigil_model::kinds::Component| {
        let subject = it.meta.id.as_str();
        let place = scope.place(it.meta.key("sbom"));
        if let Some(sbom) = case.sboms.get(&it.meta.id) {
            return Judgement::pass(subject).at(place).resting_on(sbom.file.as_str());
        }
        match case.packages_of(&it.meta.id).next() {
            Some(row) => Judgement::pass(subject).at(place).resting_on(row.key.as_str()),
            None => Judgement::gap(subject).at(place),
        }
    };
    or_unknown(scope.software_components().map(judge).collect(), "no `[component]` with software is stated")
}
