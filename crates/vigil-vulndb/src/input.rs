//! Inputs: from files, folders and archives to single records, in bounded memory.

pub(crate) mod json;
pub(crate) mod unpack;

/// How much of an untrusted input is read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one record.
    pub record: usize,
    /// Bytes unpacked from one input file.
    pub unpacked: u64,
    /// Entries of one archive.
    pub entries: u64,
    /// Archives within archives.
    pub nesting: u8,
    /// Records that are reported one by one for each file; the rest is counted.
    pub reported: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record: 64 << 20, unpacked: 256 << 30, entries: 4_000_000, nesting: 4, reported: 50 }
    }
}
