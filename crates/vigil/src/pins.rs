//! The identities that people pinned and what parts run on, as matching takes them.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_case::Case;
use vigil_match::Pin;
use vigil_model::kinds::without_version;

/// Pins by package key. One whose package is in no SBOM keeps its own id, so that matching reports it as unused.
pub fn of(case: &Case) -> BTreeMap<String, Pin> {
    let mut pins = BTreeMap::new();
    let keys: Vec<String> = case.inventory.items.iter().map(|item| item.package.key().to_string()).collect();
    for (id, identity) in &case.model.identities {
        // One that only says how a package is watched pins nothing.
        if identity.purl.is_none() && identity.cpe.is_none() {
            continue;
        }
        let pin = Pin {
            purl: identity.purl.clone(),
            cpes: identity.cpe.iter().cloned().collect(),
            decision: format!("identity.{id}"),
        };
        let meant: Vec<&String> = keys.iter().filter(|key| is_of(id, key)).collect();
        if meant.is_empty() {
            pins.insert(id.to_string(), pin);
            continue;
        }
        for key in meant {
            pins.insert(key.clone(), pin.clone());
        }
    }
    pins
}

/// An identity without a version holds for every version of its package.
fn is_of(id: &Id, key: &str) -> bool {
    id.as_str() == key || without_version(&Id::new(key)) == id.as_str()
}

/// CPE names of the hardware and operating systems that the parts run on, sorted, each once.
pub fn surroundings(case: &Case) -> Vec<String> {
    let names: BTreeSet<&String> = case.model.components.values().flat_map(|part| &part.runs_on).collect();
    names.into_iter().cloned().collect()
}
