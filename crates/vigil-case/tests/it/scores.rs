//! The score of a decision is read, derived from the medical rubric, and held against its own answers.

use vigil_base::Id;

use crate::folder::Folder;

/// What is said about scores when the decision of the example gives this one.
fn said(score: &str) -> Vec<String> {
    let mut folder = Folder::infusion();
    let text = format!(
        "\n[decision.scored]\non = {{ vulnerability = \"pairing-timeout\" }}\nverdict = \"affected\"\nby = \"psirt\"\nbecause = \"x\"\nscore = {score}\n"
    );
    folder.append("decisions/threats.toml", &text);
    let of = |code: &str| {
        ["score-unreadable", "rubric-answer", "score-contradicts-rubric"].iter().any(|it| code.ends_with(it))
    };
    folder.case().findings.iter().filter(|it| of(&it.code)).map(|it| it.message.clone()).collect()
}

#[test]
fn a_vector_that_its_own_answers_contradict_is_told_with_the_metrics() {
    let found = said(
        "{ cvss = \"CVSS:3.1/AV:P/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L\", rubric = { XAVN = \"yes\", XAVT = \"yes\", XACL = \"yes\" } }",
    );
    assert_eq!(
        found,
        [
            "decision `scored` gives a CVSS vector that its own answers to the medical rubric contradict in AV, AC"
        ]
    );
    // The same metrics answered alike, and another version of CVSS, which has other metrics.
    assert!(said("{ cvss = \"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L\", rubric = { XAVN = \"yes\", XAVT = \"yes\", XACL = \"no\" } }").is_empty());
    assert!(
        said("{ cvss = \"AV:L/AC:L/Au:N/C:P/I:P/A:P\", rubric = { XAVN = \"yes\", XAVT = \"yes\" } }")
            .is_empty()
    );
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_of_the_case_stands() {
    assert_eq!(
        said("{ cvss = \"CVSS:3.1/AV:N\", rubric = { XAVN = \"perhaps\", XCPP = \"no\" } }"),
        [
            "decision `scored` answers the medical rubric wrongly: question XAVN cannot be answered `perhaps`; it is one of yes, no, unknown",
            "decision `scored` answers the medical rubric wrongly: the rubric has no question `XCPP`; did you mean `XCPM`?",
            "the score of decision `scored` is not a CVSS vector: base metric AC (Attack Complexity) is missing",
        ]
    );
}

#[test]
fn the_example_of_the_model_derives_the_vector_of_its_answers() {
    let mut folder = Folder::infusion();
    folder.append(
        "decisions/threats.toml",
        "\n[decision.scored]\non = { vulnerability = \"pairing-timeout\" }\nverdict = \"affected\"\nby = \"psirt\"\nbecause = \"x\"\nscore = { rubric = { XAVN = \"no\", XAVP = \"yes\" } }\n",
    );
    let case = folder.case();
    let rubric = case.scores[&Id::new("scored")].rubric.as_ref().expect("there are answers");
    assert_eq!(rubric.vector.value("AV"), Some("P"));
    assert!(rubric.open.iter().any(|it| it.code == "XACL"), "what is not answered is open");
}
