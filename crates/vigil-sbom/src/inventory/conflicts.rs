//! Where two entries for one package disagree.

use std::collections::BTreeMap;

use vigil_base::Place;

use super::{Conflict, Item};
use crate::{Package, PackageKey};

/// What is stated of a package: by subject, then by value, the first place that states it.
type Stated = BTreeMap<String, BTreeMap<String, Place>>;

/// All conflicts, by key and subject. An entry that says nothing contradicts nothing.
pub(super) fn of(items: &[Item]) -> Vec<Conflict> {
    let mut entries: BTreeMap<PackageKey, Vec<&Package>> = BTreeMap::new();
    for item in items {
        entries.entry(item.package.key()).or_default().push(&item.package);
    }
    let several = entries.into_iter().filter(|(_, packages)| packages.len() > 1);
    several.flat_map(|(key, packages)| disagreements(&key, stated(&packages))).collect()
}

fn stated(packages: &[&Package]) -> Stated {
    let mut stated = Stated::new();
    for package in packages {
        for (what, value) in statements(package) {
            stated.entry(what).or_default().entry(value).or_insert_with(|| package.place.clone());
        }
    }
    stated
}

fn disagreements(key: &PackageKey, stated: Stated) -> Vec<Conflict> {
    let several = stated.into_iter().filter(|(_, values)| values.len() > 1);
    several
        .map(|(what, values)| Conflict { key: key.clone(), what, statements: values.into_iter().collect() })
        .collect()
}

fn statements(package: &Package) -> Vec<(String, String)> {
    let mut all = Vec::new();
    if let Some(name) = crate::facts::known_supplier(package) {
        all.push(("supplier".to_owned(), name.to_owned()));
    }
    let mut licences: Vec<_> = package.licences.iter().map(|licence| licence.text.as_str()).collect();
    licences.sort_unstable();
    licences.dedup();
    if !licences.is_empty() {
        all.push(("licence".to_owned(), licences.join(", ")));
    }
    if let Some(level) = package.support.level.filter(|level| *level != crate::SupportLevel::Unknown) {
        all.push(("level of support".to_owned(), level.word().to_owned()));
    }
    let days =
        [("end of support", package.support.end_of_support), ("end of life", package.support.end_of_life)];
    all.extend(days.into_iter().filter_map(|(what, day)| Some((what.to_owned(), day?.to_string()))));
    if let Some(cpe) = &package.cpe {
        all.push(("CPE".to_owned(), cpe.clone()));
    }
    for hash in &package.hashes {
        all.push((hash.alg.clone(), hash.value.to_ascii_lowercase()));
    }
    all
}
