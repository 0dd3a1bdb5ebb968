//! What comes whole and replaces an older state: the catalogue of known exploited vulnerabilities, and exploit prediction
//! scores.

use std::collections::BTreeMap;

use crate::Kev;

/// The newest catalogue of known exploited vulnerabilities.
#[derive(Default)]
pub(crate) struct KevTable {
    open: BTreeMap<String, Kev>,
    pub(super) kept: BTreeMap<String, Kev>,
    pub(super) released: String,
    pub(super) version: String,
}

impl KevTable {
    pub(crate) fn add(&mut self, kev: Kev) {
        self.open.insert(kev.cve.clone(), kev);
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Ends a catalogue; `false` if one that is newer was there. Without a release its newest entry dates it.
    pub(crate) fn close(&mut self, released: Option<String>, version: Option<String>) -> bool {
        let open = std::mem::take(&mut self.open);
        let newest = open.values().map(|kev| kev.date_added.clone()).max().unwrap_or_default();
        let released = released.map_or(newest, |time| time.chars().take(10).collect());
        let rank =
            |list: &BTreeMap<String, Kev>| list.values().map(|kev| format!("{kev:?}")).collect::<Vec<_>>();
        let key = |day: &String, list: &BTreeMap<String, Kev>| (day.clone(), list.len(), rank(list));
        if key(&released, &open) <= key(&self.released, &self.kept) {
            return false;
        }
        self.kept = open;
        self.version = version.unwrap_or_else(|| released.clone());
        self.released = released;
        true
    }
}

/// The newest exploit prediction scores.
#[derive(Default)]
pub(crate) struct EpssTable {
    pub(super) day: String,
    pub(super) model: String,
    pub(super) rows: Vec<(u64, u32, u32)>,
}

impl EpssTable {
    /// One row per CVE id, sorted. Of two scores of one day the lower is kept: which one it is must not depend on
    /// the order of the inputs.
    pub(super) fn sorted(&self) -> Vec<(u64, u32, u32)> {
        let mut rows = self.rows.clone();
        rows.sort_unstable();
        rows.dedup_by_key(|row| row.0);
        rows
    }

    /// Takes the scores of a day; `false` if later ones were there.
    pub(crate) fn add(&mut self, day: &str, model: &str, rows: Vec<(u64, u32, u32)>) -> bool {
        match day.cmp(self.day.as_str()) {
            std::cmp::Ordering::Less => return false,
            std::cmp::Ordering::Greater => {
                day.clone_into(&mut self.day);
                model.clone_into(&mut self.model);
                self.rows = rows;
            }
            std::cmp::Ordering::Equal => {
                if model > self.model.as_str() {
                    model.clone_into(&mut self.model);
                }
                self.rows.extend(rows);
            }
        }
        true
    }
}
