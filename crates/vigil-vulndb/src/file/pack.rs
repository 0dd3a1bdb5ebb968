//! Packing of single records: compact encoding, then zstd with a dictionary that is part of the file.
//!
//! The dictionaries are fixed parts of this version of the tool, not trained on each build: so the same records
//! give the same bytes whatever else is in the database, and a delta need not repack what it does not change.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// The dictionary of the record blobs.
pub(crate) const RECORDS: &[u8] = include_bytes!("records.dict");
/// The dictionary of the entry blobs.
pub(crate) const ENTRIES: &[u8] = include_bytes!("entries.dict");

const LEVEL: i32 = 3;
/// No blob is larger when unpacked: four times the largest record that is read.
const MOST_PLAIN: u32 = 256 << 20;

static RECORD_ENCODER: OnceLock<EncoderDictionary<'static>> = OnceLock::new();
static ENTRY_ENCODER: OnceLock<EncoderDictionary<'static>> = OnceLock::new();

/// A packed blob with its length when unpacked.
pub(crate) struct Packed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) plain: u32,
}

/// Packs blobs. One for each thread.
pub(crate) struct Packer {
    records: Compressor<'static>,
    entries: Compressor<'static>,
    buffers: Buffers,
}

/// Memory that is used again: a blob is kept in as many bytes as it has.
#[derive(Default)]
struct Buffers {
    plain: Vec<u8>,
    packed: Vec<u8>,
}

/// Buffers that grew beyond this for one blob are given back.
const MOST_KEPT: usize = 1 << 20;

impl Packer {
    pub(crate) fn new() -> Self {
        let dictionary =
            |cell: &'static OnceLock<_>, bytes| cell.get_or_init(|| EncoderDictionary::copy(bytes, LEVEL));
        let compressor = |dictionary| {
            let mut made = Compressor::with_prepared_dictionary(dictionary).expect("the dictionary is ours");
            // The dictionary and the length are known from the file; four bytes a blob are worth saving.
            made.set_parameter(zstd::zstd_safe::CParameter::DictIdFlag(false)).expect("a known parameter");
            made.set_parameter(zstd::zstd_safe::CParameter::ContentSizeFlag(false))
                .expect("a known parameter");
            made
        };
        Self {
            records: compressor(dictionary(&RECORD_ENCODER, RECORDS)),
            entries: compressor(dictionary(&ENTRY_ENCODER, ENTRIES)),
            buffers: Buffers::default(),
        }
    }

    pub(crate) fn record(&mut self, value: &impl Serialize) -> Packed {
        self.buffers.pack(&mut self.records, value)
    }

    pub(crate) fn entry(&mut self, value: &impl Serialize) -> Packed {
        self.buffers.pack(&mut self.entries, value)
    }
}

impl Buffers {
    fn pack(&mut self, compressor: &mut Compressor<'_>, value: &impl Serialize) -> Packed {
        let mut plain = std::mem::take(&mut self.plain);
        plain.clear();
        self.plain = postcard::to_extend(value, plain).expect("memory is the only limit of the encoding");
        self.packed.clear();
        self.packed.reserve(zstd::zstd_safe::compress_bound(self.plain.len()));
        compressor
            .compress_to_buffer(&self.plain, &mut self.packed)
            .expect("the buffer has the size that zstd asks for");
        let packed = Packed { bytes: self.packed.clone(), plain: self.plain.len() as u32 };
        for buffer in [&mut self.plain, &mut self.packed] {
            buffer.clear();
            buffer.shrink_to(MOST_KEPT);
        }
        packed
    }
}

/// The dictionaries of an open file.
pub(crate) struct Dictionaries {
    records: DecoderDictionary<'static>,
    entries: DecoderDictionary<'static>,
}

impl Dictionaries {
    /// The dictionaries, if they are any: the library panics on damaged ones.
    pub(crate) fn new(records: &[u8], entries: &[u8]) -> Option<Self> {
        let made = std::panic::catch_unwind(|| Self {
            records: DecoderDictionary::copy(records),
            entries: DecoderDictionary::copy(entries),
        });
        made.ok()
    }
}

/// Unpacks blobs. One for each thread.
pub(crate) struct Unpacker<'d> {
    records: Decompressor<'d>,
    entries: Decompressor<'d>,
}

impl<'d> Unpacker<'d> {
    pub(crate) fn new(dictionaries: &'d Dictionaries) -> std::io::Result<Self> {
        Ok(Self {
            records: Decompressor::with_prepared_dictionary(&dictionaries.records)?,
            entries: Decompressor::with_prepared_dictionary(&dictionaries.entries)?,
        })
    }

    pub(crate) fn record(&mut self, packed: &[u8], plain: u32, to: &mut Vec<u8>) -> Option<()> {
        unpack(&mut self.records, packed, plain, to)
    }

    pub(crate) fn entry(&mut self, packed: &[u8], plain: u32, to: &mut Vec<u8>) -> Option<()> {
        unpack(&mut self.entries, packed, plain, to)
    }
}

fn unpack(decompressor: &mut Decompressor<'_>, packed: &[u8], plain: u32, to: &mut Vec<u8>) -> Option<()> {
    if plain > MOST_PLAIN {
        return None;
    }
    to.clear();
    to.reserve(plain as usize);
    let count = decompressor.decompress_to_buffer(packed, to).ok()?;
    (count == plain as usize).then_some(())
}

/// Reads the encoding; it borrows texts from `bytes`.
pub(crate) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sources whose texts may become part of the program: public domain and CC0.
    const FREE: [&str; 3] = ["nvd", "nvd-corrections", "rustsec"];
    const SAMPLES: u32 = 20_000;
    const SIZE: usize = 64 << 10;

    /// Changes the bytes of every database that is made from then on, so it is done on purpose only:
    /// `VIGIL_VDB=FILE cargo test --release -p vigil-vulndb --lib -- --ignored train`.
    #[test]
    #[ignore = "writes the dictionaries anew"]
    #[expect(clippy::disallowed_methods, reason = "a tool in the form of a test")]
    fn train_the_dictionaries() {
        let path = std::env::var("VIGIL_VDB").unwrap();
        let database = crate::Database::open(std::path::Path::new(&path)).unwrap();
        let mut reader = database.reader().unwrap();
        let mut samples = Vec::new();
        for number in
            (0..database.record_count()).step_by((database.record_count() / SAMPLES).max(1) as usize)
        {
            let record = reader.record(number).unwrap();
            if FREE.contains(&record.source.as_str()) {
                samples.push(postcard::to_stdvec(&record).unwrap());
            }
        }
        write("records.dict", &samples);
        samples.clear();
        for number in (0..database.entry_count()).step_by((database.entry_count() / SAMPLES).max(1) as usize)
        {
            samples.push(postcard::to_stdvec(&reader.entry(number).unwrap()).unwrap());
        }
        write("entries.dict", &samples);
    }

    fn write(name: &str, samples: &[Vec<u8>]) {
        let dictionary = zstd::dict::from_samples(samples, SIZE).unwrap();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/file");
        std::fs::write(folder.join(name), dictionary).unwrap();
    }

    #[test]
    fn what_was_packed_is_unpacked_and_a_wrong_length_is_refused() {
        let dictionaries = Dictionaries::new(RECORDS, ENTRIES).unwrap();
        let mut unpacker = Unpacker::new(&dictionaries).unwrap();
        let text = "cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*".repeat(20);
        let packed = Packer::new().record(&text);
        let mut plain = Vec::new();
        unpacker.record(&packed.bytes, packed.plain, &mut plain).unwrap();
        assert_eq!(decode::<String>(&plain), Some(text));
        assert!(unpacker.record(&packed.bytes, packed.plain - 1, &mut plain).is_none());
        assert!(unpacker.record(&packed.bytes, u32::MAX, &mut plain).is_none());
    }
}
