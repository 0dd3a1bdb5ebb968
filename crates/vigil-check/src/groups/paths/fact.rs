//! The facts that Appendix 2 asks of each path: which of them is judged is said by the rule.

use vigil_base::Place;

use super::{components, flows};
use crate::groups::links::{or_either, or_nothing, or_unknown};
use crate::judgement::Judgement;
use crate::scope::Scope;

const NO_FLOW: &str = "no `[flow]` is stated";
const NO_PART: &str = "no `[component]` is stated";

/// One judgement for each subject and fact.
pub(super) fn fact(scope: &Scope<'_>) -> Vec<Judgement> {
    let flows = |judgements| or_unknown(judgements, NO_FLOW);
    let parts = |judgements| or_unknown(judgements, NO_PART);
    match scope.arg("fact") {
        "interfaces" => or_unknown(components::interfaces(scope), "no component states its interfaces"),
        "functions" => parts(components::functions(scope)),
        "access" => parts(components::access(scope)),
        "roles" => of_people(scope),
        "credentials" => or_unknown(components::credentials(scope), "no `[secret]` is stated"),
        "settings" => components::settings(scope),
        "content" => flows(flows::content(scope)),
        "protocol" => flows(flows::protocol(scope)),
        "handoff" => of_flows(scope, flows::handoff(scope), "no content goes on over another channel"),
        "errors" => flows(flows::errors(scope)),
        "authentication" => flows(flows::authentication(scope)),
        "cryptography" => flows(flows::cryptography(scope)),
        "verification" => flows(flows::verification(scope)),
        "identity" => flows(flows::identity(scope)),
        "sessions" => flows(flows::sessions(scope)),
        "proprietary" => or_nothing(flows::proprietary(scope), "no channel has a method of its own"),
        other => {
            vec![Judgement::incomplete("paths", format!("the fact `{other}` is not known to this version"))]
        }
    }
}

fn of_people(scope: &Scope<'_>) -> Vec<Judgement> {
    let is_stated = !scope.case.model.components.is_empty();
    or_either(components::roles(scope), is_stated, NO_PART, "no used interface is for people")
}

fn of_flows(scope: &Scope<'_>, judgements: Vec<Judgement>, nothing: &str) -> Vec<Judgement> {
    or_either(judgements, !scope.case.model.flows.is_empty(), NO_FLOW, nothing)
}

/// A pass where the fact is stated, else a gap, at the place where it would be written.
pub(super) fn stated(subject: impl Into<String>, there: bool, place: Place) -> Judgement {
    let judgement = if there { Judgement::pass(subject) } else { Judgement::gap(subject) };
    judgement.at(place)
}
