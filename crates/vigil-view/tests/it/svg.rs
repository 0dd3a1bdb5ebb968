//! What the SVG says and what it never holds.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::Event;
use vigil_view::graph::{Diagram, Line, Protection, Shape, Tone};
use vigil_view::layout::{Elk, Layout, Options};
use vigil_view::split::for_print;
use vigil_view::svg;

use crate::sample::{self, edge, node, zone};

fn drawn(diagram: &Diagram) -> String {
    svg::write(&Elk.lay_out(diagram, &Options::default()).expect("the sample is valid"))
}

/// Every element with its attributes; panics when the text is not well-formed XML.
fn elements(svg: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(svg);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.expect("well-formed attributes");
                    let key = attribute.key.as_ref().to_owned();
                    (key, attribute.value.into_owned())
                });
                found.push((name, attributes.collect()));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn small() -> Diagram {
    let mut diagram = Diagram::new("small", "A pump & its phone");
    diagram.zones = vec![zone("device", "Pump", "enclosure", None, Tone::Device)];
    diagram.nodes = vec![
        node("comms", "Comms", "firmware", Some("device"), Shape::Process, Tone::Device),
        node("phone", "Phone", "", None, Shape::External, Tone::Home),
    ];
    diagram.edges = vec![edge("bolus", "phone", "comms", "F1", "BLE")];
    diagram.edges[0].line = Line { crosses: true, protection: Protection::Unprotected };
    diagram.legend = diagram.signs_in_use();
    diagram
}

#[test]
fn a_small_drawing_looks_as_agreed() {
    insta::assert_snapshot!(drawn(&small()));
}

#[test]
fn only_plain_elements_are_used_and_nothing_outside_is_named() {
    let plain = ["svg", "title", "desc", "g", "rect", "path", "circle", "text"];
    for diagram in [sample::infusion(), sample::large(), sample::random(3)] {
        for (name, attributes) in elements(&drawn(&diagram)) {
            assert!(plain.contains(&name.as_str()), "{name}");
            for (key, value) in attributes {
                let harmless =
                    key != "style" && key != "class" && !key.starts_with("on") && !key.contains("href");
                assert!(harmless && !value.contains("url("), "{key}={value}");
            }
        }
    }
}

#[test]
fn ids_are_unique_and_the_title_is_named() {
    let svg = drawn(&sample::large());
    let elements = elements(&svg);
    let ids: Vec<&String> =
        elements.iter().flat_map(|(_, all)| all).filter(|(key, _)| key == "id").map(|(_, id)| id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    let (_, root) = &elements[0];
    let labelled = &root.iter().find(|(key, _)| key == "aria-labelledby").unwrap().1;
    assert!(labelled.split(' ').all(|id| ids.iter().any(|known| *known == id)), "{labelled}");
    assert!(root.contains(&("role".to_owned(), "img".to_owned())));
}

#[test]
fn names_cannot_break_out_of_their_text() {
    let mut diagram = small();
    let hostile = "</text><script>alert('1')</script>\u{0}&amp;\"";
    diagram.id = hostile.into();
    diagram.title = hostile.into();
    diagram.description = hostile.into();
    diagram.zones[0].title = hostile.into();
    diagram.nodes[0].title = hostile.into();
    diagram.edges[0].label = hostile.into();
    diagram.legend[0].text = hostile.into();
    let svg = drawn(&diagram);
    assert!(elements(&svg).iter().all(|(name, _)| name != "script"));
    assert!(!svg.contains('\u{0}'));
}

#[test]
fn an_unprotected_flow_can_be_told_without_colour() {
    let mut diagram = small();
    diagram.legend.clear();
    let count = |diagram: &Diagram| {
        let svg = drawn(diagram);
        (
            svg.matches("<path").count(),
            svg.matches("stroke-dasharray=\"8 3\"").count(),
            svg.matches("<circle").count(),
        )
    };
    let unprotected = count(&diagram);
    diagram.edges[0].line.protection = Protection::Fine;
    let crossing = count(&diagram);
    diagram.edges[0].line.crosses = false;
    let plain = count(&diagram);
    // A second line inside the first and a warning sign of two paths and a dot.
    assert_eq!((unprotected.0 - crossing.0, unprotected.2 - crossing.2), (3, 1));
    assert_eq!((unprotected.1, crossing.1, plain.1), (2, 1, 0));
}

#[test]
fn the_description_speaks_every_flow() {
    let diagram = sample::infusion();
    let printed = for_print(&diagram);
    let svg = drawn(&printed.diagram);
    let desc = &svg[svg.find("<desc").unwrap()..svg.find("</desc>").unwrap()];
    for row in &printed.flows {
        assert!(desc.contains(&format!("{}: {}", row.code, row.from)), "{}", row.code);
        assert!(desc.contains(&row.label), "{}", row.label);
    }
    assert!(desc.contains("unprotected flow"));
}
