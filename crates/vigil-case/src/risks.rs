//! Risks: severity through the harm, levels before and after, cells of the matrix, what each cell asks for.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_model::derive::{MultiPatient, exploitability_rank};
use vigil_model::kinds::{Level, Risk};
use vigil_model::{Model, Record};

use crate::approval::{APPROVED, ApprovalState, Approvals};

pub(crate) mod level;

/// What a cell of the matrix asks for before a risk counts as accepted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A reason.
    Rationale,
    /// A benefit-risk analysis (ISO 14971, clause 7.4).
    Benefit,
    /// An approval in a role.
    Approval {
        /// The role.
        role: String,
        /// The word of the ledger that approves: `approved`, unless the policy names another.
        word: String,
    },
    /// Nothing makes it acceptable.
    Never,
    /// A word that the policy uses and the tool does not know.
    Other(String),
}

impl Need {
    /// Reads a word of `[accept]`.
    pub fn parse(word: &str) -> Self {
        match word.split_once(':') {
            Some(("approval", asked)) => {
                let (role, word) = asked.split_once(':').unwrap_or((asked, APPROVED));
                Self::Approval { role: role.to_owned(), word: word.to_owned() }
            }
            _ if word == "rationale" => Self::Rationale,
            _ if word == "benefit" => Self::Benefit,
            _ if word == "never" => Self::Never,
            _ => Self::Other(word.to_owned()),
        }
    }

    /// The word printed for it.
    pub fn word(&self) -> String {
        match self {
            Self::Rationale => "rationale".to_owned(),
            Self::Benefit => "benefit-risk analysis (`benefit`)".to_owned(),
            Self::Approval { role, word } if word == APPROVED => format!("approval by {role}"),
            Self::Approval { role, word } => format!("approval by {role} (`{word}`)"),
            Self::Never => "cannot be accepted".to_owned(),
            Self::Other(word) => word.clone(),
        }
    }
}

/// A need with whether it is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// What is asked for.
    pub need: Need,
    /// Whether it is there.
    pub met: bool,
    /// What stands against it: an approval that is suspect, for example.
    pub remark: String,
}

/// A risk with everything that is computed about it. A value that cannot be computed is `None`, never a default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskRow {
    /// Severity word, from the harm.
    pub severity: Option<String>,
    /// Exploitability before controls: stated, or the highest.
    pub before: Option<String>,
    /// Whether `before` is the assumed worst case.
    pub worst_case: bool,
    /// Exploitability after controls; without controls or without a stated level it is the level before.
    pub after: Option<String>,
    /// How a CVSS vector gave the level before, where one did.
    pub before_from: Option<String>,
    /// How a CVSS vector gave the level after.
    pub after_from: Option<String>,
    /// Cell of the matrix before controls.
    pub cell_before: Option<String>,
    /// Cell of the matrix after controls.
    pub cell_after: Option<String>,
    /// What the cell after controls asks for; `None` when there is no cell, or `[accept]` does not say what it asks for.
    pub needs: Option<Vec<Needed>>,
    /// Whether several patients can be harmed: computed, or raised by hand.
    pub many: bool,
    /// What the computation says.
    pub many_computed: bool,
}

impl RiskRow {
    /// Controlled: the cell after controls can be accepted (a binary result, section VI.C of the 2016 guidance). `None` when
    /// it is not known what the cell asks for.
    pub fn controlled(&self) -> Option<bool> {
        Some(!self.needs.as_ref()?.iter().any(|it| it.need == Need::Never))
    }

    /// Whether everything that its cell asks for is there; `None` when it is not known what it asks for.
    pub fn accepted(&self) -> Option<bool> {
        Some(self.needs.as_ref()?.iter().all(|it| it.met))
    }

    /// What its cell asks for and is not there.
    pub fn unmet(&self) -> impl Iterator<Item = &Needed> {
        self.needs.iter().flatten().filter(|it| !it.met)
    }

    /// The cell after controls of which `[accept]` does not say what it asks for.
    pub fn cell_unsaid(&self) -> Option<&str> {
        self.cell_after.as_deref().filter(|_| self.needs.is_none())
    }
}

pub(crate) fn rows(model: &Model, approvals: &Approvals) -> BTreeMap<Id, RiskRow> {
    let reach = MultiPatient::of(model);
    model.risks.iter().map(|(id, risk)| (id.clone(), row(model, risk, reach, approvals))).collect()
}

/// What a risk comes to, without what is asked for its acceptance.
pub(crate) struct Levels {
    pub(crate) severity: Option<String>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) before_from: Option<String>,
    pub(crate) after_from: Option<String>,
    pub(crate) cell_before: Option<String>,
    pub(crate) cell_after: Option<String>,
}

pub(crate) fn levels(model: &Model, risk: &Risk) -> Levels {
    let severity = risk.harm.get(model).map(|harm| harm.severity.value.clone());
    let highest = model.scale.as_ref().and_then(|scale| scale.exploitability.last().cloned());
    let known = |word: &String| exploitability_rank(model, word).is_some();
    let given = |level: &Option<Level>| level.as_ref().map(|it| level::of(model, it)).unwrap_or_default();
    let (stated_before, stated_after) = (given(&risk.before), given(&risk.after));
    // A level that is stated and cannot be worked out is unknown: the worst case is assumed only where nothing is stated.
    let before = if risk.before.is_some() { stated_before.word } else { highest }.filter(known);
    let after = if risk.after.is_some() { stated_after.word } else { before.clone() }.filter(known);
    let cell = |level: &Option<String>| cell(model, level.as_deref()?, severity.as_deref()?);
    let (cell_before, cell_after) = (cell(&before), cell(&after));
    Levels {
        before_from: stated_before.from,
        after_from: stated_after.from,
        severity,
        before,
        after,
        cell_before,
        cell_after,
    }
}

fn row(model: &Model, risk: &Risk, reach: &MultiPatient, approvals: &Approvals) -> RiskRow {
    let levels = levels(model, risk);
    let needs = levels.cell_after.as_deref().and_then(|cell| needs(model, risk, cell, approvals));
    let computed = reach.risk_reaches_many(model, risk);
    RiskRow {
        severity: levels.severity,
        worst_case: risk.before.is_none(),
        before: levels.before,
        after: levels.after,
        before_from: levels.before_from,
        after_from: levels.after_from,
        cell_before: levels.cell_before,
        cell_after: levels.cell_after,
        needs,
        many: risk.many.unwrap_or(computed),
        many_computed: computed,
    }
}

/// The word at an exploitability level and a severity.
pub fn cell(model: &Model, exploitability: &str, severity: &str) -> Option<String> {
    let column = vigil_model::derive::severity_rank(model, severity)?;
    model.matrix.as_ref()?.get(exploitability)?.get(column).cloned()
}

/// A cell that `[accept]` does not name asks for nobody knows what, and not for nothing.
fn needs(model: &Model, risk: &Risk, cell: &str, approvals: &Approvals) -> Option<Vec<Needed>> {
    let asked = model.accept.as_ref()?.get(cell)?;
    Some(asked.iter().map(|word| needed(risk, Need::parse(word), approvals)).collect())
}

fn needed(risk: &Risk, need: Need, approvals: &Approvals) -> Needed {
    let (met, remark) = match &need {
        Need::Rationale => (risk.because.is_some(), String::new()),
        Need::Benefit => (risk.benefit.is_some(), String::new()),
        Need::Approval { role, word } => approved(approvals, &risk.subject(), role, word),
        Need::Never => (false, String::new()),
        Need::Other(word) => (
            false,
            format!("`{word}` is not a need that can be checked: rationale, benefit, approval:ROLE or never"),
        ),
    };
    Needed { need, met, remark }
}

/// Whether the newest line of the ledger in `role` is the approval that is asked for, and what stands against it.
fn approved(approvals: &Approvals, item: &str, role: &str, word: &str) -> (bool, String) {
    let Some((line, state)) = approvals.newest(item, role) else { return (false, String::new()) };
    let against = match state {
        ApprovalState::Withdrawn => "the approval was withdrawn".to_owned(),
        _ if line.meaning != word => {
            format!("the ledger says `{}`, which is not `{word}` and accepts nothing", line.meaning)
        }
        ApprovalState::Suspect => "the record changed since it was approved".to_owned(),
        ApprovalState::Approved => return (true, String::new()),
        ApprovalState::Said | ApprovalState::None => String::new(),
    };
    (false, against)
}
