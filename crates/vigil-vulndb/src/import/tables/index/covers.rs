//! Counts the distinct packages and products of each ecosystem that each source names.

use std::collections::BTreeMap;

use super::super::order::Order;
use super::Tables;
use crate::keys;

/// Counts on the way through the index: a key is counted once for each source and ecosystem of its entries.
pub(super) struct Covers<'m> {
    tables: &'m Tables,
    order: &'m Order,
    /// Record of each entry.
    record_of: Vec<u32>,
    /// By source and ecosystem; numbers of their names.
    pub(super) counts: BTreeMap<(u32, u32), u64>,
    /// Kinds of records of the key that is counted.
    kinds: Vec<(u32, u32)>,
}

impl<'m> Covers<'m> {
    pub(super) fn new(tables: &'m Tables, order: &'m Order) -> Self {
        let mut record_of = Vec::with_capacity(order.first_entry.last().copied().unwrap_or(0) as usize);
        for (number, ends) in order.first_entry.windows(2).enumerate() {
            record_of.extend((ends[0]..ends[1]).map(|_| number as u32));
        }
        // A source also covers an ecosystem of which it has a record without a name.
        let mut kinds = order.kinds.clone();
        kinds.sort_unstable();
        kinds.dedup();
        let mut counts = BTreeMap::new();
        for (source, covers) in kinds {
            counts.extend(order.covers[covers as usize].iter().map(|cover| ((source, *cover), 0)));
        }
        Self { tables, order, record_of, counts, kinds: Vec::new() }
    }

    pub(super) fn count(&mut self, key: &str, numbers: &[u32]) {
        if keys::is_of_record(key) || numbers.is_empty() {
            return;
        }
        self.kinds.clear();
        for number in numbers {
            let kind = self.order.kinds[self.record_of[*number as usize] as usize];
            if !self.kinds.contains(&kind) {
                self.kinds.push(kind);
            }
        }
        let mut counted = Vec::new();
        for (source, covers) in &self.kinds {
            for cover in &self.order.covers[*covers as usize] {
                if !counted.contains(&(*source, *cover)) && belongs(key, self.tables.names.text(*cover)) {
                    counted.push((*source, *cover));
                    *self.counts.entry((*source, *cover)).or_default() += 1;
                }
            }
        }
    }
}

/// Whether a key names something of an ecosystem.
fn belongs(key: &str, cover: &str) -> bool {
    match key.split_once(':') {
        Some(("pkg", rest)) => rest.strip_prefix(cover).is_some_and(|rest| rest.starts_with('/')),
        Some((kind, _)) => kind == cover,
        None => false,
    }
}
