//! The story of one flaw and one package, told from the same look-ups and evaluations as the result.

use std::collections::{BTreeMap, BTreeSet};

use vigil_sbom::Inventory;
use vigil_vulndb::{Damage, Database, Reader, entry};

use super::evidence::{self, Evidence};
use super::lookup::{self, Found, Looked, Member};
use super::package::{self, Outcome};
use super::statement::{Own, about, parts_of};
use super::{Engine, environment, facts, open, surroundings};
use crate::built::Placed;
use crate::identity::{self, Identities, SourceNames, Target};
use crate::story::{End, RecordStory, StatementStory, Story};
use crate::{Attempt, Options, Text};

/// Tells everything that is known of a flaw and one package of an inventory, also where it does not match.
///
/// `item` is the package's place among the items. `None` where the database has no record of the flaw.
///
/// # Errors
/// Fails where the database is damaged.
pub fn story(
    inventory: &Inventory,
    item: usize,
    flaw: &str,
    database: &Database,
    options: &Options,
) -> Result<Option<Story>, Damage> {
    let bytes = open::Bytes::of(database)?;
    let engine = Engine::new(database, options, bytes.entries()?);
    let mut reader = database.reader()?;
    let (ids, records) = group(database, &mut reader, flaw)?;
    if records.is_empty() {
        return Ok(None);
    }
    let sources = SourceNames::of(inventory);
    let of = |item| identity::of(item, database, options, &sources);
    let all: Vec<Result<Identities, Damage>> = inventory.items.iter().map(of).collect();
    let surroundings = surroundings(options, &mut Vec::new());
    let environment = environment(0, all.iter(), &surroundings);
    let identities = all[item].as_ref().map_err(|damage| *damage)?;
    let shapes: Vec<Target> = identities.found.iter().map(|identity| identity.target.shape()).collect();
    let found = lookup::find(&engine, &shapes)?;
    let members = [Member { own: identities.found.iter().map(Own::of).collect(), environment: &environment }];
    let mut looked = lookup::read(&engine, &mut reader, &shapes, &found, &members)?;
    let mut verdicts = std::mem::take(&mut looked.verdicts).pop().unwrap_or_default();
    evidence::blur(&looked.statements, &mut verdicts, &members[0].own);
    let teller = Teller { engine: &engine, member: &members[0], shapes: &shapes, found: &found };
    let known_by = known_by(&looked, &ids, flaw);
    let numbers = records.iter().copied().collect();
    let facts = facts::of(&engine, &mut reader, &known_by, numbers)?.as_ref().clone();
    let told = |number| teller.record(&mut reader, number);
    let mut records: Vec<RecordStory> = records.into_iter().map(told).collect::<Result<_, _>>()?;
    records.sort_by(|a, b| (&a.source, &a.id).cmp(&(&b.source, &b.id)));
    let package = &inventory.items[item];
    let built = options.built.get(&(package.component.clone(), package.package.key().to_string()));
    let end = teller.end(&mut reader, &looked, &verdicts, &known_by, built)?;
    let mut keys: Vec<String> = found.iter().map(|found| found.place.key.to_string()).collect();
    keys.retain(|key| !key.is_empty());
    keys.sort();
    keys.dedup();
    Ok(Some(Story {
        asked: flaw.to_owned(),
        flaw: known_by.to_string(),
        ids,
        component: package.component.clone(),
        package: package.package.key().to_string(),
        tried: tried(&members[0].own, &looked, identities),
        keys,
        records,
        facts,
        end,
    }))
}

fn tried(own: &[Own<'_>], looked: &Looked, identities: &Identities) -> Vec<Attempt> {
    let mut tried: Vec<Attempt> =
        own.iter().zip(&looked.targets).map(|(own, seen)| seen.attempt(own.way, &own.identifier)).collect();
    tried.extend(identities.failed.iter().cloned());
    tried
}

/// How often the ids of records are followed to other records; a chain of aliases is never longer in practice.
const MOST_STEPS: usize = 4;

/// All ids of the flaw, and the records that have one of them.
fn group(
    database: &Database,
    reader: &mut Reader<'_>,
    flaw: &str,
) -> Result<(BTreeSet<String>, BTreeSet<u32>), Damage> {
    let mut ids = BTreeSet::from([flaw.to_owned()]);
    let mut records = BTreeSet::new();
    for _ in 0..MOST_STEPS {
        let before = records.len();
        for id in ids.clone() {
            records.extend(database.by_id(&id)?);
        }
        for number in &records {
            let record = reader.record(*number)?;
            // A record about several flaws does not make them one.
            if record.cves().count() <= 1 && record.upstream.is_empty() {
                ids.insert(record.id.to_string());
                ids.extend(record.aliases.iter().map(ToString::to_string));
            }
        }
        if records.len() == before {
            break;
        }
    }
    Ok((ids, records))
}

/// The id by which the result knows the flaw: the one with statements, else its CVE id, else the one asked for.
fn known_by(looked: &Looked, ids: &BTreeSet<String>, asked: &str) -> Text {
    let with_statements = ids.iter().find(|id| looked.flaws.contains_key(id.as_str()));
    let cve = || ids.iter().find(|id| id.starts_with("CVE-"));
    if looked.flaws.contains_key(asked) {
        return asked.into();
    }
    with_statements.or_else(cve).map_or_else(|| asked.into(), |id| id.as_str().into())
}

struct Teller<'t> {
    engine: &'t Engine<'t>,
    member: &'t Member<'t>,
    shapes: &'t [Target],
    found: &'t [Found],
}

impl Teller<'_> {
    fn record(&self, reader: &mut Reader<'_>, number: u32) -> Result<RecordStory, Damage> {
        let record = reader.record(number)?;
        let withdrawn = record.is_withdrawn().then(|| match (&record.withdrawn, &record.status) {
            (Some(since), _) => format!("withdrawn on {since}"),
            (None, Some(status)) => format!("its source calls it {status}"),
            (None, None) => "withdrawn".to_owned(),
        });
        let mut told = RecordStory {
            source: record.source.to_string(),
            id: record.id.to_string(),
            withdrawn,
            statements: Vec::new(),
            others: Vec::new(),
            others_total: 0,
        };
        let mut others = BTreeSet::new();
        for entry in self.engine.database.entries_of(number)? {
            let statements = self.entry(reader, entry)?;
            if statements.is_empty() {
                others.extend(entry::keys(&reader.entry(entry)?));
            }
            told.statements.extend(statements);
        }
        told.others_total = others.len();
        told.others = others.into_iter().take(RecordStory::MOST_OTHERS).collect();
        Ok(told)
    }

    /// What an entry says of the package, once for each way it was found.
    fn entry(&self, reader: &mut Reader<'_>, number: u32) -> Result<Vec<StatementStory>, Damage> {
        let mut told = BTreeMap::new();
        let entry = reader.entry(number)?;
        for found in self.found.iter().filter(|found| found.entries.contains(&number)) {
            let place = &found.place;
            let own = &self.member.own[place.target];
            let environment = self.member.environment;
            let Some(about) = about(&entry, &self.shapes[place.target], &place.ecosystem) else { continue };
            let verdict = about.evaluate(own, &place.ecosystem, environment);
            told.insert(
                (place.target, place.key.clone()),
                StatementStory {
                    way: own.way,
                    identifier: own.identifier.to_string(),
                    key: place.key.to_string(),
                    version: own.version.to_string(),
                    scheme: verdict.scheme.to_owned(),
                    value: verdict.truth.word(),
                    why: verdict.truth.reason().to_owned(),
                    range: verdict.range.to_string(),
                    is_silent: verdict.is_silent,
                    parts: parts_of(&entry, own, environment),
                },
            );
        }
        Ok(told.into_values().collect())
    }

    fn end(
        &self,
        reader: &mut Reader<'_>,
        looked: &Looked,
        verdicts: &[crate::evaluate::Verdict],
        flaw: &Text,
        built: Option<&crate::Built>,
    ) -> Result<End, Damage> {
        let Some(places) = looked.flaws.get(flaw) else { return Ok(End::NotNamed) };
        let word = |at: &usize| Evidence::new(&looked.statements[*at], &verdicts[*at], &self.member.own);
        let evidence: Vec<Evidence<'_>> = places.iter().map(word).collect();
        match package::outcome(self.engine, reader, flaw, &evidence)? {
            Outcome::Dismissed(found) => Ok(End::Dismissed(found)),
            Outcome::Match(mut found) => {
                let placed = built.map(|built| package::placed(self.engine, reader, &found, built));
                match placed.transpose()?.flatten() {
                    Some(Placed::Absent(why)) => Ok(End::NotBuilt(package::left_out(&found, why))),
                    Some(Placed::Stays(why)) => {
                        found.built = why.into();
                        Ok(End::Match(found))
                    }
                    None => Ok(End::Match(found)),
                }
            }
        }
    }
}
