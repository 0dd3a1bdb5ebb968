//! The index: the base's keys and the new ones in one stream, with what they lead to under its new number.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::Tables;
use super::keys::New;
use super::order::{GONE, Order};
use crate::file::layout::write_varint;
use crate::{Damage, keys};

mod covers;
mod old;

use covers::Covers;
use old::Old;

/// Keys and what they lead to, and what can be counted only on the way.
pub(super) struct Index {
    pub(super) keys: Vec<u8>,
    pub(super) postings: Vec<u8>,
    /// Packages and products named, by source and ecosystem; numbers of their names.
    pub(super) covers: BTreeMap<(u32, u32), u64>,
    /// Products of the CPE dictionary, and the digest over them.
    pub(super) dictionary: (u64, Sha256),
}

impl Index {
    pub(super) fn of(tables: &Tables, order: &Order) -> Result<Self, Damage> {
        let new = New::of(tables, order);
        let old = tables.base.as_ref().map(|base| Old::new(&base.database));
        let mut merge = Merge {
            order,
            old: old.as_ref(),
            to: fst::MapBuilder::memory(),
            postings: vec![NOWHERE],
            numbers: Vec::new(),
            gone: BTreeSet::new(),
            covers: Covers::new(tables, order),
            dictionary: (0, Sha256::new()),
        };
        let mut fresh = new.iter(tables).peekable();
        if let Some(old) = &old {
            old.each(|key, numbers| {
                while let Some((before, pairs)) = fresh.next_if(|(next, _)| *next < key) {
                    merge.take(before, &[], pairs)?;
                }
                let pairs = fresh.next_if(|(next, _)| *next == key);
                match pairs {
                    Some((_, pairs)) => merge.take(key, numbers, pairs),
                    None => merge.take_old(key, numbers),
                }
            })?;
        }
        for (key, pairs) in fresh {
            merge.take(key, &[], pairs)?;
        }
        Ok(merge.finish())
    }
}

/// The list of a key that leads nowhere: it is the first one of the postings.
const NOWHERE: u8 = 0;

struct Merge<'m> {
    order: &'m Order,
    old: Option<&'m Old<'m>>,
    to: fst::MapBuilder<Vec<u8>>,
    postings: Vec<u8>,
    numbers: Vec<u32>,
    /// Plain names of products that are not known any more.
    gone: BTreeSet<String>,
    covers: Covers<'m>,
    dictionary: (u64, Sha256),
}

impl Merge<'_> {
    /// Takes a key of the base that no new record has: it stays if it leads somewhere, or names a known product.
    fn take_old(&mut self, key: &str, old: &[u32]) -> Result<(), Damage> {
        self.renumber(key, old)?;
        let stays = !self.numbers.is_empty()
            || key.starts_with(keys::PRODUCT)
            || (key.starts_with(keys::NAMED) && !self.gone.contains(key))
            || (key.starts_with(keys::CPE) && self.is_known(key)?);
        if stays {
            return self.write(key);
        }
        if key.starts_with(keys::CPE) {
            self.gone.extend(keys::name_of(key));
        }
        Ok(())
    }

    /// Takes a key that new records have, and perhaps the base.
    fn take(&mut self, key: &str, old: &[u32], new: &[(u32, u32)]) -> Result<(), Damage> {
        self.renumber(key, old)?;
        let is_mixed = !self.numbers.is_empty() && !new.is_empty();
        self.numbers.extend(new.iter().map(|(_, number)| *number));
        if is_mixed {
            self.numbers.sort_unstable();
        }
        self.write(key)
    }

    /// Whether a product that no flaw names is known by a record beside it, or by the dictionary.
    fn is_known(&self, key: &str) -> Result<bool, Damage> {
        let Some(old) = self.old else { return Ok(false) };
        if old.has(&keys::product(key))? {
            return Ok(true);
        }
        let beside = old.numbers(&keys::beside(key))?;
        Ok(beside.iter().any(|number| self.renumbered(true, *number).is_some_and(|new| new != GONE)))
    }

    fn renumbered(&self, is_record: bool, number: u32) -> Option<u32> {
        let map = if is_record { &self.order.record_of_base } else { &self.order.entry_of_base };
        map.get(number as usize).copied()
    }

    /// What a key of the base leads to in the new file. The order of numbers does not change.
    fn renumber(&mut self, key: &str, old: &[u32]) -> Result<(), Damage> {
        let is_record = keys::is_of_record(key);
        self.numbers.clear();
        for number in old {
            let new = self.renumbered(is_record, *number);
            match new.ok_or(Damage("its index leads to what is not there"))? {
                GONE => {}
                new => self.numbers.push(new),
            }
        }
        Ok(())
    }

    fn write(&mut self, key: &str) -> Result<(), Damage> {
        if let Some(product) = key.strip_prefix(keys::PRODUCT) {
            self.dictionary.0 += 1;
            self.dictionary.1.update(format!("{product}\n"));
        }
        self.covers.count(key, &self.numbers);
        let value = posting(&self.numbers, &mut self.postings);
        self.to.insert(key, value).map_err(|_| Damage("the keys of its index are not sorted"))
    }

    fn finish(self) -> Index {
        Index {
            keys: self.to.into_inner().expect("memory does not fail"),
            postings: self.postings,
            covers: self.covers.counts,
            dictionary: self.dictionary,
        }
    }
}

/// One number stands in the index itself; a list stands in the postings, as differences.
fn posting(numbers: &[u32], postings: &mut Vec<u8>) -> u64 {
    match numbers {
        [] => return 0,
        [only] => return u64::from(*only) << 1 | 1,
        _ => {}
    }
    let offset = postings.len() as u64;
    write_varint(numbers.len() as u64, postings);
    let mut last = 0;
    for number in numbers {
        write_varint(u64::from(number - last), postings);
        last = *number;
    }
    offset << 1
}
