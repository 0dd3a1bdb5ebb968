//! From inventory and database to one result per package.

mod change;
mod evidence;
mod facts;
mod flaws;
mod group;
mod located;
mod lookup;
mod open;
mod package;
mod portfolio;
mod row;
mod statement;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::date;
use vigil_finding::Finding;
use vigil_sbom::Inventory;
use vigil_vulndb::cpe::Cpe;
use vigil_vulndb::{Damage, Database, Kev, Record};

use crate::evaluate::name::Named;
use crate::evaluate::tree::Environment;
use crate::identity::{self, Identities, Target};
use facts::epss;

use crate::{DataCut, Matching, Options, PackageResult, findings};

pub use change::{Change, affected_by_change, match_items, rematch};
pub use portfolio::match_portfolio;
pub use told::story;

/// What the evaluation of every package needs.
pub(crate) struct Engine<'a> {
    pub(crate) database: &'a Database,
    /// Sources older than allowed, with their age in days.
    pub(crate) stale: BTreeMap<String, i64>,
    pub(crate) kev: BTreeMap<String, Kev>,
    /// Whether the database holds overrides of NVD's configurations.
    pub(crate) has_overrides: bool,
    /// Entries that may be about any product.
    pub(crate) open: open::Open<'a>,
    /// Facts of flaws that were gathered already.
    pub(crate) known: facts::Known,
    /// What a person should know of the data.
    findings: Vec<Finding>,
}

impl<'a> Engine<'a> {
    fn new(database: &'a Database, options: &Options, open: open::Open<'a>) -> Self {
        let mut findings = Vec::new();
        let stale = stale(database, options, &mut findings);
        let kev = kev(database, &mut findings);
        let has_overrides = database.sources().iter().any(|source| source.name == Record::OVERRIDES);
        let known = facts::Known::default();
        Self { database, stale, kev, has_overrides, open, known, findings }
    }

    /// The result of an inventory; `findings` are those of its environment.
    fn matching(
        &self,
        inventory: &Inventory,
        options: &Options,
        mut findings: Vec<Finding>,
        results: Vec<PackageResult>,
    ) -> Matching {
        findings.extend(self.findings.iter().cloned());
        findings.extend(unused_pins(inventory, options));
        Matching {
            counts: portfolio::counts(&results),
            data_cut: data_cut(self.database, options, self.stale.clone()),
            notices: self.database.notices(),
            findings,
            results,
        }
    }
}

/// Matches every package of the inventory. There is exactly one result for each item, in the order of the items.
pub fn match_inventory(inventory: &Inventory, database: &Database, options: &Options) -> Matching {
    let all = match_portfolio(&[inventory], database, options);
    // One inventory, one result.
    all.into_iter().next().expect("a result for each inventory")
}

/// Everything the device consists of, for configurations that ask what something runs on.
fn environment<'i>(
    number: usize,
    identities: impl Iterator<Item = &'i Result<Identities, Damage>>,
    surroundings: &'i [Named],
) -> Environment<'i> {
    let mut environment = Environment::new(number);
    for identity in identities.flatten().flat_map(|identities| &identities.found) {
        if let Target::Product(named) = &identity.target {
            environment.add(named);
        }
    }
    surroundings.iter().for_each(|named| environment.add(named));
    environment
}

/// What the device consists of beside its SBOMs.
fn surroundings(options: &Options, findings: &mut Vec<Finding>) -> Vec<Named> {
    let mut named = Vec::new();
    for text in &options.surroundings {
        match Cpe::parse(text) {
            Ok(cpe) if cpe.key().is_some() => named.push(Named::new(cpe, None)),
            Ok(_) => findings.push(findings::bad_surrounding(text, "its vendor or product is open")),
            Err(error) => findings.push(findings::bad_surrounding(text, &error.to_string())),
        }
    }
    named
}

fn stale(database: &Database, options: &Options, findings: &mut Vec<Finding>) -> BTreeMap<String, i64> {
    let mut stale = BTreeMap::new();
    if !database.sources().iter().any(|source| !source.covers.is_empty()) {
        findings.push(findings::no_source());
    }
    for source in database.sources() {
        findings.extend(source.doubts.iter().map(|doubt| findings::doubt(&source.name, doubt)));
        let Some(allowed) = options.max_age_days else { continue };
        match source.newest {
            Some(day) => {
                let age = date::days_between(day, options.as_of);
                if age > allowed {
                    stale.insert(source.name.clone(), age);
                    findings.push(findings::stale(&source.name, day, age, allowed));
                }
            }
            None if source.covers.is_empty() => {}
            None => findings.push(findings::undated(&source.name)),
        }
    }
    stale
}

fn kev(database: &Database, findings: &mut Vec<Finding>) -> BTreeMap<String, Kev> {
    match database.kev_list() {
        Ok(list) => list.into_iter().map(|kev| (kev.cve.clone(), kev)).collect(),
        Err(damage) => {
            findings.push(findings::doubt("kev", &damage.to_string()));
            BTreeMap::new()
        }
    }
}

fn data_cut(database: &Database, options: &Options, stale: BTreeMap<String, i64>) -> DataCut {
    let sources = database.sources();
    DataCut {
        as_of: options.as_of,
        database: database.status().digest,
        sources: sources.iter().map(|source| (source.name.clone(), source.newest)).collect(),
        stale,
        doubts: sources.iter().flat_map(|source| source.doubts.clone()).collect(),
    }
}

fn unused_pins(inventory: &Inventory, options: &Options) -> Vec<Finding> {
    let mut used = BTreeSet::new();
    for item in &inventory.items {
        used.extend(identity::pin_keys(&item.package));
    }
    let unused = options.pins.iter().filter(|(key, _)| !used.contains(*key));
    unused.map(|(key, pin)| findings::unused_pin(key, &pin.decision)).collect()
}
