//! A code of a finding that is no rule: who says it, and where it is said in this folder.

use super::Explained;
use crate::device::Device;

/// Who says it, by what the code begins with.
const SAID_BY: [(&str, &str); 6] = [
    (
        "model",
        "the reader of vigil.toml, model/, decisions/, evidence/index.toml, ledger.jsonl and vigil.lock",
    ),
    (
        "case",
        "the join of model, SBOMs, evidence, snapshot and decisions: something in one does not fit another",
    ),
    ("sbom", "the reader of SBOM files"),
    ("inventory", "the list of all packages of all SBOMs"),
    ("threat", "the generator of threats: packs, credits and decisions on threats"),
    (
        "match",
        "the comparison of packages with the vulnerability database, in `vigil match` and `vigil sbom match`",
    ),
];

pub(super) fn of(device: &Device, id: &str) -> Option<Explained> {
    let profile = vigil_guidance::Profile::Draft;
    let findings = device.judged.all_findings(&device.case, &device.catalogue, profile);
    let here: Vec<_> = findings.into_iter().filter(|finding| finding.code == id).collect();
    let (area, _) = id.split_once('.')?;
    let (_, by) = SAID_BY.iter().find(|(name, _)| *name == area)?;
    // A code that nothing says here may be misspelt: it is not explained as if it existed.
    let first = here.first()?;
    let mut said = Explained::new("finding", id, format!("{id}: a code of findings"));
    said.add("Said by", *by);
    said.add("Weight", first.severity.word());
    said.add("Next step", first.help.join("; "));
    said.add_all(
        "Said here",
        here.iter().map(|finding| match &finding.place {
            Some(place) => format!("{place}: {}", finding.message),
            None => finding.message.clone(),
        }),
    );
    Some(said)
}
