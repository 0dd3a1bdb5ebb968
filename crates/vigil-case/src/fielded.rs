//! Releases in the field, each matched again from its baseline against the database of today.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use vigil_base::{Date, Digest, Id, Place, World};
use vigil_finding::Finding;
use vigil_match::{Counts, Match, PackageResult, Snapshot};
use vigil_model::Model;
use vigil_model::kinds::{Release, ReleaseStatus, Verdict};

use crate::baseline::{self, Baseline, BaselineError, Index};
use crate::decisions::{self, FlawRow};
use crate::findings;

/// The folder of the matches of releases in the field, from the device folder.
pub const FOLDER: &str = "snapshot/fielded";

/// A release in the field.
#[derive(Clone, Debug, PartialEq)]
pub struct Fielded {
    /// The release.
    pub release: Id,
    /// The baseline that it names.
    pub baseline: Option<String>,
    /// How many units are in the field, where it says so.
    pub units: Option<u64>,
    /// Whether its matches can be relied on.
    pub state: FieldedState,
    /// What the baseline froze.
    pub index: Option<Index>,
    /// Packages per state, where it was matched.
    pub counts: Option<Counts>,
    /// Its known flaws, one row per flaw, package and component; those of an outdated snapshot too.
    pub rows: Vec<FieldedRow>,
}

/// Whether the matches of a release in the field can be relied on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldedState {
    /// It names no baseline: what is in it is not known here.
    NoBaseline,
    /// Its baseline cannot be read, or is of another release or device.
    Unusable(String),
    /// Its baseline was not matched yet.
    NotMatched,
    /// It was matched from another baseline or against another database than the current release.
    Outdated(String),
    /// It was matched from its baseline against the same database as the current release.
    Matched,
}

/// One flaw of one package in one release in the field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldedRow {
    /// The flaw with the decision on it, for this release.
    pub row: FlawRow,
    /// Whether the decision is the one of the baseline: nobody has said anything newer for this release.
    pub from_baseline: bool,
    /// Why nobody has decided on it for this release; empty when somebody has.
    pub open: String,
}

impl Fielded {
    /// Why nothing can be said of it, where that is so.
    pub fn doubt(&self) -> Option<String> {
        let release = &self.release;
        match &self.state {
            FieldedState::Matched => None,
            FieldedState::NoBaseline => Some(format!(
                "release {release} is in the field and names no baseline; freeze it with `vigil baseline cut NAME --from DIR`"
            )),
            FieldedState::Unusable(cause) => Some(format!("the baseline of release {release}: {cause}")),
            FieldedState::NotMatched => {
                Some(format!("release {release} is in the field and was not matched; run `vigil match`"))
            }
            FieldedState::Outdated(cause) => {
                Some(format!("the matches of release {release}: {cause}; run `vigil match`"))
            }
        }
    }
}

/// Releases that are in use: fielded, or retired with units left.
pub fn in_use(model: &Model) -> impl Iterator<Item = &Release> {
    model.releases.values().filter(|release| match release.status {
        Some(ReleaseStatus::Fielded) => true,
        Some(ReleaseStatus::Retired) => release.units.is_some_and(|units| units > 0),
        _ => false,
    })
}

/// The folder of one release's matches, from the device folder.
pub fn folder(release: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let name: String = release.chars().map(plain).collect();
    // Two releases whose names fall together differ by the digest of their names.
    let name = if name == release && !name.starts_with('.') {
        name
    } else {
        let digest = Digest::of_bytes(release.as_bytes()).hex();
        format!("{}-{}", name.trim_start_matches('.'), &digest[..8])
    };
    format!("{FOLDER}/{name}")
}

/// Decisions of the model that releases in the field rest on.
pub(crate) fn decisions(fielded: &[Fielded]) -> BTreeSet<Id> {
    let rows =
        fielded.iter().flat_map(|it| &it.rows).filter(|it| !it.from_baseline && it.row.verdict.is_some());
    rows.filter_map(|it| it.row.decision.clone()).collect()
}

/// What was read of releases in the field.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) fielded: Vec<Fielded>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) inputs: BTreeMap<String, Digest>,
}

/// Reads the baseline and the matches of every release in the field.
pub(crate) fn read(
    world: &dyn World,
    root: &Path,
    model: &Model,
    snapshot: Option<&Snapshot>,
    as_of: Date,
) -> Read {
    let mut read = Read::default();
    for release in in_use(model) {
        let fielded = one(world, root, model, release, snapshot, as_of, &mut read);
        read.fielded.push(fielded);
    }
    let named: Vec<&str> = model.releases.values().filter_map(|it| it.baseline.as_deref()).collect();
    for name in baseline::list(world, root).into_iter().filter(|it| !named.contains(&it.as_str())) {
        read.findings.push(
            findings::baseline_unused(&name).at(Place::start_of(format!("baselines/{name}/index.json"))),
        );
    }
    read
}

fn one(
    world: &dyn World,
    root: &Path,
    model: &Model,
    release: &Release,
    snapshot: Option<&Snapshot>,
    as_of: Date,
    read: &mut Read,
) -> Fielded {
    let mut fielded = Fielded {
        release: release.meta.id.clone(),
        baseline: release.baseline.clone(),
        units: release.units,
        state: FieldedState::NoBaseline,
        index: None,
        counts: None,
        rows: Vec::new(),
    };
    let Some(name) = &release.baseline else { return fielded };
    let place = model.place(release.meta.key("baseline"));
    let baseline = match of_release(world, root, model, release, name) {
        Ok(baseline) => baseline,
        Err(cause) => {
            let missing = matches!(cause, BaselineError::Missing(_));
            let cause = cause.to_string();
            // A name may be that of a baseline kept elsewhere: what is missing is told by the rule on fielded releases.
            if !missing {
                read.findings.push(findings::baseline_unreadable(release.meta.id.as_str(), &cause).at(place));
            }
            fielded.state = FieldedState::Unusable(cause);
            return fielded;
        }
    };
    read.inputs.insert(format!("baselines/{name}/index.json"), baseline.digest);
    let folder = root.join(folder(release.meta.id.as_str()));
    fielded.state = FieldedState::NotMatched;
    if world.exists(&folder.join("index.json")) {
        match Snapshot::read(world, &folder) {
            Ok(matched) => {
                fielded.state = state(&matched, &baseline, snapshot);
                fielded.counts = Some(matched.index.counts);
                fielded.rows = rows(model, &baseline, &matched, &fielded.release, as_of);
            }
            Err(cause) => fielded.state = FieldedState::Outdated(cause.to_string()),
        }
    }
    fielded.index = Some(baseline.index);
    fielded
}

/// The baseline that a release names; it has to be of this release of this device.
fn of_release(
    world: &dyn World,
    root: &Path,
    model: &Model,
    release: &Release,
    name: &str,
) -> Result<Baseline, BaselineError> {
    let baseline = baseline::read(world, root, name)?;
    let file = format!("baselines/{name}/index.json");
    let fault = |cause: String| BaselineError::File { file: file.clone(), cause };
    if baseline.index.release != release.meta.id.as_str() {
        return Err(fault(format!("it froze release {}", baseline.index.release)));
    }
    let device = model.project.as_ref().map_or("", |it| it.id.as_str());
    if baseline.index.device != device {
        return Err(fault(format!("it is of the device `{}`", baseline.index.device)));
    }
    Ok(baseline)
}

fn state(matched: &Snapshot, baseline: &Baseline, current: Option<&Snapshot>) -> FieldedState {
    let made_from = matched.index.sboms.values().next();
    if made_from != Some(&baseline.digest) {
        return FieldedState::Outdated("they were made from another baseline".to_owned());
    }
    match current {
        Some(current) if current.index.data_cut.database != matched.index.data_cut.database => {
            FieldedState::Outdated(
                "they were made against another database than those of the current release".to_owned(),
            )
        }
        _ => FieldedState::Matched,
    }
}

fn rows(
    model: &Model,
    baseline: &Baseline,
    matched: &Snapshot,
    release: &Id,
    as_of: Date,
) -> Vec<FieldedRow> {
    let results = matched.results().flat_map(|result| result.matches.iter().map(move |flaw| (result, flaw)));
    let mut rows: Vec<FieldedRow> =
        results.map(|(result, flaw)| row(model, baseline, result, flaw, release, as_of)).collect();
    rows.sort_by(|a, b| key(&a.row).cmp(&key(&b.row)));
    rows
}

fn key(row: &FlawRow) -> (&str, &Id, &str) {
    (&row.flaw.id, &row.component, &row.package)
}

/// A word of today for this release goes first, then the decision of the day it was frozen.
fn row(
    model: &Model,
    baseline: &Baseline,
    result: &PackageResult,
    flaw: &Match,
    release: &Id,
    as_of: Date,
) -> FieldedRow {
    let mut row = FieldedRow {
        row: decisions::row(result, flaw, None),
        from_baseline: false,
        open: format!("no decision covers it in release {release}"),
    };
    let about: Vec<_> = model.decisions.values().filter(|it| decisions::is_about(it, &row.row)).collect();
    let said = about.iter().find_map(|it| Some((*it, *it.releases.get(release.as_str())?)));
    if let Some((decision, verdict)) = said {
        row.row.decision = Some(decision.meta.id.clone());
        row.row.verdict = Some(verdict);
        row.open = open(verdict, decision.review, as_of);
        return row;
    }
    let frozen = baseline.facts.decisions.iter().find(|it| decisions::is_frozen_on(it, result, flaw));
    if let Some((frozen, verdict)) = frozen.and_then(|it| Some((it, it.verdict()?))) {
        row.row.decision = Some(frozen.id.clone());
        row.row.verdict = Some(verdict);
        row.from_baseline = true;
        row.open = open(verdict, frozen.review, as_of);
        return row;
    }
    if let Some(decision) = about.first() {
        row.row.decision = Some(decision.meta.id.clone());
        row.open = format!("decision `{}` says nothing of release {release}", decision.meta.id);
    }
    row
}

/// Why a verdict is none yet.
fn open(verdict: Verdict, review: Option<Date>, as_of: Date) -> String {
    if verdict == Verdict::UnderInvestigation {
        return "it is under investigation".to_owned();
    }
    review
        .filter(|day| *day < as_of)
        .map_or_else(String::new, |day| format!("the review day {day} of the decision is past"))
}
