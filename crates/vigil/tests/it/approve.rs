//! `vigil approve` as a user starts it.

use crate::device::{json, new, on_day};
use crate::run::Folder;

const SIGNED: [&str; 6] = ["--as", "risk-board", "--meaning", "approved", "--by", "R. Moreau"];

fn approve(folder: &Folder, ids: &[&str]) -> (i32, String, String) {
    on_day(folder.path(), &[&["approve"], ids, &SIGNED[..]].concat())
}

fn ledger(folder: &Folder) -> String {
    std::fs::read_to_string(folder.path().join("ledger.jsonl")).unwrap_or_default()
}

#[test]
fn an_approval_holds_until_the_record_changes() {
    let folder = new("bedside-networked");
    let (ended, said, failed) = approve(&folder, &["risk.r-001", "control.sign-in"]);
    assert_eq!(ended, 0, "{said}{failed}");
    assert_eq!(ledger(&folder).lines().count(), 2);
    let line = json(ledger(&folder).lines().next().unwrap());
    assert_eq!(
        (&line["item"], &line["who"], &line["date"]),
        (&"risk.r-001".into(), &"R. Moreau".into(), &"2026-11-01".into())
    );
    let state = || on_day(folder.path(), &["explain", "risk.r-001"]).1;
    assert!(state().contains("2026-11-01: approved"), "{}", state());
    let file = folder.path().join("model/safety.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("Alarms are silenced by changed limits", "Silence")).unwrap();
    assert!(state().contains("2026-11-01: suspect"), "{}", state());
}

#[test]
fn an_approved_test_is_suspect_in_the_trace_once_its_requirement_changed() {
    const RECORDS: &str = "[requirement.req-1]\nimplements = [\"sign-in\"]\ntext = \"It shall ask.\"\n\
        [test.t-1]\nverifies = [\"req-1\"]\nkind = \"negative\"\n";
    let folder = new("bedside-networked");
    let file = folder.path().join("model/requirements.toml");
    std::fs::write(&file, RECORDS).unwrap();
    approve(&folder, &["test.t-1", "control.sign-in"]);
    let trace = |args: &[&str]| on_day(folder.path(), &[&["trace"], args].concat()).1;
    assert!(!trace(&["test.t-1"]).contains("suspect"), "{}", trace(&["test.t-1"]));
    std::fs::write(&file, RECORDS.replace("shall ask", "shall ask twice")).unwrap();
    let tree = trace(&["control.sign-in"]);
    assert!(tree.contains("[suspect link] [suspect: risk-board]"), "{tree}");
    assert!(tree.contains("Suspect (1)"), "{tree}");
    let one = json(&trace(&["control.sign-in", "--format", "json"]));
    assert_eq!(one["suspect_links"], serde_json::json!([["requirement.req-1", "test.t-1"]]));
    let all = json(&trace(&["--format", "json"]));
    assert_eq!(all["suspect_links"], one["suspect_links"]);
    let chains = all["chains"].as_array().unwrap().iter();
    let marked = chains.filter(|it| !it["suspect"].as_array().unwrap().is_empty()).count();
    assert!(marked > 0, "{all}");
}

#[test]
fn the_same_approval_is_not_added_twice_and_a_cut_last_line_is_ended() {
    let folder = new("bedside-networked");
    approve(&folder, &["risk.r-001"]);
    let cut = ledger(&folder).trim_end().to_owned();
    std::fs::write(folder.path().join("ledger.jsonl"), &cut).unwrap();
    let (ended, said, _) = approve(&folder, &["risk.r-001"]);
    assert!(ended == 0 && said.contains("stands already"), "{said}");
    approve(&folder, &["control.sign-in"]);
    assert_eq!(ledger(&folder).lines().map(json).count(), 2);
}

#[test]
fn an_unknown_record_is_answered_with_the_nearest_and_nothing_is_approved() {
    let folder = new("bedside-networked");
    let (ended, _, said) = approve(&folder, &["control.sign-in", "risk.r-oo1"]);
    assert!(ended == 2 && said.contains("did you mean `risk.r-001`"), "{said}");
    let (_, threats, _) = on_day(folder.path(), &["threats", "--format", "json"]);
    let threats = json(&threats)["threats"].as_array().unwrap().clone();
    let generated = threats.iter().find_map(|it| it["id"].as_str().filter(|id| id.contains('@'))).unwrap();
    let (ended, _, said) = approve(&folder, &[generated]);
    assert!(ended == 2 && said.contains("generated threat"), "{said}");
    assert_eq!(ledger(&folder), "");
}

#[test]
fn a_risk_that_the_policy_never_accepts_is_not_approved_and_may_be_reviewed() {
    const POLICY: &str = "\n[scale]\nexploitability = [\"low\", \"high\"]\nseverity = [\"minor\", \"critical\"]\n\
        [matrix]\nlow = [\"no\", \"no\"]\nhigh = [\"no\", \"no\"]\n[accept]\nno = [\"never\"]\n";
    let folder = new("bedside-networked");
    let file = folder.path().join("vigil.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text + POLICY).unwrap();
    let (ended, _, said) = approve(&folder, &["control.sign-in", "risk.r-001"]);
    assert!(ended == 2 && said.contains("ends in cell `no`, which the policy never accepts"), "{said}");
    assert_eq!(ledger(&folder), "", "all of them or none");
    let reviewed =
        ["approve", "risk.r-001", "--as", "risk-board", "--meaning", "reviewed", "--by", "R. Moreau"];
    assert_eq!(on_day(folder.path(), &reviewed).0, 0);
}

#[test]
fn a_risk_that_lacks_what_its_cell_asks_for_is_not_approved() {
    let folder = new("bedside-networked");
    let edit = |file: &str, from: &str, to: &str| {
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has `{from}`");
        std::fs::write(&path, text.replace(from, to)).unwrap();
    };
    edit("model/policy.toml", "ok     = []", "ok     = [\"rationale\", \"benefit\"]");
    edit("model/policy.toml", "reduce = [\"rationale\",", "reduce = [\"rationale\", \"benefit\",");
    let (ended, _, said) = approve(&folder, &["risk.r-001"]);
    assert!(ended == 2 && said.contains("asks for benefit-risk analysis (`benefit`) first"), "{said}");
    assert_eq!(ledger(&folder), "");
    let rejected =
        ["approve", "risk.r-001", "--as", "risk-board", "--meaning", "rejected", "--by", "R. Moreau"];
    assert_eq!(on_day(folder.path(), &rejected).0, 0, "a refusal may always be said");
    edit("model/policy.toml", "reduce = [", "Reduce = [");
    edit("model/policy.toml", "ok     = [", "Ok     = [");
    let (ended, _, said) = approve(&folder, &["risk.r-001"]);
    assert!(ended == 2 && said.contains("`[accept]` does not say what that asks for"), "{said}");
    edit("model/policy.toml", "Reduce = [\"rationale\", \"benefit\",", "reduce = [\"rationale\",");
    edit("model/policy.toml", "Ok     = [\"rationale\", \"benefit\"]", "ok     = []");
    assert_eq!(approve(&folder, &["risk.r-001"]).0, 0);
}
