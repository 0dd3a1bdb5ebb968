//! What a newer database changes: only packages that its changed records can concern are matched again.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use vigil_sbom::Inventory;
use vigil_vulndb::{Damage, Database, entry};

use super::portfolio::{Task, items, tasks};
use super::{Engine, epss, lookup, open, stale};
use crate::identity::{Identities, Target};
use crate::{Match, Matching, Options};

/// What changed between two states of a database, as far as matching asks for it.
///
/// Exploit predictions change for every flaw every day and concern no state: they are not part of it, and
/// [`rematch`] brings them up to date in every row.
#[derive(Clone, Debug)]
pub struct Change {
    /// Why every package has to be matched again, where that is so.
    whole: Option<&'static str>,
    /// Keys of everything that a changed record, or another record of its flaw, speaks of.
    keys: HashSet<String>,
}

/// How often ids are followed from record to record. The name of a flaw may come from another record's alias, and
/// the facts of the flaw from a third record.
const STEPS: usize = 3;

impl Change {
    /// The change from `old` to `new`, in which the records with these ids were added, changed or removed.
    ///
    /// # Errors
    /// Fails where one of the databases is damaged.
    pub fn between(
        old: &Database,
        new: &Database,
        ids: impl IntoIterator<Item = String>,
    ) -> Result<Self, Damage> {
        let mut ids: BTreeSet<String> = ids.into_iter().collect();
        ids.extend(exploited(old, new)?);
        let mut keys = HashSet::new();
        for database in [old, new] {
            add_keys(database, &ids, &mut keys)?;
        }
        Ok(Self { whole: whole(old, new), keys })
    }

    /// Why every package has to be matched again; `None` where the keys decide.
    pub fn whole(&self) -> Option<&'static str> {
        self.whole
    }

    /// How many keys it touches.
    pub fn key_count(&self) -> usize {
        self.keys.len()
    }
}

/// Sources that came or went, or cover something else now, change what silence means.
fn whole(old: &Database, new: &Database) -> Option<&'static str> {
    let covered = |database: &Database| -> Vec<(String, Vec<String>)> {
        let sources = database.sources().iter();
        sources.map(|source| (source.name.clone(), source.covers.keys().cloned().collect())).collect()
    };
    (covered(old) != covered(new)).then_some("the sources, or what they cover, changed")
}

/// Flaws whose entry in the catalogue of known exploited vulnerabilities changed.
fn exploited(old: &Database, new: &Database) -> Result<Vec<String>, Damage> {
    let list = |database: &Database| -> Result<BTreeMap<String, vigil_vulndb::Kev>, Damage> {
        Ok(database.kev_list()?.into_iter().map(|kev| (kev.cve.clone(), kev)).collect())
    };
    let (old, new) = (list(old)?, list(new)?);
    let all: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    Ok(all.into_iter().filter(|id| old.get(*id) != new.get(*id)).cloned().collect())
}

fn add_keys(database: &Database, ids: &BTreeSet<String>, keys: &mut HashSet<String>) -> Result<(), Damage> {
    let mut reader = database.reader()?;
    let mut known: HashSet<String> = HashSet::new();
    let mut records: HashSet<u32> = HashSet::new();
    let mut next: Vec<String> = ids.iter().cloned().collect();
    for _ in 0..STEPS {
        let mut found = Vec::new();
        for id in std::mem::take(&mut next) {
            if known.insert(id.clone()) {
                found.extend(database.by_id(&id)?);
            }
        }
        for number in found {
            if !records.insert(number) {
                continue;
            }
            let record = reader.record(number)?;
            let all = record.aliases.iter().chain(&record.upstream).chain(&record.document);
            next.push(record.id.to_string());
            next.extend(all.map(ToString::to_string));
            for entry in database.entries_of(number)? {
                keys.extend(entry::keys(&reader.entry(entry)?));
            }
        }
    }
    Ok(())
}

/// Places of the packages, inventory by inventory, whose result the change may touch. All others keep theirs,
/// exploit predictions apart.
///
/// # Errors
/// Fails where one of the databases is damaged.
pub fn affected_by_change(
    inventories: &[&Inventory],
    change: &Change,
    (old, new): (&Database, &Database),
    options: &Options,
) -> Result<Vec<Vec<usize>>, Damage> {
    let all = |inventory: &&Inventory| (0..inventory.items.len()).collect();
    let ages = |database: &Database| stale(database, options, &mut Vec::new());
    if change.whole.is_some() || ages(old) != ages(new) {
        return Ok(inventories.iter().map(all).collect());
    }
    let (old_bytes, new_bytes) = (open::Bytes::of(old)?, open::Bytes::of(new)?);
    let engines =
        [Engine::new(old, options, old_bytes.entries()?), Engine::new(new, options, new_bytes.entries()?)];
    let before = tasks(inventories, old, options);
    let after = tasks(inventories, new, options);
    let mut touched = Touched { engines: &engines, change, known: HashMap::new() };
    let mut places = Vec::with_capacity(inventories.len());
    for ((inventory, before), after) in inventories.iter().zip(&before).zip(&after) {
        // Where a package is identified in another way, what others run on may be another thing.
        let is_same = |(before, after): (&Task<'_>, &Task<'_>)| match (&before.identities, &after.identities)
        {
            (Ok(before), Ok(after)) => before == after,
            _ => false,
        };
        if !before.iter().zip(after).all(is_same) {
            places.push(all(inventory));
            continue;
        }
        let mut own = Vec::new();
        for (at, task) in after.iter().enumerate() {
            if let Ok(identities) = &task.identities
                && touched.is_touched(identities)?
            {
                own.push(at);
            }
        }
        places.push(own);
    }
    Ok(places)
}

/// Whether the keys of a package are touched, each list of keys looked up once.
struct Touched<'t> {
    engines: &'t [Engine<'t>; 2],
    change: &'t Change,
    known: HashMap<Vec<Target>, bool>,
}

impl Touched<'_> {
    fn is_touched(&mut self, identities: &Identities) -> Result<bool, Damage> {
        let shapes: Vec<Target> = identities.found.iter().map(|identity| identity.target.shape()).collect();
        if let Some(known) = self.known.get(&shapes) {
            return Ok(*known);
        }
        let [old, new] = self.engines;
        let (old, new) = (lookup::find(old, &shapes)?, lookup::find(new, &shapes)?);
        let is_key = |found: &lookup::Found| {
            // Entries that may be about any product touch a product only if they can be about it.
            (!found.is_open || !found.entries.is_empty())
                && self.change.keys.contains(found.place.key.as_str())
        };
        let is_other = old.len() != new.len()
            || old
                .iter()
                .zip(&new)
                .any(|(old, new)| old.is_known != new.is_known || old.entries.len() != new.entries.len());
        let touched = is_other || old.iter().chain(&new).any(is_key);
        self.known.insert(shapes, touched);
        Ok(touched)
    }
}

/// Matches again what the change may touch, and keeps the rest of the earlier results. The result of each inventory
/// is the one that [`crate::match_inventory`] gives with the new database, provided that `before` is the one it gave
/// with the old.
///
/// # Errors
/// Fails where one of the databases is damaged.
pub fn rematch(
    portfolio: Vec<(&Inventory, Matching)>,
    change: &Change,
    (old, new): (&Database, &Database),
    options: &Options,
) -> Result<Vec<Matching>, Damage> {
    let inventories: Vec<&Inventory> = portfolio.iter().map(|(inventory, _)| *inventory).collect();
    let places = affected_by_change(&inventories, change, (old, new), options)?;
    let bytes = open::Bytes::of(new)?;
    let engine = Engine::new(new, options, bytes.entries()?);
    let parts: Vec<_> = inventories.iter().copied().zip(places.iter().map(Vec::as_slice)).collect();
    let mut again = items(&parts, &engine, options).into_iter().zip(&places);
    let mut findings = Vec::new();
    super::surroundings(options, &mut findings);
    let merged = portfolio.into_iter().map(|(inventory, before)| {
        let mut results = before.results;
        for result in &mut results {
            result.matches.iter_mut().for_each(|found| renew_prediction(&engine, found));
        }
        if let Some((fresh, places)) = again.next() {
            for (result, at) in fresh.into_iter().zip(places) {
                results[*at] = result;
            }
        }
        engine.matching(inventory, options, findings.clone(), results)
    });
    Ok(merged.collect())
}

/// The results of the packages at some places of each inventory: those of [`affected_by_change`], for who keeps the
/// other results elsewhere.
///
/// # Errors
/// Fails where the database is damaged.
pub fn match_items(
    parts: &[(&Inventory, &[usize])],
    database: &Database,
    options: &Options,
) -> Result<Vec<Vec<crate::PackageResult>>, Damage> {
    let bytes = open::Bytes::of(database)?;
    Ok(items(parts, &Engine::new(database, options, bytes.entries()?), options))
}

fn renew_prediction(engine: &Engine<'_>, found: &mut Match) {
    let now = epss(engine, &found.id);
    if found.facts.epss != now {
        std::sync::Arc::make_mut(&mut found.facts).epss = now;
    }
}
