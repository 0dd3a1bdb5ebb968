//! A threat with its outcome, and the coverage that the rules reached.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigil_base::Id;
use vigil_finding::Finding;
use vigil_model::Target;
use vigil_model::kinds::{Family, Phase, Property, Stride};

/// Where a threat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Nothing on the subject gives what the rule asks for. Needs a risk, or a decision with its reason.
    Uncredited,
    /// The model does not say enough. The question is on the list.
    Unknown,
    /// A channel, a fact or a control gives what the rule asks for.
    Credited,
    /// A person decided that it does not apply, with a reason.
    NotApplicable,
}

impl Outcome {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Uncredited => "uncredited",
            Self::Unknown => "unknown",
            Self::Credited => "credited",
            Self::NotApplicable => "not applicable",
        }
    }
}

/// Where a threat comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A rule of a pack generated it.
    Rule {
        /// The pack, as `medical-core@1`.
        pack: String,
        /// The rule.
        rule: String,
    },
    /// A person wrote it: `[threat.id]`.
    Written,
}

/// What answers a threat. Threats are credited, never suppressed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credit {
    /// The record that gives it: `channel.mtls`, `control.oob-pairing`, `component.pump-comms` for a fact.
    pub by: String,
    /// The property given.
    pub gives: Property,
    /// The fact, where the credit rests on one.
    pub fact: Option<String>,
}

/// Something that the model does not say and that the outcome depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    /// The record that would say it: `component.pump-comms`.
    pub record: String,
    /// The key or fact that is absent: `facts.debug-port-locked`.
    pub key: String,
}

/// One threat.
#[derive(Clone, Debug, PartialEq)]
pub struct Threat {
    /// `rule@kind.subject` of a generated threat, the record's id of a written one.
    pub id: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Title printed in documents.
    pub title: String,
    /// What it acts on; one for a generated threat, any number for a written one.
    pub on: Vec<Target>,
    /// Where it stands.
    pub outcome: Outcome,
    /// What answers it.
    pub credits: Vec<Credit>,
    /// What is not known, when the outcome is unknown.
    pub unknown: Vec<Unknown>,
    /// What the rule asks for; written threats ask for nothing in particular.
    pub asks: Option<Property>,
    /// The rule's question to the maker.
    pub question: String,
    /// How it happens, with the names of this device filled in; a decision's own story comes first.
    pub story: String,
    /// What it means for the patient, with the names of this device filled in.
    pub clinical: String,
    /// STRIDE letters.
    pub stride: Vec<Stride>,
    /// The life-cycle phase.
    pub phase: Option<Phase>,
    /// The control family that would answer it.
    pub family: Option<Family>,
    /// Kinds of test that would show the answer to work.
    pub tests: Arc<[String]>,
    /// Ids elsewhere, by catalogue: `cwe`, `attack-ics`, `emb3d`, `capec`.
    pub refs: Arc<BTreeMap<String, Vec<String>>>,
    /// When the rule is known to be wrong.
    pub false_positive: Arc<str>,
    /// Whether its flow crosses a boundary of trust. Raises priority, never gates.
    pub crosses: bool,
    /// The worst harm that it can lead to.
    pub harm: Option<Id>,
    /// That harm's severity word.
    pub severity: Option<String>,
    /// Whether several patients can be harmed at once.
    pub many: bool,
    /// The decision that covers it.
    pub decision: Option<Id>,
}

impl Threat {
    /// `threat.id` for written threats, the generated id else: how references and findings name it.
    pub fn subject(&self) -> String {
        match self.origin {
            Origin::Rule { .. } => self.id.clone(),
            Origin::Written => format!("threat.{}", self.id),
        }
    }

    /// Whether nobody has said anything about it yet: uncredited, and neither decided nor written by hand.
    pub fn is_open(&self) -> bool {
        self.outcome == Outcome::Uncredited && self.decision.is_none() && self.origin != Origin::Written
    }
}

/// Which rules ran on one subject, with which outcome; `None` where the rule does not apply to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectRow {
    /// The subject.
    pub subject: Target,
    /// Outcome by rule id.
    pub rules: BTreeMap<String, Option<Outcome>>,
    /// STRIDE letters that some threat on it has.
    pub stride: Vec<Stride>,
}

/// What the rules looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// One row a subject.
    pub subjects: Vec<SubjectRow>,
    /// Threats by life-cycle phase.
    pub phases: BTreeMap<Phase, usize>,
}

/// All threats of a model.
#[derive(Clone, Debug, Default)]
pub struct Threats {
    /// By id.
    pub all: BTreeMap<String, Threat>,
    /// What the rules looked at.
    pub coverage: Coverage,
    /// Decisions that cover nothing, wildcards with a wrong count, dead threat references, refused credits.
    pub findings: Vec<Finding>,
}
