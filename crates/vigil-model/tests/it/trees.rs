//! Attack trees: files that are read, and what is said of those that make no tree.

use std::path::Path;

use vigil_base::{Id, Memory};
use vigil_finding::Finding;
use vigil_model::Loaded;
use vigil_model::trees::Gate;

use crate::DAY;

const DEVICE: &str = "[project]\nid = \"d\"\nname = \"D\"\nversion = \"1\"\n[release.1]\n[control.lock]\nfamily = \"authorization\"\ntext = \"Lock.\"\n[threat.lost]\nstory = \"Lost.\"\ntree = \"false-dose\"\n[zone.z]\n[component.pump]\nkind = \"mcu\"\nin = \"z\"\n";

fn load(tree: &str) -> Loaded {
    let world =
        Memory::new(DAY).with("d/vigil.toml", DEVICE).with("d/attack-trees/false-dose.toml", tree.as_bytes());
    vigil_model::load(&world, Path::new("d")).expect("the folder is one")
}

fn only(tree: &str) -> Finding {
    let findings = load(tree).findings;
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.into_iter().next().expect("the fault is said")
}

fn at(finding: &Finding) -> String {
    finding.place.as_ref().map(ToString::to_string).unwrap_or_default()
}

const WHOLE: &str = r#"
title = "A false dose"

[node.goal]
title = "A false dose is given"
gate  = "and"
[node.second]
parent = "goal"
threat = "lost"
effort = 2
access = "physical"
[node.first]
parent    = "goal"
controls  = "lock"
technique = ["T0860", "CWE-290", "CAPEC-94", "T1557.002"]
"#;

#[test]
fn a_tree_has_its_root_its_gate_and_its_nodes_in_the_order_of_the_file() {
    let loaded = load(WHOLE);
    assert_eq!(loaded.findings, [], "{:#?}", loaded.findings);
    let tree = &loaded.model.trees["false-dose"];
    assert_eq!(tree.root, Some(Id::new("goal")));
    let goal = &tree.nodes["goal"];
    assert_eq!((goal.gate(), goal.below.as_slice()), (Gate::And, &[Id::new("second"), Id::new("first")][..]));
    assert_eq!(loaded.model.threats["lost"].tree_id(), Some("false-dose"));
}

#[test]
fn the_file_of_a_tree_is_one_of_the_files_of_the_model() {
    let loaded = load(WHOLE);
    assert!(loaded.model.files.iter().any(|file| file.path == "attack-trees/false-dose.toml"));
}

#[test]
fn two_roots_are_a_fault_at_the_second() {
    let fault = only("[node.a]\ntitle = \"A\"\n[node.b]\ntitle = \"B\"\n");
    assert_eq!(
        (fault.code.as_str(), at(&fault)),
        ("model.tree-two-roots", "attack-trees/false-dose.toml:3:1".to_owned())
    );
    assert!(load("[node.a]\n[node.b]\n").model.trees["false-dose"].root.is_none());
}

#[test]
fn an_unknown_parent_is_a_fault_with_the_nearest_node() {
    let fault = only("[node.goal]\ntitle = \"A\"\n[node.b]\nparent = \"gaol\"\n");
    assert_eq!(
        (fault.code.as_str(), at(&fault)),
        ("model.tree-unknown-parent", "attack-trees/false-dose.toml:4:10".to_owned())
    );
    assert!(fault.help.iter().any(|help| help.contains("`goal`")), "{:?}", fault.help);
}

#[test]
fn a_circle_is_a_fault_that_names_the_nodes() {
    let fault = only("[node.goal]\ntitle = \"A\"\n[node.a]\nparent = \"b\"\n[node.b]\nparent = \"a\"\n");
    assert_eq!(fault.code, "model.tree-cycle");
    assert!(fault.message.contains("a -> b -> a") && at(&fault).ends_with(":4:10"), "{fault:#?}");
}

#[test]
fn a_control_a_threat_a_part_and_a_function_that_are_not_there_are_dead_references() {
    for (node, near) in [
        ("controls = [\"lokc\"]", "lock"),
        ("threat = \"lots\"", "lost"),
        ("flaw = \"CVE-1\"\nin = \"pumpe\"", "pump"),
    ] {
        let fault = only(&format!("[node.goal]\n{node}\n"));
        assert_eq!(fault.code, "model.dead-reference", "{fault:#?}");
        assert!(fault.help.iter().any(|help| help.contains(near)) && fault.place.is_some(), "{fault:#?}");
    }
    let fault = only("function = \"deliver\"\n[node.goal]\ntitle = \"A\"\n");
    assert_eq!(
        (fault.code.as_str(), fault.subject.as_str()),
        ("model.dead-reference", "attack-tree.false-dose")
    );
}

#[test]
fn a_threat_that_points_at_no_tree_is_a_dead_reference_with_the_nearest_one() {
    let world = Memory::new(DAY)
        .with("d/vigil.toml", DEVICE)
        .with("d/attack-trees/false-doze.toml", &b"[node.goal]\ntitle = \"A\"\n"[..]);
    let findings = vigil_model::load(&world, Path::new("d")).expect("the folder is one").findings;
    assert!(
        matches!(findings.as_slice(), [one] if one.code == "model.dead-reference" && one.help.iter().any(|it| it.contains("false-doze"))),
        "{findings:#?}"
    );
}

#[test]
fn an_inner_node_names_no_threat_and_a_leaf_has_no_gate() {
    let fault = only("[node.goal]\nthreat = \"lost\"\n[node.a]\nparent = \"goal\"\n");
    assert_eq!(fault.code, "model.tree-leaf-key");
    let fault = only("[node.goal]\ngate = \"and\"\n");
    assert_eq!((fault.code.as_str(), at(&fault).ends_with(":2:8")), ("model.tree-gate-on-leaf", true));
}

#[test]
fn what_is_no_id_of_a_technique_is_a_fault() {
    for wrong in ["T86", "CWE-", "CVE-2024-1", "T1557.2", "capec-94"] {
        let fault = only(&format!("[node.goal]\ntechnique = \"{wrong}\"\n"));
        assert_eq!(fault.code, "model.tree-bad-technique", "{wrong}");
    }
}

#[test]
fn a_misspelt_key_is_a_fault_and_the_rest_of_the_tree_is_read() {
    let loaded = load("[node.goal]\ntitel = \"A\"\n");
    assert_eq!(loaded.findings.len(), 1, "{:#?}", loaded.findings);
    assert!(loaded.findings[0].help.iter().any(|help| help.contains("title")));
    assert!(loaded.model.trees["false-dose"].nodes.contains_key("goal"));
}

#[test]
fn a_file_that_is_no_toml_makes_no_tree_that_looks_whole() {
    let loaded = load("[node.goal]\ntitle = \"A\"\n[node.b\nparent = \"goal\"\n");
    assert!(loaded.findings.iter().any(|it| it.code == "model.syntax"), "{:#?}", loaded.findings);
    assert!(loaded.model.trees["false-dose"].root.is_none());
}

#[test]
fn a_tree_deeper_or_larger_than_any_reader_follows_is_refused() {
    let deep: String = (0..100)
        .map(|at| {
            if at == 0 {
                "[node.n0]\n".to_owned()
            } else {
                format!("[node.n{at}]\nparent = \"n{}\"\n", at - 1)
            }
        })
        .collect();
    assert_eq!(only(&deep).code, "model.tree-too-deep");
    let large: String = (0..2_001).map(|at| format!("[node.n{at}]\n")).collect();
    assert_eq!(only(&large).code, "model.tree-too-large");
}
