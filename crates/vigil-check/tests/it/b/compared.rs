//! Documents that are compared with each other: each side is broken by itself, and the gap names that side.

use vigil_case::Case;
use vigil_check::Outcome;

use super::device::{File, case_of, files, place_of};
use crate::folder::{at, said};

/// The folder with these texts replaced, everywhere; each has to stand somewhere.
fn changed(changes: &[(&str, &str)]) -> Vec<File> {
    let mut files = files();
    for (from, to) in changes {
        assert!(files.iter().any(|(_, text)| text.contains(from)), "`{from}` stands nowhere");
        for (_, text) in &mut files {
            *text = text.replace(from, to);
        }
    }
    files
}

fn case(changes: &[(&str, &str)]) -> Case {
    case_of(&changed(changes))
}

const TESTS: (&str, &str) =
    (r#"scope = ["interface.pump.net", "interface.server.api"]"#, r#"scope = ["interface.pump.net"]"#);
const PENTESTS: (&str, &str) =
    (r#"scope = ["component.pump", "interface.server.api"]"#, r#"scope = ["component.pump"]"#);

#[test]
fn each_list_of_interfaces_is_compared_with_the_architecture() {
    let everywhere = [
        (vec![(r#""interface.server.api", "flow.command","#, "")], "the threat model"),
        (vec![("[view.", "[x-view.")], "the views"),
        (vec![("derive = \"ports\"\n", "")], "the table of interfaces of the labeling"),
        (vec![PENTESTS], "the scopes of penetration tests"),
        (vec![TESTS, PENTESTS], "the scopes of tests, the scopes of penetration tests"),
    ];
    for (changes, missing) in everywhere {
        let said = said(&case(&changes), "X.3");
        let gap = said.gap_on("server.api");
        assert_eq!(gap.params["missing"], missing);
    }
    // A penetration test is a test.
    said(&case(&[TESTS]), "X.3").passes();
    let of_kind = "kind = \"pentest\"\nscope = [\"interface.server.api\"]\n[pentest.pt]";
    said(&case(&[PENTESTS, ("[pentest.pt]", &format!("[test.lab]\n{of_kind}"))]), "X.3").passes();
}

#[test]
fn an_interface_that_only_the_penetration_test_knows_is_asked_for() {
    let scope = |more: &str| format!(r#"scope = ["component.pump", "interface.server.api", {more}]"#);
    for (more, subject) in [(r#""interface.ehr.hl7""#, "ehr.hl7"), (r#""interface.pump.bus""#, "pump.bus")] {
        let files = changed(&[
            (PENTESTS.0, &scope(more)),
            ("keypad = { kind = \"hmi\" }", "keypad = { kind = \"hmi\" }\nbus = { kind = \"spi\" }"),
        ]);
        let said = said(&case_of(&files), "X.3");
        let gap = said.gap_on(subject);
        assert!(gap.params["missing"].contains("though `pentest.pt` attacks it"), "{gap:?}");
        assert_eq!(at(gap), place_of(&files, more));
    }
    // What is closed off or at a person's hand is worth an attack.
    let exposed = scope(r#""interface.pump.usb", "interface.pump.keypad""#);
    said(&case(&[(PENTESTS.0, &exposed)]), "X.3").passes();
}

const NO_TASK: (&str, &str) = ("task = \"HF-1\"\n", "");

#[test]
fn what_is_handed_on_is_told_by_a_label_and_tried_with_people_or_not_for_a_reason() {
    let silent = said(&case(&[NO_TASK]), "X.9");
    for subject in ["risk.wrong-dose", "control.lock"] {
        assert!(silent.gap_on(subject).params["lacks"].contains("task-because"), "{subject}");
    }
    let reason = ("can-act =", "task-because = \"A lock needs no trial.\"\ncan-act =");
    said(&case(&[NO_TASK, reason]), "X.9").passes();
    let untold = [("answers = [\"lock\"]", "answers = []"), ("told = [\"lock-it\"]", "told = []")];
    let files = changed(&untold);
    let said = said(&case_of(&files), "X.9");
    for (subject, needle) in
        [("risk.wrong-dose", "[risk.wrong-dose.transfer]"), ("control.lock", "[control.lock]")]
    {
        let gap = said.gap_on(subject);
        assert_eq!(gap.params["lacks"], "is told by no label");
        assert_eq!(at(gap), place_of(&files, needle));
    }
}

/// The folder with a finding of a test that is put off, found on 2 March 2026.
fn found(keys: &str, day: &str, changes: &[(&str, &str)]) -> Case {
    let mut files = changed(changes);
    let finding = format!("[finding.f-1]\ntitle = \"Banner\"\ndisposition = \"deferred\"\n{keys}");
    files.push(("evidence/lab.toml", finding));
    let index = format!("[evidence.lab]\nfrom = \"lab.toml\"\nrelease = \"2.0.0\"\n{day}");
    files.push(("evidence/index.toml", index));
    case_of(&files)
}

const DAY: &str = "date = 2026-03-02\n";
const LOW_IS_NOT_ACCEPTED: (&str, &str) = ("low = [\"ok\", \"ok\"]", "low = [\"ok\", \"no\"]");

#[test]
fn a_finding_of_a_test_that_is_put_off_fits_the_cycle_of_the_plan() {
    let controlled = "taken-up = \"risk.wrong-dose\"\n";
    let within = format!("by = 2026-05-30\n{controlled}");
    said(&found(&within, DAY, &[]), "X.10").passes();
    let late = said(&found(&format!("by = 2026-06-30\n{controlled}"), DAY, &[]), "X.10");
    let gap = late.gap_on("lab.toml#f-1");
    assert_eq!((gap.params["said"].as_str(), at(gap)), ("2026-06-30", "evidence/lab.toml:1".to_owned()));
    assert_eq!(gap.params["allowed"], "90 days after 2026-03-02");
    let uncontrolled = said(&found(&within, DAY, &[LOW_IS_NOT_ACCEPTED]), "X.10");
    assert_eq!(uncontrolled.gap_on("lab.toml#f-1").params["allowed"], "30 days after 2026-03-02");
}

#[test]
fn a_finding_of_which_something_is_not_known_is_no_pass() {
    for (keys, day, words) in [
        ("taken-up = \"risk.wrong-dose\"\n", DAY, "names neither a day nor a release"),
        ("by = \"next spring\"\n", DAY, "names neither a day nor a release"),
        ("by = 2026-05-01\ntaken-up = \"risk.wrong-dose\"\n", "", "since when the flaw is known"),
        ("by = 2026-05-01\n", DAY, "not known whether its risk is controlled"),
    ] {
        let said = said(&found(keys, day, &[]), "X.10");
        let open = said.only(Outcome::Incomplete);
        assert!(open.because.as_ref().is_some_and(|it| it.contains(words)), "{keys}: {open:?}");
    }
    // What fits the shorter cycle fits either.
    said(&found("by = 2026-03-20\n", DAY, &[]), "X.10").passes();
}

/// The anomaly of the folder, put off until a day and known since another.
fn anomaly(keys: &str, changes: &[(&str, &str)]) -> Case {
    let verdict = format!("{keys}\nverdict = \"no-security-effect\"");
    let changes: Vec<_> =
        [("verdict = \"no-security-effect\"", verdict.as_str())].iter().chain(changes).copied().collect();
    case(&changes)
}

#[test]
fn an_anomaly_that_is_put_off_counts_from_the_day_it_was_found_and_not_from_that_of_its_list() {
    let off = "deferral = { by = 2026-04-15 }";
    let known = format!("{off}\nfound = 2026-02-01");
    said(&anomaly(&known, &[]), "X.10").passes();
    let late = said(&anomaly(&format!("{off}\nfound = 2025-11-01"), &[]), "X.10");
    assert_eq!(late.gap_on("anomaly.late-clock").params["allowed"], "90 days after 2025-11-01");
    let unknown = said(&anomaly(off, &[]), "X.10");
    assert_eq!(unknown.only(Outcome::Incomplete).subject, "anomaly.late-clock");
    let uncontrolled =
        said(&anomaly(&format!("{known}\nrisk = \"wrong-dose\""), &[LOW_IS_NOT_ACCEPTED]), "X.10");
    assert_eq!(uncontrolled.gap_on("anomaly.late-clock").params["allowed"], "30 days after 2026-02-01");
}

#[test]
fn a_decision_whose_risk_may_be_uncontrolled_has_to_fit_the_shorter_cycle() {
    let affected = ("verdict = \"not-affected\"", "verdict = \"affected\"");
    let said_of = |changes: &[(&str, &str)]| said(&case(changes), "X.10");
    assert_eq!(said_of(&[affected]).only(Outcome::Incomplete).subject, "decision.late-clock");
    said_of(&[affected, ("by = 2026-04-01", "by = 2026-03-01")]).passes();
    let controlled = ("deferral = { by", "controlled = true\ndeferral = { by");
    said_of(&[affected, controlled]).passes();
}

#[test]
fn a_result_of_a_test_without_a_day_leaves_the_order_unknown() {
    let files = changed(&[("date = 2026-03-01\n", "")]);
    let said = said(&case_of(&files), "X.11");
    let gap = said.gap_on("last test / list of anomalies");
    assert_eq!(gap.params["said"], "that `test.t1` states no date");
    assert_eq!(at(gap), place_of(&files, "[test.t1]"));
}
