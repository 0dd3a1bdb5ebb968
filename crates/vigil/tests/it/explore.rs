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

#[test]
fn paths_lead_from_the_ways_in_to_the_functions_and_name_what_all_of_them_pass() {
    let orchid = Orchid::matched();
    let (ended, said, failed) = orchid.on_day(&["threats", "--paths"]);
    assert!(ended == 0 && said.contains("choke points of every path: pump-comms"), "{said}{failed}");
    let (_, all, _) = orchid.on_day(&["threats", "--paths", "--format", "json"]);
    let all = json(&all);
    let dose =
        all["functions"].as_array().unwrap().iter().find(|it| it["function"] == "deliver-dose").unwrap();
    assert_eq!(dose["choke_points"][0]["component"], "pump-comms");
    let paths = dose["paths"].as_array().unwrap();
    assert!(
        !paths.is_empty()
            && paths.iter().all(|it| it["hops"].as_array().unwrap().last().unwrap()["to"] == "pump-motor")
    );
    let alarms =
        all["functions"].as_array().unwrap().iter().find(|it| it["function"] == "show-alarms").unwrap();
    assert!(alarms["direct"].as_array().unwrap().iter().any(|it| it == "pump-comms.ble"), "{alarms}");
    let shut = all["no_ways_in"].as_array().unwrap();
    assert!(shut.iter().any(|it| it["interface"] == "pump-motor.swd"), "{shut:?}");
    assert!(all["many_patients"].as_array().unwrap().iter().any(|it| it["start"] == "component.gateway"));
    let (_, one, _) = orchid.on_day(&["threats", "--paths", "component.tablet"]);
    assert!(one.contains("tablet > ") && !one.contains("enters at gateway"), "{one}");
    let (ended, _, said) = orchid.on_day(&["threats", "--paths", "function.deliver-dos"]);
    assert!(ended == 2 && said.contains("vigil threats --paths function.deliver-dose"), "{said}");
}

#[test]
fn an_attack_tree_says_of_each_leaf_why_it_stands_where_it_does() {
    let orchid = Orchid::new();
    let (ended, said, failed) = orchid.on_day(&["threats", "--trees"]);
    assert!(ended == 0 && said.contains("replay@flow.ble-control is uncredited"), "{said}{failed}");
    let (_, all, _) = orchid.on_day(&["threats", "--trees", "false-dose", "--format", "json"]);
    let tree = json(&all)["trees"][0].clone();
    assert_eq!((&tree["state"], &tree["root"]), (&"open".into(), &"false-dose".into()));
    assert_eq!(tree["nodes"]["imitated-tablet"]["state"], "closed");
    let (ended, _, said) = orchid.on_day(&["threats", "--trees", "false-doze"]);
    assert!(ended == 2 && said.contains("false-dose"), "{said}");
}

#[test]
fn a_draft_of_a_tree_is_read_without_a_fault_where_it_is_put() {
    let orchid = Orchid::new();
    let (ended, draft, failed) = orchid.on_day(&["threats", "--tree", "deliver-dose"]);
    assert!(ended == 0 && draft.contains("[node.goal]"), "{draft}{failed}");
    std::fs::write(orchid.root().join("attack-trees/draft.toml"), &draft).unwrap();
    let (ended, said, failed) = orchid.on_day(&["threats", "--trees", "draft"]);
    assert!(ended == 0 && !said.contains("has faults"), "{said}{failed}");
    let (_, checked, _) = orchid.on_day(&["check", "--format", "short"]);
    assert!(!checked.contains("attack-trees/draft.toml"), "{checked}");
    let (ended, _, said) = orchid.on_day(&["threats", "--tree", "deliver-doze"]);
    assert!(ended == 2 && said.contains("deliver-dose"), "{said}");
}

/// The walk that the readme of the example describes: each command shows what the next one starts from.
#[test]
fn a_reader_follows_one_threat_from_the_hospital_network_to_a_passing_test_in_five_steps() {
    let readme = std::str::from_utf8(
        vigil::embedded::EXAMPLES.iter().find(|file| file.path == "orchid/README.md").unwrap().bytes,
    );
    let readme = readme.unwrap();
    let walk: [(&[&str], &str); 5] = [
        (&["trace", "zone.ward-lan"], "flow.order"),
        (&["threats", "flow.order"], "tamper@flow.order"),
        (&["trace", "tamper@flow.order"], "control.bedside-confirm"),
        (&["trace", "control.bedside-confirm"], "requirement.sec-052"),
        (&["trace", "requirement.sec-052"], "test.t-052  passed"),
    ];
    let orchid = Orchid::new();
    for (args, shows) in walk {
        let (ended, said, failed) = orchid.on_day(args);
        assert!(ended == 0 && said.contains(shows), "{args:?} does not show {shows}:\n{said}{failed}");
        let written = format!("vigil {}", args.join(" "));
        assert!(readme.contains(&written), "the readme does not say `{written}`");
    }
}

#[test]
fn the_trace_marks_the_node_at_which_a_chain_breaks_and_lists_the_gaps() {
    let orchid = Orchid::new();
    let (_, tree, _) = orchid.on_day(&["trace", "tamper@flow.order"]);
    assert!(tree.contains("test.t-167  no result [gap: it has not passed]"), "{tree}");
    assert!(tree.contains("Gaps (") && tree.contains("test.t-167: it has not passed"), "{tree}");
    let (_, both, _) = orchid.on_day(&["trace", "sec-052", "--format", "json"]);
    let both = json(&both);
    assert_eq!(both["id"], "requirement.sec-052", "the id is the whole one");
    assert!(both["links"]["requirement.sec-052"].as_array().unwrap().iter().any(|it| it == "test.t-052"));
    assert!(both["up"].as_array().unwrap().iter().any(|it| it == "control.bedside-confirm"), "{both}");
    assert!(both["gaps"].is_array());
}
