//! The facts that Appendix 2 asks of each path: which of them is judged is said by the rule.

use vigil_base::Place;

use super::{components, flows};
use crate::judgement::Judgement;
use crate::scope::Scope;

/// One judgement for each subject and fact.
pub(super) fn fact(scope: &Scope<'_>) -> Vec<Judgement> {
    match scope.arg("fact") {
        "interfaces" => components::interfaces(scope),
        "functions" => components::functions(scope),
        "access" => components::access(scope),
        "roles" => components::roles(scope),
        "credentials" => components::credentials(scope),
        "settings" => components::settings(scope),
        "content" => flows::content(scope),
        "protocol" => flows::protocol(scope),
        "handoff" => flows::handoff(scope),
        "errors" => flows::errors(scope),
        "authentication" => flows::authentication(scope),
        "cryptography" => flows::cryptography(scope),
        "verification" => flows::verification(scope),
        "identity" => flows::identity(scope),
        "sessions" => flows::sessions(scope),
        "proprietary" => flows::proprietary(scope),
        other => {
            vec![Judgement::incomplete("paths", format!("the fact `{other}` is not known to this version"))]
        }
    }
}

/// A pass where the fact is stated, else a gap, at the place where it would be written.
pub(super) fn stated(subject: impl Into<String>, there: bool, place: Place) -> Judgement {
    let judgement = if there { Judgement::pass(subject) } else { Judgement::gap(subject) };
    judgement.at(place)
}
