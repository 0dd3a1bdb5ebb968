//! Threat models of other tools in one form: OWASP Threat Dragon, Open Threat Model, Threagile and the Microsoft Threat
//! Modeling Tool (`.tm7` models, `.tb7` templates).
//!
//! Nothing is given a meaning here: words for states, categories and technologies stay as they are written, ids are the
//! tool's own, and everything knows its line. What could not be taken stands in [`ThreatModel::left`]: what a reader named, and,
//! by a walk over the whole file, each value that no reader asked for or that is not of the kind that was asked for.

use serde::Serialize;

use crate::tree::Fault;

mod boxes;
mod check;
mod detect;
mod dragon;
mod elements;
mod merge;
mod otm;
mod threagile;
mod tm7;
mod tmt;

pub use detect::{Format, detect};
pub use elements::{Attributes, Data, Flow, Mitigation, Part, Requirement, Shape, Threat, Zone};

/// Largest model that is read, in bytes. The template with 125 threat types has 1.6 MB.
pub const MAX_MODEL: usize = 50_000_000;
/// How many parts, flows and threats together are taken of one file; the largest real ones have some hundred.
pub const MOST_ELEMENTS: usize = 20_000;

/// A threat model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThreatModel {
    /// What it is written in.
    pub format: Format,
    /// The version of the format, as the file states it.
    pub version: Option<String>,
    /// Its title.
    pub title: Option<String>,
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
    let rest = match &source {
        detect::Source::Tree(node) => node.rest(),
        detect::Source::Xml(root) => root.rest(),
    };
    model.left.extend(rest.into_iter().map(|it| Left { line: it.line, what: it.what, because: it.because }));
    check::references(&mut model).map_err(|fault| ModelError::malformed(found.name(), fault))?;
    model.left.sort();
    Ok(model)
}

/// Why the description of the whole and its owner are not taken.
const ABOUT: &str =
    "the device folder describes the system and names people in its own texts and plans; put it there";

impl ThreatModel {
    fn new(format: Format) -> Self {
        Self {
            format,
            version: None,
            title: None,
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
mod kept;
#[cfg(test)]
mod tests;
