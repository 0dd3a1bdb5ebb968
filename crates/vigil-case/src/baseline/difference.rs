//! What differs between two baselines, or between a baseline and the device as it is now.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigil_sbom::Inventory;

use super::{Facts, Index};

/// What differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Fields of the index: what, then, now.
    pub index: Vec<(String, String, String)>,
    /// Packages that are only in the second: component and key.
    pub added: Vec<(String, String)>,
    /// Packages that are only in the first.
    pub removed: Vec<(String, String)>,
    /// Packages of another version: component, name, then, now.
    pub changed: Vec<(String, String, String, String)>,
    /// Pins, surroundings, support and decisions that differ, in words.
    pub facts: Vec<String>,
    /// Files of the device folder that differ.
    pub inputs: Vec<String>,
}

impl Difference {
    /// Whether nothing differs but the day and the tool.
    pub fn is_none(&self) -> bool {
        let told: Vec<&String> =
            self.index.iter().map(|(what, ..)| what).filter(|it| *it != "cut" && *it != "tool").collect();
        told.is_empty()
            && self.added.is_empty()
            && self.removed.is_empty()
            && self.changed.is_empty()
            && self.facts.is_empty()
            && self.inputs.is_empty()
    }
}

/// Compares two.
pub fn difference(then: (&Index, &Facts, &Inventory), now: (&Index, &Facts, &Inventory)) -> Difference {
    let mut difference = Difference {
        index: index(then.0, now.0),
        facts: facts(then.1, now.1),
        inputs: inputs(then.0, now.0),
        ..Difference::default()
    };
    packages(then.2, now.2, &mut difference);
    difference
}

fn index(then: &Index, now: &Index) -> Vec<(String, String, String)> {
    let mut fields = vec![
        ("name".to_owned(), then.name.clone(), now.name.clone()),
        ("device".to_owned(), then.device.clone(), now.device.clone()),
        ("release".to_owned(), then.release.clone(), now.release.clone()),
        ("cut".to_owned(), then.cut.to_string(), now.cut.to_string()),
        ("tool".to_owned(), then.tool.clone(), now.tool.clone()),
        ("open".to_owned(), then.open.join("; "), now.open.join("; ")),
    ];
    let count = |it: Option<usize>| it.map_or_else(|| "not matched".to_owned(), |it| it.to_string());
    fields.push(("undecided".to_owned(), count(then.undecided), count(now.undecided)));
    for (what, then, now) in
        [("version", &then.versions, &now.versions), ("commit", &then.commits, &now.commits)]
    {
        let components: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
        let of =
            |all: &BTreeMap<String, String>, it: &str| all.get(it).cloned().unwrap_or_else(|| "-".to_owned());
        fields
            .extend(components.into_iter().map(|it| (format!("{what} of {it}"), of(then, it), of(now, it))));
    }
    fields.retain(|(_, then, now)| then != now);
    fields
}

fn inputs(then: &Index, now: &Index) -> Vec<String> {
    let files: BTreeSet<&String> = then.inputs.keys().chain(now.inputs.keys()).collect();
    files.into_iter().filter(|file| then.inputs.get(*file) != now.inputs.get(*file)).cloned().collect()
}

type Versions<'i> = BTreeMap<(&'i str, String), BTreeSet<(String, String)>>;

/// By component and name: key and version of each.
fn versions(inventory: &Inventory) -> Versions<'_> {
    let mut versions: Versions<'_> = BTreeMap::new();
    for item in &inventory.items {
        let package = &item.package;
        let name = package
            .group
            .as_ref()
            .map_or_else(|| package.name.clone(), |it| format!("{it}/{}", package.name));
        let version = package.version.clone().unwrap_or_else(|| "(no version)".to_owned());
        versions
            .entry((item.component.as_str(), name))
            .or_default()
            .insert((package.key().to_string(), version));
    }
    versions
}

fn packages(then: &Inventory, now: &Inventory, difference: &mut Difference) {
    let (then, now) = (versions(then), versions(now));
    let names: BTreeSet<&(&str, String)> = then.keys().chain(now.keys()).collect();
    let none = BTreeSet::new();
    for name in names {
        let (was, is) = (then.get(name).unwrap_or(&none), now.get(name).unwrap_or(&none));
        let gone: Vec<_> = was.difference(is).collect();
        let new: Vec<_> = is.difference(was).collect();
        if let ([(_, before)], [(_, after)]) = (gone.as_slice(), new.as_slice())
            && before != after
        {
            let (component, name) = (name.0.to_owned(), name.1.clone());
            difference.changed.push((component, name, before.clone(), after.clone()));
            continue;
        }
        difference.removed.extend(gone.iter().map(|(key, _)| (name.0.to_owned(), key.clone())));
        difference.added.extend(new.iter().map(|(key, _)| (name.0.to_owned(), key.clone())));
    }
}

fn facts(then: &Facts, now: &Facts) -> Vec<String> {
    let mut said = Vec::new();
    let pins: BTreeSet<&String> = then.pins.keys().chain(now.pins.keys()).collect();
    let pins = pins.into_iter().filter(|key| then.pins.get(*key) != now.pins.get(*key));
    said.extend(pins.map(|key| format!("identity of {key}")));
    if then.surroundings != now.surroundings {
        said.push("surroundings".to_owned());
    }
    let support: BTreeSet<_> = then.support.iter().collect();
    let other: BTreeSet<_> = now.support.iter().collect();
    let differ: BTreeSet<String> = support
        .symmetric_difference(&other)
        .map(|it| format!("support of {} in {}", it.package, it.component))
        .collect();
    said.extend(differ);
    let of = |facts: &Facts| -> BTreeMap<String, super::FrozenDecision> {
        facts.decisions.iter().map(|it| (it.id.to_string(), it.clone())).collect()
    };
    let (then, now) = (of(then), of(now));
    let ids: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    for id in ids {
        match (then.get(id), now.get(id)) {
            (Some(was), Some(is)) if was == is => {}
            (Some(was), Some(is)) if was.verdict != is.verdict => {
                said.push(format!("decision {id}: {} then, {} now", was.verdict, is.verdict));
            }
            (Some(_), Some(_)) => said.push(format!("decision {id}: its text or scope")),
            (Some(_), None) => said.push(format!("decision {id}: taken out")),
            (None, _) => said.push(format!("decision {id}: new")),
        }
    }
    said
}
