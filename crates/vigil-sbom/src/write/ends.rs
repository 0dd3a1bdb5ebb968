//! Dependencies that lead from or to what the SBOM does not hold. CycloneDX writes them as they are; elsewhere an
//! end needs an element.

use std::collections::BTreeSet;

use super::Losses;
use crate::Sbom;

/// Notes each dependency that cannot be written since one of its ends is no package, nor known by `elsewhere`.
pub(super) fn note_unknown(sbom: &Sbom, elsewhere: impl Fn(&str) -> bool, losses: &mut Losses) {
    let packages: BTreeSet<&str> = sbom.all_packages().filter_map(|it| it.bom_ref.as_deref()).collect();
    let is_known = |reference: &str| packages.contains(reference) || elsewhere(reference);
    for (from, targets) in &sbom.dependencies {
        for to in targets.iter().filter(|to| !is_known(from) || !is_known(to)) {
            losses.add("dependsOn", &format!("{from} -> {to}"), "one of its ends is not in the SBOM");
        }
    }
}
