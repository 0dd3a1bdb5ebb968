//! Packs of threat rules: TOML files, checked when they are read, every fault at its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigil_base::{Digest, Place};
use vigil_finding::Finding;
use vigil_model::kinds::{FactName, Family, Phase, Property, Stride};

use crate::condition::Condition;

mod read;

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

impl SubjectKind {
    /// All kinds.
    pub const ALL: &'static [Self] = &[
        Self::Component,
        Self::Interface,
        Self::Flow,
        Self::Data,
        Self::Secret,
        Self::Channel,
        Self::Function,
        Self::Zone,
        Self::Update,
        Self::Actor,
        Self::System,
    ];

    /// The word written for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Component => "component",
            Self::Interface => "interface",
            Self::Flow => "flow",
            Self::Data => "data",
            Self::Secret => "secret",
            Self::Channel => "channel",
            Self::Function => "function",
            Self::Zone => "zone",
            Self::Update => "update",
            Self::Actor => "actor",
            Self::System => "system",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// One threat rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Where it stands.
    pub place: Place,
    /// Digest over all that it says and asks, whatever its layout.
    pub digest: Digest,
    /// Stable id within the pack.
    pub id: String,
    /// Title, with `{subject}` and other names filled in per threat.
    pub title: String,
    /// What it looks at.
    pub subject: SubjectKind,
    /// When it applies: all conditions must hold.
    pub when: Vec<Condition>,
    /// What it asks for.
    pub asks: Property,
    /// The facts about a component that answer it; empty where all facts do that give the property.
    pub facts: Vec<FactName>,
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
    /// Kinds of test that would show the answer to work.
    pub test: Arc<[String]>,
    /// Ids elsewhere, by catalogue.
    pub refs: Arc<BTreeMap<String, Vec<String>>>,
    /// Why a catalogue has nothing that fits, by catalogue.
    pub without: BTreeMap<String, String>,
    /// When it is known to be wrong.
    pub false_positive: Arc<str>,
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

/// No pack has more rules.
pub const MAX_RULES: usize = 1_000;
/// No text of a rule has more characters.
pub const MAX_TEXT: usize = 4_000;

/// Catalogues that `refs` may point into.
pub const CATALOGUES: &[&str] =
    &["cwe", "capec", "attack-ics", "attack-mobile", "attack-enterprise", "emb3d"];

macro_rules! files {
    ($folder:literal, $($name:literal),+ $(,)?) => {
        &[$((
            concat!("packs/", $folder, "/", $name, ".toml"),
            include_str!(concat!("../../../packs/", $folder, "/", $name, ".toml")),
        )),+]
    };
}

/// The packs that come with the tool: name with version, and files.
const BUILTIN: &[(&str, &[(&str, &str)])] = &[(
    "medical-core@1",
    files!(
        "medical-core",
        "pack",
        "channel",
        "component",
        "data",
        "flow",
        "interface",
        "learning",
        "mobile",
        "places",
        "radio",
        "servers",
        "system",
        "update",
    ),
)];

impl Pack {
    /// `name@version`.
    pub fn label(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// The pack of a name such as `medical-core@1` that comes with the tool.
    pub fn builtin(name: &str) -> Option<Self> {
        let (_, files) = BUILTIN.iter().find(|(it, _)| *it == name)?;
        let files: Vec<(String, String)> =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Self::parse(&files).ok()
    }

    /// Names of the packs that come with the tool.
    pub fn builtin_names() -> Vec<String> {
        BUILTIN.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    /// Reads a pack from its files: path and text.
    ///
    /// # Errors
    /// All faults of all files, each with file, line and column.
    pub fn parse(files: &[(String, String)]) -> Result<Self, Vec<Finding>> {
        read::pack(files)
    }
}
