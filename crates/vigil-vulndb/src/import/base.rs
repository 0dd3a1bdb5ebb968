//! The database that an import carries on: what does not change in it is copied, never unpacked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::batch::{Encoded, encode};
use crate::file::heads::Heads;
use crate::file::layout::DIGEST;
use crate::file::pack::Packer;
use crate::{Damage, Database, Entry, Reader};

/// An open database whose records can be taken over as they stand.
pub(super) struct Base {
    pub(super) path: PathBuf,
    pub(super) database: Database,
    pub(super) heads: Heads,
    /// Records that another state replaces.
    replaced: Vec<bool>,
}

impl Base {
    /// Of several databases the one with the most records. Which one it is does not change a byte of the result.
    pub(super) fn of(files: &[PathBuf]) -> Option<Self> {
        let usable = files.iter().filter(|file| is_database(file)).filter_map(|file| Self::open(file));
        usable.reduce(|best, next| if next.heads.len() > best.heads.len() { next } else { best })
    }

    /// A database that is copied must be whole: a copy of damage would get a digest that holds. One that is packed
    /// with the dictionaries of another version cannot be copied.
    fn open(path: &Path) -> Option<Self> {
        let database = Database::open(path).ok().filter(Database::has_our_dictionaries)?;
        let heads = database.heads().ok()?;
        database.verify().ok()?;
        let replaced = vec![false; heads.len() as usize];
        Some(Self { path: path.to_path_buf(), database, heads, replaced })
    }

    /// The number of the record with this id, unless it was replaced.
    pub(super) fn find(&self, id: &str, source: &str) -> Option<u32> {
        self.heads.find(id, source).filter(|number| self.is_kept(*number))
    }

    pub(super) fn replace(&mut self, number: u32) {
        self.replaced[number as usize] = true;
    }

    pub(super) fn is_kept(&self, number: u32) -> bool {
        !self.replaced[number as usize]
    }

    /// The digest of a record with its entries.
    pub(super) fn digest(&self, number: u32) -> [u8; DIGEST] {
        self.database.record_digest(number).expect("there are as many digests as heads")
    }

    /// A record as a feed gives it.
    pub(super) fn unpacked(&self, number: u32) -> Result<Encoded, Damage> {
        let (mut records, mut entries) = (self.database.reader()?, self.database.reader()?);
        unpacked(number, &mut records, &mut entries, &mut Packer::new())
    }

    /// How many records it has of each source.
    pub(super) fn counts(&self) -> BTreeMap<String, u64> {
        let mut counts = vec![0; self.heads.names.sources.len()];
        for number in 0..self.heads.len() {
            counts[self.heads.get(number).source as usize] += 1;
        }
        self.heads.names.sources.iter().cloned().zip(counts).collect()
    }
}

/// A record of a database as a feed gives it. It is packed anew: the same record gives the same bytes, whatever
/// dictionaries the database was packed with.
pub(super) fn unpacked(
    number: u32,
    records: &mut Reader<'_>,
    entries: &mut Reader<'_>,
    packer: &mut Packer,
) -> Result<Encoded, Damage> {
    let mut texts = Vec::new();
    for at in entries.database().entries_of(number)? {
        texts.push(entries.entry_bytes(at)?.to_vec());
    }
    let decoded: Option<Vec<Entry<'_>>> = texts.iter().map(|text| crate::file::pack::decode(text)).collect();
    let decoded = decoded.ok_or(Damage("an entry cannot be unpacked"))?;
    Ok(encode(&records.own(number)?, &decoded, Vec::new(), packer))
}

fn is_database(path: &Path) -> bool {
    use std::io::Read as _;
    let mut head = [0; crate::file::MAGIC.len()];
    let file = std::fs::File::open(path);
    file.is_ok_and(|mut file| file.read_exact(&mut head).is_ok()) && head == crate::file::MAGIC
}
