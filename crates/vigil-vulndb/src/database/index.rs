//! The key index and its postings.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fst::raw::Fst;
use fst::{Automaton, IntoStreamer, Streamer, automaton::Str};

use super::Damage;
use crate::file::layout::read_varint;

const BROKEN: Damage = Damage("its index cannot be read");
/// No key leads to more; a longer list can only come from damage.
const MOST: u64 = 1 << 24;

/// Whether the index can be read at all.
pub(super) fn check(bytes: &[u8]) -> Result<(), Damage> {
    open(bytes).map(|_| ())
}

/// What a key leads to.
pub(super) fn get(bytes: &[u8], key: &str) -> Result<Option<u64>, Damage> {
    guarded(|| Ok(open(bytes)?.get(key).map(fst::raw::Output::value)))
}

/// All keys that begin with `prefix`.
pub(super) fn starting_with(bytes: &[u8], prefix: &str) -> Result<Vec<String>, Damage> {
    wanted(bytes, prefix, |_| true)
}

/// All keys that begin with `prefix` and are wanted.
pub(super) fn wanted(
    bytes: &[u8],
    prefix: &str,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Damage> {
    guarded(|| {
        let keys = open(bytes)?;
        let mut stream = keys.search(Str::new(prefix).starts_with()).into_stream();
        let mut found = Vec::new();
        while let Some((key, _)) = stream.next() {
            if found.len() as u64 >= MOST {
                return Err(BROKEN);
            }
            let key = std::str::from_utf8(key).map_err(|_| BROKEN)?;
            if is_wanted(key) {
                found.push(key.to_owned());
            }
        }
        Ok(found)
    })
}

fn open(bytes: &[u8]) -> Result<Fst<&[u8]>, Damage> {
    Fst::new(bytes).map_err(|_| BROKEN)
}

/// The index library indexes into its bytes without checking; damage there shows as a panic, which stops here.
fn guarded<T>(work: impl FnOnce() -> Result<T, Damage>) -> Result<T, Damage> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(BROKEN))
}

/// The list at an offset.
pub(super) fn posting(bytes: &[u8], offset: u64) -> Result<Vec<u32>, Damage> {
    let damage = Damage("a list of its index cannot be read");
    let mut rest = usize::try_from(offset).ok().and_then(|at| bytes.get(at..)).ok_or(damage)?;
    let count = read_varint(&mut rest).filter(|count| *count <= MOST).ok_or(damage)?;
    // Every number takes at least one byte.
    if count > rest.len() as u64 {
        return Err(damage);
    }
    let mut numbers = Vec::with_capacity(count as usize);
    let mut last = 0u64;
    for _ in 0..count {
        last = last.checked_add(read_varint(&mut rest).ok_or(damage)?).ok_or(damage)?;
        numbers.push(u32::try_from(last).map_err(|_| damage)?);
    }
    Ok(numbers)
}
