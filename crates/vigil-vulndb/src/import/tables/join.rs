//! States of one record that changed at the same time.
//!
//! Dumps that are split by ecosystem hold an advisory once in each, every time with the packages of that ecosystem alone.
//! None of them is the later one, and keeping one would call the packages of the others clear: they are joined.

use std::collections::BTreeMap;

use super::{Stored, Tables};
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

    /// Joins states of the same rank: the entries of all, each once, in an order that does not depend on which came
    /// first, with the record of the largest digest. A state that came several times is one.
    fn joined(mut states: Vec<Self>) -> Self {
        states.sort_by_key(|stored| stored.digest);
        states.dedup_by_key(|stored| stored.digest);
        let mut parts: BTreeMap<u128, (BlobAt, Vec<u32>)> = BTreeMap::new();
        let mut covers = Vec::new();
        let is_one = states.len() == 1;
        for stored in &states {
            let mut keys = stored.entry_keys.iter().peekable();
            for (number, (hash, blob)) in stored.hashes.iter().zip(&stored.entries).enumerate() {
                let own = std::iter::from_fn(|| keys.next_if(|(entry, _)| *entry as usize == number));
                let own = own.map(|(_, key)| *key).collect();
                parts.entry(*hash).or_insert((*blob, own));
            }
            covers.extend(&stored.covers);
        }
        let largest = states.into_iter().max_by_key(|stored| stored.record_hash);
        let mut kept = largest.expect("there are states to join");
        if is_one {
            return kept;
        }
        covers.sort_unstable();
        covers.dedup();
        kept.covers = covers;
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

impl Tables {
    /// Joins the states that wait for it: all of a record at once, however many there are.
    pub(super) fn join_states(&mut self) {
        for (number, mut states) in std::mem::take(&mut self.joins) {
            let place = &mut self.records[number as usize];
            states.push(std::mem::take(place));
            *place = Stored::joined(states);
        }
    }
}
