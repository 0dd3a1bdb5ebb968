//! The drawings of a case.

use vigil_case::Case;
use vigil_view::check::overlaps;
use vigil_view::draw::{self, Figure};
use vigil_view::fit::{READABLE, Sheet, fit};
use vigil_view::graph::{Diagram, Protection, Shape};
use vigil_view::layout::Elk;
use vigil_view::split::for_print;

use crate::example;

fn sheet() -> Sheet {
    Sheet::letter(54.0, 36.0)
}

/// Every drawing of a case.
fn every(case: &Case) -> Vec<Diagram> {
    let mut all = vec![draw::global_system(case), draw::multi_patient(case)];
    all.extend(case.model.updates.keys().filter_map(|id| draw::update(case, id)));
    all.extend(case.model.usecases.keys().filter_map(|id| draw::use_case(case, id)));
    all.retain(|diagram| !diagram.nodes.is_empty());
    all
}

/// To look at the figures: `VIGIL_PICTURES=folder cargo test -p vigil-view --test it drawings`.
fn keep(device: &str, figure: &Figure) {
    if let Some(folder) = std::env::var_os("VIGIL_PICTURES") {
        let name = format!("{device}-{}.svg", figure.id);
        std::fs::write(std::path::Path::new(&folder).join(name), &figure.svg)
            .expect("the folder for pictures exists");
    }
}

#[test]
fn no_drawing_has_an_overlap() {
    for (device, case) in example::all() {
        for diagram in every(&case) {
            let printed = for_print(&diagram).diagram;
            let fitted = fit(&printed, &Elk, &sheet()).expect("the drawing can be laid out");
            let found: Vec<String> = overlaps(&fitted.laid).iter().map(ToString::to_string).collect();
            println!("{device}, {}: smallest text {:.1} pt", diagram.id, fitted.smallest_text);
            assert!(found.is_empty(), "{device}, {}: {found:#?}", diagram.id);
        }
    }
}

#[test]
fn every_figure_has_words_and_says_when_it_is_too_small() {
    for (device, case) in example::all() {
        for diagram in every(&case) {
            let made = draw::figures(&diagram, &sheet()).expect("the drawing can be laid out");
            for figure in &made.figures {
                keep(&device, figure);
                println!(
                    "{device}, {}: {:.0} x {:.0} pt, smallest {:.1} pt, turned {}",
                    figure.id, figure.width_pt, figure.height_pt, figure.smallest_text, figure.landscape
                );
                assert!(
                    figure.alt.contains(&figure.title) && figure.alt.len() > figure.title.len() + 40,
                    "{}",
                    figure.alt
                );
                assert!(figure.svg.contains("<desc") && figure.svg.contains("<title"), "{}", figure.id);
                assert_eq!(
                    figure.smallest_text < READABLE,
                    made.unreadable.contains(&figure.id),
                    "{}",
                    figure.id
                );
                let room = if figure.landscape { sheet().landscape } else { sheet().portrait };
                assert!(
                    figure.width_pt <= room.width + 0.5 && figure.height_pt <= room.height + 0.5,
                    "{}",
                    figure.id
                );
            }
        }
    }
}

#[test]
fn the_global_view_shows_every_part_every_flow_and_every_role() {
    for (device, case) in example::all() {
        let diagram = draw::global_system(&case);
        let actors = diagram.nodes.iter().filter(|node| node.shape == Shape::Actor).count();
        assert_eq!(diagram.nodes.len() - actors, case.model.components.len(), "{device}");
        let working = case.model.actors.values().filter(|it| !it.uses.is_empty()).count();
        assert_eq!(actors, working, "{device}");
        let flows = diagram.edges.iter().filter(|edge| edge.id.starts_with("flow.")).count();
        assert_eq!(flows, case.model.flows.len(), "{device}");
        let table = draw::figure(&diagram, &sheet()).expect("the drawing can be laid out").flows;
        assert_eq!(table.rows.len(), diagram.edges.len(), "{device}");
    }
}

#[test]
fn protection_is_what_the_closed_list_of_the_channel_says() {
    let diagram = draw::global_system(&example::infusion());
    let of = |id: &str| diagram.edges.iter().find(|edge| edge.id == id).expect("the flow is drawn").line;
    assert_eq!(of("flow.order").protection, Protection::Unprotected);
    assert_eq!(of("flow.gateway-control").protection, Protection::Fine);
    assert!(of("flow.gateway-control").crosses);
    assert!(of("flow.inner").protection == Protection::Unprotected && !of("flow.inner").crosses);
    // The tablet and the pump lie in different zones, and a hospital owns the tablet.
    assert!(of("flow.ble-control").crosses);
}

#[test]
fn the_way_of_an_update_is_numbered_in_its_order() {
    let case = example::infusion();
    let diagram = draw::update(&case, &"comms".into()).expect("the update is there");
    let steps: Vec<(&str, &str)> =
        diagram.edges.iter().map(|edge| (edge.code.as_str(), edge.id.as_str())).collect();
    let wanted = [
        ("S1", "step-1.flow.fetch-update"),
        ("S2", "step-2.flow.gateway-control"),
        ("S3", "step-3.flow.inner"),
    ];
    assert_eq!(steps, wanted);
    assert!(draw::update(&case, &"nothing".into()).is_none());
    assert!(draw::use_case(&case, &"nothing".into()).is_none());
}

#[test]
fn the_multi_patient_view_starts_where_many_are_served() {
    let case = example::infusion();
    let diagram = draw::multi_patient(&case);
    let ids: Vec<&str> = diagram.nodes.iter().map(|node| node.id.as_str()).collect();
    for part in ["component.gateway", "component.fleet", "component.pump-comms", "component.pump-motor"] {
        assert!(ids.contains(&part), "{part} in {ids:?}");
    }
    // The phone only reads: nothing leads from it to an essential function.
    assert!(!ids.contains(&"component.phone"), "{ids:?}");
}

#[test]
fn a_large_view_is_split_into_readable_figures() {
    let mut diagram = draw::global_system(&example::infusion());
    // A sheet as small as a card cannot hold the whole system.
    let card = Sheet { portrait: room(260.0, 300.0), landscape: room(300.0, 260.0) };
    diagram.title = "Orchid".to_owned();
    let made = draw::figures(&diagram, &card).expect("the drawing can be laid out");
    assert!(made.figures.len() > 1);
    assert!(made.figures[0].id.ends_with("-overview"));
    let ids: std::collections::BTreeSet<&str> =
        made.figures.iter().map(|figure| figure.id.as_str()).collect();
    assert_eq!(ids.len(), made.figures.len());
    // Codes mean the same flow in each of them.
    let mut known = std::collections::BTreeMap::new();
    for row in made.figures.iter().flat_map(|figure| &figure.flows.rows) {
        let (code, record) = (row.cells[0].plain(), row.cells[5].plain());
        assert_eq!(known.entry(code.clone()).or_insert_with(|| record.clone()), &record, "{code}");
    }
}

fn room(width: f64, height: f64) -> vigil_view::fit::Room {
    vigil_view::fit::Room { width, height }
}
