//! Codes, merged lines and smaller views lose nothing.

use std::collections::BTreeSet;

use vigil_view::check::overlaps;
use vigil_view::fit::{Fitted, Orientation, Sheet, fit};
use vigil_view::graph::{Diagram, Protection};
use vigil_view::layout::Elk;
use vigil_view::split::{focus, for_print, number, overview};

use crate::sample;

fn letter(diagram: &Diagram) -> Fitted {
    fit(diagram, &Elk, &Sheet::letter(54.0, 36.0)).expect("the sample is valid")
}

#[test]
fn every_flow_is_in_the_table_once_and_its_code_in_the_figure() {
    for diagram in [sample::infusion(), sample::large(), sample::random(5)] {
        let printed = for_print(&diagram);
        let ids: Vec<&str> = printed.flows.iter().map(|row| row.edge.as_str()).collect();
        assert_eq!(ids, diagram.edges.iter().map(|edge| edge.id.as_str()).collect::<Vec<_>>());
        let codes: BTreeSet<&str> = printed.flows.iter().map(|row| row.code.as_str()).collect();
        assert_eq!(codes.len(), printed.flows.len());
        for row in &printed.flows {
            assert!(
                printed.diagram.edges.iter().any(|edge| edge.spoken.contains(&format!("{}: ", row.code)))
            );
        }
        let pairs: BTreeSet<BTreeSet<&String>> =
            printed.diagram.edges.iter().map(|edge| [&edge.from, &edge.to].into()).collect();
        assert_eq!(pairs.len(), printed.diagram.edges.len(), "one line per pair");
    }
}

#[test]
fn flows_both_ways_become_one_line_with_the_weakest_protection() {
    let mut diagram = sample::infusion();
    diagram.edges.iter_mut().find(|edge| edge.id == "status").unwrap().line.protection =
        Protection::Unprotected;
    let printed = for_print(&diagram);
    let line = printed.diagram.edges.iter().find(|edge| edge.id == "therapy").unwrap();
    assert_eq!((line.label.as_str(), line.sublabel.as_str(), line.both_ways), ("F6, F7", "BLE 5.3", true));
    assert_eq!(line.line.protection, Protection::Unprotected);
}

#[test]
fn a_code_that_was_given_is_kept() {
    let mut diagram = sample::infusion();
    diagram.edges[3].code = "F1".into();
    number(&mut diagram);
    assert_eq!(diagram.edges[3].code, "F1");
    assert_eq!(diagram.edges[0].code, "F2");
}

#[test]
fn an_overview_counts_what_it_closes() {
    let closed = overview(&sample::infusion(), 0);
    assert!(closed.zones.is_empty());
    let ward = closed.nodes.iter().find(|node| node.id == "ward-lan").unwrap();
    let badges: Vec<&str> = ward.badges.iter().map(|badge| badge.text.as_str()).collect();
    assert_eq!(badges, ["10 parts", "13 flows inside"]);
    // Ward to cloud both ways, cloud to home; what stays inside is on the badges.
    assert_eq!(closed.edges.len(), 3);
    let half = overview(&sample::infusion(), 1);
    assert_eq!(half.zones.len(), 3);
    assert!(half.nodes.iter().any(|node| node.id == "bedside" && node.zone.as_deref() == Some("ward-lan")));
}

#[test]
fn a_focus_shows_the_zone_and_its_neighbours() {
    let pump = focus(&sample::infusion(), "pump").unwrap();
    let nodes: BTreeSet<&str> = pump.nodes.iter().map(|node| node.id.as_str()).collect();
    let expected = ["pump-motor", "pump-comms", "pump-log", "nurse", "tablet", "gateway", "laptop"];
    assert_eq!(nodes, expected.into());
    assert!(pump.edges.iter().all(|edge| edge.from.starts_with("pump") || edge.to.starts_with("pump")));
    assert!(focus(&sample::infusion(), "nowhere").is_none());
}

#[test]
fn a_drawing_too_large_to_read_says_so_and_its_parts_can_be_read() {
    let large = sample::large();
    let whole = letter(&for_print(&large).diagram);
    assert!(!whole.is_readable());
    let mut parts = vec![overview(&large, 0)];
    // Innermost zones and what they talk to: the pieces that a document would show one by one.
    parts.extend(
        large.zones.iter().filter_map(|zone| focus(&large, &zone.id)).filter(|part| part.nodes.len() <= 14),
    );
    assert!(parts.len() > 5);
    for part in parts {
        let fitted = letter(&for_print(&part).diagram);
        println!("{} nodes, {} flows: {:.1} pt", part.nodes.len(), part.edges.len(), fitted.smallest_text);
        assert!(fitted.smallest_text > whole.smallest_text && overlaps(&fitted.laid).is_empty());
    }
}

#[test]
fn a_fitted_drawing_stays_inside_its_page_and_is_not_enlarged() {
    let sheet = Sheet::letter(54.0, 36.0);
    for diagram in [sample::infusion(), sample::random(11), sample::random(12)] {
        let fitted = letter(&diagram);
        let room = if fitted.orientation == Orientation::Portrait { sheet.portrait } else { sheet.landscape };
        let scale = fitted.laid.scale;
        assert!(scale <= 1.0);
        assert!(
            fitted.laid.width * scale <= room.width + 0.01
                && fitted.laid.height * scale <= room.height + 0.01
        );
        assert!((fitted.smallest_text - 8.0 * scale).abs() < 1e-9);
    }
}
