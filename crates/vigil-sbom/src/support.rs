//! How long a package is cared for: what the SBOM says, and by which rule we understood it.

mod read;
mod rules;

use serde::{Deserialize, Serialize};
use vigil_base::Date;

use crate::serial::optional_day;

pub(crate) use read::read;

/// Level and end of support of a package.
///
/// The values are those of the strongest statement that could be read; all statements are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Support {
    /// Level of support by the package's maker.
    pub level: Option<SupportLevel>,
    /// Last day of support.
    #[serde(with = "optional_day")]
    pub end_of_support: Option<Date>,
    /// Last day of the package's life.
    #[serde(with = "optional_day")]
    pub end_of_life: Option<Date>,
    /// Why something is not stated.
    pub justification: Option<String>,
    /// What will be done when support ends.
    pub plan: Option<String>,
    /// The day the support was looked up.
    #[serde(with = "optional_day")]
    pub assessed: Option<Date>,
    /// How custody of the source code is kept.
    pub custody: Option<String>,
    /// The words of the SBOM, each with the rule by which it was read, in the order of the file.
    pub statements: Vec<SupportStatement>,
}

/// Level of support. The first two and the last are the words of FDA's guidance and of the formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SupportLevel {
    /// Actively maintained.
    ActivelyMaintained,
    /// Some support, less than before.
    LimitedSupport,
    /// No longer maintained.
    NoLongerMaintained,
    /// Abandoned.
    Abandoned,
    /// The author says that the level is not known. That is a statement, not a gap.
    Unknown,
}

/// What a statement on support is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SupportField {
    /// Level of support.
    Level,
    /// End of support.
    EndOfSupport,
    /// End of life.
    EndOfLife,
    /// Justification.
    Justification,
    /// Plan for the end of support.
    Plan,
    /// Day of assessment.
    Assessed,
    /// Custody of source code.
    Custody,
}

/// One statement on support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportStatement {
    /// What it is about.
    pub field: SupportField,
    /// Name of the property it stood in.
    pub property: String,
    /// Its words.
    pub text: String,
    /// The rule by which it was read (`cdx:lifecycle:milestone / day`, `plain-name / word abandoned`);
    /// absent where no rule fits. Then the words count for nothing but are kept and reported.
    pub rule: Option<String>,
    /// JSON pointer of the property.
    pub pointer: String,
}

impl Support {
    /// Whether a level is known: stated, readable, and not "unknown".
    pub fn states_level(&self) -> bool {
        self.level.is_some_and(|level| level != SupportLevel::Unknown)
    }
}

impl SupportLevel {
    /// The word for it, as in FDA's guidance with hyphens.
    pub fn word(self) -> &'static str {
        match self {
            Self::ActivelyMaintained => "actively-maintained",
            Self::LimitedSupport => "limited-support",
            Self::NoLongerMaintained => "no-longer-maintained",
            Self::Abandoned => "abandoned",
            Self::Unknown => "unknown",
        }
    }
}

impl SupportField {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Level => "level of support",
            Self::EndOfSupport => "end of support",
            Self::EndOfLife => "end of life",
            Self::Justification => "justification",
            Self::Plan => "plan for the end of support",
            Self::Assessed => "day of assessment",
            Self::Custody => "custody of source code",
        }
    }
}

impl SupportStatement {
    /// What it says in one spelling: the level's word or the day. Nothing for free text.
    pub fn value(&self) -> Option<String> {
        match self.field {
            SupportField::Level => read::level(&self.text).map(|level| level.word().to_owned()),
            SupportField::EndOfSupport | SupportField::EndOfLife | SupportField::Assessed => {
                vigil_base::date::parse(&self.text).map(|day| day.to_string())
            }
            _ => None,
        }
    }
}
