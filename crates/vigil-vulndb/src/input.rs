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
    /// Records, rows and names taken from one input file: each takes some memory until the database is written.
    pub records: u64,
    /// Archives within archives.
    pub nesting: u8,
    /// Records that are reported one by one for each file; the rest is counted.
    pub reported: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            record: 64 << 20,
            unpacked: 256 << 30,
            entries: 4_000_000,
            records: 8_000_000,
            nesting: 4,
            reported: 50,
        }
    }
}

/// Why bytes could not be read, for people: the decoders have words of their own for a file that was cut off.
pub(crate) fn cause(error: &std::io::Error) -> String {
    if error.kind() == std::io::ErrorKind::UnexpectedEof {
        return format!("it is cut off before its end ({error})");
    }
    error.to_string()
}
