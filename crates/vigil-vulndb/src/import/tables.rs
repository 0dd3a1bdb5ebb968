//! Everything that is known of the records while the feeds are read; then the file.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use vigil_base::Date;

use super::ImportError;
use super::base::{Base, unpacked};
use super::batch::{Encoded, Head, Keys};
use super::report::Input;
use super::spool::Spool;
use crate::file::layout::{BlobAt, DIGEST};
use crate::file::pack::{Packed, Packer};
use crate::lifecycle;
use crate::status::Status;
use crate::{Damage, Database};

mod build;
mod copy;
mod failures;
mod heads;
mod index;
mod join;
mod keys;
mod lifecycles;
mod order;
mod scores;
mod sources;

use failures::Failures;
use join::Rank;
use lifecycles::LifecycleTable;
use scores::{EpssTable, KevTable};

/// Records, keys and scores.
pub(super) struct Tables {
    spool: Spool,
    /// The database that is carried on, with what of it stays.
    base: Option<Base>,
    /// Why the base cannot be carried on after all.
    damage: Option<Damage>,
    records: Vec<Stored>,
    /// States that are to be joined with a record.
    joins: BTreeMap<u32, Vec<Stored>>,
    /// Source and id to the record that stands for it. Never iterated over.
    by_id: HashMap<(u32, String), u32>,
    names: Interner,
    pub(super) superseded: BTreeMap<String, u64>,
    pub(super) kev: KevTable,
    pub(super) epss: EpssTable,
    pub(super) lifecycles: LifecycleTable,
    pub(super) failures: Failures,
    /// Keys of products of the CPE dictionary.
    products: Vec<u32>,
    /// Feeds whose download failed, with the reason.
    pub(super) failed: BTreeMap<String, String>,
}

/// A record in the spool.
#[derive(Default)]
struct Stored {
    source: u32,
    id: String,
    modified: String,
    year: Option<u16>,
    withdrawn: bool,
    digest: [u8; DIGEST],
    /// Whether it speaks of packages only, so that another state of the same time adds to it.
    joins: bool,
    record_hash: u128,
    /// Of each entry.
    hashes: Vec<u128>,
    record: BlobAt,
    entries: Vec<BlobAt>,
    record_keys: Vec<u32>,
    entry_keys: Vec<(u32, u32)>,
    covers: Vec<u32>,
}

/// Texts as numbers: keys occur many times.
#[derive(Default)]
struct Interner {
    numbers: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Interner {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(text.into(), number);
        self.texts.push(text.into());
        number
    }

    fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }
}

impl Tables {
    pub(super) fn new(folder: &Path, base: Option<Base>) -> io::Result<Self> {
        Ok(Self {
            spool: Spool::new(folder)?,
            base,
            damage: None,
            records: Vec::new(),
            joins: BTreeMap::new(),
            by_id: HashMap::new(),
            names: Interner::default(),
            superseded: BTreeMap::new(),
            kev: KevTable::default(),
            epss: EpssTable::default(),
            lifecycles: LifecycleTable::default(),
            failures: Failures::default(),
            products: Vec::new(),
            failed: BTreeMap::new(),
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.base.is_none()
            && self.records.is_empty()
            && self.kev.kept.is_empty()
            && self.epss.rows.is_empty()
            && self.products.is_empty()
            && self.lifecycles.is_empty()
    }

    pub(super) fn spool_error(&mut self) -> Option<io::Error> {
        self.spool.error()
    }

    /// Takes a record. Of two states of one record the newer stays, whichever came first; states of the same time that
    /// speak of packages are joined.
    pub(super) fn add(&mut self, new: Encoded) {
        let Encoded { head, record, entries, keys, .. } = new;
        let source = self.names.number(&head.source);
        let known = self.by_id.get(&(source, head.id.clone())).copied();
        let old = self.known(known, &head);
        let mut joined = false;
        if let Some(old) = &old {
            *self.superseded.entry(head.source.clone()).or_default() += 1;
            let rank = Rank::of(&head.modified, head.withdrawn, head.joins);
            let order = (&old.rank, &old.digest).cmp(&(&rank, &head.digest));
            joined = old.rank == rank && head.joins && order.is_ne();
            if !joined && order.is_ge() {
                return;
            }
        }
        let in_base = old.and_then(|old| old.in_base);
        let stored = self.store(source, head, &record, &entries, keys);
        let number = known.unwrap_or(self.records.len() as u32);
        match known {
            Some(number) if joined => self.joins.entry(number).or_default().push(stored),
            Some(number) => {
                self.joins.remove(&number);
                self.records[number as usize] = stored;
            }
            None => {
                self.by_id.insert((source, stored.id.clone()), number);
                self.records.push(stored);
            }
        }
        if let Some(old) = in_base {
            if joined {
                match self.taken_over(source, old) {
                    Ok(old) => self.joins.entry(number).or_default().push(old),
                    Err(damage) => self.damage = Some(damage),
                }
            }
            self.base.as_mut().expect("the record is there").replace(old);
        }
    }

    /// The state of a record that is there.
    fn known(&self, number: Option<u32>, head: &Head) -> Option<Known> {
        if let Some(old) = number.map(|number| &self.records[number as usize]) {
            return Some(Known { rank: old.rank(), digest: old.digest, in_base: None });
        }
        let base = self.base.as_ref()?;
        let number = base.find(&head.id, &head.source)?;
        let old = base.heads.get(number);
        let rank = Rank::of(old.modified, old.withdrawn, old.joins);
        Some(Known { rank, digest: base.digest(number), in_base: Some(number) })
    }

    /// A record of the base as a new one.
    fn taken_over(&mut self, source: u32, number: u32) -> Result<Stored, Damage> {
        let base = self.base.as_ref().expect("the record is there");
        let Encoded { head, record, entries, keys, .. } = base.unpacked(number)?;
        Ok(self.store(source, head, &record, &entries, keys))
    }

    fn store(&mut self, source: u32, head: Head, record: &Packed, entries: &[Packed], keys: Keys) -> Stored {
        let names = &mut self.names;
        let mut numbers = |keys: &[String]| keys.iter().map(|key| names.number(key)).collect::<Vec<_>>();
        let (record_keys, covers) = (numbers(&keys.record), numbers(&keys.covers));
        let entry_keys = keys.entries.iter().map(|(entry, key)| (*entry, self.names.number(key))).collect();
        Stored {
            source,
            id: head.id,
            modified: head.modified,
            year: head.year,
            withdrawn: head.withdrawn,
            digest: head.digest,
            joins: head.joins,
            record_hash: head.record_hash,
            hashes: head.hashes,
            record: self.spool_blob(record),
            entries: entries.iter().map(|entry| self.spool_blob(entry)).collect(),
            record_keys,
            entry_keys,
            covers,
        }
    }

    fn spool_blob(&mut self, packed: &Packed) -> BlobAt {
        let offset = self.spool.push(&packed.bytes);
        BlobAt { offset, packed: packed.bytes.len() as u32, plain: packed.plain }
    }

    /// Takes a product of the CPE dictionary.
    pub(super) fn product(&mut self, key: &str) {
        let number = self.names.number(key);
        self.products.push(number);
    }

    /// Takes everything that another database holds.
    pub(super) fn merge(&mut self, database: &Database, input: &mut Input) -> Result<(), Damage> {
        database.verify()?;
        let (mut records, mut entries, mut packer) = (database.reader()?, database.reader()?, Packer::new());
        for number in 0..database.record_count() {
            let record = unpacked(number, &mut records, &mut entries, &mut packer)?;
            *input.used.entry(record.head.source.clone()).or_default() += 1;
            self.add(record);
        }
        for key in database.dictionary_products()? {
            *input.used.entry("cpe-dictionary".to_owned()).or_default() += 1;
            self.product(&key);
        }
        self.merge_rest(database, input)
    }

    /// Takes from the base what is not copied with its records. `None` if the base is another file.
    pub(super) fn merge_base(&mut self, path: &Path, input: &mut Input) -> Option<Result<(), Damage>> {
        let base = self.base.as_ref().filter(|base| base.path == path)?;
        input.used = base.counts();
        let dictionary = base.database.sources().iter().find(|source| source.name == "cpe-dictionary");
        input.used.extend(dictionary.map(|source| (source.name.clone(), source.records)));
        let database = base.database.clone();
        (input.bytes, input.digest) = (database.status().bytes, Some(database.status().digest));
        Some(self.merge_rest(&database, input))
    }

    /// Catalogue, scores and release cycles of another database, and what failed there.
    fn merge_rest(&mut self, database: &Database, input: &mut Input) -> Result<(), Damage> {
        for source in database.sources().iter().filter(|source| !source.name.starts_with(failures::INPUT)) {
            let failed = source.failed.iter().map(|reason| (source.name.clone(), reason.clone()));
            self.failed.extend(failed);
        }
        let release = |name: &str| database.sources().iter().find(|source| source.name == name);
        if let Some(source) = release("kev") {
            for kev in database.kev_list()? {
                *input.used.entry("kev".to_owned()).or_default() += 1;
                self.kev.add(kev);
            }
            self.kev.close(source.newest.map(|day| day.to_string()), source.release.clone());
        }
        if let Some(source) = release("epss") {
            let rows = database.epss_rows();
            *input.used.entry("epss".to_owned()).or_default() += rows.len() as u64;
            let day = source.newest.map(|day| day.to_string()).unwrap_or_default();
            self.epss.add(&day, source.release.as_deref().unwrap_or_default(), rows);
        }
        self.failures.carried(database.sources());
        for product in database.lifecycle_list()? {
            *input.used.entry(lifecycle::SOURCE.to_owned()).or_default() += 1;
            self.lifecycles.add(product);
        }
        Ok(())
    }

    /// The database that is carried on.
    pub(super) fn base(&self) -> Option<(PathBuf, Database)> {
        self.base.as_ref().map(|base| (base.path.clone(), base.database.clone()))
    }

    /// Writes the database.
    pub(super) fn write(self, target: &Path, fetched: Option<Date>) -> Result<Status, ImportError> {
        build::write(self, target, fetched)
    }
}

/// The state of a record that is there before another one comes.
struct Known {
    rank: Rank,
    digest: [u8; DIGEST],
    /// Its number, if it is still the base's.
    in_base: Option<u32>,
}
