//! Puts everything in order and writes the sections.

use std::collections::HashMap;
use std::path::Path;

use vigil_base::{Date, canonical};

use super::copy::{self, Failure, Rows};
use super::index::Index;
use super::order::Order;
use super::{ImportError, Tables, heads, sources};
use crate::file::layout::Section;
use crate::file::pack;
use crate::file::writer::Writer;
use crate::import::spool::SpoolReader;
use crate::status::Status;

pub(super) fn write(mut tables: Tables, target: &Path, fetched: Option<Date>) -> Result<Status, ImportError> {
    let base = tables.base.as_ref().map(|base| base.path.clone());
    let spool = tables.spool.reader().map_err(Failure::from);
    let written = spool.and_then(|spool| sections(&mut tables, &spool, target, fetched));
    written.map_err(|failure| failure.told(target, base.as_deref()))
}

fn sections(
    tables: &mut Tables,
    spool: &SpoolReader,
    target: &Path,
    fetched: Option<Date>,
) -> Result<Status, Failure> {
    if let Some(damage) = tables.damage.take() {
        return Err(damage.into());
    }
    tables.by_id = HashMap::new();
    tables.join_states();
    let order = Order::of(tables)?;
    tables.names.numbers = HashMap::new();
    let tables = &*tables;
    let mut writer = Writer::new(target)?;
    writer.section(Section::RecordDictionary, |to| to.write(pack::RECORDS))?;
    writer.section(Section::EntryDictionary, |to| to.write(pack::ENTRIES))?;
    // The index takes as long as everything else, and the two do not touch each other.
    let (index, rest) =
        rayon::join(|| Index::of(tables, &order), || Rest::of(tables, &order, spool, &mut writer));
    let (index, rest) = (index?, rest?);
    let sources = sources::of(tables, &order, &index, fetched);
    let status = canonical::pretty(&sources).expect("sources have text keys only");
    let all = [
        (Section::Records, &rest.rows.records),
        (Section::Entries, &rest.rows.entries),
        (Section::Heads, &rest.heads),
        (Section::Digests, &rest.digests),
        (Section::Kev, &rest.kev),
        (Section::Epss, &rest.epss),
        (Section::Lifecycles, &rest.lifecycles),
        (Section::Keys, &index.keys),
        (Section::Postings, &index.postings),
    ];
    for (section, bytes) in all {
        writer.section(section, |to| to.write(bytes))?;
    }
    writer.section(Section::Status, |to| to.write(status.as_bytes()))?;
    let (digest, bytes) = writer.finish(target)?;
    Ok(Status::new(sources, digest, bytes))
}

/// Everything but the index and what is counted on the way through it.
struct Rest {
    rows: Rows,
    heads: Vec<u8>,
    digests: Vec<u8>,
    kev: Vec<u8>,
    epss: Vec<u8>,
    lifecycles: Vec<u8>,
}

impl Rest {
    fn of(tables: &Tables, order: &Order, spool: &SpoolReader, to: &mut Writer) -> Result<Self, Failure> {
        let kev: Vec<_> = tables.kev.kept.values().collect();
        Ok(Self {
            rows: copy::blobs(tables, order, spool, to)?,
            heads: heads::packed(tables, order),
            digests: order.records.iter().flat_map(|origin| tables.view(*origin).digest).collect(),
            kev: packed(&kev),
            epss: epss_bytes(tables),
            lifecycles: packed(&tables.lifecycles.list()),
        })
    }
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
