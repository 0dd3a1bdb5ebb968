//! Builds the case from a device folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use vigil_base::{Date, Digest, Id, Place, World};
use vigil_finding::Finding;
use vigil_match::Snapshot;
use vigil_model::{LoadError, Model};

use crate::approval::Approvals;
use crate::carry::{Asked, Carried};
use crate::case::{Case, SnapshotState};
use crate::decisions::FlawRow;
use crate::evidence::TestRow;
use crate::lifecycles::{self, Known};
use crate::metrics::Metrics;
use crate::remembered::Remembered;
use crate::trace::Trace;
use crate::{carry, decisions, evidence, findings, packages, remembered, risks};

/// How to build a case.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day it is judged at.
    pub as_of: Date,
}

/// Why no case could be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaseError {
    /// The folder could not be read.
    #[error("the device folder cannot be read")]
    Folder(#[from] LoadError),
}

/// Reads the device folder at `root` and derives everything that follows from it.
pub fn build(world: &dyn World, root: &Path, options: &Options) -> Result<Case, CaseError> {
    let loaded = vigil_model::load(world, root)?;
    let model = loaded.model;
    let mut findings = loaded.findings;
    let mut sources = model.sources();

    let mut listed = packages::read(world, root, &model);
    findings.extend(listed.findings);
    let lifecycles = lifecycles(world, root, &mut findings);
    findings.extend(lifecycles.iter().flat_map(|known| known.fill(&mut listed.rows, options.as_of)));
    sources.extend(std::mem::take(&mut listed.files.sources));

    let built = crate::built::read(world, root, &model, &listed.rows);
    findings.extend(built.findings);
    let matched_from: BTreeMap<String, Digest> = listed
        .files
        .inputs
        .iter()
        .chain(&built.inputs)
        .map(|(file, digest)| (file.clone(), *digest))
        .collect();

    let (snapshot, snapshot_state) = snapshot(world, root, &matched_from, &mut findings);
    let fielded = crate::fielded::read(world, root, &model, snapshot.as_ref(), options.as_of);
    findings.extend(fielded.findings);
    let elsewhere = crate::fielded::decisions(&fielded.fielded);
    let mut decided = decisions::apply(&model, snapshot.as_ref(), &elsewhere);
    findings.extend(decided.findings);
    let scores = crate::scores::read(&model, &mut findings);

    let packs = crate::packs::read(world, root, &model);
    findings.extend(packs.findings);
    sources.extend(packs.sources);
    let threats = vigil_threat::generate_without(&model, &packs.packs, packs.unread);
    findings.extend(threats.findings.iter().cloned());
    findings.extend(crate::accepted::report(&model, &packs.packs, &threats));

    let results = evidence::read(world, root, &model);
    findings.extend(results.findings);

    let remembered = remembered(world, root, &mut findings);
    let carried = carry(
        &model,
        snapshot.as_ref(),
        &results.tests,
        options,
        remembered.as_ref(),
        &elsewhere,
        &mut decided.rows,
    );
    findings.extend(carried.asked_again.iter().map(|it| asked_again(&model, it)));

    findings.extend(crate::own::decided_twice(&model));
    let known = crate::vex::Known {
        model: &model,
        inventory: &listed.inventory,
        files: &listed.files,
        rows: &decided.rows,
        matched: snapshot.is_some(),
    };
    let said = crate::vex::read(world, root, &known);
    findings.extend(said.findings);

    let safety = crate::safety::read(world, root, &model);
    findings.extend(safety.findings);

    let emb3d = crate::emb3d::read(world, root, &model);
    findings.extend(emb3d.finding);

    findings.extend(risks::level::report(&model));
    let answers = crate::answers::of(&model, &results.tests);
    let known = crate::trees::Known {
        model: &model,
        threats: &threats,
        answers: &answers,
        flaws: &decided.rows,
        matched: snapshot.is_some(),
    };
    let trees = crate::trees::rows(&known);
    findings.extend(crate::trees::report(&known));

    findings.extend(crate::prose::report(&model));
    let approvals = Approvals::of(&model, options.as_of);
    let mut inputs = model_inputs(&model);
    inputs.extend(matched_from);
    inputs.extend(results.inputs);
    inputs.extend(said.inputs);
    inputs.extend(fielded.inputs);
    inputs.extend(safety.input);
    inputs.extend(packs.inputs);
    inputs.extend(emb3d.input);
    vigil_finding::finding::sort(&mut findings);
    Ok(Case {
        risks: risks::rows(&model, &approvals),
        trace: Trace::of(&model, &threats, &results.tests, &results.test_findings, &decided.rows, &approvals),
        metrics: Metrics::of(&model, options.as_of),
        answers,
        trees,
        found_paths: OnceLock::new(),
        as_of: options.as_of,
        sboms: listed.files.sboms,
        sbom_layers: listed.files.layers,
        inventory: listed.inventory,
        packages: listed.rows,
        built: built.built,
        built_inputs: built.inputs.into_keys().collect(),
        snapshot,
        snapshot_state,
        flaws: decided.rows,
        scores,
        carried,
        remembered,
        lifecycles,
        vex: said.vex,
        fielded: fielded.fielded,
        own: crate::own::rows(&model, options.as_of),
        packs: packs.packs,
        is_without_a_pack: packs.unread,
        emb3d: emb3d.named,
        threats,
        tests: results.tests,
        test_findings: results.test_findings,
        safety: safety.list,
        approvals,
        findings,
        sources,
        inputs,
        model,
    })
}

/// What the last run of matching looked up of the support of packages.
fn lifecycles(world: &dyn World, root: &Path, findings: &mut Vec<Finding>) -> Option<Known> {
    Known::read(world, root).unwrap_or_else(|cause| {
        findings.push(findings::lifecycles_unreadable(&cause).at(Place::start_of(lifecycles::FILE)));
        None
    })
}

fn remembered(world: &dyn World, root: &Path, findings: &mut Vec<Finding>) -> Option<Remembered> {
    Remembered::read(world, root).unwrap_or_else(|cause| {
        findings.push(findings::memory_unreadable(&cause).at(Place::start_of(remembered::FILE)));
        None
    })
}

/// Compares the decisions with what they rested on, and tells each row that they cover.
fn carry(
    model: &Model,
    snapshot: Option<&Snapshot>,
    tests: &BTreeMap<Id, TestRow>,
    options: &Options,
    remembered: Option<&Remembered>,
    elsewhere: &BTreeSet<Id>,
    rows: &mut [FlawRow],
) -> Carried {
    for row in rows.iter_mut() {
        row.first_seen = remembered.and_then(|it| it.first_seen.get(&remembered::key(row))).copied();
    }
    let now = carry::Now { model, snapshot, rows, tests, elsewhere, as_of: options.as_of };
    let carried = carry::compare(&now, remembered);
    for row in rows.iter_mut() {
        let reasons = row.decision.as_ref().map(|id| carried.reasons(id).to_vec());
        row.asked_again = reasons.unwrap_or_default();
    }
    carried
}

fn asked_again(model: &Model, asked: &Asked) -> Finding {
    let place = model.decisions.get(&asked.decision).map(|it| model.place(it.meta.span));
    findings::decision_asked_again(asked.decision.as_str(), &asked.because.join("; ")).at_opt(place)
}

fn snapshot(
    world: &dyn World,
    root: &Path,
    sboms: &BTreeMap<String, Digest>,
    findings: &mut Vec<Finding>,
) -> (Option<Snapshot>, SnapshotState) {
    let folder = root.join("snapshot");
    if !world.exists(&folder.join("index.json")) {
        return (None, SnapshotState::Missing);
    }
    match Snapshot::read(world, &folder) {
        Ok(snapshot) => {
            let state = compare(&snapshot.index.sboms, sboms);
            (Some(snapshot), state)
        }
        Err(cause) => {
            let cause = cause.to_string();
            findings.push(findings::snapshot_unreadable(&cause).at(Place::start_of("snapshot/index.json")));
            (None, SnapshotState::Unreadable(cause))
        }
    }
}

fn compare(made_from: &BTreeMap<String, Digest>, now: &BTreeMap<String, Digest>) -> SnapshotState {
    let mut differ: Vec<String> = made_from
        .iter()
        .filter(|(file, digest)| now.get(*file) != Some(digest))
        .map(|(file, _)| file.clone())
        .collect();
    differ.extend(now.keys().filter(|file| !made_from.contains_key(*file)).cloned());
    differ.sort();
    if differ.is_empty() { SnapshotState::Current } else { SnapshotState::Outdated(differ) }
}

fn model_inputs(model: &Model) -> BTreeMap<String, Digest> {
    let files = model.files.iter().map(|file| (file.path.clone(), Digest::of_text(file.text.as_bytes())));
    let texts =
        model.texts.iter().map(|(name, text)| (format!("text/{name}.md"), Digest::of_text(text.as_bytes())));
    files.chain(texts).collect()
}
