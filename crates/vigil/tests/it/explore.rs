//! `vigil threats`, `vigil trace` and `vigil explain` on the worked example.

use crate::device::{Orchid, json, run};

#[test]
fn every_threat_is_listed_with_what_answers_it_and_the_open_ones_with_the_question() {
    let orchid = Orchid::new();
    let (ended, all, _) = orchid.on_day(&["threats", "--format", "json"]);
    let all = json(&all);
    let counted: u64 = all["counts"].as_object().unwrap().values().map(|it| it.as_u64().unwrap()).sum();
    assert_eq!((ended, counted), (0, all["threats"].as_array().unwrap().len() as u64));
    let (_, open, _) = orchid.on_day(&["threats", "--open"]);
    assert!(
        open.contains("OPEN debug-port@interface.pump-comms.uart") && open.contains("question: "),
        "{open}"
    );
    let (_, at, _) = orchid.on_day(&["threats", "flow.order"]);
    assert!(at.contains("tamper@flow.order") && at.contains("credited by: "), "{at}");
    let (ended, _, said) = orchid.on_day(&["threats", "flow.ordr"]);
    assert!(ended == 2 && said.contains("flow.order"), "{said}");
}

#[test]
fn the_trace_names_its_gaps_and_leads_from_a_control_to_its_evidence_and_back() {
    let orchid = Orchid::new();
    let (_, gaps, _) = orchid.on_day(&["trace", "--gaps"]);
    let (_, all, _) = orchid.on_day(&["trace", "--gaps", "--format", "json"]);
    let chains = json(&all)["chains"].as_array().unwrap().clone();
    assert!(!chains.is_empty() && json(&all)["with_gaps"] == chains.len(), "{all}");
    for gap in chains.iter().flat_map(|chain| chain["gaps"].as_array().unwrap()) {
        assert!(gaps.contains(gap.as_str().unwrap()), "{gap} is not in\n{gaps}");
    }
    let (_, tree, _) = orchid.on_day(&["trace", "control.hard-limits"]);
    for part in ["requirement.sec-044", "test.t-044", "evidence.ci-4711", "risk.r-012"] {
        assert!(tree.contains(part), "{part} is not in\n{tree}");
    }
    let (_, both, _) = orchid.on_day(&["trace", "test.t-044", "--format", "json"]);
    let both = json(&both);
    let has = |way: &str, id: &str| both[way].as_array().unwrap().iter().any(|it| it == id);
    assert!(has("up", "control.hard-limits") && has("down", "evidence.ci-4711"), "{both}");
    let (ended, _, said) = orchid.on_day(&["trace", "control.hard-limit"]);
    assert!(ended == 2 && said.contains("control.hard-limits"), "{said}");
}

#[test]
fn a_threat_a_flaw_a_record_a_code_and_the_submission_are_explained() {
    let orchid = Orchid::matched();
    for (id, part) in [
        ("tamper@flow.order", "control.hl7-match gives integrity"),
        ("risk.r-012", "model/risks.toml:3:1"),
        ("CVE-2025-46394", "decision.busybox-tar, not_affected"),
        ("submission", "vigil build --only"),
        ("G26.SB.9", "V.A.4"),
    ] {
        let (ended, said, failed) = orchid.on_day(&["explain", id]);
        let flat =
            said.split_whitespace().collect::<Vec<_>>().join(" ").replace("not-affected", "not_affected");
        assert!(ended == 0 && flat.contains(part), "{id}: {said}{failed}");
    }
    let (ended, _, said) = orchid.on_day(&["explain", "risk.r-o12"]);
    assert!(ended == 2 && said.contains("did you mean"), "{said}");
}

#[test]
fn silence_about_a_flaw_is_incomplete_while_nothing_was_matched() {
    let orchid = Orchid::new();
    let (ended, said, _) = orchid.on_day(&["explain", "CVE-1999-0001"]);
    assert!(ended == 3 && said.contains("nothing is known"), "{ended}: {said}");
    orchid.import();
    run(&orchid.root(), &["match", "--date", "2026-11-01"]);
    let (ended, said, _) = orchid.on_day(&["explain", "CVE-1999-0001"]);
    assert!(ended == 0 && said.contains("no package matches it in the snapshot of 2026-11-01"), "{said}");
}
