//! Predicates of the group `statute`: section 524B.

use std::collections::BTreeSet;

use vigil_finding::Severity;
use vigil_guidance::Profile;
use vigil_model::Record;
use vigil_model::derive;

use crate::applies;
use crate::groups::{Predicate, say};
use crate::judgement::{Judgement, Outcome};
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[
    ("cyber_device_stated", cyber_device_stated),
    ("internet_limb", internet_limb),
    ("plan", plan),
    ("processes", processes),
    ("sbom", sbom),
];

fn word(value: Option<bool>) -> &'static str {
    match value {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
}

/// The maker's claim is stated, and the interfaces and the pathway say the same.
fn cyber_device_stated(scope: &Scope<'_>) -> Vec<Judgement> {
    let stated = scope.case.model.cyber_device.as_ref();
    let place = stated.map_or_else(Scope::top, |it| scope.place(it.key("claim")));
    let claim = stated.and_then(|it| it.claim);
    let computed = applies::cyber_device(scope.case);
    let judgement = match (claim, computed) {
        (Some(_), None) => Judgement::incomplete(
            "cyber-device",
            "the pathway is not stated, so the claim cannot be compared",
        ),
        (Some(claim), Some(computed)) if claim == computed => Judgement::pass("cyber-device"),
        _ => Judgement::gap("cyber-device"),
    };
    let judgement = judgement.with("claim", word(claim)).with("computed", word(computed));
    vec![judgement.at(place).resting_on("cyber-device")]
}

/// An interface that is said not to reach the internet says why.
fn internet_limb(scope: &Scope<'_>) -> Vec<Judgement> {
    let surface = derive::attack_surface(&scope.case.model);
    if surface.is_empty() {
        return vec![say::could_not_look(
            "no interface is stated, so nobody knows what reaches the internet",
        )];
    }
    let denied = surface.iter().filter(|it| it.interface.internet == Some(false));
    let mut judgements: Vec<Judgement> = denied
        .map(|it| {
            let reason = say::is_text(it.interface.internet_because.as_ref());
            let judgement = if reason { Judgement::pass(it.path()) } else { Judgement::gap(it.path()) };
            judgement.at(scope.place(it.component.meta.key("if"))).resting_on(it.component.subject())
        })
        .collect();
    if judgements.is_empty() {
        // No connector is claimed to be out of reach: the kinds of the interfaces answer.
        let mut pass = Judgement::pass("device");
        let parts: BTreeSet<String> = surface.iter().map(|it| it.component.subject()).collect();
        pass.evidence = parts.into_iter().collect();
        judgements.push(pass);
    }
    judgements
}

fn plan(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let plan = model.plan.as_ref();
    let place = plan.map_or_else(Scope::top, |it| scope.place(it.span));
    let prose = model.texts.get("management-plan").is_some_and(|text| !text.trim().is_empty());
    let document = prose || plan.is_some_and(|it| say::is_text(it.document.as_ref()));
    let absent = say::absent(&[
        ("monitor", plan.is_some_and(|it| !it.monitor.is_empty())),
        ("roles", plan.is_some_and(|it| !it.roles.is_empty())),
        ("release-within", plan.is_some_and(|it| !it.release_within.is_empty())),
        ("cycle", plan.is_some_and(|it| it.cycle.is_some())),
        ("disclosure", plan.is_some_and(|it| it.disclosure.is_some())),
        ("text/management-plan.md", document),
    ]);
    vec![say::missing("plan", place, &absent).resting_on("plan")]
}

/// Elements with open errors, from the outcomes of all rules before.
fn processes(scope: &Scope<'_>) -> Vec<Judgement> {
    let project = scope.case.model.project.as_ref();
    let place = project.map_or_else(Scope::top, |it| scope.place(it.key("submission")));
    let open = elements_with(scope, Outcome::Gap);
    if !open.is_empty() {
        let gap = Judgement::gap("submission").at(place).with("n", open.len().to_string());
        return vec![gap.with("missing", open.into_iter().collect::<Vec<_>>().join(", "))];
    }
    let dark = elements_with(scope, Outcome::Incomplete);
    if dark.is_empty() {
        return vec![Judgement::pass("submission").at(place)];
    }
    let because = format!("something could not be looked up for {}", Vec::from_iter(dark).join(", "));
    vec![Judgement::incomplete("submission", because).at(place)]
}

fn elements_with<'s>(scope: &'s Scope<'_>, outcome: Outcome) -> BTreeSet<&'s str> {
    let judged = scope.before.iter().filter(|it| it.outcome == outcome);
    let rules: BTreeSet<&str> = judged.map(|it| it.rule.as_str()).collect();
    rules
        .into_iter()
        .filter_map(|id| scope.catalogue.rule(id))
        .filter(|rule| rule.severity.at(Profile::Submission) == Severity::Error)
        .map(|rule| rule.element.as_str())
        .collect()
}

/// Each part of the maker's product with software has an SBOM, or its packages are written by hand.
fn sbom(scope: &Scope<'_>) -> Vec<Judgement> {
    let case = scope.case;
    let judge = |component: &vigil_model::kinds::Component| {
        let listed =
            case.sboms.contains_key(component.id()) || case.packages_of(component.id()).next().is_some();
        let id = component.id().as_str();
        let judgement = if listed { Judgement::pass(id) } else { Judgement::gap(id) };
        judgement.at(scope.place(component.meta.key("sbom"))).resting_on(component.subject())
    };
    let mut judgements: Vec<Judgement> = scope.software_components().map(judge).collect();
    if judgements.is_empty() {
        judgements.push(say::could_not_look("no component with software is stated"));
    }
    judgements
}
