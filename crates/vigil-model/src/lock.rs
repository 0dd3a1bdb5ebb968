//! `vigil.lock`: what the tool remembers between runs. Machine-written, in Git, safe to review.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use vigil_base::Date;

/// The content of `vigil.lock`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Lock {
    /// Format of the file.
    pub version: u32,
    /// The day that builds are made as of, `2026-11-01`; written by `vigil match`.
    pub as_of: Option<String>,
    /// Digest of the vulnerability database that was matched against.
    pub database: Option<String>,
    /// Packs with the digests that were accepted.
    pub packs: BTreeMap<String, String>,
    /// Rules of the packs that were accepted, with what each of them found.
    pub rules: BTreeMap<String, PinnedRule>,
    /// `kind.id` of records that once existed and whose ids are not used again.
    pub retired: BTreeSet<String>,
    /// `kind.id` of the records that exist.
    pub ids: BTreeSet<String>,
}

/// A threat rule as it was accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct PinnedRule {
    /// The pack that it is of, as `medical-core@1`.
    pub pack: String,
    /// Digest of the rule.
    pub digest: String,
    /// The subjects on which it found a threat, as `flow.order`.
    pub on: BTreeSet<String>,
}

impl Lock {
    /// Reads the file.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }

    /// The as-of date, where one is written.
    pub fn as_of(&self) -> Option<Date> {
        self.as_of.as_deref().and_then(vigil_base::date::parse)
    }

    /// The file's text: a heading and sorted entries.
    pub fn text(&self) -> Result<String, toml::ser::Error> {
        let body = toml::to_string(&Self { version: 1, ..self.clone() })?;
        Ok(format!(
            "# Written by `vigil match`. Do not edit: remove a line only together with what it names.\n{body}"
        ))
    }

    /// Takes note of the ids that exist now: what was there before and is gone is retired, unless it was renamed.
    pub fn update_ids(&mut self, now: BTreeSet<String>, renamed: &BTreeSet<String>) {
        let gone: Vec<String> =
            self.ids.difference(&now).filter(|id| !renamed.contains(*id)).cloned().collect();
        self.retired.extend(gone);
        self.retired.extend(renamed.iter().cloned());
        self.ids = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_is_gone_is_retired_and_the_file_reads_back() {
        let ids = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>();
        let mut lock = Lock { as_of: Some("2026-11-01".to_owned()), ..Lock::default() };
        lock.update_ids(ids(&["flow.a", "flow.b"]), &BTreeSet::new());
        lock.update_ids(ids(&["flow.b"]), &BTreeSet::new());
        assert!(lock.retired.contains("flow.a"));
        let again = Lock::parse(&lock.text().unwrap()).unwrap();
        assert_eq!((again.as_of(), again.retired), (Some(Date::constant(2026, 11, 1)), lock.retired));
    }
}
