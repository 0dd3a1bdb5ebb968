//! What changed between two snapshots.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Snapshot;
use crate::{Match, PackageResult, State};

/// What changed between two snapshots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Rows that only the newer one has.
    pub new: Vec<Row>,
    /// Rows that only the older one has.
    pub gone: Vec<Row>,
    /// Rows in both whose content differs.
    pub changed: Vec<Change>,
    /// Packages whose state differs, or that only one of the two has.
    pub states: Vec<StateChange>,
}

/// A row: one flaw of one package of one component.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    /// The model component.
    pub component: String,
    /// The package's key.
    pub package: String,
    /// The flaw.
    pub flaw: String,
    /// The state of the row.
    pub state: State,
}

/// A row whose content differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The row as it is now.
    pub row: Row,
    /// Names of the fields that differ.
    pub fields: Vec<String>,
}

/// A package whose state differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct StateChange {
    /// The model component.
    pub component: String,
    /// The package's key.
    pub package: String,
    /// The state before; `None` for a package that is new.
    pub old: Option<State>,
    /// The state now; `None` for a package that is gone.
    pub new: Option<State>,
}

type RowKey<'a> = (&'a str, &'a str, &'a str);

/// What changed from `old` to `new`, each list sorted by component, package and flaw.
pub fn diff(old: &Snapshot, new: &Snapshot) -> Difference {
    let (before, after) = (rows(old), rows(new));
    let absent = |from: &BTreeMap<RowKey<'_>, &Match>, other: &BTreeMap<RowKey<'_>, &Match>| {
        from.iter().filter(|(key, _)| !other.contains_key(*key)).map(|(key, found)| row(key, found)).collect()
    };
    let changed = after.iter().filter_map(|(key, now)| {
        let fields = changed_fields(before.get(key)?, now);
        (!fields.is_empty()).then(|| Change { row: row(key, now), fields })
    });
    Difference {
        new: absent(&after, &before),
        gone: absent(&before, &after),
        changed: changed.collect(),
        states: state_changes(old, new),
    }
}

fn rows(snapshot: &Snapshot) -> BTreeMap<RowKey<'_>, &Match> {
    let of = |result| {
        let result: &PackageResult = result;
        result
            .matches
            .iter()
            .map(|found| ((result.component.as_str(), result.package.as_str(), found.id.as_str()), found))
    };
    snapshot.results().flat_map(of).collect()
}

fn row(key: &RowKey<'_>, found: &Match) -> Row {
    Row { component: key.0.into(), package: key.1.into(), flaw: key.2.into(), state: found.state }
}

fn changed_fields(old: &Match, new: &Match) -> Vec<String> {
    if old == new {
        return Vec::new();
    }
    let checks = [
        ("state", old.state != new.state || old.uncertain != new.uncertain),
        ("aliases", old.aliases != new.aliases),
        ("how", old.how != new.how || old.against != new.against),
        ("fixed-versions", old.fixed_versions != new.fixed_versions),
        ("severity", old.severity != new.severity),
        ("cwes", old.cwes != new.cwes),
        ("summary", old.summary != new.summary),
        ("dates", old.published != new.published || old.modified != new.modified),
        ("kev", old.kev != new.kev),
        ("epss", old.epss != new.epss),
        ("references", old.references != new.references),
    ];
    checks.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
}

fn state_changes(old: &Snapshot, new: &Snapshot) -> Vec<StateChange> {
    let states = |snapshot: &Snapshot| -> BTreeMap<(String, String), State> {
        snapshot.results().map(|r| ((r.component.clone(), r.package.clone()), r.state)).collect()
    };
    let (before, after) = (states(old), states(new));
    let keys: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let changes = keys.into_iter().map(|key| StateChange {
        component: key.0.clone(),
        package: key.1.clone(),
        old: before.get(key).copied(),
        new: after.get(key).copied(),
    });
    changes.filter(|change| change.old != change.new).collect()
}
