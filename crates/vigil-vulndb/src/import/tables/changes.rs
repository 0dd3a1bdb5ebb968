//! What differs from the database that was carried on.

use std::collections::BTreeMap;

use super::Tables;
use super::order::{Order, Origin};
use crate::import::report::{ChangedRecord, Changes};
use crate::{Damage, Kev};

/// The records and catalogue entries that differ; `None` where no database was carried on.
pub(super) fn of(tables: &Tables, order: &Order) -> Result<Option<Changes>, Damage> {
    let Some(base) = &tables.base else { return Ok(None) };
    let mut changes = Changes::default();
    for (number, origin) in order.records.iter().enumerate() {
        let Origin::New(at) = origin else { continue };
        let stored = &tables.records[*at as usize];
        let source = tables.names.text(order.kinds[number].0);
        let change = ChangedRecord { id: stored.id.clone(), source: source.to_owned() };
        match base.heads.find(&stored.id, source) {
            None => changes.new.push(change),
            Some(old) if base.digest(old) == stored.digest => {}
            Some(old) if stored.withdrawn && !base.heads.get(old).withdrawn => changes.withdrawn.push(change),
            Some(_) => changes.changed.push(change),
        }
    }
    catalogue(&base.database.kev_list()?, &tables.kev.kept, &mut changes);
    for list in [&mut changes.new, &mut changes.changed, &mut changes.withdrawn, &mut changes.removed] {
        list.sort();
    }
    Ok(Some(changes))
}

/// A catalogue comes whole: what is not in the newer one was taken out.
fn catalogue(old: &[Kev], new: &BTreeMap<String, Kev>, changes: &mut Changes) {
    let change = |cve: &String| ChangedRecord { id: cve.clone(), source: "kev".to_owned() };
    let before: BTreeMap<&String, &Kev> = old.iter().map(|kev| (&kev.cve, kev)).collect();
    for (cve, kev) in new {
        match before.get(cve) {
            None => changes.new.push(change(cve)),
            Some(old) if *old == kev => {}
            Some(_) => changes.changed.push(change(cve)),
        }
    }
    changes.removed.extend(before.keys().filter(|cve| !new.contains_key(**cve)).map(|cve| change(cve)));
}
