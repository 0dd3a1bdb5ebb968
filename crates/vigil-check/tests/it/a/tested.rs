//! Tests, their results, their testers, and what became of what was found.

use vigil_case::Case;
use vigil_check::Outcome;

use super::{DEVICE, finds, passes, value, with};
use crate::folder::{at, folder, said};

const EVIDENCE: &str = "[evidence.run]\nfrom = \"run.xml\"\nrelease = \"1.0\"\n[evidence.lab]\nfrom = \"lab.toml\"\nrelease = \"1.0\"\ntool = \"afl 4.1\"\n";
const JUNIT: &str = r#"<testsuite name="s"><testcase classname="c" name="good"/><testcase classname="c" name="bad"><failure message="no"/></testcase></testsuite>"#;
const LAB: &str = "[protocol]\nby = \"Lab\"\n[result.flood]\nstatus = \"passed\"\n";

/// The device with imported results and more records.
fn tested(more: &str) -> Case {
    tested_with(more, LAB)
}

fn tested_with(more: &str, lab: &str) -> Case {
    folder(&[
        ("vigil.toml", DEVICE),
        ("model/it.toml", more),
        ("evidence/index.toml", EVIDENCE),
        ("evidence/run.xml", JUNIT),
        ("evidence/lab.toml", lab),
    ])
}

const REQUIREMENT: &str = "[requirement.one]\ntext = \"It shall.\"\n";

fn test(name: &str, keys: &str) -> String {
    format!("[test.{name}]\nverifies = [\"one\"]\nkind = \"negative\"\n{keys}")
}

#[test]
fn a_requirement_has_tests_that_pass() {
    finds("G26.TE.1", REQUIREMENT, "one", "model/it.toml:1");
    for (keys, lacks) in [
        ("find = { junit = \"c::bad\" }\n", "is verified by test `t`, which fails"),
        ("find = { junit = \"c::other\" }\n", "is verified by test `t`, which finds no result"),
        ("", "is verified by test `t`, which does not say how its results are found (`find`)"),
    ] {
        let case = tested(&format!("{REQUIREMENT}{}", test("t", keys)));
        let said = said(&case, "G26.TE.1");
        assert_eq!(
            (at(said.gap()).as_str(), said.gap().params["lacks"].as_str()),
            ("model/it.toml:1", lacks)
        );
    }
    let good = test("t", "find = { junit = \"c::good\" }\n");
    said(&tested(&format!("{REQUIREMENT}{good}")), "G26.TE.1").passes();
}

#[test]
fn without_evidence_one_judgement_says_that_nobody_looked() {
    let good = test("t", "find = { junit = \"c::good\" }\n");
    let case = with(&format!("{REQUIREMENT}[requirement.two]\ntext = \"x\"\n{good}"));
    let judged = said(&case, "G26.TE.1");
    assert_eq!(judged.only(Outcome::Incomplete).subject, "evidence");
    assert_eq!(judged.gap().subject, "two");
    said(&with(""), "G26.TE.1").only(Outcome::Incomplete);
}

#[test]
fn a_kind_of_test_has_results_for_the_release() {
    let params = finds("G26.TE.5b", "", "fuzz", "vigil.toml:1");
    assert_eq!(value(&params, "kind"), "fuzz");
    finds("G26.TE.5b", "[test.f]\nkind = \"fuzz\"\n", "fuzz", "model/it.toml:1");
    passes("G26.TE.5b", "[test.f]\nkind = \"fuzz\"\nreport = \"fuzz.pdf\"\n");
    let old = "[release.\"0.9\"]\n[test.f]\nkind = \"fuzz\"\nreport = \"fuzz.pdf\"\nrelease = \"0.9\"\n";
    finds("G26.TE.5b", old, "fuzz", "model/it.toml:2");
    let case = with("[test.s]\nkind = \"static\"\nreport = \"s.pdf\"\n");
    let judged = said(&case, "G26.TE.10");
    let gaps: Vec<_> = judged.with(Outcome::Gap).iter().map(|it| it.params["kind"].clone()).collect();
    assert_eq!(gaps, ["credential", "dynamic"]);
    assert_eq!(judged.only(Outcome::Pass).subject, "static");
}

const THREAT: &str = "[harm.h]\nseverity = \"low\"\n[control.auth]\nfamily = \"authentication\"\ntext = \"x\"\n[threat.spoof]\nstory = \"somebody else commands\"\non = [\"component.pump\"]\ncontrols = [\"auth\"]\n[requirement.one]\ntext = \"It shall.\"\nimplements = [\"auth\"]\n";

#[test]
fn a_threat_that_a_control_answers_is_tested_to_be_mitigated() {
    let params = finds("G26.TE.3", THREAT, "spoof", "model/it.toml:6");
    assert!(value(&params, "lacks").contains("no effectiveness test"), "{params:?}");
    let functional =
        "[test.f]\nverifies = [\"one\"]\nkind = \"requirement\"\nfind = { junit = \"c::good\" }\n";
    said(&tested(&format!("{THREAT}{functional}")), "G26.TE.3").gap_on("spoof");
    let bad = test("n", "find = { junit = \"c::bad\" }\n");
    let judged = said(&tested(&format!("{THREAT}{bad}")), "G26.TE.3");
    assert_eq!(judged.gap().params["lacks"], "is tested by `n`, and none of them passed");
    let good = test("n", "find = { junit = \"c::good\" }\n");
    said(&tested(&format!("{THREAT}{good}")), "G26.TE.3").passes();
    assert_eq!(
        said(&with(&format!("{THREAT}{good}")), "G26.TE.3").only(Outcome::Incomplete).subject,
        "evidence"
    );
}

#[test]
fn a_tool_is_named_with_version_and_settings() {
    let fuzz = "[test.f]\nkind = \"fuzz\"\ntool = { name = \"afl\" }\n";
    let params = finds("G26.TE.11", fuzz, "f", "model/it.toml:3");
    assert_eq!(value(&params, "missing"), "`version`, `settings`");
    finds("G26.TE.11", "[test.f]\nkind = \"fuzz\"\n", "f", "model/it.toml:1");
    passes("G26.TE.11", &fuzz.replace(" }", ", version = \"4.1\", settings = \"1 h\" }"));
    // The imported run may say which version it was.
    let imported = fuzz.replace(" }", ", settings = \"1 h\" }") + "find = { finding = \"lab.toml#flood\" }\n";
    said(&tested(&imported), "G26.TE.11").passes();
    said(&with(""), "G26.TE.11").only(Outcome::Incomplete);
}

#[test]
fn whoever_tested_is_named_with_their_independence() {
    let test = "[test.f]\nkind = \"scan\"\nreport = \"f.pdf\"\n[pentest.p]\nby = \"Lab\"\nindependence = \"other firm\"\n";
    let params = finds("G26.TE.13", test, "f", "model/it.toml:1");
    assert_eq!(value(&params, "missing"), "`by`, `independence`");
    finds("X.13", test, "f", "model/it.toml:1");
    let named = test.replace("\"f.pdf\"\n", "\"f.pdf\"\nby = \"QA\"\n");
    let params = finds("G26.TE.13", &named, "f", "model/it.toml:1");
    assert_eq!(value(&params, "missing"), "`independence`");
    let whole = test.replace("\"f.pdf\"\n", "\"f.pdf\"\nby = \"QA\"\nindependence = \"other team\"\n");
    passes("G26.TE.13", &whole);
    passes("X.13", &whole);
    finds("X.13", "[pentest.p]\nby = \"Lab\"\n", "pentest.p", "model/it.toml:1");
    said(&with("[test.f]\nkind = \"scan\"\n"), "X.13").only(Outcome::Incomplete);
}

const PENTEST: &str = "[pentest.p]\nindependence = \"other firm\"\nexpertise = \"OSCP\"\nscope = [\"component.pump\"]\nfrom = 2026-03-01\nto = 2026-03-14\nmethods = [\"grey box\"]\nresults = \"two findings\"\n";

#[test]
fn a_penetration_test_report_has_its_contents() {
    let params = finds("G26.TE.12", "", "report", "vigil.toml:1");
    assert_eq!(value(&params, "lacks"), "no penetration test is stated");
    let params = finds("G26.TE.12", PENTEST, "p", "model/it.toml:1");
    assert_eq!(value(&params, "lacks"), "`report` is not stated");
    passes("G26.TE.12", &format!("{PENTEST}report = \"p.pdf\"\n"));
}

#[test]
fn a_third_partys_report_is_there_as_it_came() {
    let third = "[pentest.p]\nthird-party = true\n";
    finds("G26.TE.14", third, "p", "model/it.toml:1");
    finds("G26.TE.14", &format!("{third}report = \"lab.toml\"\n"), "p", "model/it.toml:3");
    let original = format!("{third}report = \"lab.toml\"\noriginal = true\n");
    said(&with(&original), "G26.TE.14").only(Outcome::Incomplete);
    said(&tested(&original), "G26.TE.14").passes();
    said(&with(PENTEST), "G26.TE.14").only(Outcome::NotApplicable);
}

const FOUND: &str = "[protocol]\nby = \"Lab\"\n[finding.f1]\ntitle = \"Banner\"\nseverity = \"low\"\n[finding.f2]\ntitle = \"Remark\"\nseverity = \"note\"\n";

#[test]
fn every_finding_is_disposed_of_with_a_reason() {
    let judged = said(&tested_with("", FOUND), "G26.TE.15");
    let gap = judged.gap();
    assert_eq!((gap.subject.as_str(), at(gap).as_str()), ("lab.toml#f1", "evidence/lab.toml:1"));
    assert_eq!(gap.params["from"], "evidence/lab.toml");
    let said_so = format!("{FOUND}\n")
        .replace("\"low\"\n", "\"low\"\ndisposition = \"accepted\"\nbecause = \"public anyway\"\n");
    said(&tested_with("", &said_so), "G26.TE.15").passes();
    let own = "[vulnerability.banner]\ntitle = \"Banner\"\nfound-by = \"pen-test\"\nfrom = \"lab.toml#f1\"\n";
    let judged = said(&tested_with(own, FOUND), "G26.TE.15");
    assert_eq!(at(judged.gap_on("vulnerability.banner")), "model/it.toml:1");
    let decided = format!(
        "{own}[decision.b]\non = {{ vulnerability = \"banner\" }}\nverdict = \"affected\"\nbecause = \"x\"\n"
    );
    said(&tested_with(&decided, FOUND), "G26.TE.15").passes();
    said(&with(""), "G26.TE.15").only(Outcome::Incomplete);
    said(&tested(""), "G26.TE.15").passes();
}

#[test]
fn findings_and_anomalies_lead_to_a_risk() {
    let judged = said(&tested_with("", FOUND), "G26.TE.16");
    assert_eq!(at(judged.gap_on("lab.toml#f1")), "evidence/lab.toml:1");
    let fixed = FOUND.replace(
        "[finding.f2]\ntitle = \"Remark\"\nseverity = \"note\"\n",
        "disposition = \"fixed\"\nbecause = \"banner removed\"\n",
    );
    said(&tested_with("", &fixed), "G26.TE.16").passes();
    let anomaly = "[anomaly.a]\ntext = \"x\"\nverdict = \"security-effect\"\n";
    finds("G26.TE.16", anomaly, "anomaly.a", "model/it.toml:3");
    passes(
        "G26.TE.16",
        &format!("{anomaly}risk = \"r\"\n[harm.h]\nseverity = \"low\"\n[risk.r]\nharm = \"h\"\n"),
    );
    said(&with(""), "G26.TE.16").only(Outcome::Incomplete);
    said(&tested(""), "G26.TE.16").only(Outcome::NotApplicable);
}

#[test]
fn what_is_put_off_has_a_plan() {
    let anomaly = "[anomaly.a]\ntext = \"x\"\ndeferral = { addresses = \"the log\", by = 2026-12-01 }\n";
    let params = finds("G26.TE.17", anomaly, "anomaly.a", "model/it.toml:3");
    assert_eq!(value(&params, "missing"), "`interim`, `reach`");
    passes("G26.TE.17", &anomaly.replace(" }", ", interim = \"no\", reach = \"90 days\" }"));
    let found = "[protocol]\nby = \"Lab\"\n[finding.f1]\ntitle = \"Banner\"\ndisposition = \"deferred\"\nbecause = \"x\"\n";
    let judged = said(&tested_with("", found), "G26.TE.17");
    assert_eq!(judged.gap().params["missing"], "`release`, `interim`, `reach`");
}
