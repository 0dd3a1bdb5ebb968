//! Results count for their device version and commit, and what does not count says why.

use std::path::Path;

use vigil_base::{Date, Memory};
use vigil_case::{Case, Options, TestState};

const TODAY: Date = Date::constant(2026, 6, 1);
const PROJECT: &str = r#"[project]
id = "pump"
name = "Pump"
version = "2.0"
[release."2.0"]
status = "in-development"
components = { pump = { version = "2.0", commit = "4be1d07c9e" } }
[release."1.0"]
status = "fielded"
"#;
const MODEL: &str = r#"[zone.ward]
[component.pump]
kind = "mcu"
in = "ward"
[requirement.one]
text = "It shall refuse."
changed = 2026-03-01
[test.t]
kind = "negative"
verifies = ["one"]
find = { junit = "bond::*" }
"#;
const PASSED: &str = r#"<testsuite name="s"><testcase classname="bond" name="rejects"/></testsuite>"#;

/// The index entry of the results, without its day.
const INDEX: &str = "[evidence.run]\nfrom = \"run.xml\"\n";
const GOOD: &str = "release = \"2.0\"\ncomponent = \"pump\"\ncommit = \"4be1d07\"\ndate = 2026-04-01\n";

fn case(index: &str, results: &str) -> Case {
    case_with(MODEL, index, results.as_bytes(), &[])
}

fn case_with(model: &str, index: &str, results: &[u8], more: &[(&str, &[u8])]) -> Case {
    let mut world = Memory::new(TODAY);
    let files: [(&str, &[u8]); 4] = [
        ("vigil.toml", PROJECT.as_bytes()),
        ("model/it.toml", model.as_bytes()),
        ("evidence/index.toml", index.as_bytes()),
        ("evidence/run.xml", results),
    ];
    for (path, bytes) in files.iter().chain(more) {
        world = world.with(Path::new("device").join(path), bytes.to_vec());
    }
    vigil_case::build(&world, Path::new("device"), &Options { as_of: TODAY }).expect("the folder can be read")
}

fn state(case: &Case) -> TestState {
    case.tests["t"].state
}

/// Codes of findings on evidence with their messages.
fn said(case: &Case) -> Vec<(&str, &str)> {
    let findings = case.findings.iter().filter(|it| {
        ["case.test-", "case.report-", "case.evidence-"].iter().any(|begin| it.code.starts_with(begin))
    });
    findings.map(|it| (it.code.as_str(), it.message.as_str())).collect()
}

#[test]
fn results_of_this_version_and_commit_that_are_young_enough_count() {
    let case = case(&format!("{INDEX}{GOOD}"), PASSED);
    assert_eq!((state(&case), said(&case)), (TestState::Passed, vec![]));
}

#[test]
fn missing_old_flaky_skipped_and_wrong_version_are_five_different_findings() {
    let index = format!("{INDEX}{GOOD}");
    let flaky = PASSED.replace("/></", "><flakyFailure message=\"late\"/></testcase></");
    let skipped = PASSED.replace("/></", "><skipped message=\"no rig\"/></testcase></");
    let table = [
        (
            index.clone(),
            PASSED.replace("bond", "dose"),
            TestState::Missing,
            "case.test-missing",
            "finds no result",
        ),
        (
            index.replace("04-01", "02-01"),
            PASSED.into(),
            TestState::Old,
            "case.test-old",
            "requirement `one` changed on 2026-03-01",
        ),
        (
            index.replace("date = 2026-04-01\n", ""),
            PASSED.into(),
            TestState::Old,
            "case.test-old",
            "has no day",
        ),
        (index.clone(), flaky, TestState::Flaky, "case.test-flaky", "only after failing"),
        (index.clone(), skipped, TestState::Skipped, "case.test-skipped", "no rig"),
        (
            index.replace("\"2.0\"", "\"1.0\""),
            PASSED.into(),
            TestState::WrongVersion,
            "case.test-wrong-version",
            "of release 1.0, not 2.0",
        ),
        (
            index.replace("4be1d07", "0000000"),
            PASSED.into(),
            TestState::WrongVersion,
            "case.test-wrong-version",
            "of commit 0000000",
        ),
    ];
    let mut codes = std::collections::BTreeSet::new();
    for (index, results, expected, code, words) in table {
        let case = case(&index, &results);
        let said = said(&case);
        assert_eq!((state(&case), said.len()), (expected, 1), "{code}: {said:?}");
        assert!(said[0].0 == code && said[0].1.contains(words), "{code}: {said:?}");
        codes.insert(code);
    }
    assert_eq!(codes.len(), 5);
}

#[test]
fn results_that_do_not_say_their_version_or_commit_do_not_count() {
    let no_release = case(INDEX, PASSED);
    assert_eq!(state(&no_release), TestState::WrongVersion);
    assert!(said(&no_release)[0].1.contains("nothing says which release"), "{:?}", said(&no_release));
    let no_commit = case(&format!("{INDEX}{GOOD}").replace("commit = \"4be1d07\"\n", ""), PASSED);
    assert_eq!(state(&no_commit), TestState::WrongVersion);
    assert!(said(&no_commit)[0].1.contains("nothing says which commit"), "{:?}", said(&no_commit));
}

const PARTS: &str = "[component.gateway]\nkind = \"server\"\nin = \"ward\"\n";

/// What becomes of results under an entry with these lines, when the release is built from two commits, or as `parts` says.
fn of_the_whole(lines: &str, parts: &str) -> (TestState, String) {
    let project =
        PROJECT.replace("components = { pump = { version = \"2.0\", commit = \"4be1d07c9e\" } }", parts);
    let index = format!("{INDEX}release = \"2.0\"\ndate = 2026-04-01\n{lines}");
    let model = format!("{MODEL}{PARTS}");
    let case = case_with(&model, &index, PASSED.as_bytes(), &[("vigil.toml", project.as_bytes())]);
    let said = said(&case).first().map(|(_, message)| (*message).to_owned());
    (state(&case), said.unwrap_or_default())
}

#[test]
fn results_of_the_whole_release_name_the_commits_that_it_is_built_from() {
    const TWO: &str =
        "components = { pump = { commit = \"4be1d07c9e\" }, gateway = { commit = \"7aa90f4\" } }";
    const ONE: &str =
        "components = { pump = { commit = \"4be1d07c9e\" }, gateway = { commit = \"4be1d07c9e\" } }";
    const NONE: &str = "components = { pump = { version = \"2.0\" }, gateway = { version = \"1\" } }";
    for (lines, parts) in [
        ("commits = { pump = \"4be1d07\", gateway = \"7aa90f4\" }", TWO),
        ("commits = { pump = \"4be1d07\" }", TWO),
        ("component = \"pump\"\ncommits = { pump = \"4be1d07\" }", TWO),
        ("commit = \"4be1d07\"", ONE),
        ("no-commit = \"A seal.\"", TWO),
        ("", NONE),
        ("commit = \"4be1d07\"", NONE),
    ] {
        assert_eq!(of_the_whole(lines, parts), (TestState::Passed, String::new()), "{lines} {parts}");
    }
    for (lines, parts, words) in [
        ("", TWO, "nothing says which commit was tested, the release is built from 7aa90f4, 4be1d07c9e"),
        ("commits = { pump = \"4be1d07\", gateway = \"0000000\" }", TWO, "of commit 0000000 of gateway"),
        ("commits = { pump = \"0000000\" }\nno-commit = \"A seal.\"", TWO, "of commit 0000000 of pump"),
        ("commit = \"0000000\"", TWO, "of commit 0000000, the release"),
        ("commit = \"4be1d07\"", TWO, "names no component, and the release is also built from 7aa90f4"),
        ("commit = \"0000000\"\nno-commit = \"A seal.\"", ONE, "of commit 0000000, the release"),
    ] {
        let (state, said) = of_the_whole(lines, parts);
        assert!(state == TestState::WrongVersion && said.contains(words), "{lines}: {state:?} {said}");
    }
}

#[test]
fn properties_of_junit_state_version_and_commit_and_may_not_contradict_the_index() {
    let properties = |release: &str, commit: &str| {
        let text = format!(
            "<properties><property name=\"device.version\" value=\"{release}\"/><property name=\"git.commit\" value=\"{commit}\"/></properties><testcase"
        );
        PASSED.replace("<testcase", &text)
    };
    let bare = format!("{INDEX}component = \"pump\"\ndate = 2026-04-01\n");
    assert_eq!(state(&case(&bare, &properties("2.0", "4be1d07c9e"))), TestState::Passed);
    assert_eq!(state(&case(&bare, &properties("1.0", "4be1d07c9e"))), TestState::WrongVersion);
    assert_eq!(state(&case(&bare, &properties("2.0", "1111111111"))), TestState::WrongVersion);
    let contradicted = case(&format!("{INDEX}{GOOD}"), &properties("1.0", "4be1d07c9e"));
    assert_eq!(state(&contradicted), TestState::WrongVersion);
    assert!(said(&contradicted)[0].1.contains("the index says release 2.0, the results say 1.0"));
}

#[test]
fn an_original_report_is_kept_with_its_digest_and_a_changed_one_is_noticed() {
    let digest = vigil_base::Digest::of_bytes(b"%PDF-1.7 original").hex();
    let index = format!("{INDEX}{GOOD}[evidence.report]\nfrom = \"lab/report.pdf\"\nsha256 = \"{digest}\"\n");
    let model = format!("{MODEL}report = \"lab/report.pdf\"\n");
    let with = |bytes: &[u8]| {
        let case = case_with(&model, &index, PASSED.as_bytes(), &[("evidence/lab/report.pdf", bytes)]);
        said(&case).into_iter().map(|(code, _)| code.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(with(b"%PDF-1.7 original"), Vec::<String>::new());
    assert_eq!(with(b"%PDF-1.7 changed"), ["case.evidence-changed"]);
}

#[test]
fn a_report_that_is_not_there_or_has_no_digest_is_said() {
    let model = |report: &str| format!("{MODEL}report = \"{report}\"\n");
    let index = format!("{INDEX}{GOOD}");
    let files: &[(&str, &[u8])] = &[("evidence/lab/report.pdf", b"%PDF-1.7")];
    for (report, code) in [
        ("lab/report.pdf", vec!["case.report-without-digest"]),
        ("lab/other.pdf", vec!["case.report-missing"]),
        ("LAB-2026-17", vec![]),
    ] {
        let case = case_with(&model(report), &index, PASSED.as_bytes(), files);
        assert_eq!(said(&case).into_iter().map(|it| it.0).collect::<Vec<_>>(), code, "{report}");
    }
}

/// The state of a test that finds its results in this way in the text.
fn found(find: &str, results: &str) -> TestState {
    let model = MODEL.replace("{ junit = \"bond::*\" }", find);
    state(&case_with(&model, &format!("{INDEX}{GOOD}"), results.as_bytes(), &[]))
}

#[test]
fn a_disabled_case_and_one_that_failed_in_all_reruns_do_not_pass() {
    let junit = "{ junit = \"bond::*\" }";
    let disabled =
        PASSED.replace("name=\"rejects\"", "name=\"rejects\" status=\"notrun\" result=\"suppressed\"");
    assert_eq!(found(junit, &disabled), TestState::Skipped);
    assert_eq!(found(junit, &PASSED.replace("/></", "><rerunFailure/></testcase></")), TestState::Failed);
}

#[test]
fn an_analysis_passes_only_with_a_list_of_results_in_which_none_of_its_rules_is_open() {
    let log = |results: &str| {
        format!(
            r#"{{"runs":[{{"tool":{{"driver":{{"name":"scan","rules":[{{"id":"R1"}},{{"id":"R2"}}]}}}}{results}}}]}}"#
        )
    };
    let find = "{ sarif = { tool = \"scan\", rules = [\"R1\"] } }";
    for (results, expected) in [
        ("", TestState::Skipped),
        (r#","results":[]"#, TestState::Passed),
        (r#","invocations":[{"executionSuccessful":false}],"results":[]"#, TestState::Failed),
        (r#","results":[{"ruleIndex":0,"message":{}}]"#, TestState::Failed),
        (r#","results":[{"ruleId":"R1/part","message":{}}]"#, TestState::Failed),
        (r#","results":[{"rule":{"id":"R2"},"message":{}}]"#, TestState::Passed),
        // Nobody can say that it is of another rule.
        (r#","results":[{"message":{}}]"#, TestState::Failed),
        (
            r#","results":[{"ruleId":"R1","message":{},"suppressions":[{"kind":"inSource"}]}]"#,
            TestState::Passed,
        ),
        (
            r#","results":[{"ruleId":"R1","message":{},"suppressions":[{"status":"rejected"}]}]"#,
            TestState::Failed,
        ),
    ] {
        assert_eq!(found(find, &log(results)), expected, "{results}");
    }
}

#[test]
fn a_fuzzer_that_executed_nothing_does_not_pass() {
    let find = "{ fuzz = \"limits\" }";
    let run =
        |executions: u32, more: &str| format!("afl_banner : limits\nexecs_done : {executions}\n{more}\n");
    assert_eq!(found(find, &run(12, "saved_crashes : 0")), TestState::Passed);
    assert_eq!(found(find, &run(0, "saved_crashes : 0")), TestState::Skipped);
    assert_eq!(found(find, &run(12, "")), TestState::Skipped);
    assert_eq!(found(find, &run(12, "saved_hangs : 2")), TestState::Failed);
    assert_eq!(found(find, &run(0, "saved_crashes : 1")), TestState::Failed);
}
