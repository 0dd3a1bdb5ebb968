//! The facts that `applies_when` may name. A fact that is not known never makes a rule inapplicable.

use vigil_case::Case;
use vigil_case::evidence::Disposition;
use vigil_guidance::Applies;
use vigil_model::derive;
use vigil_model::kinds::{ComponentKind, Operator, ReleaseStatus, Verdict};

use crate::scope::Scope;

/// The first fact that is known not to hold.
pub(crate) fn first_that_fails(scope: &Scope<'_>) -> Option<Applies> {
    scope.rule.applies_when.iter().copied().find(|fact| holds(scope.case, *fact) == Some(false))
}

/// Whether a fact holds; `None` where the model does not say.
pub fn holds(case: &Case, fact: Applies) -> Option<bool> {
    let model = &case.model;
    let maker = model.project.as_ref().and_then(|it| it.maker.as_ref()).map(|it| it.name.as_str());
    match fact {
        Applies::Always => Some(true),
        // A folder without any component does not say that there is no software: nobody has said anything yet.
        Applies::HasSoftware if model.components.is_empty() => None,
        Applies::HasSoftware => Some(model.components.values().any(|it| it.kind != ComponentKind::External)),
        Applies::CyberDevice => cyber_device(case),
        Applies::Networked => {
            let surface = derive::attack_surface(model);
            Some(
                surface
                    .iter()
                    .any(|it| it.interface.used != Some(false) && it.interface.kind.may_reach_internet()),
            )
        }
        Applies::ThirdPartySoftware => {
            Some(case.packages.iter().any(|row| row.supplier.is_none() || row.supplier.as_deref() != maker))
        }
        Applies::MarketedVersions => Some(
            model
                .releases
                .values()
                .any(|it| matches!(it.status, Some(ReleaseStatus::Fielded | ReleaseStatus::Retired))),
        ),
        Applies::Modification => {
            let change = model.project.as_ref()?.submission.as_ref()?.change.as_deref()?;
            Some(change != "new")
        }
        Applies::HasUpdatePath => Some(!model.updates.is_empty()),
        Applies::NotPatchable => {
            let stated = model.plan.as_ref().is_some_and(|plan| plan.not_patchable.is_some());
            Some(stated || model.components.values().any(|it| it.patchable == Some(false)))
        }
        Applies::RiskTransferred => {
            let owned_by_others =
                |owner: Option<Operator>| owner.is_some_and(|it| it != Operator::Manufacturer);
            let risks = model.risks.values().any(|it| it.transfer.is_some());
            Some(risks || model.controls.values().any(|it| owned_by_others(it.owner)))
        }
        Applies::KnownVulnerabilities => {
            let decided = model.decisions.values().any(|it| it.verdict == Verdict::Affected);
            let found = case.flaws.iter().any(|row| row.flaw.state == vigil_match::State::Affected);
            if found || decided || !model.vulnerabilities.is_empty() {
                return Some(true);
            }
            // Without matches nobody knows.
            case.snapshot.as_ref().map(|_| false)
        }
        Applies::UnresolvedAnomalies => Some(!model.anomalies.is_empty()),
        Applies::DeferredIssues => {
            let decisions = model.decisions.values().any(|it| it.deferral.is_some());
            let findings =
                case.test_findings.values().any(|it| it.found.disposition == Some(Disposition::Deferred));
            Some(decisions || findings || model.anomalies.values().any(|it| it.deferral.is_some()))
        }
        Applies::ThirdPartyTester => {
            let stated = |answer| model.pentests.values().any(|it| it.third_party == answer);
            if stated(Some(true)) { Some(true) } else { (!stated(None)).then_some(false) }
        }
        Applies::StandardsCited => Some(!model.standards.is_empty()),
        Applies::ProprietaryCryptography => {
            Some(model.channels.values().any(|it| it.proprietary == Some(true)))
        }
        _ => None,
    }
}

/// The three limbs of 524B(c), and the pathways of 524B(a). `None` where the pathway is not stated.
pub fn cyber_device(case: &Case) -> Option<bool> {
    if case.model.components.is_empty() {
        return None;
    }
    let software = case.model.components.values().any(|it| it.kind != ComponentKind::External);
    let connected = !derive::internet_connectors(&case.model).is_empty();
    if !software || !connected {
        return Some(false);
    }
    let submission = case.model.project.as_ref()?.submission.as_ref()?;
    // Anything with software and a way in could be vulnerable: the third limb follows from the first two.
    Some(submission.pathway?.is_under_524b())
}
