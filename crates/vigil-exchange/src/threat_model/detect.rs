//! Tells formats apart by content, never by the name of the file.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{MAX_MODEL, ModelError};
use crate::tree::{self, Element, Node};

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// OWASP Threat Dragon 2.
    ThreatDragon,
    /// OWASP Threat Dragon 1.
    ThreatDragon1,
    /// Open Threat Model, JSON or YAML.
    Otm,
    /// Threagile.
    Threagile,
    /// A model of the Microsoft Threat Modeling Tool.
    Tm7,
    /// A template of the Microsoft Threat Modeling Tool.
    Tb7,
}

impl Format {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::ThreatDragon => "an OWASP Threat Dragon 2 model",
            Self::ThreatDragon1 => "an OWASP Threat Dragon 1 model",
            Self::Otm => "an Open Threat Model",
            Self::Threagile => "a Threagile model",
            Self::Tm7 => "a model of the Microsoft Threat Modeling Tool (.tm7)",
            Self::Tb7 => "a template of the Microsoft Threat Modeling Tool (.tb7)",
        }
    }

    /// The word for it: of commands and in what is kept of the source.
    pub fn word(self) -> &'static str {
        match self {
            Self::ThreatDragon | Self::ThreatDragon1 => "threat-dragon",
            Self::Otm => "otm",
            Self::Threagile => "threagile",
            Self::Tm7 => "tm7",
            Self::Tb7 => "tb7",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.word())
    }
}

/// A file that was recognised, parsed.
pub(super) enum Source {
    Tree(Node),
    Xml(Element),
}

/// What a file is.
pub fn detect(bytes: &[u8]) -> Result<Format, ModelError> {
    recognise(bytes).map(|(format, _)| format)
}

pub(super) fn recognise(bytes: &[u8]) -> Result<(Format, Source), ModelError> {
    if bytes.len() > MAX_MODEL {
        return Err(ModelError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ModelError::NotText)?;
    let text = text.trim_start_matches('\u{feff}');
    let head = text.trim_start();
    if head.starts_with('<') {
        let root = tree::xml(text).map_err(|it| ModelError::malformed("XML", it))?;
        return Ok((xml_format(&root)?, Source::Xml(root)));
    }
    let node = if head.starts_with(['{', '[']) {
        tree::json(text).map_err(|it| ModelError::malformed("JSON", it))?
    } else if head.lines().any(|line| line.starts_with("otmVersion") || line.starts_with("threagile_version"))
    {
        tree::yaml(text).map_err(|it| ModelError::malformed("YAML", it))?
    } else {
        return Err(ModelError::Unknown(head.chars().take(30).collect()));
    };
    Ok((tree_format(&node)?, Source::Tree(node)))
}

fn xml_format(root: &Element) -> Result<Format, ModelError> {
    match root.name.as_str() {
        "ThreatModel" => Ok(Format::Tm7),
        "KnowledgeBase" => Ok(Format::Tb7),
        "bom" => Err(CYCLONEDX),
        other => Err(ModelError::Unknown(format!("<{other}"))),
    }
}

const CYCLONEDX: ModelError = ModelError::NotImported {
    name: "a CycloneDX bill of materials",
    because: "its threat models are drafts of that standard; `vigil sbom show` reads its packages",
};
const TM_BOM: ModelError = ModelError::NotImported {
    name: "a threat model of the OWASP Threat Model Library (TM-BOM)",
    because: "a tool that opens it can save it in a format that is, such as OWASP Threat Dragon's",
};
const PYTM: ModelError = ModelError::NotImported {
    name: "pytm's output or its list of threats",
    because: "a pytm model is a Python program; its threats have no form of their own to read back",
};

fn tree_format(node: &Node) -> Result<Format, ModelError> {
    let has = |key: &str| node.get(key).is_some();
    if has("otmVersion") {
        return Ok(Format::Otm);
    }
    if has("threagile_version") {
        return Ok(Format::Threagile);
    }
    if has("bomFormat") {
        return Err(CYCLONEDX);
    }
    if has("scope") && (has("trust_zones") || has("trust_boundaries") || has("threat_personas")) {
        return Err(TM_BOM);
    }
    if has("detail") {
        return dragon(node);
    }
    let first = match &node.value {
        tree::Value::List(items) => items.first(),
        _ => None,
    };
    let is_pytm = has("boundaries") && has("elements") && has("flows");
    if is_pytm || first.is_some_and(|it| it.get("SID").is_some() && it.get("condition").is_some()) {
        return Err(PYTM);
    }
    let keys: Vec<&str> = node.entries().iter().take(4).map(|(key, _)| key.as_str()).collect();
    Err(ModelError::Unknown(format!("{{ {} ...", keys.join(", "))))
}

/// Version 1 draws in `diagramJson`, version 2 in `cells`; a new model of either has no diagram yet.
fn dragon(node: &Node) -> Result<Format, ModelError> {
    let line = node.at(&["detail"]).map_or(1, |it| it.line);
    let malformed = |cause: &str, line| {
        Err(ModelError::Malformed { format: "an OWASP Threat Dragon model", cause: cause.to_owned(), line })
    };
    if node.get("summary").is_none() {
        return malformed("it has no `summary`", 1);
    }
    let Some(diagrams) = node.at(&["detail", "diagrams"]) else {
        return malformed("its `detail` has no `diagrams`", line);
    };
    let of = |key: &str| match &diagrams.value {
        tree::Value::List(items) => items.iter().any(|it| it.get(key).is_some()),
        _ => false,
    };
    let stated = node.text("version").unwrap_or_default();
    let is_old = of("diagramJson") || (!of("cells") && !stated.starts_with('2'));
    Ok(if is_old { Format::ThreatDragon1 } else { Format::ThreatDragon })
}
