//! Header, section table and fixed-size rows. Nothing read from a file is trusted.

use vigil_base::Digest;

use super::{MAGIC, MAJOR, MINOR};

/// The sections of a file, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub(crate) enum Section {
    /// Sources and notices, as JSON.
    Status = 1,
    /// Dictionary of the record blobs.
    RecordDictionary = 2,
    /// Dictionary of the entry blobs.
    EntryDictionary = 3,
    /// Keys to postings.
    Keys = 4,
    /// Lists of entries or records.
    Postings = 5,
    /// One row per record.
    Records = 6,
    /// One row per entry.
    Entries = 7,
    /// Packed records.
    RecordBlobs = 8,
    /// Packed entries.
    EntryBlobs = 9,
    /// Catalogue of known exploited vulnerabilities, packed.
    Kev = 10,
    /// Exploit prediction scores, one row per CVE id.
    Epss = 11,
    /// Products with their release cycles, packed.
    Lifecycles = 12,
    /// What a merge asks of each record, packed in blocks.
    Heads = 13,
    /// Digest of each record with its entries.
    Digests = 14,
}

impl Section {
    pub(crate) const ALL: [Self; 14] = [
        Self::Status,
        Self::RecordDictionary,
        Self::EntryDictionary,
        Self::Keys,
        Self::Postings,
        Self::Records,
        Self::Entries,
        Self::RecordBlobs,
        Self::EntryBlobs,
        Self::Kev,
        Self::Epss,
        Self::Lifecycles,
        Self::Heads,
        Self::Digests,
    ];
}

/// Magic, major, minor, number of sections, digest over everything behind the header.
pub(crate) const HEADER: usize = 8 + 2 + 2 + 4 + 32;
/// Number, offset, length.
const SECTION_ROW: usize = 4 + 4 + 8 + 8;
/// Where the sections begin.
pub(crate) const BODY: usize = HEADER + SECTION_ROW * Section::ALL.len();

/// Where the sections stand: offset and length.
pub(crate) type Table = [(u64, u64); Section::ALL.len()];

/// What the header says.
pub(crate) struct Header {
    pub(crate) minor: u16,
    pub(crate) digest: Digest,
    pub(crate) sections: Vec<(u32, u64, u64)>,
}

/// Why a header cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BadHeader {
    Magic,
    Major(u16),
    Damaged(&'static str),
}

pub(crate) fn section_table(table: &Table) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(BODY - HEADER);
    for (section, (offset, length)) in Section::ALL.iter().zip(table) {
        bytes.extend((*section as u32).to_le_bytes());
        bytes.extend(0u32.to_le_bytes());
        bytes.extend(offset.to_le_bytes());
        bytes.extend(length.to_le_bytes());
    }
    bytes
}

pub(crate) fn header(digest: [u8; 32]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(MAJOR.to_le_bytes());
    bytes.extend(MINOR.to_le_bytes());
    bytes.extend((Section::ALL.len() as u32).to_le_bytes());
    bytes.extend(digest);
    bytes
}

pub(crate) fn read_header(file: &[u8]) -> Result<Header, BadHeader> {
    let magic = file.get(..8).ok_or(BadHeader::Magic)?;
    if magic != MAGIC {
        return Err(BadHeader::Magic);
    }
    let major = u16_at(file, 8).ok_or(BadHeader::Damaged("it ends in its header"))?;
    if major != MAJOR {
        return Err(BadHeader::Major(major));
    }
    let damaged = || BadHeader::Damaged("it ends in its header");
    let minor = u16_at(file, 10).ok_or_else(damaged)?;
    let count = u32_at(file, 12).ok_or_else(damaged)?;
    if count > 1024 {
        return Err(BadHeader::Damaged("its section table is too long"));
    }
    let digest = super::digest(file.get(16..48).ok_or_else(damaged)?);
    let mut sections = Vec::with_capacity(count as usize);
    for at in 0..count as usize {
        let row = HEADER + at * SECTION_ROW;
        let number = u32_at(file, row).ok_or_else(damaged)?;
        let offset = u64_at(file, row + 8).ok_or_else(damaged)?;
        let length = u64_at(file, row + 16).ok_or_else(damaged)?;
        if offset.checked_add(length).is_none_or(|end| end > file.len() as u64) {
            return Err(BadHeader::Damaged("a section reaches beyond its end; the file was cut short"));
        }
        sections.push((number, offset, length));
    }
    Ok(Header { minor, digest, sections })
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// Where a packed blob stands in its section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BlobAt {
    pub(crate) offset: u64,
    pub(crate) packed: u32,
    pub(crate) plain: u32,
}

/// A row of the record table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RecordRow {
    pub(crate) blob: BlobAt,
    pub(crate) first_entry: u32,
    pub(crate) entries: u32,
    /// Whether the CVE List rejected the id under which this record stands.
    pub(crate) is_cancelled: bool,
}

impl RecordRow {
    pub(crate) const SIZE: usize = 24;
    /// The highest bit of the number of entries.
    const CANCELLED: u32 = 1 << 31;

    pub(crate) fn write(self, to: &mut Vec<u8>) {
        write_blob(self.blob, to);
        to.extend(self.first_entry.to_le_bytes());
        let mark = if self.is_cancelled { Self::CANCELLED } else { 0 };
        to.extend((self.entries | mark).to_le_bytes());
    }

    pub(crate) fn read(table: &[u8], number: u32) -> Option<Self> {
        let at = number as usize * Self::SIZE;
        let entries = u32_at(table, at + 20)?;
        Some(Self {
            blob: read_blob(table, at)?,
            first_entry: u32_at(table, at + 16)?,
            entries: entries & !Self::CANCELLED,
            is_cancelled: entries & Self::CANCELLED != 0,
        })
    }
}

/// A row of the entry table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EntryRow {
    pub(crate) blob: BlobAt,
    pub(crate) record: u32,
}

impl EntryRow {
    pub(crate) const SIZE: usize = 20;

    pub(crate) fn write(self, to: &mut Vec<u8>) {
        write_blob(self.blob, to);
        to.extend(self.record.to_le_bytes());
    }

    pub(crate) fn read(table: &[u8], number: u32) -> Option<Self> {
        let at = number as usize * Self::SIZE;
        Some(Self { blob: read_blob(table, at)?, record: u32_at(table, at + 16)? })
    }
}

fn write_blob(blob: BlobAt, to: &mut Vec<u8>) {
    to.extend(blob.offset.to_le_bytes());
    to.extend(blob.packed.to_le_bytes());
    to.extend(blob.plain.to_le_bytes());
}

fn read_blob(table: &[u8], at: usize) -> Option<BlobAt> {
    Some(BlobAt {
        offset: u64_at(table, at)?,
        packed: u32_at(table, at + 8)?,
        plain: u32_at(table, at + 12)?,
    })
}

/// A CVE id as a number that sorts by year and number.
pub(crate) fn cve_number(id: &str) -> Option<u64> {
    let (year, number) = id.strip_prefix("CVE-")?.split_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(year) || !digits(number) {
        return None;
    }
    Some(u64::from(year.parse::<u16>().ok()?) << 40 | number.parse::<u64>().ok().filter(|n| *n < 1 << 40)?)
}

/// Size of a row of the exploit prediction scores: CVE number, score, percentile.
pub(crate) const EPSS_ROW: usize = 16;

/// Size of the digest of a record with its entries.
pub(crate) const DIGEST: usize = 16;

/// Appends a number in the fewest bytes, seven bits in each.
pub(crate) fn write_varint(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push((number as u8 & 0x7f) | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Takes a number written by [`write_varint`] from the front of `from`.
pub(crate) fn read_varint(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = from.split_first()?;
        *from = rest;
        number |= u64::from(first & 0x7f).checked_shl(shift)?;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_from_their_bytes() {
        for number in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX >> 1] {
            let mut bytes = Vec::new();
            write_varint(number, &mut bytes);
            assert_eq!(read_varint(&mut bytes.as_slice()), Some(number));
        }
        assert_eq!(read_varint(&mut [0x80u8; 11].as_slice()), None);
    }

    #[test]
    fn cve_ids_sort_by_year_and_number() {
        assert!(cve_number("CVE-2024-9999") < cve_number("CVE-2024-10000"));
        assert!(cve_number("CVE-2023-99999999") < cve_number("CVE-2024-1"));
        for bad in ["", "CVE-", "CVE-2024-", "CVE-2024-+1", "GHSA-1", "CVE-99999-1"] {
            assert_eq!(cve_number(bad), None, "{bad}");
        }
    }
}
