//! What follows for the root of an attack tree.

use std::path::Path;

use vigil_base::{Date, Id, Memory};
use vigil_model::kinds::Access;
use vigil_threat::tree::{State, Worth, evaluate};

/// The root of a tree whose leaves stand as their ids begin.
fn root(gate: &str, leaves: &[(&str, &str)]) -> Worth {
    let mut text = format!("[node.root]\ngate = \"{gate}\"\n");
    for (id, more) in leaves {
        text.push_str(&format!("[node.{id}]\nparent = \"root\"\n{more}\n"));
    }
    let world = Memory::new(Date::constant(2026, 11, 1))
        .with("d/vigil.toml", "[project]\nid = \"d\"\nname = \"D\"\nversion = \"1\"\n[release.1]\n")
        .with("d/attack-trees/t.toml", text.as_bytes());
    let loaded = vigil_model::load(&world, Path::new("d")).expect("the folder is one");
    assert_eq!(loaded.findings, [], "{:#?}", loaded.findings);
    let worths = evaluate(&loaded.model.trees["t"], &|id: &Id, _| match id.as_str() {
        it if it.starts_with("open") => State::Open,
        it if it.starts_with("closed") => State::Closed,
        _ => State::Unknown,
    });
    worths[&Id::new("root")].clone()
}

#[test]
fn one_closed_node_closes_a_gate_that_needs_all_and_a_gate_that_needs_one_has_all_closed() {
    for (gate, leaves, state) in [
        ("and", ["open-a", "closed-b"], State::Closed),
        ("and", ["open-a", "unknown-b"], State::Unknown),
        ("and", ["open-a", "open-b"], State::Open),
        ("or", ["open-a", "closed-b"], State::Open),
        ("or", ["closed-a", "unknown-b"], State::Unknown),
        ("or", ["closed-a", "closed-b"], State::Closed),
    ] {
        let leaves = leaves.map(|id| (id, ""));
        assert_eq!(root(gate, &leaves).state, state, "{gate} {leaves:?}");
    }
}

#[test]
fn efforts_add_up_where_all_are_needed_and_the_least_counts_where_one_is_enough() {
    let leaves =
        [("open-a", "effort = 3\naccess = \"adjacent\""), ("open-b", "effort = 10\naccess = \"physical\"")];
    let all = root("and", &leaves);
    assert_eq!((all.effort, all.access), (Some(13), Some(Access::Physical)));
    let one = root("or", &leaves);
    assert_eq!((one.effort, one.access), (Some(3), Some(Access::Adjacent)));
}

#[test]
fn a_closed_way_is_no_cheap_way_and_a_leaf_that_does_not_say_leaves_the_sum_unsaid() {
    let one = root("or", &[("closed-a", "effort = 1"), ("open-b", "effort = 9")]);
    assert_eq!(one.effort, Some(9));
    assert_eq!(root("or", &[("open-a", ""), ("open-b", "effort = 9")]).effort, None);
    assert_eq!(root("and", &[("open-a", ""), ("open-b", "effort = 9")]).effort, None);
}
