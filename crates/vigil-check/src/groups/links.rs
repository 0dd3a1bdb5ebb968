//! Links between records that several groups follow: threats to risks, controls to requirements to tests, interfaces to flows.

use std::collections::BTreeMap;

use vigil_base::{Id, Place};
use vigil_case::{Case, TestState};
use vigil_model::derive::{self, Surface};
use vigil_model::kinds::{Control, Flow, InterfaceKind, Operator, Requirement, Test, TestKind, Verdict};
use vigil_model::{EndRef, Kind, Model, Record, Target};
use vigil_threat::{Origin, Outcome, Threat};

use crate::groups::say;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Whether the maker runs a control. What others run is told to them by a label; there is nothing to implement.
pub(super) fn is_ours(control: &Control) -> bool {
    control.owner.is_none_or(|owner| owner == Operator::Manufacturer)
}

/// The requirements that implement a control.
pub(super) fn requirements_of<'m>(model: &'m Model, control: &Id) -> Vec<&'m Requirement> {
    model.requirements_of(control).collect()
}

/// The tests that verify a requirement.
pub(super) fn tests_of<'m>(model: &'m Model, requirement: &Id) -> Vec<&'m Test> {
    model.tests_of(requirement).collect()
}

/// Whether every result of a test passed, for the release under review.
pub(super) fn passed(case: &Case, test: &Test) -> bool {
    case.tests.get(test.id()).is_some_and(|row| row.state == TestState::Passed)
}

/// Whether a kind of test shows that something withstands an attack, and not only that it is there.
pub(super) fn shows_effect(kind: TestKind) -> bool {
    matches!(
        kind,
        TestKind::Negative
            | TestKind::Malformed
            | TestKind::Robustness
            | TestKind::Fuzz
            | TestKind::Scan
            | TestKind::Adequacy
            | TestKind::Pentest
    )
}

/// Whether a risk names a threat.
pub(super) fn in_a_risk(case: &Case, threat: &Threat) -> bool {
    case.trace.chains.get(&threat.id).is_some_and(|chain| !chain.risks.is_empty())
}

/// Whether a person decided that a threat applies.
pub(super) fn said_to_apply(case: &Case, threat: &Threat) -> bool {
    let decision = threat.decision.as_ref().and_then(|id| case.model.decisions.get(id));
    decision.is_some_and(|it| it.verdict == Verdict::Applies)
}

/// Whether a control, and not the design alone, answers a threat.
pub(super) fn credited_by_control(threat: &Threat) -> bool {
    threat.credits.iter().any(|credit| credit.by.starts_with("control."))
}

/// Whether a threat has to be followed to a control and its tests. One that a fact or a channel answers by itself does not:
/// its claim is proven by the evidence for that fact.
pub(super) fn applies(case: &Case, threat: &Threat) -> bool {
    match threat.outcome {
        Outcome::NotApplicable => false,
        Outcome::Uncredited => true,
        Outcome::Unknown => in_a_risk(case, threat) || said_to_apply(case, threat),
        Outcome::Credited => {
            credited_by_control(threat) || in_a_risk(case, threat) || said_to_apply(case, threat)
        }
    }
}

/// One judgement for all threats of which the model does not say enough, so that silence on them is no pass.
pub(super) fn not_known(case: &Case) -> Option<Judgement> {
    let open =
        case.threats.all.values().filter(|it| it.outcome == Outcome::Unknown && !applies(case, it)).count();
    let because = format!(
        "{open} threats depend on facts that the model does not state, so nobody knows whether they apply"
    );
    (open > 0).then(|| Judgement::incomplete("threats", because).at(Scope::top()))
}

/// Where a threat would be answered: at its own record, else at what it acts on.
pub(super) fn threat_place(scope: &Scope<'_>, threat: &Threat) -> Place {
    if threat.origin == Origin::Written {
        return scope.record_place(Kind::Threat, &Id::new(threat.id.as_str()));
    }
    threat.on.first().map_or_else(Scope::top, |target| target_place(scope, target))
}

/// Threats in the order of their ids by what they act on. A large model has tens of thousands of threats, and as many elements
/// to ask for.
pub(super) fn threats_by_target(case: &Case) -> BTreeMap<&Target, Vec<&Threat>> {
    let mut found: BTreeMap<&Target, Vec<&Threat>> = BTreeMap::new();
    for threat in case.threats.all.values() {
        for on in &threat.on {
            found.entry(on).or_default().push(threat);
        }
    }
    found
}

/// Where what a reference names is written.
pub(super) fn target_place(scope: &Scope<'_>, target: &Target) -> Place {
    match target {
        Target::Record(kind, id) => scope.record_place(*kind, id),
        Target::Interface(component, _) => scope
            .case
            .model
            .components
            .get(component)
            .map_or_else(Scope::top, |it| scope.place(it.meta.key("if"))),
        _ => Scope::top(),
    }
}

/// Whether a flow's end is at an interface.
pub(super) fn ends_at(end: &EndRef, component: &Id, interface: &str) -> bool {
    end.component == *component && end.interface.as_deref() == Some(interface)
}

/// The flows that begin or end at an interface.
pub(super) fn flows_at<'m>(model: &'m Model, component: &Id, interface: &str) -> Vec<&'m Flow> {
    let here =
        |flow: &&Flow| ends_at(&flow.from, component, interface) || ends_at(&flow.to, component, interface);
    model.flows_at(component).filter(here).collect()
}

/// Used interfaces that can be reached from outside a housing by something other than a person's hand: the rows of the port table.
pub(super) fn outside(model: &Model) -> Vec<Surface<'_>> {
    let counts = |it: &Surface<'_>| {
        it.is_external() && it.interface.kind != InterfaceKind::Hmi && it.interface.used != Some(false)
    };
    derive::attack_surface(model).into_iter().filter(counts).collect()
}

/// The interface as references name it.
pub(super) fn interface_target(surface: &Surface<'_>) -> Target {
    Target::Interface(surface.component.id().clone(), surface.name.to_owned())
}

/// Whether something in `named` is the target, or holds it: a component holds its interfaces.
pub(super) fn names(named: &[vigil_model::AnyRef], target: &Target) -> bool {
    named.iter().any(|it| it.target == *target || holds(&it.target, target))
}

fn holds(outer: &Target, inner: &Target) -> bool {
    match (outer, inner) {
        (Target::System, _) => true,
        (Target::Record(Kind::Component, whole), Target::Interface(part, _)) => whole == part,
        _ => false,
    }
}

/// Keys or words for a sentence: `` `methods`, `conclusion` ``.
pub(super) fn backticked<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Words for a sentence: `hazard, control`.
pub(super) fn listed(words: &[String]) -> String {
    words.join(", ")
}

/// A pass, or a gap with `lacks`, at the place where what is missing would be written.
pub(super) fn lacking(subject: impl Into<String>, lacks: Option<&str>, place: Place) -> Judgement {
    let judgement = match lacks {
        Some(lacks) => Judgement::gap(subject).with("lacks", lacks),
        None => Judgement::pass(subject),
    };
    judgement.at(place)
}

/// The judgements, or one that says that nothing is known, since what would be judged is not stated at all.
pub(super) fn or_unknown(judgements: Vec<Judgement>, because: &str) -> Vec<Judgement> {
    if judgements.is_empty() { vec![say::could_not_look(because)] } else { judgements }
}

/// The judgements, or one that says that there is nothing of the kind, which is known.
pub(super) fn or_nothing(judgements: Vec<Judgement>, because: &str) -> Vec<Judgement> {
    if judgements.is_empty() { vec![say::nothing_to_judge(because)] } else { judgements }
}

/// The judgements; where there are none, `unknown` if no record could have led to one, else `nothing`.
pub(super) fn or_either(
    judgements: Vec<Judgement>,
    is_stated: bool,
    unknown: &str,
    nothing: &str,
) -> Vec<Judgement> {
    if is_stated { or_nothing(judgements, nothing) } else { or_unknown(judgements, unknown) }
}
