//! Drawings that cannot be made are refused with a reason; hard ones are made.

use vigil_view::graph::{Diagram, DiagramError, MAX_DEPTH, MAX_NODES, Shape, Tone};
use vigil_view::layout::{Elk, Layout, LayoutError, Options};

use crate::sample::{self, edge, node, zone};

fn refusal(change: impl Fn(&mut Diagram)) -> String {
    let mut diagram = sample::infusion();
    change(&mut diagram);
    Elk.lay_out(&diagram, &Options::default()).expect_err("the drawing is wrong").to_string()
}

#[test]
fn a_wrong_drawing_is_refused_with_its_reason() {
    let cases = [
        (refusal(|d| d.nodes.clear()), "has no node"),
        (refusal(|d| d.nodes[1].id = "nurse".into()), "'nurse' is used twice"),
        (refusal(|d| d.nodes[1].id = "pump".into()), "'pump' is used twice"),
        (refusal(|d| d.edges[1].id = "use-tablet".into()), "'use-tablet' is used twice"),
        (refusal(|d| d.edges[0].to = "pump".into()), "'use-tablet' points at 'pump'"),
        (refusal(|d| d.nodes[0].zone = Some("moon".into())), "'nurse' points at 'moon'"),
        (refusal(|d| d.zones[0].parent = Some("pump".into())), "lies inside itself"),
        (refusal(|d| d.nodes[0].title = "x".repeat(401)), "'nurse' is longer than 400 characters"),
        (refusal(|d| d.edges[0].sublabel = "x".repeat(401)), "'use-tablet' is longer than 400 characters"),
    ];
    for (message, expected) in cases {
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn size_and_depth_have_limits() {
    let mut wide = Diagram::new("wide", "Wide");
    wide.nodes = (0..=MAX_NODES)
        .map(|at| node(&format!("n{at}"), "x", "", None, Shape::Process, Tone::Plain))
        .collect();
    let error = Elk.lay_out(&wide, &Options::default()).unwrap_err();
    assert!(matches!(error, LayoutError::Diagram(DiagramError::TooLarge { count: 401, .. })), "{error}");
    let error = Elk.lay_out(&nested(MAX_DEPTH + 1), &Options::default()).unwrap_err();
    assert!(matches!(error, LayoutError::Diagram(DiagramError::TooDeep(_))), "{error}");
}

#[test]
fn the_deepest_nesting_and_a_long_chain_are_drawn() {
    Elk.lay_out(&nested(MAX_DEPTH), &Options::default()).unwrap();
    let mut chain = Diagram::new("chain", "Chain");
    chain.nodes = (0..MAX_NODES)
        .map(|at| node(&format!("n{at}"), "x", "", None, Shape::Process, Tone::Plain))
        .collect();
    chain.edges = (1..MAX_NODES)
        .map(|at| edge(&format!("e{at}"), &format!("n{}", at - 1), &format!("n{at}"), "", ""))
        .collect();
    let laid = Elk.lay_out(&chain, &Options { proportion: Some(1.0), ..Options::default() }).unwrap();
    assert_eq!(laid.nodes.len(), MAX_NODES);
}

#[test]
fn parts_without_flows_fill_the_page_instead_of_one_row() {
    let mut loose = Diagram::new("loose", "No flow yet");
    loose.nodes = (0..16)
        .map(|at| node(&format!("n{at}"), "Component", "software", None, Shape::Process, Tone::Plain))
        .collect();
    let laid = Elk.lay_out(&loose, &Options { proportion: Some(1.0), ..Options::default() }).unwrap();
    assert!((0.4..2.5).contains(&(laid.width / laid.height)), "{} x {}", laid.width, laid.height);
    assert!(vigil_view::check::overlaps(&laid).is_empty());
}

fn nested(depth: usize) -> Diagram {
    let mut diagram = Diagram::new("nested", "Nested");
    for at in 0..depth {
        let parent = at.checked_sub(1).map(|at| format!("z{at}"));
        diagram.zones.push(zone(&format!("z{at}"), "Zone", "", parent.as_deref(), Tone::Plain));
    }
    diagram.nodes.push(node("n", "x", "", Some(&format!("z{}", depth - 1)), Shape::Process, Tone::Plain));
    diagram
}
