//! Which flaw a record is about: one flaw has many ids, and one row.

use std::collections::BTreeSet;

use vigil_vulndb::{Damage, Database, Reader, Record};

use crate::Text;

/// What is needed of a record before its row is made.
pub(crate) struct Head {
    pub(crate) id: Text,
    pub(crate) source: Text,
    pub(super) is_withdrawn: bool,
    /// The flaws it is about, each by the id it is known by: its CVE ids where it has any.
    pub(super) flaws: Vec<Text>,
    /// Why the record corrects another source, where it does.
    pub(super) correction: Option<String>,
}

pub(super) fn head(database: &Database, reader: &mut Reader<'_>, number: u32) -> Result<Head, Damage> {
    let record = reader.record(number)?;
    let mut head = Head {
        id: record.id.as_str().into(),
        source: record.source.as_str().into(),
        is_withdrawn: record.is_withdrawn(),
        flaws: flaws_of(&record).iter().map(|flaw| flaw.as_str().into()).collect(),
        correction: correction(&record),
    };
    if head.flaws.is_empty() && !head.is_withdrawn {
        let mut ids: BTreeSet<String> = record.aliases.iter().map(ToString::to_string).collect();
        ids.insert(head.id.to_string());
        head.flaws = by_other_records(database, reader, ids)?.into_iter().map(Text::from).collect();
    }
    Ok(head)
}

/// The mark of a record that corrects another source, for every explanation that rests on it.
fn correction(record: &Record<'_>) -> Option<String> {
    let mark = match record.source.as_str() {
        Record::OVERRIDES => "override",
        Record::CORRECTIONS => "correction of NVD",
        _ => return None,
    };
    Some(format!("{mark}: {}", record.remark.as_deref().unwrap_or("no reason is stated")))
}

/// The reader's own override of NVD's configurations of a flaw, if there is one.
pub(super) fn override_of(
    database: &Database,
    reader: &mut Reader<'_>,
    flaw: &str,
) -> Result<Option<String>, Damage> {
    for number in database.by_id(flaw)? {
        let record = reader.record(number)?;
        if record.source.as_str() == Record::OVERRIDES && !record.is_withdrawn() {
            return Ok(correction(&record));
        }
    }
    Ok(None)
}

/// The CVE ids that a record names itself. A distribution's advisory is about the flaws it answers.
pub(super) fn flaws_of(record: &Record<'_>) -> Vec<String> {
    let own: BTreeSet<&str> = record.cves().collect();
    let upstream: BTreeSet<&str> =
        record.upstream.iter().map(vigil_vulndb::Text::as_str).filter(|id| id.starts_with("CVE-")).collect();
    let chosen = if own.is_empty() { upstream } else { own };
    chosen.into_iter().map(str::to_owned).collect()
}

/// Records that share an id may know the CVE id that this one does not; else the first id stands for the flaw.
fn by_other_records(
    database: &Database,
    reader: &mut Reader<'_>,
    ids: BTreeSet<String>,
) -> Result<Vec<String>, Damage> {
    let mut cves = BTreeSet::new();
    let mut all = ids.clone();
    for id in &ids {
        for number in database.by_id(id)? {
            let other = reader.record(number)?;
            if other.is_withdrawn() || other.upstream.iter().any(|up| up.as_str() == id) {
                continue;
            }
            all.insert(other.id.to_string());
            all.extend(other.aliases.iter().map(ToString::to_string));
            cves.extend(other.cves().map(str::to_owned));
        }
    }
    if !cves.is_empty() {
        return Ok(cves.into_iter().collect());
    }
    // A name that is the same whichever record was found first.
    let rank = |id: &String| (!id.starts_with("GHSA-"), id.clone());
    Ok(all.into_iter().min_by_key(rank).into_iter().collect())
}
