//! Packs of threat rules.

use std::collections::BTreeMap;

use vigil_base::Digest;
use vigil_model::kinds::{Family, Phase, Property, Stride};

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SubjectKind {
    /// A component.
    Component,
    /// An interface of a component.
    Interface,
    /// A flow.
    Flow,
    /// Data.
    Data,
    /// A secret.
    Secret,
    /// A channel.
    Channel,
    /// A clinical function.
    Function,
    /// A zone.
    Zone,
    /// An update path.
    Update,
    /// An actor.
    Actor,
    /// The device as a whole.
    System,
}

/// One threat rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable id within the pack.
    pub id: String,
    /// Title, with `{subject}` and other names filled in per threat.
    pub title: String,
    /// What it looks at.
    pub subject: SubjectKind,
    /// What it asks for.
    pub asks: Property,
    /// STRIDE letters.
    pub stride: Vec<Stride>,
    /// Life-cycle phase.
    pub phase: Phase,
    /// Control family.
    pub family: Family,
    /// The question to the maker.
    pub question: String,
    /// How it happens.
    pub story: String,
    /// What it means for the patient.
    pub clinical: String,
    /// Kinds of test.
    pub test: Vec<String>,
    /// Ids elsewhere, by catalogue.
    pub refs: BTreeMap<String, Vec<String>>,
    /// When it is known to be wrong.
    pub false_positive: String,
}

/// A pack of rules.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Name, as `medical-core`.
    pub name: String,
    /// Major version.
    pub version: u32,
    /// Title.
    pub title: String,
    /// Digest over its files.
    pub digest: Digest,
    /// Its rules, by id.
    pub rules: BTreeMap<String, Rule>,
}

impl Pack {
    /// The pack of a name such as `medical-core@1` that comes with the tool.
    pub fn builtin(name: &str) -> Option<Self> {
        let _ = name;
        None
    }

    /// Names of the packs that come with the tool.
    pub fn builtin_names() -> Vec<String> {
        Vec::new()
    }
}
