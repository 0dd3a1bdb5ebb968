//! Two states of one record that changed at the same time.
//!
//! Dumps that are split by ecosystem hold an advisory once in each, every time with the packages of that ecosystem alone.
//! None of them is the later one, and keeping one would call the packages of the others clear: they are joined.

use std::collections::BTreeMap;

use super::Stored;
use crate::file::layout::BlobAt;
use crate::import::batch::digest_of;

/// What decides which state of a record is the later one; at the same rank states of packages are joined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(String, bool, bool);

impl Rank {
    pub(super) fn of(modified: &str, withdrawn: bool, joins: bool) -> Self {
        Self(modified.to_owned(), !withdrawn, joins)
    }
}

impl Stored {
    pub(super) fn rank(&self) -> Rank {
        Rank::of(&self.modified, self.withdrawn, self.joins)
    }

    /// Joins two states of the same rank: the entries of both, each once, in an order that does not depend on which came
    /// first, with the record of the larger digest.
    pub(super) fn join(self, other: Self) -> Self {
        let mut parts: BTreeMap<u128, (BlobAt, Vec<u32>)> = BTreeMap::new();
        for stored in [&self, &other] {
            for (number, (hash, blob)) in stored.hashes.iter().zip(&stored.entries).enumerate() {
                let keys = stored.entry_keys.iter().filter(|(entry, _)| *entry as usize == number);
                parts.entry(*hash).or_insert_with(|| (*blob, keys.map(|(_, key)| *key).collect()));
            }
        }
        let (mut kept, more) =
            if self.record_hash >= other.record_hash { (self, other) } else { (other, self) };
        kept.covers = union(&kept.covers, &more.covers);
        kept.hashes = parts.keys().copied().collect();
        kept.entries = parts.values().map(|(blob, _)| *blob).collect();
        kept.entry_keys = parts
            .values()
            .enumerate()
            .flat_map(|(number, (_, keys))| keys.iter().map(move |key| (number as u32, *key)))
            .collect();
        kept.digest = digest_of(kept.record_hash, &kept.hashes);
        kept
    }
}

fn union(one: &[u32], two: &[u32]) -> Vec<u32> {
    let mut both: Vec<u32> = one.iter().chain(two).copied().collect();
    both.sort_unstable();
    both.dedup();
    both
}
