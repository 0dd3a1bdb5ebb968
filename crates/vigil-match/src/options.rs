//! How to match.

use std::collections::BTreeMap;

use vigil_base::Date;

use crate::Built;

/// How to match.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day the result is judged at.
    pub as_of: Date,
    /// Sources older than this on that day make a package `not-checked`; `None` asks for no check.
    pub max_age_days: Option<i64>,
    /// Identities that a person pinned, by the package's key, purl, or `name@version` / `name` as in the SBOM.
    pub pins: BTreeMap<String, Pin>,
    /// CPE names of what the device consists of beside its SBOMs: hardware, operating system.
    pub surroundings: Vec<String>,
    /// What was compiled into packages, by component and the package's key.
    pub built: BTreeMap<(String, String), Built>,
}

impl Options {
    /// Matching as of a day, without age check or pins.
    pub fn on(as_of: Date) -> Self {
        Self {
            as_of,
            max_age_days: None,
            pins: BTreeMap::new(),
            surroundings: Vec::new(),
            built: BTreeMap::new(),
        }
    }
}

/// What a person says a package is. A pinned identity replaces what the SBOM says, as far as it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pin {
    /// The exact package URL.
    pub purl: Option<String>,
    /// The exact CPE names.
    pub cpes: Vec<String>,
    /// The decision that says so, for the explanation.
    pub decision: String,
}
