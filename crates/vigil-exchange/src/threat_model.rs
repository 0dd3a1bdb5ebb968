//! Threat models of other tools in one form: OWASP Threat Dragon, Open Threat Model, Threagile and the Microsoft Threat
//! Modeling Tool (`.tm7` models, `.tb7` templates).
//!
//! Nothing is given a meaning here: words for states, categories and technologies stay as they are written, ids are the
//! tool's own, and everything knows its line. What a reader saw and could not take stands in [`ThreatModel::left`].

use std::collections::BTreeMap;

use serde::Serialize;

use crate::tree::Fault;

mod boxes;
mod check;
mod detect;
mod dragon;
mod merge;
mod otm;
mod threagile;
mod tm7;
mod tmt;

pub use detect::{Format, detect};

/// Largest model that is read, in bytes. The template with 125 threat types has 1.6 MB.
pub const MAX_MODEL: usize = 50_000_000;
/// How many parts, flows and threats together are taken of one file; the largest real ones have some hundred.
pub const MOST_ELEMENTS: usize = 20_000;

/// Further values of an element, by the tool's own name for them.
pub type Attributes = BTreeMap<String, String>;

/// A threat model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThreatModel {
    /// What it is written in.
    pub format: Format,
    /// The version of the format, as the file states it.
    pub version: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What it is about.
    pub text: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Trust zones and boundaries that hold parts.
    pub zones: Vec<Zone>,
    /// Parts: processes, stores, outside entities.
    pub parts: Vec<Part>,
    /// Data.
    pub data: Vec<Data>,
    /// Flows between parts.
    pub flows: Vec<Flow>,
    /// Threats.
    pub threats: Vec<Threat>,
    /// Mitigations that threats name by id.
    pub mitigations: Vec<Mitigation>,
    /// Requirements.
    pub requirements: Vec<Requirement>,
    /// What was seen and not taken.
    pub left: Vec<Left>,
}

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

/// Something that was seen and not taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Left {
    /// Line in the file.
    pub line: usize,
    /// What it is.
    pub what: String,
    /// Why it is not taken.
    pub because: String,
}

/// Why a file is no threat model that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// It is larger than [`MAX_MODEL`].
    #[error("it is larger than {} MB", MAX_MODEL / 1_000_000)]
    TooLarge,
    /// It is not UTF-8.
    #[error("it is not UTF-8 text")]
    NotText,
    /// It is none of the formats.
    #[error("it is no threat model of a known format; it begins with {0:?}")]
    Unknown(String),
    /// It is of a known format that is not read.
    #[error("it is {name}, which is not imported: {because}")]
    NotImported {
        /// The format.
        name: &'static str,
        /// Why.
        because: &'static str,
    },
    /// It is of another format than the one asked for.
    #[error("it is {found}, not {asked}")]
    Other {
        /// What it is.
        found: Format,
        /// What it was said to be.
        asked: Format,
    },
    /// It begins like a format and is not.
    #[error("it looks like {format} and is not: {cause} (line {line})")]
    Malformed {
        /// The format.
        format: &'static str,
        /// What is wrong.
        cause: String,
        /// Where.
        line: usize,
    },
}

impl ModelError {
    pub(crate) fn malformed(format: &'static str, fault: Fault) -> Self {
        Self::Malformed { format, cause: fault.cause, line: fault.line }
    }
}

/// Reads a threat model; with `asked`, only one of that format. Both versions of Threat Dragon are one format.
pub fn read(bytes: &[u8], asked: Option<Format>) -> Result<ThreatModel, ModelError> {
    let (found, source) = detect::recognise(bytes)?;
    if let Some(asked) = asked.filter(|it| it.word() != found.word()) {
        return Err(ModelError::Other { found, asked });
    }
    let mut model = match (&source, found) {
        (detect::Source::Tree(node), Format::ThreatDragon | Format::ThreatDragon1) => {
            dragon::read(node, found)
        }
        (detect::Source::Tree(node), Format::Otm) => otm::read(node),
        (detect::Source::Tree(node), _) => threagile::read(node),
        (detect::Source::Xml(root), Format::Tb7) => tmt::template(root),
        (detect::Source::Xml(root), _) => tm7::read(root),
    }
    .map_err(|fault| ModelError::malformed(found.name(), fault))?;
    check::references(&mut model).map_err(|fault| ModelError::malformed(found.name(), fault))?;
    Ok(model)
}

impl ThreatModel {
    fn new(format: Format) -> Self {
        Self {
            format,
            version: None,
            title: None,
            text: None,
            owner: None,
            zones: Vec::new(),
            parts: Vec::new(),
            data: Vec::new(),
            flows: Vec::new(),
            threats: Vec::new(),
            mitigations: Vec::new(),
            requirements: Vec::new(),
            left: Vec::new(),
        }
    }

    fn leave(&mut self, line: usize, what: impl Into<String>, because: impl Into<String>) {
        self.left.push(Left { line, what: what.into(), because: because.into() });
    }
}

#[cfg(test)]
mod tests;
