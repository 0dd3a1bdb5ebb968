//! Predicates by group. The name `group::name` in the catalogue is the function `name` in the file of the group.

use crate::judgement::Judgement;
use crate::scope::Scope;

mod anomaly;
mod answer;
mod architecture;
mod change;
mod clocks;
pub(crate) mod controls;
mod cross;
mod flaws;
mod interoperability;
mod labeling;
mod links;
mod metrics;
mod paths;
mod pentest;
mod plan;
mod record;
mod risk;
mod say;
mod sbom;
mod scope;
mod statute;
mod tests;
mod threat;
mod views;
mod vulnerability;

/// A predicate: what it looks at goes in, judgements come out.
pub(crate) type Predicate = fn(&Scope<'_>) -> Vec<Judgement>;

/// The predicates of all groups.
const GROUPS: &[(&str, &[(&str, Predicate)])] = &[
    ("anomaly", anomaly::PREDICATES),
    ("answer", answer::PREDICATES),
    ("architecture", architecture::PREDICATES),
    ("change", change::PREDICATES),
    ("clocks", clocks::PREDICATES),
    ("controls", controls::PREDICATES),
    ("cross", cross::PREDICATES),
    ("interoperability", interoperability::PREDICATES),
    ("labeling", labeling::PREDICATES),
    ("metrics", metrics::PREDICATES),
    ("paths", paths::PREDICATES),
    ("pentest", pentest::PREDICATES),
    ("plan", plan::PREDICATES),
    ("record", record::PREDICATES),
    ("risk", risk::PREDICATES),
    ("sbom", sbom::PREDICATES),
    ("scope", scope::PREDICATES),
    ("statute", statute::PREDICATES),
    ("tests", tests::PREDICATES),
    ("threat", threat::PREDICATES),
    ("views", views::PREDICATES),
    ("vulnerability", vulnerability::PREDICATES),
];

/// The predicate of a name such as `sbom::graph`.
pub(crate) fn find(name: &str) -> Option<Predicate> {
    let (group, name) = name.split_once("::")?;
    let (_, predicates) = GROUPS.iter().find(|(it, _)| *it == group)?;
    predicates.iter().find(|(it, _)| *it == name).map(|(_, predicate)| *predicate)
}

/// Whether a predicate reads the outcomes of all others and comes last.
pub(crate) fn is_last(name: &str) -> bool {
    name == "statute::processes"
}

#[cfg(test)]
mod names {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_predicate_of_the_catalogue_exists_and_every_one_here_is_used() {
        let catalogue = vigil_guidance::Catalogue::builtin();
        let named: BTreeSet<String> = catalogue.predicates().iter().map(ToString::to_string).collect();
        let here: BTreeSet<String> = GROUPS
            .iter()
            .flat_map(|(group, all)| all.iter().map(move |(name, _)| format!("{group}::{name}")))
            .collect();
        let missing: Vec<_> = named.difference(&here).collect();
        let unused: Vec<_> = here.difference(&named).collect();
        assert!(missing.is_empty() && unused.is_empty(), "missing {missing:?}, unused {unused:?}");
    }
}
