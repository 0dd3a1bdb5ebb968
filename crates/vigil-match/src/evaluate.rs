//! Evaluation of one record's statements on one package.

pub(crate) mod commit;
pub(crate) mod cve5;
pub(crate) mod name;
pub(crate) mod osv;
pub(crate) mod parts;
mod quick;
pub(crate) mod tree;

use crate::Text;
use crate::truth::Truth;

/// What one entry says of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) truth: Truth,
    /// The range or name that decided, in words.
    pub(crate) range: Text,
    /// The version order that was used.
    pub(crate) scheme: &'static str,
    /// Versions that mend it.
    pub(crate) fixed: Vec<Text>,
    /// Whether it says nothing: it counts only where no other statement on the flaw does.
    pub(crate) is_silent: bool,
    /// Whether it was taken back because the package's release is not known.
    pub(crate) is_blurred: bool,
}

impl Verdict {
    pub(crate) fn new(truth: Truth) -> Self {
        Self {
            truth,
            range: Text::default(),
            scheme: "",
            fixed: Vec::new(),
            is_silent: false,
            is_blurred: false,
        }
    }
}
