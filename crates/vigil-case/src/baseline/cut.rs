//! Makes a baseline of a case.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigil_base::{Digest, canonical};
use vigil_match::Pin;
use vigil_sbom::{Inventory, Item, Source};

use super::{FACTS, FORMAT, Facts, FrozenDecision, FrozenPin, FrozenSupport, INDEX, Index, inventory_file};
use crate::case::{Case, SnapshotState};

/// What matching was told beside the SBOMs.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Pinned identities by package key.
    pub pins: BTreeMap<String, Pin>,
    /// CPE names of what the device consists of beside its SBOMs.
    pub surroundings: Vec<String>,
    /// Name and version of the tool.
    pub tool: String,
}

/// A baseline, before it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// What it holds.
    pub index: Index,
    /// Its files by path from its folder.
    pub files: BTreeMap<String, String>,
}

/// The inventory of one component.
#[derive(Serialize)]
struct Part<'c> {
    items: Vec<&'c Item>,
    sources: Vec<&'c Source>,
}

/// Freezes the release under review.
pub fn cut(case: &Case, name: &str, told: &Told) -> Result<Cut, serde_json::Error> {
    let mut files = BTreeMap::new();
    let mut taken = BTreeSet::new();
    let mut packages = BTreeMap::new();
    for (component, part) in by_component(&case.inventory) {
        packages.insert(component.to_owned(), part.items.len());
        files.insert(inventory_file(component, &mut taken), canonical::pretty(&part)?);
    }
    files.insert(FACTS.to_owned(), canonical::pretty(&facts(case, told))?);
    let index = Index {
        format: FORMAT,
        name: name.to_owned(),
        device: case.model.project.as_ref().map_or_else(String::new, |it| it.id.clone()),
        release: case.version().to_owned(),
        cut: case.as_of,
        tool: told.tool.clone(),
        commits: stated(case, |part| part.commit.clone()),
        versions: stated(case, |part| part.version.clone()),
        packages,
        undecided: (case.snapshot_state == SnapshotState::Current)
            .then(|| case.flaws.iter().filter(|row| row.is_open()).count()),
        open: open(case),
        inputs: inputs(case),
        files: files.iter().map(|(file, text)| (file.clone(), Digest::of_bytes(text.as_bytes()))).collect(),
    };
    files.insert(INDEX.to_owned(), canonical::pretty(&index)?);
    Ok(Cut { index, files })
}

/// Other baselines are no part of this one.
fn inputs(case: &Case) -> BTreeMap<String, Digest> {
    let own = case.inputs.iter().filter(|(file, _)| !file.starts_with("baselines/"));
    own.map(|(file, digest)| (file.clone(), *digest)).collect()
}

fn by_component(inventory: &Inventory) -> BTreeMap<&str, Part<'_>> {
    let empty = || Part { items: Vec::new(), sources: Vec::new() };
    let mut parts: BTreeMap<&str, Part<'_>> = BTreeMap::new();
    for item in &inventory.items {
        parts.entry(&item.component).or_insert_with(empty).items.push(item);
    }
    for source in &inventory.sources {
        parts.entry(&source.component).or_insert_with(empty).sources.push(source);
    }
    parts
}

fn facts(case: &Case, told: &Told) -> Facts {
    let mut support: Vec<FrozenSupport> = case
        .packages
        .iter()
        .filter(|row| row.support.level.is_some() || row.support.ends.is_some())
        .map(|row| FrozenSupport {
            component: row.component.to_string(),
            package: row.key.clone(),
            level: row.support.level.map(|it| it.word().to_owned()),
            ends: row
                .support
                .ends
                .map(|it| it.day().map_or_else(|| "unknown".to_owned(), |day| day.to_string())),
        })
        .collect();
    support.sort();
    support.dedup();
    let mut surroundings = told.surroundings.clone();
    surroundings.sort();
    let decisions = case.model.decisions.values().filter(|it| !it.on.flaw.is_empty());
    Facts {
        pins: told.pins.iter().map(|(key, pin)| (key.clone(), FrozenPin::from(pin))).collect(),
        surroundings,
        support,
        decisions: decisions.map(FrozenDecision::of).collect(),
    }
}

fn stated(
    case: &Case,
    of: impl Fn(&vigil_model::kinds::ReleasePart) -> Option<String>,
) -> BTreeMap<String, String> {
    let parts = case.release().into_iter().flat_map(|it| it.components.0.iter());
    parts.filter_map(|(component, part)| Some((component.id.to_string(), of(part)?))).collect()
}

/// What `[accept]` asks for before a baseline is cut and is not there.
fn open(case: &Case) -> Vec<String> {
    let rows = case.risks.iter();
    rows.flat_map(|(id, row)| {
        let unsaid = row
            .cell_unsaid()
            .map(|cell| format!("risk.{id}: `[accept]` does not say what cell `{cell}` asks for"));
        let unmet = row.unmet().map(move |it| {
            let remark = if it.remark.is_empty() { String::new() } else { format!(": {}", it.remark) };
            format!("risk.{id}: {}{remark}", it.need.word())
        });
        unsaid.into_iter().chain(unmet)
    })
    .collect()
}
