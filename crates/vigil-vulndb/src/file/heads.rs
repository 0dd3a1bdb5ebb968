//! What a merge asks of each record: with it, a record that does not change is copied and never unpacked.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::layout::{read_varint, u32_at, write_varint};

/// The head of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head<'a> {
    /// Place in [`Names::sources`].
    pub(crate) source: u32,
    /// Place in [`Names::covers`].
    pub(crate) covers: u32,
    pub(crate) id: &'a str,
    pub(crate) modified: &'a str,
    pub(crate) year: Option<u16>,
    pub(crate) withdrawn: bool,
    /// Whether it has entries, and all of them are packages.
    pub(crate) joins: bool,
}

/// Names that heads refer to by their place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Names {
    pub(crate) sources: Vec<String>,
    /// Lists of ecosystems.
    pub(crate) covers: Vec<Vec<String>>,
}

/// Bytes of a block before it is packed.
const BLOCK: usize = 1 << 20;
const LEVEL: i32 = 3;
/// No block is larger when unpacked: the largest record that is read, twice.
const MOST_PLAIN: usize = 128 << 20;

/// Packs heads that are sorted by id and name of the source.
pub(crate) fn pack<'a>(names: &Names, heads: impl Iterator<Item = Head<'a>>) -> Vec<u8> {
    let mut blocks = vec![postcard::to_stdvec(names).expect("memory is the only limit of the encoding")];
    let mut open = Vec::with_capacity(BLOCK);
    for head in heads {
        write(head, &mut open);
        if open.len() >= BLOCK {
            blocks.push(std::mem::replace(&mut open, Vec::with_capacity(BLOCK)));
        }
    }
    blocks.push(open);
    let packed: Vec<Vec<u8>> = blocks
        .par_iter()
        .map(|block| zstd::bulk::compress(block, LEVEL).expect("the buffer has the size that zstd asks for"))
        .collect();
    let mut bytes = Vec::new();
    for (packed, plain) in packed.iter().zip(&blocks) {
        bytes.extend((packed.len() as u32).to_le_bytes());
        bytes.extend((plain.len() as u32).to_le_bytes());
        bytes.extend(packed);
    }
    bytes
}

fn write(head: Head<'_>, to: &mut Vec<u8>) {
    write_varint(u64::from(head.source), to);
    write_varint(u64::from(head.covers), to);
    write_varint(u64::from(head.year.unwrap_or(0)), to);
    to.push(u8::from(head.withdrawn) | u8::from(head.joins) << 1);
    for text in [head.id, head.modified] {
        write_varint(text.len() as u64, to);
        to.extend(text.as_bytes());
    }
}

/// The heads of all records of a file, unpacked.
pub(crate) struct Heads {
    pub(crate) names: Names,
    blocks: Vec<Vec<u8>>,
    /// Block and place in it.
    places: Vec<(u32, u32)>,
}

impl Heads {
    /// Unpacks the section; `None` if it is damaged. Afterwards every head can be read.
    pub(crate) fn read(section: &[u8]) -> Option<Self> {
        let mut blocks = unpacked(section)?.into_iter();
        let names: Names = postcard::from_bytes(&blocks.next()?).ok()?;
        let blocks: Vec<Vec<u8>> = blocks.collect();
        let mut places = Vec::new();
        for (number, block) in blocks.iter().enumerate() {
            let mut rest = block.as_slice();
            while !rest.is_empty() {
                places.push((number as u32, (block.len() - rest.len()) as u32));
                let head = next(&mut rest)?;
                names.sources.get(head.source as usize)?;
                names.covers.get(head.covers as usize)?;
            }
        }
        let heads = Self { names, blocks, places };
        let is_sorted = (1..heads.len()).all(|at| heads.key(at - 1) < heads.key(at));
        is_sorted.then_some(heads)
    }

    pub(crate) fn len(&self) -> u32 {
        self.places.len() as u32
    }

    /// The head of the record with this number, which must be less than [`Heads::len`].
    pub(crate) fn get(&self, number: u32) -> Head<'_> {
        let (block, at) = self.places[number as usize];
        next(&mut &self.blocks[block as usize][at as usize..]).expect("every head was read once before")
    }

    /// What the records are sorted by: id and name of the source.
    pub(crate) fn key(&self, number: u32) -> (&str, &str) {
        let head = self.get(number);
        (head.id, &self.names.sources[head.source as usize])
    }

    /// The number of the record of a source with this id.
    pub(crate) fn find(&self, id: &str, source: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.key(middle).cmp(&(id, source)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

fn unpacked(section: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut packed = Vec::new();
    let mut rest = section;
    while !rest.is_empty() {
        let (length, plain) = (u32_at(rest, 0)? as usize, u32_at(rest, 4)? as usize);
        packed.push((rest.get(8..)?.get(..length)?, plain));
        rest = &rest[8 + length..];
    }
    let unpack = |(packed, plain): &(&[u8], usize)| {
        let block = (*plain <= MOST_PLAIN).then(|| zstd::bulk::decompress(packed, *plain).ok())??;
        (block.len() == *plain).then_some(block)
    };
    packed.par_iter().map(unpack).collect()
}

fn next<'a>(from: &mut &'a [u8]) -> Option<Head<'a>> {
    let source = u32::try_from(read_varint(from)?).ok()?;
    let covers = u32::try_from(read_varint(from)?).ok()?;
    let year = u16::try_from(read_varint(from)?).ok()?;
    let (flags, rest) = from.split_first()?;
    *from = rest;
    let (id, modified) = (text(from)?, text(from)?);
    Some(Head {
        source,
        covers,
        id,
        modified,
        year: (year != 0).then_some(year),
        withdrawn: flags & 1 != 0,
        joins: flags & 2 != 0,
    })
}

fn text<'a>(from: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::try_from(read_varint(from)?).ok()?;
    let bytes = from.get(..length)?;
    *from = &from[length..];
    std::str::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_come_back_and_are_found_by_id_and_source() {
        let names = Names {
            sources: vec!["ghsa".to_owned(), "nvd".to_owned()],
            covers: vec![Vec::new(), vec!["cpe".to_owned(), "npm".to_owned()]],
        };
        let ids: Vec<String> = (0..50_000).map(|number| format!("CVE-2024-{number:06}")).collect();
        let head = |at: usize| Head {
            source: (at % 2) as u32,
            covers: (at / 2 % 2) as u32,
            id: &ids[at],
            modified: "2024-01-01T00:00:00.000",
            year: (!at.is_multiple_of(3)).then_some(2024),
            withdrawn: at.is_multiple_of(5),
            joins: at.is_multiple_of(7),
        };
        let section = pack(&names, (0..ids.len()).map(head));
        let heads = Heads::read(&section).unwrap();
        assert_eq!((heads.len() as usize, heads.blocks.len() > 1), (ids.len(), true));
        for at in (0..ids.len()).step_by(997) {
            assert_eq!(heads.get(at as u32), head(at));
            assert_eq!(heads.find(&ids[at], &names.sources[at % 2]), Some(at as u32));
            assert_eq!(heads.find(&ids[at], &names.sources[(at + 1) % 2]), None);
        }
        assert!(Heads::read(&section[..section.len() - 1]).is_none());
    }

    #[test]
    fn heads_that_are_not_sorted_or_refer_to_nothing_are_refused() {
        let names = Names { sources: vec!["nvd".to_owned()], covers: vec![Vec::new()] };
        let head = |id, source| Head {
            source,
            covers: 0,
            id,
            modified: "",
            year: None,
            withdrawn: false,
            joins: false,
        };
        let read = |heads: Vec<Head<'_>>| Heads::read(&pack(&names, heads.into_iter())).is_some();
        assert!(read(vec![head("A", 0), head("B", 0)]));
        assert!(!read(vec![head("B", 0), head("A", 0)]));
        assert!(!read(vec![head("A", 0), head("A", 0)]));
        assert!(!read(vec![head("A", 1)]));
    }
}
