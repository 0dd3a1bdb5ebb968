//! The layered engine with nested boxes and right-angled flows: a Rust port of the Eclipse Layout Kernel.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::geometry::{Point, Rect};
use crate::graph::Diagram;

use super::answer::{self, Places};
use super::arrange::{self, Arrangement};
use super::request::{self, Measured};
use super::{Laid, LaidEdge, LaidZone, Layout, LayoutError, Options, boxes, legend, zones};

/// White around the drawing.
const MARGIN: f64 = 4.0;
/// How often zones are widened for their titles before a title is put over a flow.
const ATTEMPTS: usize = 4;

thread_local! {
    /// The engine with its hundreds of options, which are put together once a thread and not for every drawing.
    static ENGINE: elkrs::core::Elk = elkrs::create_elk();
}

/// Lays out with elkrs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Elk;

impl Layout for Elk {
    fn lay_out(&self, diagram: &Diagram, options: &Options) -> Result<Laid, LayoutError> {
        diagram.validate()?;
        let mut measured = measure(diagram, options);
        for _ in 1..ATTEMPTS {
            let places = ask(diagram, &measured, options)?;
            let edges = edges(diagram, &measured, &places);
            let titled = titles(diagram, &measured, &places, &edges);
            if titled.iter().all(Option::is_some) {
                let zones = titled.into_iter().flatten().collect();
                return Ok(assemble(diagram, &measured, &places, edges, zones));
            }
            widen(&mut measured, &places, &titled, &edges);
        }
        let places = ask(diagram, &measured, options)?;
        let edges = edges(diagram, &measured, &places);
        let titled = titles(diagram, &measured, &places, &edges);
        let zones = titled.into_iter().enumerate().map(|(at, zone)| {
            zone.unwrap_or_else(|| {
                zones::put_anyway(&diagram.zones[at], &measured.headings[at], zone_rect(&places, at))
            })
        });
        let zones = zones.collect();
        Ok(assemble(diagram, &measured, &places, edges, zones))
    }
}

fn measure(diagram: &Diagram, options: &Options) -> Measured {
    let mut measured = Measured {
        headings: diagram.zones.iter().map(zones::heading).collect(),
        nodes: diagram.nodes.iter().map(|node| boxes::node(node, options.wrap)).collect(),
        labels: diagram.edges.iter().map(boxes::label).collect(),
        least_width: vec![0.0; diagram.zones.len()],
        arrangement: Arrangement::default(),
    };
    measured.arrangement = arrange::arrange(diagram, &measured, options);
    measured
}

/// Asks the engine. It was ported from a language with exceptions: where that one throws, this one panics.
fn ask(diagram: &Diagram, measured: &Measured, options: &Options) -> Result<Places, LayoutError> {
    let failed = |reason: String| LayoutError::Engine { diagram: diagram.id.clone(), reason };
    let input = request::write(diagram, measured, options);
    // The engine only reads its tables while it works, so that a panic leaves them whole.
    let asked = AssertUnwindSafe(|| ENGINE.with(|engine| engine.layout_json(&input)));
    let answer = catch_unwind(asked)
        .map_err(|_| failed("it stopped unexpectedly; split the view into smaller ones".to_owned()))?
        .map_err(failed)?;
    let places = answer::read(&answer, diagram.zones.len(), diagram.nodes.len(), diagram.edges.len());
    if places.nodes.iter().any(Option::is_none) || places.edges.iter().any(Option::is_none) {
        return Err(failed("it left out a node or a flow".to_owned()));
    }
    Ok(places)
}

fn edges(diagram: &Diagram, measured: &Measured, places: &Places) -> Vec<LaidEdge> {
    let ways = places.edges.iter().flatten();
    let rows = diagram.edges.iter().zip(&measured.labels).zip(&measured.arrangement.reversed).zip(ways);
    rows.map(|(((edge, label), reversed), way)| {
        let mut points = way.points.clone();
        if *reversed {
            points.reverse();
        }
        let label =
            label.as_ref().zip(way.label).map(|(label, at)| boxes::put_label(label.content.clone(), at));
        LaidEdge { edge: edge.clone(), points, label }
    })
    .collect()
}

fn titles(
    diagram: &Diagram,
    measured: &Measured,
    places: &Places,
    edges: &[LaidEdge],
) -> Vec<Option<LaidZone>> {
    let zones = diagram.zones.iter().zip(&measured.headings).enumerate();
    zones.map(|(at, (zone, heading))| zones::put(zone, heading, zone_rect(places, at), edges)).collect()
}

/// Asks for more width wherever a title found no place.
fn widen(measured: &mut Measured, places: &Places, titled: &[Option<LaidZone>], edges: &[LaidEdge]) {
    for (at, _) in titled.iter().enumerate().filter(|(_, zone)| zone.is_none()) {
        let needed = zones::needed_width(&measured.headings[at], zone_rect(places, at), edges);
        // The wider zone may draw the flow along: then the next attempt asks for more.
        measured.least_width[at] = needed.max(measured.least_width[at] + measured.headings[at].width / 2.0);
    }
}

fn zone_rect(places: &Places, at: usize) -> Rect {
    places.zones[at].unwrap_or_default()
}

fn assemble(
    diagram: &Diagram,
    measured: &Measured,
    places: &Places,
    edges: Vec<LaidEdge>,
    zones: Vec<LaidZone>,
) -> Laid {
    let nodes = measured.nodes.iter().zip(places.nodes.iter().flatten());
    let nodes = nodes.map(|(node, rect)| boxes::put_node(node.content.clone(), *rect)).collect();
    let (legend, legend_width, legend_height) =
        legend::lay_out(&diagram.legend, 2.0, places.height, places.width.max(260.0));
    let mut laid = Laid {
        id: diagram.id.clone(),
        title: diagram.title.clone(),
        description: diagram.description.clone(),
        direction: diagram.direction,
        width: places.width.max(legend_width + 2.0) + 2.0 * MARGIN,
        height: places.height + legend_height + 2.0 * MARGIN,
        scale: 1.0,
        zones: outer_first(zones),
        nodes,
        edges,
        legend,
    };
    laid.shift(Point::new(MARGIN, MARGIN));
    laid
}

/// Zones in painting order: larger boxes lie around smaller ones; equals keep the order of the diagram.
fn outer_first(mut zones: Vec<LaidZone>) -> Vec<LaidZone> {
    zones.sort_by(|a, b| (b.rect.w * b.rect.h).total_cmp(&(a.rect.w * a.rect.h)));
    zones
}
