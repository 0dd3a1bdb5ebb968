//! Answers to the medical rubric give the vector that its questions lead to, and the worst one where nobody knows.

use proptest::prelude::*;
use vigil_score::rubric::{Answer, QUESTIONS, Rubric, RubricError};

/// Every impact none and everything else answered so that the vector is the lowest.
fn mild() -> Vec<(&'static str, &'static str)> {
    let word = |code: &str| match code {
        "XAVN" | "XACL" | "XS" | "XCPM" | "XAVPA" => "no",
        "XAVT" | "XAVW" => "no",
        _ if code.starts_with("XAV") || code.starts_with("XPR") || code == "XUI" => "yes",
        _ => "none",
    };
    QUESTIONS.iter().map(|it| (it.code, word(it.code))).collect()
}

/// The mild answers with some replaced.
fn with(changes: &[(&'static str, &'static str)]) -> Rubric {
    let mut answers = mild();
    for (code, word) in changes {
        answers.retain(|(known, _)| known != code);
        answers.push((code, word));
    }
    Rubric::read(answers).unwrap()
}

#[test]
fn each_path_through_the_questions_gives_its_metric() {
    let net = [("XAVN", "yes"), ("XAVT", "no")];
    for (changes, metric, value) in [
        (vec![], "AV", "P"),
        (vec![("XAVP", "no")], "AV", "L"),
        (vec![("XAVP", "unknown")], "AV", "L"),
        (vec![("XAVN", "unknown")], "AV", "N"),
        (vec![("XAVN", "yes"), ("XAVT", "yes")], "AV", "N"),
        (vec![("XAVN", "yes"), ("XAVT", "unknown")], "AV", "N"),
        (vec![net[0], net[1], ("XAVW", "no")], "AV", "A"),
        (vec![net[0], net[1], ("XAVW", "unknown")], "AV", "A"),
        (vec![net[0], net[1], ("XAVW", "yes"), ("XAVR", "no")], "AV", "A"),
        (vec![net[0], net[1], ("XAVW", "yes"), ("XAVR", "unknown")], "AV", "A"),
        (vec![net[0], net[1], ("XAVW", "yes"), ("XAVR", "yes")], "AV", "L"),
        (vec![], "AC", "H"),
        (vec![("XACL", "yes")], "AC", "L"),
        (vec![("XACL", "unknown")], "AC", "L"),
        (vec![], "PR", "H"),
        (vec![("XPRS", "no")], "PR", "L"),
        (vec![("XPRS", "unknown")], "PR", "N"),
        (vec![("XPRZ", "no")], "PR", "N"),
        (vec![("XPRL", "unknown")], "PR", "N"),
        (vec![], "UI", "R"),
        (vec![("XUI", "unknown")], "UI", "N"),
        (vec![], "S", "U"),
        (vec![("XS", "unknown")], "S", "C"),
        (vec![], "C", "N"),
        (vec![("XCP", "low")], "C", "L"),
        (vec![("XCP", "low"), ("XCPM", "yes")], "C", "H"),
        (vec![("XCP", "low"), ("XCPM", "unknown")], "C", "H"),
        (vec![("XCW", "low")], "C", "L"),
        (vec![("XIO", "unknown")], "I", "H"),
        (vec![("XAT", "low")], "A", "L"),
        (vec![("XAT", "low"), ("XAD", "high")], "A", "H"),
    ] {
        let assessment = with(&changes).assess();
        assert_eq!(assessment.vector.value(metric), Some(value), "{metric} of {changes:?}");
    }
}

#[test]
fn scores_follow_the_formula_also_at_its_ends() {
    let score = |rubric: Rubric| rubric.assess().vector.base_score().to_string();
    assert_eq!(score(with(&[])), "0.0", "no impact is no score, whatever the rest says");
    assert_eq!(score(Rubric::default()), "10.0", "nothing answered is the worst");
    assert_eq!(
        score(with(&[
            ("XAVN", "yes"),
            ("XAVT", "yes"),
            ("XACL", "yes"),
            ("XPRL", "no"),
            ("XUI", "no"),
            ("XIT", "high")
        ])),
        "7.5"
    );
}

#[test]
fn every_metric_says_which_answers_decided_and_what_is_open() {
    let assessment = with(&[("XAVN", "unknown"), ("XAT", "low")]).assess();
    let steps: Vec<String> = assessment.steps.iter().map(ToString::to_string).collect();
    assert_eq!(steps.len(), 8);
    assert_eq!(steps[0], "AV:N (XAVN unknown): a network path is not excluded");
    assert_eq!(steps[7], "A:L (XAT low): the worst class has a low impact");
    assert_eq!(assessment.open.iter().map(|it| it.code).collect::<Vec<_>>(), ["XAVN"]);
    assert!(assessment.extended.starts_with("CVSS:3.0/AV:N/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L/XAVN:U/XAVT:N/"));
    assert_eq!(assessment.extended.matches("/X").count(), QUESTIONS.len());
}

#[test]
fn wrong_answers_are_all_named_with_what_is_allowed() {
    let errors =
        Rubric::read([("XAVN", "maybe"), ("XAVM", "yes"), ("XCP", "yes"), ("xui", "YES")]).unwrap_err();
    let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(said[0], "question XAVN cannot be answered `maybe`; it is one of yes, no, unknown");
    assert!(matches!(&errors[1], RubricError::UnknownQuestion { nearest, .. } if nearest.starts_with("XAV")));
    assert_eq!(said[2], "question XCP cannot be answered `yes`; it is one of high, low, none, unknown");
    assert_eq!(said.len(), 3, "the case of a code and of an answer does not matter");
}

fn any_answers() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    QUESTIONS
        .iter()
        .map(|question| {
            (0..question.answers.len()).prop_map(move |at| (question.code, question.answers[at].word()))
        })
        .collect::<Vec<_>>()
}

proptest! {
    #[test]
    fn not_knowing_never_lowers_the_score(answers in any_answers(), at in 0..QUESTIONS.len()) {
        let known = Rubric::read(answers.clone()).unwrap().assess();
        let code = QUESTIONS[at].code;
        let forgotten = Rubric::read(answers.into_iter().filter(|(it, _)| *it != code)).unwrap();
        prop_assert_eq!(forgotten.answer(code), Answer::Unknown);
        prop_assert!(forgotten.assess().vector.base_score() >= known.vector.base_score());
    }
}
