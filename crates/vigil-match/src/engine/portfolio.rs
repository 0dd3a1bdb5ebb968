//! One inventory, or many at once: what is the same is looked at once.

use rayon::prelude::*;
use vigil_sbom::{Inventory, Item};
use vigil_vulndb::{Damage, Database, Reader};

use super::group::{self, Group};
use super::lookup::Member;
use super::package::{self, Said};
use super::statement::Own;
use super::{Engine, environment, evidence, lookup, open, surroundings};
use crate::evaluate::tree::Environment;
use crate::identity::{self, Identities, SourceNames};
use crate::{Built, Counts, Matching, Options, PackageResult};

/// An item with what it needs.
pub(super) struct Task<'o> {
    environment: usize,
    /// What is stated of its build, with its place among all such statements.
    built: Option<(usize, &'o Built)>,
    pub(super) identities: Result<Identities, Damage>,
}

impl Task<'_> {
    fn same(&self) -> Option<(&Identities, usize, Option<usize>)> {
        let built = self.built.map(|(at, _)| at);
        self.identities.as_ref().ok().map(|found| (found, self.environment, built))
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
    let all: Vec<Vec<usize>> =
        inventories.iter().map(|inventory| (0..inventory.items.len()).collect()).collect();
    let parts: Vec<(&Inventory, &[usize])> =
        inventories.iter().copied().zip(all.iter().map(Vec::as_slice)).collect();
    let mut findings = Vec::new();
    // What is not usable of the surroundings is told once for each inventory.
    surroundings(options, &mut findings);
    let results = items(&parts, engine, options).into_iter().zip(inventories);
    results
        .map(|(results, inventory)| engine.matching(inventory, options, findings.clone(), results))
        .collect()
}

/// The identities of all items, inventory by inventory.
pub(super) fn tasks<'o>(
    inventories: &[&Inventory],
    database: &Database,
    options: &'o Options,
) -> Vec<Vec<Task<'o>>> {
    let of = |(environment, inventory): (usize, &&Inventory)| {
        let sources = SourceNames::of(inventory);
        let task = |item| Task {
            environment,
            built: built(item, options),
            identities: identity::of(item, database, options, &sources),
        };
        inventory.items.par_iter().map(task).collect()
    };
    inventories.iter().enumerate().map(of).collect()
}

/// The results of some items of each inventory, by their places, which must be sorted. What a package runs on is
/// looked for among all items.
pub(super) fn items(
    parts: &[(&Inventory, &[usize])],
    engine: &Engine<'_>,
    options: &Options,
) -> Vec<Vec<PackageResult>> {
    let inventories: Vec<&Inventory> = parts.iter().map(|(inventory, _)| *inventory).collect();
    let tasks = tasks(&inventories, engine.database, options);
    let surroundings = surroundings(options, &mut Vec::new());
    let environments: Vec<Environment<'_>> = tasks
        .iter()
        .enumerate()
        .map(|(at, tasks)| environment(at, tasks.iter().map(|task| &task.identities), &surroundings))
        .collect();
    let wanted = parts.iter().zip(&tasks);
    let flat: Vec<&Task<'_>> =
        wanted.flat_map(|((_, places), tasks)| places.iter().filter_map(|at| tasks.get(*at))).collect();
    let mut said = said(engine, &environments, &flat).into_iter().zip(&flat);
    let mut next = |item| {
        let (said, task) = said.next()?;
        let said = said.or_else(|| task.identities.as_ref().err().map(|damage| Said::failed(*damage)))?;
        Some(Said::of(said, item))
    };
    parts
        .iter()
        .map(|(inventory, places)| {
            let items = places.iter().filter_map(|at| inventory.items.get(*at));
            items.filter_map(&mut next).collect()
        })
        .collect()
}

fn said(engine: &Engine<'_>, environments: &[Environment<'_>], tasks: &[&Task<'_>]) -> Vec<Option<Said>> {
    let groups = group::groups(tasks.iter().map(|task| task.same()).enumerate());
    let mut said: Vec<Option<Said>> = tasks.iter().map(|_| None).collect();
    let found: Vec<Vec<(Vec<usize>, Said)>> = groups
        .into_par_iter()
        .map_init(
            || engine.database.reader(),
            |reader, group| of_group(engine, environments, tasks, group, reader),
        )
        .collect();
    for (places, one) in found.into_iter().flatten() {
        let Some((last, others)) = places.split_last() else { continue };
        for place in others {
            said[*place] = Some(one.clone());
        }
        said[*last] = Some(one);
    }
    said
}

/// What is stated of the build of a package.
fn built<'o>(item: &Item, options: &'o Options) -> Option<(usize, &'o Built)> {
    if options.built.is_empty() {
        return None;
    }
    let key = (item.component.clone(), item.package.key().to_string());
    let mut all = options.built.iter().enumerate();
    all.find(|(_, (known, _))| **known == key).map(|(at, (_, built))| (at, built))
}

/// What is said of the packages of a group.
fn of_group(
    engine: &Engine<'_>,
    environments: &[Environment<'_>],
    tasks: &[&Task<'_>],
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

fn looked_up(
    engine: &Engine<'_>,
    environments: &[Environment<'_>],
    tasks: &[&Task<'_>],
    group: &Group,
    reader: &mut Reader<'_>,
) -> Result<Vec<Said>, Damage> {
    let found = lookup::find(engine, &group.shapes)?;
    let first = |places: &Vec<usize>| {
        let task = tasks[places[0]];
        let environment = &environments[task.environment];
        task.identities.as_ref().map(|identities| (identities, environment, task.built.map(|it| it.1)))
    };
    let packages: Vec<(&Identities, &Environment<'_>, Option<&Built>)> =
        group.same.iter().map(first).collect::<Result<_, _>>().map_err(|damage| *damage)?;
    let mut members = Vec::with_capacity(packages.len());
    for (identities, environment, _) in &packages {
        members.push(Member { own: identities.found.iter().map(Own::of).collect(), environment });
    }
    let mut looked = lookup::read(engine, reader, &group.shapes, &found, &members)?;
    let mut all = std::mem::take(&mut looked.verdicts);
    let mut said = Vec::with_capacity(members.len());
    for ((member, verdicts), (identities, _, built)) in members.iter().zip(&mut all).zip(&packages) {
        evidence::blur(&looked.statements, verdicts, &member.own);
        said.push(package::said(engine, reader, &looked, (&member.own, verdicts), identities, *built));
    }
    Ok(said)
}

/// Packages per state.
pub(super) fn counts(results: &[PackageResult]) -> Counts {
    let mut counts = Counts::default();
    results.iter().for_each(|result| counts.add(result.state));
    counts
}
