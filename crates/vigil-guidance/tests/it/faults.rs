//! Faults in catalogue files are findings with their place, all of them in one run.

use vigil_finding::Finding;
use vigil_guidance::{BUILTIN, Catalogue, File};

const GOOD: &str = r#"
[[rule]]
id = "T.1"
title = "A rule"
source = { doc = "FDA-2021-D-1158", issued = "2026-02-03", section = "V.A" }
force = "REC"
applies_when = ["always"]
check = ["field"]
element = "T1"
severity = { draft = "note", review = "warning", submission = "error", basis = "project judgement" }
predicate = "group::name"
params = ["subject"]
message = "`{subject}` says nothing"
help = ["say something"]
looks_at = "a record"
ask = "What?"
good_answer = "This."
why = "Because."
"#;

/// The faults of one more file beside the shipped ones, as `line:column code message`.
fn faults_of(text: &str) -> Vec<String> {
    faults(text)
        .iter()
        .map(|it| {
            let place = it.place.as_ref().expect("every fault has its place");
            format!("{}:{} {} {}", place.line, place.column, it.code, it.message)
        })
        .collect()
}

fn faults(text: &str) -> Vec<Finding> {
    let mut files = BUILTIN.to_vec();
    files.push(File { path: "new.toml", text });
    Catalogue::parse(&files).1
}

#[test]
fn a_sound_file_has_no_fault_and_its_rule_is_there() {
    assert_eq!(faults_of(GOOD), [""; 0]);
    let files: Vec<_> = BUILTIN.iter().copied().chain([File { path: "new.toml", text: GOOD }]).collect();
    let catalogue = Catalogue::parse(&files).0;
    assert_eq!(catalogue.rule("T.1").unwrap().source.short, "FDA 3 Feb 2026");
    assert_ne!(catalogue.digest(), Catalogue::builtin().digest());
}

#[test]
fn several_faults_are_told_at_once_with_their_places() {
    let text = GOOD
        .replace("force = \"REC\"", "force = \"RECC\"\nforse = 1")
        .replace("check = [\"field\"]", "check = [\"feild\", 3]")
        .replace("element = \"T1\"", "element = \"T9z\"");
    assert_eq!(
        faults_of(&text),
        [
            "6:9 catalogue.unknown-word `RECC` is not a word for `force`",
            "7:1 catalogue.unknown-key `forse` is not a key of this record",
            "9:10 catalogue.unknown-word `feild` is not a word for `check`",
            "9:19 catalogue.wrong-type `check` is of type integer, and a text is wanted",
        ]
    );
}

#[test]
fn the_nearest_word_and_key_are_offered() {
    let found = faults(&GOOD.replace("check = [\"field\"]", "check = [\"feild\"]\nelemnt = \"T1\""));
    let helps: Vec<_> = found.iter().flat_map(|it| &it.help).map(String::as_str).collect();
    assert!(helps.contains(&"did you mean `field`?"), "{helps:?}");
    assert!(helps.contains(&"did you mean `element`?"), "{helps:?}");
}

#[test]
fn references_to_nothing_are_told() {
    let found = faults_of(
        &GOOD
            .replace("element = \"T1\"", "element = \"T7\"\nevidence = [\"sbum\"]")
            .replace("\"V.A\"", "\"V.Z\""),
    );
    assert_eq!(
        found,
        [
            "2:1 catalogue.unknown-reference `T.1` names element `T7`, which does not exist",
            "2:1 catalogue.unknown-reference `T.1` names section `V.Z`, which does not exist",
            "2:1 catalogue.unknown-reference `T.1` names submission file `sbum`, which does not exist",
        ]
    );
}

#[test]
fn another_edition_than_the_one_listed_is_told() {
    let found = faults_of(&GOOD.replace("2026-02-03", "2025-06-27"));
    assert_eq!(
        found,
        ["2:1 catalogue.unknown-reference `T.1` names edition `2025-06-27`, which does not exist"]
    );
}

#[test]
fn a_recommendation_that_speaks_like_law_is_refused() {
    let found = faults_of(&GOOD.replace("says nothing", "must say something"));
    assert_eq!(
        found,
        ["2:1 catalogue.force the message of `T.1` says \"must\", but the rule is not binding"]
    );
    assert_eq!(faults_of(&GOOD.replace("says nothing", "must say").replace("\"REC\"", "\"STAT\"")), [""; 0]);
}

#[test]
fn a_parameter_that_nobody_supplies_is_told() {
    let found = faults_of(&GOOD.replace("help = [\"say something\"]", "help = [\"say {what}\"]"));
    assert_eq!(
        found,
        ["2:1 catalogue.undeclared-parameter `T.1` uses `{what}`, which its `params` do not declare",]
    );
}

#[test]
fn duplicates_and_disorder_are_told_with_the_first_place() {
    let twice = format!("{GOOD}{}", GOOD.replace("T.1", "T.10").replace("\"A rule\"", "\"Another\""));
    assert_eq!(faults_of(&twice), [""; 0]);
    let found = faults(&format!("{twice}{}{}", GOOD.replace("T.1", "T.9"), GOOD.replace("T.1", "T.10")));
    let codes: Vec<_> = found.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["catalogue.order", "catalogue.duplicate"]);
    assert_eq!(found[1].related[0].place.line, 20);
}

#[test]
fn broken_syntax_is_told_and_the_rest_is_still_read() {
    let found = faults_of(&format!("{GOOD}\nwhy_not = \n[[rule]]\nid = \"T.2\"\n"));
    assert!(found.iter().any(|it| it.contains("catalogue.syntax")), "{found:?}");
    assert!(found.iter().any(|it| it.contains("`T.2` has no `title`")), "{found:?}");
}

#[test]
fn wrong_shapes_are_told_and_nothing_panics() {
    for text in [
        "rule = 3",
        "[rule]\nid = 1",
        "rule = [1, \"a\"]",
        "[[rule]]",
        "[estar]\nas_of = 3",
        "document = [[]]",
    ] {
        assert!(!faults(text).is_empty(), "{text}");
    }
    let (catalogue, found) = Catalogue::parse(&[]);
    assert!(catalogue.rules().is_empty());
    assert!(found.iter().all(|it| it.code == "catalogue.missing-key"), "{found:?}");
}

#[test]
fn a_deep_file_is_refused_and_not_descended_into() {
    let deep = format!("a = {}{}", "[".repeat(20_000), "]".repeat(20_000));
    assert!(faults(&deep).iter().any(|it| it.code == "catalogue.syntax"));
}
