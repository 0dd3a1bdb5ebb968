//! One inventory, or many at once: what is the same is looked at once.

use rayon::prelude::*;
use vigil_sbom::Inventory;
use vigil_vulndb::{Damage, Database, Entry, Reader};

use super::group::{self, Group};
use super::package::{self, Said};
use super::{Engine, environment, lookup, open};
use crate::evaluate::tree::Environment;
use crate::identity::{self, Identities, SourceNames};
use crate::{Counts, Matching, Options, PackageResult};

/// An item with what it needs.
struct Task {
    environment: usize,
    identities: Result<Identities, Damage>,
}

impl Task {
    fn same(&self) -> Option<(&Identities, usize)> {
        self.identities.as_ref().ok().map(|found| (found, self.environment))
    }
}

/// Matches several inventories, each for itself, in the order they are given.
///
/// The result of each is the one of [`crate::match_inventory`]. Packages that stand in several inventories are
/// looked up once, so many small inventories cost little more than one that holds their different packages.
pub fn match_portfolio(inventories: &[&Inventory], database: &Database, options: &Options) -> Vec<Matching> {
    let bytes = match open::Bytes::of(database) {
        Ok(bytes) => bytes,
        Err(damage) => return failed(inventories, database, options, damage),
    };
    match bytes.entries() {
        Ok(open) => matched(inventories, &Engine::new(database, options, open), options),
        Err(damage) => failed(inventories, database, options, damage),
    }
}

/// All not checked: entries that may be about any product cannot be read.
fn failed(
    inventories: &[&Inventory],
    database: &Database,
    options: &Options,
    damage: Damage,
) -> Vec<Matching> {
    let engine = Engine::new(database, options, open::Open::default());
    let results = |inventory: &&Inventory| {
        let failed = |item| Said::failed(damage).of(item);
        let results = inventory.items.iter().map(failed).collect();
        engine.matching(inventory, options, Vec::new(), results)
    };
    inventories.iter().map(results).collect()
}

fn matched(inventories: &[&Inventory], engine: &Engine<'_>, options: &Options) -> Vec<Matching> {
    let tasks: Vec<Vec<Task>> = inventories
        .iter()
        .enumerate()
        .map(|(environment, inventory)| {
            let sources = SourceNames::of(inventory);
            let of = |item| identity::of(item, engine.database, options, &sources);
            let task = |item| Task { environment, identities: of(item) };
            inventory.items.par_iter().map(task).collect()
        })
        .collect();
    let mut findings: Vec<Vec<_>> = inventories.iter().map(|_| Vec::new()).collect();
    let environments: Vec<Environment> = tasks
        .iter()
        .zip(&mut findings)
        .enumerate()
        .map(|(at, (tasks, findings))| {
            environment(at, tasks.iter().map(|task| &task.identities), options, findings)
        })
        .collect();
    let flat: Vec<&Task> = tasks.iter().flatten().collect();
    let groups = group::groups(flat.iter().map(|task| task.same()).enumerate());
    let mut said: Vec<Option<Said>> = flat.iter().map(|_| None).collect();
    let found: Vec<Vec<(Vec<usize>, Said)>> = groups
        .into_par_iter()
        .map_init(
            || engine.database.reader(),
            |reader, group| of_group(engine, &environments, &flat, group, reader),
        )
        .collect();
    for (places, one) in found.into_iter().flatten() {
        for place in places {
            said[place] = Some(one.clone());
        }
    }
    let mut said = said.into_iter().zip(&flat);
    let mut next = |item| {
        let (said, task) = said.next()?;
        let said = said.or_else(|| task.identities.as_ref().err().map(|damage| Said::failed(*damage)))?;
        Some(Said::of(said, item))
    };
    inventories
        .iter()
        .zip(findings)
        .map(|(inventory, findings)| {
            let results: Vec<PackageResult> = inventory.items.iter().filter_map(&mut next).collect();
            engine.matching(inventory, options, findings, results)
        })
        .collect()
}

/// What is said of the packages of a group.
fn of_group(
    engine: &Engine<'_>,
    environments: &[Environment],
    tasks: &[&Task],
    group: Group,
    reader: &mut Result<Reader<'_>, Damage>,
) -> Vec<(Vec<usize>, Said)> {
    let said = match reader {
        Ok(reader) => looked_up(engine, environments, tasks, &group, reader),
        Err(damage) => Err(*damage),
    };
    match said {
        Ok(said) => group.same.into_iter().zip(said).collect(),
        Err(damage) => group.same.into_iter().map(|places| (places, Said::failed(damage))).collect(),
    }
}

/// Packages of a group that one thread takes at a time.
const AT_ONCE: usize = 16;

fn looked_up(
    engine: &Engine<'_>,
    environments: &[Environment],
    tasks: &[&Task],
    group: &Group,
    reader: &mut Reader<'_>,
) -> Result<Vec<Said>, Damage> {
    let found = lookup::find(engine, &group.shapes)?;
    let (slots, kept) = lookup::gather(engine, reader, &group.shapes, &found)?;
    let kept = kept.iter().map(Vec::as_slice);
    let kept: Vec<Entry<'_>> = kept.map(vigil_vulndb::entry::read).collect::<Result<_, _>>()?;
    let looked = lookup::read(engine, &group.shapes, &found, slots, &kept);
    let said = |reader: &mut Reader<'_>, places: &Vec<usize>| {
        let task = tasks[places[0]];
        match &task.identities {
            Ok(identities) => {
                package::said(engine, &environments[task.environment], reader, &looked, identities)
            }
            Err(damage) => Said::failed(*damage),
        }
    };
    if group.same.len() < 2 * AT_ONCE {
        return Ok(group.same.iter().map(|places| said(reader, places)).collect());
    }
    let parts = group.same.par_chunks(AT_ONCE).map(|part| {
        let mut reader = engine.database.reader()?;
        Ok(part.iter().map(|places| said(&mut reader, places)).collect::<Vec<_>>())
    });
    Ok(parts.collect::<Result<Vec<_>, Damage>>()?.into_iter().flatten().collect())
}

/// Packages per state.
pub(super) fn counts(results: &[PackageResult]) -> Counts {
    let mut counts = Counts::default();
    results.iter().for_each(|result| counts.add(result.state));
    counts
}
