//! Records of one or more texts that are read and packed together.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use vigil_base::Date;

use crate::entry::Entry;
use crate::feed::{self, Kind, Parsed};
use crate::file::layout::DIGEST;
use crate::file::pack::{Packed, Packer};
use crate::keys;
use crate::lifecycle::Lifecycle;
use crate::record::{Kev, Record};

/// Records that wait to be read together.
#[derive(Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    marks: Vec<Mark>,
    /// The day that the feed was fetched: that of records which state none, so that a later state wins.
    fetched: Option<String>,
}

/// A record in the bytes of a batch, or the end of a text.
struct Mark {
    text: Arc<str>,
    /// Line of the record; `None` at the end of the text.
    line: Option<u64>,
    /// Where the record ends in the bytes.
    end: usize,
}

/// When a batch is full.
const FULL: usize = 1 << 20;

/// What came of a record, or of the end of a text.
pub(super) struct Row {
    pub(super) text: Arc<str>,
    pub(super) line: u64,
    pub(super) outcome: Outcome,
}

/// One record after reading.
pub(super) enum Outcome {
    Flaws(Vec<Encoded>),
    Kev(Box<Kev>),
    Product(Vec<String>),
    Lifecycles(Vec<Lifecycle>),
    Foreign(&'static str),
    /// An index of a feed, which holds no records.
    Companion,
    Refused(String),
    /// The text has no more records.
    End,
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

    pub(super) fn push(&mut self, text: &Arc<str>, line: u64, record: &[u8]) {
        self.bytes.extend_from_slice(record);
        self.mark(text, Some(line));
    }

    /// Notes that a text has ended.
    pub(super) fn end(&mut self, text: &Arc<str>) {
        self.mark(text, None);
    }

    fn mark(&mut self, text: &Arc<str>, line: Option<u64>) {
        self.marks.push(Mark { text: Arc::clone(text), line, end: self.bytes.len() });
    }

    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() >= FULL
    }

    pub(super) fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// The batch; an empty one stays.
    pub(super) fn take(&mut self) -> Self {
        let empty = Self { fetched: self.fetched.clone(), ..Self::default() };
        std::mem::replace(self, empty)
    }

    /// Reads all records.
    pub(super) fn read(self, packer: &mut Packer) -> Vec<Row> {
        let (mut start, mut hint) = (0, None);
        let mut rows = Vec::with_capacity(self.marks.len());
        for Mark { text, line, end } in self.marks {
            let record = &self.bytes[start..end];
            let outcome = match line {
                Some(_) => read(record, packer, &mut hint, self.fetched.as_deref()),
                None => Outcome::End,
            };
            // Only records of one text are likely to be of one kind.
            hint = hint.filter(|_| line.is_some());
            start = end;
            rows.push(Row { text, line: line.unwrap_or(0), outcome });
        }
        rows
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
        Ok(Parsed::Product(keys)) => Outcome::Product(keys),
        Ok(Parsed::Lifecycles(products)) => Outcome::Lifecycles(products),
        Ok(Parsed::Foreign(what)) => Outcome::Foreign(what),
        Ok(Parsed::Companion) => Outcome::Companion,
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
