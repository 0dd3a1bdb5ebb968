//! Unpacks records and entries. What is read borrows from the reader until the next one is read.

use super::{Damage, Database};
use crate::entry::Entry;
use crate::file::layout::Section;
use crate::file::pack::{Unpacker, decode};
use crate::record::Record;

/// Reads records and entries of a [`Database`]. Each thread needs its own.
pub struct Reader<'d> {
    database: &'d Database,
    unpacker: Unpacker<'d>,
    record: Vec<u8>,
    entry: Vec<u8>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(database: &'d Database) -> Result<Self, Damage> {
        let unpacker = Unpacker::new(&database.inner.dictionaries);
        let unpacker = unpacker.map_err(|_| Damage("its dictionaries cannot be used"))?;
        Ok(Self { database, unpacker, record: Vec::new(), entry: Vec::new() })
    }

    /// The database that is read.
    pub fn database(&self) -> &'d Database {
        self.database
    }

    /// The record with this number, and whether the CVE List rejected its id.
    pub fn record(&mut self, number: u32) -> Result<Record<'_>, Damage> {
        let is_cancelled = self.database.record_row(number)?.is_cancelled;
        let mut record = self.own(number)?;
        record.is_cancelled = is_cancelled;
        Ok(record)
    }

    /// The record as its source states it.
    pub(crate) fn own(&mut self, number: u32) -> Result<Record<'_>, Damage> {
        let damage = Damage("a record cannot be unpacked");
        let blob = self.database.record_row(number)?.blob;
        let packed = self.database.blob(Section::RecordBlobs, blob)?;
        self.unpacker.record(packed, blob.plain, &mut self.record).ok_or(damage)?;
        decode(&self.record).ok_or(damage)
    }

    /// The entry with this number.
    pub fn entry(&mut self, number: u32) -> Result<Entry<'_>, Damage> {
        decode(self.entry_bytes(number)?).ok_or(Damage("an entry cannot be unpacked"))
    }

    /// The entry with this number, unpacked but not read: [`crate::entry::read`] reads it without copying, so that
    /// many entries can be held at once.
    pub fn entry_bytes(&mut self, number: u32) -> Result<&[u8], Damage> {
        let damage = Damage("an entry cannot be unpacked");
        let blob = self.database.entry_row(number)?.blob;
        let packed = self.database.blob(Section::EntryBlobs, blob)?;
        self.unpacker.entry(packed, blob.plain, &mut self.entry).ok_or(damage)?;
        Ok(&self.entry)
    }
}
