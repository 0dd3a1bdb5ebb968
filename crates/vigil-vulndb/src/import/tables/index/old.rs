//! The keys of the base, as a stream.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fst::Streamer as _;
use fst::raw::Fst;

use crate::file::layout::{Section, read_varint};
use crate::{Damage, Database};

const BROKEN: Damage = Damage("its index cannot be read");

/// The index of the base.
pub(super) struct Old<'d> {
    database: &'d Database,
}

impl<'d> Old<'d> {
    pub(super) fn new(database: &'d Database) -> Self {
        Self { database }
    }

    /// Whether the index has a key.
    pub(super) fn has(&self, key: &str) -> Result<bool, Damage> {
        Ok(self.database.lookup_key(key)?.known)
    }

    /// What a key leads to.
    pub(super) fn numbers(&self, key: &str) -> Result<Vec<u32>, Damage> {
        Ok(self.database.lookup_key(key)?.entries)
    }

    /// Calls `take` for every key in its order with what it leads to.
    pub(super) fn each(
        &self,
        mut take: impl FnMut(&str, &[u32]) -> Result<(), Damage>,
    ) -> Result<(), Damage> {
        let fst = Fst::new(self.database.part(Section::Keys)).map_err(|_| BROKEN)?;
        let mut postings = Postings::new(self.database.part(Section::Postings));
        // The index library panics on damage; the file has the digest it states, so only forgery gets there.
        let work = || {
            let mut stream = fst.stream();
            let mut numbers = Vec::new();
            while let Some((key, value)) = stream.next() {
                let key = std::str::from_utf8(key).map_err(|_| BROKEN)?;
                postings.read(value.value(), &mut numbers)?;
                take(key, &numbers)?;
            }
            Ok(())
        };
        catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(BROKEN))
    }
}

/// The lists of the base. Each is read once: lists that a forged index names again and again are refused.
struct Postings<'d> {
    bytes: &'d [u8],
    left: usize,
}

impl<'d> Postings<'d> {
    fn new(bytes: &'d [u8]) -> Self {
        Self { bytes, left: bytes.len() }
    }

    fn read(&mut self, value: u64, numbers: &mut Vec<u32>) -> Result<(), Damage> {
        numbers.clear();
        match value {
            0 => return Ok(()),
            value if value & 1 == 1 => {
                numbers.push(u32::try_from(value >> 1).map_err(|_| BROKEN)?);
                return Ok(());
            }
            _ => {}
        }
        let from = usize::try_from(value >> 1).ok().and_then(|at| self.bytes.get(at..)).ok_or(BROKEN)?;
        let mut rest = from;
        let count = read_varint(&mut rest).filter(|count| *count <= self.left as u64).ok_or(BROKEN)?;
        let mut last = 0u64;
        for _ in 0..count {
            last = last.checked_add(read_varint(&mut rest).ok_or(BROKEN)?).ok_or(BROKEN)?;
            numbers.push(u32::try_from(last).map_err(|_| BROKEN)?);
        }
        self.left = self.left.checked_sub(from.len() - rest.len()).ok_or(BROKEN)?;
        Ok(())
    }
}
