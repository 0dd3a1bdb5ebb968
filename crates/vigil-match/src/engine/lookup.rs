//! What the records say on the targets of a group, before any version is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vigil_vulndb::{Damage, Entry, Reader};

use super::Engine;
use super::flaws::{self, Head};
use super::statement::{Of, Own, Place, Statement, about};
use crate::evaluate::Verdict;
use crate::evaluate::tree::Environment;
use crate::identity::{Scope, Target};
use crate::result::Severity;
use crate::{Attempt, Text, Way};

/// Everything that was looked up for a group.
#[derive(Default)]
pub(super) struct Looked {
    pub(super) statements: Vec<Statement>,
    /// For each member the verdict of each statement.
    pub(super) verdicts: Vec<Vec<Verdict>>,
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
    pub(super) place: Place,
    pub(super) entries: Vec<u32>,
    pub(super) is_known: bool,
    /// Whether they are the entries with wild cards, which are read already.
    pub(super) is_open: bool,
}

/// Looks the keys of all targets up.
pub(super) fn find(engine: &Engine<'_>, shapes: &[Target]) -> Result<Vec<Found>, Damage> {
    let mut all = Vec::new();
    for (target, shape) in shapes.iter().enumerate() {
        find_one(engine, target, shape, &mut all)?;
    }
    Ok(all)
}

fn find_one(engine: &Engine<'_>, target: usize, shape: &Target, all: &mut Vec<Found>) -> Result<(), Damage> {
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

/// A package for which the entries are asked.
pub(super) struct Member<'m> {
    /// Its part of each target.
    pub(super) own: Vec<Own<'m>>,
    pub(super) environment: &'m Environment<'m>,
}

/// Reads the entries one by one and asks each for every member, so that no more than one is held at a time.
pub(super) fn read(
    engine: &Engine<'_>,
    reader: &mut Reader<'_>,
    shapes: &[Target],
    found: &[Found],
    members: &[Member<'_>],
) -> Result<Looked, Damage> {
    let mut looked = Looked {
        targets: shapes.iter().map(|_| Seen::default()).collect(),
        verdicts: members.iter().map(|_| Vec::new()).collect(),
        ..Looked::default()
    };
    let mut heads = Heads::default();
    for found in found {
        let place = &found.place;
        let of = Of::found_by(&shapes[place.target]);
        for number in &found.entries {
            let asked = |entry: &Entry<'_>| {
                let about = about(entry, &shapes[place.target], &place.ecosystem)?;
                let of = |member: &Member<'_>| {
                    about.evaluate(&member.own[place.target], &place.ecosystem, member.environment)
                };
                Some((members.iter().map(of).collect::<Vec<_>>(), about.scores()))
            };
            let asked = match found.is_open {
                true => engine.open.entry(*number).and_then(asked),
                false => asked(&reader.entry(*number)?),
            };
            let Some((verdicts, scores)) = asked else { continue };
            let record = engine.database.record_of(*number)?;
            let head = heads.of(engine, reader, record)?;
            looked.add(place, of, record, head, verdicts, scores);
        }
    }
    close(engine, shapes, found, &mut looked);
    Ok(looked)
}

/// The heads of records, each read once.
#[derive(Default)]
struct Heads(BTreeMap<u32, Arc<Head>>);

impl Heads {
    fn of(&mut self, engine: &Engine<'_>, reader: &mut Reader<'_>, record: u32) -> Result<Arc<Head>, Damage> {
        if let Some(head) = self.0.get(&record) {
            return Ok(Arc::clone(head));
        }
        let head = Arc::new(flaws::head(engine.database, reader, record)?);
        self.0.insert(record, Arc::clone(&head));
        Ok(head)
    }
}

impl Looked {
    fn add(
        &mut self,
        place: &Place,
        of: Of,
        record: u32,
        head: Arc<Head>,
        verdicts: Vec<Verdict>,
        mut scores: Vec<Severity>,
    ) {
        if head.is_withdrawn {
            self.withdrawn.insert(head.id.to_string());
            return;
        }
        self.targets[place.target].records += 1;
        for flaw in &head.flaws {
            self.flaws.entry(flaw.clone()).or_default().push(self.statements.len());
        }
        for (all, verdict) in self.verdicts.iter_mut().zip(verdicts) {
            all.push(verdict);
        }
        scores.iter_mut().for_each(|score| score.source = head.source.to_string());
        let (target, ecosystem, key) = (place.target, place.ecosystem.clone(), place.key.clone());
        self.statements.push(Statement { target, ecosystem, key, of, record, head, scores });
    }
}

/// Says which keys were looked up, which sources cover them, and what came of it.
fn close(engine: &Engine<'_>, shapes: &[Target], found: &[Found], looked: &mut Looked) {
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
