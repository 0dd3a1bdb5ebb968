//! `snapshot/triage.json`: what each decision rested on when it was made, and when each flaw was first seen.
//!
//! Machine-written by `vigil match`, beside the matches. Without it nobody could say whether what a decision rests on
//! has changed since.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use vigil_base::{Date, Digest, Id, World, canonical};
use vigil_model::kinds::{Decision, without_version};
use vigil_model::{AnyRef, Kind, Model, Target};

use crate::case::Case;
use crate::decisions::FlawRow;
use crate::evidence::TestRow;

/// Where it stands, from the device folder.
pub const FILE: &str = "snapshot/triage.json";
/// The newest format that is read, and the one that is written.
const FORMAT: u32 = 1;
/// What `rests-on` calls the versions of the packages that a decision covers.
const PACKAGE_VERSION: &str = "package.version";

/// What is remembered between two runs of matching.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// Format of the file.
    pub format: u32,
    /// The day on which each flaw was first seen in a package of a component, by [`key`].
    pub first_seen: BTreeMap<String, Date>,
    /// What each decision rested on, by its id.
    pub decisions: BTreeMap<Id, Basis>,
}

/// What a decision rested on when it was made or last confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Digest of the decision itself: when it differs, a person has looked at it again.
    pub decision: Digest,
    /// The day it was taken down.
    pub since: Date,
    /// Each entry of `rests-on` with what it was.
    pub rests_on: BTreeMap<String, String>,
    /// The flaws that it covered, by [`key`].
    pub covered: BTreeSet<String>,
}

/// `CVE-2024-6119 | pkg:generic/openssl | pump-comms`: a flaw of a package in a component, whatever its version.
pub fn key(row: &FlawRow) -> String {
    format!("{} | {} | {}", row.flaw.id, without_version(&Id::new(&*row.package)), row.component)
}

impl Remembered {
    /// Reads the file; `None` where there is none yet.
    pub fn read(world: &dyn World, root: &Path) -> Result<Option<Self>, String> {
        let path = root.join(FILE);
        if !world.exists(&path) {
            return Ok(None);
        }
        let bytes = world.read(&path).map_err(|cause| cause.to_string())?;
        let read: Self = serde_json::from_slice(&bytes).map_err(|cause| cause.to_string())?;
        if read.format > FORMAT {
            return Err(format!("it has format {}, this version reads up to {FORMAT}", read.format));
        }
        Ok(Some(read))
    }

    /// The file's text.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        canonical::pretty(self)
    }

    /// What is to be remembered after a case was matched: the basis of a decision stays until the decision is changed.
    pub fn after(case: &Case) -> Self {
        let before = case.remembered.as_ref();
        let seen = |row: &FlawRow| {
            let key = key(row);
            let first = before.and_then(|it| it.first_seen.get(&key)).copied().unwrap_or(case.as_of);
            (key, first)
        };
        let kept = |decision: &Decision| {
            let now = basis(&case.model, &case.tests, &case.flaws, decision, case.as_of);
            let old = before.and_then(|it| it.decisions.get(&decision.meta.id));
            let basis = old.filter(|old| old.decision == now.decision).cloned().unwrap_or(now);
            (decision.meta.id.clone(), basis)
        };
        Self {
            format: FORMAT,
            first_seen: case.flaws.iter().map(seen).collect(),
            decisions: case.model.decisions.values().map(kept).collect(),
        }
    }
}

/// What a decision rests on as things stand.
pub(crate) fn basis(
    model: &Model,
    tests: &BTreeMap<Id, TestRow>,
    rows: &[FlawRow],
    decision: &Decision,
    as_of: Date,
) -> Basis {
    let covered: Vec<&FlawRow> =
        rows.iter().filter(|row| row.decision.as_ref() == Some(&decision.meta.id)).collect();
    let rests_on = decision.rests_on.iter().map(|text| (text.clone(), state(model, tests, &covered, text)));
    Basis {
        decision: digest(model, Kind::Decision, decision.meta.id.as_str()),
        since: as_of,
        rests_on: rests_on.collect(),
        covered: covered.into_iter().map(key).collect(),
    }
}

/// What an entry of `rests-on` is now, in words that are only compared and shown.
fn state(model: &Model, tests: &BTreeMap<Id, TestRow>, covered: &[&FlawRow], text: &str) -> String {
    if text == PACKAGE_VERSION {
        let versions: BTreeSet<String> = covered
            .iter()
            .map(|row| format!("{} {}", row.name, row.version.as_deref().unwrap_or("(no version)")))
            .collect();
        return versions.into_iter().collect::<Vec<_>>().join(", ");
    }
    match AnyRef::parse(text) {
        Some(Target::Record(Kind::Test, id)) => {
            let state = tests.get(&id).map_or("not run", |row| row.state.word());
            format!("{state}, {}", record(model, Kind::Test, id.as_str()))
        }
        Some(Target::Record(kind, id)) => record(model, kind, id.as_str()),
        Some(Target::Interface(component, name)) => {
            let whole = model.record_json(Kind::Component, component.as_str());
            let part = whole.as_ref().and_then(|it| it.get("if")).and_then(|it| it.get(name.as_str()));
            part.map_or_else(|| "not there".to_owned(), |it| digest_of(it.clone()).to_string())
        }
        _ => "nothing that can be compared".to_owned(),
    }
}

fn record(model: &Model, kind: Kind, id: &str) -> String {
    match model.record_json(kind, id) {
        Some(_) => digest(model, kind, id).to_string(),
        None => "not there".to_owned(),
    }
}

fn digest(model: &Model, kind: Kind, id: &str) -> Digest {
    digest_of(model.record_json(kind, id).unwrap_or(Json::Null))
}

/// Private data and former ids are no part of what a record says.
fn digest_of(mut json: Json) -> Digest {
    if let Some(fields) = json.as_object_mut() {
        fields.remove("was");
        fields.remove("x");
    }
    Digest::of_bytes(canonical::sorted(json).to_string().as_bytes())
}
