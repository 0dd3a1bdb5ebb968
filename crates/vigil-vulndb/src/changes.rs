//! What differs between two databases, told from the heads and digests of their records: none is unpacked.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::file::heads::Heads;
use crate::{Damage, Database, Kev};

/// What differs between two databases, each list sorted by id and source. Exploit prediction scores change daily, names
/// of the CPE dictionary and release cycles are no records of flaws: these are not listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Records that were not there, and new entries of the catalogue of known exploited vulnerabilities.
    pub new: Vec<ChangedRecord>,
    /// Records that say something else now, and are not withdrawn by it.
    pub changed: Vec<ChangedRecord>,
    /// Records that were in force and are withdrawn or rejected by their source now.
    pub withdrawn: Vec<ChangedRecord>,
    /// Records and entries of the catalogue that are not there any more.
    pub removed: Vec<ChangedRecord>,
}

/// A record that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ChangedRecord {
    /// The id of the flaw.
    pub id: String,
    /// The record's source; `kev` for an entry of the catalogue of known exploited vulnerabilities.
    pub source: String,
}

impl Changes {
    /// What differs in `new` from `old`.
    pub fn between(old: &Database, new: &Database) -> Result<Self, Damage> {
        let (old_heads, new_heads) = rayon::join(|| old.heads(), || new.heads());
        let mut changes = Self::default();
        changes.records((old, &old_heads?), (new, &new_heads?));
        changes.catalogue(&old.kev_list()?, &new.kev_list()?);
        for list in [&mut changes.new, &mut changes.changed, &mut changes.withdrawn, &mut changes.removed] {
            list.sort();
        }
        Ok(changes)
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Walks through both lists of records, which are in the same order.
    fn records(&mut self, old: (&Database, &Heads), new: (&Database, &Heads)) {
        let (mut before, mut after) = (0, 0);
        loop {
            let order = match (before < old.1.len(), after < new.1.len()) {
                (true, true) => old.1.key(before).cmp(&new.1.key(after)),
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) => return,
            };
            match order {
                Ordering::Less => self.removed.push(named(old.1.key(before))),
                Ordering::Greater => self.new.push(named(new.1.key(after))),
                Ordering::Equal if old.0.record_digest(before) == new.0.record_digest(after) => {}
                Ordering::Equal => {
                    let is_withdrawn = new.1.get(after).withdrawn && !old.1.get(before).withdrawn;
                    let list = if is_withdrawn { &mut self.withdrawn } else { &mut self.changed };
                    list.push(named(new.1.key(after)));
                }
            }
            before += u32::from(order.is_le());
            after += u32::from(order.is_ge());
        }
    }

    /// A catalogue comes whole: what is not in the newer one was taken out.
    fn catalogue(&mut self, old: &[Kev], new: &[Kev]) {
        let by_id = |list| -> BTreeMap<&str, &Kev> { by_cve(list).collect() };
        let (old, new) = (by_id(old), by_id(new));
        for (cve, kev) in &new {
            match old.get(cve) {
                None => self.new.push(named((cve, "kev"))),
                Some(before) if before == kev => {}
                Some(_) => self.changed.push(named((cve, "kev"))),
            }
        }
        let gone = old.keys().filter(|cve| !new.contains_key(*cve));
        self.removed.extend(gone.map(|cve| named((cve, "kev"))));
    }
}

fn by_cve(list: &[Kev]) -> impl Iterator<Item = (&str, &Kev)> {
    list.iter().map(|kev| (kev.cve.as_str(), kev))
}

fn named((id, source): (&str, &str)) -> ChangedRecord {
    ChangedRecord { id: id.to_owned(), source: source.to_owned() }
}
