//! The elements of a threat model, with the tool's own ids and words.

use std::collections::BTreeMap;

use serde::Serialize;

/// Further values of an element, by the tool's own name for them.
pub type Attributes = BTreeMap<String, String>;

/// A zone of trust.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Zone {
    /// The tool's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The tool's word for its kind.
    pub kind: Option<String>,
    /// More about it.
    pub text: Option<String>,
    /// The zone around it.
    pub parent: Option<String>,
    /// Further values.
    pub attributes: Attributes,
    /// Line in the file.
    pub line: usize,
}

/// How a part is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A process.
    Process,
    /// A data store.
    Store,
    /// An outside entity: a person or somebody else's system.
    Outside,
    /// The format does not say.
    #[default]
    Unknown,
}

impl Shape {
    /// The word for it; nothing where the format does not say.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Process => Some("process"),
            Self::Store => Some("store"),
            Self::Outside => Some("outside"),
            Self::Unknown => None,
        }
    }
}

/// A part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The tool's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How it is drawn.
    pub shape: Shape,
    /// The tool's word for its kind or technology.
    pub kind: Option<String>,
    /// More about it.
    pub text: Option<String>,
    /// The zone that it lies in.
    pub zone: Option<String>,
    /// Whether the zone follows from the drawing only.
    pub zone_drawn: bool,
    /// Why it is out of scope, where it is; the reason may be empty.
    pub out_of_scope: Option<String>,
    /// Data that it handles, by id.
    pub handles: Vec<String>,
    /// Data that it stores, by id.
    pub stores: Vec<String>,
    /// The diagram it is drawn in.
    pub diagram: Option<String>,
    /// Other diagrams in which a part of the same name and kind is drawn, taken for the same part.
    pub also_in: Vec<String>,
    /// Further values.
    pub attributes: Attributes,
    /// Line in the file.
    pub line: usize,
}

/// Data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Data {
    /// The tool's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// More about it.
    pub text: Option<String>,
    /// Further values.
    pub attributes: Attributes,
    /// Line in the file.
    pub line: usize,
}

/// A flow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// The tool's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The part that it starts from, by id.
    pub from: String,
    /// The part at the other end, by id.
    pub to: String,
    /// Whether data flows both ways.
    pub both: bool,
    /// The protocol, as written.
    pub protocol: Option<String>,
    /// Whether the tool calls it encrypted.
    pub encrypted: Option<bool>,
    /// Whether the tool says that it runs over a public network.
    pub public: Option<bool>,
    /// How the ends prove who they are, as written.
    pub authentication: Option<String>,
    /// Data from the starting end, by id.
    pub carries: Vec<String>,
    /// Data in the answers, by id.
    pub back: Vec<String>,
    /// More about it.
    pub text: Option<String>,
    /// Why it is out of scope, where it is; the reason may be empty.
    pub out_of_scope: Option<String>,
    /// Further values.
    pub attributes: Attributes,
    /// Line in the file.
    pub line: usize,
}

/// A threat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Threat {
    /// The tool's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How it happens.
    pub text: Option<String>,
    /// The tool's words for its category.
    pub categories: Vec<String>,
    /// The parts, flows, data and zones that it acts on, by id.
    pub on: Vec<String>,
    /// The tool's word for its state.
    pub state: Option<String>,
    /// The reason given for the state.
    pub because: Option<String>,
    /// The tool's word for how severe it is.
    pub severity: Option<String>,
    /// What is or would be done about it, in words.
    pub mitigation: Option<String>,
    /// Mitigations by id, with the tool's word for their state.
    pub mitigations: Vec<(String, Option<String>)>,
    /// CWE numbers.
    pub cwe: Vec<u32>,
    /// Further values.
    pub attributes: Attributes,
    /// Line in the file.
    pub line: usize,
}

/// A mitigation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Mitigation {
    /// The tool's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it does.
    pub text: Option<String>,
    /// Further values.
    pub attributes: Attributes,
    /// Line in the file.
    pub line: usize,
}

/// A requirement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Line in the file.
    pub line: usize,
}
