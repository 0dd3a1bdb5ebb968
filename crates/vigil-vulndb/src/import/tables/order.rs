//! The records of the new file in their order: those of the base that stay, and the new ones among them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Interner, Stored, Tables};
use crate::Damage;
use crate::file::layout::DIGEST;

/// The number of a record or entry of the base that is not in the new file.
pub(super) const GONE: u32 = u32::MAX;

/// Where a record of the new file comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin {
    /// The base, by its number there.
    Base(u32),
    /// An input, by its place in [`Tables::records`].
    New(u32),
}

/// What is known of a record wherever it comes from.
pub(super) struct View<'t> {
    pub(super) id: &'t str,
    pub(super) modified: &'t str,
    pub(super) year: Option<u16>,
    pub(super) withdrawn: bool,
    pub(super) joins: bool,
    pub(super) digest: [u8; DIGEST],
}

/// The records of the new file, and what old numbers became.
#[derive(Default)]
pub(super) struct Order {
    pub(super) records: Vec<Origin>,
    /// Source and list of ecosystems of each record: number of the name, place in `covers`.
    pub(super) kinds: Vec<(u32, u32)>,
    /// Lists of ecosystems, as numbers of their names.
    pub(super) covers: Vec<Vec<u32>>,
    /// First entry of each record, and the number of entries at the end.
    pub(super) first_entry: Vec<u32>,
    /// New number of each record of the base and of each of its entries, or [`GONE`].
    pub(super) record_of_base: Vec<u32>,
    pub(super) entry_of_base: Vec<u32>,
}

impl Order {
    /// Puts the records in order. The base's are in order already.
    pub(super) fn of(tables: &mut Tables) -> Result<Self, Damage> {
        let names = &tables.names;
        tables.records.par_sort_by(|a, b| a.key(names).cmp(&b.key(names)));
        let mut order = Self::default();
        let mut lists = BTreeMap::new();
        let (sources, covers) = order.kinds_of_base(tables, &mut lists);
        order.first_entry.push(0);
        let (tables, mut new) = (&*tables, 0);
        let base = tables.base.as_ref();
        let (mut expected, count) = (0, base.map_or(0, |base| base.heads.len()));
        for number in 0..count {
            let base = base.expect("it has records");
            let entries = base.database.entries_of(number)?;
            // Each entry belongs to one record: what is forged cannot make the new file larger than the old one.
            if entries.start != expected {
                return Err(Damage("its entries are not in the order of its records"));
            }
            expected = entries.end;
            if !base.is_kept(number) {
                order.record_of_base.push(GONE);
                order.entry_of_base.extend(entries.map(|_| GONE));
                continue;
            }
            while let Some(stored) = tables.records.get(new)
                && stored.key(&tables.names) < base.heads.key(number)
            {
                order.push_new(new, stored, &mut lists);
                new += 1;
            }
            let head = base.heads.get(number);
            let first = order.first_entry[order.records.len()];
            order.record_of_base.push(order.records.len() as u32);
            order.entry_of_base.extend((0..entries.len() as u32).map(|at| first + at));
            let kind = (sources[head.source as usize], covers[head.covers as usize]);
            order.push(Origin::Base(number), kind, entries.len() as u32);
        }
        for (at, stored) in tables.records.iter().enumerate().skip(new) {
            order.push_new(at, stored, &mut lists);
        }
        Ok(order)
    }

    /// The numbers that the sources and lists of ecosystems of the base have here.
    fn kinds_of_base(
        &mut self,
        tables: &mut Tables,
        lists: &mut BTreeMap<Vec<u32>, u32>,
    ) -> (Vec<u32>, Vec<u32>) {
        let Some(base) = &tables.base else { return (Vec::new(), Vec::new()) };
        let mut numbers =
            |texts: &[String]| texts.iter().map(|text| tables.names.number(text)).collect::<Vec<_>>();
        let sources = numbers(&base.heads.names.sources);
        let covers: Vec<Vec<u32>> = base.heads.names.covers.iter().map(|list| numbers(list)).collect();
        (sources, covers.into_iter().map(|list| self.list(list, lists)).collect())
    }

    fn list(&mut self, list: Vec<u32>, lists: &mut BTreeMap<Vec<u32>, u32>) -> u32 {
        *lists.entry(list).or_insert_with_key(|list| {
            self.covers.push(list.clone());
            self.covers.len() as u32 - 1
        })
    }

    fn push_new(&mut self, at: usize, stored: &Stored, lists: &mut BTreeMap<Vec<u32>, u32>) {
        let covers = self.list(stored.covers.clone(), lists);
        self.push(Origin::New(at as u32), (stored.source, covers), stored.entries.len() as u32);
    }

    fn push(&mut self, origin: Origin, kind: (u32, u32), entries: u32) {
        let first = self.first_entry[self.records.len()];
        self.records.push(origin);
        self.kinds.push(kind);
        self.first_entry.push(first + entries);
    }

    /// Which records stand under an id that the CVE List rejected, by their number.
    pub(super) fn cancelled(&self, tables: &Tables) -> Vec<bool> {
        let mut cancelled = vec![false; self.records.len()];
        let source = |number: usize| tables.names.text(self.kinds[number].0);
        for (at, origin) in self.records.iter().enumerate() {
            if source(at) != REJECTS {
                continue;
            }
            let rejected = tables.view(*origin);
            if !rejected.withdrawn {
                continue;
            }
            let is_same = |other: &usize| tables.view(self.records[*other]).id == rejected.id;
            let before = (0..at).rev().take_while(is_same);
            let after = (at + 1..self.records.len()).take_while(is_same);
            for other in before.chain(after) {
                cancelled[other] = FOLLOWS.contains(&source(other));
            }
        }
        cancelled
    }
}

/// The source that decides whether a CVE id stands.
const REJECTS: &str = "cve";
/// Sources whose records of a CVE id fall with it. What the reader states (overrides) does not.
const FOLLOWS: [&str; 3] = ["nvd", crate::Record::CORRECTIONS, "osv-cve"];

impl Stored {
    /// What records are sorted by.
    fn key<'a>(&'a self, names: &'a Interner) -> (&'a str, &'a str) {
        (&self.id, names.text(self.source))
    }
}

impl Tables {
    pub(super) fn view(&self, origin: Origin) -> View<'_> {
        match origin {
            Origin::New(at) => {
                let stored = &self.records[at as usize];
                View {
                    id: &stored.id,
                    modified: &stored.modified,
                    year: stored.year,
                    withdrawn: stored.withdrawn,
                    joins: stored.joins,
                    digest: stored.digest,
                }
            }
            Origin::Base(number) => {
                let base = self.base.as_ref().expect("a record comes from it");
                let head = base.heads.get(number);
                View {
                    id: head.id,
                    modified: head.modified,
                    year: head.year,
                    withdrawn: head.withdrawn,
                    joins: head.joins,
                    digest: base.digest(number),
                }
            }
        }
    }
}
