//! What a database is made from: sources, counts per year, data cut, completeness.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vigil_base::{Date, Digest, date};

use crate::file;

/// One source in a database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Short name: `nvd`, `ghsa`, `kev`, `epss` ...
    pub name: String,
    /// Records in the database.
    pub records: u64,
    /// Of these, withdrawn or rejected by the source.
    pub withdrawn: u64,
    /// Records by the year in their id, or of their publication.
    pub per_year: BTreeMap<u16, u64>,
    /// Day of the newest change in the source; `None` when its records carry no date.
    pub newest: Option<Date>,
    /// Packages and products named, by ecosystem (`npm`, `Debian:12`) or `cpe`.
    pub covers: BTreeMap<String, u64>,
    /// The release the source gives itself: catalogue version, model version.
    pub release: Option<String>,
    /// The attribution the source asks for.
    pub notice: Option<String>,
    /// Reasons to doubt that the source is complete.
    pub doubts: Vec<String>,
    /// Why its last download failed; its records, if any, are older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
    /// Digest over the source's records, whatever files they came in.
    pub digest: Option<Digest>,
}

/// What a database is, without its records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Format of the file.
    pub format: String,
    /// All sources, by name.
    pub sources: Vec<Source>,
    /// Digest of the file's content as its header states it.
    pub digest: Digest,
    /// Size of the file.
    pub bytes: u64,
    /// The day of the newest change in any source.
    pub newest: Option<Date>,
}

/// The answer to "is the data fresh enough on this day".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Freshness {
    /// Every source is young enough.
    Fresh,
    /// These sources are older than allowed: name, newest day, age in days.
    Stale(Vec<(String, Date, i64)>),
    /// No source states a date.
    Undated,
}

impl Status {
    /// The status of a file with these sources.
    pub(crate) fn new(sources: Vec<Source>, digest: Digest, bytes: u64) -> Self {
        let newest = sources.iter().filter_map(|source| source.newest).max();
        Self { format: format!("{}.{}", file::MAJOR, file::MINOR), sources, digest, bytes, newest }
    }

    /// Whether the newest data is at most `max_age_days` old on `as_of`, source by source.
    ///
    /// A source that never dates its records is passed over as long as another one has a date.
    pub fn freshness(&self, as_of: Date, max_age_days: i64) -> Freshness {
        let dated: Vec<_> = self.sources.iter().filter_map(|s| Some((s.name.clone(), s.newest?))).collect();
        if dated.is_empty() {
            return Freshness::Undated;
        }
        let aged = dated.into_iter().map(|(name, day)| (name, day, date::days_between(day, as_of)));
        let stale: Vec<_> = aged.filter(|(_, _, age)| *age > max_age_days).collect();
        if stale.is_empty() { Freshness::Fresh } else { Freshness::Stale(stale) }
    }
}
