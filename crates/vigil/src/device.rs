//! The device folder of a command: read, derived and judged in one go.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use vigil_base::{Date, Digest, World, date};
use vigil_case::{Case, CaseError, Fielded, FieldedState, SnapshotState};
use vigil_check::{Judged, Outcome as Judgement};
use vigil_finding::Finding;
use vigil_guidance::Catalogue;

use crate::context::{Context, Said};
use crate::outcome::Outcome;
use crate::problem::Problem;

/// How many days old vulnerability data may be where the project does not say.
pub const MAX_AGE: i64 = 30;

/// A model file that is one of these was not understood at all: what it states is unknown, not wrong.
const UNREAD: [&str; 5] =
    ["model.syntax", "model.encoding", "model.too-large", "model.unreadable", "model.bad-lock"];
/// Files from elsewhere that could not be looked at.
const UNSEEN: [&str; 14] = [
    "case.sbom-missing",
    "case.sbom-unreadable",
    "case.evidence-missing",
    "case.evidence-unreadable",
    "case.emb3d-unreadable",
    "case.path-outside",
    "case.safety-unreadable",
    "case.vex-unreadable",
    "case.baseline-unreadable",
    "case.unknown-pack",
    "case.pack-unreadable",
    "case.pack-other-version",
    "case.pack-rule-taken",
    "threat.bad-pack",
];

/// A device folder with everything that follows from it.
#[derive(Debug)]
pub struct Device {
    /// The folder.
    pub root: PathBuf,
    /// The case.
    pub case: Case,
    /// What it is judged against.
    pub catalogue: Catalogue,
    /// The judgements.
    pub judged: Judged,
}

impl Device {
    /// Reads and judges the device folder as of the day of the run.
    pub fn load(context: &Context) -> anyhow::Result<Self> {
        let today = context.world.today();
        Self::read(&context.world, context.device()?, today)
    }

    /// Reads and judges a folder as of a day.
    pub fn read(world: &dyn World, root: PathBuf, as_of: Date) -> anyhow::Result<Self> {
        let case = case(world, &root, as_of)?;
        let catalogue = Catalogue::builtin();
        let judged = vigil_check::judge(&case, &catalogue);
        Ok(Self { root, case, catalogue, judged })
    }

    /// How strictly it is checked: as asked for, else as its `vigil.toml` says, else as a draft.
    pub fn profile(&self, asked: Option<crate::cli::Profile>) -> vigil_guidance::Profile {
        use vigil_model::kinds::Strictness;
        let stated = self.case.model.project.as_ref().and_then(|it| it.profile).map(|it| match it {
            Strictness::Draft => crate::cli::Profile::Draft,
            Strictness::Review => crate::cli::Profile::Review,
            // A word that is added one day must not be taken for something milder.
            _ => crate::cli::Profile::Submission,
        });
        asked.or(stated).unwrap_or_default().into()
    }

    /// Everything there is to say about it, in the weight of a profile.
    pub fn said(&self, profile: vigil_guidance::Profile) -> Said {
        let mut said = Said {
            findings: self.judged.all_findings(&self.case, &self.catalogue, profile),
            sources: self.case.sources.clone(),
            as_of: Some(self.case.as_of),
            ..Said::default()
        };
        let case = &self.case;
        said.counts.add("records", case.model.count());
        said.counts.add("SBOMs", case.sboms.len());
        said.counts.add("packages", case.packages.len());
        said.counts.add("threats", case.threats.all.len());
        let counts = self.judged.counts();
        said.counts.add("judgements", counts.total());
        for outcome in Judgement::ALL {
            said.counts.add(outcome.word(), counts.get(outcome));
        }
        said.counts.incomplete = doubts(case);
        said
    }

    /// [`Outcome::Unusable`] when a file of the model could not be read at all.
    pub fn outcome(&self) -> Outcome {
        unread(&self.case.findings)
    }
}

/// Derives the case of a folder.
pub fn case(world: &dyn World, root: &Path, as_of: Date) -> Result<Case, Problem> {
    let refused = |error: CaseError| {
        Problem::new(format!("the device folder `{}` cannot be read", root.display())).caused_by(error)
    };
    vigil_case::build(world, root, &vigil_case::Options { as_of }).map_err(refused)
}

/// Whether a finding says that a file of the model could not be read at all.
pub fn is_unread(finding: &Finding) -> bool {
    UNREAD.contains(&finding.code.as_str())
}

/// [`Outcome::Unusable`] when one of the findings says that a file of the model could not be read at all.
pub fn unread(findings: &[Finding]) -> Outcome {
    if findings.iter().any(is_unread) { Outcome::Unusable } else { Outcome::Clean }
}

/// The digests of the files that packages are matched from, by path from the device folder: SBOMs, mappings of columns, and what says
/// what was compiled into packages.
pub fn sbom_digests(case: &Case) -> BTreeMap<String, Digest> {
    let stated = case.model.components.values().flat_map(|component| component.sbom.iter());
    let named = stated.flat_map(|it| [Some(&it.file), it.columns.as_ref()]).flatten().map(|it| &it.value);
    named.chain(&case.built_inputs).filter_map(|file| Some((file.clone(), *case.inputs.get(file)?))).collect()
}

/// How many days old the vulnerability data of a project may be.
pub fn max_age(case: &Case) -> i64 {
    let stated = case.model.project.as_ref().and_then(|project| project.max_age.as_ref());
    stated.map_or(MAX_AGE, vigil_model::quantity::Duration::days)
}

/// What could not be looked at, so that "nothing found" would be a false statement.
pub fn doubts(case: &Case) -> Vec<String> {
    let mut doubts = unseen(case);
    match &case.snapshot_state {
        SnapshotState::Missing => doubts
            .push("known vulnerabilities: the packages were not matched yet; run `vigil match`".to_owned()),
        SnapshotState::Unreadable(cause) => {
            doubts.push(format!("known vulnerabilities: the snapshot cannot be read: {cause}"));
        }
        SnapshotState::Outdated(files) => doubts.push(format!(
            "known vulnerabilities: changed since they were matched: {}; run `vigil match`",
            files.join(", ")
        )),
        SnapshotState::Current => {}
    }
    doubts.extend(too_old(case));
    doubts.extend(of_fielded(case));
    doubts
}

/// Releases in the field whose baseline was not matched, or not against the data of the current release. One without a
/// baseline is a gap of the catalogue: it cannot be looked at, however often one matches.
fn of_fielded(case: &Case) -> Vec<String> {
    if case.snapshot_state == SnapshotState::Missing {
        return Vec::new();
    }
    let to_match = |it: &&Fielded| matches!(it.state, FieldedState::NotMatched | FieldedState::Outdated(_));
    case.fielded.iter().filter(to_match).filter_map(Fielded::doubt).collect()
}

/// Files from elsewhere that could not be looked at.
pub fn unseen(case: &Case) -> Vec<String> {
    let unseen = case.findings.iter().filter(|finding| UNSEEN.contains(&finding.code.as_str()));
    unseen.map(|finding| finding.message.clone()).collect()
}

/// The day that counts is the one of the data, not the one on which it was matched.
fn too_old(case: &Case) -> Option<String> {
    let allowed = max_age(case);
    let cut = &case.snapshot.as_ref()?.index.data_cut;
    let aged = cut.sources.iter().filter_map(|(name, day)| {
        let age = date::days_between((*day)?, case.as_of);
        (age > allowed).then(|| format!("{name} ({age} days)"))
    });
    let aged: Vec<String> = aged.collect();
    (!aged.is_empty()).then(|| {
        format!(
            "known vulnerabilities: the data matched against is older than the {allowed} days allowed: {}; \
             import newer feeds and run `vigil match`",
            aged.join(", ")
        )
    })
}
