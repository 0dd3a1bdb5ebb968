//! What the records say of a flaw whatever the package, brought together once for all packages.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use vigil_base::date;
use vigil_score::CvssVector;
use vigil_vulndb::{Damage, Reader, Record, Score};

use super::{Engine, flaws};
use crate::{Epss, Facts, Kev, Severity, Ssvc, Text};

/// Sources in the order in which their summary is preferred: a sentence is better than a page.
const SUMMARIES: [&str; 7] = ["ghsa", "go", "rustsec", "pypa", "nvd", "cve", "osv-cve"];

/// A flaw, and the records of it that a package was found by.
type Key = (Text, Vec<u32>);

/// The facts that are known already. Several threads fill it; each part has its own lock.
#[derive(Default)]
pub(crate) struct Known([Mutex<HashMap<Key, Arc<Facts>>>; Known::PARTS]);

impl Known {
    const PARTS: usize = 32;

    fn part(&self, flaw: &str) -> &Mutex<HashMap<Key, Arc<Facts>>> {
        let sum = flaw.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        &self.0[sum % Self::PARTS]
    }
}

/// The facts of a flaw, from all its records and those that it was found by, which must be sorted.
pub(super) fn of(
    engine: &Engine<'_>,
    reader: &mut Reader<'_>,
    flaw: &Text,
    found_by: Vec<u32>,
) -> Result<Arc<Facts>, Damage> {
    let part = engine.known.part(flaw);
    let key = (flaw.clone(), found_by);
    if let Some(known) = part.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Ok(Arc::clone(known));
    }
    let facts = Arc::new(gather(engine, reader, flaw, &key.1)?);
    part.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&facts));
    Ok(facts)
}

fn gather(
    engine: &Engine<'_>,
    reader: &mut Reader<'_>,
    flaw: &str,
    found_by: &[u32],
) -> Result<Facts, Damage> {
    let mut facts =
        Facts { kev: engine.kev.get(flaw).map(kev), epss: epss(engine, flaw), ..Facts::default() };
    let mut gathered = Gathered::default();
    let mut numbers: BTreeSet<u32> = engine.database.by_id(flaw)?.into_iter().collect();
    numbers.extend(found_by);
    for number in numbers {
        let record = reader.record(number)?;
        if !record.is_withdrawn() {
            gathered.add(&record, flaw, &mut facts);
        }
    }
    gathered.finish(&mut facts);
    Ok(facts)
}

fn kev(entry: &vigil_vulndb::Kev) -> Kev {
    Kev {
        date_added: date::parse(&entry.date_added),
        due: date::parse(&entry.due),
        ransomware: entry.ransomware,
    }
}

pub(super) fn epss(engine: &Engine<'_>, flaw: &str) -> Option<Epss> {
    let found = engine.database.epss(flaw)?;
    let source = engine.database.sources().iter().find(|source| source.name == "epss");
    let printed = |number: u32| format!("{}.{:05}", number / 100_000, number % 100_000);
    Some(Epss {
        score: printed(found.score),
        percentile: printed(found.percentile),
        date: source.and_then(|source| source.newest),
        model: source.and_then(|source| source.release.clone()),
    })
}

/// What several records say, before it is put in order.
#[derive(Default)]
struct Gathered {
    summaries: Vec<(usize, String, String)>,
    references: BTreeSet<(u8, String)>,
    cwes: BTreeSet<String>,
}

impl Gathered {
    fn add(&mut self, record: &Record<'_>, flaw: &str, row: &mut Facts) {
        add_aliases(record, flaw, &mut row.aliases);
        let is_advisory = !record.upstream.is_empty() && record.cves().next().is_none();
        if !is_advisory {
            row.published = [row.published, record.published_on()].into_iter().flatten().min();
            row.modified = row.modified.max(record.modified_on());
        }
        add_urgency(record, row);
        row.severity.extend(record.scores.iter().map(|score| severity(&record.source, score)));
        self.cwes.extend(record.cwes.iter().filter(|cwe| cwe.starts_with("CWE-")).map(ToString::to_string));
        let rank = SUMMARIES.iter().position(|source| *source == record.source.as_str());
        let rank = rank.unwrap_or(SUMMARIES.len() + usize::from(is_advisory));
        if !record.summary.is_empty() {
            self.summaries.push((rank, record.source.to_string(), record.summary.to_string()));
        }
        let kinds = record.references.iter().map(|link| (reference_rank(&link.kind), link.url.to_string()));
        self.references.extend(kinds);
    }

    fn finish(mut self, row: &mut Facts) {
        self.summaries.sort();
        row.summary = self.summaries.into_iter().next().map(|(_, _, text)| text).unwrap_or_default();
        row.cwes = self.cwes.into_iter().collect();
        row.severity.sort();
        row.severity.dedup();
        let mut seen = BTreeSet::new();
        let links = self.references.into_iter().map(|(_, url)| url).filter(|url| seen.insert(url.clone()));
        row.references = links.take(Facts::MOST_REFERENCES).collect();
    }
}

/// Adds what the record itself says of exploitation. The catalogue's own entry says more and stays.
fn add_urgency(record: &Record<'_>, row: &mut Facts) {
    if let Some(since) = &record.exploited_since
        && row.kev.is_none()
    {
        row.kev = Some(Kev { date_added: date::parse(since), due: None, ransomware: false });
    }
    let Some(given) = &record.ssvc else { return };
    let made = Ssvc {
        by: given.by.to_string(),
        exploitation: given.exploitation.to_string(),
        automatable: given.automatable.to_string(),
        technical_impact: given.technical_impact.to_string(),
        date: date::parse(&given.time),
    };
    if row.ssvc.as_ref().is_none_or(|known| known.date < made.date) {
        row.ssvc = Some(made);
    }
}

/// What mends it first, then advisories, then the rest.
fn reference_rank(kind: &str) -> u8 {
    match kind {
        kind if kind.contains("FIX") || kind.contains("Patch") => 0,
        kind if kind.contains("ADVISORY") || kind.contains("Advisory") => 1,
        _ => 2,
    }
}

/// Ids of the flaw, each with the sources that assert it.
fn add_aliases(record: &Record<'_>, flaw: &str, aliases: &mut BTreeMap<String, Vec<String>>) {
    // A record about several flaws is no other name of one of them, nor are the flaws names of each other.
    let flaws = flaws::flaws_of(record);
    let other = |id: &str| id == flaw || (flaws.len() > 1 && flaws.iter().any(|known| known == id));
    let ids = std::iter::once(&record.id).chain(&record.aliases).filter(|id| !other(id));
    for id in ids {
        let asserters = aliases.entry(id.to_string()).or_default();
        if !asserters.iter().any(|known| *known == record.source.as_str()) {
            asserters.push(record.source.to_string());
            asserters.sort();
        }
    }
}

/// A score as its source gives it. A vector without a score is computed; what is no vector has none.
pub(super) fn severity(source: &str, score: &Score<'_>) -> Severity {
    let tenths = score.tenths.or_else(|| Some(CvssVector::parse(&score.vector).ok()?.base_score().tenths()));
    Severity {
        source: source.to_owned(),
        by: score.by.to_string(),
        version: score.version.to_string(),
        vector: score.vector.to_string(),
        score: tenths.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)),
    }
}
