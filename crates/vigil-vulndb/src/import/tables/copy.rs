//! Blobs and rows of the new file: those of the base are copied in long runs.

use std::io;
use std::ops::Range;

use super::order::{Order, Origin};
use super::{ImportError, Tables};
use crate::file::layout::{BlobAt, EntryRow, RecordRow, Section};
use crate::file::writer::Writer;
use crate::import::spool::SpoolReader;
use crate::{Damage, Database};

/// Why a section could not be written.
pub(super) enum Failure {
    Write(io::Error),
    Base(Damage),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

impl From<Damage> for Failure {
    fn from(damage: Damage) -> Self {
        Self::Base(damage)
    }
}

impl Failure {
    /// The error that a caller sees.
    pub(super) fn told(self, target: &std::path::Path, base: Option<&std::path::Path>) -> ImportError {
        match self {
            Self::Write(source) => ImportError::Write { path: target.to_path_buf(), source },
            Self::Base(source) => ImportError::Base { path: base.unwrap_or(target).to_path_buf(), source },
        }
    }
}

/// Rows of records and entries; blobs stand in the order of the rows.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) records: Vec<u8>,
    pub(super) entries: Vec<u8>,
}

/// Writes the blobs of all records and entries, and gives their rows.
pub(super) fn blobs(
    tables: &Tables,
    order: &Order,
    spool: &SpoolReader,
    to: &mut Writer,
) -> Result<Rows, Failure> {
    let base = tables.base.as_ref().map(|base| &base.database);
    let cancelled = order.cancelled(tables);
    let mut rows = Rows::default();
    to.section(Section::RecordBlobs, |to| {
        let mut copy = Copy::new(Section::RecordBlobs, base, spool, to);
        for (number, origin) in order.records.iter().enumerate() {
            let blob = match origin {
                Origin::Base(old) => copy.old(database(base).record_row(*old)?.blob)?,
                Origin::New(at) => copy.new_blob(tables.records[*at as usize].record)?,
            };
            let (first_entry, end) = (order.first_entry[number], order.first_entry[number + 1]);
            let row =
                RecordRow { blob, first_entry, entries: end - first_entry, is_cancelled: cancelled[number] };
            row.write(&mut rows.records);
        }
        copy.flush()
    })?;
    to.section(Section::EntryBlobs, |to| {
        let mut copy = Copy::new(Section::EntryBlobs, base, spool, to);
        for (number, origin) in order.records.iter().enumerate() {
            let record = number as u32;
            match origin {
                Origin::Base(old) => {
                    for entry in database(base).entries_of(*old)? {
                        let blob = copy.old(database(base).entry_row(entry)?.blob)?;
                        EntryRow { blob, record }.write(&mut rows.entries);
                    }
                }
                Origin::New(at) => {
                    for entry in &tables.records[*at as usize].entries {
                        let blob = copy.new_blob(*entry)?;
                        EntryRow { blob, record }.write(&mut rows.entries);
                    }
                }
            }
        }
        copy.flush()
    })?;
    Ok(rows)
}

fn database(base: Option<&Database>) -> &Database {
    base.expect("a record comes from it")
}

/// Copies the blobs of one section.
struct Copy<'c> {
    section: Section,
    base: Option<&'c Database>,
    spool: &'c SpoolReader,
    to: &'c mut Writer,
    /// Bytes of the base that wait to be written together.
    run: Range<u64>,
    /// Where the last blob of the base ended.
    seen: u64,
    /// Where the next blob begins in the new section.
    end: u64,
}

impl<'c> Copy<'c> {
    fn new(section: Section, base: Option<&'c Database>, spool: &'c SpoolReader, to: &'c mut Writer) -> Self {
        Self { section, base, spool, to, run: 0..0, seen: 0, end: 0 }
    }

    /// Copies a blob of the base, and gives its place in the new file.
    fn old(&mut self, blob: BlobAt) -> Result<BlobAt, Failure> {
        // Each blob is copied once: what is forged cannot make the new file larger than the old one.
        if blob.offset < self.seen {
            return Err(Damage("its records are not in their order").into());
        }
        self.seen = blob.offset + u64::from(blob.packed);
        if self.run.end != blob.offset {
            self.flush()?;
            self.run.start = blob.offset;
        }
        self.run.end = self.seen;
        Ok(self.placed(blob))
    }

    /// Copies a blob of the spool, and gives its place in the new file.
    fn new_blob(&mut self, blob: BlobAt) -> Result<BlobAt, Failure> {
        self.flush()?;
        self.to.write(self.spool.read(blob.offset, blob.packed as usize)?)?;
        Ok(self.placed(blob))
    }

    fn placed(&mut self, blob: BlobAt) -> BlobAt {
        let placed = BlobAt { offset: self.end, ..blob };
        self.end += u64::from(blob.packed);
        placed
    }

    /// Writes the run.
    fn flush(&mut self) -> Result<(), Failure> {
        if self.run.is_empty() {
            return Ok(());
        }
        let from = database(self.base).part(self.section);
        let run = usize::try_from(self.run.start).ok().zip(usize::try_from(self.run.end).ok());
        let bytes = run.and_then(|(start, end)| from.get(start..end));
        self.to.write(bytes.ok_or(Damage("a record reaches beyond its section"))?)?;
        self.run = 0..0;
        Ok(())
    }
}
