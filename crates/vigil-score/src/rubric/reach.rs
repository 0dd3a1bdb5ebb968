//! How the flaw is reached: attack vector, complexity, privileges, interaction, scope.

use super::Answer::{No, Unknown, Yes};
use super::{Answer, Rubric, Step};

/// Network beats adjacent beats local beats physical; what nobody knows takes the higher one that is left.
pub(super) fn attack_vector(it: &Rubric) -> Step {
    let [network, routable, wireless, near, contact] =
        ["XAVN", "XAVT", "XAVW", "XAVR", "XAVP"].map(|code| it.answer(code));
    let (value, from, because): (_, &[_], _) = match (network, routable, wireless, near, contact) {
        (Unknown, ..) => ("N", &["XAVN"], "a network path is not excluded"),
        (No, _, _, _, Yes) => ("P", &["XAVN", "XAVP"], "only someone who touches the device can use it"),
        (No, ..) => {
            ("L", &["XAVN", "XAVP"], "it is used on the device itself, and contact is not said to be needed")
        }
        (_, Yes, ..) => ("N", &["XAVN", "XAVT"], "a routable protocol leads to it"),
        (_, Unknown, ..) => ("N", &["XAVN", "XAVT"], "nobody excludes that the protocol is routable"),
        (_, _, Yes, Yes, _) => {
            ("L", &["XAVN", "XAVT", "XAVW", "XAVR"], "its radio reaches no further than the bedside")
        }
        (_, _, Yes, ..) => ("A", &["XAVN", "XAVT", "XAVW", "XAVR"], "its radio can reach beyond the bedside"),
        (_, _, _, _, _) => {
            ("A", &["XAVN", "XAVT", "XAVW"], "it is reached over a shared line that is not routed further")
        }
    };
    step(it, "AV", value, from, because)
}

pub(super) fn attack_complexity(it: &Rubric) -> Step {
    match it.answer("XACL") {
        No => step(it, "AC", "H", &["XACL"], "it needs special circumstances or other attacks first"),
        Unknown => step(it, "AC", "L", &["XACL"], "nobody knows of a circumstance that it needs"),
        _ => step(it, "AC", "L", &["XACL"], "it can be used at will"),
    }
}

pub(super) fn privileges_required(it: &Rubric) -> Step {
    let [roles, authorised, system] = ["XPRL", "XPRZ", "XPRS"].map(|code| it.answer(code));
    let (value, from, because): (_, &[_], _) = match (roles, authorised, system) {
        (Yes, Yes, Yes) => {
            ("H", &["XPRL", "XPRZ", "XPRS"], "it needs the rights of an administrator or of the system")
        }
        (Yes, Yes, No) => ("L", &["XPRL", "XPRZ", "XPRS"], "it needs the rights of an ordinary user"),
        (Yes, Yes, _) => ("N", &["XPRL", "XPRZ", "XPRS"], "nobody knows which rights it needs"),
        (Yes, No, _) => ("N", &["XPRL", "XPRZ"], "the attacker needs no authorisation"),
        (Yes, ..) => ("N", &["XPRL", "XPRZ"], "nobody knows whether the attacker needs an authorisation"),
        (No, ..) => ("N", &["XPRL"], "the device tells no rights apart"),
        _ => ("N", &["XPRL"], "nobody knows whether the device tells rights apart"),
    };
    step(it, "PR", value, from, because)
}

pub(super) fn user_interaction(it: &Rubric) -> Step {
    match it.answer("XUI") {
        Yes => step(it, "UI", "R", &["XUI"], "another person has to do something"),
        Unknown => step(it, "UI", "N", &["XUI"], "nobody knows of another person who has to act"),
        _ => step(it, "UI", "N", &["XUI"], "nobody else has to act"),
    }
}

pub(super) fn scope(it: &Rubric) -> Step {
    match it.answer("XS") {
        No => step(it, "S", "U", &["XS"], "what is harmed is under the same authority"),
        Unknown => step(it, "S", "C", &["XS"], "harm under another authority is not excluded"),
        _ => step(it, "S", "C", &["XS"], "it harms a component under another authority"),
    }
}

/// One step that rests on the answers to these questions.
pub(super) fn step(
    it: &Rubric,
    metric: &'static str,
    value: &'static str,
    from: &[&'static str],
    because: &'static str,
) -> Step {
    let from: Vec<(&'static str, Answer)> = from.iter().map(|code| (*code, it.answer(code))).collect();
    Step { metric, value, from, because }
}
