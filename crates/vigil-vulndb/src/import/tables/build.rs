//! Sorts everything and writes the sections.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use vigil_base::{Date, canonical};

use super::{Stored, Tables, sources};
use crate::file::layout::{BlobAt, EntryRow, RecordRow, Section, write_varint};
use crate::file::pack;
use crate::file::writer::Writer;
use crate::keys;
use crate::status::{Source, Status};

pub(super) fn write(mut tables: Tables, target: &Path, fetched: Option<Date>) -> io::Result<Status> {
    let mut records = std::mem::take(&mut tables.records);
    tables.by_id.clear();
    let names = &tables.names;
    records.sort_by(|a, b| (&a.id, names.text(a.source)).cmp(&(&b.id, names.text(b.source))));
    let sorted: Vec<&Stored> = records.iter().collect();
    let sources = sources::of(&tables, &sorted, fetched);
    let index = Index::of(&tables, &sorted);
    let (kev, epss) = (kev_bytes(&tables), epss_bytes(&tables));
    let lifecycles = packed(&tables.lifecycles.list());
    let (record_rows, entry_rows) = rows(&sorted);
    let mut spool = tables.spool.reader()?;
    let mut buffer = Vec::new();
    let mut copy = |to: &mut Writer, blob: BlobAt| {
        spool.read(blob.offset, blob.packed as usize, &mut buffer)?;
        to.write(&buffer)
    };
    let mut writer = Writer::new(target)?;
    writer.section(Section::Status, |to| to.write(status_json(&sources).as_bytes()))?;
    writer.section(Section::RecordDictionary, |to| to.write(pack::RECORDS))?;
    writer.section(Section::EntryDictionary, |to| to.write(pack::ENTRIES))?;
    writer.section(Section::Keys, |to| to.write(&index.keys))?;
    writer.section(Section::Postings, |to| to.write(&index.postings))?;
    writer.section(Section::Records, |to| to.write(&record_rows))?;
    writer.section(Section::Entries, |to| to.write(&entry_rows))?;
    writer
        .section(Section::RecordBlobs, |to| sorted.iter().try_for_each(|record| copy(to, record.record)))?;
    writer.section(Section::EntryBlobs, |to| {
        sorted.iter().flat_map(|record| &record.entries).try_for_each(|entry| copy(to, *entry))
    })?;
    writer.section(Section::Kev, |to| to.write(&kev))?;
    writer.section(Section::Epss, |to| to.write(&epss))?;
    writer.section(Section::Lifecycles, |to| to.write(&lifecycles))?;
    let (digest, bytes) = writer.finish(target)?;
    Ok(Status::new(sources, digest, bytes))
}

fn status_json(sources: &[Source]) -> String {
    canonical::pretty(sources).expect("sources have text keys only")
}

/// Rows of records and entries; blobs stand in the order of the rows.
fn rows(records: &[&Stored]) -> (Vec<u8>, Vec<u8>) {
    let (mut record_rows, mut entry_rows) = (Vec::new(), Vec::new());
    let (mut record_end, mut entry_end, mut entry_number) = (0, 0, 0);
    for (number, stored) in records.iter().enumerate() {
        let blob = BlobAt { offset: record_end, ..stored.record };
        let entries = stored.entries.len() as u32;
        RecordRow { blob, first_entry: entry_number, entries }.write(&mut record_rows);
        record_end += u64::from(blob.packed);
        entry_number += entries;
        for entry in &stored.entries {
            let blob = BlobAt { offset: entry_end, ..*entry };
            EntryRow { blob, record: number as u32 }.write(&mut entry_rows);
            entry_end += u64::from(blob.packed);
        }
    }
    (record_rows, entry_rows)
}

/// Keys and what they lead to.
struct Index {
    keys: Vec<u8>,
    postings: Vec<u8>,
}

impl Index {
    fn of(tables: &Tables, records: &[&Stored]) -> Self {
        let pairs = pairs(records);
        let mut names: Vec<(String, Vec<u32>)> = Vec::new();
        for group in pairs.chunk_by(|a, b| a.0 == b.0) {
            let numbers = group.iter().map(|(_, number)| *number).collect();
            names.push((tables.names.text(group[0].0).to_owned(), numbers));
        }
        let bare = without_postings(tables, records, &names);
        names.extend(bare);
        names.sort();
        let mut postings = Vec::new();
        let mut keys = fst::MapBuilder::memory();
        for (key, numbers) in &names {
            keys.insert(key, posting(numbers, &mut postings)).expect("the keys are sorted and distinct");
        }
        Self { keys: keys.into_inner().expect("memory does not fail"), postings }
    }
}

/// Key and number: of a record for ids, of an entry for all others.
fn pairs(records: &[&Stored]) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    let mut first_entry = 0;
    for (number, stored) in records.iter().enumerate() {
        pairs.extend(stored.record_keys.iter().map(|key| (*key, number as u32)));
        pairs.extend(stored.entry_keys.iter().map(|(entry, key)| (*key, first_entry + entry)));
        first_entry += stored.entries.len() as u32;
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Keys that lead to no record: known products, and products by their plain name.
fn without_postings(
    tables: &Tables,
    records: &[&Stored],
    names: &[(String, Vec<u32>)],
) -> Vec<(String, Vec<u32>)> {
    let with: BTreeSet<&str> = names.iter().map(|(key, _)| key.as_str()).collect();
    let mut known: BTreeSet<&str> = with.iter().copied().filter(|key| key.starts_with("cpe:")).collect();
    let mut bare = BTreeSet::new();
    let beside = records.iter().flat_map(|record| &record.beside).map(|key| tables.names.text(*key));
    known.extend(beside.filter(|key| key.starts_with("cpe:")));
    for key in &tables.products {
        let key = tables.names.text(*key);
        // A new name of a product is no product of its own.
        if !key.contains('\0') {
            known.insert(key);
        }
        bare.insert(keys::product(key));
    }
    for key in known {
        if let Some((_, product)) = keys::vendor_and_product(key) {
            bare.insert(format!("{}{key}", keys::named(&product)));
        }
        if !with.contains(key) {
            bare.insert(key.to_owned());
        }
    }
    bare.into_iter().map(|key| (key, Vec::new())).collect()
}

/// One number stands in the index itself; a list stands in the postings, as differences.
fn posting(numbers: &[u32], postings: &mut Vec<u8>) -> u64 {
    if let [only] = numbers {
        return u64::from(*only) << 1 | 1;
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

fn kev_bytes(tables: &Tables) -> Vec<u8> {
    let list: Vec<_> = tables.kev.kept.values().collect();
    packed(&list)
}

/// A list packed as one blob.
fn packed(list: &impl serde::Serialize) -> Vec<u8> {
    let plain = postcard::to_stdvec(list).expect("memory is the only limit of the encoding");
    zstd::bulk::compress(&plain, 6).expect("the buffer has the size that zstd asks for")
}

fn epss_bytes(tables: &Tables) -> Vec<u8> {
    let rows = tables.epss.sorted();
    let mut bytes = Vec::with_capacity(rows.len() * 16);
    for (cve, score, percentile) in rows {
        bytes.extend(cve.to_le_bytes());
        bytes.extend(score.to_le_bytes());
        bytes.extend(percentile.to_le_bytes());
    }
    bytes
}
