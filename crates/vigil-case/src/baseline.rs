//! Baselines: releases frozen with all that is needed to match them again years later.
//!
//! `baselines/NAME/` holds the inventory of each component as it was, the pinned identities and surroundings that matching
//! was told, levels of support, the decisions of that day, and digests of all of it. The same folder on the same day gives
//! the same bytes.

mod cut;
mod difference;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use vigil_base::{Date, Digest, Id};
use vigil_match::Pin;
use vigil_model::kinds::{Decision, Justification, Verdict};
use vigil_sbom::Inventory;

pub use cut::{Cut, Told, cut};
pub use difference::{Difference, difference};
pub use read::{BaselineError, list, read};

/// The folder of all baselines.
pub const FOLDER: &str = "baselines";
/// The newest format that is read, and the one that is written.
const FORMAT: u32 = 1;
/// The file that says what a baseline holds.
const INDEX: &str = "index.json";
/// The file of what matching and people said beside the SBOMs.
const FACTS: &str = "facts.json";
/// Largest file that is read of a baseline, in bytes.
const MAX_FILE: usize = 400_000_000;

/// A frozen release.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// What it is of, and what it holds.
    pub index: Index,
    /// What matching and people said beside the SBOMs.
    pub facts: Facts,
    /// The packages of all components.
    pub inventory: Inventory,
    /// Digest of the index, which holds those of all other files: it stands for the whole baseline.
    pub digest: Digest,
}

/// The content of `index.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Index {
    /// Format of the baseline.
    pub format: u32,
    /// Its name.
    pub name: String,
    /// The device's id.
    pub device: String,
    /// The release that it froze.
    pub release: String,
    /// The day it was cut.
    pub cut: Date,
    /// Name and version of the tool that cut it.
    pub tool: String,
    /// The commit that each component was built from, as the release states it.
    pub commits: BTreeMap<String, String>,
    /// The version of each component, as the release states it.
    pub versions: BTreeMap<String, String>,
    /// Packages per component.
    pub packages: BTreeMap<String, usize>,
    /// Matches that nobody had decided on when it was cut; absent where nothing was matched.
    pub undecided: Option<usize>,
    /// What `[accept]` asks for and was not there when it was cut.
    pub open: Vec<String>,
    /// Every file of the device folder that it rests on, with its digest.
    pub inputs: BTreeMap<String, Digest>,
    /// The files of the baseline, with their digests.
    pub files: BTreeMap<String, Digest>,
}

/// The content of `facts.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Identities that people pinned, by package key.
    pub pins: BTreeMap<String, FrozenPin>,
    /// CPE names of what the device consists of beside its SBOMs.
    pub surroundings: Vec<String>,
    /// Support of packages, where it is known.
    pub support: Vec<FrozenSupport>,
    /// Decisions on known flaws.
    pub decisions: Vec<FrozenDecision>,
}

/// A pinned identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenPin {
    /// The exact package URL.
    pub purl: Option<String>,
    /// The exact CPE names.
    pub cpes: Vec<String>,
    /// The record that pins it.
    pub decision: String,
}

/// Support of one package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenSupport {
    /// The component that carries it.
    pub component: String,
    /// The package.
    pub package: String,
    /// Level of support.
    pub level: Option<String>,
    /// End of support: a day, or `unknown`.
    pub ends: Option<String>,
}

/// A decision as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenDecision {
    /// Its id.
    pub id: Id,
    /// The flaws it is on.
    pub flaws: Vec<String>,
    /// The package; all when absent.
    pub package: Option<String>,
    /// Components; all when empty.
    pub components: Vec<Id>,
    /// Versions; all when absent.
    pub versions: Option<String>,
    /// The word of the verdict.
    pub verdict: String,
    /// The word of the justification.
    pub why: Option<String>,
    /// The reason.
    pub because: Option<String>,
    /// Role that decided.
    pub by: Option<String>,
    /// The day of the decision.
    pub date: Option<Date>,
    /// The day after which it has to be looked at again.
    pub review: Option<Date>,
}

impl Baseline {
    /// The pins, as matching takes them.
    pub fn pins(&self) -> BTreeMap<String, Pin> {
        let thaw = |(key, it): (&String, &FrozenPin)| {
            let decision = format!("{} in baseline {}", it.decision, self.index.name);
            (key.clone(), Pin { purl: it.purl.clone(), cpes: it.cpes.clone(), decision })
        };
        self.facts.pins.iter().map(thaw).collect()
    }
}

impl From<&Pin> for FrozenPin {
    fn from(pin: &Pin) -> Self {
        Self { purl: pin.purl.clone(), cpes: pin.cpes.clone(), decision: pin.decision.clone() }
    }
}

impl FrozenDecision {
    fn of(decision: &Decision) -> Self {
        Self {
            id: decision.meta.id.clone(),
            flaws: decision.on.flaw.iter().cloned().collect(),
            package: decision.on.package.clone(),
            components: decision.on.components.iter().map(|it| it.id.clone()).collect(),
            versions: decision.on.versions.clone(),
            verdict: decision.verdict.word().to_owned(),
            why: decision.why.map(|it: Justification| it.word().to_owned()),
            because: decision.because.clone(),
            by: decision.by.clone(),
            date: decision.date,
            review: decision.review,
        }
    }

    /// The verdict, where the word is one that this version knows.
    pub fn verdict(&self) -> Option<Verdict> {
        Verdict::parse(&self.verdict)
    }
}

/// Whether a name can be that of a baseline: a folder of it is made, so nothing that leads elsewhere.
pub fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !name.is_empty()
        && name.len() <= 64
        && !name.starts_with('.')
        && !name.ends_with('.')
        && name.chars().all(plain)
}

/// File of each component's inventory. Ids of components are slugs, so that they are file names.
fn inventory_file(component: &str, taken: &mut BTreeSet<String>) -> String {
    let safe: String = component
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' })
        .collect();
    let mut name = format!("inventory/{safe}.json");
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("inventory/{safe}~{number}.json");
        number += 1;
    }
    name
}
