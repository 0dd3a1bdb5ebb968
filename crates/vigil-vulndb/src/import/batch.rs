//! Reads and packs records in parallel; results keep the order of the input.

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use vigil_base::Date;

use crate::entry::Entry;
use crate::feed::{self, Kind, Parsed};
use crate::file::layout::DIGEST;
use crate::file::pack::{Packed, Packer};
use crate::keys;
use crate::lifecycle::Lifecycle;
use crate::record::{Kev, Record};

/// Records of one text, waiting to be read together.
#[derive(Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    /// Line and end of each record in `bytes`.
    ends: Vec<(u64, usize)>,
    /// The day that the feed was fetched: that of records which state none, so that a later state wins.
    fetched: Option<String>,
}

/// When a batch is full.
const FULL: usize = 8 << 20;

/// One record after reading.
pub(super) enum Outcome {
    Flaws(Vec<Encoded>),
    Kev(Box<Kev>),
    Product(String),
    Lifecycles(Vec<Lifecycle>),
    Foreign(&'static str),
    Refused(String),
}

/// A record ready for the spool.
pub(super) struct Encoded {
    pub(super) head: Head,
    pub(super) record: Packed,
    pub(super) entries: Vec<Packed>,
    pub(super) keys: Keys,
    pub(super) unreadable: Vec<String>,
}

/// What is kept of a record in memory.
pub(super) struct Head {
    pub(super) source: String,
    pub(super) id: String,
    pub(super) modified: String,
    pub(super) year: Option<u16>,
    pub(super) withdrawn: bool,
    pub(super) digest: [u8; DIGEST],
    /// Whether it has entries, and all of them are packages.
    pub(super) joins: bool,
    pub(super) record_hash: u128,
    /// Of each entry.
    pub(super) hashes: Vec<u128>,
}

/// The keys of a record and of its entries.
#[derive(Default)]
pub(super) struct Keys {
    /// Ids, and products that are only what something else runs on.
    pub(super) record: Vec<String>,
    /// Entry of the record, key.
    pub(super) entries: Vec<(u32, String)>,
    /// Ecosystems of the entries.
    pub(super) covers: Vec<String>,
}

impl Batch {
    pub(super) fn new(fetched: Option<Date>) -> Self {
        Self { fetched: fetched.map(|day| day.to_string()), ..Self::default() }
    }

    pub(super) fn push(&mut self, line: u64, record: &[u8]) {
        self.bytes.extend_from_slice(record);
        self.ends.push((line, self.bytes.len()));
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() >= FULL
    }

    /// Reads all records; the batch is empty afterwards.
    pub(super) fn read(&mut self) -> Vec<(u64, Outcome)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(_, end)| *end));
        let rows: Vec<(u64, &[u8])> =
            starts.zip(&self.ends).map(|(start, (line, end))| (*line, &self.bytes[start..*end])).collect();
        let start = || (Packer::new(), None);
        let fetched = self.fetched.as_deref();
        let outcomes = rows
            .par_iter()
            .with_min_len(64)
            .map_init(start, |(packer, hint), (line, bytes)| (*line, read(bytes, packer, hint, fetched)))
            .collect();
        self.bytes.clear();
        self.ends.clear();
        outcomes
    }
}

fn read(bytes: &[u8], packer: &mut Packer, hint: &mut Option<Kind>, fetched: Option<&str>) -> Outcome {
    match feed::read(bytes, hint) {
        Ok(Parsed::Flaws(flaws)) => {
            let dated = flaws.into_iter().map(|mut flaw| {
                if let Some(day) = fetched.filter(|_| flaw.record.modified.is_empty()) {
                    flaw.record.modified = day.into();
                }
                flaw
            });
            let encoded = dated.map(|flaw| encode(&flaw.record, &flaw.entries, flaw.unreadable, packer));
            Outcome::Flaws(encoded.collect())
        }
        Ok(Parsed::Kev(kev)) => Outcome::Kev(kev),
        Ok(Parsed::Product(key)) => Outcome::Product(key),
        Ok(Parsed::Lifecycles(products)) => Outcome::Lifecycles(products),
        Ok(Parsed::Foreign(what)) => Outcome::Foreign(what),
        Err(cause) => Outcome::Refused(cause),
    }
}

/// Packs a record that was just read.
pub(super) fn encode(
    record: &Record<'_>,
    entries: &[Entry<'_>],
    unreadable: Vec<String>,
    packer: &mut Packer,
) -> Encoded {
    let keys = keys_of(record, entries);
    let joins = !entries.is_empty() && entries.iter().all(|it| matches!(it, Entry::Package(_)));
    let packed = packer.record(record);
    let entries: Vec<Packed> = entries.iter().map(|entry| packer.entry(entry)).collect();
    Encoded { head: head(record, &packed, &entries, joins), keys, record: packed, entries, unreadable }
}

/// The keys of a record with its entries.
fn keys_of(record: &Record<'_>, entries: &[Entry<'_>]) -> Keys {
    let mut found = Keys { record: keys::of_record(record), ..Keys::default() };
    for (number, entry) in entries.iter().enumerate() {
        found.add(number as u32, entry);
    }
    for list in [&mut found.record, &mut found.covers] {
        list.sort_unstable();
        list.dedup();
    }
    found
}

impl Keys {
    /// Adds the keys of one entry.
    fn add(&mut self, number: u32, entry: &Entry<'_>) {
        let (keys, beside) = keys::of_entry(entry);
        let covers: &[&str] = match entry {
            Entry::Package(affected) if affected.ecosystem.is_empty() => &["git"],
            Entry::Package(affected) => &[&affected.ecosystem],
            Entry::Configurations(_) => &["cpe"],
            // A few records name packages of an ecosystem; that a package is not among them says nothing of it.
            Entry::Product(product) => match (product.is_named, product.cpes.is_empty()) {
                (true, true) => &["supplier"],
                (true, false) => &["supplier", "cpe"],
                (false, _) => &[],
            },
        };
        self.entries.extend(keys.into_iter().map(|key| (number, key)));
        let beside = beside.iter().filter(|key| key.starts_with(keys::CPE));
        self.record.extend(beside.map(|key| keys::beside(key)));
        self.covers.extend(covers.iter().map(ToString::to_string));
    }
}

/// What is kept of a record in memory.
fn head(record: &Record<'_>, packed: &Packed, entries: &[Packed], joins: bool) -> Head {
    let record_hash = hash_of(packed);
    let hashes: Vec<u128> = entries.iter().map(hash_of).collect();
    Head {
        source: record.source.to_string(),
        id: record.id.to_string(),
        modified: record.modified.to_string(),
        year: year(record),
        withdrawn: record.is_withdrawn(),
        digest: digest_of(record_hash, &hashes),
        joins,
        record_hash,
        hashes,
    }
}

/// The first half of the SHA-256 of a blob: enough to tell the entries of one record apart.
fn hash_of(blob: &Packed) -> u128 {
    let whole: [u8; 32] = Sha256::digest(&blob.bytes).into();
    whole.iter().take(16).fold(0, |hash, byte| hash << 8 | u128::from(*byte))
}

/// The digest of a record with its entries, in their order.
pub(super) fn digest_of(record: u128, entries: &[u128]) -> [u8; DIGEST] {
    let mut hash = Sha256::new();
    for part in std::iter::once(&record).chain(entries) {
        hash.update(part.to_le_bytes());
    }
    let whole: [u8; 32] = hash.finalize().into();
    std::array::from_fn(|at| whole[at])
}

/// The year in the id, as `2024` in `CVE-2024-1`, else that of publication.
fn year(record: &Record<'_>) -> Option<u16> {
    let in_id = record.id.split('-').nth(1).filter(|part| part.len() == 4).and_then(|part| part.parse().ok());
    let year: u16 = in_id.or_else(|| record.published.get(..4)?.parse().ok())?;
    (1980..2100).contains(&year).then_some(year)
}
