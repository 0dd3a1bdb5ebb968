//! What an SBOM says about each package in the fields that FDA's baseline asks for. Facts only:
//! whether a gap matters is judged elsewhere.

use serde::{Deserialize, Serialize};

use crate::{Graph, Package, SupportField, SupportLevel};

/// The state of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Fact {
    /// Stated and usable.
    Stated {
        /// The value.
        value: String,
        /// The field it stood in.
        field: String,
    },
    /// The author says that it is not known, or justifies its absence.
    SaidUnknown {
        /// The words.
        value: String,
        /// The field they stood in.
        field: String,
    },
    /// Something is written, but it cannot be used.
    Unusable {
        /// The words.
        value: String,
        /// The field they stood in.
        field: String,
        /// Why.
        reason: String,
    },
    /// Nothing is written.
    Absent,
}

impl Fact {
    /// Whether there is a usable value.
    pub fn is_stated(&self) -> bool {
        matches!(self, Self::Stated { .. })
    }

    /// The value or the words, if any.
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::Stated { value, .. } | Self::SaidUnknown { value, .. } | Self::Unusable { value, .. } => {
                Some(value)
            }
            Self::Absent => None,
        }
    }

    fn of_text(value: &str, field: &str) -> Self {
        let (value, field) = (value.to_owned(), field.to_owned());
        if says_unknown(&value) { Self::SaidUnknown { value, field } } else { Self::Stated { value, field } }
    }
}

/// The fields of the NTIA baseline that FDA names, and FDA's two additions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFacts {
    /// Who supplied it.
    pub supplier: Fact,
    /// Its name.
    pub name: Fact,
    /// Its version.
    pub version: Fact,
    /// Purl, CPE or SWID.
    pub identifier: Fact,
    /// At least one digest.
    pub hash: Fact,
    /// Any relationship.
    pub relationship: Fact,
    /// Level of support.
    pub support_level: Fact,
    /// End of support.
    pub end_of_support: Fact,
}

impl FieldFacts {
    /// The facts of `package`, whose SBOM has the relationships `graph`.
    pub fn of(package: &Package, graph: &Graph<'_>) -> Self {
        Self {
            supplier: package
                .supplier_name()
                .map_or(Fact::Absent, |(name, field)| Fact::of_text(name, field)),
            name: name(package),
            version: version(package),
            identifier: identifier(package),
            hash: hash(package),
            relationship: relationship(package, graph),
            support_level: support_level(package),
            end_of_support: end_of_support(package),
        }
    }

    /// The fields with their names, in the order of the baseline.
    pub fn all(&self) -> [(&'static str, &Fact); 8] {
        [
            ("supplier", &self.supplier),
            ("name", &self.name),
            ("version", &self.version),
            ("unique identifier", &self.identifier),
            ("hash", &self.hash),
            ("relationship", &self.relationship),
            ("level of support", &self.support_level),
            ("end of support", &self.end_of_support),
        ]
    }
}

/// The words by which SBOM authors say that something is not known (CycloneDX has none of its own; SPDX has the second).
/// The supplier's name where it says who that is.
pub(crate) fn known_supplier(package: &Package) -> Option<&str> {
    package.supplier_name().map(|(name, _)| name).filter(|name| !says_unknown(name))
}

pub(crate) fn says_unknown(text: &str) -> bool {
    ["unknown", "noassertion", "not known"].contains(&text.trim().to_ascii_lowercase().as_str())
}

fn name(package: &Package) -> Fact {
    if package.name == crate::reader::UNNAMED { Fact::Absent } else { Fact::of_text(&package.name, "name") }
}

fn version(package: &Package) -> Fact {
    match (&package.version, &package.version_range) {
        (Some(version), _) => Fact::of_text(version, "version"),
        (None, Some(range)) => Fact::of_text(range, "versionRange"),
        (None, None) => Fact::Absent,
    }
}

fn identifier(package: &Package) -> Fact {
    let stated = |value: &str, field: &str| Fact::Stated { value: value.to_owned(), field: field.to_owned() };
    if let Some(canonical) = package.purl.as_ref().and_then(crate::PackagePurl::canonical) {
        return stated(&canonical, "purl");
    }
    if let Some(cpe) = package.cpe.as_deref().filter(|cpe| cpe.starts_with("cpe:")) {
        return stated(cpe, "cpe");
    }
    if let Some(swid) = &package.swid {
        return stated(&swid.tag_id, "swid");
    }
    let unusable = |value: &str, field: &str, reason: String| Fact::Unusable {
        value: value.to_owned(),
        field: field.to_owned(),
        reason,
    };
    match (&package.purl, &package.cpe) {
        (Some(purl), _) => unusable(&purl.raw, "purl", purl.problem.clone().unwrap_or_default()),
        (None, Some(cpe)) => unusable(cpe, "cpe", "it does not begin with `cpe:`".into()),
        (None, None) => Fact::Absent,
    }
}

fn hash(package: &Package) -> Fact {
    let all: Vec<_> = package.hashes.iter().map(|hash| format!("{}:{}", hash.alg, hash.value)).collect();
    let usable = package.hashes.iter().any(crate::Hash::has_right_length);
    let value = all.join(" ");
    match (all.is_empty(), usable) {
        (true, _) => Fact::Absent,
        (_, true) => Fact::Stated { value, field: "hashes".into() },
        (_, false) => Fact::Unusable {
            value,
            field: "hashes".into(),
            reason: "no digest has the length of its algorithm".into(),
        },
    }
}

fn relationship(package: &Package, graph: &Graph<'_>) -> Fact {
    if !graph.relates(package) {
        return Fact::Absent;
    }
    let field = if package.parent.is_some() { "components" } else { "dependencies" };
    Fact::Stated {
        value: package.bom_ref.clone().unwrap_or_else(|| package.pointer.clone()),
        field: field.into(),
    }
}

fn support_level(package: &Package) -> Fact {
    match package.support.level {
        Some(SupportLevel::Unknown) => said(package, SupportField::Level, true),
        Some(level) => Fact::Stated {
            value: level.word().to_owned(),
            field: said_in(package, SupportField::Level).unwrap_or_default(),
        },
        None => unread(package, SupportField::Level, "the words are none of the known levels"),
    }
}

fn end_of_support(package: &Package) -> Fact {
    if let Some(day) = package.support.end_of_support {
        let field = said_in(package, SupportField::EndOfSupport).unwrap_or_default();
        return Fact::Stated { value: day.to_string(), field };
    }
    match unread(package, SupportField::EndOfSupport, "it is not a day") {
        Fact::Unusable { value, field, .. } if says_unknown(&value) => Fact::SaidUnknown { value, field },
        Fact::Absent => said(package, SupportField::Justification, false),
        other => other,
    }
}

/// The words of the statement that could be read as `field`, as the author's "not known".
fn said(package: &Package, field: SupportField, needs_rule: bool) -> Fact {
    let found = package
        .support
        .statements
        .iter()
        .find(|said| said.field == field && (!needs_rule || said.rule.is_some()));
    found.map_or(Fact::Absent, |said| Fact::SaidUnknown {
        value: said.text.clone(),
        field: said.property.clone(),
    })
}

fn said_in(package: &Package, field: SupportField) -> Option<String> {
    let mut fitting =
        package.support.statements.iter().filter(|said| said.field == field && said.rule.is_some());
    fitting.next().map(|said| said.property.clone())
}

fn unread(package: &Package, field: SupportField, reason: &str) -> Fact {
    let found = package.support.statements.iter().find(|said| said.field == field);
    found.map_or(Fact::Absent, |said| Fact::Unusable {
        value: said.text.clone(),
        field: said.property.clone(),
        reason: reason.to_owned(),
    })
}
