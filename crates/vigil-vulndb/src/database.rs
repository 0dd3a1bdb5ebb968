//! An open database: look-ups by package, by product and by id.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use memmap2::Mmap;
use sha2::{Digest as _, Sha256};

use crate::ecosystem::{self, Place};
use crate::file::MAJOR;
use crate::file::heads::Heads;
use crate::file::layout::{self, BlobAt, EntryRow, RecordRow, Section};
use crate::file::pack::Dictionaries;
use crate::keys;
use crate::lifecycle::{Lifecycle, Lifecycles};
use crate::record::{Epss, Kev};
use crate::status::{Source, Status};

mod error;
mod index;
mod reader;

use error::bad_header;

pub use error::{Damage, OpenError};
pub use reader::Reader;

/// A read-only database. Cheap to clone; any number of threads and processes may share the file.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
}

struct Inner {
    bytes: Bytes,
    sections: [Range<usize>; Section::ALL.len()],
    dictionaries: Dictionaries,
    status: Status,
}

enum Bytes {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("status", &self.inner.status).finish_non_exhaustive()
    }
}

/// What a look-up found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The key that was looked up.
    pub key: String,
    /// Whether the index has the key at all: a product can be known without any record of a flaw.
    pub known: bool,
    /// Numbers of the entries, for [`Reader::entry`].
    pub entries: Vec<u32>,
}

impl Database {
    /// Opens the file at `path`. Its content is verified only by [`Database::verify`]; look-ups check every offset.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let read = |source| OpenError::Read { path: path.to_path_buf(), source };
        let file = File::open(path).map_err(read)?;
        #[expect(unsafe_code, reason = "mapping a file is unsafe in Rust: another process could change it")]
        // SAFETY: a database is never changed in place; a new one is written beside it and renamed.
        let map = unsafe { Mmap::map(&file) }.map_err(read)?;
        Self::new(Bytes::Mapped(map), path)
    }

    /// Opens a database that is in memory.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, OpenError> {
        Self::new(Bytes::Owned(bytes), Path::new("(memory)"))
    }

    fn new(bytes: Bytes, path: &Path) -> Result<Self, OpenError> {
        let damaged = |cause| OpenError::Damaged { path: path.to_path_buf(), cause };
        let header = layout::read_header(&bytes).map_err(|bad| bad_header(bad, path))?;
        let mut sections = std::array::from_fn(|_| 0..0);
        for (at, section) in Section::ALL.iter().enumerate() {
            let row = header.sections.iter().find(|(number, _, _)| *number == *section as u32);
            let (_, offset, length) = row.ok_or_else(|| damaged("a section is missing"))?;
            // The header has checked that both stay within the file, so they fit.
            sections[at] = *offset as usize..(offset + length) as usize;
        }
        let part = |section: Section| &bytes[sections[place(section)].clone()];
        let sources: Vec<Source> = serde_json::from_slice(part(Section::Status))
            .map_err(|_| damaged("its list of sources cannot be read"))?;
        let dictionaries = Dictionaries::new(part(Section::RecordDictionary), part(Section::EntryDictionary))
            .ok_or_else(|| damaged("its dictionaries cannot be used"))?;
        index::check(part(Section::Keys)).map_err(|_| damaged("its index cannot be read"))?;
        let mut status = Status::new(sources, header.digest, bytes.len() as u64);
        status.format = format!("{MAJOR}.{}", header.minor);
        Ok(Self { inner: Arc::new(Inner { bytes, sections, dictionaries, status }) })
    }

    /// Compares the content with the digest in the header. Reads the whole file.
    pub fn verify(&self) -> Result<(), Damage> {
        let bytes = self.inner.bytes.get(layout::HEADER..).unwrap_or_default();
        if crate::file::digest(&Sha256::digest(bytes)) == self.inner.status.digest {
            Ok(())
        } else {
            Err(Damage("its content does not have the digest that its header states"))
        }
    }

    /// The sources, by name.
    pub fn sources(&self) -> &[Source] {
        &self.inner.status.sources
    }

    /// Format, sources, digest, size and newest data.
    pub fn status(&self) -> &Status {
        &self.inner.status
    }

    /// The attributions that the sources ask for, sorted.
    pub fn notices(&self) -> Vec<String> {
        let mut notices: Vec<String> =
            self.sources().iter().filter_map(|source| source.notice.clone()).collect();
        notices.sort();
        notices
    }

    /// Names of the sources that have records of an ecosystem (`npm`, `Debian:12`), of `cpe` or of `git`.
    pub fn covering(&self, ecosystem: &str) -> Vec<String> {
        let covers = |source: &&Source| source.covers.contains_key(ecosystem);
        self.sources().iter().filter(covers).map(|source| source.name.clone()).collect()
    }

    /// Loaded ecosystems that are `release` of the distribution `family`; all its releases without one.
    pub fn releases(&self, family: &str, release: Option<&str>) -> Vec<String> {
        let loaded = self.sources().iter().flat_map(|source| source.covers.keys());
        let mut found: Vec<String> =
            loaded.filter(|name| ecosystem::is_release(name, family, release)).cloned().collect();
        found.sort();
        found.dedup();
        found
    }

    /// Entries about a package of an ecosystem (`npm`, `Debian:12`).
    pub fn lookup_package(&self, ecosystem: &str, name: &str) -> Result<Found, Damage> {
        self.lookup(keys::package(ecosystem, name))
    }

    /// Entries about a package by the parts of its purl, in every loaded ecosystem it may stand in.
    pub fn lookup_purl(
        &self,
        purl_type: &str,
        namespace: Option<&str>,
        name: &str,
    ) -> Result<Vec<Found>, Damage> {
        let full = ecosystem::purl_name(purl_type, namespace, name);
        match ecosystem::of_purl(purl_type, namespace, None) {
            Place::Ecosystem(ecosystem) => Ok(vec![self.lookup_package(ecosystem, &full)?]),
            Place::Distribution { family, release } => {
                let releases = self.releases(family, release.as_deref());
                releases.iter().map(|ecosystem| self.lookup_package(ecosystem, &full)).collect()
            }
            Place::Unknown => Ok(Vec::new()),
        }
    }

    /// Entries about a product, by vendor and product without escapes.
    pub fn lookup_cpe(&self, vendor: &str, product: &str) -> Result<Found, Damage> {
        self.lookup(crate::cpe::key(vendor, product))
    }

    /// Entries about a product, by the key that [`crate::cpe::Cpe::key`] gives.
    pub fn lookup_key(&self, cpe_key: &str) -> Result<Found, Damage> {
        self.lookup(cpe_key.to_owned())
    }

    /// Entries whose vendor or product has a wild card: they may be about any product.
    pub fn wildcard_products(&self) -> Result<Found, Damage> {
        self.lookup(keys::ANY_CPE.to_owned())
    }

    /// Vendor and product of what the CPE dictionary has in place of a deprecated product, given by its key.
    pub fn successors(&self, cpe_key: &str) -> Result<Vec<(String, String)>, Damage> {
        let prefix = keys::product(&keys::renamed(cpe_key, ""));
        let found = index::starting_with(self.part(Section::Keys), &prefix)?;
        Ok(found.iter().filter_map(|key| keys::vendor_and_product(key.strip_prefix(&prefix)?)).collect())
    }

    /// Entries about source code in a repository.
    pub fn lookup_repository(&self, address: &str) -> Result<Found, Damage> {
        self.lookup(keys::repository(address))
    }

    /// Entries about a supplier's product, both compared as [`crate::supplier::plain_pair`] does.
    pub fn lookup_supplied(&self, supplier: &str, product: &str) -> Result<Found, Damage> {
        match keys::supplied(supplier, product) {
            Some(key) => self.lookup(key),
            None => Ok(Found::default()),
        }
    }

    /// Vendor and product of every known product with that name, compared by letters and digits only.
    pub fn products_named(&self, name: &str) -> Result<Vec<(String, String)>, Damage> {
        let prefix = keys::named(name);
        let found = index::starting_with(self.part(Section::Keys), &prefix)?;
        Ok(found.iter().filter_map(|key| keys::vendor_and_product(key.strip_prefix(&prefix)?)).collect())
    }

    /// Numbers of all records that have this id, or are asserted to be it, for [`Reader::record`].
    pub fn by_id(&self, id: &str) -> Result<Vec<u32>, Damage> {
        Ok(self.lookup(keys::id(id))?.entries)
    }

    /// The entry of the catalogue of known exploited vulnerabilities for a CVE id.
    pub fn kev(&self, cve: &str) -> Result<Option<Kev>, Damage> {
        Ok(self.kev_list()?.into_iter().find(|kev| kev.cve == cve))
    }

    /// The whole catalogue of known exploited vulnerabilities, by CVE id.
    pub fn kev_list(&self) -> Result<Vec<Kev>, Damage> {
        self.unpacked(Section::Kev, "the catalogue of known exploited vulnerabilities cannot be unpacked")
    }

    /// Products with their release cycles, indexed for [`Lifecycles::end_of_life`].
    pub fn lifecycles(&self) -> Result<Lifecycles, Damage> {
        Ok(Lifecycles::new(self.lifecycle_list()?))
    }

    pub(crate) fn lifecycle_list(&self) -> Result<Vec<Lifecycle>, Damage> {
        self.unpacked(Section::Lifecycles, "the list of release cycles cannot be unpacked")
    }

    /// A section that is one packed list.
    fn unpacked<T: serde::de::DeserializeOwned>(
        &self,
        section: Section,
        damage: &'static str,
    ) -> Result<T, Damage> {
        const MOST: u64 = 64 << 20;
        let decoder = zstd::Decoder::new(self.part(section)).map_err(|_| Damage(damage))?;
        let mut plain = Vec::new();
        std::io::Read::read_to_end(&mut std::io::Read::take(decoder, MOST), &mut plain)
            .map_err(|_| Damage(damage))?;
        postcard::from_bytes(&plain).map_err(|_| Damage(damage))
    }

    /// The exploit prediction score of a CVE id.
    pub fn epss(&self, cve: &str) -> Option<Epss> {
        let wanted = layout::cve_number(cve)?;
        let (rows, _) = self.part(Section::Epss).as_chunks::<{ layout::EPSS_ROW }>();
        let at = rows.binary_search_by_key(&Some(wanted), |row| layout::u64_at(row, 0)).ok()?;
        Some(Epss { score: layout::u32_at(&rows[at], 8)?, percentile: layout::u32_at(&rows[at], 12)? })
    }

    /// A reader of records and entries; each thread needs its own.
    pub fn reader(&self) -> Result<Reader<'_>, Damage> {
        Reader::new(self)
    }

    /// How many records there are.
    pub fn record_count(&self) -> u32 {
        (self.part(Section::Records).len() / RecordRow::SIZE) as u32
    }

    /// How many entries there are.
    pub fn entry_count(&self) -> u32 {
        (self.part(Section::Entries).len() / EntryRow::SIZE) as u32
    }

    /// Numbers of the entries of a record.
    pub fn entries_of(&self, record: u32) -> Result<Range<u32>, Damage> {
        let row = self.record_row(record)?;
        let end = row.first_entry.checked_add(row.entries).filter(|end| *end <= self.entry_count());
        Ok(row.first_entry..end.ok_or(Damage("a record names entries that are not there"))?)
    }

    /// Number of the record that an entry belongs to.
    pub fn record_of(&self, entry: u32) -> Result<u32, Damage> {
        Ok(self.entry_row(entry)?.record)
    }

    pub(crate) fn epss_rows(&self) -> Vec<(u64, u32, u32)> {
        let (rows, _) = self.part(Section::Epss).as_chunks::<{ layout::EPSS_ROW }>();
        let read = |row: &[u8; layout::EPSS_ROW]| {
            Some((layout::u64_at(row, 0)?, layout::u32_at(row, 8)?, layout::u32_at(row, 12)?))
        };
        rows.iter().filter_map(read).collect()
    }

    /// Keys that begin with `prefix` and are wanted.
    pub(crate) fn keys_with(
        &self,
        prefix: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>, Damage> {
        index::wanted(self.part(Section::Keys), prefix, is_wanted)
    }

    pub(crate) fn dictionary_products(&self) -> Result<Vec<String>, Damage> {
        let prefix = keys::product("");
        let found = index::starting_with(self.part(Section::Keys), &prefix)?;
        Ok(found.into_iter().map(|key| key[prefix.len()..].to_owned()).collect())
    }

    /// What a merge asks of each record.
    pub(crate) fn heads(&self) -> Result<Heads, Damage> {
        let heads = Heads::read(self.part(Section::Heads)).ok_or(Damage("its heads cannot be read"))?;
        let digests = self.part(Section::Digests).len();
        if heads.len() != self.record_count() || digests != heads.len() as usize * layout::DIGEST {
            return Err(Damage("its heads are not those of its records"));
        }
        Ok(heads)
    }

    /// The digest of a record with its entries.
    pub(crate) fn record_digest(&self, number: u32) -> Option<[u8; layout::DIGEST]> {
        let at = number as usize * layout::DIGEST;
        self.part(Section::Digests).get(at..at + layout::DIGEST)?.try_into().ok()
    }

    /// Whether the file was packed with the dictionaries of this version, so that its blobs can be copied.
    pub(crate) fn has_our_dictionaries(&self) -> bool {
        self.part(Section::RecordDictionary) == crate::file::pack::RECORDS
            && self.part(Section::EntryDictionary) == crate::file::pack::ENTRIES
    }

    pub(crate) fn part(&self, section: Section) -> &[u8] {
        &self.inner.bytes[self.inner.sections[place(section)].clone()]
    }

    pub(crate) fn record_row(&self, number: u32) -> Result<RecordRow, Damage> {
        RecordRow::read(self.part(Section::Records), number).ok_or(Damage("a record is not there"))
    }

    pub(crate) fn entry_row(&self, number: u32) -> Result<EntryRow, Damage> {
        EntryRow::read(self.part(Section::Entries), number).ok_or(Damage("an entry is not there"))
    }

    pub(crate) fn blob(&self, section: Section, blob: BlobAt) -> Result<&[u8], Damage> {
        let start = usize::try_from(blob.offset).ok();
        let range = start.and_then(|start| Some(start..start.checked_add(blob.packed as usize)?));
        range
            .and_then(|range| self.part(section).get(range))
            .ok_or(Damage("a record reaches beyond its section"))
    }

    fn lookup(&self, key: String) -> Result<Found, Damage> {
        let value = index::get(self.part(Section::Keys), &key)?;
        let entries = match value {
            None => Vec::new(),
            Some(value) if value & 1 == 1 => {
                vec![u32::try_from(value >> 1).map_err(|_| Damage("a key is damaged"))?]
            }
            Some(value) => index::posting(self.part(Section::Postings), value >> 1)?,
        };
        Ok(Found { known: value.is_some(), entries, key })
    }
}

fn place(section: Section) -> usize {
    section as usize - 1
}
