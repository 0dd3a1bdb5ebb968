//! What the records say on the targets of a group, before any version is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vigil_vulndb::{Damage, Entry, Reader};

use super::flaws::{self, Head};
use super::Engine;
use super::statement::{About, Of, Place, Statement, is_about};
use crate::identity::{Scope, Target};
use crate::{Attempt, Text, Way};

/// Everything that was looked up for a group.
#[derive(Default)]
pub(super) struct Looked<'e> {
    pub(super) statements: Vec<Statement<'e>>,
    /// One for each target.
    pub(super) targets: Vec<Seen>,
    /// Withdrawn records that name it.
    pub(super) withdrawn: BTreeSet<String>,
    /// Each flaw with the places of the statements on it, sorted by id.
    pub(super) flaws: BTreeMap<Text, Vec<usize>>,
}

/// What came of one target.
#[derive(Default)]
pub(super) struct Seen {
    keys: Vec<String>,
    pub(super) covered_by: Vec<String>,
    records: usize,
    outcome: String,
}

impl Seen {
    /// The attempt of one package, which brings its own way and identifier.
    pub(super) fn attempt(&self, way: Way, identifier: &str) -> Attempt {
        Attempt {
            way,
            identifier: identifier.to_owned(),
            keys: self.keys.clone(),
            covered_by: self.covered_by.clone(),
            records: self.records,
            outcome: self.outcome.clone(),
        }
    }

    fn close(&mut self) {
        self.covered_by.sort();
        self.covered_by.dedup();
        if self.outcome.is_empty() {
            self.outcome = match (self.covered_by.is_empty(), self.records) {
                (true, _) => "no loaded source covers it".to_owned(),
                (false, 0) => "covered, no record names it".to_owned(),
                (false, 1) => "1 statement found".to_owned(),
                (false, count) => format!("{count} statements found"),
            };
        }
    }
}

/// Entries under one key.
pub(super) struct Found {
    place: Place,
    entries: Vec<u32>,
    is_known: bool,
    /// Whether they are the entries with wild cards, which are read already.
    is_open: bool,
}

/// Looks the keys of all targets up.
pub(super) fn find(engine: &Engine<'_>, shapes: &[Target]) -> Result<Vec<Found>, Damage> {
    let mut all = Vec::new();
    for (target, shape) in shapes.iter().enumerate() {
        find_one(engine, target, shape, &mut all)?;
    }
    Ok(all)
}

fn find_one(
    engine: &Engine<'_>,
    target: usize,
    shape: &Target,
    all: &mut Vec<Found>,
) -> Result<(), Damage> {
    let database = engine.database;
    let place = |ecosystem: &str, key: &str| Place { target, ecosystem: ecosystem.into(), key: key.into() };
    let mut add = |ecosystem: &str, found: vigil_vulndb::Found| {
        let place = place(ecosystem, &found.key);
        all.push(Found { place, entries: found.entries, is_known: found.known, is_open: false });
    };
    match shape {
        Target::Package { ecosystems, name, .. } => {
            for ecosystem in ecosystems {
                add(ecosystem, database.lookup_package(ecosystem, name)?);
            }
        }
        Target::Product(named) => {
            let found = database.lookup_key(&named.cpe.key().unwrap_or_default())?;
            let mut supplied = database.lookup_supplied(&named.vendor(), &named.product())?;
            let is_known = |entry: &u32| found.entries.contains(entry) || engine.open.has(*entry);
            supplied.entries.retain(|entry| !is_known(entry));
            add("", found);
            let entries = engine.open.about(named);
            all.push(Found { place: place("", engine.open.key()), entries, is_known: false, is_open: true });
            let place = place("", &supplied.key);
            all.push(Found { place, entries: supplied.entries, is_known: false, is_open: false });
        }
        Target::Supplied { supplier, product, .. } => add("", database.lookup_supplied(supplier, product)?),
        Target::Repository { key, .. } => add("", database.lookup_repository(key)?),
    }
    Ok(())
}

/// What was read of the entries, before those that are kept are read for good.
#[derive(Default)]
pub(super) struct Slots {
    slots: Vec<Slot>,
    withdrawn: BTreeSet<String>,
}

/// One entry that is about a target.
struct Slot {
    /// Place among what was found.
    found: usize,
    number: u32,
    record: u32,
    head: Arc<Head>,
    /// What it says; `None` where that is read from the next kept entry.
    about: Option<About<'static>>,
}

/// Reads the entries one by one and keeps what is needed of each: a few words, or the unpacked entry.
pub(super) fn gather(
    engine: &Engine<'_>,
    reader: &mut Reader<'_>,
    shapes: &[Target],
    found: &[Found],
) -> Result<(Slots, Vec<Vec<u8>>), Damage> {
    let (mut gathered, mut kept) = (Slots::default(), Vec::new());
    let mut heads: BTreeMap<u32, Arc<Head>> = BTreeMap::new();
    for (at, found) in found.iter().enumerate() {
        let shape = &shapes[found.place.target];
        let of = |entry: &Entry<'_>| Some(is_about(entry, shape, &found.place.ecosystem)?.detached());
        for number in &found.entries {
            let about = if found.is_open {
                engine.open.entry(*number).and_then(|entry| of(entry))
            } else {
                of(&reader.entry(*number)?)
            };
            let Some(about) = about else { continue };
            let record = engine.database.record_of(*number)?;
            let head = match heads.get(&record) {
                Some(head) => Arc::clone(head),
                None => {
                    let head = Arc::new(flaws::head(engine.database, reader, record)?);
                    Arc::clone(heads.entry(record).or_insert(head))
                }
            };
            if head.is_withdrawn {
                gathered.withdrawn.insert(head.id.to_string());
                continue;
            }
            if about.is_none() && !found.is_open {
                kept.push(reader.entry_bytes(*number)?);
            }
            gathered.slots.push(Slot { found: at, number: *number, record, head, about });
        }
    }
    Ok((gathered, kept))
}

/// Puts together what the entries say of the targets. `kept` are the entries that [`gather`] kept.
pub(super) fn read<'e>(
    engine: &'e Engine<'_>,
    shapes: &[Target],
    found: &[Found],
    gathered: Slots,
    kept: &'e [Entry<'e>],
) -> Looked<'e> {
    let targets = shapes.iter().map(|_| Seen::default()).collect();
    let mut looked = Looked { targets, withdrawn: gathered.withdrawn, ..Looked::default() };
    let mut kept = kept.iter();
    for slot in gathered.slots {
        let found = &found[slot.found];
        let shape = &shapes[found.place.target];
        let about = slot.about.or_else(|| {
            let entry = if found.is_open { engine.open.entry(slot.number) } else { kept.next() };
            is_about(entry?, shape, &found.place.ecosystem)
        });
        let Some(about) = about else { continue };
        looked.targets[found.place.target].records += 1;
        for flaw in &slot.head.flaws {
            looked.flaws.entry(flaw.clone()).or_default().push(looked.statements.len());
        }
        looked.statements.push(about.into_statement(&found.place, Of::of(shape), slot.record, slot.head));
    }
    close(engine, shapes, found, &mut looked);
    looked
}

/// Says which keys were looked up, which sources cover them, and what came of it.
fn close(engine: &Engine<'_>, shapes: &[Target], found: &[Found], looked: &mut Looked<'_>) {
    let database = engine.database;
    for (at, (shape, seen)) in shapes.iter().zip(&mut looked.targets).enumerate() {
        let mut own = found.iter().filter(|found| found.place.target == at);
        let sources = || {
            let own = looked.statements.iter().filter(|statement| statement.target == at);
            own.map(|statement| statement.head.source.to_string())
        };
        match shape {
            Target::Package { ecosystems, scope, .. } => {
                seen.keys.extend(own.map(|found| found.place.key.to_string()));
                seen.covered_by.extend(ecosystems.iter().flat_map(|name| database.covering(name)));
                if let Scope::AnyRelease(family) = scope {
                    seen.outcome = format!("the SBOM does not say which release of {family} it is");
                }
            }
            Target::Product(_) => {
                let first = own.next();
                seen.keys.extend(first.map(|found| found.place.key.to_string()));
                // A product counts as covered only if it is known: a misspelt name is in no record either.
                if first.is_some_and(|found| found.is_known) || seen.records > 0 {
                    seen.covered_by = database.covering("cpe");
                    seen.covered_by.extend(sources());
                } else {
                    "no loaded source knows this vendor and product".clone_into(&mut seen.outcome);
                }
            }
            Target::Supplied { .. } => {
                seen.keys.extend(own.map(|found| found.place.key.to_string()));
                seen.covered_by.extend(sources());
            }
            Target::Repository { .. } => {
                let first = own.next();
                seen.keys.extend(first.map(|found| found.place.key.to_string()));
                if first.is_some_and(|found| found.is_known) {
                    seen.covered_by = database.covering("git");
                } else {
                    "no loaded source knows this repository".clone_into(&mut seen.outcome);
                }
            }
        }
        seen.close();
    }
}

/// Whether it can be said of a target that no record is known of it.
pub(super) fn can_be_clear(shape: &Target, seen: &Seen, way: Way) -> bool {
    match shape {
        // A name alone may be another product's; its silence proves nothing.
        Target::Product(_) => way != Way::Name && !seen.covered_by.is_empty(),
        Target::Supplied { .. } => false,
        Target::Package { .. } | Target::Repository { .. } => !seen.covered_by.is_empty(),
    }
}
