//! What must not be told yet: own vulnerabilities under embargo, and whatever would give them away.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_case::Case;
use vigil_model::kinds::{Decision, Risk, Vulnerability};
use vigil_model::{AnyRef, Kind, Target};

use crate::tables::Audience;

/// What is kept from an audience.
pub(crate) struct Kept<'c> {
    case: &'c Case,
    vulnerabilities: BTreeSet<&'c Id>,
}

/// Whether a vulnerability is under embargo on the day of the case.
pub(crate) fn is_embargoed(case: &Case, vulnerability: &Vulnerability) -> bool {
    vulnerability.embargo.as_ref().is_some_and(|it| case.as_of < it.until)
}

impl<'c> Kept<'c> {
    /// What is kept from `audience`; nothing is kept from the regulator.
    pub(crate) fn from(case: &'c Case, audience: Audience) -> Self {
        let all = case.model.vulnerabilities.iter();
        let kept = all.filter(|(_, it)| audience == Audience::Public && is_embargoed(case, it));
        Self { case, vulnerabilities: kept.map(|(id, _)| id).collect() }
    }

    /// Whether a vulnerability is kept: then nothing printed may depend on it, not even a count.
    pub(crate) fn vulnerability(&self, id: &Id) -> bool {
        self.vulnerabilities.contains(id)
    }

    /// Whether a decision is on a vulnerability that is kept.
    pub(crate) fn decision(&self, decision: &Decision) -> bool {
        let on = decision.on.vulnerability.as_ref().is_some_and(|it| self.vulnerability(&it.id));
        let cves = self.cves();
        on || decision.on.flaw.iter().any(|id| cves.contains(id.as_str()))
    }

    /// Whether a risk takes up a vulnerability that is kept, or a decision on one.
    pub(crate) fn risk(&self, risk: &Risk) -> bool {
        risk.from.iter().any(|it| self.source(&it.target))
            || self.case.model.decisions.values().any(|decision| {
                self.decision(decision) && decision.risk.as_ref().is_some_and(|it| it.id == risk.meta.id)
            })
    }

    /// Whether what a tester found, by `file#id`, is such a vulnerability.
    pub(crate) fn finding(&self, key: &str, taken_up: Option<&str>) -> bool {
        let source = self.vulnerabilities.iter().filter_map(|id| self.case.model.vulnerabilities.get(*id));
        source.into_iter().any(|it| it.from.as_deref() == Some(key))
            || taken_up.and_then(AnyRef::parse).is_some_and(|target| self.target(&target))
    }

    /// Whether a record that is named is kept, by itself or for what it rests on.
    pub(crate) fn target(&self, target: &Target) -> bool {
        match target {
            Target::Record(Kind::Risk, id) => self.case.model.risks.get(id).is_some_and(|it| self.risk(it)),
            other => self.source(other),
        }
    }

    /// The same without risks: a risk may name another one, and that one the first.
    fn source(&self, target: &Target) -> bool {
        match target {
            Target::Record(Kind::Vulnerability, id) => self.vulnerability(id),
            Target::Record(Kind::Decision, id) => {
                self.case.model.decisions.get(id).is_some_and(|it| self.decision(it))
            }
            _ => false,
        }
    }

    fn cves(&self) -> BTreeSet<&str> {
        let kept = self.vulnerabilities.iter().filter_map(|id| self.case.model.vulnerabilities.get(*id));
        kept.filter_map(|it| it.cve.as_deref()).collect()
    }
}

/// The sentence under a table for the public. It does not say whether anything was left out.
pub(crate) fn note(case: &Case, audience: Audience) -> Option<String> {
    (audience == Audience::Public).then(|| format!("States what may be told on {}.", case.as_of))
}
