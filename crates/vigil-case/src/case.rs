//! The case: the whole derived state of one device version.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use vigil_base::{Date, Digest, Id, Sources};
use vigil_finding::Finding;
use vigil_match::Snapshot;
use vigil_model::Model;
use vigil_model::kinds::{Release, ReleasePart};
use vigil_sbom::{Inventory, Layer, Sbom};
use vigil_threat::{Pack, Paths, Threats};

use crate::answers::Answer;
use crate::approval::Approvals;
use crate::built::BuiltPackages;
use crate::carry::Carried;
use crate::decisions::FlawRow;
use crate::evidence::{ProtocolFinding, TestRow};
use crate::fielded::Fielded;
use crate::lifecycles::Known;
use crate::metrics::Metrics;
use crate::own::OwnRow;
use crate::packages::PackageRow;
use crate::remembered::Remembered;
use crate::risks::RiskRow;
use crate::safety::SafetyList;
use crate::scores::GivenScore;
use crate::trace::Trace;
use crate::trees::TreeRow;
use crate::vex::Vex;

/// Whether the matches that the case rests on can be relied on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapshotState {
    /// There is none: nothing is known about known vulnerabilities.
    Missing,
    /// It is there and cannot be read.
    Unreadable(String),
    /// It was made from other SBOMs than the ones in the folder; these changed, came or went.
    Outdated(Vec<String>),
    /// It was made from the SBOMs in the folder.
    Current,
}

/// Everything that follows from a device folder, as of one day.
#[derive(Debug)]
pub struct Case {
    /// The records.
    pub model: Model,
    /// The day it is judged at.
    pub as_of: Date,
    /// The SBOM of each component of which a file could be read.
    pub sboms: BTreeMap<Id, Sbom>,
    /// The SBOM files of components that name several, with their layers, in the order named; `sboms` holds them as one.
    pub sbom_layers: BTreeMap<Id, Vec<(Layer, Sbom)>>,
    /// All packages of all SBOMs and those written by hand, as they are matched.
    pub inventory: Inventory,
    /// The same packages with what the model adds to them.
    pub packages: Vec<PackageRow>,
    /// What was compiled into packages, by component and package key.
    pub built: BuiltPackages,
    /// The files that say so, by path from the device folder.
    pub built_inputs: Vec<String>,
    /// The matches.
    pub snapshot: Option<Snapshot>,
    /// Whether they can be relied on.
    pub snapshot_state: SnapshotState,
    /// Known vulnerabilities of packages with the decisions on them: one row per flaw, package and component.
    pub flaws: Vec<FlawRow>,
    /// Scores that decisions give, by decision.
    pub scores: BTreeMap<Id, GivenScore>,
    /// What became of the decisions since the last run of matching.
    pub carried: Carried,
    /// What was remembered by the last run of matching.
    pub remembered: Option<Remembered>,
    /// What the last run of matching looked up of the support of packages.
    pub lifecycles: Option<Known>,
    /// What suppliers say of flaws: proposals, and statements that fit nothing.
    pub vex: Vex,
    /// Releases in the field, with their known flaws.
    pub fielded: Vec<Fielded>,
    /// Vulnerabilities of one's own in every release.
    pub own: Vec<OwnRow>,
    /// The packs that threats were generated from.
    pub packs: Vec<Pack>,
    /// Whether a pack that the project names could not be used: its threats are missing.
    pub is_without_a_pack: bool,
    /// The copy of MITRE EMB3D by which components are asked, when one is named and could be read.
    pub emb3d: Option<crate::emb3d::Named>,
    /// Threats with credit and outcome.
    pub threats: Threats,
    /// The exported list of the safety file, when one is named and could be read.
    pub safety: Option<SafetyList>,
    /// Risks with computed levels.
    pub risks: BTreeMap<Id, RiskRow>,
    /// Tests with their results.
    pub tests: BTreeMap<Id, TestRow>,
    /// What testers found, by `file#id`.
    pub test_findings: BTreeMap<String, ProtocolFinding>,
    /// Links from threats to passing tests, both ways.
    pub trace: Trace,
    /// Controls with what shows them.
    pub answers: BTreeMap<Id, Answer>,
    /// Attack trees with what is known of their nodes.
    pub trees: BTreeMap<Id, TreeRow>,
    /// State of approvals.
    pub approvals: Approvals,
    /// The three metrics of section V.A.6.
    pub metrics: Metrics,
    /// What readers and generators have to say; judgements are made elsewhere.
    pub findings: Vec<Finding>,
    /// Texts that places point into.
    pub sources: Sources,
    /// Digest of every input file, by path from the device folder.
    pub inputs: BTreeMap<String, Digest>,
    /// Attack paths, once somebody has asked for them.
    pub(crate) found_paths: OnceLock<Paths>,
}

impl Case {
    /// The release under review.
    pub fn release(&self) -> Option<&Release> {
        let version = &self.model.project.as_ref()?.version.value;
        self.model.releases.get(version.as_str())
    }

    /// The version of the release under review, as printed; `unknown` where the project states none.
    pub fn version(&self) -> &str {
        self.model.project.as_ref().map_or("unknown", |project| &project.version.value)
    }

    /// The name of the device, as printed.
    pub fn device(&self) -> &str {
        self.model.project.as_ref().map_or("unnamed device", |project| &project.name)
    }

    /// What the release under review states about a component.
    pub fn part(&self, component: &Id) -> Option<&ReleasePart> {
        self.release()?.components.get(component.as_str())
    }

    /// The rows of one component's packages.
    pub fn packages_of<'c>(&'c self, component: &'c Id) -> impl Iterator<Item = &'c PackageRow> {
        self.packages.iter().filter(move |row| row.component == *component)
    }
}
