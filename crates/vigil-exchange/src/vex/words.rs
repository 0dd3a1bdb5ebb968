//! The words of four standards for the same things, as tables: statuses, justifications, responses.
//!
//! CISA's minimum requirements for VEX are the hub. OpenVEX and the flags of CSAF took CISA's justifications over
//! unchanged; CycloneDX has words of its own. A word without a counterpart is not bent into one: its row says [`Fit::Nearest`]
//! or nothing at all, with the reason, and whoever uses it shows the original word beside.

use serde::{Deserialize, Serialize};

/// Who defines a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standard {
    /// CISA, Minimum Requirements for VEX (April 2023), and Status Justifications (June 2022).
    Cisa,
    /// OpenVEX 0.2.
    OpenVex,
    /// CSAF 2.0 and 2.1: `product_status`, `flags[].label`, `remediations[].category`.
    Csaf,
    /// CycloneDX 1.4 to 1.7: `vulnerabilities[].analysis`.
    CycloneDx,
}

impl Standard {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Cisa, Self::OpenVex, Self::Csaf, Self::CycloneDx];

    /// Its name, as printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cisa => "CISA",
            Self::OpenVex => "OpenVEX",
            Self::Csaf => "CSAF",
            Self::CycloneDx => "CycloneDX",
        }
    }
}

/// What is said of a flaw in a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It has the flaw, and something should be done.
    Affected,
    /// The flaw cannot be exploited in it.
    NotAffected,
    /// It holds the fix.
    Fixed,
    /// It is not known yet.
    UnderInvestigation,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Affected, Self::NotAffected, Self::Fixed, Self::UnderInvestigation];

    /// CISA's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Affected => "affected",
            Self::NotAffected => "not_affected",
            Self::Fixed => "fixed",
            Self::UnderInvestigation => "under_investigation",
        }
    }
}

/// Why a flaw cannot be exploited: CISA's five status justifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Justification {
    /// The vulnerable component is not in the product.
    ComponentNotPresent,
    /// The component is in it, and the vulnerable code is not.
    VulnerableCodeNotPresent,
    /// An adversary cannot steer the vulnerable code.
    VulnerableCodeCannotBeControlledByAdversary,
    /// The vulnerable code is never executed.
    VulnerableCodeNotInExecutePath,
    /// Built-in protections that cannot be switched off stop every exploit.
    InlineMitigationsAlreadyExist,
}

impl Justification {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::ComponentNotPresent,
        Self::VulnerableCodeNotPresent,
        Self::VulnerableCodeCannotBeControlledByAdversary,
        Self::VulnerableCodeNotInExecutePath,
        Self::InlineMitigationsAlreadyExist,
    ];

    /// CISA's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::ComponentNotPresent => "component_not_present",
            Self::VulnerableCodeNotPresent => "vulnerable_code_not_present",
            Self::VulnerableCodeCannotBeControlledByAdversary => {
                "vulnerable_code_cannot_be_controlled_by_adversary"
            }
            Self::VulnerableCodeNotInExecutePath => "vulnerable_code_not_in_execute_path",
            Self::InlineMitigationsAlreadyExist => "inline_mitigations_already_exist",
        }
    }
}

/// What is done about a flaw: the responses of CycloneDX, which name most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// It cannot be fixed.
    CannotFix,
    /// It will not be fixed.
    WillNotFix,
    /// Another version brings the fix.
    Update,
    /// An earlier version does not have it.
    Rollback,
    /// Something else keeps it off.
    Workaround,
}

impl Response {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::CannotFix, Self::WillNotFix, Self::Update, Self::Rollback, Self::Workaround];

    /// In words.
    pub fn text(self) -> &'static str {
        match self {
            Self::CannotFix => "cannot be fixed",
            Self::WillNotFix => "will not be fixed",
            Self::Update => "an update fixes it",
            Self::Rollback => "an earlier version does not have it",
            Self::Workaround => "there is a workaround",
        }
    }
}

/// How well a word fits what it is translated into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// Both mean the same.
    Exact,
    /// It is the nearest one; the original says more or something a little different.
    Nearest,
}

/// One word of one standard and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<T> {
    /// Who defines it.
    pub standard: Standard,
    /// The word.
    pub word: &'static str,
    /// What it means in CISA's terms, and how well that fits; `None` where nothing does.
    pub means: Option<(T, Fit)>,
    /// What gets lost, or why nothing fits; empty where the fit is exact.
    pub note: &'static str,
    /// Whether this is the word that the standard is written in.
    pub written: bool,
}

const fn same<T>(standard: Standard, word: &'static str, means: T) -> Row<T> {
    Row { standard, word, means: Some((means, Fit::Exact)), note: "", written: true }
}

const fn near<T>(standard: Standard, word: &'static str, means: T, note: &'static str) -> Row<T> {
    Row { standard, word, means: Some((means, Fit::Nearest)), note, written: false }
}

const fn none<T>(standard: Standard, word: &'static str, note: &'static str) -> Row<T> {
    Row { standard, word, means: None, note, written: false }
}

use Justification as J;
use Response as R;
use Standard::{Cisa, Csaf, CycloneDx, OpenVex};
use Status as S;

/// Statuses.
pub const STATUSES: &[Row<Status>] = &[
    same(Cisa, "affected", S::Affected),
    same(Cisa, "not_affected", S::NotAffected),
    same(Cisa, "fixed", S::Fixed),
    same(Cisa, "under_investigation", S::UnderInvestigation),
    same(OpenVex, "affected", S::Affected),
    same(OpenVex, "not_affected", S::NotAffected),
    same(OpenVex, "fixed", S::Fixed),
    same(OpenVex, "under_investigation", S::UnderInvestigation),
    same(Csaf, "known_affected", S::Affected),
    same(Csaf, "known_not_affected", S::NotAffected),
    same(Csaf, "fixed", S::Fixed),
    same(Csaf, "under_investigation", S::UnderInvestigation),
    near(Csaf, "first_affected", S::Affected, "also says that it is the first version with the flaw"),
    near(Csaf, "last_affected", S::Affected, "also says that it is the last version with the flaw"),
    near(Csaf, "first_fixed", S::Fixed, "also says that it is the first version with the fix"),
    none(Csaf, "recommended", "advises a version and says nothing on whether it has the flaw"),
    none(Csaf, "unknown", "CSAF 2.1: neither known nor being looked at"),
    same(CycloneDx, "exploitable", S::Affected),
    same(CycloneDx, "not_affected", S::NotAffected),
    same(CycloneDx, "resolved", S::Fixed),
    same(CycloneDx, "in_triage", S::UnderInvestigation),
    near(
        CycloneDx,
        "resolved_with_pedigree",
        S::Fixed,
        "also says that the commits of the fix stand in the pedigree",
    ),
    near(
        CycloneDx,
        "false_positive",
        S::NotAffected,
        "the flaw was never one of this component: it was matched wrongly",
    ),
];

/// Justifications of `not_affected`.
pub const JUSTIFICATIONS: &[Row<Justification>] = &[
    same(Cisa, "component_not_present", J::ComponentNotPresent),
    same(Cisa, "vulnerable_code_not_present", J::VulnerableCodeNotPresent),
    same(
        Cisa,
        "vulnerable_code_cannot_be_controlled_by_adversary",
        J::VulnerableCodeCannotBeControlledByAdversary,
    ),
    same(Cisa, "vulnerable_code_not_in_execute_path", J::VulnerableCodeNotInExecutePath),
    same(Cisa, "inline_mitigations_already_exist", J::InlineMitigationsAlreadyExist),
    same(OpenVex, "component_not_present", J::ComponentNotPresent),
    same(OpenVex, "vulnerable_code_not_present", J::VulnerableCodeNotPresent),
    same(
        OpenVex,
        "vulnerable_code_cannot_be_controlled_by_adversary",
        J::VulnerableCodeCannotBeControlledByAdversary,
    ),
    same(OpenVex, "vulnerable_code_not_in_execute_path", J::VulnerableCodeNotInExecutePath),
    same(OpenVex, "inline_mitigations_already_exist", J::InlineMitigationsAlreadyExist),
    same(Csaf, "component_not_present", J::ComponentNotPresent),
    same(Csaf, "vulnerable_code_not_present", J::VulnerableCodeNotPresent),
    same(
        Csaf,
        "vulnerable_code_cannot_be_controlled_by_adversary",
        J::VulnerableCodeCannotBeControlledByAdversary,
    ),
    same(Csaf, "vulnerable_code_not_in_execute_path", J::VulnerableCodeNotInExecutePath),
    same(Csaf, "inline_mitigations_already_exist", J::InlineMitigationsAlreadyExist),
    same(CycloneDx, "code_not_present", J::VulnerableCodeNotPresent),
    same(CycloneDx, "code_not_reachable", J::VulnerableCodeNotInExecutePath),
    near(
        CycloneDx,
        "requires_configuration",
        J::VulnerableCodeNotInExecutePath,
        "an option would have to be set or unset; whoever may change it brings the flaw back",
    ),
    near(
        CycloneDx,
        "requires_dependency",
        J::VulnerableCodeNotInExecutePath,
        "another package would have to be there for the flaw to be reached",
    ),
    near(
        CycloneDx,
        "requires_environment",
        J::VulnerableCodeCannotBeControlledByAdversary,
        "an environment would have to be there that is not",
    ),
    near(
        CycloneDx,
        "protected_by_compiler",
        J::InlineMitigationsAlreadyExist,
        "the flaw is there; a compiler or linker option stops its exploit",
    ),
    near(
        CycloneDx,
        "protected_at_runtime",
        J::InlineMitigationsAlreadyExist,
        "the flaw is there; something beside it stops its exploit while it runs",
    ),
    near(
        CycloneDx,
        "protected_at_perimeter",
        J::InlineMitigationsAlreadyExist,
        "the protection lies outside the product, and CISA's word means protections inside it",
    ),
    near(
        CycloneDx,
        "protected_by_mitigating_control",
        J::InlineMitigationsAlreadyExist,
        "which control it is stands in the text",
    ),
];

/// What CycloneDX is written in where it has no word of the same meaning.
const CYCLONEDX_NEAREST: &[(Justification, &str)] = &[
    (J::ComponentNotPresent, "code_not_present"),
    (J::VulnerableCodeCannotBeControlledByAdversary, "requires_environment"),
    (J::InlineMitigationsAlreadyExist, "protected_by_mitigating_control"),
];

/// Responses. CISA and OpenVEX have none: their action statement is free text.
pub const RESPONSES: &[Row<Response>] = &[
    same(CycloneDx, "can_not_fix", R::CannotFix),
    same(CycloneDx, "will_not_fix", R::WillNotFix),
    same(CycloneDx, "update", R::Update),
    same(CycloneDx, "rollback", R::Rollback),
    same(CycloneDx, "workaround_available", R::Workaround),
    same(Csaf, "vendor_fix", R::Update),
    same(Csaf, "workaround", R::Workaround),
    same(Csaf, "no_fix_planned", R::WillNotFix),
    near(Csaf, "mitigation", R::Workaround, "lowers the risk; a workaround avoids the flaw"),
    near(Csaf, "optional_patch", R::Update, "CSAF 2.1: a fix that nobody has to take"),
    none(Csaf, "none_available", "there is no fix now; it says nothing of what will be"),
    none(Csaf, "fix_planned", "CSAF 2.1: a fix will come; it is not there yet"),
];

/// The row of a word.
pub fn find<T>(table: &'static [Row<T>], standard: Standard, word: &str) -> Option<&'static Row<T>> {
    table.iter().find(|row| row.standard == standard && row.word == word)
}

/// The word in which a standard says a justification, and how well it fits.
pub fn justification_in(standard: Standard, means: Justification) -> Option<(&'static str, Fit)> {
    word_in(JUSTIFICATIONS, standard, means).map(|word| (word, Fit::Exact)).or_else(|| {
        let near = CYCLONEDX_NEAREST.iter().filter(|_| standard == CycloneDx);
        near.into_iter().find(|(it, _)| *it == means).map(|(_, word)| (*word, Fit::Nearest))
    })
}

/// The word in which a standard says a status.
pub fn status_in(standard: Standard, means: Status) -> Option<&'static str> {
    word_in(STATUSES, standard, means)
}

/// The word in which a standard says a response; none where it has none, or none of the same meaning.
pub fn response_in(standard: Standard, means: Response) -> Option<&'static str> {
    word_in(RESPONSES, standard, means)
}

fn word_in<T: Copy + PartialEq>(
    table: &'static [Row<T>],
    standard: Standard,
    means: T,
) -> Option<&'static str> {
    let said =
        |row: &&Row<T>| row.standard == standard && row.written && row.means == Some((means, Fit::Exact));
    table.iter().find(said).map(|row| row.word)
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
